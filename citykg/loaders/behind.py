"""What stands behind the name of a place: its country, its region, or what is no part of it."""

from __future__ import annotations

import re

from citykg.loaders.aliases import offices, place_words
from citykg.loaders.countries import country_in, is_state
from citykg.loaders.divisions import is_division, is_division_of
from citykg.loaders.labels import fold
from citykg.loaders.words import words_of

_MAX_BRACKET_WORDS = 5
_BRACKET = re.compile(r"(?:(?<!\s)\s++)?[(\[]([^()\[\]]+)[)\]]\s*$")
_STROKE = re.compile(r"\s*[/–—-]\s*(?P<code>[A-Z]{2,3})$")
# An acronym says whose office it is, and is no part of the name: "Canberra (ACT Government)".
_ASIDE = re.compile(r"(?<!\w)[A-Z]{2,6}(?![a-z])")

Behind = tuple[tuple[str, int, int] | None, tuple[int, int] | None, int]
"""The country and region behind a name, and where the name ends."""


def place_behind(text: str, start: int, end: int) -> Behind:
    """The country and region behind a name, in brackets, after a comma or a stroke."""
    bracket = _BRACKET.search(text[start:end])
    if bracket:
        inside = start + bracket.start(1), start + bracket.end(1)
        return _in_brackets(text, start, start + bracket.start(), inside, end)
    comma = text.rfind(",", start, end)
    if comma > start:
        return _behind_comma(text, start, comma, end)
    stroke = _STROKE.search(text, start, end)
    if stroke and is_division_of(text[start : stroke.start()], stroke["code"]):
        return None, stroke.span("code"), stroke.start()
    return None, None, end


def _in_brackets(text: str, start: int, stop: int, inside: tuple[int, int], end: int) -> Behind:
    """What brackets say behind a name at `[start, stop)`."""
    words = text[slice(*inside)]
    if is_division_of(text[start:stop], words.strip()):
        return None, inside, stop
    named = country_in(words)
    if not named or len(words_of(words)) > _MAX_BRACKET_WORDS:
        state = inside if is_state(words) or is_division(words) else None
        return None, state, stop if state or _is_aside(words) else end
    country = (named[0], inside[0] + named[1], inside[0] + named[2])
    region = region_before(text, inside[0], country[1])
    comma = text.rfind(",", start, stop)
    if comma > start and region is None and is_state(text[comma + 1 : stop]):
        return country, (comma + 1, stop), comma
    return country, region, stop


def _behind_comma(text: str, start: int, comma: int, end: int) -> Behind:
    """What stands behind the last comma of a name, and behind the one before it."""
    named = country_in(text[comma + 1 : end])
    own = is_division_of(text[start:comma], text[comma + 1 : end].strip())
    if own or not named:
        state = (comma + 1, end) if own or is_state(text[comma + 1 : end]) else None
        return None, state, comma if state else end
    country = (named[0], comma + 1 + named[1], comma + 1 + named[2])
    inner = text.rfind(",", start, comma)
    return (country, (inner + 1, comma), inner) if inner > start else (country, None, comma)


def _is_aside(words: str) -> bool:
    """Whether brackets say something of a party that is no part of its name."""
    folded = fold(words)
    side = folded.strip() in place_words()["offices"]["sides"]
    return side or bool(_ASIDE.search(words) or offices().search(folded))


def region_before(text: str, start: int, country: int) -> tuple[int, int] | None:
    """What stands before a country in brackets: New York City (NY, USA) names both."""
    before = text[start:country].rstrip()
    both = before.endswith(",") and before[:-1].strip()
    return (start, start + len(before) - 1) if both else None
