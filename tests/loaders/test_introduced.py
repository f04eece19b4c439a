"""Parties that no label names: introduced by a title, a sentence, a header or a heading."""

from __future__ import annotations

import pytest
from conftest import plans_in
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.introduced import parties_introduced
from citykg.loaders.lines import lines_of

REST = "\nPeriod: 2018-2020\nThemes: housing\nSDGs: 11\nObjectives: To learn.\n"


def names(text: str, suffix: str = ".txt") -> list[object]:
    """The names of the parties of a document."""
    return [city.name.value for city in plans_in(text, suffix)[0].cities]


@pytest.mark.parametrize(
    "text",
    [
        "Porto (Portugal) and Austin (USA)\n" + REST,
        "Porto (Portugal) – Austin (USA)\n" + REST,
        "How Porto and Austin plan their parks\n\nPorto has many. Austin has few. Porto helps Austin.\n"
        + REST,
        "A story of parks\n\nSince May 2018 Porto (Portugal, 230,000 inhabitants) has been helping Austin (USA). Porto and Austin like parks.\n"
        + REST,
        "Parks\n\n- Porto (Portugal): 230,000 inhabitants\n- Austin (USA): 960,000 inhabitants\n\nPorto leads. Austin follows.\n"
        + REST,
    ],
    ids=["and", "dash", "spoken of", "in a sentence", "lines"],
)
def test_a_text_introduces_its_parties(text: str) -> None:
    """By their countries in brackets, or by speaking of both again and again."""
    assert names(text) == ["Porto", "Austin"]


def test_small_words_are_part_of_a_name() -> None:
    """A name of several words is taken whole."""
    text = "Vila Nova de Gaia (Portugal) e Rio de Janeiro (Brasil)\n" + REST
    assert names(text) == ["Vila Nova de Gaia", "Rio de Janeiro"]


@pytest.mark.parametrize(
    "text",
    [
        "Urban Agenda and Climate Action\n\nThe agenda asks for action. Climate action needs an agenda.\n",
        "Twin towns: Bristol (UK), Rouen (France), Leipzig (Germany), Perpignan (France), Malawi (Blantyre)\n",
    ],
    ids=["common words", "a list of others"],
)
def test_what_is_no_party_is_not_taken_for_one(text: str) -> None:
    """Words that also stand in lower case, and places that are named once, are no parties."""
    assert parties_introduced(text, list(lines_of(text))) == []


def test_the_header_of_the_columns_names_the_parties() -> None:
    """What else the document calls cities are others."""
    text = "Profile\n\n\tPorto\tAustin\nCountry\tPortugal\tUSA\nPopulation\t230,000\t960,000\nThemes\tparks\n\nPartner cities\nBristol, Rouen, Leipzig\n"
    assert names(text) == ["Porto", "Austin"]


def test_regions_are_the_parties_that_a_title_names() -> None:
    """The row of regions and the title say the same names: no city is made of them."""
    (plan,) = plans_in(
        "Cooperation: Lapland and Alberta\n\nRegion:\tLapland\tAlberta\nCountry:\tFinland\tCanada\nPopulation:\t176,000\t4,500,000\nThemes:\ttourism\n\nLapland likes Alberta. Alberta likes Lapland.\n"
    )
    assert [(city.name.value, city.kind, city.region) for city in plan.cities] == [
        ("Lapland", "region", None),
        ("Alberta", "region", None),
    ]


def test_a_partys_name_opens_its_part_of_a_list() -> None:
    """The items below a name are of that party."""
    (plan,) = plans_in(
        "City:\tPorto\tAustin\nCountry:\tPortugal\tUSA\nThemes:\tparks\n\nChallenges\n• Porto\n• Few trees\n• Austin\n• Hot summers\n"
    )
    assert [(item.value, item.cities) for item in plan.challenges] == [
        ("Few trees", ("Porto",)),
        ("Hot summers", ("Austin",)),
    ]


@given(st.text(alphabet="AB ab(),.éñ–\n\u2060", max_size=200))
def test_cells_lie_in_their_lines(text: str) -> None:
    """Whatever a text says, the cells are spans of it."""
    for start, end in parties_introduced(text, list(lines_of(text))):
        assert 0 <= start < end <= len(text)
        assert "\n" not in text[start:end]
