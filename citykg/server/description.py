"""What the endpoint and its data are, as RDF.

One graph says it all: the service (https://www.w3.org/TR/sparql11-service-description/), the
dataset with its numbers (https://www.w3.org/TR/void/) and both for catalogues
(https://www.w3.org/TR/vocab-dcat-3/).  It has no blank nodes and no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.ontology.terms import PREFIXES, Dcat, Dcterms, Rdf, Sd, Sh, Void, Xsd
from citykg.queries.formats import to_turtle
from citykg.queries.statements import link, words
from citykg.server.media import GRAPHS, TURTLE
from citykg.server.own import solutions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store, Triple

_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_LICENSE: Final = "https://creativecommons.org/licenses/by/4.0/"


def describe(store: Store, endpoint: str, base: str, kind: str) -> bytes:
    """The description in one of the media types of triples; `endpoint` is its address."""
    from pyoxigraph import RdfFormat, serialize

    triples = sorted(set(_service(endpoint)) | set(_dataset(store, endpoint, base)), key=str)
    prefixes = {**PREFIXES, "sd": Sd.NS, "sh": Sh.NS, "void": Void.NS, "dcat": Dcat.NS}
    if kind == TURTLE:
        return to_turtle(triples, prefixes).encode()
    return serialize(triples, format=getattr(RdfFormat, GRAPHS[kind])) or b""


def _place(endpoint: str, name: str) -> str:
    origin = endpoint.rpartition("/")[0]
    return f"{origin}/.well-known/void#{name}"


def _service(endpoint: str) -> Iterator[Triple]:
    data = _place(endpoint, "dataset")
    for kind in (f"{Sd.NS}Service", f"{Dcat.NS}DataService"):
        yield link(endpoint, Rdf.type, kind)
    yield link(endpoint, f"{Sd.NS}endpoint", endpoint)
    yield link(endpoint, f"{Sd.NS}supportedLanguage", f"{Sd.NS}SPARQL11Query")
    for name in _RESULTS:
        yield link(endpoint, f"{Sd.NS}resultFormat", _FORMATS + name)
    yield link(endpoint, f"{Sd.NS}defaultDataset", data)
    yield words(
        endpoint, Dcterms.title, "SPARQL endpoint for city cooperation plans", language="en"
    )
    yield link(endpoint, f"{Dcat.NS}endpointURL", endpoint)
    yield link(endpoint, f"{Dcat.NS}endpointDescription", endpoint)
    yield link(endpoint, f"{Dcat.NS}servesDataset", data)
    yield link(endpoint, Dcterms.conformsTo, "https://www.w3.org/TR/sparql11-protocol/")


def _dataset(store: Store, endpoint: str, base: str) -> Iterator[Triple]:
    data, graph = _place(endpoint, "dataset"), _place(endpoint, "default-graph")
    for kind in (f"{Sd.NS}Dataset", f"{Void.NS}Dataset", f"{Dcat.NS}Dataset"):
        yield link(data, Rdf.type, kind)
    yield words(data, Dcterms.title, "City cooperation plans as a knowledge graph", language="en")
    yield words(
        data,
        Dcterms.description,
        "What city cooperation plans declare, each statement with the words that make it. The"
        " default graph holds every declared triple once; named graphs say which plan states it,"
        " and hold what is only suggested.",
        language="en",
    )
    yield link(data, Dcterms.license, _LICENSE)
    yield link(data, f"{Void.NS}sparqlEndpoint", endpoint)
    yield words(data, f"{Void.NS}uriSpace", base)
    yield link(data, f"{Void.NS}feature", f"{_FORMATS}Turtle")
    for prefix in ("ckg", "schema", "skos", "dcterms", "prov", "oa"):
        yield link(data, f"{Void.NS}vocabulary", PREFIXES[prefix].rstrip("#"))
    yield link(data, f"{Sd.NS}defaultGraph", graph)
    yield link(graph, Rdf.type, f"{Sd.NS}Graph")
    yield from _numbers(store, data, graph)
    for prefix, namespace in sorted(PREFIXES.items()):
        place = _place(endpoint, f"prefix-{prefix}")
        yield link(data, f"{Sh.NS}declare", place)
        yield words(place, f"{Sh.NS}prefix", prefix)
        yield words(place, f"{Sh.NS}namespace", namespace, datatype=Xsd.anyURI)


def _numbers(store: Store, data: str, graph: str) -> Iterator[Triple]:
    classes, properties = _rows(store, "classes"), _rows(store, "properties")
    triples = sum(number for _, number in properties)
    for thing in (data, graph):
        yield words(thing, f"{Void.NS}triples", str(triples), datatype=Xsd.integer)
    yield words(data, f"{Void.NS}classes", str(len(classes)), datatype=Xsd.integer)
    yield words(data, f"{Void.NS}properties", str(len(properties)), datatype=Xsd.integer)
    (subjects,) = solutions(store, "subjects")
    yield words(data, f"{Void.NS}distinctSubjects", subjects[0].value, datatype=Xsd.integer)
    for what, counted, rows in (
        ("class", "entities", classes),
        ("property", "triples", properties),
    ):
        for place, (iri, number) in enumerate(rows, 1):
            part = f"{data}-{what}-{place}"
            yield link(data, f"{Void.NS}{what}Partition", part)
            yield link(part, f"{Void.NS}{what}", iri)
            yield words(part, f"{Void.NS}{counted}", str(number), datatype=Xsd.integer)


def _rows(store: Store, name: str) -> list[tuple[str, int]]:
    return [(row[0].value, int(row[1].value)) for row in solutions(store, name)]
