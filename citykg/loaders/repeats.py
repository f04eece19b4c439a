"""Events told twice: in a list and in prose, among the activities and among the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from citykg.loaders.lexicon import tokens_of
from citykg.plan import Activity, Output

if TYPE_CHECKING:
    from citykg.plan import Passage

T = TypeVar("T", Activity, Output)


def renew(events: list[T], number: int, status: str, cue: Passage) -> bool:
    """Give an event the status that is told of it later; done stays done."""
    known = events[number]
    if known.status in ("completed", "not-done") or known.status == status:
        return False
    events[number] = msgspec.structs.replace(known, status=status, status_cue=cue)
    return True


def keep(known: list[T], event: T) -> None:
    """Add an event that was not told before."""
    if not any(_same(event, other) for other in known):
        known.append(event)


def _same(one: Activity | Output, other: Activity | Output) -> bool:
    """Whether two events are one told twice: alike in type and parties, and in words or dates."""
    if one.type != other.type or _direction(one) != _direction(other):
        return False
    dated = tuple(date.value for date in one.dates)
    if dated and one.type and dated == tuple(date.value for date in other.dates):
        told_apart = one.status and other.status and one.status != other.status
        hosted = bool(_direction(one)[0] or _direction(one)[1])
        if hosted and not told_apart and one.sentence != other.sentence:
            return True
    if (one.status, one.cities) != (other.status, other.cities):
        return False
    return _tokens(one) == _tokens(other) and _dates_agree(one, other)


def _dates_agree(one: Activity | Output, other: Activity | Output) -> bool:
    return (
        not one.dates
        or not other.dates
        or [d.value for d in one.dates] == [d.value for d in other.dates]
    )


def _tokens(event: Activity | Output) -> frozenset[str]:
    return frozenset(token.word for token in tokens_of(event.label.value or ""))


def _direction(event: Activity | Output) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (event.hosts, event.visitors) if isinstance(event, Activity) else ((), ())
