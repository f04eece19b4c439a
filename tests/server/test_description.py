"""What the endpoint says of itself: its service description, VoID, and the saved queries.

The first three are the tests of the W3C for service descriptions, written from
https://www.w3.org/TR/sparql11-service-description/ .
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from clients import DIRECT, JSON, TURTLE, ask, say
from servers import serving

from citykg.ontology.terms import PREFIXES, Dcat, Rdf, Sd, Sh, Void
from citykg.queries import catalogue, saved_query
from citykg.queries.described import QUERIES
from citykg.server.media import GRAPHS

if TYPE_CHECKING:
    from pathlib import Path

    from clients import Told
    from servers import Served

Term = ox.NamedNode | ox.Literal

LANGUAGES = frozenset(
    f"{Sd.NS}{name}" for name in ("SPARQL10Query", "SPARQL11Query", "SPARQL11Update")
)
FORMATS = frozenset(
    f"http://www.w3.org/ns/formats/{name}"
    for name in "JSON-LD N-Triples RDF_XML SPARQL_Results_CSV SPARQL_Results_JSON SPARQL_Results_TSV SPARQL_Results_XML Turtle".split()
)  # fmt: skip
FEATURES = frozenset(
    f"{Sd.NS}{name}"
    for name in "BasicFederatedQuery DereferencesURIs EmptyGraphs RequiresDataset UnionDefaultGraph".split()
)

CLASSES = {
    "Service": {"endpoint", "supportedLanguage", "resultFormat", "inputFormat", "feature", "defaultDataset"},
    "Dataset": {"defaultGraph", "namedGraph"},
    "NamedGraph": {"name", "graph"},
}  # fmt: skip
"""The properties of each class of the vocabulary, as far as they may be used here."""
TYPED = {
    "defaultDataset": "Dataset",
    "defaultGraph": "Graph",
    "namedGraph": "NamedGraph",
    "graph": "Graph",
}
"""Properties whose values have a class of the vocabulary."""
LISTED = {
    "supportedLanguage": LANGUAGES,
    "resultFormat": FORMATS,
    "inputFormat": FORMATS,
    "feature": FEATURES,
}
"""Properties whose values are individuals of some vocabulary."""


class Graph:
    """Triples, asked for by what they begin with."""

    def __init__(self, told: Told) -> None:
        assert told.status == 200
        kind = getattr(ox.RdfFormat, GRAPHS[told.kind])
        self.triples = [quad.triple for quad in ox.parse(told.body, format=kind)]

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, as strings."""
        found = [
            one.object
            for one in self.triples
            if (one.subject.value, one.predicate.value) == (subject, predicate)
        ]
        return [one.value for one in found]

    def object(self, subject: str, predicate: str) -> str:
        """The one value of a property."""
        (value,) = self.objects(subject, predicate)
        return value

    def number(self, subject: str, name: str) -> int:
        """A number of VoID."""
        return int(self.object(subject, Void.NS + name))

    def subjects(self, kind: str) -> list[str]:
        """The things of a class."""
        return [
            one.subject.value
            for one in self.triples
            if (one.predicate.value, one.object.value) == (Rdf.type, kind)
        ]


@pytest.fixture(scope="module")
def described(served: Served) -> Graph:
    """The description of the server."""
    return Graph(say(served, "GET", "/sparql"))


@pytest.fixture(scope="module")
def dataset(described: Graph, served: Served) -> str:
    """The dataset that the description is about."""
    return described.object(served.sparql, f"{Sd.NS}defaultDataset")


@pytest.mark.parametrize("accept", ["", TURTLE, "*/*", "text/html;q=0.1, */*;q=0.2"])
def test_returns_rdf(served: Served, accept: str) -> None:
    """A GET of the endpoint without a query returns RDF."""
    told = say(served, "GET", "/sparql", {"Accept": accept} if accept else {})
    assert told.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert Graph(told).triples


def test_has_endpoint_triple(described: Graph, served: Served) -> None:
    """There is one service, and its endpoint is the address that was asked."""
    (service,) = described.subjects(f"{Sd.NS}Service")
    assert described.object(service, f"{Sd.NS}endpoint") == served.sparql
    assert described.object(service, f"{Dcat.NS}endpointURL") == served.sparql


def test_conforms_to_schema(described: Graph) -> None:
    """Each property of the vocabulary is at a thing of its domain, with values of its range."""
    used = [one for one in described.triples if one.predicate.value.startswith(Sd.NS)]
    assert {one.predicate.value for one in used} >= {
        f"{Sd.NS}{name}"
        for name in ("endpoint", "supportedLanguage", "defaultDataset", "defaultGraph")
    }
    for one in used:
        name = one.predicate.value.removeprefix(Sd.NS)
        (domain,) = [kind for kind, names in CLASSES.items() if name in names]
        assert f"{Sd.NS}{domain}" in described.objects(one.subject.value, Rdf.type), one
        assert isinstance(one.object, ox.NamedNode), one
        if name in TYPED:
            assert f"{Sd.NS}{TYPED[name]}" in described.objects(one.object.value, Rdf.type), one
        assert one.object.value in LISTED.get(name, {one.object.value}), one


