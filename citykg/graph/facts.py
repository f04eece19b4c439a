"""The things and facts of the plan graphs, each fact with the words that state it.

This is the graph as people see it: vocabulary that no plan uses, the claims and the passages
themselves are not things here.  `network` and the pages are made from it.  It reads whole named
graphs and joins in Python, which stays fast at thousands of plans.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from citykg.graph.called import Called
from citykg.graph.elsewhere import Link, links_of, point_of
from citykg.graph.store import named_quads, open_store
from citykg.ontology.terms import (
    COUNTRY,
    EVIDENCE,
    GRAPH_VOCABULARY,
    TOPIC,
    Ckg,
    Dcterms,
    Oa,
    Prov,
    Rdf,
    Schema,
    Sdg,
    Skos,
    Xsd,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

    Term = NamedNode | BlankNode | Literal | Triple
    Statement = tuple[str, str, Term]

KINDS: Final = {
    Ckg.Cooperation: "cooperation",
    Ckg.ActionPlan: "plan",
    Ckg.City: "city",
    Ckg.Region: "region",
    Ckg.Country: "country",
    Ckg.Programme: "programme",
    Ckg.Theme: "theme",
    Sdg.Goal: "goal",
    Sdg.Target: "target",
    Ckg.UrbanAgendaTopic: "topic",
    Ckg.FocusArea: "focus-area",
    Ckg.Challenge: "challenge",
    Ckg.Objective: "objective",
    Ckg.Result: "result",
    Ckg.Activity: "activity",
    Ckg.Output: "output",
    Ckg.ContactPoint: "contact",
}
"""Class to kind of thing, in the order in which people speak of them."""

_KIND_OF_OBJECT: Final = {
    Ckg.hasGoal: "goal",
    Ckg.hasTarget: "target",
    Ckg.hasTopic: "topic",
    Ckg.inCountry: "country",
    Ckg.inRegion: "region",
}
"""For objects that only the vocabulary describes, if that is missing."""

_NUMBERS: Final = {Ckg.population: "population", Ckg.areaKm2: "area_km2"}
_SLUGS: Final = {Ckg.status: "status", Ckg.activityType: "type", Ckg.outputType: "type"}
_PLACES: Final = {Ckg.inCountry: "country", Ckg.inRegion: "region"}
_WORDS: Final = {
    Schema.startDate: "start_date",
    Schema.endDate: "end_date",
    Dcterms.description: "description",
}


@dataclass(frozen=True, order=True, slots=True)
class Quote:
    """The words that state a fact: `text` is `[start, end)` of the document, on `line`."""

    document: str
    start: int
    end: int
    line: int
    text: str
    page: int = 0
    """Of a document that has pages; 0 of others."""
    sha256: str = ""
    """The sum of the document: two may have one name."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A city, a plan, a goal …: anything that a plan speaks of and that has an IRI."""

    id: str
    kind: str
    label: str
    attributes: dict[str, str | int | float] = field(default_factory=dict)
    """`status`, `type`, `country`, `population`, `area_km2`, `number` …, where they apply."""
    names: tuple[str, ...] = ()
    """Other names of it, in any language."""
    labels: dict[str, str] = field(default_factory=dict)
    """Its name by language, where a language is said."""
    links: tuple[Link, ...] = ()
    point: tuple[float, float] | None = None
    """Longitude and latitude in degrees (WGS 84)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one plan says; `quotes` is empty for links that no words state (plan to cooperation)."""

    subject: str
    predicate: str
    object: str
    """The IRI of a thing, or the words of a value."""
    is_link: bool
    plan: str
    quotes: tuple[Quote, ...]
    term: str = ""
    """What the words of a value stand for: `@en`, a datatype, or `<…>`, an IRI that is no thing;
    empty for plain words and for links."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """What is known of a file that holds no plans: a graph of anybody's."""

    title: str
    kinds: dict[str, str]
    """What its kinds of things are called, those with the most things first."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the plan graphs say, or a file of anybody's, in a fixed order."""

    things: tuple[Thing, ...]
    facts: tuple[Fact, ...]
    foreign: Foreign | None = None
    """None for what plans say."""


