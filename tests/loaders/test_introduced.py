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


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "between the City of Porto, represented by its Mayor, Mr. Rui Reis, and the Municipality of Kotka, represented by Ms Aino Laine (hereinafter the Parties), it is agreed that Porto and Kotka meet.",
            ["Porto", "Kotka"],
        ),
        (
            "Entre el Ayuntamiento de Avilés, representado por su alcaldesa, y la Municipalidad de Osorno, representada por su alcalde. Avilés y Osorno cooperan.",
            ["Avilés", "Osorno"],
        ),
        (
            "Entre o Município de Braga, neste ato representado pelo Presidente, e a Prefeitura Municipal de Santos, representada pela Prefeita. Braga visita Santos.",
            ["Braga", "Santos"],
        ),
        (
            "tra il Comune di Lucca, rappresentato dal Sindaco, e la Municipalità di Tandil, nella persona della Sindaca. Lucca e Tandil collaborano.",
            ["Lucca", "Tandil"],
        ),
        (
            "Entre la Ville de Nantes, représentée par sa maire, d'une part,\net la Commune de Sousse, représentée par son maire, d'autre part : Nantes accueille Sousse.",
            ["Nantes", "Sousse"],
        ),
        (
            "zwischen der Stadt Kassel, vertreten durch den Oberbürgermeister, und der Stadt Kumasi, vertreten durch die Bürgermeisterin. Kassel besucht Kumasi.",
            ["Kassel", "Kumasi"],
        ),
        (
            "mellan Linköpings kommun, företrädd av Anna Berg, och Kisumu stad, företrädd av Peter Otieno. Kisumu besökte Linköping.",
            ["Linköpings kommun", "Kisumu stad"],
        ),
        (
            "Between:\n\n(1) The City of Porto, acting through its Mayor;\n\nand\n\n(2) Austin City Council, acting through its Manager.\n\nPorto and Austin plan.",
            ["Porto", "Austin City Council"],
        ),
    ],
    ids=["en", "es", "pt", "it", "fr", "de", "sv", "numbered"],
)
def test_an_agreement_says_between_whom_it_is(text: str, parties: list[str]) -> None:
    """Whoever signs stands between the one and the other."""
    found = parties_introduced(text, list(lines_of(text)))
    assert [text[a:b] for a, b in found] == parties


@pytest.mark.parametrize(
    "text",
    [
        "Trade between Europe, represented by the Commission, and Asia grew. It grows.",
        "The road between the City of Porto and the City of Braga is long.",
        "between the Parties, represented as above, and the Mayor. The Parties and the Mayor like parties and the mayor.",
    ],
    ids=["once", "a road", "common words"],
)
def test_what_stands_between_is_not_always_a_party(text: str) -> None:
    """A party of an agreement is spoken of again, and its name is no common word."""
    assert parties_introduced(text, list(lines_of(text))) == []


def test_an_office_introduces_who_writes_a_letter() -> None:
    """Beside the partner that stands with its country; a third town that is named once is none."""
    text = "I write on behalf of the City of Ghent about our exchange with Surabaya (Indonesia).\nGhent will host Surabaya in May. The Municipality of Lier was a guest. Ghent thanks Surabaya.\n"
    found = parties_introduced(text, list(lines_of(text)))
    assert [text[a:b] for a, b in found] == ["Ghent", "Surabaya (Indonesia)"]


def test_a_row_of_parties_that_is_blank_leaves_them_to_the_sentences() -> None:
    """What the title names is asked for as if there were no such row."""
    assert names("Porto (Portugal) and Austin (USA)\n\nCities:\n" + REST) == ["Porto", "Austin"]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Notes on parks\nGwalior has few of them. Leuven has many, and Leuven helps Gwalior, which Rome did not.\nIn May, Gwalior sent its gardeners to Leuven.",
            ["Gwalior", "Leuven"],
        ),
        (
            "Málaga, 4 de mayo de 2019\nAlcaldía Mayor de Cartagena de Indias\nEstimados colegas: gracias por su visita.\nAyuntamiento de Málaga",
            ["Málaga", "Cartagena de Indias"],
        ),
    ],
    ids=["spoken of", "a letter"],
)
def test_two_cities_of_the_world_are_the_parties_of_a_text_about_them(
    text: str, parties: list[str]
) -> None:
    """Where no country, office or title says more; the letter names each with its office."""
    found = parties_introduced(text, list(lines_of(text)))
    assert [text[a:b] for a, b in found] == parties


def test_a_text_about_three_cities_alike_has_no_pair() -> None:
    """Nothing tells which two of them are meant."""
    text = "Gwalior spoke. Leuven spoke. Rome spoke.\n" * 3
    assert parties_introduced(text, list(lines_of(text))) == []


def test_a_list_of_three_names_three_parties() -> None:
    """If the text speaks of the first as well; a month before a pair is none."""
    text = "Gwalior, Leuven and Rome met. Gwalior spoke. Leuven spoke. Rome spoke. Gwalior, Leuven, Rome.\n"
    found = parties_introduced(text, list(lines_of(text)))
    assert [text[a:b] for a, b in found] == ["Gwalior", "Leuven", "Rome"]


def test_capitals_around_a_name_are_no_part_of_it() -> None:
    """German has them in each noun, and each sentence begins with one."""
    text = "Bericht zur Zusammenarbeit der Stadt Kassel im Rahmen des Programms.\nMit Yokohama (Japan) arbeitet Kassel seit 2017. Kassel besuchte Yokohama.\n"
    found = parties_introduced(text, list(lines_of(text)))
    assert [text[a:b] for a, b in found] == ["Kassel", "Yokohama (Japan)"]
