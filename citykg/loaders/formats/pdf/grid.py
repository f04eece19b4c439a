"""Tables drawn with lines: the cells that the ruled lines of a page make.

Lines that touch make one table.  The places of its lines cut it into a grid; neighbours of the
grid without a line between them are one cell, which is how merged cells are drawn.  What a table
leaves open at its outside is closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.boxes import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.formats.pdf.rules import Rules

_TOUCH = 3.0
"""Points: lines that are nearer are one line, and ends that are nearer meet."""
_COVERED = 0.7
"""The part of a cell's side that a line must cover to be its border."""
_NARROWEST = 30.0
_LOWEST = 8.0
_MOST_LINES = 600
_LEAST_UPRIGHT = 3

_Line = tuple[float, float, float]  # from, to, at


@dataclass(frozen=True)
class GridCell:
    """A cell of a ruled table; rows and columns count from 0."""

    box: Box
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Grid:
    """A ruled table."""

    box: Box
    cells: tuple[GridCell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]


def grids_of(rules: Rules) -> list[Grid]:
    """The ruled tables of a page, from its head to its foot; one alone in its frame is none."""
    level = _joined(rules.level)
    upright = _joined(rules.upright)
    level += _closing(upright)
    if len(level) + len(upright) > _MOST_LINES:
        return []
    grids = [grid for group in _touching(level, upright) if (grid := _grid(*group))]
    return sorted(
        (grid for grid in grids if not any(_inside(grid.box, other.box) for other in grids)),
        key=lambda grid: (grid.box.top, grid.box.x0),
    )


def frames_of(rules: Rules) -> list[Box]:
    """The boxes of a page that are drawn or coloured and hold no columns of cells: cards."""
    level = _joined(rules.level)
    upright = _joined(rules.upright)
    if len(level) + len(upright) > _MOST_LINES:
        return []
    frames = []
    for across, down in _touching(level, upright):
        if not across or not down or _grid(across, down):
            continue
        box = Box(
            min(line[0] for line in across),
            min(line[0] for line in down),
            max(line[1] for line in across),
            max(line[1] for line in down),
        )
        sides = (box.x0, box.x1)
        if (
            box.x1 - box.x0 >= _NARROWEST
            and box.bottom - box.top >= _LOWEST
            and all(_bordered(down, x, box.top, box.bottom) for x in sides)
        ):
            frames.append(box)
    return frames


def _closing(upright: Sequence[_Line]) -> list[_Line]:
    """Level lines for tables that a page break leaves open: upright lines of one length."""
    groups: dict[tuple[int, int], list[_Line]] = {}
    for line in upright:
        groups.setdefault((round(line[0] / 4), round(line[1] / 4)), []).append(line)
    closing = []
    for lines in groups.values():
        xs = [at for _, _, at in lines]
        if len(_places(xs)) >= _LEAST_UPRIGHT:
            top, bottom, _ = lines[0]
            closing += [(min(xs), max(xs), top), (min(xs), max(xs), bottom)]
    return closing


def level_lines(rules: Rules) -> list[Box]:
    """The level lines of a page, each as a box without height."""
    return [Box(start, at, end, at) for start, end, at in _joined(rules.level)]


def _inside(box: Box, other: Box) -> bool:
    inner = (box.x1 - box.x0) * (box.bottom - box.top)
    outer = (other.x1 - other.x0) * (other.bottom - other.top)
    return (
        inner < outer
        and other.holds(box.x0, box.top, _TOUCH)
        and other.holds(box.x1, box.bottom, _TOUCH)
    )


def _joined(lines: Iterable[_Line]) -> list[_Line]:
    """The lines with those that lie on one another, or go on where one ends, made one."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line[2]):
        if rows and line[2] - rows[-1][0][2] <= _TOUCH:
            rows[-1].append(line)
        else:
            rows.append([line])
    joined: list[_Line] = []
    for row in rows:
        at = sum(line[2] for line in row) / len(row)
        row.sort()
        start, end = row[0][:2]
        for begin, stop, _ in row[1:]:
            if begin <= end + _TOUCH:
                end = max(end, stop)
            else:
                joined.append((start, end, at))
                start, end = begin, stop
        joined.append((start, end, at))
    return joined


def _touching(
    level: Sequence[_Line], upright: Sequence[_Line]
) -> list[tuple[list[_Line], list[_Line]]]:
    """Groups of level and upright lines that touch."""
    parent = list(range(len(level) + len(upright)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for first, (x0, x1, y) in enumerate(level):
        for second, (top, bottom, x) in enumerate(upright, len(level)):
            if x0 - _TOUCH <= x <= x1 + _TOUCH and top - _TOUCH <= y <= bottom + _TOUCH:
                parent[root(first)] = root(second)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = {}
    for at, line in enumerate(level):
        groups.setdefault(root(at), ([], []))[0].append(line)
    for at, line in enumerate(upright, len(level)):
        groups.setdefault(root(at), ([], []))[1].append(line)
    return list(groups.values())


def _grid(level: list[_Line], upright: list[_Line]) -> Grid | None:
    """The table that touching lines make, if it has at least two cells beside one another."""
    if not level or not upright:
        return None
    xs = _places([line[2] for line in upright] + [end for line in level for end in line[:2]])
    ys = _places([line[2] for line in level] + [end for line in upright for end in line[:2]])
    if len(xs) < 3 or len(ys) < 2 or xs[-1] - xs[0] < _NARROWEST or ys[-1] - ys[0] < _LOWEST:
        return None
    cells = _cells(xs, ys, level, upright)
    if all(cell.columns == len(xs) - 1 for cell in cells):
        return None
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), cells, tuple(xs), tuple(ys))


def _places(values: list[float]) -> list[float]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > _TOUCH:
            places.append(value)
    return places


def _cells(
    xs: list[float], ys: list[float], level: list[_Line], upright: list[_Line]
) -> tuple[GridCell, ...]:
    across, down = len(xs) - 1, len(ys) - 1
    done: set[tuple[int, int]] = set()
    cells = []
    for row, column in product(range(down), range(across)):
        if (row, column) in done:
            continue
        wide = 1
        while (
            column + wide < across
            and (row, column + wide) not in done
            and not _bordered(upright, xs[column + wide], ys[row], ys[row + 1])
        ):
            wide += 1
        high = 1
        while (
            row + high < down
            and all(
                (row + high, column + place) not in done
                and not _bordered(level, ys[row + high], xs[column + place], xs[column + place + 1])
                for place in range(wide)
            )
            and not any(
                _bordered(upright, xs[column + place], ys[row + high], ys[row + high + 1])
                for place in range(1, wide)
            )
        ):
            high += 1
        done.update((row + below, column + right) for below in range(high) for right in range(wide))
        box = Box(xs[column], ys[row], xs[column + wide], ys[row + high])
        cells.append(GridCell(box, row, column, high, wide))
    return tuple(cells)


def _bordered(lines: list[_Line], at: float, start: float, end: float) -> bool:
    """Whether lines cover the side of a cell that lies `at`, from `start` to `end`."""
    covered = sum(
        max(0.0, min(stop, end) - max(begin, start))
        for begin, stop, place in lines
        if abs(place - at) <= _TOUCH
    )
    return covered >= _COVERED * (end - start)
