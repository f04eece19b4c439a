"""Parties by their people: "the Mancunian planners", "die Leipziger", "le partenaire canadien".

Such words stand for a party that is known already, and for none where two might be meant: that of
a country or region only where one party lies there.  The words live in `demonyms.toml`.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from citykg.loaders.aliases import aliases_of
from citykg.loaders.event_tables import EventTable
from citykg.loaders.labels import fold
from citykg.loaders.markup import JOINER
from citykg.loaders.times import same_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from citykg.loaders.fields import Fields
    from citykg.plan import City

_PAIR = 2
_MOST = 12
"""A document with more parties is a list."""
_SHORT = 4
"""The letters of the shortest name whose people are known by an end."""
_STEM = 5
"""The letters of the shortest name that loses its last vowels before an end."""
_FIELDS = frozenset({"activities", "outputs", "results", "challenges", "objectives", "focus"})
_SIGNS = ".,;:!?\"'()[]“”„«»‘’*_•"
_VOWELS = "aeiou"
_PLURAL = ("s", "i", "er", "ern")
"""How a word for several people ends, behind the articles of the plural."""


class Alias(NamedTuple):
    """Words of a text that stand for a party, folded, and its number."""

    words: str
    party: int


@dataclass(frozen=True)
class _Words:
    ends: frozenset[str]
    never: frozenset[str]
    cities: dict[str, tuple[str, ...]]
    countries: dict[str, list[str]]
    regions: dict[str, list[str]]
    beside: frozenset[str]
    capital: frozenset[str]
    the: frozenset[str]
    other: frozenset[str]


class _Land(NamedTuple):
    """The country or region of a party, how the words for its people begin."""

    party: int
    begins: tuple[str, ...]
    capital: bool
    """Whether the party is its capital."""


@functools.cache
def demonym_words() -> dict[str, Any]:
    """The words for people, as `demonyms.toml` has them."""
    return tomllib.loads(files(__package__).joinpath("demonyms.toml").read_text("utf-8"))


@functools.cache
def _words() -> _Words:
    data = demonym_words()
    regions = {name: own for names, own in data["regions"].items() for name in names.split("|")}
    return _Words(
        ends=frozenset(end for ends in data["ends"].values() for end in ends),
        never=frozenset(data["never"]["words"]),
        cities={name: tuple(own) for name, own in data["cities"].items()},
        countries=data["countries"],
        regions=regions,
        beside=frozenset(word for words in data["beside"].values() for word in words),
        capital=frozenset(data["capital"]["words"]),
        the=frozenset(data["the"]["words"]),
        other=frozenset(data["other"]["words"]),
    )


def people_in(fields: Fields, cities: Sequence[City]) -> tuple[Alias, ...]:
    """The words that stand for the parties of a plan by their people, where it tells of them."""
    masked = fields.document.masked
    # A table that lists hundreds of parties in a row calls none by its people.
    blocks = fields.blocks if len(cities) <= _MOST else ()
    told = [
        masked[start:end]
        for block in blocks
        if not _FIELDS.isdisjoint(block.fields)
        for column in block.columns
        for start, end in column
    ]
    told += [
        masked[start:end]
        for block in blocks
        if isinstance(block, EventTable)
        for row in block.rows
        for cell in row
        for start, end in cell
    ]
    return demonyms_in(" ".join(told), cities) if told else ()


def demonyms_in(text: str, cities: Sequence[City]) -> tuple[Alias, ...]:
    """The words of a text that stand for its parties by their people."""
    if not 1 < len(cities) <= _MOST:
        return ()
    ways = [aliases_of(city.name.value or "") for city in cities]
    ended, known = _stems(ways)
    lands = [*_lands(cities, ways)]
    begins = (*ended, *known, *(begin for land in lands for begin in land.begins))
    said = same_length(text).replace(JOINER, "").split()
    names = {way for own in ways for way in own}
    # Most texts call the parties by their names, and no one else.
    maybe = {
        word for word in {*said} if word.startswith(begins) and word.strip(_SIGNS) not in names
    }
    if not maybe:
        return ()
    found: set[Alias] = set()
    for number, written in enumerate(said):
        if written in maybe:
            word = written.strip(_SIGNS)
            party = _of_city(word, ended, known)
            if party is not None:
                found.add(Alias(word, party))
                continue
            for land in lands:
                if word.startswith(land.begins):
                    found.update(_beside(said, number, land))
    return tuple(sorted(found))


def _stems(ways: Sequence[Sequence[str]]) -> tuple[dict[str, int], dict[str, int]]:
    """What the words for the people of cities begin with, and those that are known; with parties.

    What two parties have alike is left out.
    """
    words = _words()
    ended: dict[str, int] = {}
    known: dict[str, int] = {}
    for party, own in enumerate(ways):
        for name in own:
            known.update(dict.fromkeys(words.cities.get(name, ()), party))
            if len(name) >= _SHORT and " " not in name:
                base = name.rstrip(_VOWELS)
                for stem in (name, base) if len(base) >= _STEM else (name,):
                    ended[stem] = party if ended.get(stem, party) == party else -1
    return {stem: party for stem, party in ended.items() if party >= 0}, known


def _of_city(word: str, ended: Mapping[str, int], known: Mapping[str, int]) -> int | None:
    """The party whose people a word is for."""
    words = _words()
    if word in known or word in words.never:
        return known.get(word)
    found = {
        party
        for stem, party in ended.items()
        if word.startswith(stem)
        and word[len(stem) :] in words.ends
        and len(word) - len(stem) > (len(stem) == _SHORT)
    }
    return found.pop() if len(found) == 1 else None


def _lands(cities: Sequence[City], ways: Sequence[Sequence[str]]) -> Iterator[_Land]:
    """The countries and regions in which one of the parties lies alone."""
    words = _words()
    countries = [city.country.value if city.country else None for city in cities]
    regions = [fold(city.region.value or "") if city.region else "" for city in cities]
    # Of two, who is called by a country is the one that states it.
    apart = all(countries) or len(cities) == _PAIR
    for party, city in enumerate(cities):
        country, region = countries[party], regions[party]
        lands = []
        if country in words.countries and countries.count(country) == 1 and apart:
            lands.append(words.countries[country])
        if region in words.regions and regions.count(region) == 1:
            lands.append(words.regions[region])
        if city.kind == "region" and ways[party][-1] in words.regions:
            lands.append(words.regions[ways[party][-1]])
        for capital, *begins in lands:
            yield _Land(party, tuple(begins), capital=capital in ways[party])


def _beside(said: Sequence[str], number: int, land: _Land) -> Iterator[Alias]:
    """The phrase in which the word of that number stands for the party of a land."""
    words = _words()
    before = said[number - 1] if number else ""
    after = said[number + 1].strip(_SIGNS) if number + 1 < len(said) else ""
    nouns = words.beside | words.capital if land.capital else words.beside
    word, first = said[number].strip(_SIGNS), before.strip(_SIGNS)
    if first in words.other or f"{first} {word}" in words.other:
        return
    plural = word.endswith(_PLURAL) and not word.endswith("ss")
    if after in nouns and said[number][-1] not in _SIGNS:
        yield Alias(f"{word} {after}", land.party)
    elif before in nouns or (plural and before in words.the):
        yield Alias(f"{before} {word}", land.party)
