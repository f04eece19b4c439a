"""Clusters: the flowers of a large graph in groups that have a name, to be opened one by one.

What names a group is taken from the plans: their countries, their programme, their city, their
year.  Of these the one is taken that leaves least to look at: the groups, and then what stands in
one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Final

from citykg.viz.flowers import Body, order_by_kinship, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from citykg.graph.facts import Thing

    Point = tuple[float, float]
    Key = tuple[tuple[str, ...], str]

MOST_SINGLE: Final = 5000
"""Of so many things each is drawn from the beginning; of more, clusters are."""

_GAP: Final = 24.0
_MOST_NAMES: Final = 3
"""A cooperation of more countries than this is in no group that they name."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Flowers, by their centres, that have something in common."""

    names: tuple[str, ...]
    """The IRIs of what they have in common: two countries, a programme."""
    words: str
    """Or the words for it: a year; empty too for those that have nothing in common."""
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disc:
    """Where a cluster stands; everything in it lies within `radius` of its middle."""

    cluster: Cluster
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Settled:
    """A point for each flower and each thing between flowers, and the discs of their clusters."""

    points: dict[str, Point]
    home: dict[str, int]
    """The place of the disc in which each stands; empty where there are none."""
    discs: tuple[Disc, ...]


def cluster(
    centres: Sequence[str], features: Mapping[str, AbstractSet[str]], things: Mapping[str, Thing]
) -> list[Cluster]:
    """The flowers in groups, the largest first; one group only if nothing tells them apart."""
    among = Counter(feature for found in features.values() for feature in found)

    def hubs(kind: str) -> Callable[[str], Key]:
        def key(centre: str) -> Key:
            found = sorted(one for one in features[centre] if things[one].kind == kind)
            return (tuple(found) if len(found) <= _MOST_NAMES else ()), ""

        return key

    def city(centre: str) -> Key:
        found = [one for one in features[centre] if things[one].kind == "city"]
        return tuple(sorted(found, key=lambda one: (-among[one], one))[:1]), ""

    def year(centre: str) -> Key:
        return (), str(things[centre].attributes.get("start_date", ""))[:4]

    def letter(centre: str) -> Key:
        return (), things[centre].label[:1].upper()

    ways = [hubs("country"), hubs("programme"), city, year]
    groups = min((_grouped(centres, way) for way in ways), key=_looked_at)
    # An alphabet says nothing of what is in it: only where the others hardly part anything.
    lettered = _grouped(centres, letter)
    if _looked_at(groups) > 2 * _looked_at(lettered):
        groups = lettered
    found = [Cluster(names, words, tuple(members)) for (names, words), members in groups.items()]
    return sorted(found, key=lambda one: (-len(one.members), one.names, one.words))


def _grouped(centres: Sequence[str], key: Callable[[str], Key]) -> dict[Key, list[str]]:
    groups: defaultdict[Key, list[str]] = defaultdict(list)
    for centre in centres:
        groups[key(centre)].append(centre)
    return groups


def _looked_at(groups: Mapping[Key, Sequence[str]]) -> float:
    """How much there is to look at: the groups, and what stands in that of a usual flower."""
    sizes = [len(members) for members in groups.values()]
    return len(sizes) + sum(size * size for size in sizes) / (sum(sizes) or 1)


def settle_clusters(
    clusters: Sequence[Cluster],
    flowers: Mapping[str, Body],
    between: Sequence[Body],
    features: dict[str, set[str]],
    stretch: float,
) -> Settled:
    """Clusters as discs that do not overlap, each with its flowers inside.

    What belongs to flowers of several clusters stands in the one that has the most of them.
    """
    home = {member: place for place, one in enumerate(clusters) for member in one.members}
    shared: defaultdict[int, list[Body]] = defaultdict(list)
    for body in between:
        homes = Counter(home[tie] for tie in body.ties)
        place = min(homes, key=lambda one: (-homes[one], one))
        ties = tuple(tie for tie in body.ties if home[tie] == place)
        shared[place].append(Body(body.id, body.radius, ties))
    inside = []
    radii = []
    for place, one in enumerate(clusters):
        order = [flowers[member] for member in order_by_kinship(one.members, features)]
        points = settle(order, shared[place], 1.0)
        inside.append(points)
        radii.append(
            max(hypot(*points[body.id]) + body.radius for body in [*order, *shared[place]])
        )
        home |= {body.id: place for body in shared[place]}
    kin = order_by_kinship(
        [str(place) for place in range(len(clusters))],
        {str(place): {*one.names} for place, one in enumerate(clusters)},
    )
    middles = settle([Body(one, radii[int(one)] + _GAP) for one in kin], [], stretch)
    discs = [
        Disc(one, round(middles[str(place)][0], 1), round(middles[str(place)][1], 1), radii[place])
        for place, one in enumerate(clusters)
    ]
    points = {
        body: (disc.x + dx, disc.y + dy)
        for disc, found in zip(discs, inside, strict=True)
        for body, (dx, dy) in found.items()
    }
    return Settled(points, home, tuple(discs))
