"""Who took part: "five planners", "the University of Leeds", "the mayor of Porto"."""

from __future__ import annotations

import functools
import re

from citykg.loaders.labels import fold
from citykg.loaders.scanner import openings
from citykg.loaders.wording import any_of, language_in, wordings
from citykg.loaders.words import words_of

_MOST = 6
_LETTERS = 3
_BEFORE = 12
"""The words between blanks that a name or number before a person or body has, at most."""


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    language = language_in("people", language)
    count = any_of("people", "count", language)
    person = any_of("people", "person", language)
    body = any_of("people", "body", language)
    of = any_of("people", "of", language)
    name = r"(?-i:[A-ZÀ-ÖØ-Þ])[\w’'&.-]*"
    of_name = rf"(?:\s+{of}\s*(?:{name})(?:\s+(?:{of}\s*)?{name}){{0,4}})"
    return re.compile(
        rf"\b(?:{count}\s+(?:[\w-]+\s+){{0,2}}?{person}(?:{of_name})?"
        rf"|{person}{of_name}"
        rf"|(?-i:(?:{name}\s+){{0,3}})?{body}(?:{of_name}|\s+{name})"
        rf"|(?-i:(?:{name}\s+){{1,3}}){body})(?!\w)",
        re.IGNORECASE,
    )


@functools.cache
def _heads(language: str) -> frozenset[str]:
    """The first letters of the words for people and bodies, folded."""
    lists = wordings("people")[language_in("people", language)]
    words = (opening for e in (*lists["person"], *lists["body"]) for opening in openings(e))
    return frozenset(fold(word).rstrip()[:_LETTERS] for word in words)


def people_in(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """The people and bodies that `text[start:end]` names, as `[start, end)`.

    >>> text = "Porto sent five planners and the mayor of Gaia to Austin"
    >>> [text[a:b] for a, b in people_in(text, 0, len(text), "en")]
    ['five planners', 'mayor of Gaia']
    """
    heads, said = _heads(language), words_of(text[start:end])
    begun = (
        at for word, at in zip(said.words, said.starts, strict=True) if word[:_LETTERS] in heads
    )
    first = next(begun, None)
    if first is None:
        return []
    before = text[start : start + first].rsplit(maxsplit=_BEFORE)
    if len(before) > _BEFORE:
        start += len(before[0])  # what begins farther off ends before the first of them
    found = _pattern(language).finditer(text, start, end)
    return [match.span() for match in found][:_MOST]
