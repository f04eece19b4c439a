"""From a link to GeoNames to one to Wikidata, by answers that are at hand."""

from __future__ import annotations

import pytest

from citykg.links import Mapping
from citykg.links.answers import Answers, Item
from citykg.links.items import item_lines, link_wikidata
from citykg.ontology.terms import ID_BASE, Owl, Semapv, Skos

CITY = ID_BASE + "city/gb/manchester"
PLACE = "https://sws.geonames.org/2643123/"
ITEM = Item("Q18125", {"de": "Manchester", "en": "Manchester"}, nuts=("UKD33",))
KNOWN = Answers(places={"2643123": (ITEM,), "2644688": (Item("Q1"), Item("Q2")), "42": ()})


def linked(target: str = PLACE, predicate: str = Skos.exactMatch, sure: float = 0.97) -> Mapping:
    """A city's link to a place."""
    return Mapping(
        subject_id=CITY,
        predicate_id=predicate,
        object_id=target,
        subject_label="Manchester",
        justification=Semapv.CompositeMatching,
        confidence=sure,
    )


@pytest.mark.parametrize("sure", [1.0, 0.97, 0.5, 0.011, 0.001])
@pytest.mark.parametrize("predicate", [Skos.exactMatch, Owl.sameAs])
def test_a_chain_is_less_sure_than_its_first_link(sure: float, predicate: str) -> None:
    """Whoever made that link; and its mapping says how it came about."""
    (mapping,) = link_wikidata([linked(predicate=predicate, sure=sure)], KNOWN).mappings
    assert 0 < mapping.confidence < sure
    assert mapping.pair == (CITY, ITEM.iri)
    assert mapping.predicate_id == Skos.exactMatch
    assert mapping.justification == Semapv.MappingChaining
    assert "2643123" in mapping.comment


@pytest.mark.parametrize("predicate", [Skos.closeMatch, Skos.broadMatch, Skos.relatedMatch])
def test_what_is_only_near_its_place_leads_nowhere(predicate: str) -> None:
    """An exact match cannot follow from a close one."""
    found = link_wikidata([linked(predicate=predicate)], KNOWN)
    assert found.mappings == found.open == ()


def test_where_nobody_was_asked_nothing_is_left_open() -> None:
    """Who never goes online is not told of every city that Wikidata was not asked for."""
    found = link_wikidata([linked()], Answers())
    assert found.mappings == found.open == ()


@pytest.mark.parametrize(
    ("number", "outcome", "words", "candidates"),
    [
        ("2644688", "doubt", "2 items", ["Q1", "Q2"]),
        ("42", "unknown", "no item", []),
        ("43", "unknown", "not asked for yet: citykg link DIR --online", []),
    ],
)
def test_what_is_open_says_why(
    number: str, outcome: str, words: str, candidates: list[str]
) -> None:
    """Two items are a doubt, none is unknown, and a place that came later has to be asked for."""
    found = link_wikidata([linked(f"https://sws.geonames.org/{number}/")], KNOWN)
    (left,) = found.open
    assert found.mappings == ()
    assert left.outcome == outcome
    assert words in left.reason
    assert [one.iri.rpartition("/")[2] for one in left.candidates] == candidates


@pytest.mark.parametrize(
    "target",
    [
        "http://www.wikidata.org/entity/Q18125",
        "https://sws.geonames.org/",
        "https://sws.geonames.org/x/",
        "https://sws.geonames.org/²/",
        "https://sws.geonames.org/0/",
        "https://sws.geonames.org/" + "9" * 500 + "/",
    ],
)
def test_what_is_no_number_of_geonames_is_passed_over(target: str) -> None:
    """A person may write anything into the file of links."""
    assert link_wikidata([linked(target)], KNOWN).mappings == ()


def test_only_items_that_are_linked_are_spoken_of() -> None:
    """What was answered of others stays in the file of answers."""
    chained = link_wikidata([linked()], KNOWN).mappings
    lines = list(item_lines(chained, KNOWN))
    said = [line.split(" ")[2] for line in lines if line.startswith(f"<{ITEM.iri}> ")]
    assert said == [
        '"2643123"',
        '"Manchester"@de',
        '"Manchester"@en',
        '"UKD33"',
    ]
    assert not any("entity/Q1>" in line or "entity/Q2>" in line for line in lines)
    assert not any("/entity/" in line for line in item_lines([linked()], KNOWN))
