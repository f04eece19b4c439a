"""The order in which the changes of a plan are told: that of its document."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.differences.change import Change
    from citykg.graph.explain import Said


class Order:
    """Places of the old document as places of the new one, by the facts that both have."""

    def __init__(self, same: Iterable[tuple[Said, Said]]) -> None:
        anchors = sorted({(before.start, now.start) for before, now in same})
        self._old = [old for old, _ in anchors]
        self._new = [new for _, new in anchors]

    def of(self, change: Change) -> tuple[object, ...]:
        """What to sort a change by; another name of the plan or a thing comes first."""
        side = change.new if change.new and change.new.said else change.old
        said = side.said[0] if side and side.said else None
        place = (said.start if side is change.new else self._moved(said.start)) if said else -1
        return (place, change.kind != "gone", change.words, change.predicate, change.subjects)

    def _moved(self, start: int) -> int:
        nearest = bisect_right(self._old, start) - 1
        if nearest < 0:
            return start
        return start - self._old[nearest] + self._new[nearest]
