"""Where things stand in the figure."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import hypot, pi
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citykg.graph.facts import Facts, Thing, read_facts
from citykg.ontology.terms import ID_BASE, Ckg, Sdg
from citykg.viz.flowers import Body, arrange, order_by_kinship, settle
from citykg.viz.layout import HUBS, STRETCH, lay_out
from citykg.viz.ring import HUB_PITCH, Group, close_ring


def test_layout_does_not_depend_on_loading(pairs: Any) -> None:
    """The same graph, loaded in another order, stands in the same places."""
    first = lay_out(read_facts(pairs.store))
    pairs.quads.reverse()
    assert lay_out(read_facts(pairs.store)) == first


def test_everything_has_a_place_of_its_own(pairs: Any) -> None:
    """Every thing has a place, and no two are nearer than their sizes."""
    facts = read_facts(pairs.store)
    places = lay_out(facts).places
    assert set(places) == {thing.id for thing in facts.things}
    nearest = min(hypot(a.x - b.x, a.y - b.y) for a, b in combinations(places.values(), 2))
    assert nearest > 15


def test_hubs_stand_on_the_ring(pairs: Any) -> None:
    """What plans are about stands on the ring, and everything else inside it."""
    facts = read_facts(pairs.store)
    layout = lay_out(facts)
    for thing in facts.things:
        place = layout.places[thing.id]
        out = hypot(place.x / layout.half_width, place.y / layout.half_height)
        if thing.kind in HUBS:
            assert out == pytest.approx(1, abs=0.01)
        else:
            assert out < 0.95


def test_goals_stand_at_the_top_in_order(pairs: Any) -> None:
    """Goals stand side by side around the top, in the order of their numbers."""
    places = lay_out(read_facts(pairs.store)).places
    goals = [places[f"{Sdg.GOALS}{number}"] for number in (3, 8, 11)]
    assert goals[0].x < goals[1].x < goals[2].x
    assert goals[1].x == pytest.approx(0, abs=1)
    assert goals[1].angle == pytest.approx(-pi / 2, abs=0.01)


def test_shared_city_stands_once_between_its_cooperations(pairs: Any) -> None:
    """A city of two cooperations stands outside both flowers, and is tied to both."""
    layout = lay_out(read_facts(pairs.store))
    rotterdam = f"{ID_BASE}city/zz/rotterdam"
    for name in ("ottawa-rotterdam", "surat-rotterdam"):
        whole = f"{ID_BASE}cooperation/{name}"
        here, there = layout.places[rotterdam], layout.places[whole]
        assert hypot(here.x - there.x, here.y - there.y) >= layout.radii[whole]
        assert (whole, rotterdam) in layout.spokes


def test_shared_region_stands_on_the_ring(pairs: Any) -> None:
    """A region of one city stands in its flower; one of cities in two flowers, on the ring."""
    plan = f"{ID_BASE}plan/manchester-montreal"
    alone, shared = (pairs.thing(plan, f"region/zz/{n}", Ckg.Region, n) for n in ("one", "two"))
    pairs.add(f"{ID_BASE}city/zz/manchester", Ckg.inRegion, alone, plan)
    for city in ("montreal", "ottawa"):
        pairs.add(f"{ID_BASE}city/zz/{city}", Ckg.inRegion, shared, plan)
    layout = lay_out(read_facts(pairs.store))
    assert layout.places[alone].angle is None
    assert layout.places[shared].angle is not None
    assert (f"{ID_BASE}city/zz/manchester", alone) in layout.spokes
    assert shared not in {petal for _, petal in layout.spokes}


def test_denied_activity_hangs_on_the_plan(pairs: Any) -> None:
    """A spoke is a fact: what nobody took part in is tied to the plan that denies it."""
    plan = f"{ID_BASE}plan/manchester-montreal"
    spokes = lay_out(read_facts(pairs.store)).spokes
    assert (plan, f"{ID_BASE}activity/manchester-montreal/1") in spokes


def test_denied_activity_stands_outermost(story: Any) -> None:
    """What was not done stands farthest out, where its name is read."""
    done = tuple((f"Visit {place}", "completed") for place in range(9))
    story.tell("pair", activities=(("Audit", "not-done"), *done))
    places = lay_out(read_facts(story.store)).places
    out = [
        hypot(places[iri].x, places[iri].y)
        for iri in (f"{ID_BASE}activity/pair/{place}" for place in range(10))
    ]
    assert out[0] == pytest.approx(max(out))


def test_nothing_and_one_thing_have_a_layout() -> None:
    """An empty graph has no places; one thing stands in the middle."""
    assert lay_out(Facts((), ())).places == {}
    place = lay_out(Facts((Thing("urn:x", "city", "X"),), ())).places["urn:x"]
    assert (place.x, place.y, place.angle) == (0, 0, None)


def test_two_parties_stand_above_and_below() -> None:
    """Two cities stand above and below their cooperation, so that their names have room."""
    petals = arrange([("a", "city"), ("b", "city"), ("p", "plan"), ("v", "activity")]).petals
    assert petals["a"][1] < 0 < petals["b"][1]
    assert petals["v"][0] < 0 < petals["p"][0]


@given(
    st.lists(
        st.sampled_from(["city", "region", "plan", "activity", "output", "result"]), max_size=90
    )
)
@settings(max_examples=40, deadline=None)
def test_petals_never_touch(kinds: list[str]) -> None:
    """However many petals a flower has, each has room and all are within its radius."""
    flower = arrange([(str(place), kind) for place, kind in enumerate(kinds)])
    spots = list(flower.petals.values())
    assert len(spots) == len(kinds)
    assert all(hypot(x, y) < flower.radius for x, y in spots)
    assert all(hypot(x, y) > 14 for x, y in spots)
    assert all(hypot(a - c, b - d) > 14 for (a, b), (c, d) in combinations(spots, 2))


@given(st.lists(st.floats(15, 120), min_size=1, max_size=40), st.integers(0, 5))
@settings(max_examples=30, deadline=None)
def test_flowers_never_overlap(radii: list[float], shared: int) -> None:
    """Whatever their sizes, settled flowers do not overlap."""
    flowers = [Body(str(place), radius) for place, radius in enumerate(radii)]
    ties = ("0", str(len(radii) - 1))
    bodies = [*flowers, *(Body(f"s{place}", 19, ties) for place in range(shared))]
    points = settle(flowers, bodies[len(flowers) :], STRETCH)
    for one, two in combinations(bodies, 2):
        (x1, y1), (x2, y2) = points[one.id], points[two.id]
        assert hypot(x1 - x2, y1 - y2) >= (one.radius + two.radius) * 0.999


def test_kin_follow_each_other() -> None:
    """In the chain of flowers the next one is the one with most in common."""
    features = {"a": {"x", "y"}, "b": {"z"}, "c": {"x", "y"}, "d": {"z"}}
    assert order_by_kinship(["a", "b", "c", "d"], features) == ["a", "c", "b", "d"]


@given(st.integers(1, 300), st.integers(0, 40))
@settings(max_examples=30, deadline=None)
def test_ring_grows_with_its_hubs(themes: int, goals: int) -> None:
    """However many hubs there are, each has room for a line of text."""
    hubs = [(str(place), f"label {place}", (99,), [(1.0, 2.0)]) for place in range(themes)]
    ranked = [(f"goal {place}", "", (place,), []) for place in range(goals)]
    places, _ = close_ring([Group(ranked, 2.0), Group(hubs)], 10.0, STRETCH)
    ring = list(places.values())
    assert len(ring) == themes + goals
    if len(ring) > 12:
        gaps = [hypot(a.x - b.x, a.y - b.y) for a, b in pairwise(ring)]
        assert min(gaps) > HUB_PITCH * 0.95
