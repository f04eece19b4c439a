"""Records: what people write by hand and what `citykg read` prints, read without guessing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from conftest import plans_in

from citykg.errors import DataError
from citykg.loaders import read_plans
from citykg.plan import to_json
from citykg.summaries import meaning

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.plan import Plan

HEAD = "cities: [Porto (Portugal), Austin (USA)]\n"


def record(text: str, suffix: str = ".yaml") -> Plan:
    """The one plan of a record."""
    (plan,) = plans_in(text, suffix)
    return plan


def codes(plan: Plan) -> set[str]:
    """What kinds of problems a plan has."""
    return {problem.code for problem in plan.problems}


def unread(plan: Plan) -> list[str]:
    """The words that no field took."""
    return [stated.quote for stated in plan.unread]


# --- what is read back


@pytest.mark.parametrize("document", ["cooperations.csv", "plans/manchester-montreal.txt"])
def test_what_read_prints_is_read(examples: Path, document: str) -> None:
    """The JSON of `citykg read` gives the same plans; its passages are of the JSON itself."""
    plans = [reading.plan for reading in read_plans(examples / document)]
    text = to_json(plans).decode()
    again = plans_in(text, ".json")
    assert [meaning(plan) for plan in again] == [meaning(plan) for plan in plans]
    for plan in again:
        for city in plan.cities:
            assert text[city.name.start : city.name.end] == city.name.quote == city.name.value


@pytest.mark.parametrize("wrap", ["{}", "[{}]", '{{"plans": [{}]}}'])
def test_one_plan_or_a_list(wrap: str) -> None:
    """A plan alone, in a list, or in a list under `plans`."""
    text = wrap.format('{"cities": ["Porto", "Austin"], "themes": ["Water"]}')
    assert record(text, ".json").id == "porto-austin"


def test_several_plans_keep_their_own() -> None:
    """Each plan of a list has its own values, unread words and line."""
    first, second = plans_in(
        f"- {{cities: [A, B], themes: [x], strange: thing}}\n- {{{HEAD.strip()}, sdgs: [11]}}\n",
        ".yaml",
    )
    assert (first.source.row, second.source.row) == (1, 2)
    assert unread(first) == ["strange", "thing"]
    assert not second.unread


# --- keys


@pytest.mark.parametrize(
    ("keys", "language"),
    [
        ("City Country Population Themes Challenges Activities", "en"),
        ("Ciudad País Población Temas Retos Actividades", "es"),
        ("Cidade País População Temas Desafios Atividades", "pt"),
        ("Città Paese Popolazione Temi Sfide Attività", "it"),
        ("Ville Pays Habitants Thèmes Défis Activités", "fr"),
        ("Stadt Land Einwohner Themen Herausforderungen Aktivitäten", "de"),
        ("Städer Land Invånare Teman Utmaningar Aktiviteter", "sv"),
    ],
)
def test_keys_may_be_in_any_language(keys: str, language: str) -> None:
    """The labels of summaries are keys, and tell the language of the words."""
    city, country, population, themes, challenges, activities = keys.split()
    plan = record(
        f"{city}: [Porto, Austin]\n{country}: [Portugal, US]\n{population}: [231800, 961855]\n"
        f"{themes}: [Water]\n{challenges}: [Leaks]\n{activities}: [Workshop]\n"
    )
    assert [c.country.value for c in plan.cities] == ["PT", "US"]
    assert [c.population.value for c in plan.cities] == [231800, 961855]
    assert plan.themes[0].language == language
    assert plan.challenges[0].value == "Leaks"
    assert plan.activities[0].type == "workshop"
    assert not plan.problems
    assert not plan.unread


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    """What stands under it is unread, never guessed."""
    plan = record(HEAD + "sdgs: [11]\ntheems: [Water, {a: b}]\n")
    (problem,) = plan.problems
    assert (problem.code, problem.line) == ("key", 3)
    assert "“theems”" in problem.message
    assert "“themes”" in problem.message
    assert unread(plan) == ["theems", "Water", "a", "b"]
    assert not plan.themes


def test_a_field_left_blank_is_empty() -> None:
    """A key without a value is stated and blank; an empty list says nothing."""
    plan = record(HEAD + "themes:\nresults: ~\nchallenges: []\n")
    assert [(field.value, field.quote) for field in plan.empty] == [
        ("themes", "themes"),
        ("results", "results"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "a",
        "[1, 2]",
        '{"name": "x", "version": "1"}',
        '{"type": "FeatureCollection", "features": []}',
        '{"cities": []}',
        "null",
    ],
)
def test_what_is_no_record_says_so(text: str) -> None:
    """A file of other data is one sentence, or no plan at all."""
    if text == "[]":
        assert plans_in(text, ".json") == []
        return
    with pytest.raises(DataError, match=r"^plan\.json:1: "):
        plans_in(text, ".json")


# --- parties


@pytest.mark.parametrize(
    "cities",
    [
        "cities:\n- {name: Porto, country: PT, population: 231800}\n- {name: Austin, country: US}",
        "cities:\n  Porto: {country: Portugal, population: 231.800}\n  Austin: {country: usa}",
        "cities: [Porto (Portugal), 'Austin, USA']\npopulation: {Porto: 231 800}",
        "cities: Porto and Austin\ncountries: [PT, US]\npopulation: [231'800]",
        "cities: [Porto, Austin]\ncountry: {Austin: United States, Porto: Portogallo}\npopulation: [231800, ~]",
    ],
)
def test_parties_in_any_shape(cities: str) -> None:
    """A list of names or mappings, names as keys, or a column for each field."""
    plan = record(cities + "\nthemes: [Water]\n")
    assert [(c.name.value, c.country.value) for c in plan.cities] == [
        ("Porto", "PT"),
        ("Austin", "US"),
    ]
    assert [c.population and c.population.value for c in plan.cities] == [231800, None]
    assert not plan.problems
    assert not plan.unread


def test_one_country_is_that_of_all() -> None:
    """One country beside several cities holds for each; one population is nobody's."""
    plan = record("cities: [Porto, Braga]\ncountry: Portugal\npopulation: 231800\nthemes: [x]")
    assert [c.country.value for c in plan.cities] == ["PT", "PT"]
    assert [c.population for c in plan.cities] == [None, None]
    assert codes(plan) == {"populations"}
    assert unread(plan) == ["231800"]


