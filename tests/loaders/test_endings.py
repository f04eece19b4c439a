"""What ends an item, stands before a heading or fills a field, and says nothing of its own."""

from __future__ import annotations

import pytest

from citykg.loaders.endings import without_mark
from citykg.loaders.items import items_of
from citykg.loaders.labels import numbering
from citykg.loaders.mentions import NOTHING, goals_in, is_all_goals


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("Old pipes²", "Old pipes"),
        ("Old pipes [^3]", "Old pipes"),
        ("Old pipes†", "Old pipes"),
        ("plant trees, and", "plant trees"),
        ("plantar árvores; e", "plantar árvores"),
        ("Bäume pflanzen, und", "Bäume pflanzen"),
        ("20 km²", "20 km²"),
        ("trees and", "trees and"),
        ("", ""),
    ],
)
def test_marks_and_joining_words_end_no_item(item: str, words: str) -> None:
    """A footnote's mark and the word before the next item are cut; units stay."""
    assert without_mark(item, "Old pipes²†\n² laid before 1950\n† of lead\n") == words


def test_a_raised_figure_without_a_note_is_a_word_of_its_own() -> None:
    """No line begins with it, so it marks nothing."""
    assert without_mark("CO₂ and x²", "CO₂ and x²") == "CO₂ and x²"


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("Article 3 - Activities", "Activities"),
        ("Artículo 2. Temas", "Temas"),
        ("Abschnitt IV: Ziele", "Ziele"),
        ("§ 5 Laufzeit", "Laufzeit"),
        ("2.1 Themes", "Themes"),
        ("Part of the plan", "Part of the plan"),
        ("Point de vue", "Point de vue"),
    ],
)
def test_headings_are_numbered_in_words(heading: str, words: str) -> None:
    """The number before a heading, with the word before it, is none of its words."""
    assert numbering().sub("", heading) == words


@pytest.mark.parametrize(
    "text",
    [
        *("(to be supplied)", "[tbc]", "…", "____", "s. o.", "sin datos", "por confirmar"),
        *("da definire", "keine Angabe", "noch nicht bekannt", "uppgift saknas"),
        *("non communiqué", "a confirmar"),
    ],
)
def test_fields_left_open_say_nothing(text: str) -> None:
    """What says that a value is still to come is no value."""
    assert NOTHING.match(text)


@pytest.mark.parametrize("text", ["open data", "none of the towns", "unknown rivers", "N. Nansen"])
def test_words_that_begin_alike_are_values(text: str) -> None:
    """A text with other words says something."""
    assert not NOTHING.match(text)


def test_items_are_numbered_below_their_article() -> None:
    """Numbers of two parts that begin lines are the marks of a list."""
    text = "2.1 Water;\n2.2 Waste;\n2.3 Wind."
    assert [text[a:b] for a, b in items_of(text).items] == ["Water;", "Waste;", "Wind."]


def test_goals_under_a_label_that_says_goals_only() -> None:
    """Numbers of goals and nothing else are goals, whatever the label means by goals."""
    assert is_all_goals("SDG 6, SDG 11")
    assert is_all_goals("6; 11")
    assert not is_all_goals("Plant 11 trees")
    assert not is_all_goals("no goals")
    assert not is_all_goals("SDG 40")


def test_a_target_stands_below_its_goal() -> None:
    """A code behind its own goal is its target, with words between."""
    text = "Goal 6, mainly 6.3, and 2.5 more"
    assert [m.code for m in goals_in(text, 0, len(text))][:2] == ["6", "6.3"]
