"""Goals, targets and topics in every notation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.mentions import explicit_goals_in, goals_in
from citykg.loaders.targets import TARGETS_PER_GOAL, is_indicator, is_target
from citykg.loaders.topics import nearest, topics_in

# A goals field, and what it names.
_LISTED = """
8-Decent work and Economic Growth 10-Reduced inequalities | 8,10
SDG 1-4 | 1,2,3,4
SDGs 5, 7 to 9 and 17 | 5,7,8,9,17
Goals 6 & 11 | 6,11
SDG#11 | 11
SDG11 | 11
SDG 11.3.2 | 11.3.2
targets 11.3, 11.a and 13.1 | 11.3,11.a,13.1
ODS 2, 6 y 11 | 2,6,11
ODD n° 11 | 11
Ziel 11 | 11
mål 11 | 11
Goal eleven | 11
SDG 11.9 | None
SDG 18 | None
SDGs 5,7,8,9 | 5,7,8,9
SDG 5/SDG 7 | 5,7
The cooperation contributes to SDG 11 through 3 pilot projects and 12 workshops | 11
2030 Agenda, 17 SDGs; SDG 11 | 11
All 17 SDGs |
Clean Water and Sanitation (6), Sustainable Cities and Communities (11) | 6,11
all the SDGs |
the 17 Sustainable Development Goals |
SDG 8 – Affordable and clean energy | 8
SDGs 11.1-11.3 | 11.1,11.2,11.3
Sustainable Development Goals 3, 8, 9, 11, 13 and 17 | 3,8,9,11,13,17
MDG 7 and MDG 8 |
SDG 11 (see page 12) | 11
Goal 17: Partnerships for the Goals | 17
16 Peace, Justice and Strong Institutions, 17 Partnerships for the goals | 16,17
No poverty, zero hunger, climate action | 1,2,13
SDG-11, SDG-13 | 11,13
UN SDG goal no. 11 and goal no. 13 | 11,13
3. Good Health and Well-being 4. Quality Education | 3,4
ODS 11: Ciudades y comunidades sostenibles; ODS 13: Acción por el clima | 11,13
Objectifs de développement durable 11 et 13 | 11,13
Objetivo 11 - Cidades e comunidades sustentáveis | 11
Obiettivo 11: Città e comunità sostenibili | 11
Mål 11: Hållbara städer och samhällen, mål 13 | 11,13
SDG 3 to SDG 6 | 3,4,5,6
Sustainable cities and communities (11), Climate action (13) | 11,13
11.A | 11.a
SDG 6, target 6.3; indicator 6.3.1 | 6,6.3,6.3.1
reducing CO2 by 40 % by 2030 (SDG 13) | 13
11, 13, 7 | 11,13,7
7 8 11 | 7,8,11
SDGs: 4; 8; 9 | 4,8,9
• 4 • 8 | 4,8
Nachhaltigkeitsziele 3, 8 und 11 | 3,8,11
Ziele für nachhaltige Entwicklung: 11 und 13 | 11,13
Globala målen 11 och 13 | 11,13
Agenda 2030: mål 7, 11 | 7,11
SDG 11 and 13. | 11,13
SDG 9-11. | 9,10,11
SDGs 11 + 12 | 11,12
in 2018, 3 planners |
SDG 12.8.1 and SDG 4.7 | 12.8.1,4.7
17 mål |
Goals 7–9 | 7,8,9
SDG 0 | None
11 | 11
"""

# Prose, and what it names by its sign.
_PROSE = """
the plan serves SDG 11 and SDG 13 | 11,13
SDGs 5, 7 and 9 matter | 5,7,9
Goal 1: to reduce waste |
The 17 SDGs and the 2030 Agenda |
they met 11 planners |
It supports UN goal 11, with 3 partners | 11
SDG 11. 12 people came | 11
contribute to Sustainable Development Goal 11 (sustainable cities) | 11
MDG 7 |
contribue à l'ODD 11 et à 3 projets | 11
SDG target 11.3 | 11.3
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "codes"), _rows(_LISTED))
def test_goals_are_read_in_every_notation(text: str, codes: str) -> None:
    """Numbers, names, lists and ranges are goals; the Agenda's year and their count are not."""
    assert ",".join(str(mention.code) for mention in goals_in(text, 0, len(text))) == codes


