"""The pages in a browser: quiet, legible at any width, reachable by keyboard, and offline."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from servers import Served, serving
from waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = (
    "/",
    "/queries",
    "/queries/cities-by-goal",
    "/queries/cities-by-goal?goal=11",
    "/queries/describe?thing=city/gb/manchester",
    "/search?q=hous",
    "/page/city/gb/manchester",
    "/page/plan/manchester-montreal",
    "/page/sdg:11",
    "/page/city/gb/nowhere",
)
EDITOR = "/sparql?query=SELECT%20%3Fs%20%7B%3Fs%20a%20ckg%3ACity%7D%20LIMIT%205"


@contextmanager
def page_of(browser: Any, served: Served) -> Iterator[Any]:
    """A page on which nothing is asked of another host, and nothing goes wrong."""
    context = browser.new_context(base_url=served.address)
    shown = context.new_page()
    wrong: list[str] = []
    shown.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    shown.on(
        "console", lambda message: wrong.append(message.text) if message.type == "error" else None
    )
    shown.on(
        "request",
        lambda one: wrong.append(one.url) if not one.url.startswith(served.address) else None,
    )
    yield shown
    context.close()
    assert [one for one in wrong if "404" not in one and not one.startswith("data:")] == []


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    """Such a page of the usual server."""
    with page_of(browser, served) as shown:
        yield shown


@pytest.fixture
def patient(browser: Any, graph: Path) -> Iterator[Any]:
    """Such a page of a server that has time, however busy the machine is."""
    options = ("--quiet", "--seconds", "60", "--wait-seconds", "60")
    with serving(graph, *options) as server, page_of(browser, server) as shown:
        yield shown


@pytest.mark.parametrize(
    ("path", "scheme"), [(one, "light") for one in PAGES] + [(PAGES[3], "dark"), (PAGES[7], "dark")]
)
def test_a_page_has_no_fault_that_axe_finds(page: Any, path: str, scheme: str) -> None:
    """Colours, names, headings and landmarks are what WCAG asks for, by day and by night."""
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


@pytest.mark.parametrize("path", [*PAGES, EDITOR])
@pytest.mark.parametrize("width", [390, 1400])
def test_a_page_fits_its_window(page: Any, path: str, width: int) -> None:
    """Nothing reaches beyond a phone, a tablet or a screen; a wide table scrolls by itself."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_keyboard_reaches_the_content_first(page: Any) -> None:
    """The first key leads past the head of the page; the search can be sent by Enter."""
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.fill("#q", "Almada")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=Almada")
    page.click(".found a >> nth=0")
    page.wait_for_url("**/page/**")


def test_a_form_asks_and_leads_to_things(page: Any) -> None:
    """A choice in the form of a question gives its rows, and a row leads to its city."""
    page.goto("/queries/cities-by-goal")
    page.select_option("select", "11")
    page.click("text=Ask >> nth=0")
    page.wait_for_selector("table")
    page.click("td >> text=Manchester >> nth=0")
    assert page.inner_text("h1") == "Manchester"


def test_the_editor_answers_and_knows_prefixes(page: Any) -> None:
    """A query in the address is asked at once, its prefixes declared; a new one can be typed."""
    page.goto(EDITOR)
    page.wait_for_selector(".yasr_results tbody tr")
    assert page.locator(".yasr_results tbody tr").count() == 5
    assert "PREFIX ckg:" in page.evaluate(
        "document.querySelector('.CodeMirror').CodeMirror.getValue()"
    )
    page.evaluate(
        "document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT ?p { ?p a skos:Concept } LIMIT 3')"
    )
    text = page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()")
    assert "PREFIX skos:" in text
    page.click(".yasqe_queryButton")
    page.wait_for_selector(".yasr_results tbody:not(:has(tr:nth-child(4))) tr:nth-child(3)")


def test_the_editor_has_no_fault_of_ours_that_axe_finds(page: Any) -> None:
    """What stands around the editor is as accessible as other pages."""
    page.goto(EDITOR)
    page.wait_for_selector(".yasr_results tbody tr")
    found = Axe().run(page, context={"exclude": [["#editor"]]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_the_page_of_the_graph_is_served(page: Any) -> None:
    """The page that the build wrote works from here as it does from the disk."""
    page.goto("/graph")
    until(page, "globalThis.citykgPage !== undefined")


def test_what_is_around_a_thing_is_drawn_when_it_is_asked_for(patient: Any) -> None:
    """From the page of a thing to its network, from there to that of a neighbour, and to its page."""
    page = patient
    page.goto("/page/city/gb/manchester")
    page.click("text=Draw what is around it")
    until(page, "globalThis.citykgPage !== undefined")
    assert page.inner_text("h1") == "Manchester"
    assert "Almada" not in page.evaluate("citykgPage.nodes.map((node) => node.label)")
    page.keyboard.press("/")
    page.keyboard.type("montreal city")
    page.keyboard.press("Enter")
    page.click("text=Draw around it")
    page.wait_for_url("**/graph?thing=*montreal")
    until(page, "globalThis.citykgPage !== undefined")
    page.keyboard.press("/")
    page.keyboard.type("canada")
    page.keyboard.press("Enter")
    page.click("text=All that is said of it")
    page.wait_for_url("**/page/*")
    assert page.inner_text("h1") == "Canada"
    assert page.goto("/graph?thing=city/gb/nowhere").status == 404
