"""Rows of cells, from a ruled table or from columns and bands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.cards import are_tiles
from citykg.loaders.formats.pdf.columns import Gutter, Stretch, inner_gutters
from citykg.loaders.formats.pdf.hyphens import Hyphens
from citykg.loaders.formats.pdf.labels import is_label, with_labels
from citykg.loaders.formats.pdf.lines import Line, lines_of, parts_of
from citykg.loaders.formats.pdf.rows import FILLED, WIDE_BLANK, Band, bands_of, pieces_of, room_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.formats.extract import Part
    from citykg.loaders.formats.pdf.boxes import Box
    from citykg.loaders.formats.pdf.grid import Grid, GridCell
    from citykg.loaders.formats.pdf.labels import Row
    from citykg.loaders.formats.pdf.words import Word

_NO_HYPHENS = Hyphens(())
_TALL = 3
_PADDING = 2.0
_ALIGNED = 6.0
"""Points: columns of two pages that are nearer are one."""


@dataclass(frozen=True)
class Table:
    """Rows, and where the columns begin, to tell whether a table goes on on the next page."""

    rows: tuple[Row, ...]
    columns: tuple[float, ...]
    gutters: tuple[Gutter, ...] = ()
    """Of a table without lines: what parts its columns."""

    def begins_at(self, x: float) -> bool:
        """Whether a column begins at a place."""
        return any(abs(x - column) < _ALIGNED for column in self.columns)

    def goes_on(self, other: Table) -> bool:
        """Whether another table has the same columns."""
        return len(self.columns) == len(other.columns) and all(
            abs(a - b) < _ALIGNED for a, b in zip(self.columns, other.columns, strict=True)
        )


def ruled_table(
    grid: Grid, words: Sequence[Word], hyphens: Hyphens, before: Table | None = None
) -> Table:
    """The rows of a table drawn with lines, from the words that stand in it.

    A column without words is left out, unless it is one of the table `before`, which goes on.
    """
    inside: dict[GridCell, list[Word]] = {cell: [] for cell in grid.cells}
    for word in words:
        cell = _cell_at(grid, word)
        inside[cell].append(word)
    filled = sorted(
        {cell.column for cell, held in inside.items() if held}
        | {place for place, x in enumerate(grid.xs[:-1]) if before and before.begins_at(x)}
    )
    columns = tuple(grid.xs[column] for column in filled)
    lines = {cell: lines_of(held) for cell, held in inside.items()}
    if are_tiles(list(lines.values())):
        tiles = [(tuple(parts_of(held, hyphens)),) for held in lines.values() if held]
        return Table(tuple(tiles), ())
    inner = _inner(lines) if len(filled) == 2 else ()
    grouped = _is_grouped(lines, filled)
    pads = _pads(lines)
    rows: list[Row] = []
    for number in sorted({cell.row for cell in grid.cells}):
        cells = sorted((c for c in grid.cells if c.row == number), key=lambda c: c.column)
        if not any(lines[cell] for cell in cells):
            continue
        loose = _loose(cells, lines)
        if inner:
            held_here = [word for cell in cells for word in inside[cell]]
            band = Stretch(tuple(lines_of(held_here)), inner, grid.box.x1 - _PADDING)
            rows += _merged_rows(band, hyphens)
            continue
        if loose:
            rows += _rows(loose, hyphens)
            continue
        if grouped and cells[0].column == filled[0] and cells[0].columns == 1:
            if lines[cells[0]]:
                rows.append((tuple(parts_of(lines[cells[0]], hyphens)),))
            cells = cells[1:]
        kept = filled[1:] if grouped else filled
        if any(lines[cell] for cell in cells):
            rows.append(_ruled_row(cells, lines, kept, pads, hyphens))
    return Table(tuple(with_labels(rows)), columns)


def _is_grouped(lines: dict[GridCell, list[Line]], filled: Sequence[int]) -> bool:
    """Whether the first column names groups of rows, whose labels stand in the second."""
    if len(filled) < 3:
        return False
    first = [cell for cell in lines if cell.column == filled[0] and cell.columns == 1]
    second = [held for cell, held in lines.items() if cell.column == filled[1] and held]
    labels = sum(is_label(" ".join(line.text for line in held)) for held in second)
    return any(cell.rows > 1 for cell in first) and 2 * labels >= len(second)


def _ruled_row(
    cells: Sequence[GridCell],
    lines: dict[GridCell, list[Line]],
    filled: Sequence[int],
    pads: dict[int, float],
    hyphens: Hyphens,
) -> Row:
    held: dict[int, tuple[Part, ...]] = {}
    last = filled[0]
    for cell in cells:
        covers = [column for column in filled if cell.column <= column < cell.column + cell.columns]
        if not covers:
            continue
        first = covers[0]
        label = first == filled[0] and len(covers) < len(filled)
        room = None
        if not label:
            room = cell.box.x1 - cell.box.x0 - 2 * pads.get(cell.column, _PADDING)
        held[first] = tuple(parts_of(lines[cell], hyphens, room))
        if held[first]:
            last = max(last, covers[-1] if len(covers) == 1 else first)
    if len(held) == 1 and filled[0] in held and last == filled[0]:
        whole = any(cell.columns > 1 for cell in cells)
        return (held[filled[0]],) if whole else (held[filled[0]], ())
    return tuple(held.get(column, ()) for column in filled if column <= last)


def _cell_at(grid: Grid, word: Word) -> GridCell:
    x, y = word.middle, word.centre
    for cell in grid.cells:
        if cell.box.holds(x, y):
            return cell
    return min(
        grid.cells,
        key=lambda cell: (
            abs((cell.box.x0 + cell.box.x1) / 2 - x) + abs((cell.box.top + cell.box.bottom) / 2 - y)
        ),
    )


def _pads(lines: dict[GridCell, list[Line]]) -> dict[int, float]:
    """What stands between the border of each column's cells and their words."""
    pads: dict[int, float] = {}
    for cell, held in lines.items():
        for line in held:
            pad = max(line.x0 - cell.box.x0, _PADDING)
            pads[cell.column] = min(pads.get(cell.column, pad), pad)
    return pads


