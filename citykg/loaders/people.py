"""Who took part: "five planners", "the University of Leeds", "the mayor of Porto"."""

from __future__ import annotations

import functools
import re

from citykg.loaders.wording import any_of, language_in

_MOST = 6


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


def people_in(text: str, start: int, end: int, language: str) -> list[tuple[int, int]]:
    """The people and bodies that `text[start:end]` names, as `[start, end)`.

    >>> text = "Porto sent five planners and the mayor of Gaia to Austin"
    >>> [text[a:b] for a, b in people_in(text, 0, len(text), "en")]
    ['five planners', 'mayor of Gaia']
    """
    found = _pattern(language).finditer(text, start, end)
    return [match.span() for match in found][:_MOST]
