"""The plan summary in its layouts: the same facts, whatever cuts the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

TABS = """City:\tPorto\tSan Antonio
Region:\tNorte\tTexas
Country:\tPortugal\tUnited States
Population:\t231 800\t1,434,625
Size (km²)\t41.42\t1,205.4 km²
Period\tMay 2018 - June 2020\t
Themes:\t• Water • Mobility
"""
PIPES = """|  | Porto | San Antonio |
|---|---|---|
| Region | Norte | Texas |
| **Country** | Portugal | United States |
| Population | 231 800 | 1,434,625 |
| Size (km²) | 41.42 | 1,205.4 km² |
| Period | May 2018 - June 2020 | |
| Themes | • Water • Mobility | |
"""
COLUMNS = """City           Porto          San Antonio
Region         Norte          Texas
Country        Portugal       United States
Population     231 800        1,434,625
Area           41.42 km2      1,205.4 km2
Period         May 2018 - June 2020

Themes         • Water • Mobility
"""
LINES = """Cities: Porto and San Antonio
Region: Norte / Texas
Country: Portugal, United States
Population: 231 800 / 1,434,625
Area: 41.42 km² / 1,205.4 km²
Period: May 2018 - June 2020
Themes: Water; Mobility
"""
STACKED = """Cities
Porto
San Antonio

Region
Norte
Texas

Country
Portugal
United States

Population
231 800
1,434,625

Area
41.42 km²
1,205.4 km²

Period
May 2018 - June 2020

