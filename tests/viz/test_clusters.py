"""Large graphs: clusters that have a name, a count and a place, and that open."""

from __future__ import annotations

from itertools import combinations
from math import hypot
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from hostile_names import NAMES
from pyoxigraph import Literal
from waiting import until

from citykg.errors import UsageError
from citykg.graph.facts import Fact, Facts, Thing, read_facts
from citykg.ontology.terms import COUNTRY, ID_BASE, Ckg, Rdfs
from citykg.viz.clusters import MOST_SINGLE, cluster, ways_of_plans
from citykg.viz.layout import STRETCH, lay_out
from citykg.viz.page import write_page

if TYPE_CHECKING:
    from pathlib import Path

NAMED = {"de": "Germany", "fr": "France", "br": "Brazil", "jp": "Japan"}
SIZES = {("de", "br"): 36, ("de", "jp"): 29, ("fr", "br"): 24, ("fr", "jp"): 17}
TOTAL = sum(SIZES.values())
NO_FLOWER = "!citykgPage.nodes.some((one) => one.radius && citykgPage.isOnMap(one.id))"


def tell_pairs(story: Any, sizes: dict[tuple[str, str], int], names: dict[str, str]) -> None:
    """Cooperations between countries; the first of each has a goal, some share a city."""
    for (one, other), count in sizes.items():
        for place in range(count):
            name = f"{one}-{other}-{place}"
            cities = (f"{one} town {place // 2}", f"{other} {one} port {place}")
            goals = (11,) if place == 0 else (3,)
            plan = story.tell(name, cities, goals=goals, activities=((f"Visit {name}", "planned"),))
            for city, country in zip(cities, (one, other), strict=True):
                iri = f"{ID_BASE}city/zz/{quote(city.replace(' ', '-'))}"
                story.say(plan, (iri, Ckg.inCountry, COUNTRY + country), country)
                story.add(COUNTRY + country, Rdfs.label, Literal(names[country]), plan)


