"""Regular expressions that are compiled when a text first asks for them, or hardly ever asked.

A plan in English needs none of the six other languages, and no plan needs all the expressions of
its own; compiling them is most of what a first plan costs.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from citykg.loaders.scanner import openings
from citykg.loaders.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = 2**62
_MOST_KEPT = 50_000
_WORD = re.compile(r"\w+")


class Late:
    """A regular expression, compiled when it is first asked.

    >>> Late("(?:was|were) held").search("It was held")[0]
    'was held'
    """

    def __init__(self, expression: str, flags: int = 0) -> None:
        self.expression = expression
        self._flags = flags

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The compiled expression."""
        return re.compile(self.expression, self._flags)

    def __repr__(self) -> str:
        return f"Late({self.expression!r})"

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """As of a compiled expression."""
        self.search = found = self.pattern.search  # type: ignore[method-assign, assignment]
        return found(text, start, end)

    def match(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """As of a compiled expression."""
        self.match = found = self.pattern.match  # type: ignore[method-assign, assignment]
        return found(text, start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """As of a compiled expression."""
        self.fullmatch = found = self.pattern.fullmatch  # type: ignore[method-assign, assignment]
        return found(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        """As of a compiled expression."""
        self.finditer = found = self.pattern.finditer  # type: ignore[method-assign, assignment]
        return found(text, start, end)


class Seldom(Late):
    """An expression that few texts match, asked of those alone that hold a word it begins with.

    `words` is the part of the expression, at its beginning, that tells with which letters a match
    begins, in any case; a match begins with a word, where the word begins, and is not empty.
    """

    def __init__(self, expression: str, flags: int = 0, *, words: str) -> None:
        super().__init__(expression, flags)
        self._words = words
        self._never: set[str] = set()  # words that no match begins with
        self._maybe: set[str] = set()

    @functools.cached_property
    def _heads(self) -> frozenset[str]:
        """What a word begins with that a match may begin with, in lower case."""
        return frozenset(_head(opening.lower()) for opening in openings(self._words))

    @functools.cached_property
    def _opens(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(self._heads)))

    def may_match(self, text: str) -> bool:
        """Whether a text has a word that a match may begin with."""
        said = words_of(text).written
        if said <= self._never:
            return False
        if not said.isdisjoint(self._maybe):
            return True
        if len(self._never) > _MOST_KEPT:
            return True
        for word in said - self._never:
            begins = self._opens.match(_lower(word))
            (self._maybe if begins else self._never).add(word)
        return not said.isdisjoint(self._maybe)

    def search(self, text: str, start: int = 0, end: int = _END) -> re.Match[str] | None:
        """The first match, as of a compiled expression."""
        return next(self.finditer(text, start, end), None) if self.may_match(text) else None

    def finditer(self, text: str, start: int = 0, end: int = _END) -> Iterator[re.Match[str]]:
        """The matches, as of a compiled expression."""
        if not self.may_match(text):
            return
        if "" in self._heads:  # anything may open a match, and not a word alone
            yield from self.pattern.finditer(text, start, end)
            return
        match, never = self.pattern.match, self._never
        said = words_of(text)
        places = zip(said.runs, said.places, strict=True)
        for at in [at for word, at in places if word not in never]:
            found = match(text, at, end) if at >= start else None
            if found:
                yield found
                start = found.end()


def _head(opening: str) -> str:
    """The expression for a word that an opening begins."""
    word = _WORD.match(opening)
    if word is None:
        return ""  # a sign, or anything: any word may stand there
    # "d'" begins only behind the word "d"; "his" begins "history" too.
    return re.escape(word[0]) + (r"\b" if word.end() < len(opening) else "")


def _lower(word: str) -> str:
    """The word in lower case, as regular expressions that ignore case take letters as alike."""
    if word.isascii():
        return word.lower()
    return word.lower().replace("ſ", "s").replace("ı", "i").replace("i̇", "i")
