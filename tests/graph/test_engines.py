"""Two engines of the shapes: what is compiled to SELECTs gives the verdict of pySHACL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from graph_examples import EVIDENCE, LODZ, PLAN_IRI, REPORT, change, literal, store_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_examples import PLAN
from planted import HEAD, LINKS, PLANTED

from citykg.errors import DataError, UsageError
from citykg.graph.affected import affected
from citykg.graph.constraints import broken
from citykg.graph.literals import to_rdflib
from citykg.graph.oxigraph_engine import find_faults, shapes
from citykg.graph.shapes import read_shapes
from citykg.graph.validate import validate_store
from citykg.ontology.files import shapes_file
from citykg.ontology.terms import (
    GRAPH_LINKS,
    GRAPH_SUGGESTIONS,
    GRAPH_VOCABULARY,
    PREFIXES,
    Ckg,
    Rdf,
    Rdfs,
    Xsd,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.graph.shapes import Shape

pyshacl_engine = pytest.importorskip("citykg.graph.pyshacl_engine")
pytest.importorskip("pyshacl", reason="pip install 'citykg[pyshacl]'")

SLOWLY = settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def linked() -> ox.Store:
    """The good graph, with a link."""
    store = store_of(PLAN)
    store.update(HEAD + LINKS)
    return store


def with_default(store: ox.Store) -> ox.Store:
    """A store as a build writes it: each triple that is declared once more without its graph."""
    suggested = ox.NamedNode(GRAPH_SUGGESTIONS)
    whole = ox.Store()
    whole.extend(store)
    whole.extend(ox.Quad(*quad.triple) for quad in store if quad.graph_name != suggested)
    return whole


@pytest.mark.parametrize("name", PLANTED)
def test_both_engines_say_the_same_of_a_planted_fault(name: str) -> None:
    """A planted fault has the same violations, words and order, whoever is asked."""
    store = linked()
    store.update(HEAD + PLANTED[name].update)
    ours = validate_store(store)
    assert ours
    assert ours == validate_store(store, "pyshacl")
    assert ours == validate_store(with_default(store))


HOSTILE = [
    literal("12x"),
    literal("007"),
    literal("1e999999999", Xsd.decimal),
    literal("1" * 5000),
    literal("2020-13-45", Xsd.date),
    literal("2021-02-30", Xsd.date),
    literal("0000", Xsd.gYear),
    literal("NaN", Xsd.NS + "double"),
    ox.Literal("\n"),
    ox.Literal(""),
    ox.Literal('a\u2028b"\\'),
    ox.Literal("Łódź", language="pl"),
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value)[:20])
def test_both_engines_see_the_same_in_a_hostile_value(value: ox.Literal) -> None:
    """What is ill-typed, empty or enormous is so for both."""
    store = store_of(PLAN)
    for predicate in (Ckg.population, Ckg.areaKm2, Rdfs.label):
        change(store, LODZ, predicate, value)
    change(store, PLAN_IRI, "https://schema.org/startDate", value)
    passage = next(store.quads_for_pattern(None, ox.NamedNode("http://www.w3.org/ns/oa#end"), None))
    change(store, str(passage.subject)[1:-1], passage.predicate.value, value, EVIDENCE)
    assert validate_store(store) == validate_store(store, "pyshacl")


def terms_of(asked: Iterable[Shape]) -> tuple[set[str], set[str]]:
    """The properties and the classes that shapes speak of."""
    properties, classes = {Rdf.type}, set()
    for shape in asked:
        properties |= {name for step in shape.path for name in step.properties}
        for kind, term in shape.targets:
            assert isinstance(term, ox.NamedNode)
            (classes if kind == "targetClass" else properties).add(term.value)
        for item in shape.constraints:
            if item.kind == "class":
                classes |= {term.value for term in item.terms if isinstance(term, ox.NamedNode)}
        inner = [*shape.properties, *(one for item in shape.constraints for one in item.shapes)]
        if inner:
            more, others = terms_of(inner)
            properties, classes = properties | more, classes | others
    return properties, classes


PROPERTIES, CLASSES = map(sorted, terms_of(shapes()))
THINGS = [ox.NamedNode(f"http://example.org/{name}") for name in "abcd"]
GRAPHS = [
    *map(ox.NamedNode, (PLAN_IRI, EVIDENCE, PLAN_IRI + "-2", GRAPH_LINKS, GRAPH_SUGGESTIONS)),
    ox.NamedNode(GRAPH_VOCABULARY),
]
VALUES = [
    *THINGS,
    *(literal(number) for number in (0, 1, 7)),
    literal("0.5", Xsd.decimal),
    literal("12x"),
    literal("2020", Xsd.gYear),
    ox.Literal(""),
    ox.Literal("text"),
    ox.Literal("text", language="en"),
    ox.NamedNode("http://metadata.un.org/sdg/11"),
    ox.NamedNode("https://w3id.org/citykg/id/scheme/topics"),
]


@st.composite
def graphs(draw: st.DrawFn, properties: list[str], classes: list[str]) -> list[ox.Quad]:
    """Random quads in the words of the shapes, most of them about a few typed things."""
    quads = [
        ox.Quad(
            draw(st.sampled_from(THINGS)),
            ox.NamedNode(Rdf.type),
            ox.NamedNode(draw(st.sampled_from(classes))),
            draw(st.sampled_from(GRAPHS)),
        )
        for _ in range(draw(st.integers(1, 6)))
    ]
    some = draw(st.lists(st.sampled_from(properties), min_size=3, max_size=12))
    quads += [
        ox.Quad(
            draw(st.sampled_from(THINGS)),
            ox.NamedNode(name),
            draw(st.sampled_from(VALUES)),
            draw(st.sampled_from(GRAPHS)),
        )
        for name in some
        for _ in range(draw(st.integers(1, 3)))
    ]
    return quads


@SLOWLY
@given(graphs(PROPERTIES, CLASSES))
def test_both_engines_find_the_same_in_a_random_graph(quads: list[ox.Quad]) -> None:
    """Whatever stands in whichever graph, each fault of the one is a fault of the other."""
    store = ox.Store()
    store.extend(quads)
    theirs = set(pyshacl_engine.find_faults(store))
    assert set(find_faults(store, shapes())) == theirs
    assert set(find_faults(with_default(store), shapes())) == theirs


EX = "http://example.org/"
HEADER = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
HEADER += f"@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix ex: <{EX}> .\n"
EVERYTHING = (
    HEADER
    + """
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:targetNode ex:d ; sh:targetObjectsOf ex:q ;
  sh:nodeKind sh:IRI ; sh:message "node" ; sh:not [ sh:property [ sh:path ex:r ; sh:minCount 3 ] ] ;
  sh:property ex:p1 , ex:p2 , ex:p3 , ex:p4 , ex:p5 , ex:p6 , ex:p7 , ex:p8 , ex:p9 , ex:off .