def test_it_says_which_language_it_speaks(described: Graph, served: Served) -> None:
    """It takes queries, no updates, and answers in the forms that it gives."""
    assert described.objects(served.sparql, f"{Sd.NS}supportedLanguage") == [
        f"{Sd.NS}SPARQL11Query"
    ]
    assert set(described.objects(served.sparql, f"{Sd.NS}resultFormat")) == FORMATS


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void"])
@pytest.mark.parametrize("kind", GRAPHS)
def test_it_comes_in_every_form_of_triples(
    served: Served, described: Graph, path: str, kind: str
) -> None:
    """Both addresses say the same in each form, and no thing is without a name."""
    told = say(served, "GET", path, {"Accept": kind})
    assert (told.status, told.kind) == (200, kind)
    graph = Graph(told)
    assert set(graph.triples) == set(described.triples)
    assert not any(
        isinstance(term, ox.BlankNode)
        for one in graph.triples
        for term in (one.subject, one.object)
    )


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/.well-known/sparql-examples"])
@pytest.mark.parametrize("accept", ["image/png", JSON])
def test_other_forms_are_not_acceptable(served: Served, path: str, accept: str) -> None:
    """A description in another form is refused, with the forms that can be had."""
    told = say(served, "GET", path, {"Accept": accept})
    assert told.status == 406
    assert TURTLE in told.sentence


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/.well-known/sparql-examples"])
def test_it_is_the_same_each_time(served: Served, path: str) -> None:
    """Who asks twice is told the same bytes."""
    first, second = (say(served, "GET", path) for _ in range(2))
    assert first.body == second.body
    assert first.headers["ETag"] == second.headers["ETag"]


def test_the_numbers_are_those_that_queries_count(
    served: Served, described: Graph, dataset: str
) -> None:
    """Triples, subjects, classes and properties are as many as the endpoint counts."""
    counted = {
        "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "classes": "SELECT (COUNT(DISTINCT ?class) AS ?n) { ?s a ?class }",
        "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    }
    for name, query in counted.items():
        ((number,),) = answered(served, query)
        assert described.number(dataset, name) == int(number) > 0
    (graph,) = described.subjects(f"{Sd.NS}Graph")
    assert described.number(graph, "triples") == described.number(dataset, "triples")


@pytest.mark.parametrize(
    ("what", "counted", "query"),
    [
        (
            "class",
            "entities",
            "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class",
        ),
        ("property", "triples", "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"),
    ],
)
def test_each_part_has_its_number(
    served: Served, described: Graph, dataset: str, what: str, counted: str, query: str
) -> None:
    """Each class and each property is a part, with as many things or triples as it has."""
    parts = described.objects(dataset, f"{Void.NS}{what}Partition")
    found = [
        (described.object(part, Void.NS + what), described.number(part, counted)) for part in parts
    ]
    assert sorted(found) == sorted((name, int(number)) for name, number in answered(served, query))


def answered(server: Served, query: str) -> list[tuple[str, ...]]:
    """The rows of an answer, as strings."""
    told = ask(server, query)
    assert told.status == 200
    names = told.json["head"]["vars"]
    return [tuple(row[name]["value"] for name in names) for row in told.json["results"]["bindings"]]


def test_prefixes_are_those_that_need_no_declaration(described: Graph, dataset: str) -> None:
    """The prefixes that a query may use undeclared are declared by the dataset."""
    found = {
        described.object(place, f"{Sh.NS}prefix"): described.object(place, f"{Sh.NS}namespace")
        for place in described.objects(dataset, f"{Sh.NS}declare")
    }
    assert found == dict(PREFIXES)


def test_whoever_is_behind_a_name_gives_that_name(graph: Path) -> None:
    """A server that is told its public address describes itself, and its data, under that one."""
    with serving(graph, "--quiet", "--public-address", "https://example.org/") as server:
        described = Graph(say(server, "GET", "/sparql"))
        examples = Graph(say(server, "GET", "/.well-known/sparql-examples"))
    (service,) = described.subjects(f"{Sd.NS}Service")
    assert service == described.object(service, f"{Sd.NS}endpoint") == "https://example.org/sparql"
    assert not any("127.0.0.1" in str(one) for one in (*described.triples, *examples.triples))


@pytest.fixture(scope="module")
def examples(served: Served) -> Graph:
    """The description of the saved queries."""
    return Graph(say(served, "GET", "/.well-known/sparql-examples"))


def test_every_saved_query_is_described(served: Served, examples: Graph) -> None:
    """Each saved query is there, with the address that answers it."""
    names = {QUERIES + query.name for query in catalogue()}
    assert set(examples.subjects(f"{Sh.NS}SPARQLExecutable")) == names
    for name in names:
        assert examples.object(name, "https://schema.org/target") == served.sparql


def is_complete(name: str) -> bool:
    """Whether a saved query can be asked as it is: none of its parameters must be given."""
    parameters = saved_query(name).parameters
    return all(not one.required or one.default is not None for one in parameters)


@pytest.mark.parametrize("name", [one.name for one in catalogue() if is_complete(one.name)])
def test_saved_queries_are_answered(served: Served, examples: Graph, name: str) -> None:
    """The endpoint answers each saved query as it is described, where nothing must be given to it."""
    forms = ("select", "ask", "construct", "describe")
    (text,) = [text for form in forms for text in examples.objects(QUERIES + name, Sh.NS + form)]
    told = say(served, "POST", "/sparql", {"Content-Type": DIRECT}, text.encode())
    assert told.status == 200, told.body


def test_what_must_be_given_is_said(examples: Graph) -> None:
    """A parameter is described as optional unless its query cannot be asked without it."""
    for query in catalogue():
        needed = examples.objects(QUERIES + query.name, f"{Sh.NS}parameter")
        optional = [examples.object(one, f"{Sh.NS}optional") == "true" for one in needed]
        assert all(optional) is is_complete(query.name)
