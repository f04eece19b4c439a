"""What is printed on every page: running heads and feet, and the numbers of pages."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.formats.pdf.lines import Line

_MARGIN = 0.13
"""The part of a page's height, above and below, in which heads and feet stand."""
_MOST_LINES = 4
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"\W*(?:[^\W\d]+\.?\s)?(\d{1,3})(?:\s*(?:/|[^\W\d]{1,3}|\|)\s*(\d{1,3}))?\W*")
_PRINTED = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}[:.]\d{2}(?:[ \u202f][AaPp]\.?[Mm]\.?)?"
)
_ADDRESS = re.compile(r"(?:https?|file)://\S+|\S+/\S*")
_PLACE = 8.0
_WIDE = 2.0
_LEAST_GAP = 0.4
"""Sizes: what stands at least between furniture and the text of a page."""


class Furniture(NamedTuple):
    """A line that belongs to the page, not to its text; what is not to be read is masked."""

    line: Line
    masked: str


class Sides(NamedTuple):
    """The furniture above and below the text of a page."""

    above: list[Furniture]
    below: list[Furniture]


def furniture_of(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[Sides]:
    """The running heads, feet and page numbers of each page.

    A head is read on the first page that has it and a foot on the last, where neither stands
    between the halves of a row.  Page numbers are not read.
    """
    heads = [
        _margin(page, height, below=False) for page, height in zip(pages, heights, strict=True)
    ]
    feet = [_margin(page, height, below=True) for page, height in zip(pages, heights, strict=True)]
    above = _repeated(heads, first=True)
    below = _repeated(feet, first=False)
    return [Sides(*pair) for pair in zip(above, below, strict=True)]


def _margin(page: Sequence[Line], height: float, *, below: bool) -> list[Line]:
    """The lines in the margin, from the edge of the page inwards."""
    if below:
        order = sorted(page, key=lambda line: -line.bottom)
        near = [line for line in order if line.top > (1 - _MARGIN) * height]
    else:
        order = sorted(page, key=lambda line: line.top)
        near = [line for line in order if line.bottom < _MARGIN * height]
    near = near[:_MOST_LINES]
    while near and not _apart(order, len(near)):
        near.pop()
    return near


def _apart(order: Sequence[Line], count: int) -> bool:
    """Whether the first lines stand apart from what follows them."""
    if len(order) == count:
        return True
    last, following = order[count - 1], order[count]
    gap = max(following.top - last.bottom, last.top - following.bottom)
    return gap > _LEAST_GAP * last.size


def _repeated(margins: Sequence[Sequence[Line]], *, first: bool) -> list[list[Furniture]]:
    keys = [[(_key(line), line) for line in margin] for margin in margins]
    counts = Counter(key for margin in keys for key in {key for key, _ in margin})
    order = range(len(keys)) if first else range(len(keys) - 1, -1, -1)
    seen: list[tuple[str, float]] = []
    sides: list[list[Furniture]] = [[] for _ in keys]
    for number in order:
        for place, (key, line) in enumerate(keys[number]):
            alone = place == 0
            masked = _without_number(line, number + 1, len(keys)) if alone else line.masked
            if counts[key] > 1 and _alike(key, line, keys, number):
                if any(key == name and abs(y - line.top) < _PLACE for name, y in seen):
                    masked = " " * len(masked)
                seen.append((key, line.top))
            elif masked == line.masked:
                continue
            sides[number].append(Furniture(line, masked))
    return [sorted(side, key=lambda piece: piece.line.top) for side in sides]


def _without_number(line: Line, page: int, pages: int) -> str:
    """The mask of a line, without the number of the page that stands alone at one of its ends."""
    chunks = [" ".join(words) for words in _chunks(line)]
    masked = line.masked
    if _PRINTED.fullmatch(chunks[0]):
        # A browser prints the date above a page, and its address below.
        masked = " " * len(chunks[0]) + masked[len(chunks[0]) :]
    elif _is_number(chunks[-1], page, pages):
        end = len(chunks[-1])
        masked = masked[: len(masked) - end] + " " * end
        if "/" in chunks[-1] and _ADDRESS.fullmatch(chunks[0]):
            masked = " " * len(masked)
    elif _is_number(chunks[0], page, pages):
        masked = " " * len(chunks[0]) + masked[len(chunks[0]) :]
    return masked


def _chunks(line: Line) -> list[list[str]]:
    """The words of a line, cut where it has a wide gap."""
    chunks = [[line.words[0].text]]
    for before, after in pairwise(line.words):
        if after.x0 - before.x1 > _WIDE * line.size:
            chunks.append([])
        chunks[-1].append(after.text)
    return chunks


def _alike(key: str, line: Line, keys: Sequence[Sequence[tuple[str, Line]]], number: int) -> bool:
    """Whether another page has the line at the same place."""
    return any(
        key == other and abs(found.top - line.top) < _PLACE
        for at, margin in enumerate(keys)
        if at != number
        for other, found in margin
    )


def _key(line: Line) -> str:
    return _DIGITS.sub("0", line.text.casefold())


def _is_number(text: str, page: int, pages: int) -> bool:
    """Whether words at the edge of a page are its number, with a word before it at most."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return False
    number, of = int(found[1]), found[2]
    if of:
        return number <= int(of) and (int(of) >= pages or number == page)
    return number == page or text.strip(" -–—|.").isdigit()