def test_a_party_may_be_a_region() -> None:
    """Its own kind says so, in any language, or the plan's."""
    plan = record(
        "cities:\n- {name: Lazio, kind: regione}\n- {name: Rome, kind: city}\nthemes: [x]"
    )
    assert [c.kind for c in plan.cities] == ["region", "city"]
    assert [c.kind for c in record("regions: [Lazio, Marche]\nthemes: [x]").cities] == [
        "region",
        "region",
    ]


def test_what_stands_under_a_city_is_its_own() -> None:
    """Owners come from the city's mapping, from a mapping by city, or from `cities`."""
    plan = record(
        "cities:\n- {name: Porto, challenges: [a]}\n- {name: Austin}\n"
        "themes:\n  Porto: [b]\n  austin: c\n"
        "objectives:\n- {value: d, cities: [Austin]}\n- {value: e, cities: both}\n- f\n"
        "results:\n- {value: g, cities: []}\n"
    )
    assert [(s.value, s.cities) for s in plan.challenges] == [("a", ("Porto",))]
    assert [(s.value, s.cities) for s in plan.themes] == [("b", ("Porto",)), ("c", ("Austin",))]
    assert plan.results[0].cities == ()
    assert [s.cities for s in plan.objectives] == [
        ("Austin",),
        ("Porto", "Austin"),
        ("Porto", "Austin"),
    ]
    assert not plan.unread


def test_a_strange_owner_is_told() -> None:
    """A name that is no party of the plan owns nothing."""
    plan = record(HEAD + "themes:\n- {value: a, cities: [Paris]}\n")
    assert plan.themes[0].cities == ()
    assert codes(plan) == {"cities"}
    assert unread(plan) == ["Paris"]


