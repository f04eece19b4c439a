"""The ontology under OWL 2 RL reasoning."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib
from graph_examples import EVIDENCE, LODZ, PLAN_IRI, VISIT, change, store_of
from plan_examples import PLAN

from citykg.ontology.files import ontology_files
from citykg.ontology.terms import Ckg, Rdf, Skos


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


def test_consistent_under_reasoning() -> None:
    """The ontology and a plan do not contradict each other, and the domains add true types."""
    graph, errors = reasoned(store_of(PLAN))
    assert errors == []
    lodz, visit, concept = map(rdflib.URIRef, (LODZ, VISIT, Skos.Concept))
    assert (lodz, rdflib.RDF.type, rdflib.URIRef(Ckg.Party)) in graph
    assert (visit, rdflib.URIRef(Ckg.participant), lodz) in graph
    statuses = set(graph.objects(visit, rdflib.URIRef(Ckg.status)))
    assert statuses
    assert all((status, rdflib.RDF.type, concept) in graph for status in statuses)


def test_contradiction_is_found() -> None:
    """A city that hosts itself as an activity contradicts the ontology."""
    store = store_of(PLAN)
    change(store, LODZ, Rdf.type, Ckg.Activity, keep=True)
    _, errors = reasoned(store)
    assert errors
