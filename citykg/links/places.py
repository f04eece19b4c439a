"""Links of cities to GeoNames, by the gazetteer that is installed beside this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from citykg.links.cities import place_by_id
from citykg.links.findings import Candidate, Found, Open
from citykg.links.mapping import TOOL, Mapping
from citykg.ontology.terms import Gn, Semapv, Skos

if TYPE_CHECKING:
    from citykg.links.cities import Match, Place, Stated
    from citykg.links.held import Held

_NAME: Final = "GeoNames"
_LONGEST_ID: Final = 12
"""More digits no number of GeoNames will have for long; what a person wrote may have any."""


def link_places(held: Held) -> Found:
    """The mappings of the cities; those that may be several places or none are left open."""
    mappings: list[Mapping] = []
    left: list[Open] = []
    for stated, outcome in zip(held.cities, held.matches, strict=True):
        if outcome.outcome == "linked":
            mappings.append(_mapping(stated, outcome))
        else:
            left.append(_open(stated, outcome))
    return Found(tuple(mappings), tuple(left))


def place_of(iri: str) -> Place | None:
    """What the gazetteer says of a place of GeoNames; None for what it does not hold."""
    number = geonames_id(iri)
    return None if number is None else place_by_id(number)


def geonames_id(iri: str) -> int | None:
    """The number of a place of GeoNames; None for what is none.

    >>> geonames_id("https://sws.geonames.org/2643123/")
    2643123
    """
    number = iri.removeprefix(Gn.PLACES).strip("/")
    if number == iri.strip("/") or not (number.isascii() and number.isdecimal()):
        return None
    return int(number[:_LONGEST_ID]) or None


def _mapping(stated: Stated, outcome: Match) -> Mapping:
    place = outcome.candidates[0]
    return Mapping(
        subject_id=stated.iri,
        predicate_id=Skos.exactMatch,
        object_id=f"{Gn.PLACES}{place.geonames}/",
        subject_label=_name(stated),
        object_label=place.name,
        justification=Semapv.CompositeMatching,
        confidence=outcome.confidence,
        tool=TOOL,
        comment=outcome.reason,
    )


def _open(stated: Stated, outcome: Match) -> Open:
    candidates = tuple(
        Candidate(f"{Gn.PLACES}{place.geonames}/", _described(place))
        for place in outcome.candidates
    )
    kind: Literal["doubt", "unknown"] = "doubt" if candidates else "unknown"
    return Open(_NAME, stated.iri, _name(stated), kind, outcome.reason, candidates)


def _described(place: Place) -> str:
    where = ", ".join(part for part in (place.name, place.region, place.country) if part)
    return f"{where}, {place.population:,} inhabitants" if place.population else where


def _name(stated: Stated) -> str:
    return stated.names[0][0] if stated.names else stated.iri
