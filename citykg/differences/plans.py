"""Which plan of the old graph is which plan of the new one, where one has another name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.known import node, text_of
from citykg.ontology.terms import EVIDENCE, Ckg, Prov, Rdfs, Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from citykg.differences.version import Version

PlanPair = tuple[str | None, str | None]
"""The IRIs of a plan in the old graph and in the new one."""


class _Card(NamedTuple):
    """What a plan is known by."""

    iri: str
    local: str
    label: str
    sha256: str
    file: str
    parties: frozenset[str]


_KEYS: Final[tuple[Callable[[_Card], Hashable], ...]] = (
    lambda card: (card.local, card.sha256),
    lambda card: (card.sha256, card.label),
    lambda card: card.local,
    lambda card: card.sha256,
    lambda card: (card.file, card.parties),
    lambda card: (card.file, card.label),
)
"""What a plan is known by, the surest first."""


def paired_plans(
    versions: tuple[Version, Version], touched: tuple[Iterable[str], Iterable[str]]
) -> list[PlanPair]:
    """The plans that differ, by their ids; one that came or went has one IRI.

    A plan is first known by its document, for the plan that has its id now may be another one;
    then by its id; then by its file, if its parties are the same; never where several could be
    meant.
    """
    # A plan may have lines that only one side has: the other side is looked at all the same.
    everyone = {
        version.local(iri) for version, iris in zip(versions, touched, strict=True) for iri in iris
    }
    gone, came = (
        [
            _card(version, version.iri(one))
            for one in sorted(everyone)
            if version.has_plan(version.iri(one))
        ]
        for version in versions
    )
    rows: list[tuple[str, PlanPair]] = []
    for key in _KEYS:
        for before, now in _only_ones(gone, came, key):
            rows.append((now.local, (before.iri, now.iri)))
        olds, news = {pair[0] for _, pair in rows}, {pair[1] for _, pair in rows}
        gone = [card for card in gone if card.iri not in olds]
        came = [card for card in came if card.iri not in news]
    rows += [(card.local, (card.iri, None)) for card in gone]
    rows += [(card.local, (None, card.iri)) for card in came]
    return [pair for _, pair in sorted(rows, key=lambda row: row[0])]


def _only_ones(
    gone: list[_Card], came: list[_Card], key: Callable[[_Card], Hashable]
) -> list[tuple[_Card, _Card]]:
    """The pairs of which each is the only one of its side with this key."""
    sides: defaultdict[Hashable, tuple[list[_Card], list[_Card]]] = defaultdict(lambda: ([], []))
    for place, cards in enumerate((gone, came)):
        for card in cards:
            sides[key(card)][place].append(card)
    return [(one[0], other[0]) for one, other in sides.values() if len(one) == len(other) == 1]


def _card(version: Version, plan: str) -> _Card:
    def values(subject: str, predicate: str, graph: str) -> list[str]:
        quads = version.store.quads_for_pattern(node(subject), node(predicate), None, node(graph))
        return sorted(text_of(quad.object) for quad in quads)

    documents = values(plan, Prov.wasDerivedFrom, plan)
    cooperations = values(plan, Ckg.isPlanOf, plan)

    def of_document(predicate: str) -> str:
        found = (name for one in documents for name in values(one, predicate, plan + EVIDENCE))
        return next(found, "")

    parties = (name for one in cooperations for name in values(one, Ckg.hasParty, plan))
    return _Card(
        iri=plan,
        local=version.local(plan),
        label="".join(values(plan, Rdfs.label, plan)[:1]),
        sha256=of_document(Schema.sha256),
        file=of_document(Schema.name),
        parties=frozenset(map(version.local, parties)),
    )
