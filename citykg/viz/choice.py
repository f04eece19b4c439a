"""A part of what the plans say: what stands around a thing, or what an answer names."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from citykg.viz.layout import HUBS
from citykg.viz.plain import hubs_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from citykg.graph.facts import Facts
    from citykg.queries.answer import Answer

_SHARED: Final = HUBS | {"region"}
"""What many share: a way through it leads everywhere."""


def around(facts: Facts, iris: Iterable[str], hops: int) -> Facts:
    """The things that are no more than so many links from these, and what is said of them.

    From goals, themes and other things that many share, no way leads on, unless they are among
    these.
    """
    ids = {thing.id for thing in facts.things}
    shared = hubs_of(facts) if facts.foreign else {t.id for t in facts.things if t.kind in _SHARED}
    near: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts.facts:
        if fact.is_link:
            near[fact.subject].add(fact.object)
            near[fact.object].add(fact.subject)
    found = set(iris) & ids
    edge = set(found)
    for hop in range(hops):
        leading = {iri for iri in edge if hop == 0 or iri not in shared}
        edge = {other for iri in leading for other in near[iri]} - found
        found |= edge
    return only(facts, found)


def named(facts: Facts, answer: Answer) -> Facts:
    """The things that the rows or triples of an answer name, and what is said among them."""
    from pyoxigraph import BlankNode, NamedNode

    from citykg.queries.answer import Rows, Triples

    rows: Iterable[Iterable[object]] = ()
    if isinstance(answer, Rows):
        rows = answer.rows
    elif isinstance(answer, Triples):
        rows = (tuple(triple) for triple in answer.triples)
    found = set()
    for row in rows:
        for term in row:
            if isinstance(term, NamedNode):
                found.add(term.value)
            elif isinstance(term, BlankNode):
                found.add(f"_:{term.value}")
    return only(facts, found)


def only(facts: Facts, iris: AbstractSet[str]) -> Facts:
    """These things, what is said of each, and the links between them."""
    return replace(
        facts,
        things=tuple(thing for thing in facts.things if thing.id in iris),
        facts=tuple(
            fact
            for fact in facts.facts
            if fact.subject in iris and (not fact.is_link or fact.object in iris)
        ),
    )
