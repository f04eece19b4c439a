"""A part of what the plans say: what stands around a thing, or what an answer names."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from citykg.graph.facts import Facts
from citykg.viz.layout import HUBS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from citykg.queries.answer import Answer

_SHARED: Final = HUBS | {"region"}
"""What many share: a way through it leads everywhere."""


def around(facts: Facts, iris: Iterable[str], hops: int) -> Facts:
    """The things that are no more than so many links from these, and what is said of them.

    From goals, themes and other things that many share, no way leads on, unless they are among
    these.
    """
    kinds = {thing.id: thing.kind for thing in facts.things}
    near: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts.facts:
        if fact.is_link:
            near[fact.subject].add(fact.object)
            near[fact.object].add(fact.subject)
    found = set(iris) & kinds.keys()
    edge = set(found)
    for hop in range(hops):
        leading = {iri for iri in edge if hop == 0 or kinds.get(iri) not in _SHARED}
        edge = {other for iri in leading for other in near[iri]} - found
        found |= edge
    return only(facts, found)


def named(facts: Facts, answer: Answer) -> Facts:
    """The things that the rows or triples of an answer name, and what is said among them."""
    from pyoxigraph import NamedNode

    from citykg.queries.answer import Rows, Triples

    rows: Iterable[Iterable[object]] = ()
    if isinstance(answer, Rows):
        rows = answer.rows
    elif isinstance(answer, Triples):
        rows = (tuple(triple) for triple in answer.triples)
    return only(facts, {term.value for row in rows for term in row if isinstance(term, NamedNode)})


def only(facts: Facts, iris: AbstractSet[str]) -> Facts:
    """These things, what is said of each, and the links between them."""
    return Facts(
        tuple(thing for thing in facts.things if thing.id in iris),
        tuple(
            fact
            for fact in facts.facts
            if fact.subject in iris and (not fact.is_link or fact.object in iris)
        ),
    )
