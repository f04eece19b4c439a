"""A stated city and the populated place of GeoNames that it is: found, in doubt, or unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from citykg.links.choice import AGREES, CONTRADICTS, FAR_LARGER, Evidence, by_size, choose, ratio
from citykg.links.folding import words
from citykg.links.forms import AS_STATED, IN_PARTS, WITHOUT_WORDS, Forms, forms_of
from citykg.links.gazetteer import LARGE, Hit, Place, gazetteer
from citykg.links.regions import regions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Match", "Place", "Stated", "match", "match_all", "place_by_id"]

_SHOWN: Final = 5
"""Candidates that a doubt gives; a person needs no list of forty Springfields."""
_CLEAR: Final = int(LARGE * FAR_LARGER)
"""From here on no place below 15,000 inhabitants comes near: what is smaller is looked at twice."""


class Stated(msgspec.Struct, frozen=True):
    """A city as plans state it."""

    iri: str
    kind: str
    """`city`, `region` and so on: what is no city is no populated place."""
    names: tuple[tuple[str, str], ...]
    """Each spelling and its language or '', most used first."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    region: tuple[str, ...] = ()
    populations: tuple[int, ...] = ()
    """Inhabitants, each number that a plan states."""
    areas_km2: tuple[float, ...] = ()


class Match(msgspec.Struct, frozen=True):
    """What the gazetteer says of a stated city."""

    outcome: Literal["linked", "doubt", "unknown"]
    reason: str
    candidates: tuple[Place, ...] = ()
    """Best first; one if it is linked."""
    confidence: float = 0.0
    """0 where it is not linked; see `choice.Evidence.confidence`."""


class _Open(msgspec.Struct, frozen=True):
    # A match so far, and whether the places below 15,000 inhabitants could change it.
    match: Match
    is_settled: bool


def match(city: Stated) -> Match:
    """The place that a stated city is; `match_all` is quicker for several.

    >>> found = match(Stated("", "city", (("Montreal", ""),), "CA"))
    >>> found.outcome, found.candidates[0].geonames
    ('linked', 6077243)
    """
    return match_all((city,))[0]


def match_all(cities: Iterable[Stated]) -> tuple[Match, ...]:
    """The place that each of the cities is, in their order, whatever the others are."""
    known = gazetteer()
    asked = [(city, forms_of((name for name, _ in city.names), city.region)) for city in cities]
    found = [_first(city, forms, known.named) for city, forms in asked]
    left = {
        key
        for (_, forms), one in zip(asked, found, strict=True)
        if not one.is_settled
        for key in forms.keys()  # noqa: SIM118 - forms are no mapping
    }
    if not left:
        return tuple(one.match for one in found)
    countries: set[str] = set()
    for (city, _), one in zip(asked, found, strict=True):
        if not one.is_settled:
            countries |= _countries(city)
    # A city without a stated country may be anywhere.
    small = known.smaller(left, () if "" in countries else countries)

    def last(city: Stated, forms: Forms) -> Match:
        own = _countries(city)

        def both(key: str) -> tuple[Hit, ...]:
            # Of the countries that others asked for nothing: a city's match is its own.
            more = small.get(key, ())
            inside = more if "" in own else [hit for hit in more if hit.place.country in own]
            return (*known.named(key), *inside)

        return _match(city, forms, both, is_last=True).match

    return tuple(
        one.match if one.is_settled else last(city, forms)
        for (city, forms), one in zip(asked, found, strict=True)
    )


def place_by_id(geonames: int) -> Place | None:
    """The place of GeoNames with that number; None where the gazetteer does not hold it."""
    return gazetteer().place(geonames)


def _first(city: Stated, forms: Forms, lookup: Callable[[str], tuple[Hit, ...]]) -> _Open:
    return _match(city, forms, lookup, is_last=False)


def _match(
    city: Stated, forms: Forms, lookup: Callable[[str], tuple[Hit, ...]], *, is_last: bool
) -> _Open:
    if forms.area is not None or city.kind != "city":
        return _match_area(city, forms, lookup, is_last=is_last)
    elsewhere: list[Hit] = []
    for how, keys in forms.forms:
        hits = _distinct(hit for key in keys for hit in lookup(key))
        inside = _in_country(city, hits)
        if inside:
            return _decide(city, forms, how, inside, is_last=is_last)
        elsewhere += hits
    return _not_named(city, forms, elsewhere, lookup, is_last=is_last)


def _match_area(
    city: Stated, forms: Forms, lookup: Callable[[str], tuple[Hit, ...]], *, is_last: bool
) -> _Open:
    # An area is no populated place, even where a city has its name.  Greater Sudbury is one: its
    # whole name, area word and all, is the main name of a place.
    name = city.names[0][0] if city.names else ""
    if forms.area is not None and city.kind == "city":
        hits = [hit for key in forms.forms[0][1] for hit in lookup(key) if hit.is_main]
        if inside := _in_country(city, _distinct(hits)):
            return _decide(city, forms, AS_STATED, inside, is_last=is_last)
    what = f"“{forms.area}” says that" if city.kind == "city" else f"a {city.kind}:"
    reason = f"{what} “{name}” is an area, and GeoNames's populated places are cities"
    return _Open(Match("unknown", reason), is_settled=is_last or city.kind != "city")


