"""The ontology: what its file declares and what the code names are the same terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from citykg.ontology import files
from citykg.ontology.terms import PREFIXES, Ckg

if TYPE_CHECKING:
    from pathlib import Path

DCTERMS = Namespace("http://purl.org/dc/terms/")
VANN = Namespace("http://purl.org/vocab/vann/")
ONTOLOGY = URIRef("https://w3id.org/citykg/ontology")

ALL_FILES = (
    *files.ontology_files(),
    files.alignments_file(),
    *files.vocabulary_files(),
    files.shapes_file(),
    files.dataset_shapes_file(),
)


@pytest.fixture(scope="module")
def core() -> Graph:
    """The ontology, as rdflib reads it."""
    (file,) = files.ontology_files()
    return Graph().parse(data=file.read_bytes(), format="turtle")


def declared(core: Graph) -> set[URIRef]:
    """The terms that the ontology says it defines."""
    return {term for term in core.subjects(RDFS.isDefinedBy, ONTOLOGY) if isinstance(term, URIRef)}


def test_terms_and_file_agree(core: Graph) -> None:
    """Each constant of `Ckg` is declared in the file, and each term of the file is a constant."""
    constants = {
        URIRef(value) for name, value in vars(Ckg).items() if name != "NS" and name[0].isalpha()
    }
    assert declared(core) == constants
    assert {term for term in core.subjects() if str(term).startswith(Ckg.NS)} == constants


def test_terms_are_named_as_they_are(core: Graph) -> None:
    """A constant has the name of the last step of its IRI; classes are capitalised."""
    for name, value in vars(Ckg).items():
        if name != "NS" and name[0].isalpha():
            assert value == Ckg.NS + name
            assert ((URIRef(value), RDF.type, OWL.Class) in core) == name[0].isupper()


def test_header(core: Graph) -> None:
    """The ontology says what it is, whose it is, under which licence and in which version."""
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in core
    expected = {
        DCTERMS.license: URIRef("https://creativecommons.org/licenses/by/4.0/"),
        OWL.versionInfo: Literal("0.2.0"),
        OWL.versionIRI: URIRef("https://w3id.org/citykg/ontology/0.2.0"),
        OWL.priorVersion: URIRef("https://w3id.org/citykg/ontology/0.1.0"),
        VANN.preferredNamespacePrefix: Literal("ckg"),
        VANN.preferredNamespaceUri: Literal(Ckg.NS),
    }
    for predicate, value in expected.items():
        assert list(core.objects(ONTOLOGY, predicate)) == [value]
    for predicate in ("title", "description", "creator", "created", "issued", "modified"):
        assert len(list(core.objects(ONTOLOGY, DCTERMS[predicate]))) == 1


def test_citation_and_history_name_the_version(core: Graph) -> None:
    """The citation is of this version, and the history says what changed in it."""
    version = str(core.value(ONTOLOGY, OWL.versionInfo))
    assert f"version {version}" in str(core.value(ONTOLOGY, DCTERMS.bibliographicCitation))
    assert any(note.startswith(version) for note in core.objects(ONTOLOGY, SKOS.historyNote))


def test_no_blank_nodes(core: Graph) -> None:
    """The ontology has no blank nodes, so that a graph that holds it can be compared by line."""
    assert all(isinstance(term, URIRef) for term in core.subjects())


def test_disjoint_classes_share_no_subclass(core: Graph) -> None:
    """No class is below two classes that are disjoint."""
    for first, second in core.subject_objects(OWL.disjointWith):
        below_first = set(core.transitive_subjects(RDFS.subClassOf, first))
        assert below_first.isdisjoint(core.transitive_subjects(RDFS.subClassOf, second))


@pytest.mark.parametrize("file", ALL_FILES, ids=lambda file: file.name)
def test_both_parsers_agree(file: Path) -> None:
    """Each file is the same graph to rdflib and to Oxigraph."""
    data = file.read_bytes()
    triples = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)
    ntriples = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert ntriples is not None
    ours, theirs = Graph(), Graph()
    ours.parse(data=ntriples, format="ntriples")
    theirs.parse(data=data, format="turtle")
    assert isomorphic(ours, theirs)


@pytest.mark.parametrize("file", ALL_FILES, ids=lambda file: file.name)
def test_prefixes(file: Path) -> None:
    """A prefix that the project has a name for means the same in each file."""
    graph = Graph(bind_namespaces="none").parse(data=file.read_bytes(), format="turtle")
    for prefix, namespace in graph.namespaces():
        assert PREFIXES.get(prefix, str(namespace)) == str(namespace)
