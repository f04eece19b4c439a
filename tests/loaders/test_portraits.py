"""What sentences and named values say of the parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_REST = "Themes: Water; Parks\nDuration: 2018-2019\nObjectives: Save water\n"


def _told(plan: Plan) -> list[tuple[str | None, str | None, int | None, float | None]]:
    return [
        (
            city.name.value,
            city.country and city.country.value,
            city.population and city.population.value,
            city.area_km2 and city.area_km2.value,
        )
        for city in plan.cities
    ]


@pytest.mark.parametrize(
    ("label", "cell"),
    [
        ("Population", "Porto 231,800; Austin 961,855"),
        ("Population", "Austin: 961,855\nPorto: 231,800"),
        ("Población", "231.800 (Porto), 961.855 (Austin)"),
        ("Einwohner", "Porto: 231.800 Einwohner; Austin: 961.855 Einwohner"),
        ("Habitants", "Porto (231 800) et Austin (961 855)"),
    ],
)
def test_a_value_that_names_its_party_is_that_partys(
    label: str, cell: str, plan: Callable[[str], Plan]
) -> None:
    """Whatever the order, before the value or in brackets behind it."""
    read = plan(f"City: Porto (Portugal), Austin (USA)\n{label}: {cell}\n{_REST}")
    assert _told(read) == [("Porto", "PT", 231_800, None), ("Austin", "US", 961_855, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Porto has 231,800 inhabitants and covers 41.4 km². Austin is bigger: it has 961,855 people.",
        "Porto liegt am Douro. Die Stadt hat 231.800 Einwohner auf 41,4 km². Austin: 961.855 Menschen.",
        "Porto compte 231 800 habitants sur 41,4 km². La ville d'Austin en a plus : 961 855 habitants.",
        "Porto tiene 231.800 habitantes y 41,4 km². En Austin viven 961.855 habitantes.",
        "O Porto tem 231.800 habitantes e 41,4 km². Austin, com 961.855 habitantes.",
        "Porto conta 231.800 abitanti su 41,4 km². Austin ha 961.855 abitanti.",
        "Porto har 231 800 invånare på 41,4 km². Austin har 961 855 invånare.",
    ],
)
def test_a_sentence_says_how_big_a_party_is(text: str, plan: Callable[[str], Plan]) -> None:
    """In seven languages; a word such as "it" stands for the party named before."""
    read = plan(f"City: Porto (Portugal), Austin (USA)\n{_REST}Background: {text}\n")
    assert _told(read) == [("Porto", "PT", 231_800, 41.4), ("Austin", "US", 961_855, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Porto expects 200,000 new residents.",
        "Porto plants a tree for 10,000 residents.",
        "Porto has one library per 10,000 inhabitants.",
        "Porto planted 12 km² of forest.",
        "In Porto kommen 500 Autos auf je 1.000 Einwohner.",
        "Porto welcomes 3,000,000 visitors.",
    ],
)
def test_a_number_of_something_else_is_not_the_partys(
    text: str, plan: Callable[[str], Plan]
) -> None:
    """New, other or shared numbers say nothing of how big a party is."""
    read = plan(f"City: Porto (Portugal), Austin (USA)\n{_REST}Background: {text}\n")
    assert _told(read)[0] == ("Porto", "PT", None, None)


def test_challenges_are_not_asked_for_numbers(plan: Callable[[str], Plan]) -> None:
    """Who is counted in a challenge is not all who live there."""
    read = plan(
        f"City: Porto (Portugal), Austin (USA)\n{_REST}"
        "Challenges: In Porto 12,000 inhabitants live in damp homes\n"
    )
    assert _told(read)[0] == ("Porto", "PT", None, None)


def test_brackets_may_hold_the_country_and_more(plan: Callable[[str], Plan]) -> None:
    """Region, country and population in one pair of brackets."""
    read = plan(
        f"City: Larissa (Greece, 162,591 residents) and Austin (Texas, USA; 961,855)\n{_REST}"
    )
    assert _told(read) == [("Larissa", "GR", 162_591, None), ("Austin", "US", 961_855, None)]


def test_a_number_beside_the_country_is_the_partys(plan: Callable[[str], Plan]) -> None:
    """A card may have the residents in the cell of the country."""
    read = plan(
        f"City\tPorto\tAustin\nCountry\tPortugal, 231,800 residents\tUSA, 961,855 residents\n{_REST}"
    )
    assert _told(read) == [("Porto", "PT", 231_800, None), ("Austin", "US", 961_855, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Porto has 231,800 inhabitants, Austin 961,855.",
        "Porto conta 231.800 abitanti, Austin circa 961.855.",
        "Porto hat 231.800 Einwohner, Austin rund 961.855.",
        "Porto compte 231 800 habitants, Austin 961 855.",
    ],
)
def test_a_sentence_says_but_once_whom_it_counts(text: str, plan: Callable[[str], Plan]) -> None:
    """A bare number behind the other name is of the same kind."""
    read = plan(f"City: Porto (Portugal), Austin (USA)\n{_REST}Background: {text}\n")
    assert [told[2] for told in _told(read)] == [231_800, 961_855]


def test_a_bare_number_alone_says_nothing(plan: Callable[[str], Plan]) -> None:
    """Without a word for people it may count anything."""
    read = plan(
        f"City: Porto (Portugal), Austin (USA)\n{_REST}Background: Porto planted 231,800, "
        "Austin 961,855.\n"
    )
    assert [told[2] for told in _told(read)] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "City:City:’s",
        "City: A  B\u00a0C, D's\nA  B\u00a0C's 1,000 inhabitants",
        "City: ß ß, ẞẞẞ\nPopulation: ß ß 1,000",
        "City: (, .*, [a\nPopulation: .* 5,000; [a 6,000",
    ],
)
def test_odd_names_break_nothing(text: str, plan: Callable[[str], Plan]) -> None:
    """Names of signs, with blanks of any kind, or that fold to other lengths."""
    assert plan(f"{text}\nThemes: Water\nSDGs: 6\nPeriod: 2019\n").themes
