r"""The words of a text, cut once for all who ask: lexicons, cues, verbs and names.

A run is what `\w+` matches; a word is a run folded, of which figures and letters stand apart
("km2"), and in which capitals begin anew ("economySmart"): lists lose their separators when a
page is copied.
"""

from __future__ import annotations

import functools
import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.labels import fold
from citykg.loaders.markup import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN = re.compile(r"(\W+)")
_BETWEEN_JOINED = re.compile(rf"([^\w{JOINER}]+)")
_WORD = re.compile(rf"\d+|[^\W\d_]+(?:{JOINER}+[^\W\d_]*)*")
_GLUED = re.compile(r"(?<=[^\W\d_A-ZÀ-Ý])(?=[A-ZÀ-Ý][^\W\d_A-ZÀ-Ý])")

_MOST_KEPT = 50_000
_LONGEST_KEPT = 40


class Word(NamedTuple):
    """A word at `[start, end)`: folded to lower case without accents."""

    word: str
    start: int
    end: int


class Words:
    """The words of a text, in order; `words`, `starts` and `ends` side by side."""

    def __init__(self, text: str) -> None:
        joined = JOINER in text
        cut, starts, ends = _cut(text, _BETWEEN_JOINED if joined else _BETWEEN)
        self.runs: list[str] = cut
        """The runs as they are written."""
        self.places = starts
        """Where each run begins."""
        if joined:
            self.runs, self.places, _ = _cut(text, _BETWEEN)
        self.written = frozenset(self.runs)
        """The runs, each once."""
        self.words: list[str]
        try:
            self.words = list(map(_folded.__getitem__, cut))
        except KeyError:
            self.words, starts, ends = _apart(cut, starts)
        self.starts = starts
        self.ends = ends
        self.said = frozenset(self.words)
        """The words, each once."""

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, number: int) -> Word:
        return Word(self.words[number], self.starts[number], self.ends[number])

    def __iter__(self) -> Iterator[Word]:
        return map(Word, self.words, self.starts, self.ends)


@functools.lru_cache(maxsize=1024)
def words_of(text: str) -> Words:
    """The words of a text.

    >>> [word for word, _, _ in words_of("Économie: 12 km2 in GdańskSmart")]
    ['economie', '12', 'km', '2', 'in', 'gdansk', 'smart']
    """
    return Words(text)


def first_word(text: str) -> str | None:
    """The first word of a text, folded, without the others cut."""
    match = _WORD.search(text)
    if match is None:
        return None
    return _folded.get(match[0]) or _parts(match[0])[0].word


def _cut(text: str, between: re.Pattern[str]) -> tuple[list[str], list[int], list[int]]:
    """The runs of a text, and where each begins and ends."""
    parts = between.split(text)
    places = list(accumulate(map(len, parts)))
    runs, ends, starts = parts[::2], places[::2], [0, *places[1::2]]
    if not runs[-1]:
        del runs[-1], ends[-1], starts[-1]
    if runs and not runs[0]:
        del runs[0], ends[0], starts[0]
    return runs, starts, ends


_folded: dict[str, str] = {}
"""The runs met that are one word, folded: the words of plans are few, and come again and again."""


def _apart(runs: list[str], starts: list[int]) -> tuple[list[str], list[int], list[int]]:
    """The words of runs of which some are new, or several words."""
    words: list[Word] = []
    for run, start in zip(runs, starts, strict=True):
        whole = _folded.get(run)
        if whole is not None:
            words.append(Word(whole, start, start + len(run)))
        else:
            words.extend(Word(word, start + a, start + b) for word, a, b in _parts(run))
    return [word.word for word in words], [w.start for w in words], [w.end for w in words]


def _parts(run: str) -> tuple[Word, ...]:
    """The words of a run."""
    plain = run.isalpha() and run[1:].islower()
    parts = (Word(fold(run), 0, len(run)),) if plain else tuple(_words_in(run))
    whole = len(parts) == 1 and parts[0].end - parts[0].start == len(run)
    if whole and len(run) <= _LONGEST_KEPT and len(_folded) < _MOST_KEPT:
        _folded[run] = parts[0].word
    return parts


def _words_in(run: str) -> Iterator[Word]:
    for match in _WORD.finditer(run):
        start, whole = match.start(), match[0].rstrip(JOINER)
        borders = []
        if not whole[1:].islower():
            borders = [border.start() for border in _GLUED.finditer(whole)]
        for a, b in zip([0, *borders], [*borders, len(whole)], strict=True):
            yield Word(fold(whole[a:b]), start + a, start + b)
