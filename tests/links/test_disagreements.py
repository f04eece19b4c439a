"""What plans state and what the gazetteer says stand side by side."""

from __future__ import annotations

import pytest

from citykg.links.cities import Place, Stated
from citykg.links.disagreements import Disagreement, disagreements_of


def of(country: str | None, populations: tuple[int, ...], place: Place) -> list[Disagreement]:
    """The disagreements of one city and its place."""
    city = Stated("x", "city", (("Manchester", ""),), country, (), populations, (115.64,))
    return list(disagreements_of([city], {"x": place}))


PLACE = Place(2643123, "Manchester", "GB", "England", 568_996, 53.48, -2.24)


@pytest.mark.parametrize(
    ("population", "sentence", "severity"),
    [
        (530_000, "Manchester: 530,000 stated, 568,996 in GeoNames (7 % more)", "low"),
        (600_000, "Manchester: 600,000 stated, 568,996 in GeoNames (5 % fewer)", "low"),
        (569_000, "Manchester: 569,000 stated, 568,996 in GeoNames (less than 1 % fewer)", "low"),
        (300_000, "Manchester: 300,000 stated, 568,996 in GeoNames (90 % more)", "medium"),
        (100_000, "Manchester: 100,000 stated, 568,996 in GeoNames (5.7 times as many)", "high"),
        (2_800_000, "Manchester: 2,800,000 stated, 568,996 in GeoNames (4.9 times fewer)", "high"),
    ],
)
def test_a_population_is_said_with_both_values(
    population: int, sentence: str, severity: str
) -> None:
    """Every difference is reported; how grave it is only orders them."""
    (found,) = of("GB", (population,), PLACE)
    assert (found.sentence, found.severity) == (sentence, severity)
    assert (found.stated, found.gazetteer) == (population, 568_996)


def test_a_country_that_differs_comes_first() -> None:
    """A country differs where a person decided so, or where it is a territory."""
    country, population = of("IE", (530_000,), PLACE)
    assert country.sentence == "Manchester: IE stated, GB in GeoNames"
    assert country.severity == "high"
    assert population.what == "population"


def test_what_agrees_or_is_not_stated_is_no_disagreement() -> None:
    """Nor is what GeoNames does not know."""
    assert of("GB", (568_996,), PLACE) == []
    assert of(None, (), PLACE) == []
    assert of("GB", (0, 530_000), Place(1, "X", "GB", "", 0, 0, 0)) == []


def test_each_stated_number_is_compared() -> None:
    """Two plans that state two numbers are two disagreements, the graver first."""
    assert [each.stated for each in of("GB", (530_000, 100_000), PLACE)] == [100_000, 530_000]


def test_cities_without_a_place_are_passed_over() -> None:
    """What is not linked cannot differ."""
    city = Stated("y", "city", (("Y", ""),), "GB", (), (5,))
    assert disagreements_of([city], {"x": PLACE}) == ()
