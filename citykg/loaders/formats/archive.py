"""The zip package that Word and Excel files are: opened with care, its XML parts parsed.

Nothing is written to disk and no address is fetched: a part is read by the name under which the
archive holds it.  Sizes are measured while reading, not believed; a document type declaration,
without which there are no entities, is refused.  The layout of such packages is ECMA-376, part 2.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from citykg.errors import DataError
from citykg.loaders.formats.kinds import Unread
from citykg.loaders.formats.sniff import signed_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEBIBYTE = 1024 * 1024
MOST_ENTRIES = 10_000
MOST_BYTES = 64 * MEBIBYTE
"""Of one part, unpacked: a plan of a hundred pages has some two megabytes."""
MOST_RATIO = 400
"""Unpacked to packed, of a part above a mebibyte: honest sheets stay below 100."""
MOST_SIGNS = 2_000_000
"""`<` signs of one part: some half a million cells of a sheet."""
MOST_SIGNS_HELD = 600_000
"""The same of a part that is held as a whole: two hundred pages have a third of it."""
_OPC = "http://schemas.openxmlformats.org/"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO 29500 "strict" files name the same things otherwise.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", "wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", "spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", "drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        "officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", "officeDocument/2006/math"),
)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)


class Link(NamedTuple):
    """What a part points to: the kind (the last word of its address) and the target."""

    kind: str
    target: str
    external: bool


class Package:
    """The parts of a file; `kind` is the ending it should have, such as `.docx`.

    Raises DataError, in one sentence, if the bytes are no such package: too large, damaged,
    encrypted or of another kind.
    """

    def __init__(self, data: bytes, path: str, kind: str) -> None:
        self.path = path
        if not data.startswith(b"PK"):
            raise DataError(f"{path}: {_what_else(data, kind)}")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise self._damaged("its end is missing") from None
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise DataError(
                f"{path}: holds {len(entries):,} parts, and at most {MOST_ENTRIES:,} are read; "
                "save the document again"
            )
        self._names = {entry.filename.lower().lstrip("/"): entry for entry in entries}
        if len(self._names) < len(entries):
            raise self._damaged("it holds two parts of one name")
        self.main = self._main_part(kind)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def bytes_of(self, name: str) -> bytes:
        """The bytes of a part; raises DataError if they are too many or damaged."""
        entry = self._names.get(name.lower())
        if entry is None:
            raise self._damaged(f"its part {name} is missing")
        if entry.flag_bits & 1:
            raise DataError(f"{self.path}: is encrypted with a password; save it without one")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._damaged(f"its part {name} is packed in an unknown way")
        unpacked = max(entry.file_size, 1)
        if unpacked > MOST_BYTES or (
            unpacked > MEBIBYTE and unpacked > MOST_RATIO * max(entry.compress_size, 1)
        ):
            raise self._too_large(name)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            raise self._damaged(f"its part {name} cannot be unpacked") from None
        if len(data) > MOST_BYTES:
            raise self._too_large(name)
        return data

    def xml_of(self, name: str) -> bytes:
        """The XML of a part, checked: no document type, one of the encodings of such packages."""
        data = self.bytes_of(name)
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
            try:
                data = data.decode("utf-16").encode("utf-8")
            except UnicodeError:
                raise self._damaged(f"its part {name} is not XML") from None
            data = re.sub(rb"^(\xef\xbb\xbf)?<\?xml.*?\?>", b"", data, count=1)
        declared = _ENCODING.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
        if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
            raise self._damaged(f"its part {name} is in another encoding than UTF-8")
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise DataError(
                f"{self.path}: its part {name} declares a document type, which such files never "
                "do; save the document again from the program that wrote it"
            )
        if data.count(b"<") > MOST_SIGNS:
            raise self._too_large(name)
        for address, name_here in _STRICT:
            if address in data:
                data = data.replace(address, (_OPC + name_here).encode())
        return data

    def root(self, name: str, lighten: Callable[[bytes], bytes] = bytes) -> ET.Element:
        """The root element of a part; `lighten` may take away what nobody reads."""
        data = lighten(self.xml_of(name))
        if data.count(b"<") > MOST_SIGNS_HELD:
            raise self._too_large(name)
        return self._parsed(name, data)

    def elements(self, name: str) -> Iterator[ET.Element]:
        """The elements below the root and below these, as they end; a taker may clear them.

        Of a large part, which is never held as a whole, those that lie deeper come too.
        """
        data = self.xml_of(name)
        if data.count(b"<") <= MOST_SIGNS_HELD:
            for child in self._parsed(name, data):
                yield from child
                yield child
            return
        try:
            for _, element in ET.iterparse(io.BytesIO(data)):  # noqa: S314 - same
                yield element
        except (ET.ParseError, ValueError, RecursionError):
            raise self._damaged(f"its part {name} is not well-formed XML") from None

    def _parsed(self, name: str, data: bytes) -> ET.Element:
        try:
            return ET.fromstring(data)  # noqa: S314 - no document type, no entities
        except (ET.ParseError, ValueError, RecursionError):
            raise self._damaged(f"its part {name} is not well-formed XML") from None

    def links_of(self, name: str) -> dict[str, Link]:
        """What a part points to, by the id that it uses; empty if it points to nothing."""
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        if relations not in self:
            return {}
        links = {}
        for relation in self.root(relations).iter(_RELATIONSHIP):
            target = relation.get("Target", "")
            external = relation.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target)))
                target = target.lstrip("/")
            kind = relation.get("Type", "").rpartition("/")[2]
            links[relation.get("Id", "")] = Link(kind, target, external)
        return links

    def _main_part(self, kind: str) -> str:
        folder = {".docx": "word/", ".xlsx": "xl/"}[kind]
        links = self.links_of("").values()
        named = [link.target for link in links if link.kind == "officeDocument"]
        usual = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}[kind]
        for name in (*named, usual):
            if name in self and name.startswith(folder) and name.endswith(".xml"):
                return name
        other = f"its main part is {named[0]}" if named else "it has no main part"
        raise DataError(f"{self.path}: is not {_a(kind)} ({other}); save it as {kind}")

    def _damaged(self, what: str) -> DataError:
        return DataError(
            f"{self.path}: is damaged ({what}); fetch it again, or save it again from the program "
            "that wrote it"
        )

    def _too_large(self, name: str) -> DataError:
        return DataError(
            f"{self.path}: its part {name} is far larger than that of any plan; take the summary "
            "out of it, and save that"
        )


def _a(kind: str) -> str:
    return {".docx": "a Word document (.docx)", ".xlsx": "an Excel workbook (.xlsx)"}[kind]


def _what_else(data: bytes, kind: str) -> str:
    """What bytes are that are no zip archive, and what to do."""
    found = signed_kind(data)
    if isinstance(found, Unread):
        return f"is {found.what}, which is not read; {found.advice}"
    return f"is not {_a(kind)}, or is damaged; open it in the program for it, and save it as {kind}"
