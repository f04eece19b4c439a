"""Flowers: a centre with its petals, and a bed in which no two flowers overlap."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import cos, floor, frexp, hypot, pi, sin, sqrt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Point = tuple[float, float]

PETAL_PITCH: Final = 19.0
"""Room for one petal."""

_WIDE_PITCH: Final = 25.0
"""The same where petals are as large as their centre."""

_PARTY_RING: Final = 27.0
_MARGIN: Final = 14.0
_GOLDEN: Final = (sqrt(5) - 1) / 2
_STEPS: Final = 240
_PUSHES: Final = 300_000
"""How often a body is pushed, all in all: of thousands each is pushed less."""
_CROWD: Final = 60
"""A thing that more flowers have in common than this says nothing about who is kin."""

_AROUND: Final = tuple((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1))
"""A cell of a grid and those beside it."""

_PARTIES: Final = ("city", "region")
_LEFT: Final = ("activity", "output", "denied")
_RIGHT: Final = ("plan", "place", "focus-area", "challenge", "objective", "result", "contact")
_OUTWARDS: Final = (*_PARTIES, *_LEFT, *_RIGHT)
"""The kinds of petals; a `place` is a region that a party lies in."""


@dataclass(frozen=True, slots=True)
class Flower:
    """Petals as offsets from the centre; all of it lies within `radius`."""

    petals: dict[str, Point]
    radius: float


@dataclass(frozen=True, slots=True)
class Body:
    """A disc to settle; one with `ties` wants to be between those others."""

    id: str
    radius: float
    ties: tuple[str, ...] = ()


def arrange(petals: Iterable[tuple[str, str]]) -> Flower:
    """The flower of these things, each given with its kind.

    Parties stand around the centre, the first at the top, so that two stand above and below it
    and their names have room.  The rest stands on rings outside, nearest the horizontal first.
    """
    petals = sorted(petals, key=lambda petal: _OUTWARDS.index(petal[1]))
    parties = [thing for thing, kind in petals if kind in _PARTIES]
    left = [thing for thing, kind in petals if kind in _LEFT]
    right = [thing for thing, kind in petals if kind in _RIGHT]
    party_ring = max(_PARTY_RING, len(parties) * 30 / (2 * pi))
    turns = [-pi / 2 + 2 * pi * place / len(parties) for place in range(len(parties))]
    spots = {
        thing: (party_ring * cos(turn), party_ring * sin(turn))
        for thing, turn in zip(parties, turns, strict=True)
    }
    radius = party_ring if parties else 0.0
    for things, side in ((right, 0.0), (left, pi)):
        ring = PETAL_PITCH + 3 if len(parties) <= 2 else party_ring + PETAL_PITCH
        waiting = list(things)
        while waiting:
            free = _slots(ring, side, turns if ring < party_ring + 1.4 * PETAL_PITCH else [])
            for thing, turn in zip(waiting, free, strict=False):
                spots[thing] = (ring * cos(turn), ring * sin(turn))
            radius = max(radius, ring)
            waiting = waiting[len(free) :]
            ring += PETAL_PITCH
    return Flower(spots, radius + _MARGIN)


def surround(petals: Sequence[str]) -> Flower:
    """The flower of things that are all alike: on rings, evenly, all the way round."""
    spots = {}
    radius = 0.0
    ring = _WIDE_PITCH + 2
    waiting = list(petals)
    while waiting:
        room = floor(2 * pi * ring / _WIDE_PITCH)
        here, waiting = waiting[:room], waiting[room:]
        for place, thing in enumerate(here):
            turn = 2 * pi * place / len(here)
            spots[thing] = (ring * cos(turn), ring * sin(turn))
        radius = ring
        ring += _WIDE_PITCH
    return Flower(spots, max(radius, _WIDE_PITCH / 2) + _MARGIN)


def _slots(ring: float, side: float, turns: Sequence[float]) -> list[float]:
    """The free directions of one side of a ring, those nearest its middle first."""
    step = PETAL_PITCH / ring
    count = floor(0.42 * pi / step)
    offsets = sorted(range(-count, count + 1), key=lambda place: (abs(place), place))
    free = [side + place * step for place in offsets]
    clear = 1.1 * PETAL_PITCH / ring
    return [
        turn
        for turn in free
        if all(abs((turn - party + pi) % (2 * pi) - pi) >= clear for party in turns)
    ] or free[:1]


def order_by_kinship(centres: Sequence[str], features: dict[str, set[str]]) -> list[str]:
    """The centres as a chain in which each is followed by the one most like it."""
    having: defaultdict[str, list[int]] = defaultdict(list)
    for place, centre in enumerate(centres):
        for feature in features[centre]:
            having[feature].append(place)
    kin: list[Counter[int]] = [Counter() for _ in centres]
    for feature in sorted(having):
        places = having[feature]
        if len(places) <= _CROWD:
            for place in places:
                for other in places:
                    kin[place][other] += round(1000 / len(places))
    waiting = dict.fromkeys(range(len(centres)))
    chain: list[int] = []
    while waiting:
        near = (
            [(-count, place) for place, count in kin[chain[-1]].items() if place in waiting]
            if chain
            else []
        )
        follower = min(near)[1] if near else next(iter(waiting))
        del waiting[follower]
        chain.append(follower)
    return [centres[place] for place in chain]


def settle(
    flowers: Sequence[Body],
    between: Sequence[Body],
    stretch: float,
    aims: Sequence[Point] | None = None,
) -> dict[str, Point]:
    """A point for each body: neighbours in the chain share a sector, and nothing overlaps.

    Where flowers want to be, `aims` says, if they are not to stand by their sectors.
    """
    bodies = [*flowers, *between]
    if not bodies:
        return {}
    aims = list(aims or sectors(flowers, height_of(bodies, stretch), stretch))
    index = {body.id: place for place, body in enumerate(bodies)}
    for body in between:
        aims.append(middle([aims[index[tie]] for tie in body.ties]))
    points = list(aims)
    steps = min(_STEPS, _PUSHES // len(bodies))
    for step in range(steps):
        # Towards where each wants to be, less and less; at last only apart.
        pull = max(0.0, 0.12 * (1 - 2 * step / steps))
        for place, (x, y) in enumerate(points) if pull else ():
            ends = [points[index[tie]] for tie in bodies[place].ties] or [aims[place]]
            x0, y0 = middle(ends)
            points[place] = (x + pull * (x0 - x), y + pull * (y0 - y))
        if not _push_apart(points, bodies) and not pull:
            break
    # What is left of an overlap goes by making everything a little wider.
    wider = max((need / apart for _, _, need, apart in _close(points, bodies)), default=1.0)
    wider *= 1.001
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    across, down = (left + right) / 2, (top + bottom) / 2
    return {
        body.id: ((x - across) * wider, (y - down) * wider)
        for body, (x, y) in zip(bodies, points, strict=True)
    }


def middle(points: Sequence[Point]) -> Point:
    """The point between all of these."""
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def height_of(bodies: Sequence[Body], stretch: float) -> float:
    """Half the height of an ellipse that has room for all of them."""
    return sqrt(sum((body.radius + 3) ** 2 for body in bodies) / (0.74 * stretch))


def sectors(flowers: Sequence[Body], height: float, stretch: float) -> list[Point]:
    """A point for each flower: one after another around the middle, near it and far from it."""
    if len(flowers) == 1:
        return [(0.0, 0.0)]
    areas = [(body.radius + 3) ** 2 for body in flowers]
    usual = sorted(body.radius for body in flowers)[len(flowers) // 2]
    done = 0.0
    aims = []
    for place, (body, area) in enumerate(zip(flowers, areas, strict=True)):
        turn = -pi / 2 + 2 * pi * (done + area / 2) / sum(areas)
        done += area
        out = height * sqrt((place + 1) * _GOLDEN % 1)
        if body.radius > 1.5 * usual:
            out *= 0.3  # what says most stands in the middle
        aims.append((out * stretch * cos(turn), out * sin(turn)))
    return aims


def _push_apart(points: list[Point], bodies: Sequence[Body]) -> bool:
    """Whether any two overlapped; they are moved, the larger one less."""
    close = _close(points, bodies)
    for one, other, need, _ in close:
        (x1, y1), (x2, y2) = points[one], points[other]
        apart = hypot(x2 - x1, y2 - y1)
        if apart >= need:
            continue
        if apart < 0.01:  # in one spot: any direction will do, but always the same
            dx, dy = cos(other), sin(other)
        else:
            dx, dy = (x2 - x1) / apart, (y2 - y1) / apart
        share = bodies[other].radius ** 2 / (bodies[one].radius ** 2 + bodies[other].radius ** 2)
        back, forth = (need - apart) * share, (need - apart) * (1 - share)
        points[one] = (x1 - dx * back, y1 - dy * back)
        points[other] = (x2 + dx * forth, y2 + dy * forth)
    return bool(close)


def _close(points: Sequence[Point], bodies: Sequence[Body]) -> list[tuple[int, int, float, float]]:
    """The pairs that overlap: two places, the distance they need and the one they have."""
    radii = [body.radius for body in bodies]
    sizes = [frexp(radius)[1] for radius in radii]
    grids: dict[int, dict[tuple[int, int], list[int]]] = {}
    pairs = []
    # From the largest on, each is held against those that are as large: a grid of cells for each
    # size, so that one large flower does not make the cells of the small ones wide.
    for place in sorted(range(len(bodies)), key=lambda place: (-sizes[place], place)):
        (x, y), radius = points[place], radii[place]
        own = grids.setdefault(sizes[place], {})
        for size, grid in grids.items():
            cell = 2.0 * 2**size
            column, row = floor(x / cell), floor(y / cell)
            for i, j in _AROUND:
                for other in grid.get((column + i, row + j), ()):
                    other_x, other_y = points[other]
                    dx, dy, need = other_x - x, other_y - y, radii[other] + radius
                    # The square first: most pairs are apart, and a root takes time.
                    if dx * dx + dy * dy < need * need and (apart := hypot(dx, dy)) < need - 0.01:
                        pairs.append((other, place, need, max(apart, 0.001)))
        cell = 2.0 * 2 ** sizes[place]
        own.setdefault((floor(x / cell), floor(y / cell)), []).append(place)
    return pairs
