"""Single facts that came and went, gathered into the changes that a person would tell.

One theme more is a fact of the plan, of its cooperation and of each city: it is told once.  An
activity that came is one change, whatever is said of it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from msgspec import structs

from citykg.differences.change import Change, Kind, Value
from citykg.differences.reading import COOPERATION, PLAN, Fact
from citykg.differences.wording import (
    SINGLE,
    joined,
    kind_word,
    noun,
    plain,
    sentence,
    told_apart,
    value_words,
)
from citykg.ontology.terms import Ckg, Dcterms, Rdf, Rdfs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from citykg.differences.reading import Reading

_BRIEF: Final = {
    **dict.fromkeys(
        (Ckg.activityType, Ckg.outputType, Ckg.status, Ckg.inRegion, Ckg.inCountry), ""
    ),
    Ckg.host: "host ",
    Ckg.visitor: "visitor ",
    Ckg.population: "population ",
    Dcterms.date: "",
}
"""What is said in brackets behind a thing that came or went, in this order, and with what word."""

_LONG: Final = 60
"""Sentences of more characters are not told twice, as a value and as a quote."""


class Gathering:
    """Gathers the facts that two readings of a plan do not share."""

    def __init__(
        self, old: Reading, new: Reading, olds: Mapping[Fact, Fact], pairs: Mapping[str, str]
    ) -> None:
        self._readings = {"gone": old, "added": new}
        self._olds = olds
        self._known = {"gone": set(pairs), "added": set(pairs.values())}

    def changes(self, gone: Sequence[Fact], came: Sequence[Fact]) -> list[Change]:
        """The changes; `gone` are facts of the old plan by the names of the new one."""
        loose_gone, lost = self._by_thing("gone", [self._olds[fact] for fact in gone])
        loose_came, found = self._by_thing("added", came)
        own = {self._olds[fact]: fact for fact in gone}
        pairs = self._pairs([own[fact] for fact in loose_gone], loose_came)
        replaced, instead = {self._olds[one] for one, _ in pairs}, {one for _, one in pairs}
        changed = _without_echoes(list(self._changed(pairs)))
        return [
            *(self._of_thing("gone", thing, facts) for thing, facts in lost.items()),
            *(self._of_thing("added", thing, facts) for thing, facts in found.items()),
            *changed,
            *self._one_sided("gone", [fact for fact in loose_gone if fact not in replaced]),
            *self._one_sided("added", [fact for fact in loose_came if fact not in instead]),
        ]

    # --- things that came or went

    def _by_thing(
        self, kind: Kind, facts: Iterable[Fact]
    ) -> tuple[list[Fact], dict[str, list[Fact]]]:
        """Facts of what both sides have, and of each thing that only one has."""
        # What is said of a plan is no part of it: it is what there is to be told.
        reading, known = self._readings[kind], self._known[kind]
        things_of = {
            t for t, is_kind in reading.kinds.items() if is_kind not in {PLAN, COOPERATION}
        }
        loose, things = [], defaultdict(list)
        for fact in facts:
            for thing in (fact.subject, fact.thing):
                if thing is not None and thing in things_of and thing not in known:
                    things[thing].append(fact)
                    break
            else:
                loose.append(fact)
        return loose, dict(things)

    def _of_thing(self, kind: Kind, thing: str, facts: list[Fact]) -> Change:
        reading = self._readings[kind]
        links = [fact for fact in facts if fact.thing == thing]
        cooperations = reading.things(reading.plan, Ckg.isPlanOf)
        ranks = {reading.plan: 0, **dict.fromkeys(cooperations, 1)}
        head = min(
            links,
            key=lambda fact: (ranks.get(fact.subject, 2), fact),
            default=Fact(thing, Rdf.type, f"<{thing}>"),
        )
        same = [fact for fact in links if fact.predicate == head.predicate]
        label = next((f for f in facts if f[:2] == (thing, Rdfs.label)), head)
        rest = [fact for fact in facts if fact not in same and fact != label]
        said = reading.facts.get(label) or reading.facts.get(head, ())
        name = plain(reading.label(thing))
        is_kind = reading.kinds[thing]
        brief = self._brief(reading, thing, rest)
        about = self._about(reading, [fact.subject for fact in same])
        # A city that came has nothing in common with the others that had to be told.
        owners = about if is_kind == "theme" else ""
        value = Value(name, reading.iri_of(thing), said)
        return Change(
            kind=kind,
            words=f"{kind_word(is_kind)}{owners}: {name}{brief}",
            sentence=sentence(reading, head) if links else name,
            subjects=tuple(sorted(reading.iri_of(fact.subject) for fact in same)),
            predicate=head.predicate,
            old=value if kind == "gone" else None,
            new=value if kind == "added" else None,
            parts=tuple(self._one_sided(kind, rest)),
        )

    def _brief(self, reading: Reading, thing: str, facts: Iterable[Fact]) -> str:
        told = []
        own = [fact for fact in facts if fact.subject == thing]
        label = reading.label(thing).casefold()
        for predicate, word in _BRIEF.items():
            values = [value_words(reading, fact) for fact in own if fact.predicate == predicate]
            # "study visit to Montreal" needs no "study visit" behind it.
            if values and values[0].casefold() not in label:
                told.append(word + joined(values))
        whose = [value_words(reading, fact) for fact in own if fact.predicate == Ckg.ofParty]
        if whose and len(whose) < len(self._parties(reading)):
            told.append(f"of {joined(whose)}")
        return f" ({', '.join(told)})" if told else ""

    # --- facts of what both sides have

    def _pairs(self, gone: Sequence[Fact], came: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
        """What took the place of what: the one value of a property, before and now."""
        sides: defaultdict[tuple[str, str], tuple[list[Fact], list[Fact]]]
        sides = defaultdict(lambda: ([], []))
        for place, facts in enumerate((gone, came)):
            for fact in facts:
                sides[fact.subject, fact.predicate][place].append(fact)
        return [
            (before[0], now[0])
            for (_, predicate), (before, now) in sides.items()
            if len(before) == len(now) == 1
            and (predicate in SINGLE or before[0].thing is now[0].thing is None)
        ]

    def _changed(self, pairs: Iterable[tuple[Fact, Fact]]) -> Iterable[Change]:
        old, new = self._readings["gone"], self._readings["added"]
        groups: defaultdict[tuple[object, ...], list[tuple[Fact, Fact]]] = defaultdict(list)
        for before, now in pairs:
            own = self._olds[before]
            said = (old.facts[own], new.facts[now])
            groups[(now.predicate, own.object, now.object, *said)].append((own, now))
        for facts in groups.values():
            before, now = facts[0]
            values = told_apart(
                value_words(old, before),
                value_words(new, now),
                (old.terms[before.object], new.terms[now.object]),
            )
            subjects = [fact.subject for _, fact in facts]
            yield Change(
                kind="changed",
                words=self._change_words(now, subjects, values),
                sentence=sentence(new, now),
                subjects=tuple(sorted(map(new.iri_of, subjects))),
                predicate=now.predicate,
                old=_value(old, before, values[0]),
                new=_value(new, now, values[1]),
            )

    def _change_words(self, now: Fact, subjects: Sequence[str], values: tuple[str, str]) -> str:
        new = self._readings["added"]
        before, after = values
        kind = new.kinds.get(now.subject)
        if now.predicate == Rdfs.label and kind:
            return f"{kind_word(kind)}: {before} -> {after}"
        about = self._about(new, subjects)
        if now.predicate == Ckg.status:
            return f"{about.removeprefix(' of ')}: {before} -> {after}"
        what = noun(new.version.known, now.predicate) + about
        if now.predicate == Dcterms.description or min(len(before), len(after)) > _LONG:
            return f"{what}: in other words"
        return f"{what}: {before} -> {after}"

    def _one_sided(self, kind: Kind, facts: Iterable[Fact]) -> Iterable[Change]:
        reading = self._readings[kind]
        groups: defaultdict[tuple[object, ...], list[Fact]] = defaultdict(list)
        for fact in facts:
            groups[(fact.predicate, fact.object, reading.facts[fact])].append(fact)
        for same in groups.values():
            fact = min(same, key=lambda one: (one.subject != reading.plan, one))
            subjects = [one.subject for one in same]
            words = value_words(reading, fact)
            value = _value(reading, fact, words)
            yield Change(
                kind=kind,
                words=noun(reading.version.known, fact.predicate)
                + f"{self._about(reading, subjects)}: {words}",
                sentence=sentence(reading, fact),
                subjects=tuple(sorted(map(reading.iri_of, subjects))),
                predicate=fact.predicate,
                old=value if kind == "gone" else None,
                new=value if kind == "added" else None,
            )

    def _about(self, reading: Reading, subjects: Sequence[str]) -> str:
        """Of whom something is said: of nobody by name, where it is the plan's as a whole."""
        cooperation = {t for t, kind in reading.kinds.items() if kind == COOPERATION}
        rest = [one for one in dict.fromkeys(subjects) if one not in {reading.plan, *cooperation}]
        is_whole = not rest or (
            reading.plan in subjects and set(rest) >= set(self._parties(reading))
        )
        if is_whole:
            return ""
        ordered = sorted(rest, key=lambda one: (reading.place(one), one))
        return f" of {joined([plain(reading.label(one)) for one in ordered])}"

    def _parties(self, reading: Reading) -> list[str]:
        return [
            party
            for cooperation in reading.things(reading.plan, Ckg.isPlanOf)
            for party in reading.things(cooperation, Ckg.hasParty)
        ]


