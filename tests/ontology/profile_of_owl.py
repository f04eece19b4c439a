"""Whether an ontology keeps to the syntax of OWL 2 RL, as far as axioms without blank nodes go.

https://www.w3.org/TR/owl2-profiles/#OWL_2_RL
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

if TYPE_CHECKING:
    from collections.abc import Iterator

RESERVED: Final = tuple(map(str, (OWL, RDF, RDFS, XSD)))
TYPES: Final = {
    OWL.AnnotationProperty,
    OWL.AsymmetricProperty,
    OWL.Class,
    OWL.DatatypeProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
    OWL.IrreflexiveProperty,
    OWL.ObjectProperty,
    OWL.Ontology,
    OWL.SymmetricProperty,
    OWL.TransitiveProperty,
}
"""Not owl:ReflexiveProperty, which OWL 2 RL leaves out."""
OF_CLASSES: Final = {RDFS.subClassOf, OWL.disjointWith, OWL.equivalentClass}
OF_PROPERTIES: Final = {RDFS.subPropertyOf, OWL.inverseOf, OWL.equivalentProperty}
OF_PROPERTIES |= {OWL.propertyDisjointWith}
ENDS: Final = {RDFS.domain, RDFS.range}
HEADER: Final = {OWL.versionIRI, OWL.versionInfo, OWL.priorVersion}
ANNOTATIONS: Final = {RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy}
DATATYPES: Final = {
    RDFS.Literal,
    RDF.langString,
    *(XSD[name] for name in ("string", "boolean", "decimal", "integer", "nonNegativeInteger")),
    *(XSD[name] for name in ("positiveInteger", "double", "float", "anyURI", "dateTime")),
}
"""Of OWL 2 RL's datatypes, those that one would use; xsd:date and xsd:gYear are none of them."""
NOT_SIMPLE: Final = {
    OWL.AsymmetricProperty,
    OWL.IrreflexiveProperty,
    OWL.FunctionalProperty,
    OWL.InverseFunctionalProperty,
}


def outside_rl(graph: Graph) -> Iterator[str]:
    """Yield what OWL 2 RL does not allow."""
    for subject, path, value in graph:
        said = " ".join(str(term).rsplit("/", 1)[-1] for term in (subject, path, value))
        if not isinstance(subject, URIRef) or not isinstance(value, URIRef | Literal):
            yield f"a class expression or a list: {said}"
        elif path == RDF.type and value not in TYPES:
            yield f"not a kind of OWL 2 RL: {said}"
        elif path in OF_CLASSES and _reserved(subject, value):
            yield f"a reserved class: {said}"
        elif (path in OF_PROPERTIES and _reserved(subject, value)) or (
            path in ENDS and _reserved(subject)
        ):
            yield f"a reserved property: {said}"
        elif str(path).startswith(RESERVED) and path not in (
            {RDF.type} | OF_CLASSES | OF_PROPERTIES | ENDS | HEADER | ANNOTATIONS
        ):
            yield f"not an axiom of OWL 2 RL: {said}"
        elif (
            not str(path).startswith(RESERVED)
            and (path, RDF.type, OWL.AnnotationProperty) not in graph
        ):
            yield f"not declared as an annotation: {said}"
    yield from _wrong_ranges(graph)
    yield from _wrong_characteristics(graph)


def _reserved(*terms: object) -> bool:
    return any(str(term).startswith(RESERVED) for term in terms)


def _wrong_ranges(graph: Graph) -> Iterator[str]:
    for term, end in graph.subject_objects(RDFS.range):
        data = (term, RDF.type, OWL.DatatypeProperty) in graph
        if data and end not in DATATYPES:
            yield f"not a datatype of OWL 2 RL: {end}"
        if not data and (end, RDF.type, OWL.Class) not in graph:
            yield f"not a class: {end}"


def _wrong_characteristics(graph: Graph) -> Iterator[str]:
    for term in graph.subjects(RDF.type, OWL.DatatypeProperty):
        if {*graph.objects(term, RDF.type)} - {OWL.DatatypeProperty, OWL.FunctionalProperty}:
            yield f"a characteristic that is not for literals: {term}"
    for term in graph.subjects(RDF.type, OWL.TransitiveProperty):
        if {*graph.objects(term, RDF.type)} & NOT_SIMPLE:
            yield f"transitive, and so not simple: {term}"
