"""How surely a passage speaks of a concept, from the phrases found in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citykg.suggestions.vocabulary import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.suggestions.vocabulary import Vocabulary

LEAST: float = 0.5
"""What scores less is not suggested."""
_AGAIN = 0.5  # a phrase said again is worth half of what it was worth before
_WEAK = 0.3
_SHORT = 40


class Evidence(NamedTuple):
    """A phrase found at `[start, end)` that speaks of a concept."""

    weight: float
    start: int
    end: int
    phrase: int


class Verdict(NamedTuple):
    """How surely a passage speaks of a concept, and the phrase that says so best."""

    score: float
    best: Evidence


def evidence_in(
    stems: Sequence[str], spans: Sequence[tuple[int, int]], known: Vocabulary
) -> dict[int, list[Evidence]]:
    """The phrases in a passage, by the number of the concept that they speak of.

    `stems` are those of its words, `spans` their places.  For each concept the longest phrase
    counts, and what it covers does not count again.
    """
    found: dict[int, list[Evidence]] = {}
    covered: dict[int, int] = {}
    root = known.root.next
    size = len(stems)
    for index, stem in enumerate(stems):
        # Most words begin no phrase.
        node = root.get(stem)
        if node is None:
            continue
        ends = []
        position = index + 1
        while node is not None:
            if node.effects:
                ends.append((node, position))
            if position == size:
                break
            node = node.next.get(stems[position])
            position += 1
        for node, position in reversed(ends):
            for concept, weight in node.effects:
                if covered.get(concept, 0) <= index:
                    covered[concept] = position
                    if weight:
                        said = Evidence(
                            weight, spans[index][0], spans[position - 1][1], node.number
                        )
                        found.setdefault(concept, []).append(said)
    return found


def worth_in(words: int) -> float:
    """What weak evidence is worth in a passage of so many words, from 1 downwards.

    In a long passage any two words meet: that they do says less.

    >>> worth_in(20), worth_in(160)
    (1.0, 0.5)
    """
    return min(1.0, (_SHORT / words) ** 0.5) if words else 1.0


def verdict(evidence: Iterable[Evidence], worth: float = 1.0) -> Verdict | None:
    """The score of a concept: one minus the chance that every phrase in it misleads.

    `worth` is that of weak evidence.  None where only the company of evidence was found.
    """
    best: Evidence | None = None
    missed = 1.0
    again: dict[int, float] = {}
    for said in evidence:
        weight = again.get(said.phrase)
        if weight is None:
            weight = said.weight if said.weight > _WEAK else said.weight * worth
        again[said.phrase] = weight * _AGAIN
        missed *= 1.0 - weight
        if said.weight > CONTEXT and (best is None or _rank(said) > _rank(best)):
            best = said
    return None if best is None else Verdict(1.0 - missed, best)


def _rank(said: Evidence) -> tuple[float, int]:
    return said.weight, said.end - said.start
