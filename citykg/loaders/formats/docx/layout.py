"""The layout of a Word document written as text: lines for paragraphs, rows for tables.

Rows are what a table says, or what tabs and runs of blanks say where there is no table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.formats.docx.body import Paragraph, Table
from citykg.loaders.formats.docx.grid import Grid
from citykg.loaders.formats.docx.words import Words
from citykg.loaders.formats.extract import LayoutWriter, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.loaders.formats.docx.body import Cell
    from citykg.loaders.formats.docx.lists import Mark

MOST_HEADING = 110
"""Characters; a longer line in bold is prose."""
_WIDE = re.compile(r"(?<=[^\s.!?])[ \u00a0\u2000-\u200a\u3000]{3,}(?=\S)")
_MIN_WIDE_LINES = 2
_TYPED_MARK = re.compile(r"[•·▪◦●○■□➢❖✓\-–—*o§]|\(?[\da-zA-Z]{1,3}[.)]|(?:\d{1,2}\.)+\d{0,2}")


class Layout:
    """Writes blocks to a writer."""

    def __init__(self, writer: LayoutWriter) -> None:
        self._writer = writer
        self._blank = True  # whether the line above is blank, or there is none
        self._row = False  # whether the line above is a row made with tabs
        self._wide = False  # whether runs of blanks make columns

    def write(self, blocks: Iterable[Paragraph | Table]) -> None:
        """Write blocks; runs of blanks make columns where several of their lines hold some."""
        blocks = list(blocks)
        lines = (block.words.text for block in blocks if isinstance(block, Paragraph))
        wide = sum(len(_WIDE.findall(line)) > 0 for text in lines for line in text.split("\n"))
        self._wide = wide >= _MIN_WIDE_LINES
        for block in blocks:
            if isinstance(block, Table):
                self.blank()
                self._table(block)
                self.blank()
            else:
                self._paragraph(block)

    def blank(self) -> None:
        """Write an empty line, if there is none yet."""
        if not self._blank:
            self._writer.blank()
        self._blank, self._row = True, False

    def masked(self, blocks: Iterable[Paragraph | Table]) -> None:
        """Write blocks as lines that are there and not read."""
        for part in parts_of(blocks):
            self._writer.paragraph(Part(part.text, 0, " " * len(part.text)))
            self._blank = False

    def _paragraph(self, block: Paragraph) -> None:
        lines = [line for line in block.words.lines() if line.text.strip()]
        if not lines or (block.heading and len(block.words.text) <= MOST_HEADING):
            self.blank()
        for number, line in enumerate(lines):
            mark = block.mark if number == 0 else None
            cells = self._columns(line, block.stops)
            if len(cells) > 1:
                parts = [[_part(cell)] if cell.text else [] for cell in cells]
                if mark and parts[0]:
                    parts[0] = [_marked(parts[0][0], mark, masked=True)]
                self._writer.row(parts)
            else:
                part = _part(cells[0])
                if mark:
                    part = _marked(part, mark, masked=block.heading)
                self._writer.paragraph(part)
            self._blank, self._row = False, len(cells) > 1

    def _columns(self, line: Words, stops: int) -> list[Words]:
        """The cells that tabs or runs of blanks make of a line, the first one perhaps empty."""
        if "\t" not in line.masked:
            if not self._wide:
                return [line.squeezed()]
            text = _WIDE.sub(lambda run: "\t" * len(run[0]), line.text)
            line, stops = Words(text, _tabs_as_in(text, line.masked)), 0
        cells = [cell.squeezed() for cell in line.lines("\t")]
        while len(cells) > 1 and not cells[-1].text:
            cells.pop()
        if len(cells) - 1 > stops:
            # Without stops of one's own, the key is pressed until the text stands well.
            cells = [cell for at, cell in enumerate(cells) if cell.text or at == 0]
        if len(cells) > 1 and _TYPED_MARK.fullmatch(cells[0].text):
            cells[:2] = [Words(*(f"{a} {b}" for a, b in zip(cells[0], cells[1], strict=True)))]
        if len(cells) == 2 and not cells[0].text and not self._row:
            cells = cells[1:]
        return cells

    def _table(self, table: Table) -> None:
        for row in Grid(table, parts_of).rows:
            if row.apart:
                for cell in row.cells:
                    self._apart(cell)
            elif len(row.parts) > 1:
                self._writer.row(row.parts)
                self._blank = False
            else:
                for part in row.parts[0]:
                    self._writer.paragraph(part)
                    self._blank = False

    def _apart(self, cell: Cell) -> None:
        wide = self._wide
        self.write(cell.blocks)
        self._wide = wide
        self.blank()


def parts_of(blocks: Iterable[Paragraph | Table]) -> list[Part]:
    """What a cell holds, part by part; a table in it gives a part a row."""
    return list(_parts(blocks))


def _parts(blocks: Iterable[Paragraph | Table]) -> Iterator[Part]:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                words = [part.text for cell in row for part in parts_of(cell.blocks)]
                if words:
                    yield Part(" ".join(words))
            continue
        lines = (line.squeezed() for line in block.words.lines())
        for number, line in enumerate(line for line in lines if line.text):
            part = _part(line)
            yield _marked(part, block.mark, masked=False) if number == 0 else part


def _part(words: Words) -> Part:
    words = words.squeezed()
    return Part(words.text, 0, words.masked if words.masked != words.text else "")


def _marked(part: Part, mark: Mark, *, masked: bool) -> Part:
    """A part with the bullet or number that its list gives it; a number may be masked."""
    if mark.level or not mark.number:
        return part._replace(level=mark.level)
    number = mark.number
    before = " " * len(number) if masked else number
    text = f"{number} {part.text}"
    return Part(text, 0, f"{before} {part.masked or part.text}" if masked or part.masked else "")


def _tabs_as_in(text: str, masked: str) -> str:
    return "".join(
        "\t" if a == "\t" and b.isspace() else b for a, b in zip(text, masked, strict=True)
    )
