"""The catalogue as RDF, in the way of the SIB's collections of example queries.

Each query is a `sh:SPARQLExecutable` with its text, words and prefixes
(https://github.com/sib-swiss/sparql-examples); its parameters are `sh:parameter`s
(https://www.w3.org/TR/shacl-af/#functions-parameters) whose path is their variable's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.ontology.terms import PREFIXES, Dcterms, Rdf, Rdfs, Schema, Skos, Xsd
from citykg.queries.formats import to_turtle
from citykg.queries.text import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Literal, NamedNode, Triple

    from citykg.queries.catalogue import SavedQuery
    from citykg.queries.parameters import Parameter

QUERIES: Final = "https://w3id.org/citykg/query/"
"""What the IRIs of the queries begin with."""

_SH: Final = "http://www.w3.org/ns/shacl#"
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
    return to_turtle(ordered, {**PREFIXES, "sh": _SH})


def _described(query: SavedQuery, target: str | None) -> Iterator[Triple]:
    iri = QUERIES + query.name
    kind, text = _FORMS[query.form]
    yield _link(iri, Rdf.type, f"{_SH}SPARQLExecutable")
    yield _link(iri, Rdf.type, _SH + kind)
    yield _words(iri, Rdfs.label, query.name)
    yield _words(iri, Rdfs.comment, query.summary, language="en")
    if query.description:
        yield _words(iri, Dcterms.description, query.description, language="en")
    for tag in query.tags:
        yield _words(iri, f"{Schema.NS}keywords", tag)
    if query.endpoint or target:
        yield _link(iri, f"{Schema.NS}target", query.endpoint or target or "")
    yield _words(iri, _SH + text, query.body)
    yield from _prefixes(iri, query)
    for number, parameter in enumerate(query.parameters):
        yield from _parameter(iri, parameter, number)


def _prefixes(iri: str, query: SavedQuery) -> Iterator[Triple]:
    declared, _ = names_of(query.text)
    for prefix, namespace in sorted(declared.items()):
        # Shared by all queries that use it, where it is one of ours.
        place = f"{QUERIES if PREFIXES.get(prefix) == namespace else iri}#prefix-{prefix}"
        yield _link(iri, f"{_SH}prefixes", place)
        yield _link(place, f"{_SH}declare", f"{place}-declaration")
        yield _words(f"{place}-declaration", f"{_SH}prefix", prefix)
        node = f"{place}-declaration"
        yield _words(node, f"{_SH}namespace", namespace, datatype=Xsd.anyURI)


def _parameter(query: str, parameter: Parameter, number: int) -> Iterator[Triple]:
    iri = f"{query}#{parameter.name}"
    yield _link(query, f"{_SH}parameter", iri)
    yield _link(iri, Rdf.type, f"{_SH}Parameter")
    yield _link(iri, f"{_SH}path", f"{query}#{parameter.variable}")
    yield _words(iri, f"{_SH}name", parameter.name)
    yield _words(iri, f"{_SH}description", parameter.description, language="en")
    yield _words(iri, f"{_SH}order", str(number), datatype=Xsd.integer)
    optional = not parameter.required or parameter.default is not None
    yield _words(iri, f"{_SH}optional", str(optional).lower(), datatype=f"{Xsd.NS}boolean")
    if parameter.type == "iri":
        yield _link(iri, f"{_SH}nodeKind", f"{_SH}IRI")
    else:
        yield _link(iri, f"{_SH}datatype", _DATATYPES.get(parameter.type, Rdf.langString))
    if parameter.default is not None:
        yield _triple(iri, f"{_SH}defaultValue", parameter.term(parameter.default))
    if parameter.example:
        yield _triple(iri, f"{Skos.NS}example", parameter.term(parameter.example))


def _link(subject: str, predicate: str, value: str) -> Triple:
    from pyoxigraph import NamedNode

    return _triple(subject, predicate, NamedNode(value))


def _words(
    subject: str,
    predicate: str,
    words: str,
    *,
    language: str | None = None,
    datatype: str | None = None,
) -> Triple:
    from pyoxigraph import Literal, NamedNode

    kind = NamedNode(datatype) if datatype else None
    return _triple(subject, predicate, Literal(words, language=language, datatype=kind))


def _triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    from pyoxigraph import NamedNode, Triple

    return Triple(NamedNode(subject), NamedNode(predicate), value)
