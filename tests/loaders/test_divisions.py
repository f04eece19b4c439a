"""Parts of countries behind a city: by name, and by a code that may also be a country's."""

from __future__ import annotations

import pytest

from citykg.loaders.divisions import is_division, is_division_of
from citykg.loaders.places import names_in


@pytest.mark.parametrize(
    ("text", "name", "country", "region"),
    [
        ("Chicago (IL)", "Chicago", None, "IL"),
        ("Chicago, IL", "Chicago", None, "IL"),
        ("Haifa (IL)", "Haifa", "IL", None),
        ("Pune (IN)", "Pune", "IN", None),
        ("Bergamo (BG)", "Bergamo", None, "BG"),
        ("Sofia (BG)", "Sofia", "BG", None),
        ("Curitiba (PR)", "Curitiba", None, "PR"),
        ("Recife/PE", "Recife", None, "PE"),
        ("Campinas-SP", "Campinas", None, "SP"),
        ("Köln (NW)", "Köln", None, "NW"),
        ("Halle (DE)", "Halle", "DE", None),
        ("Wilmington, DE, USA", "Wilmington", "US", "DE"),
        ("Richmond (CA)", "Richmond", "CA", None),
        ("Ontario (CA)", "Ontario", "CA", None),
        ("Vitoria (ES)", "Vitoria", "ES", None),
        ("George Town (Penang)", "George Town", None, "Penang"),
        ("Frankfurt (Oder)", "Frankfurt (Oder)", None, None),
        ("Porto, PT", "Porto", "PT", None),
    ],
)
def test_a_code_behind_a_city_is_that_of_its_part_of_the_country(
    text: str, name: str, country: str | None, region: str | None
) -> None:
    """Where a city of that name lies there, and none in the country of the same code."""
    (found,) = names_in(text, many=True)
    assert text[found.start : found.end] == name
    assert (found.country and found.country[0]) == country
    assert (found.region and text[slice(*found.region)]) == region


def test_codes_do_not_part_names_from_their_places() -> None:
    """A dash before a code joins it to its city; the next dash parts two cities."""
    text = "Recife - PE – Curitiba - PR"
    found = names_in(text, many=True)
    assert [text[n.start : n.end] for n in found] == ["Recife", "Curitiba"]


@pytest.mark.parametrize("code", ["", "il", "I", "ILLI", "XX", "I1"])
def test_what_is_no_code_is_that_of_no_part(code: str) -> None:
    """Only two or three capitals are."""
    assert not is_division_of("Chicago", code)
    assert not is_division(code)
