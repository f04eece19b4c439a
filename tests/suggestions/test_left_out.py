"""Suggestions for a plan leave out what the plan declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders import read_plans
from citykg.suggestions import suggestions_for

if TYPE_CHECKING:
    from pathlib import Path

LINES = """IUC Action Plan Summary

City:	Leeds	Lyon
Country:	United Kingdom	France
Related SDGs and Urban Agenda topics:	SDGs: 8-Decent work and Economic Growth 11.1 EU Urban Agenda: Housing
Main objectives of cooperation:	- Build affordable housing. - Plant trees to protect biodiversity and stop deforestation.
"""


def test_what_is_declared_is_not_suggested(tmp_path: Path) -> None:
    """Neither goals, targets and topics of the plan, nor what only their names speak of."""
    path = tmp_path / "plan.txt"
    path.write_text(LINES, "utf-8")
    reading = read_plans(path)[0]
    text = reading.document.text
    found = suggestions_for(reading.plan, text, masked=reading.document.masked)
    values = {one.value for one in found}
    assert {15, "15.2"} <= values
    assert not values & {8, 11, "11.1", "housing"}
    assert "8.5" not in values  # "Decent work" is the name of the goal here
    assert all(text[one.start : one.end] == one.quote for one in found)


def test_the_example_plan_has_suggestions(examples: Path) -> None:
    """Of a real layout: procurement is spoken of and not declared."""
    reading = read_plans(examples / "plans" / "manchester-montreal.txt")[0]
    found = suggestions_for(reading.plan, reading.document.text, masked=reading.document.masked)
    quotes = {(one.scheme, one.value): one.quote for one in found}
    topic = "innovative-and-responsible-public-procurement"
    assert quotes["urban-agenda", topic] == "municipal procurement"
    assert not {("sdg", 8), ("sdg", 10), ("sdg", 11), ("urban-agenda", "housing")} & set(quotes)