def read_facts(source: Path | Store, plans: Iterable[str] | None = None) -> Facts:
    """The things and facts of a graph folder or an open store; of some plans, if they are given."""
    store = open_store(source) if isinstance(source, Path) else source
    reader = _Reader(store)
    for plan in _subjects_of_type(store, Ckg.ActionPlan) if plans is None else plans:
        reader.read_plan(plan)
    return reader.facts()


def plans_about(store: Store, thing: str) -> list[str]:
    """The plans that say something of a thing, or that something has to do with it."""
    from pyoxigraph import NamedNode

    about, a_plan = NamedNode(thing), (NamedNode(Rdf.type), NamedNode(Ckg.ActionPlan))
    graphs = {
        quad.graph_name
        for quads in (named_quads(store, about), named_quads(store, None, None, about))
        for quad in quads
    }
    found = (one for one in graphs if next(named_quads(store, one, *a_plan), None))  # type: ignore[arg-type]
    return sorted(_value(one) for one in found)


def speak_of_more(store: Store, most: int) -> bool:
    """Whether the plans speak of more things than that; told without reading what they say."""
    from pyoxigraph import NamedNode

    seen = set()
    for cls in KINDS:
        for quad in named_quads(store, None, NamedNode(Rdf.type), NamedNode(cls)):
            seen.add(quad.subject)
            if len(seen) > most:
                return True
    return False


def _subjects_of_type(store: Store, cls: str) -> list[str]:
    from pyoxigraph import NamedNode

    quads = named_quads(store, None, NamedNode(Rdf.type), NamedNode(cls))
    return sorted({_value(quad.subject) for quad in quads})


