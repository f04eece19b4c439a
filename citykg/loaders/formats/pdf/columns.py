"""Columns without lines: the gutters that run down a page between them.

A gutter is a place that hardly any line of a stretch crosses, and where several lines have a gap
much wider than a blank.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.lines import OTHER_SIZE
from citykg.loaders.items import BULLETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.formats.pdf.lines import Line

_WIDE = 1.0
"""Sizes: a gap that is wider stands between two columns, or in a line that is stretched."""
_LEAST_WIDE = 7.0
_LARGER = 1.25
"""A title is larger than what stands below it."""
_NARROW = 2.2
"""Points: the least that two columns stand apart."""
_ALIGNED = 2.0
_MOST_CROSSED_TOGETHER = 2
_MOST_CROSSED = 0.25
_LEAST_SPLIT = 3
_LEAST_SPLIT_BESIDE = 2
_MOST_LINES = 400
_MOST_CANDIDATES = 80

_SPLIT, _NEAR, _LEFT, _RIGHT, _CROSSED = "SNLRX"
_FREE = {_RIGHT: 0.8, _NEAR: 0.3, _LEFT: 0.3}
"""What a line beside a gutter says for it, where one that it splits says 1."""


@dataclass(frozen=True)
class Gutter:
    """What is free between two columns, from `x0` to `x1`.

    `at` is the place in it that tells the column of a word.  `spans` are the stretches of the
    page, top and bottom, in which there are two columns; none is all.
    """

    x0: float
    x1: float
    at: float
    spans: tuple[tuple[float, float], ...] = ()

    def parts(self, y: float) -> bool:
        """Whether it parts the words at a height of the page."""
        return not self.spans or any(top <= y <= bottom for top, bottom in self.spans)


@dataclass(frozen=True)
class Stretch:
    """Lines that follow one another, and the gutters between their columns, if any."""

    lines: tuple[Line, ...]
    gutters: tuple[Gutter, ...] = ()
    x1: float = 0.0
    """Where the text of the page ends."""
    goes_on: bool = False
    """Whether it goes on with the table of the page before."""


def stretches_of(lines: Sequence[Line], known: Sequence[Gutter] = ()) -> list[Stretch]:
    """The lines of a page in stretches with and without columns, downwards.

    `known` are the gutters of a table that may go on at the head of the lines.
    """
    found = [_Gaps(line) for line in lines]
    if known:
        length = _going_on(found, known)
        if length:
            gutters = tuple(replace(gutter, spans=()) for gutter in known)
            head = Stretch(tuple(lines[:length]), gutters, max(line.x1 for line in lines), True)
            return [head, *_cut(lines[length:], found[length:])]
    return _cut(lines, found)


def _cut(lines: Sequence[Line], gaps: Sequence[_Gaps]) -> list[Stretch]:
    best = _best(gaps) if len(lines) <= _MOST_LINES else None
    if best is None:
        return [Stretch(tuple(lines))] if lines else []
    x, start, end = best
    inside = gaps[start:end]
    gutters = _gutters(inside, x)
    return [
        *_cut(lines[:start], gaps[:start]),
        Stretch(tuple(lines[start:end]), gutters, max(line.x1 for line in lines)),
        *_cut(lines[end:], gaps[end:]),
    ]


class _Gaps:
    """The gaps of a line; what stands between a bullet and its item is none."""

    __slots__ = ("bottom", "gaps", "size", "top", "wide", "x0", "x1")

    def __init__(self, line: Line) -> None:
        self.x0, self.x1, self.size = line.x0, line.x1, line.size
        self.top, self.bottom = line.top, line.bottom
        self.wide = max(_WIDE * line.size, _LEAST_WIDE)
        self.gaps: list[tuple[float, float]] = []
        for place, (before, after) in enumerate(zip(line.words, line.words[1:], strict=False)):
            opens = place == 0 or before.x0 - line.words[place - 1].x1 >= self.wide
            if opens and _is_bullet(before.text):
                continue
            if after.x0 - before.x1 >= _NARROW:
                self.gaps.append((before.x1, after.x0))

    def gap_at(self, x: float) -> tuple[float, float] | None:
        """The wide gap at a place."""
        for start, end in self.gaps:
            if start <= x <= end and end - start >= self.wide:
                return start, end
        return None

    def state(self, x: float) -> str:
        """What the line does at a place."""
        if x <= self.x0:
            return _RIGHT
        if x >= self.x1:
            return _LEFT
        for start, end in self.gaps:
            if start <= x <= end:
                return _SPLIT if end - start >= self.wide else _NEAR
        return _CROSSED


def _is_bullet(text: str) -> bool:
    return text in BULLETS or (len(text) <= 3 and text[-1] in ".)" and text[:-1].isalnum())


def _best(gaps: Sequence[_Gaps]) -> tuple[float, int, int] | None:
    """The gutter that most lines respect, and the stretch of lines that do."""
    best: tuple[float, float, int, int] | None = None
    for x in _candidates(gaps):
        for score, start, end in _runs(gaps, x, _LEAST_SPLIT):
            if best is None or score > best[0]:
                best = (score, x, start, end)
    return best[1:] if best else None


def _candidates(gaps: Sequence[_Gaps]) -> list[float]:
    """Places where a gutter may be: just before what follows a wide gap, or its middle."""
    places: dict[int, list[float]] = {}
    for line in gaps:
        for start, end in line.gaps:
            if end - start >= line.wide:
                for x in (end - 1.0, (start + end) / 2, start + 1.0):
                    places.setdefault(round(x / 3), []).append(x)
    often = sorted(places.values(), key=len, reverse=True)[:_MOST_CANDIDATES]
    return [x for xs in often for x in {min(xs), max(xs)}]


def _runs(gaps: Sequence[_Gaps], x: float, least: int) -> list[tuple[float, int, int]]:
    """Stretches of lines that leave a place free: how surely, the first line, and the end."""
    states = [line.state(x) for line in gaps]
    runs = []
    at = 0
    while at < len(states):
        if states[at] != _SPLIT:
            at += 1
            continue
        end, split, crossed, together = at + 1, 1, 0, 0
        score = (1.0, at, at + 1)
        while end < len(states) and together <= _MOST_CROSSED_TOGETHER:
            state = states[end]
            end += 1
            together = together + 1 if state == _CROSSED else 0
            crossed += state == _CROSSED
            split += state == _SPLIT
            if state == _SPLIT and crossed <= _MOST_CROSSED * (end - at):
                score = (split - 0.5 * crossed, at, end)
        value, start, stop = score
        if states[start:stop].count(_SPLIT) >= least:
            start, stop = _extended(gaps, states, start, stop)
            value += sum(_FREE.get(state, 0.0) for state in states[start:stop])
            runs.append((value, start, stop))
        at = max(stop, at + 1)
    return runs


def _extended(
    gaps: Sequence[_Gaps], states: Sequence[str], start: int, stop: int
) -> tuple[int, int]:
    """A run with the lines before and after it that hold text of one of its columns only.

    Labels that stand in the middle of their row share no line with their values.
    """
    size = gaps[start].size
    while (
        start
        and states[start - 1] in (_RIGHT, _NEAR)
        and gaps[start - 1].size < _LARGER * size
        and gaps[start].top - gaps[start - 1].bottom < 2.0 * size
    ):
        start -= 1
    at = stop
    while at < len(states) and states[at] != _CROSSED:
        if states[at] == _NEAR and at != stop:
            break  # a paragraph with a blank there, below a heading
        near = (
            at == stop
            and gaps[at].top - gaps[at - 1].bottom < 0.4 * gaps[at].size
            and gaps[at].size < OTHER_SIZE * gaps[at - 1].size
        )
        if states[at] != _LEFT or near:
            stop = at + 1
        at += 1
    return start, stop


def _gutters(gaps: Sequence[_Gaps], first: float) -> tuple[Gutter, ...]:
    """All the gutters of a stretch whose first is known, left to right."""
    found = [_widened(gaps, first)]
    ranked = []
    for x in _candidates(gaps):
        runs = _runs(gaps, x, _LEAST_SPLIT_BESIDE)
        if runs:
            ranked.append((-sum(score for score, _, _ in runs), x, runs))
    for _, x, runs in sorted(ranked):
        inside = [line for _, start, end in runs for line in gaps[start:end]]
        if all(_is_between(inside, x, gutter) for gutter in found):
            spans = tuple((gaps[start].top, gaps[end - 1].bottom) for _, start, end in runs)
            found.append(_widened(inside, x, spans))
    return tuple(sorted(found, key=lambda gutter: gutter.x0))


def _widened(
    gaps: Sequence[_Gaps], x: float, spans: tuple[tuple[float, float], ...] = ()
) -> Gutter:
    """The gutter at a place: what all the gaps there have in common."""
    shared = [
        (start, end)
        for line in gaps
        for start, end in line.gaps
        if start <= x <= end and end - start >= line.wide
    ]
    sides = [(line.x1, line.x0) for line in gaps]
    left = max((start for start, _ in shared), default=x)
    right = min((end for _, end in shared), default=x)
    left = max([left, *(end for end, _ in sides if end < x)])
    right = min([right, *(start for _, start in sides if start > x)])
    if left >= right:
        left, right = x - 0.1, x + 0.1
    # A cell that its words fill reaches further than the others, but not beyond the border on
    # which the column is aligned.
    begin = sum(end - right < _ALIGNED for _, end in shared)
    finish = sum(left - start < _ALIGNED for start, _ in shared)
    at = (left + right) / 2
    if max(begin, finish) >= 0.6 * len(shared) and right - left > 2.0:
        at = right - 1.0 if begin >= finish else left + 1.0
    return Gutter(left, right, at, spans)


def _is_between(gaps: Sequence[_Gaps], x: float, gutter: Gutter) -> bool:
    """Whether a column of words lies between a place and a gutter."""
    beside = 0
    for line in gaps:
        gap, other = line.gap_at(x), line.gap_at(gutter.at)
        outside = gutter.at <= line.x0 or gutter.at >= line.x1
        beside += gap is not None and gap != other and (outside or other is not None)
    return beside >= _LEAST_SPLIT_BESIDE


def inner_gutters(lines: Sequence[Line]) -> tuple[Gutter, ...]:
    """The gutters within one column of a ruled table, each where it is one."""
    gaps = [_Gaps(line) for line in lines]
    best = _best(gaps) if len(gaps) <= _MOST_LINES else None
    if best is None:
        return ()
    x, start, end = best
    spans = ((gaps[start].top, gaps[end - 1].bottom),)
    first = _widened(gaps[start:end], x, spans)
    return tuple(
        gutter if gutter.spans else replace(gutter, spans=spans)
        for gutter in _gutters(gaps[start:end], first.at)
    )


def _going_on(gaps: Sequence[_Gaps], known: Sequence[Gutter]) -> int:
    """How many lines at the head of a page keep to the gutters of the page before."""
    length = together = 0
    for at, line in enumerate(gaps):
        states = [line.state(gutter.at) for gutter in known]
        if states[0] == _CROSSED:
            together += 1
            if together > 1:
                break
            continue
        together = 0
        if states[0] != _LEFT:
            length = at + 1
    return length
