"""The map in a browser: cities where they are, arcs between them, and who has no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
import pytest
from waiting import until

from citykg.ontology.terms import GRAPH_LINKS, ID_BASE, Ckg, Geo
from tests.viz.conftest import slug

if TYPE_CHECKING:
    from tests.viz.conftest import Story

PLACES: Final = {
    "Manchester": (-2.237, 53.481),
    "Montreal": (-73.588, 45.509),
    "Ottawa": (-75.698, 45.411),
    "Rotterdam": (4.479, 51.922),
    "Surat": (72.831, 21.195),
}
MAP: Final = "#view=world"
NAMED: Final = "citykgPage.nodes.find((node) => node.label === name && node.group === 'city')"
BOXES: Final = """() => citykgPage.views.world.shown().boxes.map(
    ({ text, x, y, width, height }) => ({ text, x, y, width, height }))"""
ARCS: Final = """() => citykgPage.views.world.shown().arcs.map(({ unit, pieces, isStrong }) =>
    ({ name: citykgPage.nodes[unit].label, isStrong,
       pieces: pieces.map(({ seen }) => [[...seen.slice(0, 2)], [...seen.slice(-2)]]) }))"""


def place(story: Story, name: str, longitude: float, latitude: float) -> None:
    """Say where a city is, as the links of a graph do."""
    point = f"{ID_BASE}geometry/{slug(name)}"
    wkt = ox.Literal(f"POINT ({longitude} {latitude})", datatype=ox.NamedNode(Geo.wktLiteral))
    story.add(f"{ID_BASE}city/zz/{slug(name)}", Geo.hasGeometry, point, GRAPH_LINKS)
    story.add(point, Geo.asWKT, wkt, GRAPH_LINKS)


def place_all(story: Story) -> Story:
    """The story with the places of its cities."""
    for name, (longitude, latitude) in PLACES.items():
        place(story, name, longitude, latitude)
    return story


@pytest.fixture
def placed(pairs: Story) -> Story:
    """Three cooperations of five cities, each with its place."""
    return place_all(pairs)


def look(show: Any, store: ox.Store, address: str = MAP) -> Any:
    """Open the map and wait until it stands still."""
    page = show(store, address)
    settle(page)
    return page


def settle(page: Any) -> None:
    """Wait until the map is drawn and stands still."""
    shown = "citykgPage.views.world.shown()"
    until(page, f"{shown}.size.width > 0 && {shown}.isStill")
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def spot(page: Any, name: str) -> tuple[float, float]:
    """Where on the page a city is drawn, alone or in a group."""
    x, y = page.evaluate(
        f"""(name) => {{ const {{ id }} = {NAMED};
            return citykgPage.views.world.shown().marks.find(({{ ids }}) => ids.includes(id)).at; }}""",
        name,
    )
    box = page.locator(".world .board").bounding_box()
    return box["x"] + x, box["y"] + y


def drawn(page: Any) -> list[list[str]]:
    """The names of the cities that are drawn, by mark."""
    return sorted(
        page.evaluate(
            """() => citykgPage.views.world.shown().marks.map(
                ({ ids }) => ids.map((id) => citykgPage.nodes[id].label).sort())"""
        )
    )


def overlaps(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The pairs of names that lie over one another."""
    return [
        (one["text"], other["text"])
        for at, one in enumerate(boxes)
        for other in boxes[:at]
        if abs(one["x"] - other["x"]) < (one["width"] + other["width"]) / 2 - 0.01
        and abs(one["y"] - other["y"]) < (one["height"] + other["height"]) / 2 - 0.01
    ]


def test_cities_are_where_they_are(placed: Story, show: Any) -> None:
    """East is right, north is up, and a mark has the colour of a city where its city is."""
    page = look(show, placed.store)
    # Montreal and Ottawa are too near each other to be told apart from afar.
    at = {name: spot(page, name) for name in PLACES if name != "Montreal"}
    assert sorted(at, key=lambda name: at[name][0]) == sorted(at, key=lambda name: PLACES[name][0])
    assert sorted(at, key=lambda name: -at[name][1]) == sorted(at, key=lambda name: PLACES[name][1])
    colour = page.evaluate(
        f"""(name) => {{
            const {{ id }} = {NAMED};
            const {{ at: [x, y] }} = citykgPage.views.world.shown().marks.find(({{ ids }}) => ids.includes(id));
            const canvas = document.querySelector(".world canvas");
            const ratio = canvas.width / canvas.clientWidth;
            return [...canvas.getContext("2d").getImageData(x * ratio, y * ratio, 1, 1).data]; }}""",
        "Surat",
    )
    assert colour == [0x00, 0x72, 0xB2, 255]
    # The land of India is around it, in the colour of land and not of the sea.
    assert (
        len(page.evaluate("JSON.parse(document.getElementById('outline').textContent).land")) > 100
    )