class _Reader:
    """Gathers plan after plan, then joins what was gathered."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        self._called = Called()
        self._kind_hints: dict[str, str] = {}
        self._rows: list[tuple[str, str, Term, str, tuple[Quote, ...]]] = []
        self._notations: dict[str, str] = {}
        for subject, predicate, value in self._graph(GRAPH_VOCABULARY):
            self._describe(subject, predicate, value)

    def read_plan(self, plan: str) -> None:
        quotes = self._read_quotes(plan)
        for subject, predicate, value in self._graph(plan):
            self._describe(subject, predicate, value)
            if predicate in _KIND_OF_OBJECT:
                self._kind_hints.setdefault(_value(value), _KIND_OF_OBJECT[predicate])
            if predicate not in {Rdf.type, Skos.broader, Skos.notation}:
                told = tuple(sorted(quotes.get((subject, predicate, value), ())))
                self._rows.append((subject, predicate, value, plan, told))

    def facts(self) -> Facts:
        kinds = self._kinds()
        attributes: defaultdict[str, dict[str, str | int | float]] = defaultdict(dict)
        facts = []
        rows = sorted(self._rows, key=lambda row: (row[3], row[0], row[1], str(row[2])))
        for subject, predicate, value, plan, quotes in rows:
            if subject not in kinds:
                continue
            words, is_link = self._words(predicate, value, kinds)
            term = "" if is_link else term_of(value)
            facts.append(Fact(subject, predicate, words, is_link, plan, quotes, term))
            name, simple = self._attribute(predicate, value)
            if name:
                # Plans may differ on a population: the smallest IRI of a plan decides.
                attributes[subject].setdefault(name, simple)
        for thing, kind in kinds.items():
            if kind in {"goal", "target"} and (number := self._number(thing)):
                attributes[thing]["number"] = number
        facts.sort(key=lambda f: (f.subject, f.predicate, f.object, f.plan, f.is_link, f.term))
        rank = {kind: place for place, kind in enumerate(KINDS.values())}
        things = [
            Thing(
                thing,
                kind,
                self._label(thing),
                dict(sorted(attributes[thing].items())),
                self._called.others(thing, self._label(thing)),
                self._called.by_language(thing),
                links_of(self._store, thing),
                point_of(self._store, thing),
            )
            for thing, kind in kinds.items()
        ]
        things.sort(key=lambda thing: (rank[thing.kind], thing.id))
        return Facts(tuple(things), tuple(facts))

    def _graph(self, name: str) -> Iterable[Statement]:
        from pyoxigraph import NamedNode

        for quad in self._store.quads_for_pattern(None, None, None, NamedNode(name)):
            yield _value(quad.subject), quad.predicate.value, quad.object

    def _describe(self, subject: str, predicate: str, value: Term) -> None:
        if predicate == Rdf.type:
            self._types[subject].add(_value(value))
        elif not self._called.take(subject, predicate, value) and predicate == Skos.notation:
            words = _value(value)
            self._notations[subject] = min(words, self._notations.get(subject, words))

    def _read_quotes(self, plan: str) -> dict[tuple[str, str, Term], set[Quote]]:
        claims: defaultdict[str, dict[str, Term]] = defaultdict(dict)
        passages: defaultdict[str, dict[str, str]] = defaultdict(dict)
        quoted: defaultdict[str, list[str]] = defaultdict(list)
        names: dict[str, str] = {}
        for subject, predicate, value in self._graph(plan + EVIDENCE):
            if predicate in {Rdf.subject, Rdf.predicate, Rdf.object}:
                claims[subject][predicate] = value
            elif predicate == Prov.wasQuotedFrom:
                quoted[subject].append(_value(value))
            elif predicate == Schema.name:
                names[subject] = min(_value(value), names.get(subject, _value(value)))
            else:
                # One value each; were there two, the store's order must not decide.
                parts = passages[subject]
                parts[predicate] = min(_value(value), parts.get(predicate, _value(value)))
        told: defaultdict[tuple[str, str, Term], set[Quote]] = defaultdict(set)
        for claim, triple in claims.items():
            if len(triple) == 3:
                subject, predicate = _value(triple[Rdf.subject]), _value(triple[Rdf.predicate])
                key = (subject, predicate, triple[Rdf.object])
                told[key].update(_quote(iri, passages, names) for iri in quoted[claim])
        return told

    def _kinds(self) -> dict[str, str]:
        seen: set[str] = set()
        for subject, _, value, _, _ in self._rows:
            seen.add(subject)
            if _is_iri(value):
                seen.add(_value(value))
        kinds = {}
        for thing in sorted(seen):
            found = [kind for cls, kind in KINDS.items() if cls in self._types.get(thing, ())]
            kind = found[0] if found else self._kind_hints.get(thing)
            if kind:
                kinds[thing] = kind
        return kinds

    def _words(self, predicate: str, value: Term, kinds: dict[str, str]) -> tuple[str, bool]:
        text = _value(value)
        if not _is_iri(value):
            return text, False
        if text in kinds:
            return text, True
        return (self._label(text) if predicate in _SLUGS else text), False

    def _attribute(self, predicate: str, value: Term) -> tuple[str, str | int | float]:
        text = _value(value)
        if predicate in _NUMBERS:
            return _NUMBERS[predicate], _number_or_words(text)
        if predicate in _SLUGS:
            return _SLUGS[predicate], unquote(text.rsplit("/", 1)[-1])
        if predicate in _PLACES:
            return _PLACES[predicate], self._label(text)
        return _WORDS.get(predicate, ""), text

    def _number(self, thing: str) -> str:
        return self._notations.get(thing) or thing.removeprefix(Sdg.GOALS)

    def _label(self, thing: str) -> str:
        if best := self._called.best(thing):
            return best
        tail = unquote(thing.removeprefix(COUNTRY).removeprefix(TOPIC).rstrip("/#"))
        return tail.rsplit("/", 1)[-1].replace("-", " ") or thing


def _quote(iri: str, passages: dict[str, dict[str, str]], names: dict[str, str]) -> Quote:
    passage = passages[iri]
    document = passage.get(Dcterms.isPartOf, "")
    return Quote(
        names.get(document, document),
        int(passage.get(Oa.start, 0)),
        int(passage.get(Oa.end, 0)),
        int(passage.get(Ckg.line, 0)),
        passage.get(Oa.exact, ""),
        int(passage.get(Ckg.page, 0)),
        passages.get(document, {}).get(Schema.sha256, ""),
    )


def _number_or_words(text: str) -> str | int | float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return text
    # JSON and GraphML know no infinity.
    return number if isfinite(number) else text


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def term_of(value: Term) -> str:
    """What the words of a value stand for, as `Fact.term` has it."""
    if _is_iri(value):
        return f"<{_value(value)}>"
    if language := getattr(value, "language", None):
        return f"@{language}"
    datatype = _value(getattr(value, "datatype", ""))
    return "" if datatype == Xsd.string else datatype


def _is_iri(term: object) -> bool:
    from pyoxigraph import NamedNode

    return isinstance(term, NamedNode)
