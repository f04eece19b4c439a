"""The words behind each row of an answer."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from citykg.queries import (
    Rows,
    parse_query,
    run,
    saved_query,
    witnesses,
    write_answer,
)
from citykg.queries.witnesses import COLUMNS

if TYPE_CHECKING:
    from citykg.queries.catalogue import SavedQuery
    from citykg.queries.engine import Engine


def words(query: SavedQuery, engine: Engine, **params: str) -> list[str]:
    """The facts behind the rows of a query, one line each: row, fact, quote."""
    answer = run(query, engine, params)
    assert isinstance(answer, Rows)
    found = witnesses(answer, query, engine, params)
    assert found.columns == COLUMNS
    out = io.StringIO()
    write_answer(found, "md", out)
    lines = [line.strip("| ").replace("\\", "").split(" | ") for line in out.getvalue().split("\n")]
    return [" | ".join(line[:5]) for line in lines[2:-1]]


def test_the_facts_that_the_patterns_match_are_behind_a_row(engine: Engine) -> None:
    """The goal is no column, and the words that name it are behind the row all the same."""
    found = words(saved_query("cities-by-goal"), engine, goal="11")
    assert found[:2] == [
        "1 | city/gb/manchester | ckg:hasGoal | sdg:11 | 11",
        "1 | city/gb/manchester | ckg:hasGoal | sdg:11 | SDG 11",
    ]


def test_two_cells_that_a_plan_joins_are_behind_their_row(engine: Engine) -> None:
    """A figure that a query takes the least of is found by its value."""
    text = "SELECT ?city (MIN(?p) AS ?least) { ?city ckg:population ?p } GROUP BY ?city"
    (found,) = words(parse_query(text), engine)
    assert found.endswith(" | city/gb/manchester | ckg:population | 530000 | 530,000")


def test_another_value_of_the_same_thing_is_not_behind_a_row(engine: Engine) -> None:
    """A plan that does not say what the row says is no witness of it."""
    text = 'SELECT ?city ?persons { ?city a ckg:City BIND("531000" AS ?persons) }'
    assert words(parse_query(text), engine) == []


def test_what_is_counted_has_no_words(engine: Engine) -> None:
    """No plan says how many cities there are."""
    text = "SELECT (COUNT(?city) AS ?cities) { ?city a ckg:City }"
    assert words(parse_query(text), engine) == []


def test_rows_are_counted_over_all_batches(engine: Engine) -> None:
    """The number of a row is that of the answer, however long it is."""
    text = "SELECT ?n ?city { VALUES ?n { %s } VALUES ?city { <%s> } ?city ckg:hasGoal sdg:11 }"
    many = text % (
        " ".join(map(str, range(1, 121))),
        "https://w3id.org/citykg/id/city/gb/manchester",
    )
    found = words(parse_query(many), engine)
    assert [int(line.split(" | ")[0]) for line in found[::2]] == list(range(1, 121))
    assert len(found) == 240