Themes
Water
Mobility
"""
HTML = """<table>
<tr><td><b>City</b></td><td>Porto</td><td>San&nbsp;Antonio</td></tr>
<tr><td>Region</td><td>Norte</td><td>Texas</td></tr>
<tr><td>Country</td><td>Portugal</td><td>United States</td></tr>
<tr><td>Population</td><td>231&nbsp;800</td><td>1,434,625</td></tr>
<tr><td>Size (km<sup>2</sup>)</td><td>41.42</td><td>1,205.4</td></tr>
<tr><td>Period</td><td colspan="2">May 2018 &ndash; June 2020</td></tr>
<tr><td>Themes</td><td colspan="2"><ul><li>Water<li>Mobility</ul></td></tr>
</table>
"""


def facts(plan: Plan) -> tuple[object, ...]:
    """What the layouts below all state."""
    cities = [
        tuple(
            getattr(city, name) and getattr(city, name).value
            for name in ("name", "region", "country", "population", "area_km2")
        )
        for city in plan.cities
    ]
    assert plan.period
    assert plan.period.start
    assert plan.period.end
    return (
        *cities,
        (plan.period.start.value, plan.period.end.value),
        [theme.value for theme in plan.themes],
    )


@pytest.mark.parametrize(
    "text", [TABS, PIPES, COLUMNS, LINES, STACKED, HTML],
    ids=["tabs", "pipes", "columns", "lines", "stacked", "html"],
)  # fmt: skip
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_same_facts_in_every_layout(
    text: str, line_end: str, plan: Callable[[str], Plan]
) -> None:
    """Tabs, pipes, blanks, lines, stacks and mark-up cut the same rows."""
    assert facts(plan(text.replace("\n", line_end))) == (
        ("Porto", "Norte", "PT", 231_800, 41.42),
        ("San Antonio", "Texas", "US", 1_434_625, 1205.4),
        ("2018-05", "2020-06"),
        ["Water", "Mobility"],
    )


def test_rows_in_another_order_say_the_same(plan: Callable[[str], Plan]) -> None:
    """The order of the rows means nothing."""
    lines = TABS.splitlines(keepends=True)
    assert facts(plan("".join(reversed(lines)))) == facts(plan(TABS))


def test_a_flat_row_gives_each_party_its_own(plan: Callable[[str], Plan]) -> None:
    """Rows that lost their columns are read by what their values are."""
    read = plan(
        "City Porto Austin\nCountry Portugal United States\nPopulation 231 800 974,447\n"
        "Size 41.42 km 2 704 km 2\nThemes • Water • Mobility\n2\nChallenges • Floods • Heat\n"
    )
    assert [
        (c.name.value, c.country and c.country.value, c.population and c.population.value)
        for c in read.cities
    ] == [("Porto", "PT", 231_800), ("Austin", "US", 974_447)]
    assert [c.area_km2 and c.area_km2.value for c in read.cities] == [41.42, 704]
    assert [challenge.value for challenge in read.challenges] == ["Floods", "Heat"]


def test_what_cannot_be_shared_out_is_nobodys(plan: Callable[[str], Plan]) -> None:
    """A value whose party is not clear is given to none, and reported."""
    read = plan(
        "City Porto Austin\nRegion Grande Porto Hill Country\nCountry Portugal United States\n"
        "Population 231 800 974,447\n"
    )
    assert [city.region for city in read.cities] == [None, None]
    assert "region" in {problem.code for problem in read.problems}
    assert "Grande Porto Hill Country" in {unread.value for unread in read.unread}


def test_a_label_that_is_not_known_is_reported_and_unread(row: Callable[[str], Plan]) -> None:
    """The row of an unknown label is not given to the field above it."""
    read = row("Themes:\t• Water\nMascot:\tA dragon\tA bat\n")
    assert [theme.value for theme in read.themes] == ["Water"]
    assert [unread.value for unread in read.unread] == ["Mascot: A dragon A bat"]
    assert [problem.code for problem in read.problems] == ["label"]


def test_a_field_without_a_value_is_stated_but_empty(row: Callable[[str], Plan]) -> None:
    """An empty field is not the same as a field that is not there."""
    read = row("Related SDGs:\t\nThemes:\tn/a\n")
    assert [empty.value for empty in read.empty] == ["sdgs", "themes"]
    assert (read.sdgs, read.themes) == ((), ())


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("Population:\tmany\ta few\n", "population"),
        ("Country:\tRuritania\tUSA\n", "country"),
        ("SDGs:\t8, 18\n", "goal"),
        ("Period:\tsome time\n", "period"),
        ("Period:\tMay 2019 - March 2018\n", "period"),
        ("EU Urban Agenda:\t- Flying cars\n", "Urban Agenda topic"),
    ],
)
def test_a_broken_value_is_a_problem_with_its_line(
    rows: str, code: str, plan: Callable[[str], Plan]
) -> None:
    """A value that cannot be right is kept with its words, and said to be wrong."""
    head = "City:\tPorto\tAustin\nThemes:\tWater\n"
    country = "" if "Country" in rows else "Country:\tPortugal\tUSA\n"
    read = plan(head + country + rows)
    assert code in {problem.code for problem in read.problems}
    assert all(problem.line >= 1 and problem.message for problem in read.problems)


def test_a_page_number_is_no_value(plan: Callable[[str], Plan]) -> None:
    """What a page break leaves behind belongs to no field."""
    read = plan(
        "City:\tPorto\tAustin\nCountry:\tPortugal\tUSA\nSDGs:\tSDG 11\n\n12\n\nThemes:\tWater\n"
    )
    assert [goal.value for goal in read.sdgs] == [11]
    assert [unread.value for unread in read.unread] == ["12"]


def test_three_cities_are_three_parties(plan: Callable[[str], Plan]) -> None:
    """A cooperation is not forced into a pair."""
    read = plan("City\tKawasaki\tZagreb\tRijeka\nCountry\tJapan\tCroatia\tCroatia\nThemes\tWaste\n")
    assert [c.country and c.country.value for c in read.cities] == ["JP", "HR", "HR"]
    assert read.id == "kawasaki-zagreb-rijeka"


def test_regions_are_parties_where_no_city_is_named(plan: Callable[[str], Plan]) -> None:
    """A cooperation of regions has regions for parties."""
    read = plan("Regions:\tPiura\tExtremadura\nCountry:\tPeru\tSpain\nThemes:\tWater\n")
    assert [(c.name.value, c.kind) for c in read.cities] == [
        ("Piura", "region"),
        ("Extremadura", "region"),
    ]


def test_a_text_that_is_no_plan_is_refused(plan: Callable[[str], Plan]) -> None:
    """The sentence says what a plan would have."""
    with pytest.raises(DataError, match="is not a plan summary"):
        plan("Minutes\n\nThose present: two.\n")
