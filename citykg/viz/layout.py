"""Where each thing stands: always the same place for the same graph.

What plans are about (goals, topics, themes, countries, programmes) stands on a ring, labels
outward.  Inside, each cooperation is a flower: its parties above and below it, its plan and what
the plan states to the right, its activities and outputs to the left.  Flowers that share much
stand in the same sector, and a city of several cooperations stands once, between them.
Nothing here is random and nothing depends on a screen.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, Final

from citykg.ontology.terms import Ckg
from citykg.viz.clusters import MOST_SINGLE, Disc, Settled, cluster, settle_clusters, ways_of_plans
from citykg.viz.flowers import PETAL_PITCH, Body, arrange, order_by_kinship, settle
from citykg.viz.ring import RING_GAP, Group, Place, close_ring

if TYPE_CHECKING:
    from citykg.graph.facts import Facts

ROOM: Final = {"goal": 2.0, "topic": 1.5, "theme": 1.0, "country": 1.0, "programme": 1.3}
"""What stands on the ring, clockwise with goals at the top, and how much room each has."""

HUBS: Final = {*ROOM, "target"}

PARTIES: Final = ("city", "region")
STRETCH: Final = 1.3
"""Width to height of the picture: screens are wide."""


@dataclass(frozen=True, slots=True)
class Layout:
    """All places by IRI, the half axes of the ring, and the spokes that hold flowers together."""

    places: dict[str, Place]
    half_width: float
    half_height: float
    radii: dict[str, float]
    """The flowers, by their centres."""
    spokes: tuple[tuple[str, str], ...]
    """Subject and object of facts: cooperation to city, plan to objective …"""
    owners: dict[str, set[str]]
    """The centres of the flowers that each thing inside the ring belongs to."""
    clusters: tuple[Disc, ...] = ()
    """Of a large graph, which is drawn cluster by cluster."""
    within: dict[str, int] = field(default_factory=dict)
    """The cluster in which each thing inside the ring stands, by its place in `clusters`."""


def lay_out(facts: Facts) -> Layout:
    """The place of every thing."""
    kinds = {thing.id: thing.kind for thing in facts.things}
    names = {thing.id: (thing.label, thing.id) for thing in facts.things}
    # A region that cities lie in is no party: it stands aside, or on the ring if many share it.
    lain_in = {fact.object for fact in facts.facts if fact.predicate == Ckg.inRegion}
    roles = kinds | dict.fromkeys(lain_in - _parties(facts), "place")
    # What was denied stands outermost, where its name has room.
    roles |= {
        thing.id: "denied"
        for thing in facts.things
        if thing.attributes.get("status") == "not-done" and thing.kind in {"activity", "output"}
    }
    owners = _owners(facts, kinds)
    for place in [thing for thing in owners if roles[thing] == "place"]:
        if len(owners[place]) > 1:
            roles[place] = "country"
            del owners[place]
    features = _features(facts, roles, owners)
    centres = sorted(
        (thing for thing, owned in owners.items() if owned == {thing}),
        key=lambda thing: (_programme(features[thing], roles), names[thing]),
    )
    petals: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    shared = []
    for thing in sorted(owners, key=names.__getitem__):
        if len(owners[thing]) > 1:
            shared.append(thing)
        elif owners[thing] != {thing}:
            petals[min(owners[thing])].append((thing, roles[thing]))
    homes = {thing: thing if len(owned) > 1 else min(owned) for thing, owned in owners.items()}

    flowers = {centre: arrange(petals[centre]) for centre in centres}
    bodies = {centre: Body(centre, flower.radius) for centre, flower in flowers.items()}
    between = [Body(thing, PETAL_PITCH, tuple(sorted(owners[thing]))) for thing in shared]
    if len(facts.things) > MOST_SINGLE:
        things = {thing.id: thing for thing in facts.things}
        clusters = cluster(centres, things, ways_of_plans(features, things))
        settled = settle_clusters(clusters, bodies, between, features, STRETCH)
    else:
        order = order_by_kinship(centres, features)
        settled = Settled(settle([bodies[one] for one in order], between, STRETCH), {}, ())
    points = settled.points
    places = {thing: Place(*point) for thing, point in points.items()}
    for centre, flower in flowers.items():
        x, y = points[centre]
        places |= {petal: Place(x + dx, y + dy) for petal, (dx, dy) in flower.petals.items()}
    radii = {centre: flower.radius for centre, flower in flowers.items()}
    extents = [(*point, radii.get(thing, PETAL_PITCH)) for thing, point in points.items()]
    extents += [(disc.x, disc.y, disc.radius) for disc in settled.discs]
    reach = max((hypot(x / STRETCH, y) + radius for x, y, radius in extents), default=0.0)
    members: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for centre in centres:
        for hub in features[centre]:
            members[hub].append(points[centre])
    groups = [
        Group(
            [
                (thing.id, thing.label, _rank(thing.attributes.get("number")), members[thing.id])
                for thing in facts.things
                if roles[thing.id] == kind or (kind == "goal" and thing.kind == "target")
            ],
            room,
        )
        for kind, room in ROOM.items()
    ]
    ring, half_height = close_ring(groups, reach + RING_GAP, STRETCH)
    places |= ring
    return Layout(
        {thing: places[thing].rounded() for thing in kinds},
        round(half_height * STRETCH, 1),
        round(half_height, 1),
        {centre: round(radius, 1) for centre, radius in radii.items()},
        _spokes(facts, kinds, owners),
        owners,
        settled.discs,
        {thing: settled.home[key] for thing, key in homes.items()} if settled.home else {},
    )


def _parties(facts: Facts) -> set[str]:
    return {fact.object for fact in facts.facts if fact.predicate == Ckg.hasParty}


def _owners(facts: Facts, kinds: dict[str, str]) -> dict[str, set[str]]:
    """The centres of the flowers that each thing inside the ring belongs to."""
    inside = [thing for thing, kind in kinds.items() if kind not in HUBS]
    centre = {thing: thing for thing in inside if kinds[thing] == "cooperation"}
    links = [fact for fact in facts.facts if fact.is_link]
    for fact in links:
        pair = (fact.object, fact.subject)
        plan, whole = reversed(pair) if fact.predicate == Ckg.isPlanOf else pair
        if kinds[plan] == "plan" and kinds[whole] == "cooperation":
            centre.setdefault(plan, whole)
    centre |= {thing: thing for thing in inside if kinds[thing] == "plan" and thing not in centre}
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for thing, owner in centre.items():
        owners[thing] = {owner}
    for fact in links:
        if fact.subject in centre and fact.object not in centre:
            owners[fact.object].add(centre[fact.subject])
        elif fact.predicate == Ckg.hasPlan and fact.subject not in centre:
            owners[fact.subject].add(centre[fact.object])
    for fact in links:
        if fact.predicate == Ckg.inRegion:
            owners[fact.object] |= owners[fact.subject]
    # Only a party may stand between flowers; and what nobody owns is a flower of its own.
    return {
        thing: owners[thing]
        if kinds[thing] in PARTIES and owners[thing]
        else {min(owners[thing], default=thing)}
        for thing in inside
    }


def _features(
    facts: Facts, roles: dict[str, str], owners: dict[str, set[str]]
) -> dict[str, set[str]]:
    """What each flower can have in common with others: hubs and shared parties."""
    features: dict[str, set[str]] = {owner: set() for found in owners.values() for owner in found}
    for thing, found in owners.items():
        if len(found) > 1:
            for owner in found:
                features[owner].add(thing)
    for fact in facts.facts:
        if fact.is_link and roles[fact.object] in HUBS:
            for owner in owners.get(fact.subject, ()):
                features[owner].add(fact.object)
    return features


def _programme(features: set[str], roles: dict[str, str]) -> str:
    return min((hub for hub in features if roles[hub] == "programme"), default="")


def _rank(number: object) -> tuple[int, ...]:
    parts = str(number or "").split(".")
    return tuple(int(part) if part.isascii() and part.isdigit() else 99 for part in parts)


def _spokes(
    facts: Facts, kinds: dict[str, str], owners: dict[str, set[str]]
) -> tuple[tuple[str, str], ...]:
    """For each petal the one fact that ties it best: its cooperation's, else its plan's."""
    order = {"cooperation": 0, "plan": 1, "city": 2, "region": 3}
    best: dict[tuple[str, str], tuple[int, str, str]] = {}
    for fact in facts.facts:
        kind = kinds[fact.subject]
        if not fact.is_link or fact.object not in owners or kind not in order:
            continue
        if kinds[fact.object] in {"cooperation", "plan"} and kind != "cooperation":
            continue
        for owner in owners[fact.subject] & owners[fact.object]:
            candidate = (order[kind], fact.subject, fact.object)
            best[owner, fact.object] = min(candidate, best.get((owner, fact.object), candidate))
    return tuple(sorted({(subject, thing) for _, subject, thing in best.values()}))
