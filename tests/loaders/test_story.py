"""Sentences around the rows, unknown labels, numbered headings: nothing joins what it is not of."""

from __future__ import annotations

from conftest import plans_in

HEAD = "City:\tPorto\tAustin\nCountry:\tPortugal\tUSA\nThemes:\tparks\n"


def test_sentences_before_the_facts_tell_what_was_done() -> None:
    """A page may tell a story and have its box of facts behind."""
    (plan,) = plans_in(
        "Parks for all\n\nIn May 2019 planners from Austin visited Porto to see its gardens.\n\n"
        "Cities: Porto, Austin\nCountries: Portugal, USA\nThemes: parks\nPeriod: 2018-2020\n"
    )
    (visit,) = plan.activities
    assert (visit.hosts, visit.visitors) == (("Porto",), ("Austin",))
    assert [date.value for date in visit.dates] == ["2019-05"]


def test_sentences_behind_a_table_are_not_of_its_last_row() -> None:
    """The objective ends with its row."""
    (plan,) = plans_in(
        HEAD
        + "Objectives:\tTo plant trees.\n\nA workshop was held in Porto in May 2019.\nIt was well attended by the neighbours.\n"
    )
    assert [item.value for item in plan.objectives] == ["To plant trees."]
    assert [activity.type for activity in plan.activities] == ["workshop"]


def test_a_line_with_an_unknown_label_is_unread() -> None:
    """It does not go on with the value above it."""
    (plan,) = plans_in(
        "Cities: Porto, Austin\nCountries: Portugal, USA\nObjectives: To plant trees.\nWeather report: sunny.\nThemes: parks\n"
    )
    assert [item.value for item in plan.objectives] == ["To plant trees."]
    assert [item.value for item in plan.unread] == ["Weather report: sunny."]


def test_a_partys_name_before_a_colon_is_no_label() -> None:
    """What follows is that party's part of the field above."""
    (plan,) = plans_in(
        "Cities: Porto, Austin\nCountries: Portugal, USA\nThemes: parks\nChallenges: Both are hot.\nPorto: few trees\nAustin: many cars\n"
    )
    assert [(item.value, item.cities) for item in plan.challenges][1:] == [
        ("few trees", ("Porto",)),
        ("many cars", ("Austin",)),
    ]


def test_headings_may_be_numbered() -> None:
    """The number is no part of the label, and a numbered heading that we do not know is one."""
    (plan,) = plans_in(
        "1. Cities\nPorto (Portugal)\nAustin (USA)\n\n2. Themes\nparks\n\n3. Challenges\n- few trees\n\n4. What the weather was\nIt rained.\n\n5. Objectives\n- more trees\n"
    )
    assert [item.value for item in plan.challenges] == ["few trees"]
    assert [item.value for item in plan.objectives] == ["more trees"]
    assert any("It rained." in (item.value or "") for item in plan.unread)


def test_bars_may_part_the_items_of_a_line() -> None:
    """Below its label, such a line is no row of a table."""
    (plan,) = plans_in(
        "Cities: Porto, Austin\nCountries: Portugal, USA\nPeriod: 2018\n\nThemes\n\nParks | Quiet streets | Clean air\n"
    )
    assert [theme.value for theme in plan.themes] == ["Parks", "Quiet streets", "Clean air"]


def test_a_period_has_its_years_with_it() -> None:
    """A flat row is not taken for a label that has years in it."""
    (plan,) = plans_in(
        "Porto (Portugal) and Austin (USA)\nPopulation 230,000 960,000\nArea 41.4 km2 790 km2\nCooperation period 2018-2020\nTopics Parks\n"
    )
    assert plan.period
    assert plan.period.start
    assert plan.period.start.value == "2018"