@pytest.fixture
def large(story: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A graph that counts as large, for what is drawn one by one is little."""
    monkeypatch.setattr("citykg.viz.layout.MOST_SINGLE", 20)
    tell_pairs(story, SIZES, NAMED)
    return story


def on_map(page: Any, kind: str) -> int:
    """How many things of a kind the network draws."""
    found = f"node.group === '{kind}' && citykgPage.isOnMap(node.id)"
    return int(page.evaluate(f"citykgPage.nodes.filter((node) => {found}).length"))


def texts(page: Any) -> list[str]:
    """The words on the network."""
    return list(page.evaluate("citykgPage.labels().map(({ text }) => text)"))


def middle_of(page: Any, place: int) -> tuple[float, float]:
    """The middle of a cluster, on the screen."""
    x, y = page.evaluate(
        """(place) => { const { x, y } = citykgPage.graph.clusters[place];
        const view = citykgPage.view();
        return [(x - view.x) * view.scale + view.width / 2,
          (y - view.y) * view.scale + view.height / 2]; }""",
        place,
    )
    box = page.locator("#map").bounding_box()
    return box["x"] + x, box["y"] + y


def heading(page: Any) -> str:
    """What the panel is about."""
    return str(page.locator("#details h2").inner_text())


# ---- in Python


def things_of(labels: dict[str, tuple[str, str]]) -> dict[str, Thing]:
    """Things by IRI, given their kind and label."""
    return {iri: Thing(iri, kind, label) for iri, (kind, label) in labels.items()}


def test_the_way_is_taken_that_leaves_least_to_look_at() -> None:
    """Countries, where they part the flowers well; else a city; else the first letter."""
    hubs = {country: ("country", country) for country in NAMED}
    centres = [f"c{place}" for place in range(40)]
    things = things_of(hubs | {one: ("cooperation", f"{one}") for one in centres})
    features = {
        one: {list(NAMED)[place % 2], list(NAMED)[2 + place // 2 % 2]}
        for place, one in enumerate(centres)
    }
    assert [
        len(one.members) for one in cluster(centres, things, ways_of_plans(features, things))
    ] == [10] * 4
    assert {one.names for one in cluster(centres, things, ways_of_plans(features, things))} == {
        ("br", "de"), ("br", "fr"), ("de", "jp"), ("fr", "jp")
    }  # fmt: skip

    things |= things_of({f"t{place}": ("city", f"t{place}") for place in range(8)})
    features = {one: {"de", f"t{place % 8}"} for place, one in enumerate(centres)}
    assert [one.names for one in cluster(centres, things, ways_of_plans(features, things))] == [
        (f"t{place}",) for place in range(8)
    ]

    words = [f"{letter} {place}" for place, letter in enumerate("ÄBCDE" * 8)]
    things = things_of(
        {one: ("cooperation", word) for one, word in zip(centres, words, strict=True)}
    )
    bare: dict[str, set[str]] = {one: set() for one in centres}
    assert {one.words for one in cluster(centres, things, ways_of_plans(bare, things))} == set(
        "ÄBCDE"
    )


def test_clusters_hold_everything_and_stand_apart(large: Any) -> None:
    """Each flower is in one cluster, each thing inside its disc, and no two discs overlap."""
    facts = read_facts(large.store)
    layout = lay_out(facts)
    members = [member for disc in layout.clusters for member in disc.cluster.members]
    assert len(members) == len(set(members)) == TOTAL
    assert sorted(len(disc.cluster.members) for disc in layout.clusters) == sorted(SIZES.values())
    inside = [thing.id for thing in facts.things if layout.places[thing.id].angle is None]
    assert set(layout.within) == set(inside)
    for thing in inside:
        disc, place = layout.clusters[layout.within[thing]], layout.places[thing]
        assert hypot(place.x - disc.x, place.y - disc.y) <= disc.radius + 0.2
    for one, other in combinations(layout.clusters, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius
    reach = max(hypot(one.x / STRETCH, one.y) + one.radius for one in layout.clusters)
    assert reach <= layout.half_height + 0.2


def test_the_size_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above it there are clusters, the same each time; there may be no country and no city."""
    assert MOST_SINGLE == 5000
    monkeypatch.setattr("citykg.viz.layout.MOST_SINGLE", 200)

    def of(count: int) -> Facts:
        things = [Thing(f"urn:c{place:05}", "cooperation", f"C{place}") for place in range(count)]
        return Facts(tuple(things), ())

    assert lay_out(of(200)).clusters == ()
    layout = lay_out(of(201))
    assert sum(len(disc.cluster.members) for disc in layout.clusters) == 201
    assert lay_out(of(201)) == layout


def test_a_city_of_two_clusters_stands_once(large: Any) -> None:
    """It stands in the one that has more of its cooperations."""
    facts = read_facts(large.store)
    city = f"{ID_BASE}city/zz/de-town-0"
    assert len([fact for fact in facts.facts if fact.subject == city and fact.is_link]) > 4
    parties: list[Fact] = [
        fact for fact in facts.facts if fact.predicate == Ckg.hasParty and fact.object == city
    ]
    layout = lay_out(facts)
    homes = [layout.within[fact.subject] for fact in parties]
    assert len(set(homes)) == 2
    assert layout.within[city] == min(set(homes), key=lambda one: (-homes.count(one), one))


# ---- in a browser


def test_closed_clusters_say_how_many(large: Any, show: Any) -> None:
    """From afar there are hubs and discs, with names and counts; nothing of what is in them."""
    page = show(large.store)
    assert on_map(page, "cooperation") == on_map(page, "city") == 0
    assert on_map(page, "country") == 4
    assert {"36", "29", "24", "17"} <= set(texts(page))
    assert {"Germany", "Brazil"} <= set(texts(page))
    buttons = page.locator("#details .neighbour").all_text_contents()
    assert buttons == [
        "Brazil – Germany36",
        "Germany – Japan29",
        "Brazil – France24",
        "France – Japan17",
    ]


def test_a_click_opens_a_cluster_and_back_closes_it(large: Any, show: Any) -> None:
    """What is in it is drawn and listed; the address says so; Back, Esc and the button close it."""
    page = show(large.store)
    page.mouse.click(*middle_of(page, 0))
    until(page, "citykgPage.state.open === 0")
    assert heading(page) == "Brazil – Germany"
    assert page.locator("#told").inner_text() == "Brazil – Germany, 36 cooperations"
    assert on_map(page, "cooperation") >= SIZES["de", "br"]
    assert page.locator("#details .neighbour").count() == SIZES["de", "br"]
    page.go_back()
    until(page, "citykgPage.state.open === null")
    until(page, NO_FLOWER)
    for close in (lambda: page.keyboard.press("Escape"), page.locator("#details .action").click):
        page.locator("#details .neighbour").nth(1).click()
        assert heading(page) == "Germany – Japan"
        close()
        assert heading(page) == "How to read this"
        assert page.evaluate("location.hash") == ""


def test_an_address_opens_a_cluster(large: Any, show: Any) -> None:
    """One that nobody could have made opens none."""
    key = quote(f"{COUNTRY}fr {COUNTRY}jp", safe="")
    page = show(large.store, f"#open={key}")
    assert heading(page) == "France – Japan"
    assert on_map(page, "cooperation") >= SIZES["fr", "jp"]
    for odd in ("", "0", "__proto__", f"{COUNTRY}fr", key + key, "%00"):
        page.evaluate(f"location.hash = '#open={odd}'")
        until(page, "citykgPage.state.open === null")
        assert heading(page) == "How to read this"


def test_what_is_looked_at_closely_opens_by_itself(large: Any, show: Any) -> None:
    """Zooming in draws what is in view; zooming out closes it."""
    page = show(large.store)
    page.evaluate(
        """() => { const { x, y } = citykgPage.graph.clusters[0];
        citykgPage.map.moveTo({ position: { x, y }, scale: 1 }); }"""
    )
    until(page, NO_FLOWER.removeprefix("!"))
    assert on_map(page, "activity") >= SIZES["de", "br"]
    page.evaluate("citykgPage.map.moveTo({ scale: 0.2 })")
    until(page, NO_FLOWER)


def test_what_many_share_says_how_many_of_each(large: Any, show: Any) -> None:
    """Goal 11 is one cooperation's of each cluster; its lines go to the discs."""
    page = show(large.store)
    page.evaluate("citykgPage.select(citykgPage.nodes.find(({ number }) => number === '11').id)")
    until(page, "citykgPage.labels().some(({ text }) => text === '1 / 36')")
    assert {"1 / 29", "1 / 24", "1 / 17"} <= set(texts(page))
    assert on_map(page, "cooperation") == 0


def test_a_city_brings_its_neighbours_wherever_they_stand(large: Any, show: Any) -> None:
    """What is found by search is drawn, and what it is linked with, in clusters that are closed."""
    page = show(large.store)
    page.keyboard.press("/")
    page.keyboard.type("de town 0")
    page.keyboard.press("Enter")
    assert heading(page) == "de town 0"
    near = page.evaluate(
        """() => { const { selected } = citykgPage.state;
        return citykgPage.graph.facts.filter(([subjects, , object]) => object === selected)
          .every(([subjects]) => subjects.every((id) => citykgPage.isOnMap(id))); }"""
    )
    assert near
    page.keyboard.press("Escape")
    until(page, NO_FLOWER)


def test_a_choice_counts_in_each_cluster(large: Any, show: Any) -> None:
    """A facet leaves some of each; the list names clusters that have any."""
    page = show(large.store, f"#country={quote(COUNTRY + 'jp', safe='')}")
    buttons = page.locator("#details .neighbour").all_text_contents()
    assert buttons == ["Germany – Japan29", "France – Japan17"]
    assert "0 / 36" in texts(page)


def test_clusters_are_reached_by_keys_and_fit_for_all(large: Any, show: Any) -> None:
    """The panel's list opens them by Tab and Enter; axe finds no violation, open and closed."""
    page = show(large.store)
    assert Axe().run(page).response["violations"] == []
    page.locator("#details .neighbour").first.focus()
    page.keyboard.press("Enter")
    assert heading(page) == "Brazil – Germany"
    assert Axe().run(page).response["violations"] == []


def test_clusters_speak_the_language_of_the_reader(large: Any, show: Any) -> None:
    """The words around them are translated."""
    page = show(large.store, "#lang=fr")
    assert "groupe de coopérations" in page.locator("#details").inner_text()
    page.locator("#details .neighbour").first.click()
    assert page.locator("#details .kind").inner_text() == "groupe de coopérations"
    assert page.locator("#details .action").inner_text() == "Tous les groupes"


def test_a_picture_holds_the_discs(large: Any, show: Any) -> None:
    """A file of the network has the counts and the names of the discs."""
    page = show(large.store)
    page.locator("#saver summary").click()
    with page.expect_download() as saved:
        page.locator("#saves button", has_text="SVG").first.click()
    drawing = saved.value.path().read_text(encoding="utf-8")
    assert ">36</text>" in drawing
    assert ">Germany</text>" in drawing


def test_hostile_countries_name_clusters(
    story: Any, show: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever countries are called, each cluster opens, and no name becomes an element."""
    monkeypatch.setattr("citykg.viz.layout.MOST_SINGLE", 20)
    names = {f"c{place}": name for place, name in enumerate(NAMES)}
    pairs = zip(list(names)[::2], list(names)[1::2], strict=True)
    tell_pairs(story, dict.fromkeys(pairs, 2), names)
    page = show(story.store)
    elements = "document.querySelectorAll('img, iframe, svg, script, #details a').length"
    before = page.evaluate(elements)
    page.locator("#details .neighbour").first.click()
    for place in range(len(NAMES) // 2):
        page.evaluate(f"citykgPage.openCluster({place})")
        assert page.locator("#details .neighbour").count() == 2
        assert page.evaluate(elements) == before
        page.evaluate("dispatchEvent(new HashChangeEvent('hashchange'))")
        assert page.evaluate("citykgPage.state.open") == place


def test_what_no_page_can_show_is_refused(
    pairs: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence that says what to do, before all is read, and with no page left behind."""
    monkeypatch.setattr("citykg.viz.page.MOST", 10)
    monkeypatch.setattr("citykg.viz.page.facts_of", lambda _: pytest.fail("read all the same"))
    with pytest.raises(UsageError, match=r"more than 10 things.*--focus THING.*--query NAME"):
        write_page(pairs.store, tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []
