"""Lines of a PDF page, and the paragraphs and list items that they make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.formats.extract import Part
from citykg.loaders.formats.pdf.labels import is_label
from citykg.loaders.items import BULLETS, STRONG_BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.formats.pdf.hyphens import Hyphens
    from citykg.loaders.formats.pdf.words import Word

_SAME_LINE = 0.35
_SMALL = 0.85
_WIDE_GAP = 0.45
"""Sizes: two lines with more between them than is usual, and this, are two paragraphs."""
OTHER_SIZE = 1.12
"""A title is larger than what stands below it."""
_HANGING = 0.3
_LONGEST_LABEL = 60
_CUT = re.compile(r"\w[-\u2010\u00ad]$")
_FIGURE = re.compile(r"\d[\d.,' ]*")
"""A number that stands large above what it counts or names."""
_NUMBERED = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]$")


@dataclass(frozen=True)
class Line:
    """Words that stand on one line, left to right."""

    words: tuple[Word, ...]

    @cached_property
    def x0(self) -> float:
        """Where the first word begins."""
        return self.words[0].x0

    @cached_property
    def x1(self) -> float:
        """Where the last word ends."""
        return max(word.x1 for word in self.words)

    @cached_property
    def _plain(self) -> tuple[Word, ...]:
        # Bullets are often of another font and size than what they stand before.
        return tuple(word for word in self.words if word.text not in STRONG_BULLETS) or self.words

    @cached_property
    def top(self) -> float:
        """The y of its upper end."""
        return min(word.top for word in self._plain)

    @cached_property
    def bottom(self) -> float:
        """The y of its lower end."""
        return max(word.bottom for word in self._plain)

    @cached_property
    def size(self) -> float:
        """The size of its largest font."""
        return max(word.size for word in self._plain)

    @cached_property
    def base(self) -> float:
        """Where its letters stand."""
        return max(self._plain, key=lambda word: word.size).base

    @cached_property
    def text(self) -> str:
        """Its words with a blank between."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def masked(self) -> str:
        """`text` with what is no part of a value blank."""
        return " ".join(word.masked for word in self.words)

    @property
    def begins_item(self) -> bool:
        """Whether a bullet or the number of an item stands first."""
        first = self.words[0].text
        if len(self.words) == 1:
            return first in STRONG_BULLETS
        return first[0] in STRONG_BULLETS or first in BULLETS or bool(_NUMBERED.match(first))


def lines_of(words: Iterable[Word]) -> list[Line]:
    """The lines that words stand on, downwards; a small raised word is on the line beside it."""
    groups: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.x0)):
        if groups and word.base - groups[-1][0].base <= _SAME_LINE * min(
            word.size, groups[-1][0].size
        ):
            groups[-1].append(word)
        else:
            groups.append([word])
    lines = [Line(tuple(sorted(group, key=lambda word: word.x0))) for group in groups]
    return _with_raised(lines)


def _with_raised(lines: list[Line]) -> list[Line]:
    taken: list[Line] = []
    for at, line in enumerate(lines):
        near = [*taken[-1:], *lines[at + 1 : at + 2]]
        beside = next((other for other in near if _is_raised(line, other)), None)
        if beside is None:
            taken.append(line)
            continue
        both = Line(tuple(sorted(beside.words + line.words, key=lambda word: word.x0)))
        if taken and beside is taken[-1]:
            taken[-1] = both
        else:
            lines[at + 1] = both
    return taken


def _is_raised(line: Line, other: Line) -> bool:
    if line.size > _SMALL * other.size or len(line.text) > 4:
        return False
    overlap = min(line.bottom, other.bottom) - max(line.top, other.top)
    return overlap > 0.5 * (line.bottom - line.top)


def parts_of(lines: Sequence[Line], hyphens: Hyphens, room: float | None = None) -> list[Part]:
    """The paragraphs and items of lines that stand below one another.

    A line begins one where it opens with a bullet, stands apart, or where its first word would
    still have had room on the line above.  `room` is how wide a line can be; None joins all.
    """
    if not lines:
        return []
    groups: list[list[Line]] = []
    usual = _usual_gap(lines)
    edge = None if room is None else min(line.x0 for line in lines) + room
    indents: list[float] = []
    for line in lines:
        if groups and (
            _hangs(groups[-1], line, usual) or not _breaks(groups[-1][-1], line, usual, edge)
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
            if line.words[0].text[0] in STRONG_BULLETS and not any(
                abs(line.x0 - indent) < 0.5 * line.size for indent in indents
            ):
                indents.append(line.x0)
    indents.sort()
    return [_part(group, indents, hyphens) for group in groups]


def _hangs(item: Sequence[Line], line: Line, usual: float) -> bool:
    """Whether a line stands below the words of a list item, indented as they are."""
    words = item[0].words
    return (
        len(words) > 1
        and words[0].text in STRONG_BULLETS
        and line.words[0].text[0] not in STRONG_BULLETS
        and abs(line.x0 - words[1].x0) < _HANGING * line.size
        and line.x0 - words[0].x0 > _HANGING * line.size
        and line.top - item[-1].bottom <= max(usual, 0.0) + _WIDE_GAP * line.size
    )


def _part(lines: list[Line], indents: list[float], hyphens: Hyphens) -> Part:
    text, masked = hyphens.joined(lines)
    if text[:1] not in STRONG_BULLETS:
        return Part(text, 0, masked)
    near = min(range(len(indents)), key=lambda place: abs(indents[place] - lines[0].x0), default=0)
    body = text[1:].lstrip()
    return Part(body, near + 1, masked[len(masked) - len(body) :])


def _usual_gap(lines: Sequence[Line]) -> float:
    """What stands between two lines of a paragraph: the lower quarter of the gaps."""
    gaps = sorted(below.top - above.bottom for above, below in pairwise(lines))
    return min(gaps[len(gaps) // 4], 0.7 * lines[0].size) if gaps else 0.0


def _breaks(above: Line, below: Line, usual: float, edge: float | None) -> bool:
    if below.begins_item and (below.words[0].text[0] in STRONG_BULLETS or _opens(above, below)):
        return True
    if edge is None or (_CUT.search(above.words[-1].text) and below.text[0].islower()):
        return False
    label, colon, _ = below.text[:_LONGEST_LABEL].partition(":")
    if colon and is_label(label):
        return True
    if max(above.size, below.size) > OTHER_SIZE * min(above.size, below.size):
        return above.size < below.size or not _FIGURE.fullmatch(above.text)
    if below.top - above.bottom > max(usual, 0.0) + _WIDE_GAP * below.size:
        return True
    first = below.words[0]
    blank = 0.3 * first.size
    slack = 0.5 * first.size
    return above.x1 + blank + (first.x1 - first.x0) + slack < edge


def _opens(above: Line, below: Line) -> bool:
    """Whether a weak bullet opens an item: no dash that a line just happens to begin with."""
    first = below.words[0].text
    if first not in BULLETS:
        return True
    return above.begins_item or above.x0 <= below.x0 + 1.0
