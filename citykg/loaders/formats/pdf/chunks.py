"""Pieces of lines: words without a wide gap between, such as what one column has of a line."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.formats.pdf.boxes import Box
from citykg.loaders.formats.pdf.lines import Line
from citykg.loaders.items import BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.formats.pdf.words import Word

_WIDE = 1.0
LEAST_WIDE = 7.0
"""Sizes and points: what stands at least between two columns."""
_SAME_BLANK = 0.08
"""Sizes: blanks that differ by less are those of a line that is stretched."""
_SAME_LINE = 0.35


class Chunk(NamedTuple):
    """Words of a line without a wide gap, or a ruled table."""

    box: Box
    words: tuple[Word, ...]
    size: float
    grid: int = -1

    @property
    def base(self) -> float:
        """Where its letters stand."""
        return self.words[0].base if self.words else self.box.top

    @property
    def text(self) -> str:
        """Its words with a blank between."""
        return " ".join(word.text for word in self.words)


def chunks_of(lines: Iterable[Line]) -> list[Chunk]:
    """Lines cut where they have a wide gap, but not after a bullet or where they are stretched."""
    chunks = []
    for line in lines:
        wide = max(_WIDE * line.size, LEAST_WIDE)
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


def _chunk(words: Sequence[Word]) -> Chunk:
    line = Line(tuple(words))
    return Chunk(Box(line.x0, line.top, line.x1, line.bottom), line.words, line.size)


def _is_bullet(text: str) -> bool:
    return text in BULLETS or (len(text) <= 3 and text[-1] in ".)" and text[:-1].isalnum())


def bases_of(chunks: Iterable[Chunk]) -> list[Chunk]:
    """The first chunk of each line, downwards."""
    firsts: list[Chunk] = []
    for chunk in sorted((c for c in chunks if c.words), key=lambda c: (c.base, c.box.x0)):
        if not firsts or chunk.base - firsts[-1].base > _SAME_LINE * chunk.size:
            firsts.append(chunk)
    return firsts
