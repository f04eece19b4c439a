"""Clusters: what a large graph holds in groups that have a name, to be opened one by one.

What names a group is taken from the graph: countries, a programme, a city, a year; or a type.  Of
these the one is taken that leaves least to look at: the groups, and then what stands in one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Final

from citykg.viz.flowers import Body, Flower, order_by_kinship, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from citykg.graph.facts import Thing

    Point = tuple[float, float]
    Key = tuple[tuple[str, ...], str]
    Way = Callable[[str], Key]
    """What groups a thing: the IRIs that name its group, or words."""
    Features = Mapping[str, AbstractSet[str]]

MOST_SINGLE: Final = 5000
"""Of so many things each is drawn from the beginning; of more, clusters are."""

_GAP: Final = 24.0
_MOST_NAMES: Final = 3
"""A cooperation of more countries than this is in no group that they name."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Flowers, by their centres, or single things, that have something in common."""

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
    members: Sequence[str], things: Mapping[str, Thing], ways: Iterable[Way]
) -> tuple[Cluster, ...]:
    """Things in groups, the largest first, in the one of these ways that parts them best.

    Where none parts them well, their first letters do.
    """
    groups = min((_grouped(members, way) for way in ways), key=_looked_at)
    # An alphabet says nothing of what is in it: only where the others hardly part anything.
    lettered = _grouped(members, lambda member: ((), things[member].label[:1].upper()))
    if _looked_at(groups) > 2 * _looked_at(lettered):
        groups = lettered
    found = [Cluster(names, words, tuple(inside)) for (names, words), inside in groups.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.names, one.words)))


def ways_of_plans(features: Features, things: Mapping[str, Thing]) -> list[Way]:
    """By countries, by programme, by the city that takes part in most, by the year of begin."""
    among = Counter(feature for found in features.values() for feature in found)

    def city(centre: str) -> Key:
        found = [one for one in features[centre] if things[one].kind == "city"]
        return tuple(sorted(found, key=lambda one: (-among[one], one))[:1]), ""

    def year(centre: str) -> Key:
        return (), str(things[centre].attributes.get("start_date", ""))[:4]

    return [by_hub("country", features, things), by_hub("programme", features, things), city, year]


def by_hub(kind: str, features: Features, things: Mapping[str, Thing]) -> Way:
    """By the hubs of one kind."""

    def way(member: str) -> Key:
        found = sorted(one for one in features[member] if things[one].kind == kind)
        return (tuple(found) if len(found) <= _MOST_NAMES else ()), ""

    return way


def _grouped(members: Sequence[str], way: Way) -> dict[Key, list[str]]:
    groups: defaultdict[Key, list[str]] = defaultdict(list)
    for member in members:
        groups[way(member)].append(member)
    return groups


def _looked_at(groups: Mapping[Key, Sequence[str]]) -> float:
    """How much there is to look at: the groups, and what stands in that of a usual member."""
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
    beds = []
    for place, one in enumerate(clusters):
        order = [flowers[member] for member in order_by_kinship(one.members, features)]
        points = settle(order, shared[place], 1.0)
        bodies = [*order, *shared[place]]
        reach = max(hypot(*points[body.id]) + body.radius for body in bodies)
        beds.append(Flower(points, reach))
        home |= {body.id: place for body in shared[place]}
    return settle_beds(clusters, beds, home, stretch)


def settle_beds(
    clusters: Sequence[Cluster], beds: Sequence[Flower], home: dict[str, int], stretch: float
) -> Settled:
    """The clusters as discs that do not overlap; a bed has the places in it, from its middle."""
    kin = order_by_kinship(
        [str(place) for place in range(len(clusters))],
        {str(place): {*one.names} for place, one in enumerate(clusters)},
    )
    middles = settle([Body(one, beds[int(one)].radius + _GAP) for one in kin], [], stretch)
    discs = []
    points: dict[str, Point] = {}
    for place, (one, bed) in enumerate(zip(clusters, beds, strict=True)):
        x, y = middles[str(place)]
        discs.append(Disc(one, round(x, 1), round(y, 1), bed.radius))
        points |= {body: (x + dx, y + dy) for body, (dx, dy) in bed.petals.items()}
    return Settled(points, home, tuple(discs))
