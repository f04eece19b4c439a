"""Parties as agreements, letters and minutes name them: by their offices and who speaks for them.

"between the City of Porto, represented by its Mayor, and Austin, represented by …": what stands
between a party and the next one may be long.  The words live in `agreements.toml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.loaders.aliases import offices, place_words
from citykg.loaders.known_cities import is_known_city
from citykg.loaders.late import Late
from citykg.loaders.markup import clean
from citykg.loaders.proper_names import NAME
from citykg.loaders.times import alternatives, same_length
from citykg.loaders.wording import wordings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.lines import Span

_ASIDE = 400
"""The characters from one party to the next, at most."""
_LONGEST = 120
_OFFICE = 60
"""The characters of the longest office."""
_MOST = 6
"""The parties of an agreement, at most."""
_NAME = Late(NAME)
_BLANK = r"[\s\u2060*_\u2029]"
_SIGNS = Late(rf"{_BLANK}*(?:[:,–—-]{_BLANK}*)?(?:[\"“„«(]?\w{{1,3}}[.)]{_BLANK}+)?{_BLANK}*")
_ENDS = Late(r"(?<=[^\W\d_]{4})[.!?][\"”)]?\s+(?=[^\W\d_a-z][^\W\d_]+\s)")
"""Where a sentence ends: not behind "Mr." or the first letter of a name."""


@dataclass(frozen=True)
class _Words:
    between: Late
    joint: Late
    represented: Late
    behalf: Late
    article: Late
    before: Late
    ending: Late
    behind: Late


@dataclass(frozen=True)
class _Party:
    start: int
    end: int
    official: bool
    """Whether its office stands with its name."""


@functools.cache
def _words() -> _Words:
    lists = wordings("agreements")

    def any_of(key: str) -> str:
        return alternatives({word for table in lists.values() for word in table[key]})

    articles = alternatives(set(place_words()["offices"]["articles"]))
    office = alternatives(set(place_words()["offices"]["words"]))
    return _Words(
        between=Late(rf"(?<!\w){any_of('between')}(?!\w)"),
        joint=Late(rf"(?<!\w){any_of('and')}(?!\w)"),
        represented=Late(
            rf"{_BLANK}*(?:\([^()\n]{{1,60}}\){_BLANK}*)?,?{_BLANK}*\(?{any_of('represented')}"
        ),
        behalf=Late(rf"(?<!\w){any_of('behalf')}(?!\w)"),
        article=Late(rf"{articles}{_BLANK}*"),
        before=Late(rf"{office}{_BLANK}+"),
        ending=Late(rf"(?<!\w){office}{_BLANK}+$"),
        behind=Late(rf"{_BLANK}+{office}(?!\w)"),
    )


def parties_to_agreement(masked: str, start: int, end: int) -> list[Span]:
    """The names of the parties that an agreement between two or more is made by, or none."""
    folded, words = same_length(masked), _words()
    for opening in words.between.finditer(folded, start, end):
        first = _party(masked, folded, opening.end(), end)
        if first is None:
            continue
        parties, sure = [first], _is_represented(folded, first)
        while len(parties) < _MOST and (following := _next(masked, folded, parties[-1], end)):
            parties.append(following)
            sure = sure or _is_represented(folded, following)
        if len(parties) > 1 and (sure or all(party.official for party in parties)):
            return [(party.start, party.end) for party in parties]
    return []


def official_names(masked: str, start: int, end: int) -> Iterator[Span]:
    """The names that stand with their office: of "the City of Porto" what follows it."""
    folded = same_length(masked[start:end])
    for office in offices().finditer(folded):
        party = _party(masked[start:end], folded, office.start(), len(folded))
        if party and party.official:
            yield start + party.start, start + party.end


def ends_with_office(masked: str, at: int) -> bool:
    """Whether an office stands right before a place: "Alcaldía de | Cartagena"."""
    return bool(_words().ending.search(same_length(masked[max(0, at - _OFFICE) : at])))


def _party(masked: str, folded: str, at: int, end: int) -> _Party | None:
    """The party that is named right behind a place."""
    words = _words()
    signs = _SIGNS.match(masked, at, end)
    at = signs.end() if signs else at
    article = words.article.match(folded, at, end)
    at = article.end() if article else at
    office = words.before.match(folded, at, min(end, at + _LONGEST))
    at = office.end() if office else at
    stop = _end_of_name(masked, at, end)
    if stop is None:
        return None
    own = offices().search(folded, at, stop)
    behind = words.behind.match(folded, stop, end)
    stop = behind.end() if behind else stop
    return _Party(at, stop, bool(office or behind or own))


def _end_of_name(masked: str, at: int, end: int) -> int | None:
    """Where the name that begins at a place ends: of a known city, before what goes on in capitals.

    German has capitals in any noun: "der Stadt Yokohama im Rahmen des Programms".
    """
    name = _NAME.match(masked, at, end)
    if name is None:
        return None
    blanks = [blank.start() for blank in re.finditer(r"[ \u00a0]", name[0])]
    for stop in (len(name[0]), *reversed(blanks)):
        if is_known_city(clean(name[0][:stop])):
            office = _words().behind.match(same_length(name[0]), stop)
            return name.end() if office else at + stop
    return name.end()


def _next(masked: str, folded: str, last: _Party, end: int) -> _Party | None:
    """The party that is named next in the same sentence."""
    stop = min(end, last.end + _ASIDE)
    ends = _ENDS.search(masked, last.end, stop)
    stop = ends.start() if ends else stop
    for joint in _words().joint.finditer(folded, last.end, stop):
        party = _party(masked, folded, joint.end(), end)
        if party is None:
            continue
        beside = not masked[last.end : joint.start()].strip(" ,\n\r\u2060*_")
        if party.official or beside or _is_represented(folded, party):
            return party
    return None


def _is_represented(folded: str, party: _Party) -> bool:
    return bool(_words().represented.match(folded, party.end))
