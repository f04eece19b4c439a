"""Areas of a page that are read one after the other: columns of text, sidebars, cards.

The columns of a table share their rows, and those of a page do not: their lines stand at other
heights, what parts their paragraphs is not parted beside them, and each has labels of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.formats.pdf.boxes import Box
from citykg.loaders.formats.pdf.labels import is_label
from citykg.loaders.formats.pdf.lines import Line, lines_of
from citykg.loaders.items import BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.formats.pdf.grid import Grid
    from citykg.loaders.formats.pdf.words import Word

_WIDE = 1.0
_LEAST_WIDE = 7.0
"""Sizes and points: what stands at least between two columns."""
_LEAST_LINES = 3
_MOST_LINES = 400
_MOST_PLACES = 40
_DEEPEST = 6
_SAME_BASE = 0.15
_SAME_BLANK = 0.08
_MOST_LEVEL = 0.5
"""The part of the lines of a column that stand level with lines of the other, by chance."""
_MOST_LEVEL_IN_FRAMES = 0.75
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
    """How wide the frame is that holds them, if one does."""


class _Chunk(NamedTuple):
    """Words of a line without a wide gap, or a ruled table."""

    box: Box
    words: tuple[Word, ...]
    size: float
    grid: int = -1

    @property
    def base(self) -> float:
        return self.words[0].base if self.words else self.box.top


def areas_of(words: Sequence[Word], grids: Sequence[Grid], frames: Sequence[Box]) -> list[Area]:
    """The areas of a page in the order in which they are read."""
    chunks = _chunks(lines_of(words))
    chunks += [_Chunk(grid.box, (), 0.0, place) for place, grid in enumerate(grids)]
    if len(chunks) > _MOST_LINES:
        return [_area(chunks, frames)]
    return [
        _area(area, frames) for part in _without_margins(chunks) for area in _by_cards(part, frames)
    ]


def are_cards(grid: Grid, words: Sequence[Word], frames: Sequence[Box]) -> bool:
    """Whether what looks like a ruled table are cards side by side, each in a frame of its own."""
    box = grid.box
    inside = [word for word in words if box.holds(word.middle, word.centre, 1.0)]
    row = [f for f in frames if box.holds((f.x0 + f.x1) / 2, (f.top + f.bottom) / 2)]
    if len(row) < 2 or not inside:
        return False
    held = [[w for w in inside if f.holds(w.middle, w.centre, 1.0)] for f in row]
    return sum(map(len, held)) == len(inside) and all(
        _is_card(_chunks(lines_of(card))) for card in held if card
    )


def _area(chunks: Sequence[_Chunk], frames: Sequence[Box]) -> Area:
    holding = [frame for frame in frames if all(_holds(frame, chunk) for chunk in chunks)]
    frame = min(holding, key=lambda frame: frame.x1 - frame.x0, default=None)
    pad = min(chunk.box.x0 for chunk in chunks) - frame.x0 if frame else 0.0
    return Area(
        tuple(word for chunk in chunks for word in chunk.words),
        tuple(sorted(chunk.grid for chunk in chunks if chunk.grid >= 0)),
        frame.x1 - frame.x0 - 2 * pad if frame else 0.0,
    )


def _chunks(lines: Iterable[Line]) -> list[_Chunk]:
    chunks = []
    for line in lines:
        wide = max(_WIDE * line.size, _LEAST_WIDE)
        chunk: list[Word] = []
        stretched = _stretched(line)
        for place, word in enumerate(line.words):
            apart = chunk and word.x0 - chunk[-1].x1 >= wide and place not in stretched
            if apart and not (len(chunk) == 1 and _is_bullet(chunk[0].text)):
                chunks.append(_chunk(chunk))
                chunk = []
            chunk.append(word)
        chunks.append(_chunk(chunk))
    return chunks


def _stretched(line: Line) -> set[int]:
    """The words of a line before which is a blank as wide as others beside it: justified text."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(line.words)]
    return {
        place + 1
        for first, (one, two, three) in enumerate(zip(gaps, gaps[1:], gaps[2:], strict=False))
        if max(one, two, three) - min(one, two, three) < _SAME_BLANK * line.size
        for place in range(first, first + 3)
    }


def _chunk(words: Sequence[Word]) -> _Chunk:
    line = Line(tuple(words))
    return _Chunk(Box(line.x0, line.top, line.x1, line.bottom), line.words, line.size)


def _is_bullet(text: str) -> bool:
    return text in BULLETS or (len(text) <= 3 and text[-1] in ".)" and text[:-1].isalnum())


def _text(chunk: _Chunk) -> str:
    return " ".join(word.text for word in chunk.words)


def _without_margins(chunks: Sequence[_Chunk]) -> list[Sequence[_Chunk]]:
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


