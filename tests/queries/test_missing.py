"""What is said where a query finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.errors import DataError
from citykg.queries import parse_query, saved_names, saved_query, why_nothing
from citykg.queries.patterns import needed_patterns

if TYPE_CHECKING:
    from citykg.queries.answer import Answer
    from citykg.queries.catalogue import SavedQuery
    from citykg.queries.engine import Engine

ID = "https://w3id.org/citykg/id/"


def query_of(text: str) -> SavedQuery:
    """The saved query of a name, or the query that a text is."""
    return saved_query(text) if text in saved_names() else parse_query(text)


@pytest.mark.parametrize(
    ("text", "params", "said"),
    [
        (
            "SELECT ?x { ?x ckg:hasGaol ?goal }",
            {},
            "The ontology has no ckg:hasGaol: did you mean ckg:hasGoal?",
        ),
        (
            # Whatever the prefix is called; our own IRIs in full are looked at too.
            "PREFIX k: <https://w3id.org/citykg/ontology#> SELECT ?x { ?x a k:Citty }",
            {},
            "The ontology has no ckg:Citty: did you mean ckg:City?",
        ),
        (
            "SELECT ?x { ?x a <https://w3id.org/citykg/ontology#Outputs> }",
            {},
            "The ontology has no ckg:Outputs: did you mean ckg:Output?",
        ),
        (
            "partners-for",
            {"city": "city/gb/manchestre"},
            "The graph does not know city/gb/manchestre: did you mean city/gb/manchester?",
        ),
        (
            "partners-for",
            {"city": "https://example.org/manchester-on-the-moon"},
            "The graph does not know https://example.org/manchester-on-the-moon.",
        ),
        (
            "SELECT ?x { ?x a ckg:City ; ckg:hasGoal sdg:3 }",
            {},
            "Nothing in the graph matches ?x ckg:hasGoal sdg:3.",
        ),
        (
            "SELECT ?x { ?x a ckg:Cooperation . ?x ckg:population ?persons }",
            {},
            "Nothing matches ?x ckg:population ?persons together with ?x rdf:type ckg:Cooperation.",
        ),
        (
            "SELECT ?x { ?x a ckg:City FILTER(?x = sdg:11) }",
            {},
            "The patterns that each row needs match; a FILTER or another clause leaves no row.",
        ),
        (
            # What is only wished for is not to blame.
            "SELECT ?x { ?x a ckg:City OPTIONAL { ?x ckg:hasGoal sdg:3 } FILTER(false) }",
            {},
            "The patterns that each row needs match; a FILTER or another clause leaves no row.",
        ),
        (
            f"SELECT ?x {{ GRAPH <{ID}plan/manchester-montreal> {{ ?x ckg:hasGoal sdg:17 }} }}",
            {},
            "Nothing in the graph matches ?x ckg:hasGoal sdg:17.",
        ),
    ],
)
def test_it_is_said_why_there_are_no_rows(
    text: str, params: dict[str, str], said: str, engine: Engine
) -> None:
    """The pattern at fault is named, or the name that was perhaps meant."""
    assert why_nothing(query_of(text), engine, params, base=ID) == said


def test_an_engine_that_does_not_answer_again_is_no_failure() -> None:
    """The rows, none, were answered; only their reason is not."""

    class Gone:
        def answer(self, text: str) -> Answer:
            raise DataError(f"The endpoint is gone: {len(text)} characters not asked.")

    said = why_nothing(query_of("SELECT ?x { ?x a ckg:City }"), Gone(), {}, base=ID)
    assert said.startswith("Why could not be found out: The endpoint is gone")


def test_sub_queries_keep_their_variables() -> None:
    """Two sub-queries that use one name do not mean one thing by it."""
    patterns = needed_patterns(saved_query("shared-goals"), {}, base=ID)
    about = {pattern.subject for pattern in patterns}
    assert about == {"?plan1", "?plan2"}
    assert {pattern.object for pattern in patterns if "hasGoal" in pattern.predicate} == {"?goal"}


def test_a_parameter_stands_in_its_place() -> None:
    """A pattern has the term of a parameter, not its variable."""
    query = saved_query("cities-by-goal")
    patterns = needed_patterns(query, {"goal": "11"}, base=ID)
    positions = [one.object for one in patterns if one.predicate == "<https://schema.org/position>"]
    assert positions == ['"11"^^<http://www.w3.org/2001/XMLSchema#integer>']


def test_what_rdflib_cannot_read_has_no_patterns() -> None:
    """There is no advice, and no traceback either."""
    assert needed_patterns(parse_query("SELECT ?x { ?x a }"), {}, base=ID) == ()
