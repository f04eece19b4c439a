"""Populations and areas, in the groupings that documents use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.numbers import areas_in, populations_in, unit_in


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("530,000", 530_000),
        ("1'942,044", 1_942_044),
        ("1’942’044", 1_942_044),
        ("241 200", 241_200),
        ("241\u00a0200", 241_200),
        ("120.000", 120_000),
        ("100mila", 100_000),
        ("1.5 million", 1_500_000),
        ("1,9 M", 1_900_000),
        ("34.5k", 34_500),
        ("281 711 (2021)", 281_711),
        ("1 200 000 (2018 estimate)", 1_200_000),
        ("approx. 34,000 inhabitants", 34_000),
        ("half a million", 500_000),
        ("two million", 2_000_000),
        ("2 miljoner", 2_000_000),
    ],
)
def test_a_population_is_read_in_any_grouping(text: str, value: int) -> None:
    """The number of persons does not depend on how its digits are grouped."""
    assert [number.value for number in populations_in(text)] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("530,000 1'942,044", [530_000, 1_942_044]),
        ("241 200 4 000 000", [241_200, 4_000_000]),
        ("703 021 359 555", [703_021, 359_555]),
    ],
)
def test_two_populations_in_a_flat_row_are_told_apart(text: str, values: list[int]) -> None:
    """A row that lost its columns still holds one number for each party."""
    assert [number.value for number in populations_in(text, expected=2)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("115.64 km ²", [115.64]),
        ("140.9 km2", [140.9]),
        ("13 756 km2", [13756]),
        ("7 434.4 km2", [7434.4]),
        ("210.34 km 2 96.5 km 2", [210.34, 96.5]),
        ("329 km2 18 600 km2", [329, 18600]),
        ("1200 ha", [12]),
        ("45 sq mi", [116.549465]),
        ("100 km^2", [100]),
        ("1,572 km²", [1572]),
    ],
)
def test_an_area_is_read_with_its_unit(text: str, values: list[float]) -> None:
    """The 2 of a flattened km² is no number; hectares and square miles become km²."""
    assert [number.value for number in areas_in(text)] == values


@pytest.mark.parametrize(
    ("label", "unit"), [("Size (km²)", "km2"), ("Area in ha", "ha"), ("Area", None)]
)
def test_a_label_may_name_the_unit(label: str, unit: str | None) -> None:
    """A bare number has the unit of its label."""
    assert unit_in(label) == unit


@given(
    st.integers(1000, 40_000_000), st.sampled_from([",", ".", " ", "'", "’", "\u00a0", "\u2009"])
)
def test_any_grouped_number_is_read_whole(value: int, sign: str) -> None:
    """Whatever sign groups the digits, the number and its place are right."""
    written = f"{value:,}".replace(",", sign)
    (number,) = populations_in(f" {written} ")
    assert (number.value, number.start, number.end) == (value, 1, 1 + len(written))