def _by_cards(chunks: Sequence[_Chunk], frames: Sequence[Box]) -> list[Sequence[_Chunk]]:
    """The areas of cards side by side, and of what is above and below them."""
    for row in _rows_of_frames(frames):
        held = [[c for c in chunks if _holds(frame, c)] for frame in row]
        if sum(map(bool, held)) < 2 or not all(_is_card(card) for card in held if card):
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
    return _cut(chunks, frames, _DEEPEST) if chunks else []


def _rows_of_frames(frames: Sequence[Box]) -> list[list[Box]]:
    """Frames that stand side by side, each row from the left."""
    rows: list[list[Box]] = []
    for frame in sorted(frames, key=lambda frame: (round(frame.top), frame.x0)):
        for row in rows:
            first = row[-1]
            level = abs(first.top - frame.top) < 6.0
            overlap = min(first.bottom, frame.bottom) - max(first.top, frame.top)
            if level and overlap > 0 and frame.x0 >= first.x1 - 1.0:
                row.append(frame)
                break
        else:
            rows.append([frame])
    return [row for row in rows if len(row) > 1]


def _holds(frame: Box, chunk: _Chunk) -> bool:
    box = chunk.box
    return frame.holds((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2, 1.0)


def _is_card(chunks: Sequence[_Chunk]) -> bool:
    """Whether a frame holds several lines, and is no cell that only names a field."""
    lines = _bases(chunks)
    return len(lines) > 1 and not is_label(" ".join(_text(chunk) for chunk in chunks))


# --- columns


def _cut(chunks: Sequence[_Chunk], frames: Sequence[Box], deep: int) -> list[Sequence[_Chunk]]:
    """The chunks in areas, cut at the best gutter that parts columns of the page."""
    if not deep or len(chunks) < 2 * _LEAST_LINES:
        return [chunks]
    for above, left, right, below in _splits(chunks):
        if not _independent(left, right, frames):
            continue
        areas: list[Sequence[_Chunk]] = []
        if above:
            areas += _cut(above, frames, deep - 1)
        for side in _sections(left, right):
            areas += _cut(side, frames, deep - 1)
        if below:
            areas += _cut(below, frames, deep - 1)
        return areas
    return [chunks]


_Split = tuple[list[_Chunk], list[_Chunk], list[_Chunk], list[_Chunk]]


def _splits(chunks: Sequence[_Chunk]) -> list[_Split]:
    """What is above, left, right and below of each gutter, the longest first."""
    places = sorted({round(chunk.box.x0) for chunk in chunks})[:_MOST_PLACES]
    found: list[tuple[float, _Split]] = []
    for place in places:
        x = place - 1.5
        crossing = sorted(c.box.top for c in chunks if c.box.x0 < x < c.box.x1)
        edges = [float("-inf"), *crossing, float("inf")]
        for top, bottom in pairwise(edges):
            inside = [c for c in chunks if top < c.box.top < bottom and not c.box.x0 < x < c.box.x1]
            left = [c for c in inside if c.box.x1 <= x]
            right = [c for c in inside if c.box.x0 >= x]
            if not left or not right:
                continue
            gap = min(c.box.x0 for c in right) - max(c.box.x1 for c in left)
            if gap < _LEAST_WIDE * 0.8:
                continue
            high = min(_bottom(left), _bottom(right)) - max(_top(left), _top(right))
            if high <= 0 or min(_count(left), _count(right)) < _LEAST_LINES:
                continue
            above = [c for c in chunks if c.box.top <= top]
            below = [c for c in chunks if c.box.top >= bottom]
            found.append((high + min(gap, 20.0), (above, left, right, below)))
    found.sort(key=lambda item: -item[0])
    return [split for _, split in found]


def _top(chunks: Iterable[_Chunk]) -> float:
    return min(chunk.box.top for chunk in chunks)


def _bottom(chunks: Iterable[_Chunk]) -> float:
    return max(chunk.box.bottom for chunk in chunks)


def _count(chunks: Sequence[_Chunk]) -> int:
    """How many lines chunks make; a table is as good as some."""
    return len(_bases(chunks)) + _LEAST_LINES * sum(chunk.grid >= 0 for chunk in chunks)


def _bases(chunks: Iterable[_Chunk]) -> list[_Chunk]:
    """The first chunk of each line, downwards."""
    firsts: list[_Chunk] = []
    for chunk in sorted((c for c in chunks if c.words), key=lambda c: (c.base, c.box.x0)):
        if not firsts or chunk.base - firsts[-1].base > 0.35 * chunk.size:
            firsts.append(chunk)
    return firsts


def _independent(left: Sequence[_Chunk], right: Sequence[_Chunk], frames: Sequence[Box]) -> bool:
    """Whether two columns are columns of the page, not of a table."""
    one, two = _bases(left), _bases(right)
    if not one or not two:
        return any(c.grid >= 0 for c in (*left, *right)) and _in_frames(left, right, frames)
    if sum(len(_text(c)) for c in one) < 5 * len(one):
        return False  # numbers, bullets or marks
    heads = _labels(two)
    if len(heads) < _LEAST_HEADS and _names_fields(one):
        return False
    level = _level(one, two)
    free, gaps = _corridors(one, right)
    words = min(
        sum(len(c.words) for c in side) / max(len(_bases(side)), 1) for side in (left, right)
    )
    framed = _in_frames(left, right, frames) and level < _MOST_LEVEL_IN_FRAMES
    headed = len(heads) >= _LEAST_HEADS and (bool(_labels(one)) or level < _MOST_LEVEL)
    told = free < _MOST_CORRIDORS * max(gaps, _LEAST_HEADS) and _is_prose(left) and _is_prose(right)
    uneven = level < _MOST_LEVEL and words >= _LEAST_WORDS and free < _MOST_CORRIDORS * max(gaps, 1)
    return framed or headed or told or uneven


def _in_frames(left: Sequence[_Chunk], right: Sequence[_Chunk], frames: Sequence[Box]) -> bool:
    """Whether frames of one side hold all that stands there, and nothing of the other."""
    for side, other in ((left, right), (right, left)):
        holding = [
            frame
            for frame in frames
            if sum(_holds(frame, c) for c in side) > 1 and not any(_holds(frame, c) for c in other)
        ]
        if holding and all(any(_holds(frame, c) for frame in holding) for c in side):
            return True
    return False


def _labels(lines: Sequence[_Chunk]) -> list[_Chunk]:
    """The lines that begin with a label, or are one."""
    return [
        chunk
        for chunk in lines
        if is_label(_text(chunk)[:_LONGEST_LABEL].partition(":")[0].strip())
    ]


def _names_fields(lines: Sequence[_Chunk]) -> bool:
    """Whether a column is one of labels, most of whose paragraphs are nothing else."""
    groups = [[lines[0]]]
    for above, below in pairwise(lines):
        if below.box.top - above.box.bottom > _GAP * below.size:
            groups.append([])
        groups[-1].append(below)
    labels = sum(is_label(" ".join(map(_text, group)).rstrip(": ")) for group in groups)
    return labels > _MOST_LABELS * len(groups)


def _level(one: Sequence[_Chunk], two: Sequence[_Chunk]) -> float:
    """Which part of the lines of the shorter column stand level with lines of the other."""
    top = max(one[0].box.top, two[0].box.top) - one[0].size
    bottom = min(one[-1].box.bottom, two[-1].box.bottom) + one[0].size
    sides = [[c for c in side if top <= c.base <= bottom] for side in (one, two)]
    few, many = sorted(sides, key=len)
    if not few:
        return 0.0
    level = sum(any(abs(c.base - o.base) < _SAME_BASE * c.size for o in many) for c in few)
    return level / len(few)


def _is_prose(side: Sequence[_Chunk]) -> bool:
    """Whether lines of a column fill it, one below the other, as sentences do."""
    lines = _bases(side)
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


def _corridors(one: Sequence[_Chunk], right: Sequence[_Chunk]) -> tuple[int, int]:
    """How many of the gaps of the left column are free beside it as well, and all of them."""
    gaps = [
        (above.box.bottom, below.box.top)
        for above, below in pairwise(one)
        if below.box.top - above.box.bottom > _GAP * below.size
    ]
    low, high = _top(right), _bottom(right)
    gaps = [(start, end) for start, end in gaps if low < end and start < high]
    beside = sorted((c.box.top, c.box.bottom) for c in right)
    return sum(_is_free(beside, start, end) for start, end in gaps), len(gaps)


def _is_free(beside: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    """Whether lines leave a level stretch free that ends where a gap ends."""
    near = [(top, bottom) for top, bottom in beside if bottom > start and top < end - 0.5]
    return not near or max(bottom for _, bottom in near) <= end - 1.0


def _sections(left: Sequence[_Chunk], right: Sequence[_Chunk]) -> list[list[_Chunk]]:
    """The columns one after the other, section by section where headings part both."""
    one, two = _bases(left), _bases(right)
    size = sorted(c.size for c in (*one, *two))[(len(one) + len(two)) // 2] if one and two else 0
    largest = max((c.size for c in two), default=0.0)
    borders = []
    for chunk in one[1:]:
        if chunk.size < _LARGE * size or chunk.size <= largest + 0.5:
            continue
        start, end = chunk.box.top - 0.5 * chunk.size, chunk.box.bottom + 0.2 * chunk.size
        if not any(c.box.bottom > start and c.box.top < end for c in right):
            borders.append(chunk.box.top - 0.5)
    sides: list[list[_Chunk]] = []
    for top, bottom in pairwise([float("-inf"), *borders, float("inf")]):
        for side in (left, right):
            part = [c for c in side if top <= c.box.top < bottom]
            if part:
                sides.append(part)
    return sides