def _decide(city: Stated, forms: Forms, how: str, hits: Sequence[Hit], *, is_last: bool) -> _Open:
    named = [(hint, key) for hint, key in forms.hints if _divisions(city, hits, key)]
    region = ""
    if named:
        in_region = [hit for hit in hits if _lies_in(city, hit.place, [key for _, key in named])]
        region = " or ".join(hint for hint, _ in named)
        if not in_region:
            reason = f"no place of that name {_where(city)} lies in {region}"
            return _Open(_doubt(reason, hits), is_settled=is_last)
        hits = in_region
    choice = choose(hits, city.populations)
    if choice is not None and city.country is None and choice.by == "main" and not region:
        # Without a country the main name alone says too little: there is a whole world of others.
        choice = by_size(hits)
    if choice is None:
        is_settled = city.country is not None or is_last
        return _Open(_doubt(_why_not(city, hits, region), hits), is_settled=is_settled)
    place = choice.hit.place
    times = ratio(place, city.populations)
    is_large = place.population >= _CLEAR and choice.hit.is_main
    is_clear = is_large or bool(region) or 0 < times <= AGREES
    # A name without its words may be that of a small place with them: the City of London.
    is_settled = is_last or (is_clear and how != WITHOUT_WORDS)
    evidence = Evidence(
        choice,
        how,
        "unstated" if city.country is None else "agrees" if place.country == city.country
        else "territory",
        region,
        times,
        is_last,
    )  # fmt: skip
    reason = evidence.reason(f"in {region}" if region else _where(city))
    return _Open(Match("linked", reason, (place,), evidence.confidence()), is_settled=is_settled)


def _not_named(
    city: Stated,
    forms: Forms,
    elsewhere: Sequence[Hit],
    lookup: Callable[[str], tuple[Hit, ...]],
    *,
    is_last: bool,
) -> _Open:
    parts: list[Hit] = []
    for keys in forms.parts:
        each = [_in_country(city, lookup(key)) for key in keys]
        of_all = [h for h in each[0] if all(h.place in {o.place for o in other} for other in each)]
        if of_all:
            return _decide(city, forms, IN_PARTS, of_all, is_last=is_last)
        parts += (hit for hits in each for hit in hits if hit.is_main or len(hits) == 1)
    if parts:
        reason = "the name is that of more than one thing, of which some are places"
        return _Open(_doubt(reason, _distinct(parts)), is_settled=is_last)
    main = [hit for hit in elsewhere if hit.is_main]
    if main and city.country is not None:
        reason = f"no place of that name {_where(city)}, which is the stated country"
        return _Open(_doubt(reason, _distinct(main)), is_settled=is_last)
    return _Open(Match("unknown", f"no place of that name {_where(city)}"), is_settled=is_last)


def _countries(city: Stated) -> set[str]:
    """Where a city may lie: in its country or that country's territories; '' is anywhere."""
    if city.country is None:
        return {""}
    return {city.country, *words().territories.get(city.country, ())}


def _in_country(city: Stated, hits: Iterable[Hit]) -> list[Hit]:
    if city.country is None:
        return list(hits)
    own = [hit for hit in hits if hit.place.country == city.country]
    if own:
        return own
    territories = words().territories.get(city.country, ())
    return [hit for hit in hits if hit.place.country in territories]


def _divisions(city: Stated, hits: Iterable[Hit], key: str) -> bool:
    # Whether a region of that name is known where the places are.
    countries = {hit.place.country for hit in hits} | ({city.country} if city.country else set())
    return any(regions().codes(country, key) for country in countries)


def _lies_in(city: Stated, place: Place, keys: Iterable[str]) -> bool:
    own = any(place.division in regions().codes(place.country, key) for key in keys)
    # Hong Kong as a region of China is a country of its own there.
    return own or (city.country is not None and place.country != city.country)


def _distinct(hits: Iterable[Hit]) -> list[Hit]:
    found: dict[int, Hit] = {}
    for hit in hits:
        known = found.get(hit.place.geonames)
        if known is None or not known.is_main:
            found[hit.place.geonames] = hit
    return sorted(found.values(), key=lambda h: (-h.place.population, h.place.geonames))


def _doubt(reason: str, hits: Sequence[Hit]) -> Match:
    ranked = sorted(hits, key=lambda hit: not hit.is_main)
    return Match("doubt", reason, tuple(hit.place for hit in ranked[:_SHOWN]))


def _why_not(city: Stated, hits: Sequence[Hit], region: str) -> str:
    where = f"in {region}" if region else _where(city)
    stated = ", ".join(f"{number:,}" for number in city.populations)
    if len(hits) == 1 and hits[0].place.population == 0:
        return f"GeoNames knows no population of the only place of that name {where}"
    if len(hits) == 1:
        there = f"the only place of that name {where} has {hits[0].place.population:,} inhabitants"
        return f"{there}, and {stated} are stated: more than {CONTRADICTS:.0f} times apart"
    reason = f"{len(hits)} places {where} bear that name, and none is clearly meant"
    if city.country is None:
        reason += "; no country is stated"
    return f"{reason}; {stated} inhabitants are stated" if stated else reason


def _where(city: Stated) -> str:
    return f"in {city.country}" if city.country else "in the world"
