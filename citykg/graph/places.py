"""The cities and regions of a build, told apart by country and, where needed, by region."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from citykg.graph.iris import same_name, slug, without_accents
from citykg.graph.things import Decision, Named, Thing, name_things

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.plan import City

NO_COUNTRY = "zz"
"""Stands for the country in the IRI of a place whose plan states none."""

Stated = tuple[str, str, str, str]
"""A place as plans state it: kind, country, name, region (empty where it is not stated)."""


class Places:
    """The IRI and the label of each place that a build's plans state."""

    def __init__(self, named: dict[Stated, Named], decisions: list[Decision]) -> None:
        self._named = named
        self.decisions = decisions

    @classmethod
    def of(cls, places: Iterable[Stated], base: str) -> Places:
        """The places, decided from all that are stated, each as often as it is."""
        stated = Counter(places)
        regions: dict[tuple[str, str], set[str]] = {}
        for kind, country, name, region_name in stated:
            if kind == "city" and region_name:
                found = regions.setdefault((country, same_name(name)), set())
                found.add(without_accents(region_name))
        things = {place: _thing(place, regions) for place in stated}
        spellings: dict[Thing, Counter[str]] = {}
        for place, thing in things.items():
            spellings.setdefault(thing, Counter())[_tidy(place[2])] += stated[place]
        named, decisions = name_things(spellings, base)
        decisions += _without_region(named, regions)
        decisions += _without_country(named)
        return cls({place: named[thing] for place, thing in things.items()}, decisions)

    def called(self, stated: Stated) -> Named:
        """What a place is called, asked as `stated_city` and `stated_region` give it."""
        return self._named[stated]


def stated_region(city: City) -> Stated | None:
    """The region that the city's plan places it in; None where it states none."""
    if city.region is None or city.region.value is None:
        return None
    return ("region", _country(city), city.region.value, "")


def stated_city(city: City) -> Stated:
    """A party as its plan states it."""
    name = city.name.value or ""
    if city.kind == "region":
        # A region may be a party here and the place of a city there: it is one region.
        return ("region", _country(city), name, "")
    region = city.region.value if city.region else None
    return ("city", _country(city), name, region or "")


def _country(city: City) -> str:
    code = city.country.value if city.country else None
    return slug(code) if code else NO_COUNTRY


def _thing(place: Stated, regions: dict[tuple[str, str], set[str]]) -> Thing:
    kind, country, name, region = place
    own_name = same_name(name)
    qualifier = ""
    if kind == "city" and region and len(regions[country, own_name]) > 1:
        qualifier = without_accents(region)
    return Thing(kind, f"{kind}/{country}/", own_name, qualifier)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _without_region(
    named: dict[Thing, Named], regions: dict[tuple[str, str], set[str]]
) -> list[Decision]:
    return [
        Decision(
            "city",
            name.label,
            name.iri,
            "no region is stated though several places have this name: kept apart from them all",
        )
        for thing, name in named.items()
        if thing.kind == "city"
        and not thing.qualifier
        and len(regions.get((thing.scope.split("/")[1], thing.name), ())) > 1
    ]


def _without_country(named: dict[Thing, Named]) -> list[Decision]:
    elsewhere = {
        (thing.kind, thing.name) for thing in named if f"/{NO_COUNTRY}/" not in thing.scope
    }
    return [
        Decision(
            thing.kind,
            name.label,
            name.iri,
            "no country is stated, so it is kept apart from the place of this name that has one",
        )
        for thing, name in named.items()
        if f"/{NO_COUNTRY}/" in thing.scope and (thing.kind, thing.name) in elsewhere
    ]
