"""The ring of hubs: groups one after another, evenly spaced along an ellipse."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin
from operator import itemgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]
    Hub = tuple[str, str, tuple[int, ...], Sequence[Point]]

RING_GAP: Final = 30.0
HUB_PITCH: Final = 17.0
"""Least length of the ring for one hub and its label."""

_GROUP_GAP: Final = 2.0
_STEPS: Final = 720


@dataclass(frozen=True, slots=True)
class Place:
    """A position; `angle` is where the label of a hub points, in radians, None inside."""

    x: float
    y: float
    angle: float | None = None

    def rounded(self) -> Place:
        """The place to a tenth of a unit, which is finer than a pixel."""
        angle = None if self.angle is None else round(self.angle, 3)
        return Place(round(self.x, 1) + 0.0, round(self.y, 1) + 0.0, angle)


@dataclass(frozen=True, slots=True)
class Group:
    """Hubs that stand side by side, each with `room` times the usual pitch.

    A hub is its IRI, label, rank and the points of the flowers that it is linked with.
    """

    hubs: Sequence[Hub]
    room: float = 1.0


def close_ring(
    groups: Sequence[Group], half_height: float, stretch: float
) -> tuple[dict[str, Place], float]:
    """The places of the hubs, and the half height that the ring needed.

    The first group is in order of rank and centred at the top; in the others, hubs of one rank
    stand as near as can be to their flowers.
    """
    groups = [group for group in groups if group.hubs]
    if not groups:
        return {}, half_height
    outline = _outline(stretch)
    slots = sum(len(group.hubs) * group.room + _GROUP_GAP for group in groups)
    half_height = max(half_height, slots * HUB_PITCH / outline[-1][0])
    places = {}
    slot = -len(groups[0].hubs) * groups[0].room / 2
    for number, group in enumerate(groups):
        middle = 2 * pi * (slot + len(group.hubs) * group.room / 2) / slots - pi / 2
        for hub, *_ in sorted(group.hubs, key=lambda hub: _key(hub, middle, by_rank=not number)):
            turn = _turn_at(outline, (slot + group.room / 2) / slots % 1)
            x, y = stretch * cos(turn), sin(turn)
            angle = atan2(sin(turn), cos(turn) / stretch)
            places[hub] = Place(x * half_height, y * half_height, angle)
            slot += group.room
        slot += _GROUP_GAP
    return places, half_height


def _outline(stretch: float) -> list[tuple[float, float]]:
    """Length so far and angle, clockwise from the top, of an ellipse of half height 1."""
    turns = [-pi / 2 + 2 * pi * step / _STEPS for step in range(_STEPS + 1)]
    length = 0.0
    outline = [(length, turns[0])]
    for one, two in pairwise(turns):
        length += hypot(stretch * (cos(two) - cos(one)), sin(two) - sin(one))
        outline.append((length, two))
    return outline


def _turn_at(outline: Sequence[tuple[float, float]], share: float) -> float:
    """The angle at which this share of the ellipse lies behind."""
    length = share * outline[-1][0]
    after = max(1, bisect_left(outline, length, key=itemgetter(0)))
    (less, start), (more, end) = outline[after - 1 : after + 1]
    return start + (end - start) * (length - less) / (more - less)


def _key(hub: Hub, middle: float, *, by_rank: bool) -> tuple[object, ...]:
    iri, label, rank, members = hub
    if by_rank or not members:
        return rank, label, iri
    x, y = sum(x for x, _ in members), sum(y for _, y in members)
    turn = (atan2(y, x) - middle + pi) % (2 * pi)
    return (), round(turn, 6), label, iri
