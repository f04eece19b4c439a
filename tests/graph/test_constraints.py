"""The queries of the shapes: each finds what is planted, alone, and as a SHACL engine does."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from graph_examples import DOCUMENT, LODZ, PLAN_IRI, store_of
from plan_examples import PLAN, variant
from planted import HEAD, LINKS, MAPPING, PLANTED, plan

from citykg.graph.constraints import broken, constraints
from citykg.graph.validate import validate_store
from citykg.ontology.files import shapes_file


def linked() -> ox.Store:
    """The good graph, with a link to a gazetteer."""
    store = store_of(PLAN)
    store.update(HEAD + LINKS)
    return store


def test_good_graph() -> None:
    """A graph with links has no faults."""
    assert validate_store(linked()) == ()


@pytest.mark.parametrize("name", PLANTED)
def test_planted(name: str) -> None:
    """A planted fault is found at the thing that has it."""
    fault = PLANTED[name]
    store = linked()
    store.update(HEAD + fault.update)
    found = [item for item in validate_store(store) if fault.message in item.message]
    assert {(item.focus, item.severity) for item in found} == {(fault.focus, fault.severity)}


def test_a_fault_of_a_link_is_shown_with_the_plans_words() -> None:
    """The city is where the plan names it; the mapping is in no document."""
    store = linked()
    store.update(HEAD + PLANTED["two places"].update)
    found = validate_store(store)
    assert {(item.file, item.line) for item in found if item.focus == LODZ} == {("air.txt", 2)}
    store = linked()
    store.update(HEAD + PLANTED["no confidence"].update)
    (fault,) = validate_store(store)
    assert (fault.focus, fault.plan, fault.file, fault.line) == (MAPPING, None, None, None)


def test_a_note_says_why_there_is_one_party() -> None:
    """A plan of one party is no fault once somebody has said why."""
    store = linked()
    store.update(HEAD + PLANTED["one party"].update)
    assert any("two parties" in item.message for item in validate_store(store))
    store.update(HEAD + plan(f'<{PLAN_IRI}> skos:editorialNote "The other left."@en'))
    assert not any("two parties" in item.message for item in validate_store(store))


def test_language_of_a_document_may_be_matched() -> None:
    """What a document is said to be written in is ours to link."""
    store = linked()
    english = "<http://id.loc.gov/vocabulary/iso639-1/en>"
    target = "<http://publications.europa.eu/resource/authority/language/ENG>"
    store.update(
        f"{HEAD} INSERT DATA {{ GRAPH graph:links {{ {english} skos:exactMatch {target} }} }}"
    )
    assert any("somebody else" in row.constraint.message for row in broken(store))
    store.update(
        f"{HEAD} INSERT DATA {{ GRAPH graph:links {{ <{DOCUMENT}> dcterms:language {english} }} }}"
    )
    assert not any("somebody else" in row.constraint.message for row in broken(store))


def test_several_plans() -> None:
    """A claim is looked for in its own plan's graph, not in another's."""
    store = store_of(PLAN, variant(1))
    (name, *_) = sorted(
        {
            quad.graph_name.value
            for quad in store
            if isinstance(quad.graph_name, ox.NamedNode) and "/plan/" in quad.graph_name.value
        }
    )
    graph = ox.NamedNode(name.removesuffix("/evidence"))
    goal = ox.NamedNode("https://w3id.org/citykg/ontology#hasGoal")
    for quad in [*store.quads_for_pattern(None, goal, None, graph)]:
        store.remove(quad)
    found = {item.plan for item in validate_store(store)}
    assert found == {graph.value}


def test_names_are_those_of_the_shapes() -> None:
    """Each query has its own shape, a severity and a sentence."""
    rules = constraints()
    assert len(rules) == len({rule.name for rule in rules}) > 15
    assert all(rule.message.endswith(".") for rule in rules)
    assert {rule.severity for rule in rules} == {"violation", "warning"}


def of_one_graph() -> list[str]:
    """The planted faults that a SHACL engine can see in one graph."""
    seen = {rule.message for rule in constraints() if "GRAPH" not in rule.query}
    return [name for name, fault in PLANTED.items() if any(fault.message in text for text in seen)]


@pytest.mark.parametrize("name", of_one_graph())
def test_a_shacl_engine_finds_the_same(name: str) -> None:
    """pySHACL, which binds one target after another, gives the rows that the store gives."""
    import pyshacl

    store = linked()
    store.update(HEAD + PLANTED[name].update)
    shapes = rdflib.Graph().parse(data=shapes_file().read_bytes(), format="turtle")
    for shape in list(shapes.subjects(rdflib.SH.property)):
        shapes.remove((shape, rdflib.SH.property, None))
    triples = {quad.triple for quad in store if "/plan/" in str(quad.graph_name)}
    data = rdflib.Graph()
    data.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    sh = rdflib.SH
    theirs = {
        (str(report.value(item, sh.focusNode)), str(report.value(item, sh.resultMessage)))
        for item in report.subjects(sh.sourceConstraintComponent, sh.SPARQLConstraintComponent)
    }
    ours = {
        (getattr(row.this, "value", ""), row.constraint.message)
        for row in broken(store)
        if "GRAPH" not in row.constraint.query
    }
    assert ours
    assert theirs == ours
