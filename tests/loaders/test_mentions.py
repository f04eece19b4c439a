"""Goals, targets and topics in every notation."""

from __future__ import annotations

import pytest

from citykg.loaders.mentions import TARGETS_PER_GOAL, goals_in, is_target, topics_in


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("8-Decent work and Economic Growth 10-Reduced inequalities", ["8", "10"]),
        ("SDGs 5, 7, 8, 9, 12 and 17", ["5", "7", "8", "9", "12", "17"]),
        ("SDG 11", ["11"]),
        ("SDG11", ["11"]),
        ("Goal 11 (Sustainable Cities and Communities)", ["11"]),
        ("ODS 2, ODS 6", ["2", "6"]),
        ("11.3, 11.a and 8.5", ["11.3", "11.a", "8.5"]),
        ("SDG 11.3.2", ["11.3"]),
        ("7: Affordable and clean energy; 13: Climate action", ["7", "13"]),
        ("Climate action • Gender equality", ["13", "5"]),
        ("SDGs 9-11", ["9", "10", "11"]),
        ("SDG 8 (see the 2030 Agenda and the 17 SDGs)", ["8"]),
        ("MDG 7", []),
        ("04 Quality Education", ["4"]),
        (
            "Industry, innovation and infrastructure; Peace, justice and strong institutions",
            ["9", "16"],
        ),
    ],
)
def test_goals_are_read_in_every_notation(text: str, codes: list[str]) -> None:
    """Numbers, names, lists and ranges are goals; the Agenda's year and their count are not."""
    assert [mention.code for mention in goals_in(text, 0, len(text))] == codes


def test_goal_18_is_stated_and_not_understood() -> None:
    """A goal that does not exist is kept as such, not dropped and not guessed."""
    text = "SDGs 8, 18"
    assert [m.code for m in goals_in(text, 0, len(text))] == ["8", None]


def test_there_are_169_targets() -> None:
    """The table of targets is the UN's."""
    codes = [
        f"{goal}.{rest}"
        for goal, row in enumerate(TARGETS_PER_GOAL, 1)
        for rest in [*map(str, range(1, 20)), *"abcd"]
        if is_target(f"{goal}.{rest}") and row
    ]
    assert len(codes) == 169
    assert not is_target("11.8")
    assert not is_target("18.1")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("-Housing -Urban Poverty", ["housing", "urban-poverty"]),
        (
            "Circular economyUrban mobilityHousing",
            ["circular-economy", "urban-mobility", "housing"],
        ),
        (
            "Jobs and skills in the local economy; Innovative and responsible public procurement",
            [
                "jobs-and-skills-in-the-local-economy",
                "innovative-and-responsible-public-procurement",
            ],
        ),
        ("Air quality, Energy transition", ["air-quality", "energy-transition"]),
    ],
)
def test_topics_are_read_apart_and_glued(text: str, codes: list[str]) -> None:
    """The longest name of a partnership wins, whatever separates the names."""
    assert [mention.code for mention in topics_in(text, 0, len(text))] == codes


def test_a_listed_topic_that_we_do_not_know_is_kept() -> None:
    """What the vocabulary has no name for is stated, and not understood."""
    text = "- Housing - Flying cars"
    mentions = topics_in(text, 0, len(text))
    assert [(m.code, text[m.start : m.end]) for m in mentions] == [
        ("housing", "Housing"),
        (None, "Flying cars"),
    ]
