"""The checks that the ontology is held to: each gives the faults it finds, in words.

The numbers are those of the OOPS! catalogue (Poveda-Villalón, Gómez-Pérez, Suárez-Figueroa 2014);
`docs/ontology.md` lists them with what each prevents.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CKG = Namespace("https://w3id.org/citykg/ontology#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
SCHEMA = Namespace("https://schema.org/")
VANN = Namespace("http://purl.org/vocab/vann/")
ONTOLOGY = URIRef("https://w3id.org/citykg/ontology")

LANGUAGES: Final = {"de", "en", "es", "fr", "it", "pt"}
BUILT_IN: Final = (str(OWL), str(RDF), str(RDFS), "http://www.w3.org/2001/XMLSchema#")
KINDS: Final = {
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.Ontology,
}
METADATA: Final = (
    DCTERMS.title,
    DCTERMS.abstract,
    DCTERMS.description,
    DCTERMS.creator,
    DCTERMS.contributor,
    DCTERMS.publisher,
    DCTERMS.created,
    DCTERMS.issued,
    DCTERMS.modified,
    DCTERMS.bibliographicCitation,
    DCTERMS.language,
    OWL.versionInfo,
    OWL.versionIRI,
    SKOS.historyNote,
    VANN.preferredNamespacePrefix,
    VANN.preferredNamespaceUri,
)
MAY_OVERLAP: Final = {frozenset((CKG.Theme, CKG.UrbanAgendaTopic))}
"""A theme in the words of a plan may be a topic of the Urban Agenda."""

CHECKS: Final[dict[str, Callable[[Graph], Iterator[str]]]] = {}


def check(name: str) -> Callable[[Callable[[Graph], Iterator[str]]], object]:
    """Enter a check under its name."""

    def enter(function: Callable[[Graph], Iterator[str]]) -> object:
        CHECKS[name] = function
        return function

    return enter


def ours(graph: Graph, *kinds: URIRef) -> list[URIRef]:
    """The terms of our namespace that are declared, of some kinds or of any."""
    found = {
        term
        for kind in kinds or (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in graph.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith(CKG)
    }
    return sorted(found)


def name_of(term: object) -> str:
    """The last step of an IRI."""
    return re.split(r"[#/]", str(term))[-1]


@check("P02")
def synonyms(graph: Graph) -> Iterator[str]:
    """Two classes that are said to be the same are one class too many."""
    for first, second in graph.subject_objects(OWL.equivalentClass):
        if str(first).startswith(CKG) and str(second).startswith(CKG):
            yield f"{name_of(first)} and {name_of(second)} are synonyms"


@check("P03")
def is_relations(graph: Graph) -> Iterator[str]:
    """No property stands for rdf:type, rdfs:subClassOf or owl:sameAs."""
    for term in ours(graph, OWL.ObjectProperty):
        if name_of(term).casefold() in {"is", "isa", "instanceof", "typeof", "sameas", "type"}:
            yield f"{name_of(term)} says what RDF says already"


@check("P04")
def unconnected(graph: Graph) -> Iterator[str]:
    """Every class is an end of a property, or below or above a class."""
    joined = {
        *graph.objects(None, RDFS.domain),
        *graph.objects(None, RDFS.range),
        *graph.objects(None, SCHEMA.domainIncludes),
        *graph.subjects(RDFS.subClassOf),
        *graph.objects(None, RDFS.subClassOf),
    }
    for term in ours(graph, OWL.Class):
        if term not in joined:
            yield f"{name_of(term)} has no relation to the rest"


@check("P05")
def wrong_inverses(graph: Graph) -> Iterator[str]:
    """Inverses have each other's ends."""
    for first, second in graph.subject_objects(OWL.inverseOf):
        ends = set(graph.objects(first, RDFS.domain)), set(graph.objects(first, RDFS.range))
        others = set(graph.objects(second, RDFS.range)), set(graph.objects(second, RDFS.domain))
        if ends != others:
            yield f"{name_of(first)} and {name_of(second)} do not lead back and forth"


@check("P06")
def cycles(graph: Graph) -> Iterator[str]:
    """No class or property is below itself."""
    for path in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in {*graph.subjects(path)}:
            above = {
                up
                for step in graph.objects(term, path)
                for up in graph.transitive_objects(step, path)
            }
            if term in above:
                yield f"{name_of(term)} is below itself"


