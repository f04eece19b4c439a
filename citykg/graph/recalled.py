"""The triples of one plan's graph in memory, each with the passage that states it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from citykg.graph.known import node, text_of
from citykg.ontology.terms import EVIDENCE, Oa, Prov, Rdf
from citykg.plan import Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Quad, Store

_Passage = tuple[int, int, str]
_NOWHERE: _Passage = (0, 0, "")


class Recalled:
    """What a plan's graph and the evidence beside it say, in the order of the document."""

    def __init__(self, store: Store, plan: str) -> None:
        self.plan = plan
        self._triples: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        passages: dict[str, _Passage] = {}
        claims: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        quoted: defaultdict[str, list[str]] = defaultdict(list)
        parts: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for quad in self._quads(store, plan):
            self._triples[text_of(quad.subject), quad.predicate.value].append(quad.object)
        for quad in self._quads(store, plan + EVIDENCE):
            subject, predicate = text_of(quad.subject), quad.predicate.value
            if predicate in {Rdf.subject, Rdf.predicate, Rdf.object}:
                claims[subject][predicate] = quad.object
            elif predicate == Prov.wasQuotedFrom:
                quoted[subject].append(text_of(quad.object))
            elif predicate in {Oa.start, Oa.end, Oa.exact}:
                parts[subject][predicate] = text_of(quad.object)
            else:
                self._triples[subject, predicate].append(quad.object)
        for iri, told in parts.items():
            passages[iri] = (
                int(told.get(Oa.start, 0)),
                int(told.get(Oa.end, 0)),
                told.get(Oa.exact, ""),
            )
        self._said = {
            (text_of(claim[Rdf.subject]), text_of(claim[Rdf.predicate]), claim[Rdf.object]): min(
                (passages[iri] for iri in quoted[name] if iri in passages), default=_NOWHERE
            )
            for name, claim in claims.items()
            if len(claim) == 3
        }

    @staticmethod
    def _quads(store: Store, graph: str) -> Iterator[Quad]:
        return store.quads_for_pattern(None, None, None, node(graph))

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The IRIs or words that a thing is linked to, in no order."""
        return [text_of(term) for term in self._triples.get((subject, predicate), ())]

    def has(self, subject: str, predicate: str, thing: str) -> bool:
        """Whether a triple is in the plan's graph."""
        return thing in self.objects(subject, predicate)

    def links(self, subject: str, predicate: str) -> list[tuple[str, Stated[str]]]:
        """The things that one is linked to, each with the words that state the link."""
        found = [
            (text_of(term), self._stated(subject, predicate, term))
            for term in self._triples.get((subject, predicate), ())
        ]
        return sorted(found, key=lambda link: (link[1].start, link[1].end, link[0]))

    def values(self, subject: str, predicate: str) -> tuple[Stated[str], ...]:
        """The values of a thing, each with the words that state it."""
        found = (
            self._stated(subject, predicate, term)
            for term in self._triples.get((subject, predicate), ())
        )
        return tuple(sorted(found, key=lambda said: (said.start, said.end, said.value or "")))

    def words(self, subject: str, predicate: str) -> Stated[str] | None:
        """The first value of a thing."""
        return next(iter(self.values(subject, predicate)), None)

    def _stated(self, subject: str, predicate: str, term: object) -> Stated[str]:
        start, end, quote = self._said.get((subject, predicate, term), _NOWHERE)
        return Stated(text_of(term), start, end, quote, getattr(term, "language", None))
