"""The page in a browser.  The fixture `show` fails a test on any request, message or dialog."""

from __future__ import annotations

from itertools import combinations, count, cycle
from math import cos, sin
from typing import Any
from urllib.parse import quote

import pytest
from hostile_names import NAMES
from waiting import until

from citykg.graph.facts import KINDS
from citykg.ontology.terms import (
    GRAPH_LINKS,
    ID_BASE,
    STATUS,
    Ckg,
    Dcterms,
    Owl,
    Rdf,
    Rdfs,
    Schema,
    Skos,
    Sssom,
)

PLAN = f"{ID_BASE}plan/manchester-montreal"


def search_for(page: Any, words: str) -> None:
    """Find and select a thing by the keyboard alone."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.keyboard.press("Enter")


def test_map_is_drawn(pairs: Any, show: Any) -> None:
    """The map has paint on it: things and names."""
    page = show(pairs.store)
    until(page, "citykgPage.labels().length > 5")
    painted = page.evaluate(
        """() => { const canvas = document.querySelector('#map canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set();
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] === 255) colours.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
        return colours.size; }"""
    )
    assert painted > 20


def test_search_and_enter_show_the_quote(pairs: Any, show: Any) -> None:
    """`/`, a few letters and Enter select a thing; the panel says what is stated and where."""
    page = show(pairs.store)
    search_for(page, "manch city")
    panel = page.locator("#details")
    assert panel.locator("h2").inner_text() == "Manchester"
    assert "Housing" in panel.locator("blockquote q").all_inner_texts()
    assert "pairs.txt, line 7, characters" in panel.inner_text()
    assert page.locator("#told").inner_text().startswith("Manchester, city")


def test_click_on_a_thing_selects_it(pairs: Any, show: Any) -> None:
    """A click where a thing is drawn selects it; a click beside everything lets go."""
    page = show(pairs.store)
    box = page.locator("#map").bounding_box()
    spot = page.evaluate(
        """() => { const node = citykgPage.nodes
        .find((node) => node.label === 'Surat'); const view = citykgPage.view();
        return [(node.x - view.x) * view.scale + view.width / 2,
          (node.y - view.y) * view.scale + view.height / 2]; }"""
    )
    page.mouse.click(box["x"] + spot[0], box["y"] + spot[1])
    page.wait_for_selector("#details h2:has-text('Surat')")
    page.mouse.click(box["x"] + 4, box["y"] + box["height"] - 4)
    page.wait_for_selector("#details h2:has-text('How to read this')")


def test_neighbours_move_the_selection(pairs: Any, show: Any) -> None:
    """A neighbour is a button, and pressing it goes there; Escape shows everything again."""
    page = show(pairs.store)
    search_for(page, "rotterdam city")
    page.locator("#details button", has_text="Housing").first.click()
    assert page.locator("#details h2").inner_text() == "Housing"
    assert "THEME OF · CITIES (4)" in page.locator("#details").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#details h2").inner_text() == "How to read this"
    assert "#" not in page.url


def test_denied_activity_reads_as_denied(pairs: Any, show: Any) -> None:
    """What was not done says so in the results, in the panel and on the map."""
    page = show(pairs.store)
    page.keyboard.press("/")
    page.keyboard.type("pilot")
    assert page.locator("#results .word bdi").first.inner_text() == "✕ not done: Pilot project"
    page.keyboard.press("Enter")
    assert page.locator("#details h2.denied").inner_text() == "Pilot project"
    assert "not done" in page.locator("#details .kind").inner_text()
    until(page, "citykgPage.labels().some((box) => box.text === '✕ not done: Pilot project')")


def test_legend_toggles_kinds(pairs: Any, show: Any) -> None:
    """The legend counts each kind, and pressing one takes it off the map and back."""
    page = show(pairs.store)
    button = page.locator('#legend button[data-kind="city"]')
    has_cities = "citykgPage.labels().some((box) => box.node.group === 'city')"
    assert button.inner_text().split() == ["cities", "5"]
    until(page, has_cities)
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    until(page, f"!{has_cities}")
    button.click()
    until(page, has_cities)


def test_permalink_restores_the_selection(pairs: Any, show: Any) -> None:
    """Selecting changes the address, the address selects, and Back goes back."""
    page = show(pairs.store, "#node=" + f"{ID_BASE}theme/water".replace(":", "%3A"))
    assert page.locator("#details h2").inner_text() == "Water"
    search_for(page, "surat city")
    assert page.url.endswith("#node=https%3A%2F%2Fw3id.org%2Fcitykg%2Fid%2Fcity%2Fzz%2Fsurat")
    page.go_back()
    page.wait_for_selector("#details h2:has-text('Water')")


@pytest.mark.parametrize("address", ["#node=", "#node=nowhere", "#node=%E0%A4%A", "#other"])
def test_unknown_address_selects_nothing(pairs: Any, show: Any, address: str) -> None:
    """An address that names nothing of this graph shows everything."""
    page = show(pairs.store, address)
    assert page.locator("#details h2").inner_text() == "How to read this"


def test_names_never_become_markup(pairs: Any, show: Any) -> None:
    """No name, quote, value, document or IRI makes an element, runs, or leads off the web."""
    pairs.tell("hostile", NAMES[:4], themes=NAMES, programme=NAMES[0])
    plan = f"{ID_BASE}plan/hostile"
    for place, (payload, cls) in enumerate(zip(NAMES, cycle(KINDS), strict=False)):
        iri = pairs.thing(plan, f"{ID_BASE}odd/{place}", cls, payload)
        pairs.say(plan, (plan, Ckg.hasResult, iri), payload)
        pairs.say(plan, (iri, Ckg.status, STATUS + quote(payload[:80], safe="")), payload)
        for predicate in (Schema.startDate, Dcterms.description, Skos.altLabel):
            pairs.say(plan, (iri, predicate, literal(payload)), payload)
        link(pairs, place, iri, payload)
    pairs.add(plan, Dcterms.source, "javascript:alert(8)", plan)
    pairs.add(plan, Dcterms.source, "data:text/html,%3Cscript%3Ealert(9)%3C/script%3E", plan)
    thing = "javascript:alert(10)"
    pairs.add(thing, Rdf.type, Ckg.Result, plan)
    pairs.say(plan, (plan, Ckg.hasResult, thing), NAMES[1])
    for quad in list(pairs.quads):
        if quad.predicate.value == Schema.name:
            pairs.quads.remove(quad)
    document = f"{ID_BASE}document/1"
    pairs.add(document, Schema.name, literal(NAMES[0]), f"{plan}/evidence")

    page = show(pairs.store, title=NAMES[0])
    assert page.locator("h1").inner_text() == NAMES[0]
    page.evaluate(
        "document.querySelectorAll('aside details').forEach((one) => { one.open = true; })"
    )
    page.locator("#tab-table").click()
    for payload in NAMES[:8]:
        page.locator("#search").fill(payload)
        page.wait_for_timeout(10)
    page.keyboard.press("Escape")
    tabs = page.locator("#tabs button")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        assert page.evaluate(MADE) == []
    nodes = page.evaluate("citykgPage.nodes.length")
    for node in range(nodes):
        # All in one call: there are hundreds.
        assert (
            page.evaluate(
                """(node) => { citykgPage.select(node);
            document.querySelectorAll('#details .more').forEach((more) => more.click()); }""",
                node,
            )
            is None
        )
        assert page.evaluate(MADE) == []
    assert page.evaluate("Object.keys(Object.prototype).length") == 0


# What no name may have made: elements that run, load or send, and links that lead elsewhere.
MADE = """() => [...document.querySelectorAll('img,iframe,object,embed,b:not(.lead b),form,base,'
+ 'video,math,template,textarea,main script,main style,main link,main meta,'
+ '[onerror],[onload],[onfocus],[ontoggle],[srcdoc]')].map((one) => one.outerHTML)
.concat([...document.querySelectorAll('a')].filter((a) => !/^https?:$/.test(a.protocol)
  || a.host.includes('example.org')).map((a) => a.href))"""


def link(pairs: Any, place: int, iri: str, reason: str) -> None:
    """Link a thing to what is no place to go to."""
    mapping = f"{ID_BASE}mapping/{place}"
    pairs.add(mapping, Owl.annotatedSource, iri, GRAPH_LINKS)
    pairs.add(mapping, Owl.annotatedTarget, f"javascript:alert({place})", GRAPH_LINKS)
    pairs.add(mapping, Owl.annotatedProperty, f"{Skos.NS}{quote(reason[:80])}", GRAPH_LINKS)
    pairs.add(mapping, Sssom.confidence, literal(reason), GRAPH_LINKS)
    pairs.add(mapping, Rdfs.comment, literal(reason), GRAPH_LINKS)


def test_labels_never_overlap(pairs: Any, show: Any) -> None:
    """At every zoom no two names lie over each other, and the ring's names read outwards."""
    for place in range(12):
        pairs.tell(
            f"pair-{place}",
            (f"City number {place}", f"Another {place}"),
            themes=tuple(f"A theme of some length {place} {part}" for part in range(8)),
            goals=(place % 17 + 1,),
        )
    page = show(pairs.store)
    shown = []
    for scale in (None, 0.2, 0.6, 1.0, 1.6, 3.0):
        if scale:
            page.evaluate(
                """(scale) => new Promise((done) => {
                citykgPage.map.once('afterDrawing', () => setTimeout(done));
                citykgPage.map.moveTo({ scale }); })""",
                scale,
            )
        boxes = page.evaluate(
            "citykgPage.labels().map(({ x, y, width, height, turn }) =>"
            " ({ x, y, width, height, turn }))"
        )
        shown.append(len(boxes))
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert min(shown) > 3
    assert shown[0] > 40


