"""Headings that name no field: what stands below them goes to no field above."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders import readings_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named

if TYPE_CHECKING:
    from citykg.plan import Plan

HEAD = "City pairing\n\nPorto\nPortugal\nPopulation: 230 000\n\nAustin\nUnited States\nPopulation: 974 000\n\n"


def plan_of(text: str) -> Plan:
    """The plan of a plain text."""
    return readings_of(document_of(text.encode(), "x.txt", format_named(".txt")))[0].plan


@pytest.mark.parametrize("heading", ["Description", "Zusammenfassung", "Qwertz uiop"])
def test_a_heading_over_sentences_ends_the_list_above(heading: str) -> None:
    """The themes end where a heading that nobody knows opens a text; the text is told."""
    text = (
        f"{HEAD}Topics\nClean air\nParks\n\n{heading}\n"
        "Austin hosted a workshop on trees in March 2022.\n"
    )
    plan = plan_of(text)
    assert [theme.value for theme in plan.themes] == ["Clean air", "Parks"]
    assert [activity.type for activity in plan.activities] == ["workshop"]
    assert heading in {drift.field for drift in plan.drift if drift.kind == "unknown"}


def test_a_party_over_its_part_is_no_foreign_heading() -> None:
    """A party's name above its sentences leaves them in the field."""
    text = (
        f"{HEAD}Challenges\nBoth grow fast.\n\nPorto\nThe old pipes leak in every street.\n\n"
        "Austin\nSummers are getting hotter and drier.\n"
    )
    values = {challenge.value for challenge in plan_of(text).challenges}
    assert {
        "The old pipes leak in every street.",
        "Summers are getting hotter and drier.",
    } <= values
