"""The alignments: what they name exists, and each says no more than is true."""

from __future__ import annotations

import pytest
from rdflib import DCAT, OWL, PROV, RDF, RDFS, SDO, SKOS, Graph, URIRef
from rdflib.namespace import GEO, ORG, DefinedNamespace

from citykg.ontology.files import alignments_file, ontology_files
from citykg.ontology.terms import Ckg

PROJECT = "https://linked.data.gov.au/def/project#"
OA = "http://www.w3.org/ns/oa#"
SHIPPED: dict[str, type[DefinedNamespace]] = {
    str(namespace): namespace for namespace in (DCAT, GEO, ORG, PROV, SDO)
}
# As their files of 2026 have them; rdflib ships neither.
LISTED = {
    PROJECT: {"Project", "hadSubActivity", "hadObjective", "hadPlan"},
    OA: {"TextPositionSelector", "TextQuoteSelector"},
}
RELATIONS = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso}


@pytest.fixture(scope="module")
def alignments() -> Graph:
    """The alignments alone."""
    return Graph().parse(data=alignments_file().read_bytes(), format="turtle")


@pytest.fixture(scope="module")
def core() -> Graph:
    """The ontology alone."""
    (file,) = ontology_files()
    return Graph().parse(data=file.read_bytes(), format="turtle")


def exists(term: str) -> bool:
    """Whether a vocabulary has a term."""
    for base, namespace in SHIPPED.items():
        if term.startswith(base):
            return term.removeprefix(base) in namespace
    return any(term.removeprefix(base) in names for base, names in LISTED.items())


def of_ours(graph: Graph) -> list[tuple[URIRef, URIRef, URIRef]]:
    """What is said of our terms."""
    return [triple for triple in graph if str(triple[0]).startswith(Ckg.NS)]


def test_foreign_terms_exist(alignments: Graph) -> None:
    """Each term of another vocabulary is one that it has."""
    assert of_ours(alignments)
    assert [value for *_, value in of_ours(alignments) if not exists(str(value))] == []


@pytest.mark.parametrize(
    "term", [str(SDO) + "Village", str(PROV) + "Plans", PROJECT + "hasPlan", "http://example.org/x"]
)
def test_a_term_that_does_not_exist_is_found(term: str) -> None:
    """The test above can fail."""
    assert not exists(term)


def test_relations(alignments: Graph, core: Graph) -> None:
    """Our terms are below theirs or point to them, and are ours; nothing is said to be the same."""
    assert {path for _, path, _ in of_ours(alignments)} <= RELATIONS
    assert all((term, RDFS.isDefinedBy, None) in core for term, *_ in of_ours(alignments))


def test_no_mapping_property_between_classes(alignments: Graph, core: Graph) -> None:
    """SKOS mappings would make concepts of classes."""
    mapping = {SKOS[f"{kind}Match"] for kind in ("exact", "close", "broad", "narrow", "related")}
    assert {path for _, path, _ in (*alignments, *core)}.isdisjoint(mapping)


def test_both_ends_are_of_one_kind(alignments: Graph, core: Graph) -> None:
    """What is above a class is declared a class, what is above a property a property."""
    for path, kind in ((RDFS.subClassOf, OWL.Class), (RDFS.subPropertyOf, OWL.ObjectProperty)):
        for term, above in alignments.subject_objects(path):
            assert (term, RDF.type, kind) in core
            assert (above, RDF.type, kind) in alignments


def test_each_has_its_reason() -> None:
    """A comment, or the equal names, say why each alignment is there."""
    text = alignments_file().read_text(encoding="utf-8").split("# Classes")[1]
    blocks = [block for block in text.split("\n\n") if "ckg:" in block]
    bare = [block.split()[0] for block in blocks if not block.lstrip().startswith("#")]
    assert bare == [
        "ckg:ContactPoint",
        "ckg:Country",
        "ckg:Region",
        "ckg:hasObjective",
        "ckg:inRegion",
    ]
