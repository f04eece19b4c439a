"""Who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from plan_examples import EXAMPLE, PLAN, TEXT, variant, words

from citykg.errors import UsageError
from citykg.graph.explain import explain
from citykg.graph.names import Names
from citykg.graph.quads import plan_quads
from citykg.graph.vocabulary import shipped_quads, theme_quads
from citykg.ontology.terms import Ckg

if TYPE_CHECKING:
    from pathlib import Path

LODZ = "https://w3id.org/citykg/id/city/pl/%C5%82%C3%B3d%C5%BA"


def store_of(*plans: object, base: str = "https://w3id.org/citykg/id/") -> ox.Store:
    """A store of these plans and the vocabulary."""
    names = Names.of(plans, base)
    lines = [*shipped_quads(), *theme_quads(names)]
    for plan in plans:
        lines += plan_quads(plan, names, EXAMPLE.line_of)
    store = ox.Store()
    store.load("".join(lines), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """The example's graph."""
    return store_of(PLAN)


def test_a_fact_is_explained_by_its_words(store: ox.Store) -> None:
    """A fact comes with its sentence, its quote, its file and its line."""
    (fact,) = explain(store, "city/pl/łódź ckg:population")
    assert fact.sentence == 'Łódź population "670642"'
    said = fact.said
    assert (said.document, said.quote, said.line) == ("air.txt", "670,642", 3)
    assert TEXT[said.start : said.end] == said.quote
    assert said.sha256 == PLAN.source.sha256


@pytest.mark.parametrize(
    "name",
    [
        LODZ,
        f"<{LODZ}>",
        "https://w3id.org/citykg/id/city/pl/łódź",
        "city/pl/łódź",
        "city/pl/%C5%82%C3%B3d%C5%BA",
        "Łódź",
        '"łódź"',
    ],
)
def test_a_thing_has_many_names(store: ox.Store, name: str) -> None:
    """An IRI, a short id in any writing, and a label that one thing has name the same thing."""
    assert explain(store, name) == explain(store, LODZ)


def test_of_a_thing_all_is_told(store: ox.Store) -> None:
    """What documents say of a thing, and what they link to it, is told."""
    facts = explain(store, LODZ)
    assert all(fact.said for fact in facts)
    assert {Ckg.population, Ckg.hasTheme, Ckg.hasParty} <= {fact.predicate for fact in facts}


@pytest.mark.parametrize(
    ("what", "quote"),
    [
        ("Łódź hasTheme theme/clean-harbours", "Clean harbours"),
        ('Łódź hasTheme "Clean harbours"', "Clean harbours"),
        ('Łódź ckg:population "670642"', "670,642"),
        ("Łódź population 670642", "670,642"),
        ("Łódź ckg:hasGoal sdg:11", "11"),
        ("Łódź inCountry Poland", "Poland"),
    ],
)
def test_a_triple_is_found_by_names_or_values(store: ox.Store, what: str, quote: str) -> None:
    """The parts of a fact may be named in any way, and a value by its words."""
    (fact,) = explain(store, what)
    assert fact.said.quote == quote


def test_a_claim_and_a_passage_lead_to_the_fact(store: ox.Store) -> None:
    """Whoever has the IRI of a claim or of a passage gets the fact."""
    (fact,) = explain(store, "Łódź population")
    document = f"document/{PLAN.source.sha256[:16]}"
    (again,) = explain(store, f"{document}#char={fact.said.start},{fact.said.end}")
    assert again == fact


@pytest.mark.parametrize(
    ("what", "note"),
    [
        ("Łódź takesPartIn", "structure"),
        ("country/de", "vocabulary"),
        ("ckg:hasTheme", "ontology"),
    ],
)
def test_what_no_document_says_is_said_so(store: ox.Store, what: str, note: str) -> None:
    """A fact without words is explained as structure, vocabulary or ontology."""
    facts = explain(store, what)
    assert all(fact.said is None and note in fact.note for fact in facts)


def test_a_fact_of_two_documents_is_told_twice() -> None:
    """Each document that says a fact is told, in the order of the documents."""
    facts = explain(store_of(variant(1), variant(2)), "Łódź population")
    assert [fact.said.document for fact in facts] == ["1.txt", "2.txt"]


def test_short_ids_work_under_another_base() -> None:
    """A short id lies under the base of the graph that is asked."""
    facts = explain(store_of(PLAN, base="https://example.org/kg/"), "city/pl/łódź population")
    assert facts[0].subject.startswith("https://example.org/kg/city/")


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("city/pl/lodz", "did you mean city/pl/łódź"),
        ("Łódz", "did you mean city/pl/łódź"),
        ("Łódź hasThemes", "did you mean ckg:hasTheme"),
        ("xyzzy", r"Nothing in the graph is called 'xyzzy'\.$"),
        ("javascript:alert(1)", "Nothing in the graph"),
        ("<not an iri>", "Nothing in the graph"),
        ('Łódź hasTheme "Trains"', "it says: Air .*, Clean harbours"),
        ("Łódź host", "of Łódź it says: .*ckg:hasTheme"),
        ("", "cannot be explained"),
        ("a b c d", "cannot be explained"),
    ],
)
def test_what_is_not_known_is_said_with_what_is_near(
    store: ox.Store, what: str, message: str
) -> None:
    """An unknown name is a wrong call; the message holds the nearest names that there are."""
    with pytest.raises(UsageError, match=message):
        explain(store, what)


def test_a_label_of_two_things_asks_which() -> None:
    """A label that two things have is not guessed at."""
    store = store_of(variant(1, themes=(words("Air quality", "en"),)))
    with pytest.raises(UsageError, match=r"2 things are called .*theme/air-quality"):
        explain(store, '"Air quality"')


def test_no_graph_is_a_wrong_call(tmp_path: Path) -> None:
    """A folder without a graph says how to make one."""
    with pytest.raises(UsageError, match="citykg build"):
        explain(tmp_path, "Łódź")
