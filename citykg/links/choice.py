"""Which of the places that bear a name is meant; how sure that is, and in words why.

Nothing is chosen by its order.  A place is chosen where it is the only one; where it alone bears
the name as its main name and no place that bears it beside another is larger; where its population
alone agrees with the stated one; or where it is ten times as large as every other.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from citykg.links.forms import AS_STATED, IN_PARTS, WITHOUT_WORDS
from citykg.links.gazetteer import LARGE, SMALL, Hit, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

AGREES: Final = 2.0
"""Populations agree that differ by this factor at most: city and agglomeration, year and year."""
CONTRADICTS: Final = 20.0
"""Populations that differ by more than this are not of one place."""
FAR_LARGER: Final = 10.0
"""How many times as large as all others a place must be to be chosen for that."""
LARGER: Final = 5.0
"""The same, where it is its main name and the others bear it beside another."""

AGAINST_MAIN: Final = 20.0
"""The same, where its main name begins with the name and another's main name is that name."""

By = Literal["alone", "main", "population", "size"]


class Choice(msgspec.Struct, frozen=True):
    """What speaks for a place."""

    hit: Hit
    by: By
    others: int
    """How many other places bear the name where it was looked for."""
    times: float = 0.0
    """How many times as large as the next one it is, where that decided."""


class Evidence(msgspec.Struct, frozen=True):
    """What of a stated city agrees with the place that is chosen for it."""

    choice: Choice
    how: str
    """The form of the name that was found (`forms`)."""
    country: Literal["agrees", "territory", "unstated"]
    region: str
    """The stated region that the place lies in; empty where none is stated or known."""
    ratio: float
    """How the stated population and the place's differ, 1 or more; 0 where one is not known."""
    is_all_searched: bool
    """Whether the places below 15,000 inhabitants were looked at too."""

    def confidence(self) -> float:
        """How sure the link is, from 0.5 to 0.99, by what agrees.

        0.95 for a name and a country that agree on one place.  A region that agrees gives 0.03, a
        population 0.02.  Taken away are: 0.02 for a name beside the main one; 0.04 for words taken
        off the name, or a name in parts; 0.03 for a territory's code; 0.02 for other places of that
        name where the population or the main name decides, and where size alone does 0.15, 0.08 if
        it is 20 and 0.02 if it is 100 times the next; 0.15 for no country, 0.05 where population or
        region agree; 0.15 for a place below 15,000 inhabitants; 0.05 for a population that differs
        by more than 2 times, 0.1 by more than 5.
        """
        agrees = 0 < self.ratio <= AGREES
        taken = (
            (self.region != "", -0.03),
            (agrees, -0.02),
            (not self.choice.hit.is_main, 0.02),
            (self.how in {WITHOUT_WORDS, IN_PARTS}, 0.04),
            (self.country == "territory", 0.03),
            (self.choice.by in {"main", "population"}, 0.02),
            (self.choice.by == "size", self._doubt_of_size()),
            (self.country == "unstated", 0.05 if agrees or self.region else 0.15),
            (self.choice.hit.place.population < LARGE, 0.15),
            (self.ratio > AGREES, 0.05),
            (self.ratio > 5, 0.05),
        )
        sure = 0.95 - sum(amount for holds, amount in taken if holds)
        return round(min(max(sure, 0.5), 0.99), 2)

    def _doubt_of_size(self) -> float:
        # A village that shares the name of a city of a million casts no doubt on it.
        times = self.choice.times
        return 0.15 if times < 20 else 0.08 if times < 100 else 0.02

    def reason(self, where: str) -> str:
        """Why, in words; `where` is where places of that name were looked for."""
        hit, by = self.choice.hit, self.choice.by
        agree = ["name" if hit.is_main else "another of its names"]
        if self.country == "agrees":
            agree.append("country")
        if self.region:
            agree.append(f"region ({self.region})")
        if 0 < self.ratio <= AGREES:
            agree.append("population")
        said = [f"{_listed(agree)} agree" if len(agree) > 1 else f"{agree[0]} agrees"]
        if self.how != AS_STATED:
            said.append(f"looked up {self.how}")
        if self.country == "territory":
            said.append(f"{hit.place.country} is a territory of the stated country")
        if self.country == "unstated":
            said.append("no country is stated")
        number = self.choice.others + 1
        above = SMALL if self.is_all_searched else LARGE
        said.append(
            {
                "alone": f"the only place of that name {where} above {above:,} inhabitants",
                "main": f"of {number} places {where} the only one with that main name",
                "population": f"of {number} places {where} the only one of about that population",
                "size": f"of {number} places {where} by far the largest"
                f" ({self.choice.times:.0f} times the next)"
                + (": likely, not certain" if self.choice.times < 100 else ""),
            }[by]
        )
        if self.ratio > AGREES:
            said.append(f"the populations differ {self.ratio:.1f} times")
        return "; ".join(said)


def choose(hits: Sequence[Hit], populations: Sequence[int]) -> Choice | None:
    """The place that is meant, of those that bear the name, largest first; None in doubt."""
    if not hits or _contradicts(hits[0], populations):
        # Where the largest is not meant, another may be, if its population says so.
        return _by_population(hits, populations)
    if len(hits) == 1:
        # Who has the name and no inhabitants that GeoNames knows of is as often a part or a mine.
        return Choice(hits[0], "alone", 0) if hits[0].place.population else None
    main = [hit for hit in hits if hit.is_main]
    by_name = main[0] if len(main) == 1 and main[0] == hits[0] else None
    by_population = _by_population(hits, populations)
    if by_population is not None:
        # Where name and population speak for different places nobody can tell.
        return by_population if by_name in {None, by_population.hit} else None
    return Choice(by_name, "main", len(hits) - 1) if by_name else by_size(hits)


def by_size(hits: Sequence[Hit]) -> Choice | None:
    """The place that is clearly the largest of those that bear the name, largest first."""
    first, rest = hits[0], hits[1:]
    if not rest:
        return Choice(first, "alone", 0)
    for hit in rest:
        if first.place.population < _enough(first, hit) * max(hit.place.population, SMALL):
            return None
    next_largest = max(max(hit.place.population, SMALL) for hit in rest)
    return Choice(first, "size", len(rest), first.place.population / next_largest)


def _enough(first: Hit, other: Hit) -> float:
    if other.is_main and not first.is_main:
        # What only begins with the name must be all but alone; Crescent City is no New Orleans.
        return AGAINST_MAIN if first.is_short else inf
    if (first.is_main or first.is_short) and not (other.is_main or other.is_short):
        return LARGER
    return FAR_LARGER


def ratio(place: Place, populations: Sequence[int]) -> float:
    """How many times the stated population closest to the place's differs from it; 0 if unknown."""
    stated = [number for number in populations if number > 0]
    if not stated or place.population <= 0:
        return 0.0
    return min(max(n / place.population, place.population / n) for n in stated)


def _by_population(hits: Sequence[Hit], populations: Sequence[int]) -> Choice | None:
    ranked = sorted((r, i) for i, hit in enumerate(hits) if (r := ratio(hit.place, populations)))
    if not ranked or ranked[0][0] > AGREES:
        return None
    if len(ranked) > 1 and ranked[1][0] < max(AGREES, 2 * ranked[0][0]):
        return None
    return Choice(hits[ranked[0][1]], "population", len(hits) - 1)


def _contradicts(hit: Hit, populations: Sequence[int]) -> bool:
    return ratio(hit.place, populations) > CONTRADICTS


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else words[0]