def test_click_selects_and_its_arcs_are_strong(placed: Story, show: Any) -> None:
    """A click on a city shows it in the panel and its cooperations on the map, one on an arc that."""
    page = look(show, placed.store)
    assert {arc["name"] for arc in page.evaluate(ARCS)} == {
        "Manchester – Montreal", "Ottawa – Rotterdam", "Surat – Rotterdam",
    }  # fmt: skip
    page.mouse.move(*spot(page, "Surat"))
    assert page.locator(".world .tip").inner_text() == "Surat"
    page.mouse.click(*spot(page, "Surat"))
    assert page.locator("#details h2").inner_text() == "Surat"
    assert [arc["name"] for arc in page.evaluate(ARCS) if arc["isStrong"]] == ["Surat – Rotterdam"]
    assert {box["text"] for box in page.evaluate(BOXES)} == {"Surat", "Rotterdam"}
    x, y = page.evaluate(
        """() => { const { pieces } = citykgPage.views.world.shown().arcs.find(({ isStrong }) => isStrong);
            const [{ seen }] = pieces;
            const middle = 2 * Math.floor(seen.length / 4);
            return [seen[middle], seen[middle + 1]]; }"""
    )
    box = page.locator(".world .board").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert page.locator("#details h2").inner_text() == "Surat – Rotterdam"


def test_facets_and_kinds_hide(placed: Story, show: Any) -> None:
    """What is not chosen is not on the map; without cooperations there are no arcs."""
    placed.tell("lima-quito", ("Lima", "Quito"), programme="IUC")
    page = look(show, placed.store, f"{MAP}&theme={ID_BASE}theme/migration")
    assert drawn(page) == [["Manchester"], ["Montreal"]]
    assert page.locator(".world .placeless").is_hidden()
    page.locator("#legend [data-kind=cooperation]").click()
    assert page.evaluate(ARCS) == []
    page.locator("#all").evaluate("(button) => button.click()")
    assert [name for names in drawn(page) for name in names] == sorted(PLACES)
    assert "2 cities have no place: " in page.locator(".world .placeless").inner_text()


def test_zoom_and_pan(placed: Story, show: Any) -> None:
    """Wheel, buttons and keys zoom; drags and arrows pan; a group opens when it is clicked."""
    page = look(show, placed.store)
    eye = "() => ({ ...citykgPage.views.world.shown().eye })"
    first = page.evaluate(eye)
    x, y = spot(page, "Surat")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -200)
    until(page, f"({eye})().scale > {first['scale']}")
    settle(page)
    assert spot(page, "Surat") == pytest.approx((x, y), abs=1)
    page.mouse.move(x + 60, y + 60)
    page.mouse.down()
    page.mouse.move(x - 40, y + 40, steps=3)
    page.mouse.up()
    settle(page)
    assert spot(page, "Surat") == pytest.approx((x - 100, y - 20), abs=1)
    assert page.evaluate("citykgPage.state.selected") is None
    page.locator("#reset").click()
    settle(page)
    assert page.evaluate(eye) == pytest.approx(first)
    assert ["Montreal", "Ottawa"] in drawn(page)
    page.mouse.click(*spot(page, "Ottawa"))
    settle(page)
    assert ["Montreal"] in drawn(page)
    assert ["Ottawa"] in drawn(page)
    before = page.evaluate(eye)
    page.locator(".world .board").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("-")
    settle(page)
    after = page.evaluate(eye)
    assert after["x"] > before["x"]
    assert after["scale"] == pytest.approx(before["scale"] / 1.5)
    page.locator("#closer").click()
    settle(page)
    assert page.evaluate(eye)["scale"] == pytest.approx(before["scale"])


def test_every_city_is_reached_by_keys(placed: Story, show: Any) -> None:
    """With Shift, arrows walk from west to east over each city; Enter selects."""
    page = look(show, placed.store)
    page.locator(".world .board").focus()
    said = []
    for _ in PLACES:
        page.keyboard.press("Shift+ArrowRight")
        said.append(page.locator("#told").inner_text())
    assert said == [f"{name}, city" for name in sorted(PLACES, key=lambda name: PLACES[name])]
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == "Surat"