def overlap(one: dict[str, float], two: dict[str, float]) -> bool:
    """Whether two turned boxes overlap by more than a hundredth of a pixel."""
    for box in (one, two):
        for axis in ((cos(box["turn"]), sin(box["turn"])), (-sin(box["turn"]), cos(box["turn"]))):
            spans = [[x * axis[0] + y * axis[1] for x, y in corners(other)] for other in (one, two)]
            if min(max(spans[0]) - min(spans[1]), max(spans[1]) - min(spans[0])) < 0.01:
                return False
    return True


def corners(box: dict[str, float]) -> list[tuple[float, float]]:
    """The four corners of a turned box."""
    across, down = cos(box["turn"]), sin(box["turn"])
    return [
        (
            box["x"] + (i * box["width"] * across - j * box["height"] * down) / 2,
            box["y"] + (i * box["width"] * down + j * box["height"] * across) / 2,
        )
        for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]


def test_keyboard_reaches_everything(pairs: Any, show: Any) -> None:
    """Tab reaches the search, the buttons, the legend and the panel, in this order."""
    page = show(pairs.store)
    search_for(page, "manchester city")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    page.locator("#search").focus()
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(({ id, dataset, className }) => id || dataset.kind || className)"
                "(document.activeElement)"
            )
        )
    wanted = ["closer", "farther", "reset", "cooperation", "city", "details", "neighbour"]
    places = [reached.index(item) for item in wanted if item in reached]
    assert [item for item in wanted if item in reached] == wanted[:5] + wanted[6:]
    assert places == sorted(places)


