"""The parties of a plan, each with what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import plans_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan


def _head(**rows: str) -> str:
    head = {
        "City": "Porto\tAustin", "Country": "Portugal\tUnited States",
        "Population": "230,000\t960,000", "Area": "41 km2\t790 km2",
    }  # fmt: skip
    rows = {key.replace("_", " "): value for key, value in rows.items()}
    return "".join(f"{label}:\t{cells}\n" for label, cells in (head | rows).items())


def test_the_words_beside_a_number_are_read_with_it(plan: Callable[[str], Plan]) -> None:
    """Nothing is unread but what a person must look at."""
    read = plan(
        _head(
            Population="approx. 230,000 inhabitants (2019)\t960,000 (metro 2.2 million)",
            Area="41 km² (15.8 sq mi)\t305 sq mi (790 km²)",
        )
    )
    assert [city.population.value for city in read.cities if city.population] == [230_000, 960_000]
    assert [city.area_km2.value for city in read.cities if city.area_km2] == [41, 790]
    assert [left.value for left in read.unread] == ["(metro 2.2 million)"]


def test_a_range_is_shown_and_not_chosen_from(plan: Callable[[str], Plan]) -> None:
    """`200,000-250,000` is stated and not understood."""
    read = plan(_head(Population="200,000-250,000\t960,000"))
    people = read.cities[0].population
    assert people is not None
    assert (people.value, people.quote) == (None, "200,000-250,000")
    assert any("200,000-250,000" in problem.message for problem in read.problems)


def test_an_unlikely_density_is_flagged(plan: Callable[[str], Plan]) -> None:
    """Hectares taken for square kilometres make an empty city: both values are kept, and told."""
    read = plan(_head(Area="4,100,000 km2\t790 km2"))
    assert read.cities[0].area_km2 is not None
    assert read.cities[0].area_km2.value == 4_100_000
    assert [problem.code for problem in read.problems].count("density") == 1


def test_a_label_may_give_numbers_in_thousands(plan: Callable[[str], Plan]) -> None:
    """The quote is what stands there, the value what it means."""
    rows = _head().replace("Population:\t230,000\t960,000", "Population (thousands):\t230\t960.5")
    read = plan(rows)
    people = [(c.population.value, c.population.quote) for c in read.cities if c.population]
    assert people == [(230_000, "230"), (960_500, "960.5")]


def test_a_line_for_each_partner_says_all_of_it(plan: Callable[[str], Plan]) -> None:
    """Region, country, population and area may stand behind the name."""
    read = plan(
        "Partners:\n- Calgary, Alberta, Canada – 1.3 million inhabitants, 825.56 km²\n"
        "- Rome, Lazio, Italy – 2.8 million inhabitants\n\nThemes: Parks\nDuration: 2018-2019\n"
    )
    calgary, rome = read.cities
    assert [s and s.value for s in (calgary.name, calgary.region, calgary.country)] == [
        "Calgary",
        "Alberta",
        "CA",
    ]
    assert calgary.population is not None
    assert calgary.area_km2 is not None
    assert (calgary.population.value, calgary.area_km2.value) == (1_300_000, 825.56)
    assert rome.population is not None
    assert rome.population.value == 2_800_000


def test_a_flat_row_of_regions_is_parted_where_it_is_certain(plan: Callable[[str], Plan]) -> None:
    """A state that we know, or the country behind each, tells where one region ends."""
    read = plan(
        "City Pittsburgh Dortmund\nState/Region Pennsylvania North Rhine-Westphalia\n"
        "Country United States Germany\nPopulation 302,971 588 250\n"
    )
    assert [city.region and city.region.value for city in read.cities] == [
        "Pennsylvania",
        "North Rhine-Westphalia",
    ]


def test_a_row_says_of_what_kind_each_party_is() -> None:
    """A cell a party, or one for all; words that name no kind stay unread."""
    head = "City\tPorto\tAustin\nCountry\tPortugal\tUSA\nThemes\twater\nSDGs\t6\n"
    kinds = {
        "Type\tmetropolitan region\tcity\n": ["region", "city"],
        "Type of unit\tregion pair\n": ["region", "region"],
        "Art der Zusammenarbeit\tRegionenpaar\n": ["region", "region"],
        "Type\tmild\tdry\n": ["city", "city"],
    }
    for row, expected in kinds.items():
        (plan,) = plans_in(head + row)
        assert [city.kind for city in plan.cities] == expected
        assert bool(plan.unread) == ("mild" in row)