@pytest.mark.parametrize(("text", "codes"), _rows(_PROSE))
def test_prose_names_a_goal_by_its_sign(text: str, codes: str) -> None:
    """A number in prose counts things; behind `SDG` it is a goal."""
    assert ",".join(str(mention.code) for mention in explicit_goals_in(text)) == codes


def test_a_number_with_the_name_of_another_goal_is_doubted() -> None:
    """The number is taken, and a person is told."""
    text = "SDG 8 – Affordable and clean energy"
    (mention,) = goals_in(text, 0, len(text))
    assert (mention.code, mention.doubt) == ("8", "8 is not the number of goal 7")


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


def test_there_are_244_indicators() -> None:
    """The table of indicators is the UN's, those that serve two targets counted twice."""
    parts = [*map(str, range(1, 20)), *"abcd"]
    codes = [
        f"{goal}.{part}.{number}" for goal in range(1, 18) for part in parts for number in range(9)
    ]
    assert sum(map(is_indicator, codes)) == 244
    assert not is_indicator("11.3.3")


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


def test_a_short_name_is_a_topic_only_as_a_whole_item() -> None:
    """`Mobility` in a list of topics is urban mobility; "mobility data" is no topic."""
    text = "Mobility; mobility data"
    assert [m.code for m in topics_in(text, 0, len(text))] == ["urban-mobility", None]


def test_a_listed_topic_that_we_do_not_know_is_kept() -> None:
    """What the vocabulary has no name for is stated, and not understood."""
    text = "- Housing - Flying cars"
    mentions = topics_in(text, 0, len(text))
    assert [(m.code, text[m.start : m.end]) for m in mentions] == [
        ("housing", "Housing"),
        (None, "Flying cars"),
    ]


def test_the_nearest_topic_is_named() -> None:
    """What is not understood is shown with what it may be meant to be."""
    assert nearest("Urban mobilty") == "Urban mobility"
    assert nearest("Flying cars") is None


@given(st.text(alphabet="SDG 0123456789.,-andto;:\u2029•", max_size=60))
def test_any_list_gives_mentions_that_stand_in_it(text: str) -> None:
    """Mentions are inside the text, and every code is a goal, target or indicator there is."""
    for mention in goals_in(text, 0, len(text)):
        assert 0 <= mention.start < mention.end <= len(text)
        if mention.code and mention.kind == "goal":
            assert 1 <= int(mention.code) <= 17
        elif mention.code and mention.kind == "target":
            assert is_target(mention.code)


def test_goals_of_the_2030_agenda_need_no_other_sign() -> None:
    """In a sentence that names the agenda, a goal is one of its goals; elsewhere it is any."""
    text = "Goal 1 was to meet. It relates to Goals 8 and 9 of the 2030 Agenda."
    assert [mention.code for mention in explicit_goals_in(text)] == ["8", "9"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("SDG 11", ["SDG 11"]),
        ("SDG 4 · SDG 12", ["SDG 4", "SDG 12"]),
        ("SDGs 5, 7 and 9", ["5", "7", "9"]),
        ("ODS 7 (energía asequible y no contaminante)", ["ODS 7 (energía asequible y no contaminante)"]),
    ],
)  # fmt: skip
def test_a_goal_is_quoted_with_its_sign_and_its_bracket(text: str, quotes: list[str]) -> None:
    """The sign of one goal is a part of its words; that of a list is of none alone."""
    found = goals_in(text, 0, len(text))
    assert [text[mention.start : mention.end] for mention in found] == quotes


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("SDG 6 SDG 7", ["SDG 6", "SDG 7"]),
        ("SDG\u00a0\u2060\u20604 · SDG 12", ["SDG\u00a0\u2060\u20604", "SDG 12"]),
        ("SDGs 6, 7", ["6", "7"]),
        ("- ODD 8\n- ODD 11\n- ODD 14", ["ODD 8", "ODD 11", "ODD 14"]),
    ],
)
def test_each_goal_with_a_sign_is_quoted_with_it(text: str, quotes: list[str]) -> None:
    """A bullet between two goals makes no range of them, and each keeps its own sign."""
    found = goals_in(text, 0, len(text))
    assert [text[mention.start : mention.end] for mention in found] == quotes