def test_dark_mode_has_dark_paint(pairs: Any, show: Any) -> None:
    """With a dark colour scheme the page and the map are dark, at once."""
    page = show(pairs.store)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 23, 30)"


def test_every_kind_can_be_drawn(story: Any, show: Any) -> None:
    """Each kind has a shape on the canvas and a place in the legend."""
    plan = story.tell("pair", goals=(1,), activities=(("Visit", "planned"),))
    numbers = count()
    for cls in KINDS:
        iri = story.thing(plan, f"{ID_BASE}some/{next(numbers)}", cls, cls.rsplit("#", 1)[-1])
        story.say(plan, (plan, Ckg.hasResult, iri), "said")
    page = show(story.store)
    assert page.locator("#legend button[data-kind]").count() == 17


def test_empty_graph_has_a_sensible_page(story: Any, show: Any) -> None:
    """A page without things says so and works."""
    page = show(story.store)
    assert page.locator("#note").is_visible()
    search_for(page, "anything")
    page.keyboard.press("Escape")


def test_one_thing_has_a_sensible_page(story: Any, show: Any) -> None:
    """A page with one thing draws it in the middle and invites to select it."""
    plan = f"{ID_BASE}plan/alone"
    story.add(plan, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", Ckg.ActionPlan, plan)
    story.say(plan, (plan, Dcterms.title, literal("A plan alone")), "A plan alone")
    page = show(story.store)
    assert "One thing is here so far" in page.locator("#note").inner_text()
    search_for(page, "alone")
    assert page.locator("#details blockquote q").inner_text() == "A plan alone"


def literal(text: str) -> Any:
    """The text as a literal."""
    from pyoxigraph import Literal

    return Literal(text)
