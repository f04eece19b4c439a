"""The rows of a Word table in the columns that a reader sees.

The grid of a table often has more columns than are seen: rows are cut at slightly different
places, spacers stand between.  The row with the most cells says which columns there are; a cell
of another row belongs to the column that begins nearest.  A merged cell is written once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.formats.docx.body import Table
from citykg.loaders.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from citykg.loaders.formats.docx.body import Cell, Paragraph
    from citykg.loaders.formats.extract import Part

_MIN_LABELS = 2
_LEAST_WIDTH = 0.7
"""The part of the widest of cards that the narrowest has; a column of labels is narrower."""
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
        widths = [self._width(cell) for cells in rows for cell in cells]
        widest = max(rows, key=len, default=[])
        self._starts = [self._edge(cell.column) for cell in widest]
        self.rows: list[Row] = []
        placed = [(cells, self._places(cells)) for cells in rows]
        held = [[parts_of(cell.blocks) for cell in cells] for cells in rows]
        self._cards = min(widths, default=0) >= _LEAST_WIDTH * max(
            widths, default=0
        ) and _are_cards(held)
        self._fill(placed, held)
        self._drop_groups()
        for row in self.rows:
            if len(row.parts) > 1 and not row.apart:
                row.parts[0][:] = [_without_number(part) for part in row.parts[0]]

    def _fill(
        self, placed: list[tuple[list[Cell], list[range]]], held: list[list[list[Part]]]
    ) -> None:
        """Make rows of parts, without the columns in which only merged cells hold something."""
        filled = [
            at
            for (_, places), parts in zip(placed, held, strict=True)
            for at, own in zip(places, parts, strict=True)
            if own
        ]
        kept = {at[0] for at in filled if len(at) == 1}
        kept.update(at[0] for at in filled if kept.isdisjoint(at))
        order = {column: place for place, column in enumerate(sorted(kept))}
        for (cells, places), parts in zip(placed, held, strict=True):
            if not any(parts):
                continue
            row: list[list[Part]] = []
            for at, own in zip(places, parts, strict=True):
                # A merged cell stands where the first of the columns it covers does.
                column = next((column for column in at if column in kept), None)
                if column is None:
                    continue
                place = order[column]
                row.extend([] for _ in range(place + 1 - len(row)))
                row[place] = [*row[place], *own]
            apart = self._cards or _is_page(cells, parts)
            self.rows.append(Row(row if len(cells) > 1 else [parts[0]], cells, apart))

    def _width(self, cell: Cell) -> int:
        return self._edge(cell.column + cell.span) - self._edge(cell.column)

    def _edge(self, column: int) -> int:
        edges = self._edges
        return edges[column] if column < len(edges) else edges[-1] + column - len(edges) + 1

    def _places(self, cells: list[Cell]) -> list[range]:
        """The columns that each cell of a row covers."""
        starts = self._starts
        if len(cells) == len(starts):
            return [range(at, at + 1) for at in range(len(cells))]
        places = [self._nearest(self._edge(cell.column)) for cell in cells]
        if any(a >= b for a, b in pairwise(places)):
            places = list(range(len(cells)))
        last = self._edge(cells[-1].column + cells[-1].span)
        ends = [*places[1:], len(starts) if last > starts[-1] else self._nearest(last)]
        return [range(a, max(a + 1, b)) for a, b in zip(places, ends, strict=True)]

    def _nearest(self, edge: int) -> int:
        """The column that begins nearest to an edge."""
        starts = self._starts
        at = bisect_left(starts, edge)
        if at == len(starts):
            return at - 1
        return at - 1 if at and edge - starts[at - 1] <= starts[at] - edge else at

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


def _are_cards(rows: list[list[list[Part]]]) -> bool:
    """Whether each cell of a table is a block of its own, side by side with others."""
    wide = [[parts for parts in row if parts] for row in rows if any(row)]
    return (
        bool(wide)
        and all(len(row) > 1 and all(len(parts) > 1 for parts in row) for row in wide)
        and not any(_label(row[0]) for row in wide)
    )


def _is_page(cells: list[Cell], held: list[list[Part]]) -> bool:
    """Whether a row lays out the page: alone with a table in it, or blocks side by side."""
    filled = [cell for cell, parts in zip(cells, held, strict=True) if parts]
    if len(filled) == 1 and any(isinstance(block, Table) for block in filled[0].blocks):
        return len(cells) == 1 or filled[0] is cells[0]
    if len(filled) > 1 and all(_holds_rows(cell) for cell in filled):
        return True
    return sum(_labels_in(parts) >= _MIN_LABELS for parts in held) >= min(2, len(filled))


def _holds_rows(cell: Cell) -> bool:
    """Whether a cell holds a table with columns."""
    tables = [block for block in cell.blocks if isinstance(block, Table)]
    return any(len(row) > 1 for table in tables for row in table.rows)


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
