"""What one plan says in one version of a graph, in memory, each fact with its words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.differences.change import Document
from citykg.graph.explain import Said
from citykg.graph.facts import KINDS
from citykg.graph.known import node, text_of
from citykg.ontology.terms import EVIDENCE, Ckg, Dcterms, Oa, Prov, Rdf, Rdfs, Schema, Skos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.differences.version import Version
    from citykg.graph.store import Term

COOPERATION: Final = "cooperation"
PLAN: Final = "plan"
_OF_VOCABULARY: Final = {"goal", "target", "topic", "country"}
_CLAIM: Final = {Rdf.subject, Rdf.predicate, Rdf.object}
_NOWHERE: Final = (1 << 62, 0)


class Fact(NamedTuple):
    """A triple, without the base of its IRIs: two versions with two bases have equal facts."""

    subject: str
    predicate: str
    object: str
    """`<city/gb/manchester>` of a thing, a literal in the text of N-Triples else."""

    @property
    def thing(self) -> str | None:
        """The object, if it is an IRI."""
        return self.object[1:-1] if self.object.startswith("<") else None


class Reading:
    """What a plan says; empty for a plan that the version has not."""

    def __init__(self, version: Version, plan: str | None) -> None:
        self.version = version
        self.plan = version.local(plan) if plan else ""
        self.iri = plan
        self.terms: dict[str, Term] = {}
        """The objects of facts."""
        self.facts: dict[Fact, tuple[Said, ...]] = {}
        """What the document states."""
        self.form: set[Fact] = set()
        """What follows from the form of a plan: types, inverses, composed labels."""
        self.kinds: dict[str, str] = {}
        """What each thing of the plan is: `city`, `theme`, `activity` …, in document order."""
        self.document: Document | None = None
        self._iris: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._objects: dict[tuple[str, str], list[str]] = {}
        if plan:
            self._read(plan)

    # --- from a name to words

    def iri_of(self, thing: str) -> str:
        """The whole IRI of a local name."""
        return self._iris.get(thing, thing)

    def label(self, thing: str) -> str:
        """What this plan calls a thing, else what the graph does."""
        own = self._labels.get(thing)
        return own if own is not None else self.version.known.label(node(self.iri_of(thing)))

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The objects of the facts and of the form of a thing, sorted."""
        return sorted(self._objects.get((subject, predicate), ()))

    def things(self, subject: str, predicate: str) -> list[str]:
        """Those of them that are things, by their local names."""
        found = (Fact(subject, predicate, name).thing for name in self.objects(subject, predicate))
        return [thing for thing in found if thing is not None]

    def place(self, thing: str) -> tuple[int, int]:
        """Where a thing is first spoken of."""
        return self._places.get(thing, _NOWHERE)

    # --- reading

    def _quads(self, graph: str) -> Iterator[tuple[str, str, Term]]:
        for quad in self.version.store.quads_for_pattern(None, None, None, node(graph)):
            yield text_of(quad.subject), quad.predicate.value, quad.object

    def _read(self, plan: str) -> None:
        said = self._read_evidence(plan)
        classes: defaultdict[str, set[str]] = defaultdict(set)
        facts = []
        for subject, predicate, term in self._quads(plan):
            fact = self._fact(subject, predicate, term)
            words = said.get((subject, predicate, term))
            if words:
                facts.append((min((one.start, one.end) for one in words), fact, words))
            else:
                self.form.add(fact)
            self._objects.setdefault((fact.subject, predicate), []).append(fact.object)
            if predicate == Rdf.type:
                classes[fact.subject].add(text_of(term))
            elif predicate in {Rdfs.label, Skos.prefLabel}:
                # The smallest, lest the order of a store decides.
                own = text_of(term)
                self._labels[fact.subject] = min(own, self._labels.get(fact.subject, own))
        for place, fact, words in sorted(facts):
            self.facts[fact] = words
            for thing in (fact.subject, fact.thing):
                if thing is not None:
                    self._places.setdefault(thing, place)
        found = {
            thing: next((kind for cls, kind in KINDS.items() if cls in classes[thing]), None)
            for thing in classes
        }
        order = sorted(found, key=lambda thing: (self.place(thing), thing))
        kinds = ((thing, found[thing]) for thing in order)
        self.kinds = {t: kind for t, kind in kinds if kind and kind not in _OF_VOCABULARY}

    def _fact(self, subject: str, predicate: str, term: Term) -> Fact:
        value = text_of(term)
        local = self._local(subject)
        # Only a literal's text begins with a quotation mark.
        text = str(term)
        name = text if text.startswith('"') else f"<{self._local(value)}>"
        self.terms[name] = term
        return Fact(local, predicate, name)

    def _local(self, iri: str) -> str:
        local = self.version.local(iri)
        self._iris[local] = iri
        return local

    def _read_evidence(self, plan: str) -> dict[tuple[str, str, Term], tuple[Said, ...]]:
        claims: defaultdict[str, dict[str, Term]] = defaultdict(dict)
        quoted: defaultdict[str, list[str]] = defaultdict(list)
        told: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for subject, predicate, term in self._quads(plan + EVIDENCE):
            if predicate in _CLAIM:
                claims[subject][predicate] = term
            elif predicate == Prov.wasQuotedFrom:
                quoted[subject].append(text_of(term))
            else:
                own = text_of(term)
                told[subject][predicate] = min(own, told[subject].get(predicate, own))
        documents = sorted(iri for iri, parts in told.items() if Schema.sha256 in parts)
        if documents:
            first = told[documents[0]]
            self.document = Document(first.get(Schema.name, ""), first[Schema.sha256])
        return {
            (text_of(claim[Rdf.subject]), text_of(claim[Rdf.predicate]), claim[Rdf.object]): tuple(
                sorted({said_in(told, passage) for passage in quoted[iri]}, key=place_of)
            )
            for iri, claim in claims.items()
            if len(claim) == len(_CLAIM) and quoted[iri]
        }


def said_in(told: dict[str, dict[str, str]], passage: str) -> Said:
    """Where and in which words a passage states something, of what is told of each IRI."""
    own = told.get(passage, {})
    document = told.get(own.get(Dcterms.isPartOf, ""), {})
    page = own.get(Ckg.page)
    return Said(
        document=document.get(Schema.name, ""),
        start=int(own.get(Oa.start, 0)),
        end=int(own.get(Oa.end, 0)),
        line=int(own.get(Ckg.line, 0)),
        quote=own.get(Oa.exact, ""),
        sha256=document.get(Schema.sha256, ""),
        page=int(page) if page else None,
    )


def place_of(said: Said) -> tuple[int, int, str]:
    """The order of reading."""
    return said.start, said.end, said.quote
