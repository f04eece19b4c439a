"""What plans declare, as rows to count: read once from a store, then nothing is asked of it.

A subject is a goal, target, topic or theme.  A deed is an activity of a known type; what a plan
denies is no deed, and how far a deed has come is kept.  Suggestions are not read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from citykg.graph.known import Known, node, text_of
from citykg.graph.store import open_store
from citykg.ontology.terms import STATUS, Ckg, Owl, Rdf, Sdg, Skos

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pyoxigraph import Store

SUBJECTS: Final = {
    Ckg.hasGoal: "goal",
    Ckg.hasTarget: "target",
    Ckg.hasTopic: "topic",
    Ckg.hasTheme: "theme",
}
"""Property to kind of subject, in the order in which reasons name them."""


class Stage(IntEnum):
    """How far a deed has come; the furthest of several counts."""

    UNSTATED = 0
    POSSIBLE = 1
    PLANNED = 2
    ONGOING = 3
    COMPLETED = 4


_STAGES: Final = {
    STATUS + "possible": Stage.POSSIBLE,
    STATUS + "expected": Stage.PLANNED,
    STATUS + "planned": Stage.PLANNED,
    STATUS + "ongoing": Stage.ONGOING,
    STATUS + "completed": Stage.COMPLETED,
}
_DENIED: Final = STATUS + "not-done"


@dataclass(frozen=True)
class Rows:
    """The rows of a graph; all keys and values are IRIs, all in code point order."""

    parties: Mapping[str, str]
    """Each city or region that takes part in a cooperation, and its kind: `city` or `region`."""
    parties_of: Mapping[str, tuple[str, ...]]
    """The parties of each cooperation; there may be none."""
    cooperation_of: Mapping[str, str]
    """The cooperation of each plan."""
    subjects_of: Mapping[str, tuple[str, ...]]
    """The subjects of each plan, cooperation and party that has any."""
    kinds: Mapping[str, str]
    """The kind of each subject."""
    deeds_of: Mapping[str, Mapping[str, Stage]]
    """The types of activity of each party, and how far it has come with them."""
    country_of: Mapping[str, str]
    """The country of each party, where one is stated."""
    linked: Mapping[str, frozenset[str]]
    """What else each party is said to be, in gazetteers: only where there is a link."""
    known: Known
    """The names of it all."""

    @cached_property
    def cooperations_of(self) -> Mapping[str, tuple[str, ...]]:
        """The cooperations of each party."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for cooperation, parties in self.parties_of.items():
            for party in parties:
                found[party].append(cooperation)
        return {party: tuple(found[party]) for party in self.parties}

    @cached_property
    def plans_of(self) -> Mapping[str, tuple[str, ...]]:
        """The plans of each cooperation."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for plan, cooperation in self.cooperation_of.items():
            found[cooperation].append(plan)
        return {cooperation: tuple(found[cooperation]) for cooperation in self.parties_of}

    def partners(self, party: str) -> set[str]:
        """The parties that have a cooperation with a party, itself left out."""
        everyone = (self.parties_of[one] for one in self.cooperations_of[party])
        return {partner for parties in everyone for partner in parties} - {party}

    def label(self, iri: str) -> str:
        """What people call it; the end of its IRI where it has no label."""
        found = self.known.label(node(iri))
        named = found != self.known.short(iri)
        return found if named else unquote(iri.rpartition("/")[2]).replace("-", " ")

    def words(self, subject: str) -> str:
        """What a reason calls a subject: `SDG 11`, `target 11.3`, `topic Housing`."""
        kind = self.kinds[subject]
        if kind == "goal":
            return f"SDG {subject.removeprefix(Sdg.GOALS)}"
        name = subject.removeprefix(Sdg.GOALS) if kind == "target" else self.label(subject)
        return f"{kind} {name}"

    def ordered(self, subjects: Collection[str]) -> list[str]:
        """Subjects as people list them: goals, targets, topics, themes, by number or name."""
        ranks = {kind: rank for rank, kind in enumerate(SUBJECTS.values())}
        return sorted(subjects, key=lambda one: (ranks[self.kinds[one]], _numbers(one), one))

    def in_words(self, subjects: Collection[str]) -> tuple[str, ...]:
        """What reasons call these subjects, in order."""
        return tuple(self.words(one) for one in self.ordered(subjects))


def read_rows(source: Path | Store) -> Rows:
    """The rows of a graph folder or an open store."""
    store = open_store(source) if isinstance(source, Path) else source
    return _Reader(store).rows()


class _Reader:
    """Reads one property after the other, each once."""

    def __init__(self, store: Store) -> None:
        self._known = Known(store)
        self._texts: dict[str, str] = {}

    def rows(self) -> Rows:
        plans, cooperations = self._of(Ckg.ActionPlan), self._of(Ckg.Cooperation)
        regions = self._of(Ckg.Region)
        members: dict[str, set[str]] = {one: set() for one in cooperations}
        for cooperation, party in self._pairs(Ckg.hasParty):
            members.setdefault(cooperation, set()).add(party)
        parties = {one: "region" if one in regions else "city" for one in sorted(_all(members))}
        subjects, kinds = self._subjects({*plans, *members, *parties})
        return Rows(
            parties,
            _sorted(members),
            {plan: whole for plan, whole in sorted(self._pairs(Ckg.isPlanOf)) if plan in plans},
            _sorted(subjects),
            kinds,
            self._deeds(parties),
            # Plans may differ on the country too: the smallest IRI, whatever the order.
            dict(sorted(self._pairs(Ckg.inCountry), reverse=True)),
            self._links(parties),
            self._known,
        )

    def _subjects(self, wanted: set[str]) -> tuple[dict[str, set[str]], dict[str, str]]:
        subjects: defaultdict[str, set[str]] = defaultdict(set)
        kinds = {}
        for predicate, kind in SUBJECTS.items():
            for thing, subject in self._pairs(predicate):
                # Activities and outputs serve themes too.
                if thing in wanted:
                    subjects[thing].add(subject)
                    kinds[subject] = kind
        return subjects, kinds

    def _deeds(self, parties: Mapping[str, str]) -> dict[str, dict[str, Stage]]:
        types, states = _lists(self._pairs(Ckg.activityType)), _lists(self._pairs(Ckg.status))
        found: dict[str, dict[str, Stage]] = {}
        for party, activity in self._pairs(Ckg.hasActivity):
            stated = states.get(activity, [])
            if party not in parties or _DENIED in stated:
                continue
            stage = max((_STAGES.get(one, Stage.UNSTATED) for one in stated), default=Stage(0))
            for name in types.get(activity, ()):
                deeds = found.setdefault(party, {})
                deeds[name] = max(stage, deeds.get(name, stage))
        return {party: dict(sorted(found[party].items())) for party in sorted(found)}

    def _links(self, parties: Mapping[str, str]) -> dict[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for predicate in (Skos.exactMatch, Owl.sameAs):
            for thing, other in self._pairs(predicate):
                if thing in parties:
                    found[thing].add(other)
        return {party: frozenset(others) for party, others in found.items()}

    def _of(self, cls: str) -> set[str]:
        quads = self._known.quads(None, node(Rdf.type), node(cls))
        return {self._text(quad.subject) for quad in quads}

    def _pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        for quad in self._known.quads(None, node(predicate), None):
            yield self._text(quad.subject), self._text(quad.object)

    def _text(self, term: object) -> str:
        # One string for all the rows that a thing is in.
        text = text_of(term)
        return self._texts.setdefault(text, text)


def _sorted(sets: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(sets[key])) for key in sorted(sets)}


def _all(sets: Mapping[str, set[str]]) -> set[str]:
    return {one for members in sets.values() for one in members}


def _lists(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _numbers(iri: str) -> tuple[int, ...]:
    """The numbers in the name of a goal or target, so that 2 is before 11."""
    code = iri.removeprefix(Sdg.GOALS).split(".")
    return tuple(int(part) if part.isdecimal() and part.isascii() else 0 for part in code)
