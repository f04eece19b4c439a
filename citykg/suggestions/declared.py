"""Suggestions for a plan: what its text speaks of and the plan does not declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from citykg.suggestions.suggesting import suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.plan import Plan, Stated
    from citykg.suggestions.suggesting import Suggestion

T = TypeVar("T")


def suggestions_for(plan: Plan, text: str, *, masked: str | None = None) -> tuple[Suggestion, ...]:
    """What a plan's text speaks of and the plan does not declare, the surest first.

    `text` is the document that the plan's passages point into, `masked` the same with mark-up
    masked.  The words by which the plan declares its goals, targets and topics are no evidence
    for others: "Decent work and economic growth" does not speak of target 8.5.  An indicator
    declares its target; a target declares its goal.
    """
    declared = set(declared_in(plan))
    read = text if masked is None else masked
    for stated in declaring(plan):
        # A sign that no phrase runs over takes the place of each letter.
        read = read[: stated.start] + "|" * (stated.end - stated.start) + read[stated.end :]
    return tuple(
        found for found in suggest(text, masked=read) if (found.scheme, found.value) not in declared
    )


def declaring(plan: Plan) -> Iterator[Stated[Any]]:
    """Yield what declares a plan's goals, targets and topics, or leaves them blank."""
    for stated in (plan.sdgs, plan.sdg_targets, plan.sdg_indicators, plan.urban_agenda_topics):
        yield from stated
    yield from plan.empty


def declared_in(plan: Plan) -> Iterator[tuple[str, int | str]]:
    """Yield the scheme and value of what a plan declares, and of what follows from that."""
    for goal in _values(plan.sdgs):
        yield "sdg", goal
    for code in (*_values(plan.sdg_targets), *_values(plan.sdg_indicators)):
        goal_number, _, rest = code.partition(".")
        yield "sdg-target", f"{goal_number}.{rest.partition('.')[0]}"
        yield "sdg", int(goal_number)
    for topic in _values(plan.urban_agenda_topics):
        yield "urban-agenda", topic


def _values(stated: Iterable[Stated[T]]) -> list[T]:
    return [one.value for one in stated if one.value is not None]
