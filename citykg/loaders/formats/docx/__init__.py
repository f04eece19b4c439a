"""Word documents (.docx): their paragraphs and tables as text, in the order of the page.

Headers come first, once; footers and notes last.  A footer is masked, being no part of the text;
the notes are a row whose label is the first mark, which names no field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.formats.archive import Link, Package
from citykg.loaders.formats.docx.body import BodyReader, Paragraph
from citykg.loaders.formats.docx.layout import Layout, parts_of
from citykg.loaders.formats.docx.lists import Numbering, Styles, without_table_styles
from citykg.loaders.formats.docx.words import W, WordsReader
from citykg.loaders.formats.extract import LayoutWriter, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from citykg.loaders.formats.docx.body import Table
    from citykg.loaders.formats.extract import Extract

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PICTURES = ("}blip", "}imagedata")


def text_of(data: bytes, path: str) -> Extract:
    """The text of a Word document; raises DataError if it cannot be read or has none."""
    package = Package(data, path, ".docx")
    try:
        document = _WordFile(package)
        extract = document.extract()
        if document.has_open_field:
            # One that never ends would take the rest of the text with it.
            extract = _WordFile(package, fields=False).extract()
    except RecursionError:
        raise DataError(
            f"{path}: has tables or frames one in another, more than can be read; "
            "take the summary out of it, and save that"
        ) from None
    if not extract.masked.strip():
        why = "it shows pictures of text" if document.has_pictures else "it is empty"
        raise DataError(f"{path}: holds no text ({why}); write the plan out as text")
    return extract


class _WordFile:
    def __init__(self, package: Package, *, fields: bool = True) -> None:
        self._package = package
        self._links = package.links_of(package.main)
        self._root = package.root(package.main)
        self._styles = Styles(self._part("styles", without_table_styles))
        self._numbering = Numbering(self._part("numbering"))
        self._words = WordsReader(self._links, fields=fields)
        self._body = BodyReader(self._words, self._styles, self._numbering)

    def extract(self) -> Extract:
        """The text of the whole document."""
        path = self._package.path
        body = self._root.find(f"{W}body")
        if body is None:
            raise DataError(f"{path}: is damaged (it has no body); save it again as .docx")
        writer = LayoutWriter()
        layout = Layout(writer)
        seen: set[str] = set()
        for blocks in self._running("header", seen):
            layout.write(blocks)
        layout.blank()
        layout.write(self._body.blocks(body))
        layout.blank()
        self._write_notes(writer)
        for blocks in self._running("footer", seen):
            layout.masked(blocks)
        self._say_what_is_missing(writer)
        return writer.extract()

    @property
    def has_open_field(self) -> bool:
        """Whether a field begins and never ends."""
        return self._words.has_open_field

    @property
    def has_pictures(self) -> bool:
        """Whether the body shows pictures."""
        return any(node.tag.endswith(_PICTURES) for node in self._root.iter())

    def _part(self, kind: str, lighten: Callable[[bytes], bytes] = bytes) -> Element | None:
        link = next((link for link in self._links.values() if link.kind == kind), None)
        if link is None or link.external or link.target not in self._package:
            return None
        return self._package.root(link.target, lighten)

    def _reader(self, part: str) -> BodyReader:
        """A reader of another part than the body, which has its own links."""
        words = WordsReader(self._package.links_of(part))
        return BodyReader(words, self._styles, self._numbering)

    def _running(self, kind: str, seen: set[str]) -> Iterator[list[Paragraph | Table]]:
        """The headers or footers, each wording once."""
        for section in self._root.iter(f"{W}sectPr"):
            first = section.find(f"{W}titlePg") is not None
            for named in section.findall(f"{W}{kind}Reference"):
                link = self._links.get(named.get(_ID, ""), Link("", "", external=True))
                if link.external or link.target in seen or link.target not in self._package:
                    continue
                if named.get(f"{W}type") == "even" or (
                    named.get(f"{W}type") == "first" and not first
                ):
                    continue
                seen.add(link.target)
                blocks = list(self._reader(link.target).blocks(self._package.root(link.target)))
                words = " ".join(part.text for part in parts_of(blocks))
                if words.strip() and words not in seen:
                    seen.add(words)
                    yield blocks

    def _write_notes(self, writer: LayoutWriter) -> None:
        numbers = {"footnote": 0, "endnote": 0}
        known = {kind: self._notes_of(kind) for kind in dict(self._words.cited)}
        marks: list[str] = []
        said: list[Part] = []
        for kind, name in self._words.cited:
            numbers[kind] += 1
            note = known[kind].pop(name, None)
            parts = [] if note is None else parts_of(self._body.blocks(note))
            if parts:
                marks.append(f"{numbers[kind]} ")
                first = parts[0]
                if said:
                    masked = first.masked and marks[-1] + first.masked
                    first = Part(marks[-1] + first.text, 0, masked)
                said += [first, *parts[1:]]
        if said:
            # One row for all: several would make a document without tables look like one.
            writer.row([[Part(marks[0])], said])

    def _notes_of(self, kind: str) -> dict[str, Element]:
        """The footnotes or endnotes of the document, by their ids."""
        found = self._part(f"{kind}s")
        notes = () if found is None else found.iter(W + kind)
        return {note.get(f"{W}id", ""): note for note in notes}

    def _say_what_is_missing(self, writer: LayoutWriter) -> None:
        if self._words.tracked:
            writer.note(
                "tracked-changes",
                "the document holds tracked changes; they were read as if accepted; "
                "accept or reject them to be sure",
            )
        if self._words.struck:
            writer.note(
                "struck-out", "words that are struck out were not read; delete them to be sure"
            )
        if self._body.foreign:
            writer.note(
                "embedded", "another file is set into the document and was not read; give it too"
            )
        if any(link.kind == "diagramData" for link in self._links.values()):
            writer.note("diagram", "the words of a diagram were not read; write them out as text")
