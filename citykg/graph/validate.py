"""What is wrong with a graph: the shapes' verdict, and for each fault the words that caused it.

pySHACL says what is wrong with a thing, the queries of the shapes what is wrong between things;
the claims say where it was read.  The plan graphs are checked together, for a city may be in many
of them; the evidence is checked some plans at a time, for it is six times as large and each plan's
is whole in itself; so are the suggestions, apart from all that plans declare, and the links.
Nothing is fetched or imported.

pySHACL takes some 0.05 s a plan: right for a folder of plans, long for a hundred thousand.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.graph.blame import EVIDENCE, Blame, Cited, Origin
from citykg.graph.constraints import SH, Severity, broken
from citykg.ontology.files import shapes_file
from citykg.ontology.terms import (
    GRAPH_LINKS,
    GRAPH_ONTOLOGY,
    GRAPH_SUGGESTIONS,
    GRAPH_VOCABULARY,
    Dcterms,
    Prov,
    Rdf,
    Skos,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox
    import rdflib
    from rdflib.term import Identifier

    from citykg.graph.blame import Term

_NOT_PLANS: Final = frozenset((GRAPH_LINKS, GRAPH_ONTOLOGY, GRAPH_SUGGESTIONS, GRAPH_VOCABULARY))
# What the shapes ask of the vocabulary.
_VOCABULARY: Final = (Rdf.type, Skos.inScheme)
_PLANS_AT_A_TIME: Final = 100
_SUBJECTS_AT_A_TIME: Final = 2000
_BEHIND: Final = frozenset((Prov.wasQuotedFrom, Dcterms.isPartOf))
"""What leads from a suggestion to its passage, and from there to the document."""


class Violation(msgspec.Struct, frozen=True):
    """One fault of a graph, and the words it comes from as far as words state it."""

    severity: Severity
    plan: str | None
    """The plan's IRI."""
    focus: str
    """The thing that is at fault."""
    property: str | None
    value: str | None
    message: str
    """For the people who wrote the plan."""
    file: str | None
    """The name of the document."""
    line: int | None
    quote: str | None
    page: int | None = None
    """The page that the quote stands on, of a document that has pages."""


class _Fault(NamedTuple):
    """A result of pySHACL, in our terms."""

    severity: Severity
    focus: Term
    path: str | None
    value: Term | None
    message: str


def validate(folder: Path) -> tuple[Violation, ...]:
    """What is wrong with the graph of a folder that `citykg build` wrote; nothing, if empty.

    Raises UsageError where there is no graph.
    """
    from citykg.graph.store import open_store

    return validate_store(open_store(folder))


def validate_store(store: ox.Store) -> tuple[Violation, ...]:
    """What is wrong with the graph of a store, in the order of plan, line and thing."""
    with _quiet("rdflib.term"):
        return tuple(sorted(_violations(store), key=_order))


def _violations(store: ox.Store) -> set[Violation]:
    blame = Blame(store)
    names = sorted(name.value for name in store.named_graphs() if name.value not in _NOT_PLANS)
    plans = [name for name in names if not name.endswith(EVIDENCE)]
    evidence = [name for name in names if name.endswith(EVIDENCE)]
    found: set[Violation] = set()
    for fault in _faults(_Copy(store).of_plans(plans)):
        cited = blame.of_fact(fault.focus, fault.path, fault.value)
        found.update(_violation(fault, item) for item in cited)
    for first in range(0, len(evidence), _PLANS_AT_A_TIME):
        some = evidence[first : first + _PLANS_AT_A_TIME]
        for fault in _faults(_Copy(store).of_graphs(some)):
            cited = blame.of_evidence(fault.focus, fault.path, fault.value)
            found.update(_violation(fault, item) for item in cited)
    for copy, subjects in _Copy(store).of_suggestions():
        for fault in _faults(copy):
            if fault.focus in subjects:
                words = blame.of_suggestion(fault.focus, fault.path, fault.value)
                found.add(_violation(fault, words))
    for fault in _faults(_Copy(store).of_graphs([GRAPH_LINKS])):
        found.update(_violation(fault, item) for item in _words(store, blame, fault))
    for row in broken(store):
        rule = row.constraint
        fault = _Fault(rule.severity, row.this, row.path, row.value, rule.message)
        found.update(_violation(fault, item) for item in _words(store, blame, fault))
    return found