def test_names_do_not_overlap(story: Story, show: Any) -> None:
    """Of 200 cities close to one another few are named from afar, more from near, none twice."""
    names = [f"Sankt Nirgendwo {number}" for number in range(200)]
    for number in range(0, 200, 2):
        story.tell(f"pair-{number}", (names[number], names[number + 1]))
    for number, name in enumerate(names):
        place(story, name, 5 + (number % 20) * 0.4, 45 + (number // 20) * 0.4)
    # Three of them are at one place, and the closest look still tells them apart.
    for name in ("Here", "There", "Everywhere"):
        place(story, name, -60, -20)
    story.tell("one-place", ("Here", "There", "Everywhere"))
    page = look(show, story.store)
    far = page.evaluate(BOXES)
    assert far
    assert overlaps(far) == []
    assert ["Everywhere", "Here", "There"] in drawn(page)
    page.mouse.click(*spot(page, names[90]))
    settle(page)
    near = page.evaluate(BOXES)
    assert overlaps(near) == []
    page.locator("#reset").click()
    settle(page)
    for _ in range(4):
        if ["Here"] not in drawn(page):
            page.mouse.click(*spot(page, "Here"))
            settle(page)
    here = [names for names in drawn(page) if names[0][0] != "S"]
    assert here == [["Everywhere"], ["Here"], ["There"]]
    page.mouse.click(*spot(page, "There"))
    assert page.locator("#details h2").inner_text() == "There"


def test_across_the_antimeridian(story: Story, show: Any) -> None:
    """From Auckland to Los Angeles the way leads over the Pacific, not around the world."""
    story.tell("pacific", ("Auckland", "Los Angeles"))
    place(story, "Auckland", 174.763, -36.848)
    place(story, "Los Angeles", -118.244, 34.052)
    page = look(show, story.store)
    (arc,) = page.evaluate(ARCS)
    (start, rim), (other_rim, end) = arc["pieces"]
    auckland, angeles = spot(page, "Auckland"), spot(page, "Los Angeles")
    box = page.locator(".world .board").bounding_box()
    assert (start[0] + box["x"], start[1] + box["y"]) == pytest.approx(auckland, abs=1)
    assert (end[0] + box["x"], end[1] + box["y"]) == pytest.approx(angeles, abs=1)
    assert rim[0] > start[0] > end[0] > other_rim[0]


def test_way_between_cities(placed: Story, show: Any) -> None:
    """The cities on the way from one to another are strong, and the cooperations between them."""
    address = f"{MAP}&node={ID_BASE}city/zz/surat&to={ID_BASE}city/zz/ottawa"
    page = look(show, placed.store, address)
    named = {box["text"] for box in page.evaluate(BOXES)}
    assert {"Surat", "Ottawa"} <= named <= {"Surat", "Ottawa", "Rotterdam"}
    assert ["Ottawa"] in drawn(page)


def test_without_a_place(pairs: Story, show: Any) -> None:
    """Cities without a place are named under the map, and each can be selected there."""
    for city in range(30):
        pairs.tell(f"more-{city}", (f"Ville {city:02}", "Rotterdam"))
    page = look(show, pairs.store)
    assert "No city here has a place yet" in page.locator(".world .note").inner_text()
    line = page.locator(".world .placeless")
    assert line.inner_text().startswith("35 cities have no place: ")
    assert line.inner_text().endswith("and 15 more")
    assert line.locator("button").count() == 20
    line.locator("button", has_text="Rotterdam").click()
    assert page.locator("#details h2").inner_text() == "Rotterdam"
    # Without a place there is no world either.
    assert page.evaluate("document.getElementById('outline').textContent.length") < 40


def test_empty_graph(story: Story, show: Any) -> None:
    """A graph without plans has an empty map that says so."""
    page = look(show, story.store)
    assert "There is nothing to draw yet" in page.locator(".world .note").inner_text()
    page.locator("#closer").click()
    assert drawn(page) == []


def test_names_stay_text(story: Story, show: Any) -> None:
    """A name that looks like mark-up is a name on the map, in its hint and under it."""
    name = "<img src=x onerror=alert(1)>"
    story.tell("hostile", (name, "</script><b>Surat</b>"))
    place(story, name, 72.831, 21.195)
    story.thing(f"{ID_BASE}plan/hostile", "city/zz/odd", Ckg.City, "<i>Odd</i>")
    page = look(show, story.store)
    page.mouse.move(*spot(page, name))
    assert page.locator(".world .tip").inner_text() == name
    assert "</script><b>Surat</b>" in page.locator(".world .placeless").inner_text()
    assert page.locator(".world img, .world b, .world i").count() == 0


def test_narrow_and_dark(placed: Story, browser: Any, tmp_path: Any) -> None:
    """On a phone by night nothing is wider than the screen, and nothing moves that need not."""
    from citykg.viz.page import write_page

    write_page(placed.store, tmp_path / "night.html")
    context = browser.new_context(
        viewport={"width": 390, "height": 800},
        color_scheme="dark",
        reduced_motion="reduce",
        has_touch=True,
    )
    page = context.new_page()
    page.goto(f"{(tmp_path / 'night.html').as_uri()}{MAP}")
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(BOXES)
    # At once, for who wants no motion.
    page.evaluate("citykgPage.views.world.zoom(2)")
    assert page.evaluate("citykgPage.views.world.shown().isStill")
    # Two fingers that part zoom, and what is between them stays there.
    session = context.new_cdp_session(page)
    box = page.locator(".world .board").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    eye = "citykgPage.views.world.shown().eye"
    before = page.evaluate(eye)
    for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchEnd", 0)):
        points = [{"x": x + side * apart, "y": y, "id": side + 1} for side in (-1, 1)]
        event = {"type": kind, "touchPoints": points if apart else []}
        session.send("Input.dispatchTouchEvent", event)
    settle(page)
    after = page.evaluate(eye)
    assert after == pytest.approx(before | {"scale": 2 * before["scale"]}, abs=0.01)
    assert page.evaluate("citykgPage.state.selected") is None
    # A finger that only touches selects.
    page.evaluate("citykgPage.views.world.all()")
    settle(page)
    page.touchscreen.tap(*spot(page, "Surat"))
    assert page.locator("#details h2").inner_text() == "Surat"
    context.close()
