"""What may follow while a query is being written."""

from __future__ import annotations

import pytest

from citykg.queries.completion import completions


@pytest.mark.parametrize(
    ("text", "begun", "some"),
    [
        ("SELECT ?c { ?c a ckg:Ci", "ckg:Ci", ["ckg:City"]),
        ("SELECT ?c { ?c ckg:hasT", "ckg:hasT", ["ckg:hasTarget", "ckg:hasTheme", "ckg:hasTopic"]),
        ("SELECT ?c { ?c ckg:hasGoal sdg:17", "sdg:17", []),
        ("SELECT ?c { ?c ckg:hasGoal sdg:1", "sdg:1", ["sdg:10", "sdg:11"]),
        ("SELECT ?c { ?c sko", "sko", ["skos:"]),
        ("sel", "sel", ["SELECT"]),
        ("SELECT ?city ?country { ?c", "?c", ["?city", "?country"]),
        (".qu", ".qu", [".queries", ".query", ".quit"]),
        (".query cities-", "cities-", ["cities-by-goal"]),
        (".query cities-by-goal ", "", ["goal=1", "goal=2"]),
        (".query partners-for c", "c", ["city=city/gb/manchester"]),
        (".query no-such-query ", "", []),
        (".query cities-by-goal goal=11 ", "", []),
        ("SELECT ?c { ?c a nowhere:", "nowhere:", []),
        ("", "", []),
    ],
)
def test_a_word_is_completed_by_what_stands_before_it(
    text: str, begun: str, some: list[str]
) -> None:
    """Terms behind their prefix, variables of the query, names of queries and their parameters."""
    word, found = completions(text)
    assert word == begun
    assert found[: len(some)] == some
    assert bool(found) == bool(some)