@check("P07")
def merged(graph: Graph) -> Iterator[str]:
    """A class is one concept."""
    for term in ours(graph, OWL.Class):
        if re.search(r"[a-z](And|Or)[A-Z]", name_of(term)):
            yield f"{name_of(term)} is two concepts"


@check("P08")
def undescribed(graph: Graph) -> Iterator[str]:
    """A term has a label in each language, and one English definition that is a sentence."""
    for term in ours(graph):
        labels = [label.language for label in graph.objects(term, RDFS.label)]
        if sorted(map(str, labels)) != sorted(LANGUAGES):
            yield f"{name_of(term)} has labels in {labels}"
        definitions = [*graph.objects(term, SKOS.definition)]
        if len(definitions) != 1 or definitions[0].language != "en" or definitions[0][-1] != ".":
            yield f"{name_of(term)} is not defined in one English sentence"
    for term in {*graph.subjects(RDF.type)}:
        if not [label for label in graph.objects(term, RDFS.label) if label.language == "en"]:
            yield f"{term} has no English label"


@check("P10")
def not_disjoint(graph: Graph) -> Iterator[str]:
    """Two classes at the top are disjoint, once, or may overlap for a reason that is written."""
    named = {term: {*graph.objects(term, RDFS.subClassOf)} for term in ours(graph, OWL.Class)}
    top = [t for t, above in named.items() if not any(str(up).startswith(CKG) for up in above)]
    for first, second in combinations(sorted(top), 2):
        stated = [
            pair
            for pair in ((first, second), (second, first))
            if (pair[0], OWL.disjointWith, pair[1]) in graph
        ]
        wanted = 0 if frozenset((first, second)) in MAY_OVERLAP else 1
        if len(stated) != wanted:
            yield f"{name_of(first)} and {name_of(second)}: disjoint {len(stated)} times"


@check("P11")
def without_ends(graph: Graph) -> Iterator[str]:
    """A property has a range, and a domain or the list of classes that it is at home on."""
    for term in ours(graph, OWL.ObjectProperty, OWL.DatatypeProperty):
        if not [*graph.objects(term, RDFS.range)]:
            yield f"{name_of(term)} has no range"
        domains = [*graph.objects(term, RDFS.domain)]
        if bool(domains) == bool([*graph.objects(term, SCHEMA.domainIncludes)]):
            yield f"{name_of(term)} has no domain and no list of classes, or both"


@check("P12")
def equal_properties(graph: Graph) -> Iterator[str]:
    """Two properties of one label in a language are one property."""
    yield from _same_label(graph, OWL.ObjectProperty, OWL.DatatypeProperty)


@check("P13")
def missing_inverses(graph: Graph) -> Iterator[str]:
    """An inverse is declared from both sides, so that none has to be looked for."""
    for first, second in graph.subject_objects(OWL.inverseOf):
        if (second, OWL.inverseOf, first) not in graph:
            yield f"{name_of(second)} does not name {name_of(first)} as its inverse"


@check("P19")
def several_ends(graph: Graph) -> Iterator[str]:
    """A property has one domain and one range: two would both hold."""
    for term in {*graph.subjects(RDFS.domain), *graph.subjects(RDFS.range)}:
        for end in (RDFS.domain, RDFS.range):
            if len([*graph.objects(term, end)]) > 1:
                yield f"{name_of(term)} has more than one {name_of(end)}"


@check("P20")
def misused_annotations(graph: Graph) -> Iterator[str]:
    """A definition says more than the label."""
    for term in ours(graph):
        labels = {str(label).casefold() for label in graph.objects(term, RDFS.label)}
        for definition in graph.objects(term, SKOS.definition):
            if str(definition).rstrip(".").casefold() in labels or len(definition) < 15:
                yield f"{name_of(term)} is defined by its label"


@check("P21")
def miscellaneous(graph: Graph) -> Iterator[str]:
    """No class holds what is left over."""
    for term in ours(graph, OWL.Class):
        if re.search(r"other|misc|various|unknown|undefined", name_of(term), re.IGNORECASE):
            yield f"{name_of(term)} is for what is left over"


