"""A plan is written as a summary, and the summary is read as the plan, up to the listed loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plans_made import (
    HOSTILE,
    owned,
    plan_of,
    plans,
    problems,
    read_again,
    stated,
    statement,
)

from citykg.loaders import read_plans
from citykg.loaders.labels import fold
from citykg.loaders.mentions import NOTHING
from citykg.plan import Activity, Output, Period
from citykg.summaries import FORMATS, LOSSES, meaning, said, write
from citykg.summaries.meaning import OWNED

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.plan import Plan

RECORDS = ("yaml", "json")
TEXTS = ("ilap", "md")


def told(plan: Plan, layout: str) -> dict[str, Any]:
    """The meaning of a plan, of its events what words can tell."""
    found = meaning(plan)
    if layout in RECORDS:
        return found
    for field in ("activities", "outputs"):
        events = [
            {name: event.get(name) for name in ("type", "status", "cities", "hosts", "visitors")}
            for event in found.pop(field, [])
        ]
        found[field] = sorted(map(repr, events))
    for field in OWNED & set(found):
        found[field] = sorted(found[field], key=repr)
    period = {name: found.get("period", {}).get(name) for name in ("start", "end")}
    return {**found, "period": period, "id": ""}


def assert_same(plan: Plan, layout: str) -> Plan:
    """Write, read, compare."""
    again = read_again(write(plan, layout), layout)
    assert told(again, layout) == told(said(plan, layout), layout)
    return again


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("document", ["cooperations.csv", "plans/manchester-montreal.txt"])
def test_every_example_comes_back(examples: Path, document: str, layout: str) -> None:
    """What the examples say is read again from a clean summary in every format."""
    readings = read_plans(examples / document)
    assert readings
    for reading in readings:
        again = assert_same(reading.plan, layout)
        if layout in RECORDS:
            assert not again.unread


@pytest.mark.parametrize("layout", RECORDS)
@given(plan=plans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_record_holds_any_words(plan: Plan, layout: str) -> None:
    """Every field comes back from YAML and JSON, whatever the words."""
    again = assert_same(plan, layout)
    assert not problems(again)
    assert not again.unread


HEADINGS = st.sampled_from(
    [
        "Contact: nobody",
        "Themes",
        "City: Paris",
        "SDGs: 1, 2 and 3",
        "Population 530,000",
        "SDG 11",
        "Expected results and benefits:",
        "Period: 2018-2020",
        "Country France",
        "Ziele: 5",
    ]
)


@pytest.mark.parametrize("layout", TEXTS)
@given(values=st.lists(HOSTILE | HEADINGS, min_size=1, max_size=3), title=HOSTILE | HEADINGS)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_text_is_safe_whatever_the_words(values: list[str], title: str, layout: str) -> None:
    """No word of a value or title makes a field, a column, a goal or a party of its own."""
    plan = plan_of(
        "Porto",
        "Austin",
        objectives=tuple(map(statement, values)),
        title=stated(title),
        sdgs=(owned(7),),
    )
    again = read_again(write(plan, layout), layout)
    assert [city.name.value for city in again.cities] == ["Porto", "Austin"]
    assert [goal.value for goal in again.sdgs] == [7]
    assert not (again.themes + again.contacts)


SPOKEN = HOSTILE.filter(
    lambda text: sum(map(str.isalpha, fold(text))) > 3 and not NOTHING.match(text.strip())
)
"""Words that say something: a text holds no item such as n/a."""


@pytest.mark.parametrize("layout", TEXTS)
@pytest.mark.parametrize("field", ["themes", "focus_areas", "challenges", "objectives"])
@given(value=SPOKEN, other=SPOKEN)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_text_holds_any_words(field: str, value: str, other: str, layout: str) -> None:
    """A value of all parties and one of one party come back from the cells of a text."""
    make = owned if field == "themes" else statement
    values = (make(value), make(f"{other} {other}", ("Austin",)))
    plan = plan_of("Porto", "Austin", **{field: values}, sdgs=(owned(7),), programme=stated(other))
    assert_same(plan, layout)


SIGNS = [
    "a | b",
    "a\tb\nc",
    "# not a heading",
    "• one • two",
    "- one - two",
    "“quoted” 'and' \"quoted\"",
    "\u202eright to left\u202c and back",
    "<b>bold</b> & <script>x</script>",
    "&amp; &lt;b&gt; &#8226;",
    "*stars* and __lines__ and `ticks` and [link](x)",
    "Contact: nobody",
    "City\tPopulation",
    "50 % of 3/4 at 10 km²",
    "soft\u00adhyphen, zero\u200bwidth",
]


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("value", SIGNS)
def test_signs_of_the_layout_come_back_as_the_list_says(value: str, layout: str) -> None:
    """A sign that a layout reads as its own is one of the listed losses, and nothing else is."""
    plan = plan_of("Porto", "Austin", objectives=(statement(value), statement("Clean air")))
    again = read_again(write(plan, layout), layout)
    expected = [objective.value for objective in said(plan, layout).objectives]
    assert [objective.value for objective in again.objectives] == expected


WORDS = {
    "en": ("clean harbours", "affordable homes near the centre"),
    "es": ("puertos limpios", "vivienda asequible cerca del centro"),
    "pt": ("portos limpos", "habitação acessível perto do centro"),
    "it": ("porti puliti", "case accessibili vicino al centro"),
    "fr": ("ports propres", "logements abordables près du centre"),
    "de": ("saubere Häfen", "bezahlbare Wohnungen nahe der Mitte"),
    "sv": ("rena hamnar", "bostäder till rimlig hyra nära centrum"),
}
EVENTS = {
    "en": ("Workshop on noise", "Report on noise"),
    "es": ("Taller sobre el ruido", "Informe sobre el ruido"),
    "pt": ("Oficina sobre o ruído", "Relatório sobre o ruído"),
    "it": ("Workshop sul rumore", "Rapporto sul rumore"),
    "fr": ("Atelier sur le bruit", "Rapport sur le bruit"),
    "de": ("Workshop zum Lärm", "Bericht zum Lärm"),
    "sv": ("Workshop om buller", "Rapport om buller"),
}
STATUSES = ("completed", "ongoing", "planned", "expected", "possible", "not-done", None)


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", WORDS)
def test_every_language_comes_back(language: str, status: str | None, layout: str) -> None:
    """Headings, country names, topics and statuses are written as they are read, in any of seven."""
    short, long = WORDS[language]
    workshop, report = EVENTS[language]
    plan = plan_of(
        cities=plan_of("Porto", "Malmö").cities,  # its countries are named in the language
        title=stated("Porto + Malmö 2018", language),
        programme=stated("IUC", language),
        period=Period(stated("2018-05"), stated("2020")),
        themes=(owned(short, (), language), owned(long, (), language)),
        sdgs=(owned(11), owned(13, ("Malmö",))),
        sdg_targets=(owned("11.3"),),
        sdg_indicators=(owned("11.3.2"),) if layout in RECORDS else (),
        urban_agenda_topics=(owned("housing"), owned("urban-poverty", ("Porto",))),
        focus_areas=(statement(long, (), language),),
        challenges=(statement(long, ("Porto",), language), statement(short, ("Malmö",), language)),
        objectives=(statement(short, (), language),),
        results=(statement(long, (), language),),
        activities=(Activity(stated(workshop, language), "workshop", status),),
        outputs=(Output(stated(report, language), "report", status),),
        contacts=(stated("a@b.eu"),),
        sources=(stated("https://example.org/a"),),
    )
    assert_same(plan, layout)


@pytest.mark.parametrize("layout", FORMATS)
def test_each_city_keeps_its_own(layout: str) -> None:
    """Region, country, population and area come back to their city, with one left out too."""
    from plans_made import party

    plan = plan_of(
        cities=(
            party(
                "Łódź", region="Łódź Voivodeship", country="PL", population=670642, area_km2=293.25
            ),
            party("北九州", country="JP", population=939000),
            party("Växjö", region="Kronoberg", area_km2=1674.123),
        ),
        themes=(owned("harbours"),),
    )
    assert_same(plan, layout)


@pytest.mark.parametrize("layout", FORMATS)
def test_regions_come_back_as_regions(layout: str) -> None:
    """Where every party is a region, the row of names says so."""
    from plans_made import party

    parties = tuple(party(n, country="IT", kind="region") for n in ("Lazio", "Marche"))
    assert_same(plan_of(cities=parties, themes=(owned("hills"),), sdgs=(owned(11),)), layout)


@pytest.mark.parametrize("layout", FORMATS)
@pytest.mark.parametrize(
    "period",
    [
        Period(stated("2018-05-03"), stated("2019-11")),
        Period(stated("2019")),
        Period(None, stated("2020-01")),
    ],
)
def test_a_period_may_lack_an_end(period: Period, layout: str) -> None:
    """A start or an end alone stands in a row of its own."""
    assert_same(plan_of("Porto", "Austin", period=period, themes=(owned("water"),)), layout)


def test_every_format_lists_its_loss() -> None:
    """No format is without its list of what it cannot say."""
    assert set(LOSSES) == set(FORMATS)
    assert all(LOSSES.values())
