"""Which thing of the old plan is which thing of the new one, where their IRIs differ.

The IRI of a theme or an activity is made from its words, so a word more is another IRI.  Two
things are taken for one where that is evident: the same label; words that are much the same, or
the same sentence about both; the one programme in place of the other.
"""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from citykg.differences.reading import COOPERATION, PLAN
from citykg.graph.iris import same_name, without_accents
from citykg.ontology.terms import Ckg, Dcterms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.differences.reading import Fact, Reading

_ALIKE: Final = 0.65
"""How much of two labels must be the same."""

_PLACES: Final = {"city", "region"}
_REPLACED: Final = (Ckg.hasProgramme, Ckg.inRegion)
"""Where there can be one only, the one stands in the place of the other."""

_COMPARED: Final = 2500
"""More pairs of labels than these are not compared: only equal labels count then."""


def namesakes(old: Reading, new: Reading) -> dict[str, str]:
    """The things of the old plan that the new one has, and what they are there."""
    return _Matching(old, new).pairs


class _Matching:
    def __init__(self, old: Reading, new: Reading) -> None:
        self._old, self._new = old, new
        self._about = _facts_by_subject(old.facts), _facts_by_subject(new.facts)
        self.pairs: dict[str, str] = {}
        self._taken: set[str] = set()
        if not (old.plan and new.plan):
            return
        self._pair(old.plan, new.plan)
        self._pair_one_each(COOPERATION)
        kinds = dict.fromkeys([*old.kinds.values(), *new.kinds.values()])
        for kind in kinds:
            if kind not in {PLAN, COOPERATION}:
                self._by_label(kind)
                self._by_iri(kind)
                if kind not in _PLACES:
                    self._by_likeness(kind)
        self._by_place()

    def _open(self, kind: str) -> tuple[list[str], list[str]]:
        """The things of a kind that have no namesake yet."""
        olds = [thing for thing, k in self._old.kinds.items() if k == kind]
        news = [thing for thing, k in self._new.kinds.items() if k == kind]
        return [t for t in olds if t not in self.pairs], [t for t in news if t not in self._taken]

    def _pair(self, old: str, new: str) -> None:
        self.pairs[old] = new
        self._taken.add(new)

    def _pair_one_each(self, kind: str) -> None:
        olds, news = self._open(kind)
        if len(olds) == len(news) == 1:
            self._pair(olds[0], news[0])

    def _by_label(self, kind: str) -> None:
        spelt = without_accents if kind in _PLACES else same_name
        olds, news = self._open(kind)
        same: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, reading, things in ((0, self._old, olds), (1, self._new, news)):
            for thing in things:
                same[spelt(reading.label(thing))][side].append(thing)
        for ones, others in same.values():
            if len(ones) == len(others) == 1:
                self._pair(ones[0], others[0])
            elif ones and others and len(ones) * len(others) <= _COMPARED:
                self._best((self._in_common(a, b), a, b) for a in ones for b in others)

    def _by_iri(self, kind: str) -> None:
        # What several things of one label are called ends in a number, which says nothing.
        olds, news = self._open(kind)
        for thing in set(olds) & set(news):
            self._pair(thing, thing)

    def _by_likeness(self, kind: str) -> None:
        olds, news = self._open(kind)
        if len(olds) * len(news) <= _COMPARED:
            pairs = ((self._likeness(a, b), a, b) for a in olds for b in news)
            self._best(pair for pair in pairs if pair[0] >= _ALIKE)

    def _by_place(self) -> None:
        for fact in self._old.facts:
            thing = fact.thing
            if fact.predicate in _REPLACED and thing in self._old.kinds and thing not in self.pairs:
                subject = self.pairs.get(fact.subject, "")
                others = [
                    other
                    for other in self._new.things(subject, fact.predicate)
                    if other not in self._taken
                ]
                if thing is not None and len(others) == 1:
                    self._pair(thing, others[0])

    def _best(self, pairs: Iterable[tuple[float, str, str]]) -> None:
        """Pair the most alike first; among equals those of one IRI, then in document order."""
        ranked = sorted(
            pairs,
            key=lambda p: (-p[0], p[1] != p[2], self._old.place(p[1]), self._new.place(p[2]), p),
        )
        for _, one, other in ranked:
            if one not in self.pairs and other not in self._taken:
                self._pair(one, other)

    def _in_common(self, one: str, other: str) -> float:
        """How many facts two things of one label share."""
        said, told = self._about[0].get(one, set()), self._about[1].get(other, set())
        return len({(p, self._named(o)) for p, o in said} & told)

    def _named(self, name: str) -> str:
        thing = self.pairs.get(name[1:-1]) if name.startswith("<") else None
        return f"<{thing}>" if thing else name

    def _likeness(self, one: str, other: str) -> float:
        sentence = self._old.objects(one, Dcterms.description)
        if sentence and sentence == self._new.objects(other, Dcterms.description):
            return 1.0
        a, b = same_name(self._old.label(one)), same_name(self._new.label(other))
        words, others = set(a.split()), set(b.split())
        if words and others and (words <= others or others <= words):
            return _ALIKE
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:
            return 0.0
        return matcher.ratio()


def _facts_by_subject(facts: Iterable[Fact]) -> dict[str, set[tuple[str, str]]]:
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact in facts:
        found[fact.subject].add((fact.predicate, fact.object))
    return found
