"""With whom a city might cooperate: others that work on the same, with the reasons of each.

A suggestion and nothing else: it is computed when it is asked for, and stands in no graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.analysis.profiles import Profiles
from citykg.analysis.result import Iri, Table, counted
from citykg.analysis.rows import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.analysis.rows import Rows

COLUMNS: Final = ("city", "suggested", "name", "score", "shared", "experience")
_DEED: Final = 0.5
"""What a common type of activity counts, beside a common subject that is as rare."""
_SAYS: Final = {
    Stage.COMPLETED: ("both did", "did"),
    Stage.ONGOING: ("both have under way", "has under way"),
    Stage.PLANNED: ("both plan", "plans"),
    Stage.POSSIBLE: ("both consider", "considers"),
    Stage.UNSTATED: ("both name, not saying whether done", "names"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A party that another might cooperate with, and why."""

    party: str
    score: float
    subjects: tuple[str, ...]
    """The goals, targets, topics and themes that both work on."""
    deeds: tuple[str, ...]
    """The types of activity that both know."""


class Suggested(NamedTuple):
    """The suggestions for a party, and who would be among them but may be a partner already."""

    best: tuple[Suggestion, ...]
    doubles: tuple[str, ...]


class Partners:
    """Who might cooperate with whom; made once, then asked for one party after the other."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._subjects = Profiles({one: rows.subjects_of.get(one, ()) for one in rows.parties})
        self._deeds = Profiles({one: rows.deeds_of.get(one, ()) for one in rows.parties})

    def of(self, party: str, top: int) -> Suggested:
        """The best suggestions for a party, the best first; of equals, the first by IRI.

        The score is the sum of what the common subjects weigh, and half of what the common types
        of activity do.  Whoever shares no subject is not suggested, nor who cooperates with it
        already, nor what may be the party or one of its partners by another name.
        """
        near = {party, *self._rows.partners(party)}
        scores = self._scores(party)
        circle = _Circle(self._rows, near)
        best: list[Suggestion] = []
        doubles: list[str] = []
        for other in sorted(scores, key=lambda one: (-scores[one], one)):
            if other in near:
                continue
            if circle.may_hold(other):
                doubles.append(other)
                continue
            best.append(self._suggestion(party, other))
            if len(best) == top:
                break
        return Suggested(tuple(best), tuple(doubles))

    def _scores(self, party: str) -> dict[str, int]:
        scores: defaultdict[str, int] = defaultdict(int)
        for subject in self._rows.subjects_of.get(party, ()):
            weight = 2 * self._subjects.weight(subject)
            for other in self._subjects.holders(subject):
                scores[other] += weight
        for deed in self._rows.deeds_of.get(party, ()):
            weight = self._deeds.weight(deed)
            for other in self._deeds.holders(deed):
                if other in scores:
                    scores[other] += weight
        return scores

    def _suggestion(self, party: str, other: str) -> Suggestion:
        subjects = tuple(sorted(self._subjects.shared(party, other)))
        deeds = tuple(sorted(self._deeds.shared(party, other)))
        weight = sum(map(self._subjects.weight, subjects))
        score = weight + _DEED * sum(map(self._deeds.weight, deeds))
        return Suggestion(other, score / 1_000, subjects, deeds)


class _Circle:
    """A party and its partners, as others may be called."""

    def __init__(self, rows: Rows, near: set[str]) -> None:
        self._rows = rows
        self._links = {link for one in near for link in rows.linked.get(one, ())}
        self._countries: defaultdict[str, set[str | None]] = defaultdict(set)
        for one in near:
            self._countries[rows.label(one).casefold()].add(rows.country_of.get(one))

    def may_hold(self, other: str) -> bool:
        """Whether a party may be one of these by another name.

        It is linked to the same thing of a gazetteer; or it has the same name, and for one of the
        two no plan states the country.
        """
        rows = self._rows
        if not self._links.isdisjoint(rows.linked.get(other, ())):
            return True
        countries = self._countries.get(rows.label(other).casefold(), set())
        return bool(countries) and (None in countries or other not in rows.country_of)


def partner_table(rows: Rows, party: str, top: int) -> Table:
    """The cities and regions that a party might cooperate with, and the reasons in words."""
    found = Partners(rows).of(party, top)
    lines = [
        (
            Iri(party),
            Iri(one.party),
            rows.label(one.party),
            round(one.score, 2),
            rows.in_words(one.subjects),
            _experience(rows, party, one.party, one.deeds),
        )
        for one in found.best
    ]
    already = counted(len(rows.partners(party)), "partner")
    notes = [
        "These are suggestions: no plan declares them.",
        (
            "A score adds up what common subjects weigh, the rarer the more, and half of what"
            " common types of activity weigh."
        ),
        f"{rows.label(party)} has {already} already: never suggested.",
    ]
    if not found.best:
        notes.append("Nobody else in the graph works on any of the same subjects.")
    if found.doubles:
        listed = ", ".join(rows.known.short(one) for one in found.doubles)
        notes.append(f"Left out, for they may be the same as one of these: {listed}.")
    return Table("partners", COLUMNS, tuple(lines), tuple(notes))


def _experience(rows: Rows, party: str, other: str, deeds: Iterable[str]) -> tuple[str, ...]:
    """What two parties can tell each other of their activities; done and planned are told apart."""
    said: defaultdict[tuple[Stage, Stage], list[str]] = defaultdict(list)
    for deed in deeds:
        said[rows.deeds_of[party][deed], rows.deeds_of[other][deed]].append(rows.label(deed))
    return tuple(
        f"{_who(rows, (party, mine), (other, theirs))}: {', '.join(said[mine, theirs])}"
        for mine, theirs in sorted(said, reverse=True)
    )


def _who(rows: Rows, *two: tuple[str, Stage]) -> str:
    (_, mine), (_, theirs) = two
    if mine == theirs:
        return _SAYS[mine][0]
    further_first = sorted(two, key=lambda one: -one[1])
    return ", ".join(f"{rows.label(party)} {_SAYS[stage][1]}" for party, stage in further_first)
