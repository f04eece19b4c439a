"""`citykg.open`: the graph of a folder as an rdflib Dataset, for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Literal, URIRef

import citykg
from citykg.errors import DataError, UsageError
from citykg.ontology.terms import GRAPH_SUGGESTIONS, ID_BASE, Ckg
from citykg.queries import Rows, Triples, catalogue, run
from citykg.queries.runner import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from citykg.graph.dataset import GraphDataset
    from citykg.queries import SavedQuery

LEEDS = URIRef(f"{ID_BASE}city/gb/leeds")
PLAN = f"{ID_BASE}plan/manchester-montreal"
CITY = URIRef(Ckg.City)


@pytest.fixture(scope="module")
def dataset(built: Path) -> Iterator[GraphDataset]:
    """The open graph of all examples."""
    with citykg.open(built) as found:
        yield found


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_saved_queries_give_the_same_rows(
    query: SavedQuery, dataset: GraphDataset, built: Path
) -> None:
    """A saved query, asked through rdflib, has the rows that `citykg query` prints."""
    examples = {"city": "city/pt/almada", "plan": "plan/manchester-montreal"}
    params = {one.name: examples.get(one.name, one.example) for one in query.parameters}
    ours = run(query, built, params)
    theirs = [
        tuple(None if term is None else str(term) for term in row)
        for row in dataset.query(prepare(query, params).text)
    ]
    if isinstance(ours, Triples):
        # They have no order.
        assert {tuple(part.value for part in one) for one in ours.triples} == set(theirs)
        return
    assert isinstance(ours, Rows)
    rows = [tuple(None if term is None else term.value for term in row) for row in ours.rows]
    assert rows == theirs


def test_a_fact_of_two_plans_counts_once(dataset: GraphDataset) -> None:
    """The default graph holds each declared triple once, so COUNT needs no DISTINCT."""
    (row,) = dataset.query("SELECT (COUNT(?c) AS ?n) (COUNT(DISTINCT ?c) AS ?d) { ?c a ckg:City }")
    assert int(row[0]) == int(row[1]) > 100
    assert len(list(dataset.subjects(RDF.type, CITY))) == int(row[0])
    assert len(dataset) == sum(1 for _ in dataset.triples((None, None, None)))


def test_graph_and_from_ask_who_says_it(dataset: GraphDataset) -> None:
    """GRAPH, FROM and `Dataset.graph` read the named graph of one plan."""
    for text in (
        "SELECT ?c { GRAPH <PLAN> { ?c a ckg:City } }",
        "SELECT ?c FROM <PLAN> { ?c a ckg:City }",
    ):
        assert len(list(dataset.query(text.replace("PLAN", PLAN)))) == 2
    one = dataset.graph(PLAN)
    assert len(list(one.subjects(RDF.type, CITY))) == 2
    assert len(list(one.query("SELECT ?c { ?c a ckg:City }"))) == 2
    assert len(dataset.graph("https://example.org/none")) == 0


def test_suggestions_stand_apart(dataset: GraphDataset) -> None:
    """What is only suggested is in its named graph alone."""
    suggestion = URIRef(Ckg.Suggestion)
    assert not list(dataset.subjects(RDF.type, suggestion))
    assert list(dataset.graph(GRAPH_SUGGESTIONS).subjects(RDF.type, suggestion))


def test_prefixes_are_bound(dataset: GraphDataset) -> None:
    """Our prefixes need no declaration, and shorten IRIs."""
    assert dataset.namespace_manager.normalizeUri(Ckg.City) == "ckg:City"
    assert dataset.namespace_manager.normalizeUri(f"{ID_BASE}x").endswith("x>")


def test_variables_can_be_bound(dataset: GraphDataset) -> None:
    """`initBindings` bind a variable, whether the query shows it or hides it."""
    for text in (
        "SELECT ?c ?n { ?c a ckg:City ; rdfs:label ?n }",
        "SELECT ?n { ?c a ckg:City ; rdfs:label ?n }",
    ):
        (row,) = dataset.query(text, initBindings={"c": LEEDS})
        assert str(row.n) == "Leeds"


@pytest.mark.parametrize(
    "write",
    [
        lambda data: data.add((LEEDS, RDF.type, CITY)),
        lambda data: data.addN([(LEEDS, RDF.type, CITY, data.default_graph)]),
        lambda data: data.remove((None, None, None)),
        lambda data: data.set((LEEDS, RDF.value, Literal(1))),
        lambda data: data.update("DELETE WHERE { ?s ?p ?o }"),
        lambda data: data.parse(data="<a:a> <a:b> <a:c> .", format="turtle"),
        lambda data: data.graph(PLAN).add((LEEDS, RDF.type, CITY)),
        lambda data: data.remove_graph(PLAN),
        lambda data: data.commit(),
        lambda data: data.rollback(),
        lambda data: data.destroy("anything"),
    ],
)
def test_writing_is_refused(write: Callable[[GraphDataset], None], built: Path) -> None:
    """Whatever would write raises one sentence that says what to do, and changes nothing."""
    with citykg.open(built) as data:
        before = len(data)
        with pytest.raises(UsageError, match="read-only: change the plans and build it again"):
            write(data)
        assert len(data) == before


def test_a_closed_graph_says_so(built: Path) -> None:
    """After the block, or a second close, the graph is not an empty one."""
    with citykg.open(str(built)) as data:
        assert (LEEDS, RDF.type, CITY) in data
    data.close()
    with pytest.raises(UsageError, match=r"has been closed: open it again with citykg\.open"):
        len(data)


def test_a_folder_without_a_graph_is_named(tmp_path: Path) -> None:
    """What `citykg query` says of a wrong folder is said here too."""
    with pytest.raises(UsageError, match=str(tmp_path)):
        citykg.open(tmp_path)
    (tmp_path / "store" / "current").mkdir(parents=True)
    (tmp_path / "store" / "current" / "CURRENT").write_text("x")
    with pytest.raises(DataError, match="cannot be read"):
        citykg.open(tmp_path)
