"""What changed in one plan: facts that came, went or say something else, in document order."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, Literal

from citykg.differences.change import Change, Kind, Moved, PlanChange, Value
from citykg.differences.gathering import Gathering
from citykg.differences.namesakes import namesakes
from citykg.differences.order import Order
from citykg.differences.reading import COOPERATION, PLAN, Fact, Reading
from citykg.differences.wording import kind_word, plain, sentence
from citykg.graph.facts import KINDS
from citykg.ontology.terms import Prov

if TYPE_CHECKING:
    from citykg.differences.version import Version
    from citykg.graph.explain import Said

KINDS_OF_CHANGE: Final[tuple[Kind, ...]] = ("added", "gone", "changed", "renamed")
_GONE: Final = "\0"
"""Stands before what has no namesake, so that it is nobody else's name."""


def compare_plan(
    versions: tuple[Version, Version],
    plans: tuple[str | None, str | None],
    *,
    whole: bool,
    evidence: bool,
) -> PlanChange | None:
    """What changed in a plan, or came or went with it; None where nothing that is said differs.

    `plans` are its IRIs in both versions.  A plan that came or went lists what it says if `whole`
    asks for it; what only moved is listed if `evidence` does.
    """
    old, new = (Reading(*side) for side in zip(versions, plans, strict=True))
    return _Comparison(old, new).result(whole=whole, evidence=evidence)


class _Comparison:
    def __init__(self, old: Reading, new: Reading) -> None:
        self._old, self._new = old, new
        self._pairs = namesakes(old, new)
        self._olds = {self._translated(fact): fact for fact in old.facts}
        both = [fact for fact in self._olds if fact in new.facts]
        self._order = Order((old.facts[self._olds[fact]][0], new.facts[fact][0]) for fact in both)
        self._moved = [
            (fact, self._olds[fact])
            for fact in both
            if list(map(_place, old.facts[self._olds[fact]])) != list(map(_place, new.facts[fact]))
        ]

    def result(self, *, whole: bool, evidence: bool) -> PlanChange | None:
        old, new = self._old, self._new
        there = new if new.iri else old
        one_sided: Literal["added", "gone"] | None = None
        if not (old.iri and new.iri):
            one_sided = "added" if new.iri else "gone"
        changes = [] if one_sided and not whole else self._changes()
        form = self._form()
        if not (changes or one_sided or self._moved or form) and old.document == new.document:
            return None
        facts = Counter(change.kind for change in changes)
        if one_sided and not whole:
            facts[one_sided] = len(there.facts)
        return PlanChange(
            kind=one_sided or ("changed" if changes or form else "moved"),
            plan=there.version.known.short(there.iri or ""),
            label=plain(there.label(there.plan)),
            old_iri=old.iri,
            new_iri=new.iri,
            old_document=old.document,
            new_document=new.document,
            facts={kind: facts[kind] for kind in KINDS_OF_CHANGE},
            moved=len(self._moved),
            reworded=sum(self._is_reworded(*facts) for facts in self._moved),
            follows=0 if one_sided else len(form),
            holds=_holds(there) if one_sided else {},
            changes=tuple(changes),
            evidence=tuple(self._evidence()) if evidence else (),
        )

    # --- facts of both sides under the names of the new one

    def _named(self, thing: str) -> str:
        if thing in self._pairs:
            return self._pairs[thing]
        return _GONE + thing if thing in self._old.kinds else thing

    def _translated(self, fact: Fact) -> Fact:
        thing = fact.thing
        value = fact.object if thing is None else f"<{self._named(thing)}>"
        return Fact(self._named(fact.subject), fact.predicate, value)

    def _form(self) -> set[Fact]:
        """What only one side has of the form of a plan; which document it has is told apart."""
        both = {self._translated(fact) for fact in self._old.form} ^ self._new.form
        return {fact for fact in both if fact.predicate != Prov.wasDerivedFrom}

    # --- what differs

    def _changes(self) -> list[Change]:
        old, new = self._old, self._new
        gone = [fact for fact in self._olds if fact not in new.facts]
        came = [fact for fact in new.facts if fact not in self._olds]
        gathering = Gathering(old, new, self._olds, self._pairs)
        changes = [*gathering.changes(gone, came), *self._renamed()]
        return sorted(changes, key=self._order.of)

    def _renamed(self) -> list[Change]:
        """Things that are what they were under another IRI."""
        old, new = self._old, self._new
        found = []
        renamed_plan = old.plan != new.plan
        for one, other in self._pairs.items():
            follows = renamed_plan and one == other.replace(
                new.plan.removeprefix("plan/"), old.plan.removeprefix("plan/"), 1
            )
            kind = new.kinds.get(other, PLAN)
            same = old.label(one) == new.label(other) or kind in {PLAN, COOPERATION}
            if one == other or not same or (follows and kind != PLAN):
                continue
            names = (
                old.version.known.short(old.iri_of(one)),
                new.version.known.short(new.iri_of(other)),
            )
            label = plain(new.label(other))
            words = (
                f"{kind_word(kind)} {label}: now called {plain(names[1])}, was {plain(names[0])}"
            )
            sides = [
                Value(plain(reading.label(thing)), reading.iri_of(thing), ())
                for reading, thing in ((old, one), (new, other))
            ]
            found.append(
                Change("renamed", words, words, (new.iri_of(other),), "", sides[0], sides[1])
            )
        return found

    # --- what only moved

    def _is_reworded(self, fact: Fact, before: Fact) -> bool:
        quotes = [one.quote for one in self._old.facts[before]]
        return quotes != [one.quote for one in self._new.facts[fact]]

    def _evidence(self) -> list[Moved]:
        """What moved, once for all subjects that one passage says it of."""
        groups: defaultdict[tuple[object, ...], list[tuple[Fact, Fact]]] = defaultdict(list)
        for fact, before in self._moved:
            said = (self._old.facts[before], self._new.facts[fact])
            groups[(fact.predicate, fact.object, *said)].append((fact, before))
        found = []
        for facts in groups.values():
            # The plan's own fact speaks for those of its parties.
            fact, before = min(facts, key=lambda pair: (pair[0].subject != self._new.plan, pair))
            found.append(
                Moved(
                    words=sentence(self._new, fact),
                    subject=self._new.iri_of(fact.subject),
                    predicate=fact.predicate,
                    old=self._old.facts[before],
                    new=self._new.facts[fact],
                )
            )
        return sorted(found, key=lambda one: (one.new[0].start, one.new[0].end, one.words))


def _place(said: Said) -> tuple[int, int, int, int | None, str]:
    """What a reader sees of a place; the file may have another name or other words elsewhere."""
    return said.start, said.end, said.line, said.page, said.quote


def _holds(reading: Reading) -> dict[str, int]:
    counts = Counter(kind for kind in reading.kinds.values() if kind not in {PLAN, COOPERATION})
    return {kind: counts[kind] for kind in KINDS.values() if counts[kind]}
