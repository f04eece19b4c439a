"""The catalogue as RDF, in the way of the SIB's collections of example queries.

Each query is a `sh:SPARQLExecutable` with its text, words and prefixes
(https://github.com/sib-swiss/sparql-examples); its parameters are `sh:parameter`s
(https://www.w3.org/TR/shacl-af/#functions-parameters) whose path is their variable's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.ontology.terms import PREFIXES, Dcterms, Rdf, Rdfs, Schema, Sh, Skos, Xsd
from citykg.queries.formats import to_turtle
from citykg.queries.statements import link, stated, words
from citykg.queries.text import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from citykg.queries.catalogue import SavedQuery
    from citykg.queries.parameters import Parameter

QUERIES: Final = "https://w3id.org/citykg/query/"
"""What the IRIs of the queries begin with."""

_FORMS: Final = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
    "DESCRIBE": ("SPARQLDescribeExecutable", "describe"),
}
_DATATYPES: Final = {"integer": Xsd.integer, "number": Xsd.decimal, "literal": Xsd.NS + "string"}


def as_turtle(queries: Iterable[SavedQuery], *, target: str | None = None) -> str:
    """The queries as Turtle, the same text each time.

    `target` is the address of an endpoint that answers them.
    """
    triples = dict.fromkeys(triple for query in queries for triple in _described(query, target))
    ordered = sorted(triples, key=lambda triple: str(triple.subject))
    return to_turtle(ordered, {**PREFIXES, "sh": Sh.NS})


def _described(query: SavedQuery, target: str | None) -> Iterator[Triple]:
    iri = QUERIES + query.name
    kind, text = _FORMS[query.form]
    yield link(iri, Rdf.type, f"{Sh.NS}SPARQLExecutable")
    yield link(iri, Rdf.type, Sh.NS + kind)
    yield words(iri, Rdfs.label, query.name)
    yield words(iri, Rdfs.comment, query.summary, language="en")
    if query.description:
        yield words(iri, Dcterms.description, query.description, language="en")
    for tag in query.tags:
        yield words(iri, f"{Schema.NS}keywords", tag)
    if query.endpoint or target:
        yield link(iri, f"{Schema.NS}target", query.endpoint or target or "")
    yield words(iri, Sh.NS + text, query.body)
    yield from _prefixes(iri, query)
    for number, parameter in enumerate(query.parameters):
        yield from _parameter(iri, parameter, number)


def _prefixes(iri: str, query: SavedQuery) -> Iterator[Triple]:
    declared, _ = names_of(query.text)
    for prefix, namespace in sorted(declared.items()):
        # Shared by all queries that use it, where it is one of ours.
        place = f"{QUERIES if PREFIXES.get(prefix) == namespace else iri}#prefix-{prefix}"
        yield link(iri, f"{Sh.NS}prefixes", place)
        yield link(place, f"{Sh.NS}declare", f"{place}-declaration")
        yield words(f"{place}-declaration", f"{Sh.NS}prefix", prefix)
        node = f"{place}-declaration"
        yield words(node, f"{Sh.NS}namespace", namespace, datatype=Xsd.anyURI)


def _parameter(query: str, parameter: Parameter, number: int) -> Iterator[Triple]:
    iri = f"{query}#{parameter.name}"
    yield link(query, f"{Sh.NS}parameter", iri)
    yield link(iri, Rdf.type, f"{Sh.NS}Parameter")
    yield link(iri, f"{Sh.NS}path", f"{query}#{parameter.variable}")
    yield words(iri, f"{Sh.NS}name", parameter.name)
    yield words(iri, f"{Sh.NS}description", parameter.description, language="en")
    yield words(iri, f"{Sh.NS}order", str(number), datatype=Xsd.integer)
    optional = not parameter.required or parameter.default is not None
    yield words(iri, f"{Sh.NS}optional", str(optional).lower(), datatype=f"{Xsd.NS}boolean")
    if parameter.type == "iri":
        yield link(iri, f"{Sh.NS}nodeKind", f"{Sh.NS}IRI")
    else:
        yield link(iri, f"{Sh.NS}datatype", _DATATYPES.get(parameter.type, Rdf.langString))
    if parameter.default is not None:
        yield stated(iri, f"{Sh.NS}defaultValue", parameter.term(parameter.default))
    if parameter.example:
        yield stated(iri, f"{Skos.NS}example", parameter.term(parameter.example))
