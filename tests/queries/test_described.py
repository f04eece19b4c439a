"""The catalogue in words and in RDF, both out of the files of the queries."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from citykg.build import build
from citykg.ontology.terms import PREFIXES, Rdfs
from citykg.queries import catalogue, federated, parse_query, saved_query
from citykg.queries.described import QUERIES, as_turtle

if TYPE_CHECKING:
    from pathlib import Path

SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture(scope="module")
def described() -> ox.Store:
    """All queries, as RDF."""
    store = ox.Store()
    store.load(as_turtle((*catalogue(), *federated())).encode(), format=ox.RdfFormat.TURTLE)
    return store


def value(store: ox.Store, iri: str, predicate: str) -> str:
    """The one value of a property."""
    (quad,) = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None)
    assert isinstance(quad.object, ox.Literal | ox.NamedNode)
    return quad.object.value


def test_every_query_is_an_executable_that_can_be_asked(described: ox.Store) -> None:
    """The text in RDF is the query, whole, and runs as it is; its words are those of the file."""
    for query in catalogue():
        iri = QUERIES + query.name
        text = value(described, iri, f"{SH}{query.form.lower()}")
        assert "#+" not in text
        ox.Store().query(text)
        assert value(described, iri, Rdfs.comment) == query.summary


def test_prefixes_are_declared_as_the_query_has_them(described: ox.Store) -> None:
    """What `sh:prefixes` leads to is what stands in the text."""
    rows = described.query(
        f"PREFIX sh: <{SH}> SELECT ?prefix ?namespace {{ <{QUERIES}cities> sh:prefixes/sh:declare "
        "[ sh:prefix ?prefix ; sh:namespace ?namespace ] }"
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = {row["prefix"].value: row["namespace"].value for row in rows}
    assert found == {name: PREFIXES[name] for name in ("ckg", "owl", "rdfs", "skos")}


def test_a_prefix_of_ones_own_stays_ones_own() -> None:
    """A query that calls another namespace `ckg` does not change what `ckg` is for the rest."""
    other = parse_query("PREFIX ckg: <http://example.org/> SELECT ?x { ?x a ckg:Y }")
    store = ox.Store()
    store.load(as_turtle((other, saved_query("cities"))).encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query(
        f'PREFIX sh: <{SH}> SELECT ?namespace {{ ?q sh:prefixes/sh:declare [ sh:prefix "ckg" ; '
        "sh:namespace ?namespace ] } ORDER BY ?namespace"
    )
    assert isinstance(rows, ox.QuerySolutions)
    assert [row[0].value for row in rows] == ["http://example.org/", PREFIXES["ckg"]]


def test_parameters_have_their_type_and_words(described: ox.Store) -> None:
    """A parameter says what it is, and whether it may be left out."""
    goal = f"{QUERIES}cities-by-goal#goal"
    assert value(described, goal, f"{SH}datatype") == "http://www.w3.org/2001/XMLSchema#integer"
    assert value(described, goal, f"{SH}optional") == "false"
    plan = f"{QUERIES}shared-goals#plan"
    assert value(described, plan, f"{SH}nodeKind") == f"{SH}IRI"
    assert value(described, plan, f"{SH}optional") == "true"


def test_it_is_the_same_text_each_time() -> None:
    """Oxigraph has no fixed order of prefixes; we have."""
    assert len({as_turtle(catalogue()) for _ in range(5)}) == 1


def test_the_page_in_the_docs_is_of_these_files(examples: Path, tmp_path: Path) -> None:
    """`python tools/queries.py` has been run after the last change of a query."""
    spec = importlib.util.spec_from_file_location("page", examples.parent / "tools" / "queries.py")
    assert spec
    assert spec.loader
    page = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(page)
    build([examples], tmp_path / "graph", check=False)
    assert page.PAGE.read_text("utf-8") == page.page(tmp_path / "graph")
