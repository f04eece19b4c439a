"""A page of a PDF in reading order: its tables and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.areas import areas_of
from citykg.loaders.formats.pdf.cards import cards_of
from citykg.loaders.formats.pdf.columns import stretches_of
from citykg.loaders.formats.pdf.definitions import defined_table, definitions_of
from citykg.loaders.formats.pdf.grid import Grid, frames_of, grids_of, level_lines
from citykg.loaders.formats.pdf.lines import OTHER_SIZE, Line, lines_of, parts_of
from citykg.loaders.formats.pdf.prose import is_prose, prose_columns
from citykg.loaders.formats.pdf.tables import Table, loose_table, ruled_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.formats.extract import Part
    from citykg.loaders.formats.pdf.areas import Area
    from citykg.loaders.formats.pdf.boxes import Box
    from citykg.loaders.formats.pdf.columns import Gutter
    from citykg.loaders.formats.pdf.hyphens import Hyphens
    from citykg.loaders.formats.pdf.rules import Rules
    from citykg.loaders.formats.pdf.words import Word


@dataclass(frozen=True)
class Prose:
    """Paragraphs that follow one another; `apart` are those with a space above."""

    parts: tuple[Part, ...]
    apart: frozenset[int] = frozenset()


@dataclass
class Page:
    """The words of a page, those in its ruled tables apart from the others."""

    grids: list[Grid]
    held: list[list[Word]]
    """The words of each grid."""
    lines: list[Line]
    """The lines outside of the grids."""
    rules: list[Box]
    """Level lines."""
    frames: list[Box]
    """Boxes that hold no table."""


def page_of(words: Sequence[Word], rules: Rules) -> Page:
    """The page, before its lines are read."""
    frames = frames_of(rules)
    grids = []
    for grid in grids_of(rules):
        cards = cards_of(grid, words, frames)
        frames += [card for card in cards if card not in frames]
        if not cards:
            grids.append(grid)
    held: list[list[Word]] = [[] for _ in grids]
    free = []
    for word in words:
        for place, grid in enumerate(grids):
            if grid.box.holds(word.middle, word.centre, 1.0):
                held[place].append(word)
                break
        else:
            free.append(word)
    kept = [place for place, inside in enumerate(held) if inside]
    return Page(
        [grids[place] for place in kept],
        [held[place] for place in kept],
        lines_of(free),
        level_lines(rules),
        frames,
    )


def blocks_of(page: Page, hyphens: Hyphens, before: Table | None) -> list[Table | Prose]:
    """The tables and paragraphs of a page, downwards.

    `before` is the table that the page before ends with, which may go on here.
    """
    words = [word for line in page.lines for word in line.words]
    blocks: list[Table | Prose] = []
    for area in areas_of(words, page.grids, page.frames):
        blocks += _blocks(area, page, hyphens, None if blocks else before)
    return blocks


def _blocks(area: Area, page: Page, hyphens: Hyphens, before: Table | None) -> list[Table | Prose]:
    """The tables and paragraphs of an area, downwards."""
    blocks: list[Table | Prose] = []
    lines = lines_of(area.words)
    known = before.gutters if before else ()
    for place in area.grids:
        grid = page.grids[place]
        middle = (grid.box.top + grid.box.bottom) / 2
        above = [line for line in lines if (line.top + line.bottom) / 2 < middle]
        lines = lines[len(above) :]
        blocks += _flow(above, page.rules, hyphens, known, area.room)
        known = ()
        blocks.append(ruled_table(grid, page.held[place], hyphens, None if blocks else before))
    return blocks + _flow(lines, page.rules, hyphens, known, area.room)


def _flow(
    lines: Sequence[Line],
    rules: Sequence[Box],
    hyphens: Hyphens,
    known: Sequence[Gutter],
    least: float,
) -> list[Table | Prose]:
    blocks: list[Table | Prose] = []
    for stretch in stretches_of(lines, known):
        if not stretch.gutters:
            for lines_here, defined in definitions_of(stretch.lines):
                blocks.append(
                    defined_table(lines_here, hyphens)
                    if defined
                    else _prose(lines_here, hyphens, least)
                )
        elif not stretch.goes_on and is_prose(stretch):
            blocks += [_prose(column, hyphens) for column in prose_columns(stretch)]
        else:
            blocks.append(loose_table(stretch, rules, hyphens))
    return blocks


def _prose(lines: Sequence[Line], hyphens: Hyphens, least: float = 0.0) -> Prose:
    left = min(line.x0 for line in lines)
    usual = sorted(line.size for line in lines)[len(lines) // 2]
    edge = max(line.x1 for line in lines if line.size <= OTHER_SIZE * usual)
    edge = max(edge, left + least)
    parts: list[Part] = []
    apart = set()
    for at, group in enumerate(_apart(lines)):
        if at:
            apart.add(len(parts))
        own = max(edge, *(line.x1 for line in group)) - min(line.x0 for line in group)
        parts += parts_of(group, hyphens, own)
    return Prose(tuple(parts), frozenset(apart))


def _apart(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines in groups with more between them than a line would need."""
    groups = [[lines[0]]]
    for above, below in pairwise(lines):
        if below.top - above.bottom > 0.55 * below.size:
            groups.append([])
        groups[-1].append(below)
    return groups