@check("P22")
def names(graph: Graph) -> Iterator[str]:
    """A class is UpperCamelCase, a property lowerCamelCase, both of ASCII letters and digits."""
    for term in ours(graph):
        upper = (term, RDF.type, OWL.Class) in graph
        if not re.fullmatch(("[A-Z]" if upper else "[a-z]") + "[A-Za-z0-9]*", name_of(term)):
            yield f"{name_of(term)} is not named as the others"


@check("P23")
def own_datatypes(graph: Graph) -> Iterator[str]:
    """Numbers and texts are those of XML Schema."""
    for term in graph.subjects(RDF.type, RDFS.Datatype):
        yield f"{name_of(term)} is a datatype of our own"
    for term in ours(graph, OWL.DatatypeProperty):
        for end in graph.objects(term, RDFS.range):
            if not str(end).startswith(BUILT_IN):
                yield f"{name_of(term)} has the range {end}"


@check("P24")
def recursive(graph: Graph) -> Iterator[str]:
    """No definition, axiom or domain of a class leads to the class alone."""
    for path in (RDFS.subClassOf, OWL.disjointWith, OWL.equivalentClass, RDFS.subPropertyOf):
        for first, second in graph.subject_objects(path):
            if first == second:
                yield f"{name_of(first)} is defined by itself"


@check("P25")
def own_inverse(graph: Graph) -> Iterator[str]:
    """No property is its own inverse: that is called symmetric."""
    for first, second in graph.subject_objects(OWL.inverseOf):
        if first == second:
            yield f"{name_of(first)} is its own inverse"


@check("P26")
def symmetric_inverse(graph: Graph) -> Iterator[str]:
    """A symmetric property has no inverse."""
    for term in graph.subjects(RDF.type, OWL.SymmetricProperty):
        if [*graph.objects(term, OWL.inverseOf), *graph.subjects(OWL.inverseOf, term)]:
            yield f"{name_of(term)} is symmetric and has an inverse"


@check("P27")
def wrong_equal_properties(graph: Graph) -> Iterator[str]:
    """Equivalent properties are of one kind and have the same ends."""
    for first, second in graph.subject_objects(OWL.equivalentProperty):
        for path in (RDF.type, RDFS.domain, RDFS.range):
            if {*graph.objects(first, path)} != {*graph.objects(second, path)}:
                yield f"{name_of(first)} and {name_of(second)} are not equivalent"


@check("P28")
def wrong_symmetric(graph: Graph) -> Iterator[str]:
    """A symmetric property has the same class at both ends."""
    yield from _unequal_ends(graph, OWL.SymmetricProperty)


@check("P29")
def wrong_transitive(graph: Graph) -> Iterator[str]:
    """A transitive property has the same class at both ends."""
    yield from _unequal_ends(graph, OWL.TransitiveProperty)


@check("P31")
def wrong_equal_classes(graph: Graph) -> Iterator[str]:
    """A class is not equivalent to one that is above it or disjoint from it."""
    for first, second in graph.subject_objects(OWL.equivalentClass):
        above = {*graph.transitive_objects(first, RDFS.subClassOf)} - {first}
        apart = {*graph.objects(first, OWL.disjointWith), *graph.subjects(OWL.disjointWith, first)}
        if second in above | apart:
            yield f"{name_of(first)} is not equivalent to {name_of(second)}"


@check("P32")
def same_labels(graph: Graph) -> Iterator[str]:
    """No two classes have one label in a language."""
    yield from _same_label(graph, OWL.Class)


@check("P34")
def untyped_classes(graph: Graph) -> Iterator[str]:
    """What stands where a class belongs is declared to be one."""
    used = {
        *graph.subjects(RDFS.subClassOf),
        *graph.objects(None, RDFS.subClassOf),
        *graph.objects(None, RDFS.domain),
        *graph.objects(None, SCHEMA.domainIncludes),
        *graph.objects(None, OWL.disjointWith),
        *(e for p in ours(graph, OWL.ObjectProperty) for e in graph.objects(p, RDFS.range)),
    }
    for term in used:
        if (term, RDF.type, OWL.Class) not in graph:
            yield f"{term} is not declared as a class"


@check("P35")
def untyped_properties(graph: Graph) -> Iterator[str]:
    """What stands where a property belongs is declared to be one, also of other vocabularies."""
    used = {*graph.predicates(), *graph.objects(None, RDFS.subPropertyOf)}
    used |= {*graph.objects(None, OWL.inverseOf)}
    for term in used:
        if not str(term).startswith(BUILT_IN) and not {*graph.objects(term, RDF.type)} & KINDS:
            yield f"{term} is not declared as a property"


