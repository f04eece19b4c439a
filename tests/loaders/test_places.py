"""Places: countries by any usual name, regions out of prose, the names of parties."""

from __future__ import annotations

import pytest

from citykg.loaders.places import aliases_of, country_in, names_in, region_in


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("United Kingdom", "GB"), ("UK", "GB"), ("U.K.", "GB"), ("USA", "US"), ("US", "US"),
        ("United States of America", "US"), ("South Korea", "KR"), ("Korea", "KR"),
        ("The Netherlands", "NL"), ("Czechia", "CZ"), ("Viet Nam", "VN"), ("DE", "DE"),
        ("Royaume-Uni", "GB"), ("Estados Unidos", "US"), ("Deutschland", "DE"), ("Italia", "IT"),
        ("it", None), ("in", None), ("New South Wales", None), ("New Jersey", None),
        ("Ruritania", None), ("France, Japan", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_any_usual_name(text: str, code: str | None) -> None:
    """Words that are codes by chance, and parts of longer names, are no countries."""
    named = country_in(text)
    assert (named and named[0]) == code


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Quebec", "Quebec"),
        (
            "Manchester is a city and metropolitan borough in Greater Manchester",
            "Greater Manchester",
        ),
        ("It is the largest city in the Canadian province of Quebec", "Quebec"),
        ("Santa Monica is a city in western Los Angeles County, California", "California"),
        ("Ottawa stands on the south bank of the Ottawa River in southern Ontario", "Ontario"),
        ("Austin is the capital of Texas, in the United States", "Texas"),
        ("Hesse, Germany", "Hesse"),
        ("Ontario (Canada)", "Ontario"),
        ("South Holland (Zuid-Holland)", "South Holland"),
        ("Montréal, Québec, Canada", "Québec"),
        ("Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes"),
        ("Germany", None),
        ("n/a", None),
    ],
)
def test_a_region_is_read_from_a_name_or_from_prose(text: str, region: str | None) -> None:
    """A people, a river or a country is not the region."""
    span = region_in(text)
    assert (span and text[slice(*span)]) == region


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Manchester (UK) and Montreal (Canada)", [("Manchester", "GB"), ("Montreal", "CA")]),
        ("Cork, Ireland; Kobe, Japan", [("Cork", "IE"), ("Kobe", "JP")]),
        ("Austin, Texas, USA", [("Austin", "US")]),
        ("Lyon, France and Boston, Massachusetts, USA", [("Lyon", "FR"), ("Boston", "US")]),
        ("Vitoria-Gasteiz – Edmonton", [("Vitoria-Gasteiz", None), ("Edmonton", None)]),
        ("Málaga / Cartagena", [("Málaga", None), ("Cartagena", None)]),
        ("Bangkok*", [("Bangkok", None)]),
    ],
)
def test_the_parties_of_one_cell(text: str, names: list[tuple[str, str | None]]) -> None:
    """Names are cut where one ends; a country beside a name is that party's."""
    found = names_in(text, many=True)
    assert [(text[n.start : n.end], n.country and n.country[0]) for n in found] == names


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Barnsley Metropolitan Borough Council", "barnsley"),
        ("Frankfurt am Main", "frankfurt"),
        ("Cartagena de Indias", "cartagena"),
        ("New York City", "new york"),
        ("Free and Hanseatic City of Hamburg", "hamburg"),
        ("São Paulo", "sao paulo"),
    ],
)
def test_sentences_name_a_party_more_shortly(name: str, alias: str) -> None:
    """A party goes by its name without its office and without what tells it from others."""
    assert alias in aliases_of(name)