def _words(store: ox.Store, blame: Blame, fault: _Fault) -> list[Cited]:
    """Where the thing at fault was read: in a plan, its evidence, for a suggestion, or nowhere."""
    import pyoxigraph as ox

    if isinstance(fault.focus, ox.Literal):
        return [Cited(fault.focus, None, fault.value, Origin())]
    quads = store.quads_for_pattern(fault.focus, None, None, None)
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    of_plans = names - _NOT_PLANS
    if GRAPH_SUGGESTIONS in names:
        return [blame.of_suggestion(fault.focus, fault.path, fault.value)]
    if any(not name.endswith(EVIDENCE) for name in of_plans):
        return blame.of_fact(fault.focus, fault.path, fault.value)
    if of_plans:
        return blame.of_evidence(fault.focus, fault.path, fault.value)
    path = ox.NamedNode(fault.path) if fault.path else None
    return [Cited(fault.focus, path, fault.value, Origin())]


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


def _violation(fault: _Fault, cited: Cited) -> Violation:
    plan, file, line, _, quote, page = cited.origin
    return Violation(
        fault.severity,
        plan or None,
        _text(cited.subject) or "",
        _text(cited.predicate),
        _text(cited.object),
        fault.message,
        file,
        line,
        quote,
        page,
    )


def _order(violation: Violation) -> tuple[object, ...]:
    fields = msgspec.structs.astuple(violation)
    # None and a line cannot be compared; a fault without a line comes first.
    return (violation.plan or "", violation.line or 0, *map(str, fields))


class _Copy:
    """Copies parts of a store into rdflib, where pySHACL can read them."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._terms: dict[Term, Identifier] = {}

    def of_plans(self, plans: list[str]) -> rdflib.Graph:
        """What the plans declare, and what they point to in the vocabulary."""
        import pyoxigraph as ox

        copy = self.of_graphs(plans)
        for predicate in _VOCABULARY:
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
        term = self._term
        copy.add((term(quad.subject), term(quad.predicate), term(quad.object)))

    def _term(self, term: Term) -> Identifier:
        known = self._terms.get(term)
        if known is None:
            known = self._terms[term] = _to_rdflib(term)
        return known


def _to_rdflib(term: Term) -> Identifier:
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # Not normalised: a value is reported as it stands, and a hostile one is not worked out.
        return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)
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


def _faults(data: rdflib.Graph) -> Iterator[_Fault]:
    """What pySHACL finds wrong with some triples."""
    import pyshacl
    import rdflib

    if not data:
        return
    _, report, _ = pyshacl.validate(
        data, shacl_graph=_shapes(), inplace=True, inference="none", do_owl_imports=False
    )
    sh = rdflib.Namespace(SH)
    for result in report.objects(None, sh.result):
        severity = str(report.value(result, sh.resultSeverity)).removeprefix(SH).casefold()
        focus = _from_rdflib(report.value(result, sh.focusNode))
        if focus is not None:
            yield _Fault(
                msgspec.convert(severity, Severity),
                focus,
                _path(report, report.value(result, sh.resultPath)),
                _from_rdflib(report.value(result, sh.value)),
                str(report.value(result, sh.resultMessage)),
            )


def _path(report: rdflib.Graph, path: Identifier | None) -> str | None:
    """The property that a path ends with."""
    import rdflib

    if isinstance(path, rdflib.BNode):
        return str([*report.items(path)][-1])
    return str(path) if path is not None else None


def _text(term: Term | None) -> str | None:
    import pyoxigraph as ox

    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else None
