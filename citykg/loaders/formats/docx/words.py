"""The words of a Word paragraph: its runs, as they are seen, with masks.

What is deleted, hidden or a prompt is not there; a page number, a table of contents, a note's
mark and struck-out words are there and masked.  A tab is a tab, a line or page break a line feed.
The elements are those of ECMA-376, part 1, section 17.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element

from citykg.loaders.formats.signs import INVISIBLE, raised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from citykg.loaders.formats.archive import Link

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BOX = f"{W}txbxContent"

_SPACE = re.compile(r"[^\S\t\n]+")
_NOT_READ = frozenset("PAGE NUMPAGES SECTIONPAGES PAGEREF NOTEREF TOC INDEX".split())
# Signs of the symbol fonts: bullets of every look, ticks, boxes.
_SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf076": "❖", "\uf0fc": "✓", "\uf06e": "■",
    "\uf0fe": "☒", "\uf06f": "☐", "\uf0a8": "☐", "\uf0e0": "→",
}  # fmt: skip
_PRIVATE = range(0xE000, 0xF900)
_INSIDE = frozenset(
    W + name for name in "ins moveTo hyperlink smartTag customXml bdo dir fldSimple".split()
)
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent")
_CITES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_DELETED = frozenset((f"{W}del", f"{W}moveFrom"))


class Words(NamedTuple):
    """Some words, and the same with masks; equally long."""

    text: str
    masked: str

    def lines(self, sign: str = "\n") -> list[Words]:
        """What stands between the signs; a masked sign is none."""
        found, start = [], 0
        while (end := self.masked.find(sign, start)) >= 0:
            found.append(Words(self.text[start:end], self.masked[start:end]))
            start = end + 1
        return [*found, Words(self.text[start:], self.masked[start:])]

    def squeezed(self) -> Words:
        """The words with single blanks, tabs and line feeds among them, and none at the ends."""
        if self.text == self.masked:
            plain = " ".join(self.text.split())
            return Words(plain, plain)
        text, masked = [], []
        for word in re.finditer(r"\S+", self.text):
            text.append(word[0])
            masked.append(self.masked[word.start() : word.end()])
        return Words(" ".join(text), " ".join(masked))


@dataclass
class Inline:
    """What stands in one paragraph."""

    pieces: list[Words] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """The contents of its text boxes."""
    bold: bool = True
    """Whether all of it is bold."""

    def words(self) -> Words:
        """All of its words."""
        return Words("".join(p[0] for p in self.pieces), "".join(p[1] for p in self.pieces))

    def before(self) -> str:
        """The last characters so far."""
        return "".join(piece.text for piece in self.pieces[-4:])[-8:]


class WordsReader:
    """Reads the words of paragraphs, in the order of the document: fields run over several."""

    def __init__(self, links: Mapping[str, Link], *, fields: bool = True) -> None:
        self._links = links
        self._heeds_fields = fields
        self._fields: list[list[str]] = []  # of each open field: its instruction, its phase
        self.cited: list[tuple[str, str]] = []
        """The notes cited: `footnote` or `endnote`, and the id."""
        self.tracked = False
        """Whether a tracked deletion was passed over."""
        self.struck = False
        """Whether struck-out words were masked."""

    def read(self, paragraph: Element) -> Inline:
        """What stands in a paragraph."""
        inline = Inline()
        self._walk(paragraph, inline)
        return inline

    def _walk(self, node: Element, inline: Inline) -> None:
        for child in node:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, inline)
            elif tag in _INSIDE:
                self._inside(child, inline)
            elif tag in _DELETED:
                self.tracked = True
            elif tag == f"{W}sdt":
                content = shown_content(child)
                if content is not None:
                    self._walk(content, inline)
            elif tag == f"{_MC}AlternateContent":
                self._walk(chosen(child), inline)
            elif tag.endswith(("}oMath", "}oMathPara")):
                self._add("".join(part.text or "" for part in child.iter(_MATH_TEXT)), inline)

    def _inside(self, node: Element, inline: Inline) -> None:
        if node.tag == f"{W}fldSimple":
            self._fields.append([node.get(f"{W}instr", ""), "result"])
            self._walk(node, inline)
            self._fields.pop()
            return
        count = len(inline.pieces)
        self._walk(node, inline)
        link = self._links.get(node.get(f"{_R}id", ""))
        if link and link.target.startswith("mailto:"):
            # An address behind a name is stated, and seen where the mouse points.
            address = link.target[7:].partition("?")[0]
            seen = "".join(piece.text for piece in inline.pieces[count:])
            if address and "@" not in seen:
                self._add(f" <{address}>", inline)

    def _run(self, run: Element, inline: Inline) -> None:
        look = run.find(f"{W}rPr")
        is_raised = struck = bold = False
        if look is not None:
            if _on(look.find(f"{W}vanish")):
                return
            align = look.find(f"{W}vertAlign")
            is_raised = align is not None and align.get(VAL) == "superscript"
            struck = _on(look.find(f"{W}strike")) or _on(look.find(f"{W}dstrike"))
            bold = _on(look.find(f"{W}b"))
        for text in self._contents(run, inline):
            inline.bold = inline.bold and (bold or text.isspace())
            if struck and text.strip():
                self.struck = True
                self._add(text, inline, masked=" " * len(text))
            elif is_raised:
                shown, masked = raised(text, inline.before())
                self._add(shown, inline, masked)
            else:
                self._add(text, inline)

    def _contents(self, run: Element, inline: Inline) -> Iterator[str]:
        own_mark = False
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                text = child.text or ""
                if "\t" in text or "\n" in text:
                    text = " ".join(text.split())
                yield "" if own_mark else text
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag in _CITES:
                self.cited.append((_CITES[tag], child.get(f"{W}id", "")))
                own_mark = child.get(f"{W}customMarkFollows") in ("1", "true", "on")
            else:
                yield from self._seldom(child, inline)

    def _seldom(self, child: Element, inline: Inline) -> Iterator[str]:
        tag = child.tag
        if tag == f"{W}fldChar":
            self._field(child, inline)
        elif tag == f"{W}instrText":
            if self._fields and self._fields[-1][1] == "begin":
                self._fields[-1][0] += child.text or ""
        elif tag == f"{W}sym":
            yield _symbol(child)
        elif tag in _DRAWN:
            inline.boxes.extend(_boxes(child))
        elif tag == f"{W}ruby":
            base = child.find(f"{W}rubyBase")
            yield "" if base is None else "".join(part.text or "" for part in base.iter(f"{W}t"))

    @property
    def has_open_field(self) -> bool:
        """Whether a field has begun that has not ended yet."""
        return bool(self._fields)

    def _field(self, sign: Element, inline: Inline) -> None:
        kind = sign.get(f"{W}fldCharType")
        if kind == "begin":
            self._add(_form_value(sign), inline)
            if self._heeds_fields:
                self._fields.append(["", "begin"])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _add(self, text: str, inline: Inline, masked: str | None = None) -> None:
        if any(phase == "begin" for _, phase in self._fields):
            return  # what a field is made from, not what it shows
        if not text.isascii() and masked is None:
            text = text.translate(INVISIBLE)
            if any(ord(sign) in _PRIVATE for sign in text):
                text = _signs(text, at_start=not inline.before().strip(" "))
        if any(_kind(instruction) in _NOT_READ for instruction, _ in self._fields):
            masked = re.sub(r"[^\n]", " ", text)
        inline.pieces.append(Words(text, text if masked is None else masked))


def shown_content(control: Element) -> Element | None:
    """What a content control holds; None where it holds but a prompt ("Click to enter text")."""
    look = control.find(f"{W}sdtPr")
    if look is not None and _on(look.find(f"{W}showingPlcHdr")):
        return None
    return control.find(f"{W}sdtContent")


def chosen(alternatives: Element) -> Element:
    """The one of several ways to write the same that is to be read."""
    ways = (way for way in alternatives if next(way.iter(f"{W}t"), None) is not None)
    return next(ways, Element("none"))


def _boxes(node: Element) -> Iterator[Element]:
    if node.tag == f"{_MC}AlternateContent":
        node = chosen(node)
    for child in node:
        if child.tag == _BOX:
            yield child
        else:
            yield from _boxes(child)


def _on(switch: Element | None) -> bool:
    return switch is not None and switch.get(VAL, "1") not in ("0", "false", "off", "none")


def _kind(instruction: str) -> str:
    words = instruction.split(None, 1)
    return words[0].upper() if words else ""


def _form_value(sign: Element) -> str:
    """What a form field of the old kind shows: a box, or the entry chosen from a list."""
    box = sign.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        return "☒" if _on(state) else "☐"
    return ""


def _symbol(sign: Element) -> str:
    try:
        return chr(int(sign.get(f"{W}char", ""), 16))
    except (ValueError, OverflowError):
        return ""


def _signs(text: str, *, at_start: bool) -> str:
    """Text with the signs of symbol fonts; one that we do not know, before words, is a bullet."""
    signs = [_SYMBOLS.get(sign, sign) for sign in text]
    if at_start and ord(signs[0]) in _PRIVATE:
        signs[0] = "•"
    return "".join(signs)


_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
