"""Which template a document follows, how sure that is, and how it has drifted from it."""

from __future__ import annotations

import pytest
from conftest import plans_in
from hypothesis import given
from hypothesis import strategies as st

from citykg.loaders.recognition import _longest_rise
from citykg.loaders.templates import Template, TemplateField, templates, wordings_for

SUMMARY = """City:\tLeeds\tJaipur
Country:\tUK\tIndia
Population:\t789,000\t3,100,000
Period:\t2018-2020
Themes:\thousing
SDGs:\tSDG 11
EU Urban Agenda topics:\tHousing
Challenges:\t- few homes
Objectives:\t- learn
Activities:\t- study visit, May 2019
"""


def kinds(text: str, suffix: str = ".txt") -> list[tuple[str, str]]:
    """The kinds of drift of a document, each with its field."""
    return [(drift.kind, drift.field) for drift in plans_in(text, suffix)[0].drift]


def test_a_whole_summary_fits_and_has_not_drifted() -> None:
    """All fields, in order, in the usual layout."""
    (plan,) = plans_in(SUMMARY)
    assert (plan.template, plan.confidence, plan.drift) == ("ilap-summary", 1.0, ())


def test_a_label_that_nobody_knows_is_drift() -> None:
    """With its place, so that a person finds it."""
    text = SUMMARY + "Weather forecast:\tsunny\n"
    (plan,) = plans_in(text)
    (drift,) = plan.drift
    assert (drift.kind, drift.field) == ("unknown", "Weather forecast:")
    assert drift.label
    assert text[drift.label.start : drift.label.end] == "Weather forecast:"
    assert plan.confidence < 1.0


def test_a_field_without_its_label_is_missing() -> None:
    """A template says what its documents must have."""
    assert kinds(SUMMARY.replace("Period:\t2018-2020\n", "")) == [("missing", "period")]


def test_a_row_in_another_place_has_moved() -> None:
    """The one row that moved is named, not all that stand behind it."""
    lines = SUMMARY.splitlines(keepends=True)
    assert kinds("".join([*lines[:3], *lines[4:8], lines[3], *lines[8:]])) == [("moved", "period")]


def test_a_row_that_comes_twice_is_named() -> None:
    """A field that is not one of each party's has one row."""
    assert ("twice", "period") in kinds(SUMMARY + "Period:\t2019\n")


def test_a_field_of_another_template_is_new() -> None:
    """The sources of a table row are no part of a summary."""
    assert kinds(SUMMARY + "Sources:\thttps://example.org/plan\n") == [("new", "sources")]


@pytest.mark.parametrize(
    ("text", "suffix", "template"),
    [
        (SUMMARY, ".txt", "ilap-summary"),
        ("At a glance\n" + SUMMARY, ".txt", "at-a-glance"),
        ("Auf einen Blick\n\n" + SUMMARY.replace(":\t", ": "), ".txt", "at-a-glance"),
        (
            "Cities,Countries,Themes,Period\nLeeds; Jaipur,UK; India,housing,2018-2020\n",
            ".csv",
            "table-row",
        ),
        (
            "Leeds\nCountry: UK\nPopulation: 789,000\n\nJaipur\nCountry: India\nPopulation: 3,100,000\n\nThemes: housing\n",
            ".txt",
            "pairing-page",
        ),
        (
            "Cities\tLeeds and Jaipur\nCountries\tUK and India\nProgramme\tIURC\nPeriod\t2018-2020\nThemes\thousing\n",
            ".txt",
            "two-columns",
        ),
    ],
    ids=["rows", "marked", "marked, in German", "table", "sections", "pairs"],
)
def test_each_layout_has_its_template(text: str, suffix: str, template: str) -> None:
    """The layout decides, with the fields, their order and what the document calls itself."""
    (plan,) = plans_in(text, suffix)
    assert plan.template == template
    assert plan.confidence > 0.75


def test_the_less_fits_the_less_sure() -> None:
    """Confidence falls with every row that goes."""
    lines = SUMMARY.splitlines(keepends=True)
    rated = [plans_in("".join(lines[:count]))[0].confidence for count in (10, 8, 6, 4)]
    assert rated == sorted(rated, reverse=True)
    assert rated[0] > rated[-1]


def test_a_template_may_have_labels_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """They name fields in its documents, and nowhere else."""
    own = Template(
        name="own",
        title="Own",
        layouts=("rows",),
        marks=(),
        fields=(TemplateField("city", must=True, each=True),),
        labels={"what keeps us awake": (("challenges", "en"),)},
    )
    text = SUMMARY.replace("Challenges:", "What keeps us awake:")
    assert plans_in(text)[0].challenges == ()
    known = templates()
    monkeypatch.setattr("citykg.loaders.summary.templates", lambda: (*known, own))
    monkeypatch.setattr("citykg.loaders.templates._by_name", lambda: {"own": own})
    wordings_for.cache_clear()
    assert [item.value for item in plans_in(text)[0].challenges] == ["few homes"]
    wordings_for.cache_clear()


@pytest.mark.parametrize("kind", templates(), ids=lambda kind: kind.name)
def test_a_template_is_whole(kind: Template) -> None:
    """It names parties, known layouts, and each field once."""
    names = [field.name for field in kind.fields]
    assert "city" in kind.must
    assert len(names) == len(set(names))
    layouts = {"table", "sections", "flat", "rows", "pairs", "stacked", "inline", "prose"}
    assert set(kind.layouts) <= layouts
    assert kind.title


@given(st.lists(st.integers(0, 30), max_size=12))
def test_the_longest_rise_is_one_and_none_is_longer(places: list[int]) -> None:
    """What is kept rises in the order of the list, and no other choice keeps more."""
    unique = list(dict.fromkeys(places))
    rise = [place for place in unique if place in _longest_rise(unique)]
    assert rise == sorted(rise)
    best = [1] * len(unique)
    for later, place in enumerate(unique):
        for earlier in range(later):
            if unique[earlier] < place:
                best[later] = max(best[later], best[earlier] + 1)
    assert len(rise) == max(best, default=0)


def test_a_template_with_labels_of_its_own_needs_one_of_them_or_its_name() -> None:
    """A short table of another kind has all that a climate partnership must have, but its words."""
    text = "City:\tLeeds\tJaipur\nPopulation:\t789,000\t3,100,000\nThemes:\thousing\n"
    assert plans_in(text)[0].template != "climate-partnership"
    assert plans_in("Klimapartnerschaft\n\n" + text)[0].template == "climate-partnership"
