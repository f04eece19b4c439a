"""The blocks of a Word document: its paragraphs and tables, in order, as they are seen.

Tracked changes are taken as accepted; the contents of a text box follow the paragraph that holds
it.  The elements are those of ECMA-376, part 1, sections 17.2 to 17.5.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.formats.docx.lists import Mark, is_heading
from citykg.loaders.formats.docx.words import (
    VAL,
    Inline,
    W,
    Words,
    WordsReader,
    chosen,
    shown_content,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from citykg.loaders.formats.docx.lists import Numbering, Styles

MOST_COLUMNS = 1_000
_MERGED = ("continue", "")


class Paragraph(NamedTuple):
    """A paragraph; line feeds and tabs stand in its words."""

    words: Words
    mark: Mark = Mark()
    heading: bool = False
    stops: int = 0
    """How many tab stops it sets for itself."""


@dataclass
class Cell:
    """A cell of a table, of one or more columns of its grid."""

    column: int
    span: int
    blocks: list[Paragraph | Table]
    goes_on: bool = False
    """Whether it is the lower part of a cell merged downwards, which is empty."""


@dataclass
class Table:
    """A table; `edges` are where the columns of its grid begin, in twentieths of a point."""

    edges: list[int]
    rows: list[list[Cell]] = field(default_factory=list)


class BodyReader:
    """Reads blocks, in the order of the document: lists are counted and fields run over several."""

    def __init__(self, words: WordsReader, styles: Styles, numbering: Numbering) -> None:
        self.words = words
        self.foreign = False
        """Whether another file is set into the document."""
        self._styles = styles
        self._numbering = numbering
        self._waiting: list[Words] = []  # of a paragraph whose end is deleted

    def blocks(self, container: Element) -> Iterator[Paragraph | Table]:
        """The paragraphs and tables of a body, cell, text box, header, footer or note."""
        for child in container:
            tag = child.tag
            if tag == f"{W}p":
                yield from self._paragraph(child)
            elif tag == f"{W}tbl":
                yield self._table(child)
            elif tag == f"{W}sdt":
                content = shown_content(child)
                if content is not None:
                    yield from self.blocks(content)
            elif tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo"):
                yield from self.blocks(child)
            elif tag.endswith("}AlternateContent"):
                yield from self.blocks(chosen(child))
            elif tag == f"{W}altChunk":
                self.foreign = True

    def _paragraph(self, node: Element) -> Iterator[Paragraph | Table]:
        look = node.find(f"{W}pPr")
        style = self._styles.style_of(look)
        inline = self.words.read(node)
        words = inline.words()
        if look is not None and look.find(f"{W}rPr/{W}del") is not None:
            self.words.tracked = True
            self._waiting.append(words)
            return
        if self._waiting:
            words = Inline([*self._waiting, words]).words()
            self._waiting = []
        filled = bool(words.text.strip())
        if filled or not inline.boxes:
            mark = self._numbering.mark(look, style) if filled else Mark()
            heading = style.heading or (look is not None and is_heading(look))
            stops = 0 if look is None else len(look.findall(f"{W}tabs/{W}tab"))
            yield Paragraph(words, mark, heading or (filled and inline.bold), stops)
        for box in inline.boxes:
            yield from self.blocks(box)

    def _table(self, node: Element) -> Table:
        widths = [_number(column.get(f"{W}w")) for column in node.findall(f"{W}tblGrid/{W}gridCol")]
        if not all(widths):
            widths = [1] * len(widths)
        table = Table([0, *accumulate(widths[:MOST_COLUMNS])])
        for row, shown in _inside(node, f"{W}tr", shown=True):
            look = row.find(f"{W}trPr")
            before = 0
            if look is not None:
                if look.find(f"{W}del") is not None:
                    self.words.tracked = True
                    continue
                if look.find(f"{W}hidden") is not None:
                    continue
                skipped = look.find(f"{W}gridBefore")
                before = 0 if skipped is None else _number(skipped.get(VAL))
            table.rows.append(self._cells(row, min(before, MOST_COLUMNS), shown=shown))
        return table

    def _cells(self, row: Element, column: int, *, shown: bool) -> list[Cell]:
        cells: list[Cell] = []
        for node, filled in _inside(row, f"{W}tc", shown=shown):
            look = node.find(f"{W}tcPr")
            span, goes_on = 1, False
            if look is not None:
                spanned = look.find(f"{W}gridSpan")
                span = 1 if spanned is None else max(_number(spanned.get(VAL)), 1)
                goes_on = _is_merged(look.find(f"{W}vMerge"))
                if cells and _is_merged(look.find(f"{W}hMerge")):
                    cells[-1].span += span
                    column += span
                    continue
            span = min(span, MOST_COLUMNS)
            blocks = list(self.blocks(node)) if filled and not goes_on else []
            cells.append(Cell(column, span, blocks, goes_on))
            column += span
        return cells


def _inside(node: Element, tag: str, *, shown: bool) -> Iterator[tuple[Element, bool]]:
    """The rows or cells of a node, also those in controls, and whether they hold but a prompt."""
    for child in node:
        if child.tag == tag:
            yield child, shown
        elif child.tag == f"{W}sdt":
            content = child.find(f"{W}sdtContent")
            if content is not None:
                here = shown and shown_content(child) is not None
                yield from _inside(content, tag, shown=here)
        elif child.tag in (f"{W}customXml", f"{W}ins", f"{W}moveTo"):
            yield from _inside(child, tag, shown=shown)


def _is_merged(merge: Element | None) -> bool:
    return merge is not None and merge.get(VAL, "") in _MERGED


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
