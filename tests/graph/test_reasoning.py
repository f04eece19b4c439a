"""The ontology under reasoners, alone and with graphs that were really built.

HermiT decides for OWL 2 DL whether anything can exist as described; owlrl draws the conclusions of
OWL 2 RL and names contradictions.
"""

from __future__ import annotations

import io
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
import rdflib
from graph_examples import EVIDENCE, LODZ, PLAN_IRI, REPORT, VISIT, change, store_of
from plan_examples import PLAN
from rdflib import OWL, RDF, SKOS, XSD

from citykg.build import build
from citykg.graph.store import open_store
from citykg.ontology.files import alignments_file, ontology_files
from citykg.ontology.terms import (
    GRAPH_ONTOLOGY,
    GRAPH_SUGGESTIONS,
    ID_BASE,
    PREFIXES,
    Ckg,
    Oa,
    Rdf,
    Skos,
    Xsd,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ROWS = 6


@pytest.fixture(scope="module")
def built(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The graph of the example plan and of the first rows of the example table."""
    folder = tmp_path_factory.mktemp("reasoning")
    (folder / "plans").mkdir()
    shutil.copy(examples / "plans" / "manchester-montreal.txt", folder / "plans")
    lines = (examples / "cooperations.csv").read_bytes().splitlines(keepends=True)
    (folder / "plans" / "table.csv").write_bytes(b"".join(lines[: ROWS + 1]))
    build([folder / "plans"], folder / "graph")
    return open_store(folder / "graph")


def ontology(*, aligned: bool) -> bytes:
    """The ontology as N-Triples, with or without the alignments."""
    texts = []
    for file in (*ontology_files(), *([alignments_file()] if aligned else [])):
        triples = ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
        texts.append(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")
    return b"".join(texts)


def from_plans(store: ox.Store) -> bytes:
    """What plans declare, the evidence and what is suggested, as N-Triples."""
    triples = {
        quad.triple
        for quad in store
        if isinstance(quad.graph_name, ox.NamedNode)
        and (
            f"{ID_BASE}plan/" in quad.graph_name.value or quad.graph_name.value == GRAPH_SUGGESTIONS
        )
    }
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


class Verdict(NamedTuple):
    """What HermiT says."""

    consistent: bool
    unsatisfiable: set[str]


def hermit(*parts: bytes) -> Verdict:
    """Whether some triples can be true together, and the classes that nothing can be in."""
    owlready2 = pytest.importorskip(
        "owlready2", reason="owlready2, which brings HermiT, is missing"
    )
    if shutil.which("java") is None:
        pytest.skip("HermiT needs java, which is not on this machine")
    world = owlready2.World()
    loaded = world.get_ontology(Ckg.NS).load(fileobj=io.BytesIO(b"".join(parts)))
    try:
        with loaded:
            # Years and months are no datatypes of OWL 2.
            owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
    except owlready2.OwlReadyInconsistentOntologyError:
        return Verdict(consistent=False, unsatisfiable=set())
    nothing = owlready2.Nothing
    return Verdict(True, {found.iri for found in world.inconsistent_classes() if found != nothing})


def planted(text: str) -> bytes:
    """Turtle with the usual prefixes, as N-Triples."""
    return rdflib.Graph().parse(data=turtle(text), format="turtle").serialize(format="nt").encode()


def turtle(text: str) -> str:
    """Turtle with the usual prefixes and the base of our things."""
    prefixes = (f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items())
    return "\n".join((f"@base <{ID_BASE}> .", *prefixes, text))


@pytest.mark.parametrize("aligned", [False, True])
def test_every_class_can_have_members(*, aligned: bool) -> None:
    """The ontology is consistent, and no class of it is empty by its own words."""
    assert hermit(ontology(aligned=aligned)) == (True, set())


def test_an_empty_class_is_found() -> None:
    """A class below two that are disjoint can have no member."""
    text = "ckg:Both a owl:Class ; rdfs:subClassOf ckg:City , ckg:Activity ."
    assert hermit(ontology(aligned=True), planted(text)).unsatisfiable == {Ckg.NS + "Both"}


def test_built_graph_is_consistent(built: ox.Store) -> None:
    """What plans declare, the evidence and the suggestions agree with ontology and alignments."""
    data = from_plans(built)
    assert data.count(b"\n") > 1000
    assert hermit(ontology(aligned=True), data) == (True, set())


@pytest.mark.parametrize(
    "text",
    [
        "<city/gb/manchester> a ckg:Activity .",
        "<plan/manchester-montreal> ckg:hasGoal <city/gb/manchester> . sdgo:Goal owl:disjointWith ckg:Party .",
        "<city/gb/manchester> ckg:inRegion <city/gb/manchester> .",
        "<region/x/a> ckg:inRegion <region/x/b> . <region/x/b> ckg:inRegion <region/x/a> .",
        "<document/369da36e4b67feb4> ckg:characterCount 1 .",
        '<city/gb/manchester> ckg:population "many" .',
        "<theme/housing> a ckg:Status .",
    ],
    ids=["disjoint", "range", "irreflexive", "asymmetric", "functional", "datatype", "concepts"],
)
def test_contradiction_with_a_built_graph(built: ox.Store, text: str) -> None:
    """One wrong triple contradicts the graph, for each kind of axiom that we state."""
    assert not hermit(ontology(aligned=True), from_plans(built), planted(text)).consistent


def reasoned(store: ox.Store) -> tuple[rdflib.Graph, list[str]]:
    """What follows from the ontology and a plan by OWL 2 RL, and the contradictions in it."""
    import owlrl
    from owlrl.Namespaces import ERRNS

    graph = rdflib.Graph()
    (core,) = ontology_files()
    graph.parse(data=core.read_bytes(), format="turtle")
    for name in (PLAN_IRI, EVIDENCE):
        triples = (
            quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(name))
        )
        graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph, [str(error) for error in graph.objects(None, ERRNS.error)]


def test_consistent_under_rules() -> None:
    """The ontology and a plan do not contradict each other, and the domains add true types."""
    graph, errors = reasoned(store_of(PLAN))
    assert errors == []
    lodz, visit, concept = map(rdflib.URIRef, (LODZ, VISIT, Skos.Concept))
    assert (lodz, RDF.type, rdflib.URIRef(Ckg.Party)) in graph
    assert (visit, rdflib.URIRef(Ckg.participant), lodz) in graph
    statuses = set(graph.objects(visit, rdflib.URIRef(Ckg.status)))
    assert statuses
    assert all((status, RDF.type, concept) in graph for status in statuses)


def test_nothing_is_joined_by_rules() -> None:
    """No two things of the graph are concluded to be one."""
    graph, _ = reasoned(store_of(PLAN))
    same = {pair for pair in graph.subject_objects(OWL.sameAs) if pair[0] != pair[1]}
    assert {pair for pair in same if str(pair[0]).startswith(ID_BASE)} == set()


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (LODZ, Rdf.type, Ckg.Activity),
        (REPORT, Ckg.outputType, LODZ),
        (LODZ, Ckg.inRegion, LODZ),
    ],
)
def test_contradiction_is_found_by_rules(subject: str, predicate: str, value: str) -> None:
    """A city that is an activity, or a type of outputs, or in itself, contradicts the ontology."""
    store = store_of(PLAN)
    change(store, subject, predicate, value, keep=True)
    _, errors = reasoned(store)
    assert errors


def values(store: ox.Store, predicate: str) -> Iterable[tuple[str, str]]:
    """Who has which value of a property, over all graphs."""
    pattern = store.quads_for_pattern(None, ox.NamedNode(predicate), None)
    return {(str(quad.subject), str(quad.object)) for quad in pattern}


def core() -> rdflib.Graph:
    """The ontology, as rdflib reads it."""
    (file,) = ontology_files()
    return rdflib.Graph().parse(data=file.read_bytes(), format="turtle")


def with_characteristic(kind: rdflib.URIRef) -> list[str]:
    """Our properties of a kind."""
    found = sorted(map(str, core().subjects(RDF.type, kind)))
    assert found
    return found


def test_functional_properties_are(built: ox.Store) -> None:
    """What may have one value has one in every plan of the built graph."""
    for term in with_characteristic(OWL.FunctionalProperty):
        found = [subject for subject, _ in values(built, term)]
        assert found or term == Ckg.page
        assert len(found) == len(set(found))


def test_asymmetric_properties_are(built: ox.Store) -> None:
    """Nothing that lies in a region is a region that lies in it."""
    for term in with_characteristic(OWL.AsymmetricProperty):
        found = set(values(built, term))
        assert found
        assert found.isdisjoint({(value, subject) for subject, value in found})


def test_inverses_are_written_both_ways(built: ox.Store) -> None:
    """An inverse is declared where the graph writes both, and only there."""
    pairs = [*core().subject_objects(OWL.inverseOf)]
    assert pairs
    for first, second in pairs:
        there, back = values(built, str(first)), values(built, str(second))
        assert there
        assert set(there) == {(value, subject) for subject, value in back}


def test_declared_kinds_are_used_so(built: ox.Store) -> None:
    """A property declared for things has none but things in the graph, one for literals only those."""
    graph = core()
    for kind, of_things in ((OWL.ObjectProperty, True), (OWL.DatatypeProperty, False)):
        for term in graph.subjects(RDF.type, kind):
            for quad in built.quads_for_pattern(None, ox.NamedNode(str(term)), None):
                assert isinstance(quad.object, ox.NamedNode) == of_things, quad


def test_examples_are_of_the_graph(built: ox.Store) -> None:
    """Each example in Turtle is what the build of the example plan says, word by word."""
    examples = [str(text) for text in core().objects(None, SKOS.example)]
    assert len(examples) > 10
    for text in examples:
        example = rdflib.Graph().parse(data=turtle(text), format="turtle")
        assert len(example) > 0
        for triple in ox.parse(example.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES):
            found = built.quads_for_pattern(triple.subject, triple.predicate, triple.object)
            assert any(quad.graph_name != ox.NamedNode(GRAPH_ONTOLOGY) for quad in found), triple


def test_datatypes_of_the_evidence(built: ox.Store) -> None:
    """Offsets are integers in the graph, so that every engine compares them."""
    for predicate in (Oa.start, Oa.end):
        for quad in built.quads_for_pattern(None, ox.NamedNode(predicate), None):
            assert isinstance(quad.object, ox.Literal)
            assert quad.object.datatype.value == Xsd.integer == str(XSD.integer)
