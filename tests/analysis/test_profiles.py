"""How alike things are: exact where it can be, bounded where all pairs would be too many."""

from __future__ import annotations

from itertools import combinations
from math import log, sqrt
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.analysis.profiles import Profiles

# Each number is a thing; the bits of it are its subjects.
THINGS = st.lists(st.integers(0, 2**9 - 1), max_size=20).map(
    lambda numbers: {
        f"t{place:02}": frozenset(f"s{bit}" for bit in range(9) if number >> bit & 1)
        for place, number in enumerate(numbers)
    }
)


def cosine(subjects: dict[str, frozenset[str]], one: str, other: str) -> float:
    """The similarity of two things, by the book."""
    having = [has for has in subjects.values() if has]

    def weight(subject: str) -> float:
        holders = sum(subject in has for has in having)
        return round(1000 * (1 + log((1 + len(having)) / (1 + holders)))) / 1000

    def norm(thing: str) -> float:
        return sqrt(sum(weight(subject) ** 2 for subject in subjects[thing]))

    both = subjects[one] & subjects[other]
    return sum(weight(subject) ** 2 for subject in both) / (norm(one) * norm(other))


@given(THINGS, st.integers(1, 5))
def test_the_closest_pairs_are_those_of_all_pairs(
    subjects: dict[str, frozenset[str]], top: int
) -> None:
    """Nothing that is skipped could have been among them; equals come in the order of names."""
    pairs = combinations(sorted(thing for thing, has in subjects.items() if has), 2)
    rated = [(-round(cosine(subjects, *pair), 6), pair) for pair in pairs]
    wanted = [(pair, -minus) for minus, pair in sorted(rated) if minus][:top]
    found = Profiles(subjects).closest(top)
    assert [(pair.one, pair.other) for pair in found] == [pair for pair, _ in wanted]
    assert [pair.similarity for pair in found] == pytest.approx([like for _, like in wanted])


@given(THINGS, st.integers(1, 5))
def test_the_nearest_are_those_of_all_others(subjects: dict[str, frozenset[str]], top: int) -> None:
    """Each thing's most similar others, and the pairs that are made of them."""
    profiles = Profiles(subjects)
    expected = set()
    for thing in profiles.things:
        others = (one for one in profiles.things if one != thing)
        rated = sorted((-round(cosine(subjects, thing, one), 6), one) for one in others)
        wanted = [one for minus, one in rated if minus][:top]
        assert [one for one, _ in profiles.nearest(thing, top)] == wanted
        expected |= {(min(thing, one), max(thing, one)) for one in wanted}
    assert [(pair.one, pair.other) for pair in profiles.pairs(top)] == sorted(expected)


def test_a_subject_that_all_have_makes_no_million_pairs() -> None:
    """Each thing has at most `top` pairs, though each two share the goal that all name."""
    random = Random(1)  # noqa: S311  # for variety
    subjects = {
        f"p{number:04}": {"all", f"half{number % 2}", f"rare{random.randrange(300)}"}
        for number in range(1500)
    }
    profiles = Profiles(subjects)
    pairs = profiles.pairs(5)
    assert 1500 <= len(pairs) <= 5 * 1500
    # Those that share the rare subject come first, whatever else they share.
    assert all(
        any(name.startswith("rare") for name in profiles.shared(pair.one, pair.other))
        for pair in pairs
        if len(profiles.holders(next(s for s in subjects[pair.one] if "rare" in s))) > 6
        and len(profiles.holders(next(s for s in subjects[pair.other] if "rare" in s))) > 6
    )


def test_same_subjects_are_alike_and_none_are_not() -> None:
    """1 for the same subjects; a thing without subjects is like nothing."""
    profiles = Profiles({"a": {"x", "y"}, "b": {"x", "y"}, "c": {"z"}, "d": ()})
    assert profiles.closest(9) == [("a", "b", 1.0)]
    assert profiles.nearest("c", 3) == profiles.nearest("d", 3) == []
    assert profiles.shared("a", "d") == frozenset()
    assert Profiles({}).pairs(3) == Profiles({}).closest(3) == []
