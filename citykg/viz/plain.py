"""Where the things of any graph stand: always the same place for the same graph.

What many things of other kinds point at stands on the ring, as goals and themes do for plans.
Inside, a thing with those that are linked with nothing else is a flower, and flowers stand near
those that they are linked with.  What is linked with nothing inside stands in rows, kind by kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import ceil, hypot, log2, sqrt
from typing import TYPE_CHECKING, Final

from citykg.viz.clusters import MOST_SINGLE, by_hub, cluster, settle_beds
from citykg.viz.flowers import PETAL_PITCH, Body, Flower, settle, surround
from citykg.viz.layout import STRETCH, Layout
from citykg.viz.ring import RING_GAP, Group, Place, close_ring
from citykg.viz.spread import aims_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.graph.facts import Facts
    from citykg.viz.clusters import Key, Way

    Links = dict[str, set[str]]

_FEW: Final = 3
"""What fewer things point at than this is no hub."""
_MOST_HUBS: Final = 60
_ROOM: Final = 1.2
_COLUMN: Final = 6 * PETAL_PITCH
_NARROW: Final = 3 * PETAL_PITCH
_MANY: Final = 400
"""More than so many in rows have no room for their names from afar in any case."""
_ROW: Final = PETAL_PITCH + 3


def lay_out_plain(facts: Facts) -> Layout:
    """The place of every thing."""
    names = {thing.id: (thing.label, thing.id) for thing in facts.things}
    links = _links(facts)
    if len(facts.things) > MOST_SINGLE:
        return _in_clusters(facts, links, hubs_of(facts, of_lone=True))
    hubs = hubs_of(facts)
    near = {thing: links[thing] - hubs for thing in names if thing not in hubs}
    owner = _owners(near, names)
    petals: defaultdict[str, list[str]] = defaultdict(list)
    for thing in sorted(owner, key=names.__getitem__):
        if owner[thing] != thing:
            petals[owner[thing]].append(thing)
    flowers = {centre: surround(petals[centre]) for centre in near if owner[centre] == centre}
    beds = _beds(facts, near)
    for bed in beds.values():
        for thing in bed.petals:
            del flowers[thing]
    ties = {
        centre: {owner[other] for one in (centre, *petals[centre]) for other in near[one]}
        - {centre}
        for centre in flowers
    }
    bodies = [
        *(Body(one, flowers[one].radius) for one in _walk(ties, names)),
        *(Body(kind, bed.radius) for kind, bed in beds.items()),
    ]
    points = settle(bodies, [], STRETCH, aims_between(bodies, ties, STRETCH))
    reach = max(
        (hypot(x / STRETCH, y) + (flowers | beds)[one].radius for one, (x, y) in points.items()),
        default=0.0,
    )
    places = {centre: Place(*points[centre]) for centre in flowers}
    for centre, flower in (flowers | beds).items():
        x, y = points[centre]
        places |= {petal: Place(x + dx, y + dy) for petal, (dx, dy) in flower.petals.items()}
    groups = _groups(facts, hubs, links, places)
    ring, half_height = close_ring(groups, reach + RING_GAP, STRETCH)
    places |= ring
    return Layout(
        {thing: places[thing].rounded() for thing in names},
        round(half_height * STRETCH, 1),
        round(half_height, 1),
        {centre: round(flowers[centre].radius, 1) for centre in flowers if petals[centre]},
        tuple(sorted({(min(one, other), max(one, other)) for one in near for other in near[one]})),
        {thing: {centre} for thing, centre in owner.items()},
    )


def _in_clusters(facts: Facts, links: Links, hubs: set[str]) -> Layout:
    """Of a large graph: groups by type or by hub, in each of them rows by name."""
    things = {thing.id: thing for thing in facts.things}
    words = facts.foreign.kinds if facts.foreign else {}
    features = {thing: links[thing] & hubs for thing in things if thing not in hubs}

    def by_type(thing: str) -> Key:
        return (), words.get(things[thing].kind, things[thing].kind)

    def by_type_or(way: Way) -> Way:
        return lambda thing: way(thing) if way(thing)[0] else by_type(thing)

    kinds = sorted({things[hub].kind for hub in hubs})
    ways = [by_type, *(by_type_or(by_hub(kind, features, things)) for kind in kinds)]
    clusters = cluster(list(features), things, ways)
    beds = [_rows([(things[one].label, one) for one in each.members]) for each in clusters]
    home = {one: place for place, each in enumerate(clusters) for one in each.members}
    settled = settle_beds(clusters, beds, home, STRETCH)
    places = {thing: Place(*point) for thing, point in settled.points.items()}
    reach = max(
        (hypot(disc.x / STRETCH, disc.y) + disc.radius for disc in settled.discs), default=0.0
    )
    ring, half_height = close_ring(_groups(facts, hubs, links, places), reach + RING_GAP, STRETCH)
    places |= ring
    return Layout(
        {thing: places[thing].rounded() for thing in things},
        round(half_height * STRETCH, 1),
        round(half_height, 1),
        {},
        (),
        {thing: {thing} for thing in features},
        settled.discs,
        settled.home,
    )


def hubs_of(facts: Facts, *, of_lone: bool = False) -> set[str]:
    """What many point at that are of other kinds, and that hang together without it too.

    A thing that is the only link of those around it is no hub, but the middle of their flower,
    unless there are no flowers (`of_lone`).
    Where half of a kind are hubs, all of it are that something points at.
    """
    kinds = {thing.id: thing.kind for thing in facts.things}
    links = _links(facts)
    pointing: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts.facts:
        if fact.is_link and kinds[fact.subject] != kinds[fact.object]:
            pointing[fact.object].add(fact.subject)
    least = max(_FEW, round(log2(len(kinds) or 1)))
    ranked = sorted(pointing, key=lambda thing: (-len(pointing[thing]), thing))
    ranked = [thing for thing in ranked if len(pointing[thing]) >= least]
    hubs = set(ranked[: min(_MOST_HUBS, len(kinds) // 4)])
    for hub in reversed(ranked):
        if hub in hubs and not of_lone:
            alone = sum(1 for one in pointing[hub] if one not in hubs and not links[one] - hubs)
            if 2 * alone > len(pointing[hub]):
                hubs.remove(hub)
    sizes = Counter(kinds.values())
    whole = {kind for kind, count in _counts(hubs, kinds).items() if 2 * count >= sizes[kind]}
    more = hubs | {thing for thing in pointing if kinds[thing] in whole}
    return more if len(more) <= _MOST_HUBS else hubs


def _counts(hubs: set[str], kinds: dict[str, str]) -> Counter[str]:
    return Counter(kinds[hub] for hub in hubs)


def _links(facts: Facts) -> Links:
    links: defaultdict[str, set[str]] = defaultdict(set)
    for fact in facts.facts:
        if fact.is_link and fact.subject != fact.object:
            links[fact.subject].add(fact.object)
            links[fact.object].add(fact.subject)
    return links


def _owners(near: Links, names: dict[str, tuple[str, str]]) -> dict[str, str]:
    """The centre of the flower that each thing inside belongs to, itself among them.

    Those with the most links come first; a petal is linked with nothing beyond the flower.
    """
    owner: dict[str, str] = {}
    for centre in sorted(near, key=lambda thing: (-len(near[thing]), names[thing])):
        if centre in owner:
            continue
        owner[centre] = centre
        whole = near[centre] | {centre}
        for thing in near[centre]:
            if len(near[thing]) <= len(near[centre]) and near[thing] <= whole:
                owner.setdefault(thing, centre)
    return owner


def _beds(facts: Facts, near: Links) -> dict[str, Flower]:
    """What is linked with nothing inside: rows of each kind, as a flower without a centre."""
    loose: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for thing in facts.things:
        if thing.id in near and not near[thing.id]:
            loose[thing.kind].append((thing.label, thing.id))
    # A kind and a thing may have one IRI: no IRI has a space.
    return {f"bed of {kind}": _rows(found) for kind, found in loose.items()}


def _rows(found: Sequence[tuple[str, str]]) -> Flower:
    """Things in rows by their names, each given with its own."""
    wide = _COLUMN if len(found) <= _MANY else _NARROW
    columns = ceil(sqrt(len(found) * STRETCH * _ROW / wide))
    rows = ceil(len(found) / columns)
    left, top = -(columns - 1) / 2 * wide, -(rows - 1) / 2 * _ROW
    spots = {
        thing: (left + place % columns * wide, top + place // columns * _ROW)
        for place, (_, thing) in enumerate(sorted(found))
    }
    return Flower(spots, hypot(left, top) + PETAL_PITCH)


def _walk(ties: Links, names: dict[str, tuple[str, str]]) -> Iterable[str]:
    """All flowers, each followed by those that are linked with it, those with least links last."""
    waiting = sorted(ties, key=lambda one: (len(ties[one]), names[one]))
    seen: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        yield one
        waiting += sorted(ties[one] - seen, key=lambda other: (-len(ties[other]), names[other]))


def _groups(
    facts: Facts, hubs: set[str], links: Links, places: dict[str, Place]
) -> Sequence[Group]:
    """The hubs kind by kind, the kinds with the most hubs first."""
    counts = _counts(hubs, {thing.id: thing.kind for thing in facts.things})
    found: defaultdict[str, list[tuple[str, str, tuple[int, ...], list[tuple[float, float]]]]]
    found = defaultdict(list)
    for thing in facts.things:
        if thing.id in hubs:
            around = sorted(links[thing.id] & places.keys())
            points = [(places[one].x, places[one].y) for one in around]
            found[thing.kind].append((thing.id, thing.label, (), points))
    order = sorted(found, key=lambda kind: (-counts[kind], kind))
    return [Group(found[kind], _ROOM) for kind in order]
