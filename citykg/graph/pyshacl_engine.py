"""pySHACL asked of copies of a store: the oracle that our own engine is held against.

The plan graphs are copied together, the evidence some plans at a time, for it is six times as
large and each plan's is whole in itself; so are the suggestions and the links.  pySHACL takes some
0.15 s a plan.  Nothing is fetched or imported.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.errors import UsageError
from citykg.graph.conformance import Fault
from citykg.graph.literals import to_rdflib
from citykg.graph.shapes import SH, Severity
from citykg.graph.views import BEHIND, VOCABULARY, part_of
from citykg.ontology.files import shapes_file
from citykg.ontology.terms import GRAPH_LINKS, GRAPH_SUGGESTIONS, GRAPH_VOCABULARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox
    import rdflib
    from rdflib.term import Identifier, Node

    from citykg.graph.blame import Term
    from citykg.graph.views import Part

_PLANS_AT_A_TIME: Final = 100
_SUBJECTS_AT_A_TIME: Final = 2000
_BEHIND: Final = frozenset(BEHIND)


def find_faults(store: ox.Store) -> Iterator[tuple[Part, Fault]]:
    """Yield what pySHACL finds wrong in a store, with the part of the store that it is in.

    Raises UsageError where pySHACL is not installed.
    """
    _require()
    with _quiet("rdflib.term"):
        yield from _found(store)


def _found(store: ox.Store) -> Iterator[tuple[Part, Fault]]:
    names: dict[Part, list[str]] = {"plans": [], "evidence": []}
    for name in sorted(store.named_graphs(), key=str):
        names.setdefault(part_of(name), []).append(name.value)
    copy = _Copy(store)
    for fault in faults_in(copy.of_plans(names["plans"]), _shapes()):
        yield "plans", fault
    evidence = names["evidence"]
    for first in range(0, len(evidence), _PLANS_AT_A_TIME):
        for fault in faults_in(
            copy.of_graphs(evidence[first : first + _PLANS_AT_A_TIME]), _shapes()
        ):
            yield "evidence", fault
    for graph, subjects in copy.of_suggestions():
        for fault in faults_in(graph, _shapes()):
            if fault.focus in subjects:
                yield "suggestions", fault
    for fault in faults_in(copy.of_graphs([GRAPH_LINKS]), _shapes()):
        yield "links", fault


def _require() -> None:
    try:
        import pyshacl  # noqa: F401 - is it there?
    except ImportError as error:
        raise UsageError(
            "The engine pyshacl is not installed: run pip install 'citykg[pyshacl]',"
            " or leave --engine out."
        ) from error


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a logger still: rdflib prints a traceback for each value that the shapes will name."""
    logger = logging.getLogger(name)
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


class _Copy:
    """Copies parts of a store into rdflib, where pySHACL can read them."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def of_plans(self, plans: list[str]) -> rdflib.Graph:
        """What the plans declare, and what they point to in the vocabulary."""
        import pyoxigraph as ox

        copy = self.of_graphs(plans)
        for predicate in VOCABULARY:
            self._add(copy, ox.NamedNode(predicate), GRAPH_VOCABULARY)
        return copy

    def of_suggestions(self) -> Iterator[tuple[rdflib.Graph, set[Term]]]:
        """Yield what is suggested, some subjects at a time, and the subjects to check.

        What they rest on comes with them, checked elsewhere or another time.
        """
        import pyoxigraph as ox
        import rdflib

        apart = ox.NamedNode(GRAPH_SUGGESTIONS)
        quads_for = self._store.quads_for_pattern
        ordered = sorted({quad.subject for quad in quads_for(None, None, None, apart)}, key=str)
        for first in range(0, len(ordered), _SUBJECTS_AT_A_TIME):
            copy = rdflib.Graph()
            some = ordered[first : first + _SUBJECTS_AT_A_TIME]
            for subject in some:
                for quad in quads_for(subject, None, None, apart):
                    self._add_quad(copy, quad)
                    if quad.predicate.value in _BEHIND and isinstance(quad.object, ox.NamedNode):
                        for found in quads_for(quad.object, None, None, None):
                            self._add_quad(copy, found)
            yield copy, set(some)

    def of_graphs(self, names: list[str]) -> rdflib.Graph:
        """The union of some graphs."""
        import rdflib

        copy = rdflib.Graph()
        for name in names:
            self._add(copy, None, name)
        return copy

    def _add(self, copy: rdflib.Graph, predicate: ox.NamedNode | None, name: str) -> None:
        import pyoxigraph as ox

        for quad in self._store.quads_for_pattern(None, predicate, None, ox.NamedNode(name)):
            self._add_quad(copy, quad)

    def _add_quad(self, copy: rdflib.Graph, quad: ox.Quad) -> None:
        copy.add((_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)))


@lru_cache(maxsize=1 << 16)
def _to_rdflib(term: Term) -> Identifier:
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        return to_rdflib(term)
    raise TypeError(f"rdflib has no triple terms: {term}")


def _from_rdflib(term: Identifier | None) -> Term | None:
    import pyoxigraph as ox
    import rdflib

    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(term.datatype or rdflib.XSD.string))
    return ox.BlankNode(str(term)) if isinstance(term, rdflib.BNode) else ox.NamedNode(str(term))


@cache
def _shapes() -> rdflib.Graph:
    """The shapes without their queries, which a store answers faster."""
    import rdflib

    shapes = rdflib.Graph().parse(data=shapes_file().read_bytes(), format="turtle")
    shapes.remove((None, rdflib.SH.sparql, None))
    return shapes


def faults_in(data: rdflib.Graph, shapes: rdflib.Graph) -> Iterator[Fault]:
    """Yield what pySHACL finds wrong with some triples."""
    import pyshacl
    import rdflib

    if not data:
        return
    _, report, _ = pyshacl.validate(
        data, shacl_graph=shapes, inplace=True, inference="none", do_owl_imports=False
    )
    sh = rdflib.Namespace(SH)
    for result in report.objects(None, sh.result):
        severity = str(report.value(result, sh.resultSeverity)).removeprefix(SH).casefold()
        focus = _from_rdflib(report.value(result, sh.focusNode))
        if focus is not None:
            yield Fault(
                msgspec.convert(severity, Severity),
                focus,
                _path(report, report.value(result, sh.resultPath)),
                _from_rdflib(report.value(result, sh.value)),
                str(report.value(result, sh.resultMessage)),
            )


def _path(report: rdflib.Graph, path: Node | None) -> str | None:
    """The property that a path ends with."""
    import rdflib

    sh = rdflib.Namespace(SH)
    while isinstance(path, rdflib.BNode):
        inner = report.value(path, sh.inversePath) or report.value(path, sh.alternativePath)
        path = inner or [*report.items(path)][-1]
    return str(path) if path is not None else None