ex:p1 sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:message "1" .
ex:p2 sh:path [ sh:alternativePath ( ex:p ex:q ) ] ; sh:maxCount 2 ; sh:class ex:C ;
  sh:severity sh:Info ; sh:message "2" .
ex:p3 sh:path ( ex:p ex:q ) ; sh:minCount 2 ; sh:maxLength 4 ; sh:message "3" .
ex:p4 sh:path ex:r ; sh:uniqueLang true ; sh:languageIn ( "en" ) ; sh:message "4" .
ex:p5 sh:path ex:r ; sh:xone ( [ sh:datatype xsd:integer ] [ sh:minInclusive 1 ] ) ; sh:message "5" .
ex:p6 sh:path ex:p ; sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class ex:C ] ) ; sh:message "6" .
ex:p7 sh:path ex:p ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ; sh:message "7" ;
  sh:property [ sh:path ex:r ; sh:maxCount 1 ; sh:message "7a" ] .
ex:p8 sh:path ex:r ; sh:pattern "^T" ; sh:flags "i" ; sh:maxExclusive 7 ; sh:message "8" .
ex:p9 sh:path ex:q ; sh:in ( ex:a ex:b ) ; sh:hasValue ex:a ; sh:minLength 1 ; sh:message "9" .
ex:off sh:path ex:r ; sh:maxCount 0 ; sh:deactivated true ; sh:message "off" .
"""
)


@SLOWLY
@given(graphs([EX + "p", EX + "q", EX + "r", Rdfs.subClassOf], [EX + "C", EX + "a"]))
def test_every_kind_of_constraint_is_that_of_pyshacl(quads: list[ox.Quad]) -> None:
    """Paths, counts, logic, languages, order: what is not in our shapes is not left to chance."""
    store = ox.Store()
    plan = ox.NamedNode(PLAN_IRI)
    store.extend(ox.Quad(*quad.triple, plan) for quad in quads)
    data = rdflib.Graph()
    for quad in store:
        data.add(
            tuple(  # type: ignore[arg-type]
                to_rdflib(term) if isinstance(term, ox.Literal) else rdflib.URIRef(term.value)
                for term in (quad.subject, quad.predicate, quad.object)
            )
        )
    theirs = set(pyshacl_engine.faults_in(data, rdflib.Graph().parse(data=EVERYTHING)))
    found = find_faults(with_default(store), read_shapes(EVERYTHING.encode()))
    assert {fault for part, fault in found if part == "plans"} == theirs


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("sh:disjoint ex:p", "sh:disjoint"),
        ("sh:closed true", "sh:closed"),
        ("sh:qualifiedMinCount 1", "sh:qualifiedMinCount"),
        (
            "sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:minCount 1 ; sh:message 'm' ]",
            "sh:path",
        ),
        ("sh:property ex:nowhere", "sh:property"),
        ("sh:severity ex:Bad", "sh:severity"),
        ("sh:minCount 1", "sh:path"),
    ],
)
def test_what_is_not_known_is_an_error(wrong: str, said: str) -> None:
    """A constraint that the compiler does not know is named with its shape, never passed over."""
    text = f'{HEADER}ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:message "m" ; {wrong} .'
    with pytest.raises(DataError, match=r"The shape \S+ cannot be asked") as raised:
        read_shapes(text.encode())
    assert said in str(raised.value)


def test_a_constraint_without_words_is_an_error() -> None:
    """Somebody has to read what is wrong."""
    text = f"{HEADER}ex:S sh:targetClass ex:C ; sh:nodeKind sh:IRI ."
    with pytest.raises(DataError, match="sh:message is missing"):
        read_shapes(text.encode())


def test_every_shape_that_ships_is_read() -> None:
    """Each message of the shapes, but those of the queries, is that of a shape that is asked."""
    graph = rdflib.Graph().parse(data=shapes_file().read_bytes(), format="turtle")
    sh = rdflib.SH
    wanted = {str(text) for text in graph.objects(None, sh.message)}
    wanted -= {str(graph.value(query, sh.message)) for query in graph.objects(None, sh.sparql)}
    told = {item.message for shape in shapes() for item in (shape, *shape.properties)}
    assert told - {""} == wanted


def test_an_engine_that_there_is_not() -> None:
    """The engines are named; only ours looks at some things alone."""
    with pytest.raises(UsageError, match="oxigraph or pyshacl"):
        validate_store(ox.Store(), "jena")
    with pytest.raises(UsageError, match="checks whole graphs"):
        validate_store(ox.Store(), "pyshacl", focus=[REPORT])


# --- some things only


def verdict(
    store: ox.Store, focus: frozenset[ox.NamedNode] | None = None
) -> set[tuple[object, ...]]:
    """All that is wrong, with the thing that is at fault."""
    rows = {(row.this, row.constraint.name, row.path, row.value) for row in broken(store, focus)}
    return rows | {
        (fault.focus, part, *fault) for part, fault in find_faults(store, shapes(), focus)
    }


def assert_same_by_focus(before: ox.Store, after: ox.Store) -> None:
    """What a change did is found by looking at what it may have affected, and there alone."""
    changed = {
        term.value
        for quad in set(before) ^ set(after)
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode)
    }
    focus = frozenset(map(ox.NamedNode, affected(after, changed)))
    # A literal has no IRI to be asked about: it is checked with the whole graph alone.
    was, now = (
        {row for row in verdict(store) if isinstance(row[0], ox.NamedNode)}
        for store in (before, after)
    )
    assert verdict(after, focus) == {row for row in now if row[0] in focus}
    assert {row for row in was if row[0] not in focus} == {
        row for row in now if row[0] not in focus
    }


@pytest.mark.parametrize("name", PLANTED)
def test_a_change_is_judged_by_what_it_affects(name: str) -> None:
    """Of a planted fault, and of its repair, the things affected have all the new verdicts."""
    before, after = with_default(linked()), linked()
    after.update(HEAD + PLANTED[name].update)
    assert_same_by_focus(before, with_default(after))
    assert_same_by_focus(with_default(after), before)


@SLOWLY
@given(graphs(PROPERTIES, CLASSES), st.data())
def test_any_change_is_judged_by_what_it_affects(quads: list[ox.Quad], data: st.DataObject) -> None:
    """Add and remove what you like: the verdict by focus is that of the whole."""
    kept = data.draw(st.lists(st.sampled_from(quads), max_size=len(quads)))
    before, after = ox.Store(), ox.Store()
    before.extend(quads)
    after.extend(kept)
    assert_same_by_focus(with_default(before), with_default(after))
