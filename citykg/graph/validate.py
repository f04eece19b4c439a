"""What is wrong with a graph: the shapes' verdict, and for each fault the words that caused it.

The shapes say what is wrong with a thing, their queries what is wrong between things; the claims
say where it was read.  The plan graphs are checked together, for a city may be in many of them; so
are the evidence, the suggestions, apart from all that plans declare, and the links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

import msgspec

from citykg.errors import UsageError
from citykg.graph.blame import Blame, Cited, Origin
from citykg.graph.conformance import Fault
from citykg.graph.constraints import broken
from citykg.graph.shapes import Severity  # noqa: TC001 - msgspec reads the annotations
from citykg.graph.views import NOT_PLANS
from citykg.ontology.terms import EVIDENCE, GRAPH_SUGGESTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from citykg.graph.blame import Term
    from citykg.graph.views import Part

Engine = Literal["oxigraph", "pyshacl"]
"""Ours, which asks the store; or the reference implementation, which takes a copy of it."""

ENGINES: Final[tuple[Engine, ...]] = get_args(Engine)


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


class Verdict(msgspec.Struct, frozen=True):
    """What a shape says of a thing, and the fault as it is told."""

    thing: str
    """What the shape was asked of; the words may be those of a statement about another thing."""
    violation: Violation


def validate(folder: Path, engine: str = "oxigraph") -> tuple[Violation, ...]:
    """What is wrong with the graph of a folder that `citykg build` wrote; nothing, if empty.

    Raises UsageError where there is no graph, or no such engine.
    """
    from citykg.graph.store import open_store

    return validate_store(open_store(folder), engine)


def validate_store(
    store: ox.Store, engine: str = "oxigraph", focus: Iterable[str] | None = None
) -> tuple[Violation, ...]:
    """What is wrong with the graph of a store, in the order of plan, line and thing.

    With `focus`, the IRIs of some things, only what is wrong with those is looked for, in time that
    depends on their number and not on that of the graph; `citykg.graph.affected` says which things
    a change may have made good or bad.  Raises UsageError for an engine that there is not, or that
    cannot look at some things only.
    """
    import pyoxigraph as ox

    if engine not in ENGINES:
        raise UsageError(f"There is no engine {engine!r}: give {' or '.join(ENGINES)}.")
    if focus is not None and engine != "oxigraph":
        raise UsageError(f"The engine {engine} checks whole graphs: leave it out.")
    things = None if focus is None else frozenset(map(ox.NamedNode, focus))
    return told(_verdicts(store, engine, things))


def verdicts(store: ox.Store) -> tuple[Verdict, ...]:
    """What is wrong with which thing of a store, in the order of the violations."""
    return tuple(sorted(_verdicts(store, "oxigraph", None), key=_order_of_verdict))


def verdicts_again(
    store: ox.Store, before: Iterable[Verdict], changed: Iterable[str]
) -> tuple[Verdict, ...]:
    """What is wrong with which thing after a change, in time that depends on the change.

    `before` is what was wrong before it, and `changed` are the subjects and objects of all triples
    that came or went, and of those whose words did.
    """
    import pyoxigraph as ox

    from citykg.graph.affected import affected

    focus = affected(store, changed)
    found = {one for one in before if one.thing not in focus}
    found |= _verdicts(store, "oxigraph", frozenset(map(ox.NamedNode, focus)))
    return tuple(sorted(found, key=_order_of_verdict))


def told(found: Iterable[Verdict]) -> tuple[Violation, ...]:
    """The violations, each once, in the order of plan, line and thing."""
    return tuple(sorted({one.violation for one in found}, key=_order))


def _verdicts(store: ox.Store, engine: str, focus: frozenset[ox.NamedNode] | None) -> set[Verdict]:
    blame = Blame(store)
    found: set[Verdict] = set()

    def add(fault: Fault, words: Iterable[Cited]) -> None:
        thing = _text(fault.focus) or ""
        found.update(Verdict(thing, _violation(fault, item)) for item in words)

    for part, fault in _shape_faults(store, engine, focus):
        add(fault, _cited(store, blame, part, fault))
    for row in broken(store, focus):
        rule = row.constraint
        fault = Fault(rule.severity, row.this, row.path, row.value, rule.message)
        add(fault, _words(store, blame, fault))
    return found


def _shape_faults(
    store: ox.Store, engine: str, focus: frozenset[ox.NamedNode] | None
) -> Iterator[tuple[Part, Fault]]:
    if engine == "pyshacl":
        from citykg.graph import pyshacl_engine

        return pyshacl_engine.find_faults(store)
    from citykg.graph import oxigraph_engine

    return oxigraph_engine.find_faults(store, oxigraph_engine.shapes(), focus)


def _cited(store: ox.Store, blame: Blame, part: Part, fault: Fault) -> list[Cited]:
    """Where a fault was read, by the part of the graph that it is in."""
    if part == "plans":
        return blame.of_fact(fault.focus, fault.path, fault.value)
    if part == "evidence":
        return blame.of_evidence(fault.focus, fault.path, fault.value)
    if part == "suggestions":
        return [blame.of_suggestion(fault.focus, fault.path, fault.value)]
    return _words(store, blame, fault)


def _words(store: ox.Store, blame: Blame, fault: Fault) -> list[Cited]:
    """Where the thing at fault was read: in a plan, its evidence, for a suggestion, or nowhere."""
    import pyoxigraph as ox

    if isinstance(fault.focus, ox.Literal):
        return [Cited(fault.focus, None, fault.value, Origin())]
    quads = store.quads_for_pattern(fault.focus, None, None, None)
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    of_plans = names - NOT_PLANS
    if GRAPH_SUGGESTIONS in names:
        return [blame.of_suggestion(fault.focus, fault.path, fault.value)]
    if any(not name.endswith(EVIDENCE) for name in of_plans):
        return blame.of_fact(fault.focus, fault.path, fault.value)
    if of_plans:
        return blame.of_evidence(fault.focus, fault.path, fault.value)
    path = ox.NamedNode(fault.path) if fault.path else None
    return [Cited(fault.focus, path, fault.value, Origin())]


def _violation(fault: Fault, cited: Cited) -> Violation:
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


def _order_of_verdict(verdict: Verdict) -> tuple[object, ...]:
    return (*_order(verdict.violation), verdict.thing)


def _text(term: Term | None) -> str | None:
    import pyoxigraph as ox

    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else None
