"""Words for the people of a party stand for the party, and for none where two may be meant."""

from __future__ import annotations

import pytest
from conftest import plans_in
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.demonyms import demonyms_in
from citykg.plan import City, Stated


def city(name: str, country: str | None = None, region: str | None = None) -> City:
    """A party as a plan states it."""

    def stated(value: str | None) -> Stated[str] | None:
        return Stated(value, 0, 0, "") if value else None

    return City(name=Stated(name, 0, 0, ""), country=stated(country), region=stated(region))


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("A Mancunian delegation met them.", "Manchester", "mancunian"),
        ("Die Leipziger Delegation reiste ab.", "Leipzig", "leipziger"),
        ("La delegación gijonesa viajó.", "Ayuntamiento de Gijón", "gijonesa"),
        ("Les Lillois ont reçu leurs hôtes.", "Lille", "lillois"),
        ("I tecnici ferraresi hanno visitato.", "Comune di Ferrara", "ferraresi"),
        ("Os técnicos aveirenses visitaram.", "Aveiro", "aveirenses"),
        ("Malmöborna besökte dem.", "Malmö", "malmoborna"),
    ],
)
def test_an_end_makes_the_name_of_a_city_one_of_its_people(text: str, name: str, word: str) -> None:
    """In each language, and where no end does, by a list."""
    assert demonyms_in(text, [city("Kumasi"), city(name)]) == ((word, 1),)


@pytest.mark.parametrize(
    "text",
    [
        "The Canadian delegation came.",
        "Los expertos canadienses y el socio canadiense.",
        "Il gruppo canadese.",
        "Le partenaire canadien.",
        "Die kanadischen Partner kamen.",
        "Den kanadensiska gruppen kom.",
        "A equipe canadense veio.",
        "It was the Canadians, who came.",
        "Les Canadiens sont venus.",
    ],
)
def test_the_people_of_a_country_are_its_only_party(text: str) -> None:
    """Beside a word for a group, or in the plural behind an article."""
    parties = [city("Halifax", "CA"), city("Tallinn", "EE")]
    assert {alias.party for alias in demonyms_in(text, parties)} == {0}
    assert demonyms_in(text, [*parties, city("Ottawa", "CA")]) == ()
    assert demonyms_in(text, [city("Halifax"), city("Tallinn", "EE")]) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Victorian houses and Porter's bridge",
        "a Latin American delegation, a South American team",
        "Canadian dollars, the Canadian approach",
        "The Canadian capital is elsewhere.",
        "the Spaniards",
    ],
)
def test_other_words_are_no_people(text: str) -> None:
    """What is only spelt alike, said of others, or said of things."""
    parties = [city("Victoria", "CA"), city("Austin", "US"), city("Porto", "PT")]
    assert demonyms_in(text, parties) == ()


def test_a_capital_is_called_so() -> None:
    """That of the country or of the region that it lies in."""
    parties = [city("Barcelona", "ES", "Catalonia"), city("Ottawa", "CA")]
    found = demonyms_in("The Catalan capital hosted. The Canadian capital came.", parties)
    assert [tuple(alias) for alias in found] == [("canadian capital", 1), ("catalan capital", 0)]


def test_people_go_where_their_party_goes() -> None:
    """Who came to whom is read of people as of names."""
    (plan,) = plans_in(
        "Cities: Manchester | Barcelona\nCountry: United Kingdom | Spain\nThemes: water\n"
        "Period: 2018-2020\nActivities:\nIn May 2019 a Mancunian delegation visited Barcelona.\n"
        "The Spanish team visited Manchester in October 2019.\n",
        ".txt",
    )
    assert [(event.hosts, event.visitors) for event in plan.activities] == [
        (("Barcelona",), ("Manchester",)),
        (("Manchester",), ("Barcelona",)),
    ]


@given(st.text(max_size=60), st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_any_text_is_taken(text: str, one: str, two: str) -> None:
    """Whatever the words and names are, each alias is one of a party."""
    found = demonyms_in(text, [city(one, "CA"), city(two, "ES")])
    assert all(alias.party in {0, 1} and alias.words for alias in found)
