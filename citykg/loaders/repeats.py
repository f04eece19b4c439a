"""Events told twice: in a list and in prose, among the activities and among the results."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from citykg.loaders.words import words_of
from citykg.plan import Activity, Output

if TYPE_CHECKING:
    from citykg.plan import Passage

T = TypeVar("T", Activity, Output)

LOOKED_BACK = 100
"""Events that a new one is compared with; plans tell of some twenty."""
_SMALL = 3
"""Letters of the longest word that says nothing by itself."""


def renew(events: list[T], number: int, status: str, cue: Passage) -> bool:
    """Give an event the status that is told of it later; done stays done."""
    known = events[number]
    if known.status in ("completed", "not-done") or known.status == status:
        return False
    events[number] = msgspec.structs.replace(known, status=status, status_cue=cue)
    return True


def keep(known: list[T], event: T) -> None:
    """Add an event that was not told before; one told again may tell its status."""
    for number in range(max(0, len(known) - LOOKED_BACK), len(known)):
        other = known[number]
        if _same(event, other):
            if other.status is None and event.status is not None and event.status_cue:
                renew(known, number, event.status, event.status_cue)
            return
    known.append(event)


def _same(one: Activity | Output, other: Activity | Output) -> bool:
    """Whether two events are one told twice: alike in type and parties, and in words or dates."""
    if one.type != other.type or _direction(one) != _direction(other):
        return False
    if not _dates_agree(one, other):
        return False
    if one.status == other.status and one.cities == other.cities and _alike(one, other):
        return True
    contradict = one.status and other.status and one.status != other.status
    if contradict or not one.type or one.sentence == other.sentence:
        return False
    return bool(one.dates and other.dates and any(_direction(one))) or _of_one(one, other)


def _of_one(one: Activity | Output, other: Activity | Output) -> bool:
    """Whether both are of one thing: "a report on river parks", "Report on river parks"."""
    apart = one.cities and other.cities and one.cities != other.cities
    ours, theirs = _subject(one), _subject(other)
    return not apart and bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def _alike(one: Activity | Output, other: Activity | Output) -> bool:
    return _tokens(one.label.value or "") == _tokens(other.label.value or "")


def _subject(event: Activity | Output) -> frozenset[str]:
    """The words of an event's label that tell it from others of its type."""
    named = _tokens(event.type_cue.quote) if event.type_cue else frozenset()
    words = _tokens(event.label.value or "") - named
    return frozenset(word for word in words if len(word) > _SMALL)


def _dates_agree(one: Activity | Output, other: Activity | Output) -> bool:
    return (
        not one.dates
        or not other.dates
        or [d.value for d in one.dates] == [d.value for d in other.dates]
    )


def _tokens(text: str) -> frozenset[str]:
    return words_of(text).said


def _direction(event: Activity | Output) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (event.hosts, event.visitors) if isinstance(event, Activity) else ((), ())