# --- values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("530000", 530000),
        ("530,000", 530000),
        ("1'942,044", 1942044),
        ("120.000", 120000),
        ("1.5 million", 1500000),
        ("530000 (2021)", 530000),
    ],
)
def test_a_population_in_any_grouping(written: str, value: int) -> None:
    """The grammar of summaries reads it."""
    plan = record(f'cities:\n- {{name: Porto, population: "{written}"}}\n- Austin\nthemes: [x]')
    assert plan.cities[0].population.value == value


@pytest.mark.parametrize("written", ["1.5", "-3", "1e3", "true", '"many"', "[1]", '{"a": 1}'])
def test_a_population_that_is_none_is_told(written: str) -> None:
    """A number of JSON that is not whole, words, lists: nothing is guessed."""
    plan = record(
        f'{{"cities": [{{"name": "Porto", "population": {written}}}, "Austin"], "themes": ["x"]}}',
        ".json",
    )
    stated = plan.cities[0].population
    assert stated is None or stated.value is None
    assert plan.problems


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("area_km2: 1.234", 1.234),
        ("Size: 115.64 km ²", 115.64),
        ("area_km2: 1e2", 100.0),
        ("Area (ha): 250", 2.5),
        ("Size (sq mi): '10'", 25.899881),
    ],
)
def test_an_area_in_its_unit(entry: str, value: float) -> None:
    """Under our own name a number is what it says; under a label, its unit holds."""
    plan = record(f"cities:\n- {{name: Porto, {entry}}}\n- Austin\nthemes: [x]")
    assert plan.cities[0].area_km2.value == pytest.approx(value)


def test_norway_is_a_country() -> None:
    """`NO` is a code and not a falsehood; another code in small letters is one too."""
    plan = record(
        "cities:\n- {name: Oslo, country: NO}\n- {name: Porto, country: pt}\n- {name: X, country: Atlantis}\nthemes: [x]"
    )
    assert [c.country.value for c in plan.cities] == ["NO", "PT", None]
    assert codes(plan) == {"country"}


def test_goals_targets_and_topics_are_checked() -> None:
    """Numbers, codes, names and slugs; what is none of them is told."""
    plan = record(
        HEAD + "sdgs: [11, SDG 13, Gender equality, 18, 6.4]\nsdg_targets: [11.b, 11.99]\n"
        "sdg_indicators: [11.3.2]\nurban_agenda_topics: [urban-poverty, Wohnen, Football]\n"
    )
    assert [goal.value for goal in plan.sdgs] == [11, 13, 5, None]
    assert [target.value for target in plan.sdg_targets] == ["6.4", "11.b", None]
    assert [indicator.value for indicator in plan.sdg_indicators] == ["11.3.2"]
    assert [topic.value for topic in plan.urban_agenda_topics] == ["urban-poverty", "housing", None]
    assert len(plan.problems) == 3


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("period: {start: 2017-11, end: 2019-11-16}", "2017-11", "2019-11-16"),
        ("period: November 2017 - November 2019", "2017-11", "2019-11"),
        ("start: May 2018\nend: 2020", "2018-05", "2020"),
        ("Zeitraum: {Beginn: Mai 2018}", "2018-05", None),
    ],
)
def test_a_period_in_parts_or_in_words(period: str, start: str, end: str | None) -> None:
    """As precise as it is stated."""
    found = record(HEAD + period).period
    assert (found.start.value, found.end and found.end.value) == (start, end)


def test_a_period_that_is_no_date_is_told() -> None:
    """Words that the grammar of dates does not read."""
    plan = record(HEAD + "period: {start: soon, duration: long, interval: 2018-13-41}\n")
    assert {problem.code for problem in plan.problems} == {"date", "duration", "interval"}
    assert plan.period.start.value is None


# --- activities and outputs


