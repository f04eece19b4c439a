"""Whose a declared theme, goal or topic is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_BOTH = ("Porto", "Austin")


def test_a_value_belongs_to_the_party_of_its_column(row: Callable[[str], Plan]) -> None:
    """What both columns say is said of both, once, where it is first stated."""
    plan = row("SDGs:\tSDG 7, SDG 11\tSDG 11, SDG 13\n")
    assert [(sdg.value, sdg.cities) for sdg in plan.sdgs] == [
        (7, ("Porto",)),
        (11, _BOTH),
        (13, ("Austin",)),
    ]


def test_a_value_of_one_cell_belongs_to_all(row: Callable[[str], Plan]) -> None:
    """A row with one cell holds for every party."""
    plan = row("SDGs:\tSDG 11, target 11.3, indicator 11.3.2\nThemes:\tHousing; Mobility\n")
    stated = (*plan.sdgs, *plan.sdg_targets, *plan.sdg_indicators, *plan.themes)
    assert [value.value for value in stated] == [11, "11.3", "11.3.2", "Housing", "Mobility"]
    assert {value.cities for value in stated} == {_BOTH}


def test_a_party_named_before_a_value_owns_it(row: Callable[[str], Plan]) -> None:
    """`Porto: air quality` is said of Porto, and its name is no theme."""
    plan = row(
        "EU Urban Agenda topics:\tPorto: air quality; Austin: housing\n"
        "Themes:\tPorto: clean air; Austin: homes\n"
    )
    assert [(t.value, t.cities) for t in plan.urban_agenda_topics] == [
        ("air-quality", ("Porto",)),
        ("housing", ("Austin",)),
    ]
    assert [(t.value, t.cities) for t in plan.themes] == [
        ("clean air", ("Porto",)),
        ("homes", ("Austin",)),
    ]


def test_what_does_not_exist_is_shown(row: Callable[[str], Plan]) -> None:
    """Target 11.9 and a misspelt topic are kept with their words, and told."""
    plan = row("SDGs:\tSDG 11.9\nEU Urban Agenda topics:\tEnergie transitoin\n")
    assert [(t.value, t.quote) for t in plan.sdg_targets] == [(None, "11.9")]
    assert [(t.value, t.quote) for t in plan.urban_agenda_topics] == [(None, "Energie transitoin")]
    messages = [problem.message for problem in plan.problems]
    assert "target not understood: “11.9”" in messages
    assert any("the nearest that we know is “Energy transition”" in text for text in messages)


def test_a_sentence_may_quote_its_themes(row: Callable[[str], Plan]) -> None:
    """What stands around the quotation marks is no theme."""
    plan = row("Themes:\tThey work under the topics “start-ups and funds” and “creative work”.\n")
    assert [theme.value for theme in plan.themes] == ["start-ups and funds", "creative work"]
    assert [theme.value for theme in row('Themes:\t"Slow" tourism\n').themes] == ['"Slow" tourism']
