"""The graph of the example plan in memory, and ways of spoiling it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from plan_examples import PLAN, TEXT

from citykg.graph.names import Names
from citykg.graph.quads import plan_quads
from citykg.graph.vocabulary import shipped_quads, theme_quads
from citykg.ontology.terms import Xsd

if TYPE_CHECKING:
    from citykg.plan import Plan

BASE = "https://w3id.org/citykg/id/"
ID = "%C5%82%C3%B3d%C5%BA-%E5%8C%97%E4%B9%9D%E5%B7%9E"
PLAN_IRI = f"{BASE}plan/{ID}"
EVIDENCE = PLAN_IRI + "/evidence"
COOPERATION = f"{BASE}cooperation/{ID}"
LODZ = BASE + "city/pl/%C5%82%C3%B3d%C5%BA"
VISIT = f"{BASE}activity/{ID}/study-visit"
PILOT = f"{BASE}activity/{ID}/pilot-project"
REPORT = f"{BASE}output/{ID}/joint-report"
MAIL = f"{BASE}contact/{ID}/air-example-org"
DOCUMENT = f"{BASE}document/{PLAN.source.sha256[:16]}"


def line_of(offset: int) -> int:
    """The 1-based line of a character of the example."""
    return TEXT.count("\n", 0, offset) + 1


def store_of(*plans: Plan) -> ox.Store:
    """The graph of some plans, in memory."""
    names = Names.of(plans)
    lines = [*shipped_quads(), *theme_quads(names)]
    for plan in plans:
        lines += plan_quads(plan, names, line_of)
    store = ox.Store()
    store.load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


def literal(text: object, datatype: str = Xsd.integer) -> ox.Literal:
    """A typed value."""
    return ox.Literal(str(text), datatype=ox.NamedNode(datatype))


def change(
    store: ox.Store,
    subject: str,
    predicate: str,
    value: ox.Literal | str | None = None,
    graph: str = PLAN_IRI,
    *,
    keep: bool = False,
) -> None:
    """Put a value in the place of what a graph says, beside it, or nothing."""
    thing, path, name = map(ox.NamedNode, (subject, predicate, graph))
    if not keep:
        for quad in [*store.quads_for_pattern(thing, path, None, name)]:
            store.remove(quad)
    if value is not None:
        term = ox.NamedNode(value) if isinstance(value, str) else value
        store.add(ox.Quad(thing, path, term, name))
