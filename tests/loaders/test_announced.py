"""Lists that a sentence announces, in pages, Markdown and plain text."""

from __future__ import annotations

import pytest

from citykg.loaders import readings_of
from citykg.loaders.announced import announced, list_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named

INTRO = (
    "Porto (Portugal) and Lund (Sweden) have been cooperating since 2019 under the International "
    "Urban Cooperation programme. A study visit to Lund took place in May 2020."
)
BEHIND = "A workshop on noise was held in Porto in June 2021."
ITEMS = ("plant trees along the tram", "share data on noise, day and night,", "train ten teachers.")
VALUES = ["plant trees along the tram", "share data on noise, day and night", "train ten teachers."]


def plan(text: str, ending: str):  # noqa: ANN201 - a plan
    """The one plan of a text."""
    kind = format_named(ending)
    assert kind is not None
    (reading,) = readings_of(document_of(text.encode(), f"note{ending}", kind))
    return reading.plan


PAGE = "".join(f"<li>{item}</li>" for item in ITEMS)
DASHED = "\n".join(f"- {item}" for item in ITEMS)
NUMBERED = "\n".join(f"{number}. {item}" for number, item in enumerate(ITEMS, 1))


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        (
            ".html",
            f"<html><body><p>{INTRO}</p><p>Together they aim to</p><ul>{PAGE}</ul><p>{BEHIND}</p>",
        ),
        (".md", f"{INTRO}\n\nTogether they aim to:\n\n{DASHED}\n\n{BEHIND}\n"),
        (".txt", f"{INTRO}\n\nThe partnership aims to\n{NUMBERED}\n\n{BEHIND}\n"),
    ],
)
def test_a_sentence_announces_what_the_items_are(ending: str, text: str) -> None:
    """The items are the objectives, and what stands behind them is told as before."""
    read = plan(text, ending)
    assert [one.value.rstrip(".") for one in read.objectives] == [v.rstrip(".") for v in VALUES]
    assert {a.type for a in read.activities} == {"study-visit", "workshop"}


@pytest.mark.parametrize(
    ("lead", "field"),
    [
        ("Together the cities seek to", "objectives"),
        ("La alianza tiene por objeto:", "objectives"),
        ("A parceria visa:", "objectives"),
        ("Il progetto mira a:", "objectives"),
        ("Le jumelage vise à :", "objectives"),
        ("Die Zusammenarbeit zielt darauf ab,", "objectives"),
        ("Samarbetet syftar till att", "objectives"),
        ("The two cities took part in", None),
        ("The two cities seek to be friends.", None),
    ],
)
def test_leads_in_all_languages(lead: str, field: str | None) -> None:
    """A lead ends with the words for what it announces; a whole sentence is none."""
    label = announced(f"{lead}\n- one\n- two", 0, len(lead))
    assert (label.fields[0] if label else None) == field


def test_no_list_no_lead() -> None:
    """Only a list below makes a sentence a lead."""
    lead = "Together the cities seek to"
    assert announced(f"{lead}\nplant trees.", 0, len(lead)) is None


def test_where_a_list_ends() -> None:
    """An item may be wrapped; a paragraph behind the list is none of it."""
    text = "- one and\n  more\n- two\n\nThe end."
    lines = [(0, 9), (10, 16), (17, 22), (24, 32)]
    assert list_of(text, lines) == lines[:3]