def test_an_activity_in_parts() -> None:
    """Type, status and parties by slug or by label in any language; roles imply taking part."""
    plan = record(
        HEAD
        + "themes: [Water]\nactivities:\n- label: Trip to the dunes\n  tipo: Visita de estudio\n"
        "  estado: planned\n  Gastgeber: Porto\n  visitors: [Austin]\n  dates: [2018-05, 22-27 April 2018]\n"
        "  participants: [five planners]\n  themes: [water]\n"
    )
    (activity,) = plan.activities
    assert (activity.type, activity.status) == ("study-visit", "planned")
    assert (activity.cities, activity.hosts, activity.visitors) == (
        ("Porto", "Austin"),
        ("Porto",),
        ("Austin",),
    )
    assert [date.value for date in activity.dates] == ["2018-05", "2018-04-22/2018-04-27"]
    assert [who.value for who in activity.participants] == ["five planners"]
    assert activity.themes == ("Water",)
    assert activity.status_cue.quote == "planned"
    assert not plan.problems
    assert not plan.unread


def test_an_activity_in_words() -> None:
    """Words are read as an item of a list is."""
    plan = record(
        HEAD + "activities:\n- Workshop on noise\noutputs: [A joint report was published.]\n"
    )
    assert [(a.type, a.label.value) for a in plan.activities] == [("workshop", "Workshop on noise")]
    assert [(o.type, o.status) for o in plan.outputs] == [("report", "completed")]


def test_a_type_that_is_none_is_told() -> None:
    """It stays unknown; the other fields are read."""
    plan = record(
        HEAD + "activities:\n- {label: Trip, type: joyride, status: someday}\n- {status: planned}\n"
    )
    assert [(a.label.value, a.type, a.status) for a in plan.activities] == [("Trip", None, None)]
    assert codes(plan) == {"type", "status", "activities"}


def test_a_value_that_was_not_understood_stays_so() -> None:
    """`null` with its quote is what `citykg read` prints of it."""
    text = json.dumps(
        {
            "cities": [
                {
                    "name": "Porto",
                    "country": {"value": None, "start": 3, "end": 9, "quote": "Lusitania"},
                },
                "Austin",
            ],
            "themes": ["x"],
        }
    )
    plan = record(text, ".json")
    country = plan.cities[0].country
    assert (country.value, country.quote) == (None, "Lusitania")
    assert text[country.start : country.end] == "Lusitania"


def test_every_word_is_read_or_shown() -> None:
    """Lists where values are due, twice the same key in two languages, notes: all is unread, told."""
    plan = record(
        HEAD
        + "title: [a b]\nprogramme: {x: c d}\nnotes: e f\ncontacts: [nobody at all, 'Jane, jane@x.org']\n"
        "themes: [g, [h], {i: j}]\n"
    )
    shown = " ".join(unread(plan))
    for word in ("a b", "c d", "e f", "Jane", "h", "i", "j"):
        assert word in shown
    assert [c.value for c in plan.contacts] == [None, "jane@x.org"]


def test_an_event_is_told_by_its_name_where_no_key_says_more() -> None:
    """Its type and who came to whom; the status in any words; from and to are a period."""
    (plan,) = plans_in(
        "cities:\n  - {name: Porto, country: Portugal}\n  - {name: Austin, country: USA}\n"
        "period:\n  from: June 2017\n  to: May 2018\n"
        "activities:\n  - what: Study visit of Porto to Austin\n    when: June 2017\n    status: done\n"
        "outputs:\n  - what: Letter of intent\n    status: signed\n",
        ".yaml",
    )
    (visit,), (letter,) = plan.activities, plan.outputs
    assert (visit.type, visit.status, visit.hosts, visit.visitors) == (
        "study-visit",
        "completed",
        ("Austin",),
        ("Porto",),
    )
    assert (letter.type, letter.status) == ("letter-of-intent", "completed")
    assert plan.period
    assert [day and day.value for day in (plan.period.start, plan.period.end)] == [
        "2017-06",
        "2018-05",
    ]
