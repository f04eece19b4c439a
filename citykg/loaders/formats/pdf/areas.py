"""Areas of a page that are read one after the other: columns of text, sidebars, cards.

The columns of a table share their rows, and those of a page do not: their lines stand at other
heights, what parts their paragraphs is not parted beside them, and each has labels of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.cards import holds, is_card, rows_of_frames
from citykg.loaders.formats.pdf.chunks import Chunk, bases_of, chunks_of
from citykg.loaders.formats.pdf.labels import is_label
from citykg.loaders.formats.pdf.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.formats.pdf.boxes import Box
    from citykg.loaders.formats.pdf.grid import Grid
    from citykg.loaders.formats.pdf.words import Word

    _Roomy = tuple[Sequence[Chunk], float]
    """Chunks that are read together, and how wide their lines can be at least."""
    _Split = tuple[list[Chunk], list[Chunk], list[Chunk], list[Chunk]]
    """What is above, left, right and below of a gutter."""

_LEAST_LINES = 3
_MOST_LINES = 400
_MOST_PLACES = 40
_DEEPEST = 6
_SAME_BASE = 0.15
_MOST_LEVEL = 0.5
"""The part of the lines of a column that stand level with lines of the other, by chance."""
_MOST_LEVEL_IN_FRAMES = 0.75
_MOST_FREE = 0.75
_NARROWEST = 4.0
"""Points: what a line must end before a gutter, or it crosses it."""
_ALIGNED = 4.0
_FILLED = 0.7
"""The part of a column that its longest line fills at least where lines wrap."""
_MOST_LABELS = 0.6
_LEAST_HEADS = 2
_MOST_CORRIDORS = 0.5
_GAP = 0.45
"""Sizes: two lines with more between them are two paragraphs."""
_LARGE = 1.25
_MOST_MARGIN = 3
_MARGIN = 3.0
"""Lines and sizes: so few that stand so far from all others belong to the page."""
_LEAST_PROSE = 4.0
_LEAST_RUN = 3
_FULL = 0.8
_LEAST_WORDS = 1.7
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Area:
    """Words outside of ruled tables, and the tables among them, by their numbers."""

    words: tuple[Word, ...]
    grids: tuple[int, ...] = ()
    room: float = 0.0
    """How wide a line can be at least, where a frame or the next column tells it."""


def areas_of(words: Sequence[Word], grids: Sequence[Grid], frames: Sequence[Box]) -> list[Area]:
    """The areas of a page in the order in which they are read."""
    chunks = chunks_of(lines_of(words))
    chunks += [Chunk(grid.box, (), 0.0, place) for place, grid in enumerate(grids)]
    if len(chunks) > _MOST_LINES:
        return [_area(chunks, 0.0, frames)]
    return [
        _area(area, room, frames)
        for part in _without_margins(chunks)
        for area, room in _by_cards(part, frames)
    ]


def _area(chunks: Sequence[Chunk], room: float, frames: Sequence[Box]) -> Area:
    holding = [frame for frame in frames if all(holds(frame, chunk) for chunk in chunks)]
    frame = min(holding, key=lambda frame: frame.x1 - frame.x0, default=None)
    pad = min(chunk.box.x0 for chunk in chunks) - frame.x0 if frame else 0.0
    return Area(
        tuple(word for chunk in chunks for word in chunk.words),
        tuple(sorted(chunk.grid for chunk in chunks if chunk.grid >= 0)),
        frame.x1 - frame.x0 - 2 * pad if frame else room,
    )


def _without_margins(chunks: Sequence[Chunk]) -> list[Sequence[Chunk]]:
    """The chunks, the few lines that stand far above and below all others apart."""
    order = sorted(chunks, key=lambda chunk: chunk.box.top)
    borders = []
    bottom = float("inf")
    for place, chunk in enumerate(order):
        lone = place <= _MOST_MARGIN or len(order) - place <= _MOST_MARGIN
        if lone and chunk.box.top - bottom > _MARGIN * max(chunk.size, 8.0):
            borders.append(place)
        bottom = max(bottom, chunk.box.bottom) if place else chunk.box.bottom
    places = [0, *borders, len(order)]
    return [order[start:end] for start, end in pairwise(places) if start < end]


# --- cards: boxes that stand side by side


def _by_cards(chunks: Sequence[Chunk], frames: Sequence[Box]) -> list[_Roomy]:
    """The areas of cards side by side, and of what is above and below them."""
    for row in rows_of_frames(frames):
        held = [[c for c in chunks if holds(frame, c)] for frame in row]
        if sum(map(bool, held)) < 2 or not all(is_card(card) for card in held if card):
            continue
        inside = {id(chunk) for card in held for chunk in card}
        top = min(frame.top for frame in row)
        bottom = max(frame.bottom for frame in row)
        rest = [chunk for chunk in chunks if id(chunk) not in inside]
        if any(top < (c.box.top + c.box.bottom) / 2 < bottom for c in rest):
            continue  # text beside the cards: a column of the page holds them
        others = [frame for frame in frames if frame not in row]
        areas = _by_cards([c for c in rest if c.box.top < top], others)
        for card in held:
            if card:
                areas += _by_cards(card, others)
        return areas + _by_cards([c for c in rest if c.box.top >= top], others)
    return _cut(chunks, frames, _DEEPEST, 0.0) if chunks else []


# --- columns


def _cut(chunks: Sequence[Chunk], frames: Sequence[Box], deep: int, room: float) -> list[_Roomy]:
    """The chunks in areas, cut at the best gutter that parts columns of the page."""
    if not deep or len(chunks) < 2 * _LEAST_LINES:
        return [(chunks, room)]
    for above, column, right, under in _splits(chunks):
        if not _independent(column, right, frames):
            continue
        end = _section_below(column, right)
        left = [c for c in column if c.box.top < end]
        below = [*(c for c in column if c.box.top >= end), *under]
        areas: list[_Roomy] = []
        if above:
            areas += _cut(above, frames, deep - 1, room)
        start, middle, edge = _left(left), _left(right), max(c.box.x1 for c in chunks)
        for side in _sections(left, right):
            wide = middle - start if _left(side) < middle else edge - middle
            areas += _cut(side, frames, deep - 1, _FILLED * wide)
        if below:
            areas += _cut(below, frames, deep - 1, room)
        return areas
    return [(chunks, room)]


def _section_below(left: Sequence[Chunk], right: Sequence[Chunk]) -> float:
    """Where the first section of the left column begins that is below all of the right one."""
    bottom = _bottom(right)
    one = bases_of(left)
    usual = sorted(c.size for c in one)[len(one) // 2]
    for above, chunk in pairwise(one):
        apart = chunk.box.top - above.box.bottom > _GAP * chunk.size
        if chunk.box.top > bottom and apart and (chunk.size > 1.1 * usual or is_label(chunk.text)):
            return chunk.box.top
    return float("inf")


def _left(chunks: Iterable[Chunk]) -> float:
    return min(chunk.box.x0 for chunk in chunks)


def _splits(chunks: Sequence[Chunk]) -> list[_Split]:
    """What is above, left, right and below of each gutter, the longest first."""
    places = sorted({round(chunk.box.x0) for chunk in chunks})[:_MOST_PLACES]
    found: list[tuple[float, _Split]] = []
    for place in places:
        x = place - 1.5
        over = [c.box.x0 < x < c.box.x1 + _NARROWEST for c in chunks]
        crossing = sorted(c.box.top for c, is_over in zip(chunks, over, strict=True) if is_over)
        beside = [c for c, is_over in zip(chunks, over, strict=True) if not is_over]
        edges = [float("-inf"), *crossing, float("inf")]
        for top, bottom in pairwise(edges):
            inside = [c for c in beside if top < c.box.top < bottom]
            left = [c for c in inside if c.box.x1 <= x]
            right = [c for c in inside if c.box.x0 >= x]
            if not left or not right:
                continue
            gap = min(c.box.x0 for c in right) - max(c.box.x1 for c in left)
            high = min(_bottom(left), _bottom(right)) - max(_top(left), _top(right))
            if high <= 0 or min(_count(left), _count(right)) < _LEAST_LINES:
                continue
            above = [c for c in chunks if c.box.top <= top]
            below = [c for c in chunks if c.box.top >= bottom]
            found.append((high + min(gap, 20.0), (above, left, right, below)))
    found.sort(key=lambda item: -item[0])
    return [split for _, split in found]


def _top(chunks: Iterable[Chunk]) -> float:
    return min(chunk.box.top for chunk in chunks)


def _bottom(chunks: Iterable[Chunk]) -> float:
    return max(chunk.box.bottom for chunk in chunks)


def _count(chunks: Sequence[Chunk]) -> int:
    """How many lines chunks make; a table is as good as some."""
    return len(bases_of(chunks)) + _LEAST_LINES * sum(chunk.grid >= 0 for chunk in chunks)


def _independent(left: Sequence[Chunk], right: Sequence[Chunk], frames: Sequence[Box]) -> bool:
    """Whether two columns are columns of the page, not of a table."""
    one, two = bases_of(left), bases_of(right)
    if not one or not two:
        return any(c.grid >= 0 for c in (*left, *right)) and _in_frames(left, right, frames)
    if sum(len(c.text) for c in one) < 5 * len(one):
        return False  # numbers, bullets or marks
    heads = _labels(two)
    if _names_fields(one) or _shares_rows(left, two):
        return False  # what stands beside a label is its value
    level = _level(one, two)
    free, gaps = _corridors(one, right)
    words = min(
        sum(len(c.words) for c in side) / max(len(bases_of(side)), 1) for side in (left, right)
    )
    framed = _in_frames(left, right, frames) and level < _MOST_LEVEL_IN_FRAMES
    headed = len(heads) >= _LEAST_HEADS and (bool(_labels(one)) or level < _MOST_LEVEL)
    told = free < _MOST_CORRIDORS * max(gaps, _LEAST_HEADS) and _is_prose(left) and _is_prose(right)
    uneven = level < _MOST_LEVEL and words >= _LEAST_WORDS and free < _MOST_CORRIDORS * max(gaps, 1)
    return framed or headed or told or uneven


def _in_frames(left: Sequence[Chunk], right: Sequence[Chunk], frames: Sequence[Box]) -> bool:
    """Whether frames of one side hold all that stands there, and nothing of the other."""
    for side, other in ((left, right), (right, left)):
        holding = [
            frame
            for frame in frames
            if sum(holds(frame, c) for c in side) > 1 and not any(holds(frame, c) for c in other)
        ]
        if holding and all(any(holds(frame, c) for frame in holding) for c in side):
            return True
    return False


def _labels(lines: Sequence[Chunk]) -> list[Chunk]:
    """The lines that begin with a label, or are one."""
    return [
        chunk for chunk in lines if is_label(chunk.text[:_LONGEST_LABEL].partition(":")[0].strip())
    ]


def _shares_rows(left: Sequence[Chunk], two: Sequence[Chunk]) -> bool:
    """Whether the first of the columns that stand on the left has rows with the right one."""
    x0 = min(chunk.box.x0 for chunk in left)
    first = [chunk for chunk in left if chunk.words and chunk.box.x0 < x0 + _ALIGNED]
    others = [chunk.box.x0 for chunk in left if chunk.box.x0 >= x0 + _ALIGNED]
    if not first or min(others, default=x0) < max(chunk.box.x1 for chunk in first):
        return False
    lines = bases_of(first)
    free, gaps = _corridors(lines, two)
    return (gaps > 0 and free >= _MOST_FREE * gaps) or _level(lines, two) >= _MOST_FREE


def _names_fields(lines: Sequence[Chunk]) -> bool:
    """Whether a column is one of labels, most of whose paragraphs are nothing else."""
    groups = [[lines[0]]]
    for above, below in pairwise(lines):
        if below.box.top - above.box.bottom > _GAP * below.size:
            groups.append([])
        groups[-1].append(below)
    texts = (" ".join(chunk.text for chunk in group).rstrip(": ") for group in groups)
    labels = sum(":" not in text and is_label(text) for text in texts)
    return labels > _MOST_LABELS * len(groups)


def _level(one: Sequence[Chunk], two: Sequence[Chunk]) -> float:
    """Which part of the lines of the shorter column stand level with lines of the other."""
    top = max(one[0].box.top, two[0].box.top) - one[0].size
    bottom = min(one[-1].box.bottom, two[-1].box.bottom) + one[0].size
    sides = [[c for c in side if top <= c.base <= bottom] for side in (one, two)]
    few, many = sorted(sides, key=len)
    if not few:
        return 0.0
    level = sum(any(abs(c.base - o.base) < _SAME_BASE * c.size for o in many) for c in few)
    return level / len(few)


def _is_prose(side: Sequence[Chunk]) -> bool:
    """Whether lines of a column fill it, one below the other, as sentences do."""
    lines = bases_of(side)
    if len(side) > 1.2 * len(lines) or any(chunk.grid >= 0 for chunk in side):
        return False
    x0, x1 = min(c.box.x0 for c in side), max(c.box.x1 for c in side)
    run = longest = 1
    for above, below in pairwise(lines):
        near = below.box.top - above.box.bottom <= _GAP * below.size
        full = above.box.x1 - x0 >= _FULL * (x1 - x0)
        run = run + 1 if near and full else 1
        longest = max(longest, run)
    words = sum(len(chunk.words) for chunk in side)
    return longest >= _LEAST_RUN and words >= _LEAST_PROSE * len(lines)


def _corridors(one: Sequence[Chunk], right: Sequence[Chunk]) -> tuple[int, int]:
    """How many of the gaps of the left column are free beside it as well, and all of them."""
    usual = sorted(chunk.size for chunk in one)[len(one) // 2]
    gaps = [
        (above.box.bottom, below.box.top)
        for above, below in pairwise(one)
        if below.box.top - above.box.bottom > _GAP * below.size
        and max(above.size, below.size) < _LARGE * usual
    ]
    low, high = _top(right), _bottom(right)
    gaps = [(start, end) for start, end in gaps if low < end and start < high]
    beside = sorted((c.box.top, c.box.bottom) for c in right)
    return sum(_is_free(beside, start, end) for start, end in gaps), len(gaps)


def _is_free(beside: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    """Whether lines leave a level stretch free that ends where a gap ends."""
    near = [(top, bottom) for top, bottom in beside if bottom > start and top < end - 0.5]
    return not near or max(bottom for _, bottom in near) <= end - 1.0


def _sections(left: Sequence[Chunk], right: Sequence[Chunk]) -> list[list[Chunk]]:
    """The columns one after the other, section by section where headings part both."""
    one, two = bases_of(left), bases_of(right)
    size = sorted(c.size for c in (*one, *two))[(len(one) + len(two)) // 2] if one and two else 0
    largest = max((c.size for c in two), default=0.0)
    borders = []
    for chunk in one[1:]:
        if chunk.size < _LARGE * size or chunk.size <= largest + 0.5:
            continue
        start, end = chunk.box.top - 0.3 * chunk.size, chunk.box.bottom + 0.2 * chunk.size
        if not any(c.box.bottom > start and c.box.top < end for c in right):
            borders.append(chunk.box.top - 0.5)
    sides: list[list[Chunk]] = []
    for top, bottom in pairwise([float("-inf"), *borders, float("inf")]):
        for side in (left, right):
            part = [c for c in side if top <= c.box.top < bottom]
            if part:
                sides.append(part)
    return sides
