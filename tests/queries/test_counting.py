"""What two plans state counts once, in any query, wherever the graph is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from query_graphs import served

from citykg.build import build
from citykg.graph.export import export
from citykg.queries import Rows, open_engine, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.queries.engine import Engine

SUMMARY = """Twin Cooperation Summary

City:\tLeeds\t{partner}
Country:\tUnited Kingdom\tSpain
Population:\t793,000\t{population}
Period of cooperation\tMay 2018 - June 2020

Cooperation Themes:\t• Housing • Clean harbours
Related SDGs and Urban Agenda topics:\tSDGs: 11, {goal} Urban Agenda: Air quality
"""
FILES = ("graph.nq", "graph.trig", "graph.ttl")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    """One graph of two plans that share a city: its folder, its files, and a server over it."""
    home = tmp_path_factory.mktemp("counted")
    for partner, population, goal in (("Girona", "103,369", 13), ("Vigo", "292,374", 6)):
        text = SUMMARY.format(partner=partner, population=population, goal=goal)
        (home / f"{partner}.txt").write_text(text, encoding="utf-8")
    folder = home / "graph"
    build([home], folder)
    with (home / "graph.trig").open("wb") as file:
        export(folder, "trig", file)
    files = {name: folder / name for name in FILES} | {"graph.trig": home / "graph.trig"}
    with served(folder) as address:
        yield {
            "folder": open_engine(folder),
            **{name: open_engine(path) for name, path in files.items()},
            "server": open_engine(address),
        }


def cells(engine: Engine, text: str) -> list[list[str]]:
    """The rows of an answer, sorted, in words."""
    answer = run(text, engine)
    assert isinstance(answer, Rows)
    return sorted([term.value if term else "" for term in row] for row in answer.rows)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT (COUNT(?c) AS ?n) { ?c a ckg:City }", [["3"]]),
        ("SELECT (COUNT(*) AS ?n) { ?c a ckg:City ; rdfs:label ?name }", [["3"]]),
        ("SELECT (SUM(?p) AS ?n) { ?c a ckg:City ; ckg:population ?p }", [["1188743"]]),
        ("SELECT (COUNT(?c) AS ?n) { sdg:11 ^ckg:hasGoal ?c . ?c a ckg:City }", [["3"]]),
        ("SELECT ?n { ?c a ckg:City ; rdfs:label ?n }", [["Girona"], ["Leeds"], ["Vigo"]]),
        (
            (
                "SELECT ?n (COUNT(?plan) AS ?plans)"
                " { ?c a ckg:City ; rdfs:label ?n ; ckg:hasPlan ?plan } GROUP BY ?n"
            ),
            [["Girona", "1"], ["Leeds", "2"], ["Vigo", "1"]],
        ),
        (
            "SELECT ?n { ?theme a ckg:Theme ; skos:prefLabel ?n }",
            [["Clean harbours"], ["Housing"]],
        ),
    ],
)
def test_each_fact_counts_once(
    text: str, expected: list[list[str]], places: dict[str, Engine]
) -> None:
    """COUNT, SUM and plain rows need no DISTINCT, on a folder, a file or a server."""
    found = {name: cells(engine, text) for name, engine in places.items()}
    assert found == dict.fromkeys(places, expected)


def test_all_places_hold_as_many_triples(places: dict[str, Engine]) -> None:
    """The number of all triples is the same everywhere."""
    counts = {
        str(cells(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")) for engine in places.values()
    }
    assert len(counts) == 1


@pytest.mark.parametrize("where", ["folder", "graph.nq", "graph.trig", "server"])
def test_graph_still_tells_who_says_so(where: str, places: dict[str, Engine]) -> None:
    """GRAPH finds a shared city in the graph of each plan that names it, and nowhere else."""
    text = "SELECT ?g { GRAPH ?g { ?c a ckg:City ; rdfs:label 'Leeds' } }"
    plan = "https://w3id.org/citykg/id/plan/"
    assert cells(places[where], text) == [[f"{plan}leeds-girona"], [f"{plan}leeds-vigo"]]
