"""A short plan of our own, as the record that a loader would make of it."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple, TypeVar

import msgspec

from citykg.plan import Activity, City, Output, Passage, Period, Plan, Source, Stated, Statement

T = TypeVar("T")

TEXT = """Sister Cities – Plan Summary
Cities: Łódź, Łódź Voivodeship, Poland; 北九州, Fukuoka, Japan
Population: 670,642; 939,000
Size: 293.25 km²; 491.95 km²
Period: May 2018 – 2020
Themes: • Air "quality". • Clean harbours
SDGs: 11, 13.2; Urban Agenda: Air quality
Focus: Ship emissions
Challenges: Old ships
Objectives: Fewer old ships
Activities: Łódź hosted a study visit to its tram depot.
The pilot project was not carried out.
Outputs: A joint report\u2028is planned.
Results: Cleaner air
Contact: air@example.org, https://example.org/air?x=1
"""


class Example(NamedTuple):
    """A plan, and the text that it was read from."""

    plan: Plan
    text: str

    def line_of(self, offset: int) -> int:
        """The 1-based line of a character."""
        return self.text.count("\n", 0, offset) + 1


def said(
    value: T | None, quote: str, *, text: str = TEXT, after: str = "", language: str | None = None
) -> Statement:
    """The value, stated by the first such quote after some words of the text."""
    start = text.index(quote, text.index(after))
    return Statement(value, start, start + len(quote), quote, language)


def passage(quote: str) -> Passage:
    """The first passage of the text that reads so."""
    return said(None, quote).passage


PLAN = Plan(
    id="łódź-北九州",
    template="at-a-glance",
    source=Source("plans/air.txt", sha256(TEXT.encode()).hexdigest(), "text/plain", len(TEXT)),
    title=said("Sister Cities – Plan Summary", "Sister Cities – Plan Summary", language="en"),
    programme=said("Sister Cities", "Sister Cities"),
    cities=(
        City(
            said("Łódź", "Łódź"),
            said("Łódź Voivodeship", "Łódź Voivodeship"),
            said("PL", "Poland"),
            said(670642, "670,642"),
            said(293.25, "293.25 km²"),
        ),
        City(
            said("北九州", "北九州"),
            said("Fukuoka", "Fukuoka"),
            said("JP", "Japan"),
            said(939000, "939,000"),
            said(491.95, "491.95 km²"),
        ),
    ),
    period=Period(said("2018-05", "May 2018"), said("2020", "2020")),
    themes=(
        said('Air "quality".', 'Air "quality".', language="en"),
        said("Clean harbours", "Clean harbours", language="en"),
    ),
    sdgs=(said(11, "11", after="SDGs"),),
    sdg_targets=(said("13.2", "13.2"),),
    urban_agenda_topics=(said("air-quality", "Air quality"),),
    focus_areas=(said("Ship emissions", "Ship emissions", language="en"),),
    challenges=(said("Old ships", "Old ships", language="en"),),
    objectives=(said("Fewer old ships", "Fewer old ships", language="en"),),
    results=(said("Cleaner air", "Cleaner air", language="en"),),
    activities=(
        Activity(
            said("study visit", "study visit", language="en"),
            "study-visit",
            "completed",
            cities=("Łódź",),
            hosts=("Łódź",),
            type_cue=passage("study visit"),
            status_cue=passage("hosted"),
            sentence=said(
                "Łódź hosted a study visit to its tram depot.",
                "Łódź hosted a study visit to its tram depot.",
                language="en",
            ),
        ),
        Activity(
            said("pilot project", "pilot project", language="en"),
            "pilot-project",
            "not-done",
            cities=("Łódź", "北九州"),
            status_cue=passage("was not carried out"),
        ),
    ),
    outputs=(
        Output(
            said("joint report", "joint report", language="en"),
            "report",
            "planned",
            sentence=said("A joint report\u2028is planned.", "A joint report\u2028is planned."),
        ),
    ),
    contacts=(
        said("air@example.org", "air@example.org"),
        said("https://example.org/air?x=1", "https://example.org/air?x=1"),
    ),
)


EXAMPLE = Example(PLAN, TEXT)


def city(
    name: str, *, region: str | None = None, country: str | None = None, kind: str = "city"
) -> City:
    """A party by its name, all of it stated by the same few words."""
    words = PLAN.cities[0].name
    stated = [
        None if value is None else msgspec.structs.replace(words, value=value)
        for value in (name, region, country)
    ]
    return City(*stated, kind=kind)


def words(value: object, language: str | None = None) -> Stated:
    """A value, stated by some words of the text."""
    return msgspec.structs.replace(PLAN.cities[0].name, value=value, language=language)


def variant(number: int, *, cities: tuple[City, ...] | None = None, **fields: object) -> Plan:
    """The example as if read from another document, with other fields."""
    digest = sha256(str(number).encode()).hexdigest()
    source = msgspec.structs.replace(PLAN.source, sha256=digest, path=f"plans/{number}.txt")
    changed = {"source": source, "cities": PLAN.cities if cities is None else cities, **fields}
    return msgspec.structs.replace(PLAN, **changed)
