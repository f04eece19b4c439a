"""Where the plans and the gazetteer differ on a city: both values, side by side.

A difference is no error.  GeoNames counts a city in its borders, or the agglomeration, at some
year; a plan counts what its authors count.  Areas are not compared: GeoNames has none of a place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import msgspec

from citykg.links.choice import AGREES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from citykg.links.cities import Stated
    from citykg.links.gazetteer import Place

_WORTH_A_LOOK: Final = 1.25
"""From this factor on a difference is more than that of two years' counts."""


class Disagreement(msgspec.Struct, frozen=True):
    """One value of one city, as it is stated and as the gazetteer has it."""

    iri: str
    name: str
    """The city as plans name it."""
    geonames: int
    what: Literal["country", "population"]
    stated: str | int
    """ISO 3166-1 alpha-2, or inhabitants."""
    gazetteer: str | int
    ratio: float
    """The gazetteer's population by the stated one; 0 for a country."""
    severity: Literal["high", "medium", "low"]
    """For the order of a report only: high for a country or more than 2 times, low below 1.25."""

    @property
    def sentence(self) -> str:
        """The difference in words."""
        if isinstance(self.stated, str) or isinstance(self.gazetteer, str):
            return f"{self.name}: {self.stated} stated, {self.gazetteer} in GeoNames"
        numbers = f"{self.name}: {self.stated:,} stated, {self.gazetteer:,} in GeoNames"
        return f"{numbers} ({_difference(self.ratio)})"


def disagreements_of(
    cities: Iterable[Stated], places: Mapping[str, Place]
) -> tuple[Disagreement, ...]:
    """The differences between what is stated and the places that the cities are linked to.

    `places` are by the cities' IRIs; a city without one is passed over.  The gravest come first:
    countries, then populations by how many times they differ, then by name.

    >>> from citykg.links.cities import Place, Stated
    >>> city = Stated("x", "city", (("Manchester", ""),), "GB", populations=(530_000,))
    >>> place = Place(2643123, "Manchester", "GB", "England", 568_996, 53.48, -2.24)
    >>> [each.sentence for each in disagreements_of([city], {"x": place})]
    ['Manchester: 530,000 stated, 568,996 in GeoNames (7 % more)']
    """
    found: list[Disagreement] = []
    for city in cities:
        place = places.get(city.iri)
        if place is None:
            continue
        name = city.names[0][0] if city.names else city.iri
        if city.country is not None and city.country != place.country:
            codes = city.country, place.country
            found.append(
                Disagreement(city.iri, name, place.geonames, "country", *codes, 0.0, "high")
            )
        for number in sorted({number for number in city.populations if number > 0}):
            if place.population > 0 and number != place.population:
                times = place.population / number
                found.append(
                    Disagreement(
                        city.iri,
                        name,
                        place.geonames,
                        "population",
                        number,
                        place.population,
                        times,
                        _severity(max(times, 1 / times)),
                    )
                )
    return tuple(sorted(found, key=_gravest_first))


def _severity(factor: float) -> Literal["high", "medium", "low"]:
    if factor > AGREES:
        return "high"
    return "medium" if factor >= _WORTH_A_LOOK else "low"


def _gravest_first(each: Disagreement) -> tuple[bool, float, str, str, str]:
    factor = max(each.ratio, 1 / each.ratio) if each.ratio else 0.0
    return each.what != "country", -factor, each.name, each.iri, str(each.stated)


def _difference(ratio: float) -> str:
    # "7 % more" up to twice as many, "2.8 times fewer" beyond.
    factor, word = (ratio, "more") if ratio > 1 else (1 / ratio, "fewer")
    if factor > AGREES:
        return f"{factor:.1f} times {'as many' if word == 'more' else 'fewer'}"
    percent = (ratio - 1 if ratio > 1 else 1 - ratio) * 100
    return f"{percent:.0f} % {word}" if percent >= 0.5 else f"less than 1 % {word}"
