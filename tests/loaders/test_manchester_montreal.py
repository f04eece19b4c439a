"""The plan of Manchester and Montreal, read whole: the document, and our example of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders import read_plans
from citykg.plan import Plan, passages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(params=["example", "document"])
def path(request: pytest.FixtureRequest, examples: Path) -> Path:
    """The example, and the published document where it is at hand."""
    if request.param == "example":
        return examples / "plans" / "manchester-montreal.txt"
    shared: Path = request.getfixturevalue("shared")
    return shared / "plans" / "manchester-montreal.txt"


@pytest.fixture
def plan(path: Path) -> Plan:
    """The one plan of the file."""
    (reading,) = read_plans(path)
    return reading.plan


def test_every_passage_is_the_very_characters_of_the_document(path: Path) -> None:
    """A passage slices back to its quote."""
    (reading,) = read_plans(path)
    text = reading.document.text
    found = list(passages(reading.plan))
    assert len(found) > 60
    assert all(text[p.start : p.end] == p.quote for p in found)


def test_the_cities(plan: Plan) -> None:
    """Both cities are read with region, country, population and area."""
    assert [
        (
            c.name.value,
            c.region and c.region.value,
            c.country and c.country.value,
            c.population and c.population.value,
            c.area_km2 and c.area_km2.value,
        )
        for c in plan.cities
    ] == [
        ("Manchester", "Greater Manchester", "GB", 530_000, 115.64),
        ("Montreal", "Quebec", "CA", 1_942_044, 431.5),
    ]


def test_the_period_holds_for_both_cities(plan: Plan) -> None:
    """One cell with both months gives the start and the end."""
    assert plan.period is not None
    assert plan.period.start is not None
    assert plan.period.end is not None
    assert (plan.period.start.value, plan.period.end.value) == ("2017-11", "2019-11")


def test_themes_goals_and_topics(plan: Plan) -> None:
    """Themes, goals and Urban Agenda topics are three different things."""
    assert len(plan.themes) == 3
    assert "Housing" in {theme.value for theme in plan.themes}
    assert [goal.value for goal in plan.sdgs] == [8, 10, 11]
    assert [topic.value for topic in plan.urban_agenda_topics] == ["housing", "urban-poverty"]


def test_statements(plan: Plan) -> None:
    """The lists are split at their bullets; the sentence that introduces one is no item."""
    assert len(plan.focus_areas) == 5
    assert len(plan.challenges) == 5
    assert len(plan.objectives) == 3
    assert len(plan.results) == 3
    assert all(":" not in (challenge.value or "") for challenge in plan.challenges)
    # A dash inside an item is not a bullet.
    assert sum("–" in (challenge.value or "") for challenge in plan.challenges) >= 1


def test_activities(plan: Plan) -> None:
    """What was done has hosts and visitors; what was not done is said to be not done."""
    assert [(a.type, a.status, a.hosts, a.visitors) for a in plan.activities] == [
        ("learning-exchange", "completed", ("Montreal",), ("Manchester",)),
        ("learning-exchange", "completed", ("Manchester",), ("Montreal",)),
        ("technical-visit", "completed", ("Montreal",), ("Manchester",)),
        ("study", "completed", (), ()),
        ("webinar", "completed", (), ()),
        ("pilot-project", "not-done", (), ()),
    ]
    assert all(set(a.cities) == {"Manchester", "Montreal"} for a in plan.activities)


def test_outputs(plan: Plan) -> None:
    """A plan to sign is planned; what will have been written is expected, one report a city."""
    assert [(o.type, o.status) for o in plan.outputs] == [
        ("memorandum-of-understanding", "planned"),
        ("report", "expected"),
        ("report", "expected"),
        ("case-study", "expected"),
        ("summary-paper", "expected"),
    ]
    reports = [output for output in plan.outputs if output.type == "report"]
    assert {output.cities for output in reports} == {("Manchester",), ("Montreal",)}


def test_each_type_and_status_has_its_cue(plan: Plan) -> None:
    """The words that tell the type and the status are kept."""
    for event in (*plan.activities, *plan.outputs):
        assert event.type_cue is not None
        assert event.type_cue.quote
        assert event.status_cue is not None
        assert event.status_cue.quote
    pilot = plan.activities[-1]
    assert "not" in pilot.status_cue.quote if pilot.status_cue else False


def test_who_publishes_it_and_whom_to_ask(plan: Plan) -> None:
    """The title, the programme and the contact address are read."""
    assert plan.id == "manchester-montreal"
    assert plan.template == "ilap-summary"
    assert plan.title is not None
    assert plan.title.value == "IUC-NA Integrated Local Action Plan (iLAP) Summary"
    assert plan.programme is not None
    assert plan.programme.value == "IUC-NA"
    assert [contact.value for contact in plan.contacts] == ["info@iuc-na.eu"]


def test_a_sentence_that_a_page_break_cuts_is_joined(plan: Plan) -> None:
    """The sentence goes on in the row without a label."""
    (cut,) = [u for u in plan.unread if "\n" in u.quote.strip()]
    assert "should" in (cut.value or "")
    assert "\n" not in (cut.value or "")
    assert (cut.value or "").endswith(".")


def test_nothing_is_lost(path: Path) -> None:
    """Every word is in a passage, in `unread`, or in a label that the plan is read by."""
    (reading,) = read_plans(path)
    plan, text = reading.plan, reading.document.masked
    left = bytearray(b"\1" * len(text))
    for p in passages(plan):
        left[p.start : p.end] = bytes(p.end - p.start)
    words = {
        text[i:j].replace("\u2060", "").strip(":*,.()")
        for line in _runs(left)
        for i, j in _words(text, *line)
        if text[i:j].strip(":*,.()-•–\u2060")
    }
    labels = (
        "City Province State Department Country Population Size km² Period of cooperation Cooperation "
        "Themes Related SDGs and Urban Agenda topics EU Key focus themes challenges theme Main "
        "objectives as described in the U-CAP Short description main activities key outputs e.g pilot "
        "projects Expected results benefits For further information including access to full iLAP "
        "please contact IUC-NA"
    )
    assert words <= set(labels.split()), words - set(labels.split())
    assert plan.problems == ()


def _runs(left: bytearray) -> list[tuple[int, int]]:
    runs, at = [], 0
    while (start := left.find(1, at)) >= 0:
        end = left.find(0, start)
        end = len(left) if end < 0 else end
        runs.append((start, end))
        at = end
    return runs


def _words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words, at = [], start
    for word in text[start:end].split():
        begin = text.index(word, at)
        words.append((begin, begin + len(word)))
        at = begin + len(word)
    return words
