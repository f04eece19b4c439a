"""Scores: what suffices, and what needs company."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.suggestions.scoring import LEAST, Evidence, verdict, worth_in
from citykg.suggestions.vocabulary import WEIGHTS


def score(*kinds: str, worth: float = 1.0) -> float:
    """The score of different phrases of these kinds."""
    said = [Evidence(WEIGHTS[kind], at, at + 1, at) for at, kind in enumerate(kinds)]
    found = verdict(said, worth)
    return found.score if found else 0.0


@pytest.mark.parametrize(
    ("kinds", "suffices"),
    [
        (["strong"], True),
        (["clear"], True),
        (["weak"], False),
        (["weak", "weak"], True),
        (["weak", "context"], False),
        (["weak", "context", "context"], True),
        (["context"] * 9, False),
    ],
)
def test_what_suffices(kinds: list[str], suffices: bool) -> None:  # noqa: FBT001 - a table
    """Strong phrases do; weak ones need company; company alone says nothing."""
    assert (score(*kinds) >= LEAST) is suffices


def test_the_same_weak_phrase_again_is_no_company() -> None:
    """Whoever says "school" ten times has still said one thing."""
    again = verdict([Evidence(WEIGHTS["weak"], at, at + 1, 7) for at in range(10)])
    assert again is not None
    assert again.score < LEAST


def test_weak_evidence_says_less_in_a_long_passage() -> None:
    """In a long passage any two words meet."""
    assert score("weak", "weak", worth=worth_in(200)) < LEAST <= score("weak", "weak")
    assert score("strong", worth=worth_in(200)) == score("strong")


@given(st.lists(st.sampled_from(sorted(set(WEIGHTS) - {"not"})), max_size=12))
def test_more_evidence_never_scores_less(kinds: list[str]) -> None:
    """Between nothing and certainty, whatever is found."""
    assert 0 <= score(*kinds) <= score(*kinds, "strong") <= 1
