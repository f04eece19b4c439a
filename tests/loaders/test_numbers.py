"""Populations and areas, in the groupings that documents use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.amounts import companions, scale_in, unit_in
from citykg.loaders.numbers import areas_in, populations_in

# A cell, and the number of persons it states; none where it states no one number.
_POPULATIONS = """
530,000 | 530000
1'942,044 | 1942044
241 200 | 241200
120.000 | 120000
1.20.000 | 120000
12,34,567 | 1234567
1.15 lakh | 115000
2 crore | 20000000
100mila | 100000
250 mil | 250000
1.5 million | 1500000
1,9 M | 1900000
1.2m | 1200000
some 530 000 | 530000
ca. 530.000 Einwohner | 530000
approx. 34,000 | 34000
500,000-600,000 |
between 500,000 and 600,000 |
more than 1 million | 1000000
281 711 (2021) | 281711
281 711¹ | 281711
281,711* | 281711
281,711 [1] | 281711
530,000 (metro 2.7 million) | 530000
2.7 million (metro), 530,000 (city) | 530000
530,000 (city), 2.7 million (metropolitan area) | 530000
City: 530,000; Metro: 4.8 million | 530000
Calgary 1,267,344; Calgary CMA 1,392,609 | 1267344
530,000 inhabitants, 4,500/km² | 530000
density 4,500 inhabitants per km2; 530,000 inhabitants | 530000
530,000 in 250,000 households | 530000
half a million | 500000
two hundred and fifty thousand | 250000
medio millón | 500000
un millón y medio | 1500000
trois cent mille | 300000
deux millions | 2000000
zwei Millionen | 2000000
eine halbe Million | 500000
due milioni | 2000000
meio milhão | 500000
en halv miljon | 500000
duas centenas |
two million three hundred thousand | 2300000
1,9 Mio. | 1900000
0,53 Mio. Einwohner (Stand 31.12.2018) | 530000
530.000 (31.12.2018) | 530000
530.000 (Stand: 31. Dezember 2018) | 530000
2018: 530,000 | 530000
530,000 (2018); 520,000 (2011) | 530000
1,193,605 (INE 2018) | 1193605
530,000 (8% of the country) | 530000
1 200 000 (2018 estimate) | 1200000
0.5 million | 500000
1 024 000 habitants | 1024000
~ 300 000 | 300000
n/a |
1.000.000 de habitantes | 1000000
3,8 millones | 3800000
530 000 hab. | 530000
3rd largest city, 530,000 | 530000
1,267,344 (metropolitan area: 1,392,609) | 1267344
about 85 thousand | 85000
85 tis. | 85
650k | 650000
1 234 567 | 1234567
1234567 | 1234567
2 015 394 | 2015394
"""

# A cell in a row of areas, and its square kilometres.
_AREAS = """
115.64 km ² | 115.64
140.9 km2 | 140.9
7 434.4 km2 | 7434.4
210.34 km 2 | 210.34
1200 ha | 12
10,000 acres | 40.468564
45 sq mi (116.5 km²) | 116.5
100 square miles | 258.998811
8.42 sq mi | 21.8077
1.521 kmq | 1521
82 Quadratkilometer | 82
82,4 Quadratkilometern | 82.4
82 chilometri quadrati | 82
82 kvadratkilometer | 82
82 km carrés | 82
82 kilomètres carrés | 82
82 km cuadrados | 82
82 quilômetros quadrados | 82
82 sq. km. | 82
82 sqkm | 82
82 km^2 | 82
238.4 km2 (of which 209.6 land) | 238.4
125 km² (land area: 120 km²) | 125
116.5 km² (45 sq mi) | 116.5
1 200 hectares | 12
115 km | 115
approx. 140 km2 | 140
1.2 million km² | 1200000
5.600 ha | 56
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


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


@pytest.mark.parametrize(("text", "value"), _rows(_POPULATIONS))
def test_a_cell_states_one_population(text: str, value: str) -> None:
    """The city's, not its region's; no year, density, share, rank or number of households."""
    assert "".join(str(number.value) for number in populations_in(text)[:1]) == value


@pytest.mark.parametrize(("text", "value"), _rows(_AREAS))
def test_an_area_is_read_in_any_unit_and_language(text: str, value: str) -> None:
    """Of one area in two units the square kilometres are taken."""
    (number,) = areas_in(text, "km2")
    assert f"{number.value:.10g}" == value


@pytest.mark.parametrize(
    ("label", "scale"),
    [
        ("Population (in thousands)", 1_000),
        ("Population ('000)", 1_000),
        ("Population (millions)", 1_000_000),
        ("Einwohner (in Tausend)", 1_000),
        ("Población (miles)", 1_000),
        ("Population (2020)", 1),
        ("Population", 1),
    ],
)
def test_a_label_may_multiply(label: str, scale: int) -> None:
    """`530` in a row of thousands is 530,000; what is written in full is not multiplied."""
    assert scale_in(label) == scale
    if scale == 1_000:
        assert populations_in("530", scale=scale)[0].value == 530_000
        assert populations_in("530,000", scale=scale)[0].value == 530_000


@pytest.mark.parametrize(
    ("text", "number", "taken"),
    [
        ("approx. 34,000 inhabitants (2018 census), growing", "34,000", -9),
        ("ca. 530.000 Einwohner (31.12.2018)", "530.000", None),
        ("a population of 530,000 people (April 2019)", "530,000", None),
        ("281 711 [1]*", "281 711", None),
    ],
)
def test_what_only_goes_with_a_number_is_taken_with_it(
    text: str, number: str, taken: int | None
) -> None:
    """How exact it is, whom it counts and of which year are no facts of their own."""
    at = text.index(number)
    assert text[slice(*companions(text, at, at + len(number)))] == text[:taken]


def test_what_goes_with_another_number_is_left() -> None:
    """The population of the wider area stays unread, for a person to see."""
    text = "530,000 (metro 2.7 million)"
    assert companions(text, 0, 7) == (0, 7)


@given(st.text(alphabet="0123456789.,' \u00a0()-milokmh2²%/", max_size=40))
def test_any_cell_gives_numbers_that_stand_in_it(text: str) -> None:
    """Numbers are in order, inside the text, and no cell makes the grammar fail."""
    for read in (populations_in, areas_in):
        at = 0
        for number in read(text):
            assert at <= number.start < number.end <= len(text)
            at = number.end