@check("P36")
def file_extensions(graph: Graph) -> Iterator[str]:
    """No IRI of ours names a file."""
    for term in [*ours(graph), *graph.subjects(RDF.type, OWL.Ontology)]:
        if re.search(r"\.(owl|rdf|ttl|n3|nt|xml|jsonld)\b", str(term)):
            yield f"{term} has a file extension"


@check("P38")
def no_ontology(graph: Graph) -> Iterator[str]:
    """The file says which ontology it is, and each term of ours that it is defined there."""
    if [*graph.subjects(RDF.type, OWL.Ontology)] != [ONTOLOGY]:
        yield "no ontology, or another, or two, are declared"
    for term in ours(graph):
        if [*graph.objects(term, RDFS.isDefinedBy)] != [ONTOLOGY]:
            yield f"{name_of(term)} is not defined by the ontology"


@check("P39")
def ambiguous_namespace(graph: Graph) -> Iterator[str]:
    """The namespace that the file gives is the one of its terms."""
    if [*graph.objects(ONTOLOGY, VANN.preferredNamespaceUri)] != [Literal(str(CKG))]:
        yield "the preferred namespace is not that of the terms"
    for term in graph.subjects():
        if not str(term).startswith(("http://", "https://")):
            yield f"{term} is relative or has no address"


@check("P40")
def hijacked(graph: Graph) -> Iterator[str]:
    """Terms of others are declared and labelled; nothing is defined or concluded of them."""
    allowed = {RDF.type, RDFS.label, RDFS.isDefinedBy}
    for term, path in {*graph.subject_predicates()}:
        if not str(term).startswith(str(ONTOLOGY)) and path not in allowed:
            yield f"{term} is given {path}"


@check("P41")
def unlicensed(graph: Graph) -> Iterator[str]:
    """The ontology has one licence, with an address."""
    if not all(isinstance(item, URIRef) for item in graph.objects(ONTOLOGY, DCTERMS.license)):
        yield "the licence is no address"
    if len([*graph.objects(ONTOLOGY, DCTERMS.license)]) != 1:
        yield "the ontology has no licence, or two"


@check("metadata")
def without_metadata(graph: Graph) -> Iterator[str]:
    """What MIRO, LOV and the FAIR guidelines ask of the header is there."""
    for path in METADATA:
        if not [*graph.objects(ONTOLOGY, path)]:
            yield f"the ontology has no {name_of(path)}"


@check("version")
def wrong_version(graph: Graph) -> Iterator[str]:
    """The version's IRI is the ontology's with the version behind, and differs from the last."""
    version, iri = (graph.value(ONTOLOGY, path) for path in (OWL.versionInfo, OWL.versionIRI))
    if str(iri) != f"{ONTOLOGY}/{version}":
        yield f"{iri} is not the IRI of the version {version}"
    if iri in {*graph.objects(ONTOLOGY, OWL.priorVersion)}:
        yield "the version is its own predecessor"


@check("punning")
def puns(graph: Graph) -> Iterator[str]:
    """A term is of one kind."""
    for term in {*graph.subjects(RDF.type)}:
        if len({*graph.objects(term, RDF.type)} & KINDS) != 1:
            yield f"{term} is of two kinds, or none"


@check("blank-nodes")
def blank_nodes(graph: Graph) -> Iterator[str]:
    """Nothing is without a name."""
    for subject, path, value in graph:
        if not isinstance(subject, URIRef) or not isinstance(value, URIRef | Literal):
            yield f"a blank node at {name_of(path)}"


def _same_label(graph: Graph, *kinds: URIRef) -> Iterator[str]:
    for first, second in combinations(ours(graph, *kinds), 2):
        shared = {*graph.objects(first, RDFS.label)} & {*graph.objects(second, RDFS.label)}
        if shared:
            yield f"{name_of(first)} and {name_of(second)} are both called {sorted(shared)}"


def _unequal_ends(graph: Graph, kind: URIRef) -> Iterator[str]:
    for term in graph.subjects(RDF.type, kind):
        if {*graph.objects(term, RDFS.domain)} != {*graph.objects(term, RDFS.range)}:
            yield f"{name_of(term)} is a {name_of(kind)} between different classes"
