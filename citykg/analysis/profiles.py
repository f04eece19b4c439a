"""How alike things are by what they work on, without comparing each with each.

A subject weighs `1 + ln((1 + n) / (1 + d))`, where `d` of `n` things have it: what nearly all work
on says little, what two of ten thousand work on says much (the smoothed inverse document
frequency).  Two things are as similar as the cosine of their weights: 1 for the same subjects, 0
for none in common.  Weights are whole thousandths, so that sums do not depend on their order.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest, nsmallest
from math import log, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_UNIT: Final = 1_000
_DIGITS: Final = 6
_MARGIN: Final = 2 * 10**-_DIGITS
"""More than rounding and the arithmetic of floats can move a similarity."""


_MOST_LOOKED_AT: Final = 1_000
"""Holders of a thing's subjects, counted once for each subject."""


class Pair(NamedTuple):
    """Two things, the first before the second in code point order."""

    one: str
    other: str
    similarity: float


class Profiles:
    """Things with their subjects; those that have none are like nothing and are left out."""

    def __init__(self, subjects_of: Mapping[str, Collection[str]]) -> None:
        self.things = tuple(sorted(thing for thing, has in subjects_of.items() if has))
        holders: defaultdict[str, list[int]] = defaultdict(list)
        self._subjects = [frozenset(subjects_of[thing]) for thing in self.things]
        for place, subjects in enumerate(self._subjects):
            for subject in subjects:
                holders[subject].append(place)
        self._holders = holders
        self._place = {thing: place for place, thing in enumerate(self.things)}
        count = len(self.things)
        self._weights = {
            subject: round(_UNIT * (1 + log((1 + count) / (1 + len(found)))))
            for subject, found in holders.items()
        }
        self._squares = {subject: weight**2 for subject, weight in self._weights.items()}
        self._norms = [self._norm(subjects) for subjects in self._subjects]
        self._inverses = [1 / sqrt(norm) for norm in self._norms]
        # The rarest first: then the rest soon cannot make anything similar any more.
        self._ordered = [
            sorted(subjects, key=lambda one: (-self._weights[one], one))
            for subjects in self._subjects
        ]

    def weight(self, subject: str) -> int:
        """What a subject weighs, in thousandths; 0 where nobody has it."""
        return self._weights.get(subject, 0)

    def holders(self, subject: str) -> list[str]:
        """The things that have a subject."""
        return [self.things[place] for place in self._holders.get(subject, ())]

    def shared(self, one: str, other: str) -> frozenset[str]:
        """The subjects that two things share."""
        return self._of(one) & self._of(other)

    def nearest(self, thing: str, top: int) -> list[tuple[str, float]]:
        """The things most similar to one, and how similar; of equals, the first by IRI."""
        if thing not in self._place:
            return []
        place = self._place[thing]
        dots = self._dots(self._ordered[place])
        return [(self.things[one], -minus) for minus, one in self._best(place, dots, top)]

    def pairs(self, top: int) -> list[Pair]:
        """Every pair of which one is among the `top` most similar of the other, in order.

        So there are at most `top` pairs a thing, however many share a subject.  Where the subjects
        of a thing have more than a thousand holders in all, others that share none but its most
        common ones are not looked at, unless there are too few that share the rarer ones.
        """
        found: dict[tuple[int, int], float] = {}
        for place in range(len(self.things)):
            for minus, other in self._best(place, self._near(place, top), top):
                found[min(place, other), max(place, other)] = -minus
        return [Pair(self.things[a], self.things[b], found[a, b]) for a, b in sorted(found)]

    def closest(self, top: int) -> list[Pair]:
        """The `top` most similar pairs of all, the most similar first."""
        best: list[tuple[float, int, int]] = []
        for place in range(len(self.things)):
            floor = -best[-1][0] if len(best) == top else 0.0
            dots = self._above(place, floor)
            near = self._best(place, {one: dot for one, dot in dots.items() if one > place}, top)
            best = nsmallest(top, [*best, *((minus, place, other) for minus, other in near)])
        return [Pair(self.things[one], self.things[other], -minus) for minus, one, other in best]

    def _near(self, place: int, top: int) -> dict[int, int]:
        """The products with those that share a rare subject."""
        ordered, looked_at = self._ordered[place], 0
        for counted, subject in enumerate(ordered):
            looked_at += len(self._holders[subject])
            if looked_at > _MOST_LOOKED_AT:
                dots = self._dots(ordered[:counted])
                # The thing itself is one of them.
                if len(dots) > top:
                    return self._completed(dots, ordered[counted:])
        return self._dots(ordered)

    def _above(self, place: int, floor: float) -> dict[int, int]:
        """The products with those that may be more similar than the floor.

        What shares none of the subjects counted so far can at most be as similar as the rest of
        the subjects allow (Cauchy-Schwarz).
        """
        ordered = self._ordered[place]
        rest = self._norms[place]
        for counted, subject in enumerate(ordered):
            if sqrt(rest / self._norms[place]) + _MARGIN < floor:
                return self._completed(self._dots(ordered[:counted]), ordered[counted:])
            rest -= self._squares[subject]
        return self._dots(ordered)

    def _dots(self, subjects: Iterable[str]) -> dict[int, int]:
        """The scalar product with each thing that has one of these subjects, in millionths."""
        dots: dict[int, int] = {}
        for subject in subjects:
            square = self._squares[subject]
            for other in self._holders[subject]:
                dots[other] = dots.get(other, 0) + square
        return dots

    def _completed(self, dots: dict[int, int], subjects: Iterable[str]) -> dict[int, int]:
        """The same products with further subjects, of the same things."""
        more = frozenset(subjects)
        for other in dots:
            dots[other] += self._norm(more & self._subjects[other])
        return dots

    def _best(self, place: int, dots: Mapping[int, int], top: int) -> list[tuple[float, int]]:
        """Minus the similarity and the place of the `top` most similar, the most similar first."""
        own, inverse = self._inverses[place], self._inverses
        likes = {one: dot * (own * inverse[one]) for one, dot in dots.items() if one != place}
        if len(likes) > top:
            least = nlargest(top, likes.values())[-1] - _MARGIN
            likes = {one: like for one, like in likes.items() if like >= least}
        # Rounded before they are put in order, so that equals are equal.
        return sorted((-round(like, _DIGITS), one) for one, like in likes.items())[:top]

    def _norm(self, subjects: Collection[str]) -> int:
        return sum(self._squares[subject] for subject in subjects)

    def _of(self, thing: str) -> frozenset[str]:
        place = self._place.get(thing)
        return frozenset() if place is None else self._subjects[place]
