"""Bodies drawn towards those that they are tied to, and spread so that there is room for each."""

from __future__ import annotations

from math import atan2, cos, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING, Final

from citykg.viz.flowers import height_of, middle, sectors

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from citykg.viz.flowers import Body, Point

_ROUNDS: Final = 24


def aims_between(
    bodies: Sequence[Body], ties: Mapping[str, Collection[str]], stretch: float
) -> list[Point]:
    """A point for each body: between those that it is tied to, in an ellipse that they fill evenly.

    Who has no ties stands outermost.
    """
    height = height_of(bodies, stretch)
    index = {body.id: place for place, body in enumerate(bodies)}
    others = [[index[tie] for tie in sorted(ties.get(body.id, ()))] for body in bodies]
    areas = [(body.radius + 3) ** 2 for body in bodies]
    whole = sum(areas)
    points = [(x / stretch, y) for x, y in sectors(bodies, height, stretch)] if bodies else []
    for _ in range(_ROUNDS):
        middles = [
            middle([points[one] for one in near]) if near else points[place]
            for place, near in enumerate(others)
        ]
        points = [middle(both) for both in zip(points, middles, strict=True)]
        # Drawn together, they would all meet in the middle: by rank, each has its share of room.
        out_of = [(not others[place], hypot(*point), place) for place, point in enumerate(points)]
        done = 0.0
        for _, _, place in sorted(out_of):
            turn = atan2(points[place][1], points[place][0])
            out = height * sqrt((done + areas[place] / 2) / whole)
            done += areas[place]
            points[place] = (out * cos(turn), out * sin(turn))
    square: list[Point] = [(0.0, 0.0)] * len(points)
    _spread(sorted(range(len(points))), points, areas, (-1.0, -1.0, 1.0, 1.0), square)
    discs = [_in_disc(x, y) for x, y in square]
    return [(x * height * stretch, y * height) for x, y in discs]


def _spread(
    places: list[int],
    points: Sequence[Point],
    areas: Sequence[float],
    box: tuple[float, float, float, float],
    found: list[Point],
) -> None:
    """Give each of these its part of a box, by how much room it needs: who was left stays left."""
    left, top, right, bottom = box
    if len(places) < 2:
        for place in places:
            found[place] = ((left + right) / 2, (top + bottom) / 2)
        return
    axis = 0 if right - left >= bottom - top else 1
    places.sort(key=lambda place: (points[place][axis], place))
    half = sum(areas[place] for place in places) / 2
    done, cut = 0.0, 0
    while cut < len(places) - 1 and (not cut or done + areas[places[cut]] / 2 < half):
        done += areas[places[cut]]
        cut += 1
    share = done / (2 * half)
    middle = left + share * (right - left) if axis == 0 else top + share * (bottom - top)
    first = (left, top, middle, bottom) if axis == 0 else (left, top, right, middle)
    second = (middle, top, right, bottom) if axis == 0 else (left, middle, right, bottom)
    _spread(places[:cut], points, areas, first, found)
    _spread(places[cut:], points, areas, second, found)


def _in_disc(x: float, y: float) -> Point:
    """A point of a square in a disc, with as much room around it (Shirley and Chiu 1997)."""
    if x == y == 0:
        return 0.0, 0.0
    if abs(x) > abs(y):
        out, turn = x, pi / 4 * y / x
    else:
        out, turn = y, pi / 2 - pi / 4 * x / y
    return out * cos(turn), out * sin(turn)
