"""Which cells are whose: by the column of the name, or by the rows below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders.aliases import aliases_of
from citykg.loaders.places import halves_of, names_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan


def _values(plan: Plan) -> list[tuple[str | None, ...]]:
    return [
        tuple(
            stated and str(stated.value)
            for stated in (city.name, city.country, city.population, city.area_km2)
        )
        for city in plan.cities
    ]


def test_values_go_by_the_column_of_the_name(plan: Callable[[str], Plan]) -> None:
    """A column whose name is left blank has values of nobody that we know."""
    read = plan(
        "City\t–\tAustin\nCountry\tPortugal\tUnited States\nPopulation\t230,000\t960,000\n"
        "Area\t41 km2\t790 km2\nThemes\tWater\n"
    )
    assert _values(read) == [("Austin", "US", "960000", "790.0")]


def test_values_stay_below_the_name_of_their_party(plan: Callable[[str], Plan]) -> None:
    """A row that only the second party has is not the first one's."""
    read = plan(
        "City: Porto\nCountry: Portugal\nCity: Austin\nCountry: United States\n"
        "Population: 960,000\nThemes: Water\nDuration: 2018-2019\n"
    )
    assert _values(read) == [("Porto", "PT", None, None), ("Austin", "US", "960000", None)]


def test_a_flat_row_of_names_is_parted_by_its_countries(plan: Callable[[str], Plan]) -> None:
    """Two countries on their line make two names of two words."""
    read = plan("Stadt: Karlsruhe Pune\nLand: Deutschland Indien\nThemen: Wasser\nZiele: Sparen\n")
    assert [values[:2] for values in _values(read)] == [("Karlsruhe", "DE"), ("Pune", "IN")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bonn (Deutschland) und Cape Coast (Ghana)", ["Bonn", "Cape Coast"]),
        ("Städte: Bonn (Deutschland) und Cape Coast (Ghana)", ["Bonn", "Cape Coast"]),
        ("Samarbete mellan Malmö (Sverige), Tartu (Estland) och Ottawa", ["Malmö", "Tartu", "Ottawa"]),
        ("Cooperation between the City of Leeds and Jaipur", ["City of Leeds", "Jaipur"]),
        ("MADRID Y BUENOS AIRES", ["MADRID", "BUENOS AIRES"]),
        ("Brighton and Hove, UK and Lyon, France", ["Brighton and Hove", "Lyon"]),
        ("Aurora (Illinois, USA) · Bergamo (Italy) · Rimini (Italy)", ["Aurora", "Bergamo", "Rimini"]),
        ("Kobe (Hyogo, Japan), population 1.5 million; Venice, Italy, pop. 254,850", ["Kobe", "Venice"]),
        ("Canberra (ACT Government), Hamburg", ["Canberra", "Hamburg"]),
        ("Rotterdam (Europe) with Surat (Asia)", ["Rotterdam", "Surat"]),
        ("Frankfurt (Oder) & Leeds", ["Frankfurt (Oder)", "Leeds"]),
    ],
)  # fmt: skip
def test_names_are_told_apart_in_any_shape(text: str, names: list[str]) -> None:
    """A label, what joins them and what is said of them are no part of the names."""
    assert [text[n.start : n.end] for n in names_in(text, many=True)] == names


def test_the_countries_tell_how_many_names_there_are() -> None:
    """A finer joint parts two pairs."""
    text = "Rotterdam and Almada with Porbandar and Panaji"
    found = names_in(text, many=True, count=4)
    assert [text[n.start : n.end] for n in found] == ["Rotterdam", "Almada", "Porbandar", "Panaji"]


@pytest.mark.parametrize("text", ["Leeds/Jaipur", "Leeds–Jaipur", "Leeds-Jaipur"])
def test_a_stroke_parts_names_that_the_text_has_alone(text: str) -> None:
    """`Vitoria-Gasteiz` is one, as nothing says Gasteiz by itself."""
    found = halves_of(text, "Jaipur has one, Leeds two.")
    assert [text[n.start : n.end] for n in found] == ["Leeds", "Jaipur"]
    assert halves_of("Vitoria-Gasteiz", "In Vitoria-Gasteiz and Vitoria") == []


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Aarhus Kommune", "aarhus"),
        ("Halifax Regional Municipality", "halifax"),
        ("Grenoble-Alpes Métropole", "grenoble-alpes"),
        ("Barnsley Metropolitan Borough Council", "barnsley"),
        ("Göteborgs Stad", "goteborg"),
        ("Municipalidad Provincial de Piura", "piura"),
        ("Bangkok Metropolitan Administration", "bangkok"),
        ("Comune di Torino", "turin"),
        ("Ville de Bruxelles", "brussels"),
        ("City and County of San Francisco", "san francisco"),
        ("Region Skåne", "skane"),
    ],
)
def test_a_party_is_known_by_its_short_name(name: str, alias: str) -> None:
    """Without its office, and in other languages."""
    assert alias in aliases_of(name)


def test_no_city_is_called_as_its_country() -> None:
    """Mexico City is not Mexico."""
    assert "mexico" not in aliases_of("Mexico City")


def test_one_city_by_two_names_is_one_party(plan: Callable[[str], Plan]) -> None:
    """A title in one language, a row in another."""
    read = plan(
        "City: Torino, Italy\nCity: Turin, Italy\nCity: Leeds, UK\nThemes: Water\nSDGs: 6\n"
    )
    assert [city.name.value for city in read.cities] == ["Torino", "Leeds"]


def test_a_cell_may_name_two_each_with_its_office() -> None:
    """Where an office follows "and", a name ends before it."""
    text = "Leipzig und der Stadt Addis Abeba (Äthiopien)"
    found = names_in(text, many=False)
    assert [text[n.start : n.end] for n in found] == ["Leipzig", "Stadt Addis Abeba"]
