"""Whom a city might cooperate with, and why: suggestions only, each with its reasons."""

from __future__ import annotations

import pytest
from told_graphs import Told, city

from citykg.analysis.partners import Partners, partner_table
from citykg.analysis.rows import Stage

LEEDS = city("gb/leeds")


def suggested(told: Told, place: str = "gb/leeds", top: int = 10) -> list[str]:
    """The short names of the suggestions for a place."""
    best = Partners(told.rows).of(city(place), top).best
    return [one.party.partition("/id/")[2] for one in best]


def experience(one: str | None, other: str | None) -> tuple[str, ...]:
    """What is said of a study visit of Leeds with one status, and of Porto with another."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", themes=["parks"], deeds=[("study-visit", one)])
    told.plan("b", "pt/porto", "es/vigo", themes=["parks"], deeds=[("study-visit", other)])
    rows = partner_table(told.rows, LEEDS, 9).records()
    reasons = {row["name"]: row["experience"] for row in rows}
    found = reasons["Porto"]
    assert isinstance(found, tuple)
    return found


def test_who_shares_something_is_suggested_with_what_is_shared() -> None:
    """Goals, topics and themes that both work on, in words."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", goals=[11, 2], topics=["housing"], themes=["parks"])
    told.plan("b", "pt/porto", "es/vigo", goals=[2, 11], themes=["parks", "ports"])
    told.plan("c", "fr/lille", "it/bari", goals=[7])
    (first, *_) = partner_table(told.rows, LEEDS, 9).records()
    assert first["city"] == LEEDS
    assert first["suggested"] == city("es/vigo")
    assert first["shared"] == ("SDG 2", "SDG 11", "theme parks")
    assert suggested(told) == ["city/es/vigo", "city/pt/porto"]


def test_partners_are_never_suggested() -> None:
    """Whoever stands in any cooperation with the city already is left out, however alike."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", themes=["parks"])
    told.plan("b", "gb/leeds", "pt/porto", "es/vigo")
    told.plan("c", "pt/porto", "fr/lille", themes=["parks"])
    assert suggested(told) == ["city/fr/lille"]


def test_a_partner_by_another_name_is_left_out_and_said() -> None:
    """The same gazetteer entry, or the same name where a country is not stated, may be the same."""
    told = Told()
    told.plan("a", "gb/leeds", "nl/rotterdam", themes=["ports"])
    told.plan("b", "zz/rotterdam", "in/surat", themes=["ports"])
    told.plan("c", "nl/rotterdam-port", "us/rotterdam", themes=["ports"])
    for place in ("nl/rotterdam", "nl/rotterdam-port"):
        told.link(place, "https://sws.geonames.org/2747891/")
    assert suggested(told) == ["city/in/surat", "city/us/rotterdam"]
    note = partner_table(told.rows, LEEDS, 9).notes[-1]
    assert "city/nl/rotterdam-port, city/zz/rotterdam" in note


def test_the_city_itself_is_not_suggested_under_its_other_name() -> None:
    """A city without a country may be the city of that name that has one."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", themes=["parks"])
    told.plan("b", "zz/leeds", "pt/porto", themes=["parks"])
    assert suggested(told) == ["city/pt/porto"]


def test_two_cities_of_one_name_stay_two() -> None:
    """Cities of the same name in two countries are both suggested, each by its IRI."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", themes=["parks"])
    told.plan("b", "us/york", "ca/york", themes=["parks"])
    assert suggested(told) == ["city/ca/york", "city/us/york"]


def test_the_rarer_counts_more() -> None:
    """One subject that few work on outweighs one that nearly all work on."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", goals=[11], themes=["seagulls"])
    told.plan("b", "pt/porto", "es/vigo", themes=["seagulls"])
    for number in range(6):
        told.plan(f"c{number}", f"fr/f{number}", f"it/i{number}", goals=[11])
    assert suggested(told, top=2) == ["city/es/vigo", "city/pt/porto"]


def test_activities_alone_make_no_partners() -> None:
    """Whoever shares no goal, target, topic or theme is not suggested for a workshop."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", themes=["parks"], deeds=[("workshop", "completed")])
    told.plan("b", "pt/porto", "es/vigo", deeds=[("workshop", "completed")])
    assert suggested(told) == []


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("completed", "completed", "both did: study visit"),
        ("planned", "expected", "both plan: study visit"),
        ("possible", "possible", "both consider: study visit"),
        ("ongoing", "ongoing", "both have under way: study visit"),
        (None, None, "both name, not saying whether done: study visit"),
        ("completed", "planned", "Leeds did, Porto plans: study visit"),
        ("planned", "completed", "Porto did, Leeds plans: study visit"),
        ("possible", None, "Leeds considers, Porto names: study visit"),
    ],
)
def test_what_was_done_and_what_is_planned_are_told_apart(
    one: str | None, other: str | None, says: str
) -> None:
    """Each status has its own words, and whoever is further is named first."""
    assert experience(one, other) == (says,)


@pytest.mark.parametrize("other", ["completed", "planned", "not-done", None])
def test_what_is_denied_is_no_experience(other: str | None) -> None:
    """An activity that a plan denies gives no reason and no score."""
    assert experience("not-done", other) == ()
    told = Told().plan("a", "gb/leeds", deeds=[("workshop", "not-done"), ("seminar", "planned")])
    assert [*told.rows.deeds_of[LEEDS].values()] == [Stage.PLANNED]


def test_the_furthest_of_several_counts() -> None:
    """A city that did one workshop and plans another did a workshop."""
    told = Told().plan("a", "gb/leeds", deeds=[("workshop", "planned"), ("workshop", "completed")])
    assert [*told.rows.deeds_of[LEEDS].values()] == [Stage.COMPLETED]


def test_regions_are_suggested_and_ask() -> None:
    """A region that takes part in a cooperation is a party like a city."""
    told = Told()
    told.plan("a", "gb/leeds", "region/it/lazio", themes=["parks"])
    told.plan("b", "region/de/saarland", "ca/calgary", themes=["parks"])
    assert suggested(told) == ["city/ca/calgary", "region/de/saarland"]
    assert suggested(told, "region/it/lazio") == ["city/ca/calgary", "region/de/saarland"]