def _inner(lines: dict[GridCell, list[Line]]) -> tuple[Gutter, ...]:
    """The gutters of a table whose lines part its labels from its values, and not these."""
    values = [
        line
        for cell, held in sorted(lines.items(), key=lambda item: item[0].row)
        if cell.column
        for line in held
    ]
    found = inner_gutters(values)
    if not found:
        return ()
    x = min(cell.box.x0 for cell, held in lines.items() if cell.column and held)
    return _border(x), *found


def _border(x: float) -> Gutter:
    """A drawn line as a gutter."""
    return Gutter(x - 0.5, x + 0.5, x)


def _merged_rows(band: Stretch, hyphens: Hyphens) -> list[Row]:
    """The one row that the lines of a band make."""
    pieces = Band(tuple(pieces_of(band)))
    room = room_of([pieces], band)
    return _band_rows(pieces, band, room, hyphens)


def _loose(cells: Sequence[GridCell], lines: dict[GridCell, list[Line]]) -> Stretch | None:
    """The lines of cells that hold many rows, because no level line parts these."""
    if len(cells) < 2 or any(len(lines[cell]) < _TALL for cell in cells[:2]):
        return None
    if len(parts_of(lines[cells[0]], _NO_HYPHENS, cells[0].box.x1 - cells[0].box.x0)) < _TALL:
        return None
    words = [word for cell in cells for line in lines[cell] for word in line.words]
    borders = tuple(_border(cell.box.x0) for cell in cells[1:])
    return Stretch(tuple(lines_of(words)), borders)


def loose_table(stretch: Stretch, rules: Sequence[Box], hyphens: Hyphens) -> Table:
    """The rows of a table without lines; `rules` are level lines that may part its rows."""
    rows = _rows(stretch, hyphens, rules)
    x0 = min(line.x0 for line in stretch.lines)
    return Table(
        tuple(with_labels(rows)), (x0, *(gutter.at for gutter in stretch.gutters)), stretch.gutters
    )


def _rows(stretch: Stretch, hyphens: Hyphens, rules: Sequence[Box] = ()) -> list[Row]:
    bands = bands_of(stretch, rules)
    room = room_of(bands, stretch)
    return [row for band in bands for row in _band_rows(band, stretch, room, hyphens)]


def _band_rows(band: Band, stretch: Stretch, room: Sequence[float], hyphens: Hyphens) -> list[Row]:
    count = len(room)
    if any(piece.first == 0 and piece.last > 0 for piece in band.pieces):
        # Something runs across from the first column: a heading, or a paragraph between rows.
        lines = lines_of(word for piece in band.pieces for word in piece.line.words)
        wide = max(line.x1 - line.x0 for line in lines)
        return [(tuple(parts_of(lines, hyphens, wide)),)]
    label = tuple(parts_of([piece.line for piece in band.labels], hyphens))
    cells: list[tuple[Part, ...]] = [label]
    groups = _merged(band, count)
    if _is_centred(band, stretch):
        groups = [(1, count - 1)]
    for first, last in groups:
        words = [w for p in band.pieces if first <= p.first <= last for w in p.line.words]
        lines = lines_of(words)
        ends = [gutter.x0 for gutter in stretch.gutters[1:]] + [stretch.x1]
        wide = max(
            (line.x1 - line.x0 for line in lines),
            default=0.0,
        )
        wide = max(wide, FILLED * (ends[last - 1] - stretch.gutters[first - 1].x1))
        cells.append(tuple(parts_of(lines, hyphens, wide if first < last else room[first])))
        cells += [()] * (last - first)
    if groups == [(1, count - 1)]:
        cells = cells[:2]
    return [tuple(cells)]


def _is_centred(band: Band, stretch: Stretch) -> bool:
    """Whether the only value of a row stands in the middle of all the columns of values."""
    values = [piece.line for piece in band.pieces if piece.first]
    if len({piece.first for piece in band.pieces if piece.first}) != 1 or len(stretch.gutters) < 2:
        return False
    start, end = stretch.gutters[0].x1, max(stretch.x1, *(line.x1 for line in values))
    return all(
        line.x0 - start > line.size and abs(line.x0 + line.x1 - start - end) < 0.12 * (end - start)
        for line in values
    )


def _merged(band: Band, count: int) -> list[tuple[int, int]]:
    """The columns of values of a row, first and last, with those together that are one cell."""
    groups = [(1, 1)] if count > 1 else []
    for column in range(2, count):
        crossed = any(piece.first < column <= piece.last for piece in band.pieces)
        joined = groups[-1][0] < groups[-1][1]
        if (crossed and not _split_at(band, column, 1.0)) or (
            joined and not _split_at(band, column, WIDE_BLANK)
        ):
            groups[-1] = groups[-1][0], column
        else:
            groups.append((column, column))
    return groups


def _split_at(band: Band, column: int, sizes: float) -> bool:
    """Whether a line of a row has a gap of so many sizes before a column."""
    left = [piece.line for piece in band.pieces if piece.first > 0 and piece.last == column - 1]
    right = [piece.line for piece in band.pieces if piece.first == column]
    return any(
        after.x0 - before.x1 > sizes * after.size
        and abs(after.base - before.base) < 0.4 * after.size
        for before in left
        for after in right
    )
