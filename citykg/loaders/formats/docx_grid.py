"""The rows of a Word table in the columns that a reader sees.

The grid of a table often has more columns than are seen: rows are cut at slightly different
places, spacers stand between.  The row with the most cells says which columns there are; a cell
of another row belongs to the column that begins nearest.  A merged cell is written once.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.formats.docx_body import Table
from citykg.loaders.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from citykg.loaders.formats.docx_body import Cell, Paragraph
    from citykg.loaders.formats.extract import Part

_MIN_LABELS = 2
_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|(?:\d{1,2}\.)+\d{1,2}\.?|[a-zA-Z]\))(?=\s+[^\W\d_])")


class Row(NamedTuple):
    """A row: its parts column by column, or cells to be written one after another."""

    parts: list[list[Part]]
    cells: list[Cell]
    apart: bool = False
    """Whether its cells are blocks of the page, side by side, and no cells of one row."""


class Grid:
    """The rows of a table; `parts_of` gives what a cell holds."""

    def __init__(
        self, table: Table, parts_of: Callable[[Iterable[Paragraph | Table]], list[Part]]
    ) -> None:
        self._edges = table.edges
        rows = [cells for cells in table.rows if cells]
        widest = max(rows, key=len, default=[])
        self._starts = [self._edge(cell.column) for cell in widest]
        self.rows: list[Row] = []
        for cells in rows:
            held = [parts_of(cell.blocks) for cell in cells]
            if any(held):
                places = self._places(cells)
                parts: list[list[Part]] = [[] for _ in range(places[-1] + 1)]
                for place, own in zip(places, held, strict=True):
                    parts[place] = own
                apart = _is_page(cells, held)
                self.rows.append(Row(parts if len(cells) > 1 else [held[0]], cells, apart))
        self._drop_groups()
        self._drop_spacers()
        for row in self.rows:
            if len(row.parts) > 1 and not row.apart:
                row.parts[0][:] = [_without_number(part) for part in row.parts[0]]

    def _edge(self, column: int) -> int:
        edges = self._edges
        return edges[column] if column < len(edges) else edges[-1] + column - len(edges) + 1

    def _places(self, cells: list[Cell]) -> list[int]:
        """The column of each cell of a row."""
        if len(cells) == len(self._starts):
            return list(range(len(cells)))
        places: list[int] = []
        for cell in cells:
            edge = self._edge(cell.column)
            nearest = min(
                range(len(self._starts)), key=lambda at: (abs(self._starts[at] - edge), at)
            )
            places.append(nearest)
        if any(a >= b for a, b in pairwise(places)):
            return list(range(len(cells)))
        return places

    def _drop_groups(self) -> None:
        """Take away a first column of headings merged over rows that have labels of their own."""
        inner = [row for row in self.rows if len(row.parts) > 2 and not row.apart]
        merged = [row for row in inner if row.cells[0].goes_on]
        if len(merged) < _MIN_LABELS - 1 or len(merged) * 2 < len(inner) - 1:
            return
        labelled = sum(_label(row.parts[1]) for row in inner)
        if labelled < _MIN_LABELS or labelled * 2 < len(inner):
            return
        rows: list[Row] = []
        for row in self.rows:
            if len(row.parts) > 2 and not row.apart:
                if row.parts[0]:
                    rows.append(Row([row.parts[0]], row.cells[:1]))
                rows.append(row._replace(parts=row.parts[1:], cells=row.cells[1:]))
            else:
                rows.append(row)
        self.rows = rows

    def _drop_spacers(self) -> None:
        """Take away the columns in which no row has anything."""
        rows = [row for row in self.rows if len(row.parts) > 1 and not row.apart]
        width = max((len(row.parts) for row in rows), default=0)
        used = [any(len(row.parts) > at and row.parts[at] for row in rows) for at in range(width)]
        if all(used):
            return
        self.rows = [
            row._replace(parts=[part for at, part in enumerate(row.parts) if used[at]] or [[]])
            if len(row.parts) > 1 and not row.apart
            else row
            for row in self.rows
        ]


def _is_page(cells: list[Cell], held: list[list[Part]]) -> bool:
    """Whether a row lays out the page: alone with a table in it, or blocks side by side."""
    filled = [cell for cell, parts in zip(cells, held, strict=True) if parts]
    if len(filled) == 1 and any(isinstance(block, Table) for block in filled[0].blocks):
        return len(cells) == 1 or filled[0] is cells[0]
    return sum(_labels_in(parts) >= _MIN_LABELS for parts in held) >= min(2, len(filled))


def _labels_in(parts: list[Part]) -> int:
    """How many parts open with a label: `City: Porto`."""
    return sum(
        bool((label := label_of(part.text.partition(":")[0])) and label.certain)
        for part in parts
        if ":" in part.text
    )


def _label(parts: list[Part]) -> bool:
    label = label_of(" ".join(part.text for part in parts).rstrip(" :"))
    return bool(label and label.certain)


def _without_number(part: Part) -> Part:
    """A label with its number masked: `1. City`."""
    number = _NUMBER.match(part.text)
    if number is None or part.level:
        return part
    return part._replace(masked=" " * number.end() + (part.masked or part.text)[number.end() :])
