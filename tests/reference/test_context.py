"""The JSON-LD context: short names, and no triple lost or changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from citykg.build import build
from citykg.ontology.terms import Ckg
from citykg.reference import context
from citykg.reference.terms import terms

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """Integrated Local Action Plan Summary
City\tPorto\tAustin
Country\tPortugal\tUnited States
Population\t231,800\t961,855
Area\t41.42 km2\t790.1 km2
Period\tMay 2019 - June 2021
Themes\tHousing
SDGs\tSDG 11, target 11.3
Objectives\tShare what was learnt.
Activities\tStudy visit to Porto in May 2019, completed.
"""


@pytest.fixture(scope="module")
def triples(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The graph of one plan as N-Triples: its facts and their evidence."""
    folder: Path = tmp_path_factory.mktemp("context")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    build([folder / "plan.txt"], folder / "graph", check=False)
    lines = (folder / "graph" / "graph.nq").read_text("utf-8").splitlines()
    quads = [line.rsplit(" ", 2) for line in lines]
    return "".join(f"{triple} .\n" for triple, graph, _ in quads if "/id/plan/" in graph)


def test_a_plan_comes_back(triples: str) -> None:
    """Compacted with the context and expanded again by another library: the same triples."""
    graph = rdflib.Graph().parse(data=triples, format="nt")
    text = graph.serialize(format="json-ld", context=context()["@context"], auto_compact=False)
    document = json.loads(text)
    assert any("hasTheme" in thing for thing in document["@graph"])
    assert any("population" in thing for thing in document["@graph"])
    back = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)}
    assert back == {quad.triple for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)}


def test_json_of_ones_own_is_understood() -> None:
    """Names of things are IRIs, numbers are numbers, words have their languages."""
    document = {
        **context(),
        "@id": "https://example.org/porto",
        "@type": "City",
        "hasGoal": "http://metadata.un.org/sdg/11",
        "population": 231800,
    }
    data = json.dumps(document)
    found = {q.predicate.value: q.object for q in ox.parse(data, format=ox.RdfFormat.JSON_LD)}
    assert found[Ckg.hasGoal] == ox.NamedNode("http://metadata.un.org/sdg/11")
    assert found[Ckg.population] == ox.Literal(231800)


def test_every_term_of_ours_is_there() -> None:
    """Each by its own name, and no name is two terms."""
    entries = context()["@context"]
    ours = [term for term in terms() if term.is_ours]
    assert {term.anchor for term in ours} <= set(entries)
    assert len({term.anchor for term in ours}) == len(ours)
