"""Countries by any usual name or code, and the states that plans name in the place of one."""

from __future__ import annotations

import functools
import re

from citykg.loaders.aliases import place_words
from citykg.loaders.labels import fold
from citykg.loaders.lexicon import Lexicon, lexicon
from citykg.ontology.vocabulary import concepts

_NEARBY = 20
# "New South Wales" and "New Jersey" are not in Wales or Jersey.
_PART_OF_NAME = re.compile(
    r"\b(?:new|south|north|east|west|nueva|nova|nuova|nouvelle)\s+$", re.IGNORECASE
)
# "Jersey City" is a city of a country that is not Jersey.
_CITY_BEHIND = re.compile(r"[\s-]+(?:city|ciudad|stadt)\b", re.IGNORECASE)


@functools.cache
def states() -> frozenset[str]:
    """The states that plans name without their country, folded."""
    return frozenset(place_words()["states"]["names"])


def is_state(text: str) -> bool:
    """Whether the last words behind a comma are a state that plans name without its country.

    >>> is_state("Austin, Texas"), is_state("Austin, TX"), is_state("Lyon, Boston")
    (True, True, False)
    """
    last = text.rsplit(",", 1)[-1].strip(" .)")
    return last in place_words()["states"]["codes"] or fold(last) in states()


@functools.cache
def _countries() -> Lexicon:
    return lexicon("countries")


@functools.cache
def _codes() -> dict[str, str]:
    """ISO codes, exactly as written: `US` and `USA` are codes, but `us` is a word."""
    return {code: c.slug for c in concepts("countries") for code in c.codes}


def country_in(text: str) -> tuple[str, int, int] | None:
    """The ISO 3166 code of the country a text names, and where; None for none or several.

    >>> country_in("United Kingdom")
    ('GB', 0, 14)
    """
    found = countries_in(text)
    codes = {code for code, _, _ in found}
    if len(codes) < 2:
        return found[0] if found else None
    # "Georgia, USA": what stands last behind a comma is the country, if no part is a list of them.
    _, start, end = found[-1]
    before = text[:start].rstrip()
    last = before.endswith(",") and not text[end:].strip(" .)")
    return found[-1] if last and len(codes) == 2 and is_state(before[:-1]) else None


def countries_in(text: str) -> list[tuple[str, int, int]]:
    """The countries that a text names, in order: the code and where."""
    stripped = text.strip(" \t\r\n\u2029\u2060.:*()[]")
    at = text.find(stripped)
    if stripped in _codes():
        return [(_codes()[stripped].upper(), at, at + len(stripped))]
    found = []
    for match in _countries().find(text):
        written = text[match.start : match.end]
        # Two letters in lower case are a word ("it", "in", "us"), not a code.
        if len(written) <= 3 and not written.isupper():
            continue
        if _PART_OF_NAME.search(
            text, max(0, match.start - _NEARBY), match.start
        ) or _CITY_BEHIND.match(text, match.end):
            continue
        found.append((match.slug.upper(), match.start, match.end))
    return found


def is_country(text: str) -> bool:
    """Whether a text is the name of a country and nothing else."""
    return text in _codes() or _countries().exact(text) is not None