def _without_echoes(changes: list[Change]) -> list[Change]:
    """The changes; what only repeats another change of the same thing is a part of that one.

    So does the sentence about an activity whose status is another, and the address of a contact
    that is called by its address.
    """
    echoes: defaultdict[tuple[str, ...], list[Change]] = defaultdict(list)
    told: dict[tuple[str, ...], Change] = {}
    for change in changes:
        if change.predicate != Dcterms.description:
            first = told.get(change.subjects)
            if first is None or change.predicate == Rdfs.label:
                told[change.subjects] = change
    for change in changes:
        main = told.get(change.subjects, change)
        if main is not change and (change.predicate == Dcterms.description or _same(main, change)):
            echoes[change.subjects].append(change)
    echoed = {id(change) for found in echoes.values() for change in found}
    return [
        structs.replace(change, parts=tuple(echoes[change.subjects]))
        if told.get(change.subjects) is change and change.subjects in echoes
        else change
        for change in changes
        if id(change) not in echoed
    ]


def _same(one: Change, other: Change) -> bool:
    """Whether the same words take the place of the same words."""
    words = [
        tuple(value and value.words for value in (change.old, change.new))
        for change in (one, other)
    ]
    return words[0] == words[1]


def _value(reading: Reading, fact: Fact, words: str) -> Value:
    thing = fact.thing
    return Value(words, reading.iri_of(thing) if thing else None, reading.facts[fact])
