"""Pages of anybody's RDF in a browser.  The fixture `show` fails a test on any request or message."""

from __future__ import annotations

import io
from math import hypot
from pathlib import Path
from typing import Any
from urllib.parse import quote

import networkx as nx
import pytest
import rdflib
from anybodys import ALL, CATALOGUE, CONCEPTS, FRIENDS, PREFIXES
from axe_playwright_python.sync_playwright import Axe
from hostile_names import NAMES
from rdflib.compare import isomorphic, to_isomorphic
from test_browser import MADE
from test_exports import saved
from waiting import until

import citykg
from citykg.ontology.terms import Foaf

EX = "https://example.org/id/"
PERSON = quote(f"{Foaf.NS}Person", safe="")


@pytest.fixture
def shown(show: Any, tmp_path: Path) -> Any:
    """Open the page of a file with this text."""

    def open_page(text: str, address: str = "", name: str = "graph.ttl") -> Any:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return show(path, address)

    return open_page


def choose(page: Any, iri: str) -> None:
    """Select a thing by its IRI."""
    page.evaluate("iri => citykgPage.select(citykgPage.nodes.find((n) => n.iri === iri).id)", iri)


def test_page_says_what_it_holds(shown: Any) -> None:
    """The head counts things, types and facts; nothing speaks of cooperations or of quotes."""
    page = shown(FRIENDS, name="friends.ttl")
    assert page.inner_text("h1") == "friends.ttl"
    assert page.inner_text("#summary") == "7 things of 2 types, 30 facts."
    words = page.inner_text("body")
    assert "cooperation" not in words.lower()
    assert "no words of documents are quoted" in words
    assert not page.locator("#facets-box").is_visible()
    page.select_option("#language", "fr")
    assert page.inner_text("#summary") == "7 choses de 2 types, 30 faits."
    page.select_option("#language", "en")
    assert page.inner_text("#summary") == "7 things of 2 types, 30 facts."


def test_network_has_things_in_their_places(shown: Any) -> None:
    """Names are drawn beside their things, hubs on the ring; a click on a thing tells of it."""
    page = shown(FRIENDS)
    until(page, "citykgPage.labels().length >= 5")
    spots = page.evaluate(
        """() => citykgPage.labels().map(({ node, x, y }) => { const view = citykgPage.view();
        return [node.label, x - ((node.x - view.x) * view.scale + view.width / 2),
          y - ((node.y - view.y) * view.scale + view.height / 2), node.angle !== undefined]; })"""
    )
    assert {"Ada", "Ben", "Eva", "City office"} <= {name for name, *_ in spots}
    assert all(hypot(x, y) < 160 for _, x, y, _ in spots)
    assert [name for name, _, _, is_hub in spots if is_hub] == ["City office"]
    box = page.locator("#map").bounding_box()
    x, y = page.evaluate(
        """() => { const node = citykgPage.nodes.find(({ label }) => label === 'Eva');
        const view = citykgPage.view(); return [(node.x - view.x) * view.scale + view.width / 2,
          (node.y - view.y) * view.scale + view.height / 2]; }"""
    )
    page.mouse.click(box["x"] + x, box["y"] + y)
    page.wait_for_selector("#details h2:has-text('Eva')")


def test_selection_shows_its_facts(shown: Any) -> None:
    """The panel has the type, the links both ways and the values; what is elsewhere stands once."""
    page = shown(FRIENDS)
    choose(page, f"{EX}office")
    words = page.inner_text("#details")
    assert page.inner_text("#details .kind") == "organization"
    for said in ("TYPE", "MEMBER OF (FROM) · PERSON (4)", "PREF LABEL (2)", "ELSEWHERE"):
        assert said in words
    assert "SAME AS" not in words
    assert words.count("wikidata.org") + words.count("Wikidata") == 1
    assert "no words of documents are quoted" in words
    choose(page, f"{EX}ada")
    assert page.locator("#details a[href='https://example.org/ada']").count() == 1
    choose(page, "_:b1")
    assert page.inner_text("#details h2") == "_:b1"
    assert page.locator("text=Copy as SPARQL").count() == 0
    assert page.locator("text=Copy as Turtle").count() == 1


def test_legend_toggles_types(shown: Any) -> None:
    """A press takes a type off; the address says it, whatever the type is called."""
    page = shown(FRIENDS)
    names = page.locator("#legend .word").all_inner_texts()
    assert names == ["person", "organization", "things"]
    until(page, "citykgPage.labels().some(({ text }) => text === 'Ada')")
    page.locator("#legend button", has_text="person").click()
    until(page, "!citykgPage.labels().some(({ text }) => text === 'Ada')")
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    until(page, "globalThis.citykgPage !== undefined")
    pressed = page.locator("#legend button").evaluate_all("all => all.map((b) => b.ariaPressed)")
    assert pressed == ["false", "true", "true"]


def test_views_say_what_there_is(shown: Any) -> None:
    """The table tells every fact; the matrix and the timeline say that they have nothing."""
    page = shown(FRIENDS)
    page.click("#tab-table")
    assert page.inner_text("#view-table [role=status]") == "30 of 30 facts"
    heads = page.locator("#view-table thead button").all_inner_texts()
    assert heads == ["Subject", "What", "Object or value"]
    page.click("#tab-matrix")
    assert page.inner_text("#view-matrix").strip() == (
        "There are no cooperations here: the matrix has nothing to count."
    )
    page.click("#tab-timeline")
    assert "the timeline has nothing to show" in page.inner_text("#view-timeline")
    page.click("#tab-world")
    until(page, "citykgPage.views.world.shown().marks.length === 2")
    assert not page.locator("#view-world .note").is_visible()


def test_map_without_places_says_so(shown: Any) -> None:
    """Where nothing has a place, the map says what would."""
    page = shown(CONCEPTS, "#view=world")
    assert "a latitude and a longitude" in page.inner_text("#view-world")


def test_table_names_the_graph(shown: Any) -> None:
    """A named graph that is a thing has a column."""
    page = shown('<urn:a> <urn:p> "1" <urn:g> .\n<urn:g> <urn:q> "2" .', "#view=table", "a.nq")
    heads = page.locator("#view-table thead button").all_inner_texts()
    assert heads == ["Subject", "What", "Object or value", "Named graph"]


@pytest.mark.parametrize("name", ALL)
def test_what_is_saved_is_the_file_again(name: str, shown: Any) -> None:
    """Turtle and JSON-LD of all that is shown are the graph of the file, blank nodes and all."""
    page = shown(ALL[name])
    base = Path(page.url.removeprefix("file://")).with_name("graph.ttl").as_uri()
    # Language tags are the same in any case.
    given = to_isomorphic(rdflib.Graph().parse(data=ALL[name], format="turtle", publicID=base))
    for ending, form in (("ttl", "turtle"), ("jsonld", "json-ld")):
        again = rdflib.Graph().parse(data=saved(page, ending)[1], format=form)
        assert isomorphic(again, given), ending
    network = nx.read_graphml(io.BytesIO(saved(page, "graphml")[1]))
    assert len(network) == page.evaluate("citykgPage.nodes.length")
    rows = saved(page, "csv")[1].decode("utf-8-sig")
    assert "\n=1+1" not in rows
    assert ",=1+1" not in rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_has_no_fault_that_axe_finds(scheme: str, shown: Any) -> None:
    """Names, colours and landmarks are what WCAG asks for, with nothing and with a thing selected."""
    for address in ("", f"#node={quote(EX, safe='')}data", "#view=table"):
        page = shown(CATALOGUE, address)
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_hostile_names_stay_names(shown: Any) -> None:
    """No class, label, property or value makes an element, runs, or changes what objects are."""

    def written(text: str) -> str:
        return "".join(
            f"\\u{ord(one):04X}" if ord(one) < 0x10000 else f"\\U{ord(one):08X}" for one in text
        )

    here = "https://example.test/"
    lines = [
        PREFIXES,
        f"@prefix ex: <{here}> .",
        'ex:odd a ex:__proto__ , ex:constructor ; rdfs:label "{} and {}" .',
    ]
    for place, payload in enumerate(NAMES):
        name = written(payload.replace("\x00", "\x01"))  # Turtle has no NUL
        local = quote(payload.replace("\x00", "")[:200], safe="")
        lines += [
            f'ex:t{place} a <{here}{local}> ; rdfs:label "{name}" ; <{here}p/{local}> "{name}"@en ,',
            f"    ex:t{(place + 1) % len(NAMES)} , <javascript:alert({place})> .",
        ]
        if place % 2:
            lines += [f'<{here}{one}{local}> rdfs:label "{name}" .' for one in ("", "p/")]
    page = shown("\n".join(lines))
    for tab in ("world", "table", "matrix", "timeline", "network"):
        page.click(f"#tab-{tab}")
        assert page.evaluate(MADE) == []
    for language in ("fr", "en"):
        page.select_option("#language", language)
        for node in range(page.evaluate("citykgPage.nodes.length")):
            page.evaluate("(node) => citykgPage.select(node)", node)
            assert page.evaluate(MADE) == []
    choose(page, f"{here}odd")
    assert page.inner_text("#details h2") == "{} and {}"
    for button in page.locator("#legend button").all():
        button.click()
    assert page.evaluate("Object.keys(Object.prototype).length") == 0
    assert "undefined" not in page.inner_text("aside")


def test_a_notebook_shows_a_file(tmp_path: Path) -> None:
    """`citykg.view` of a file is its page."""
    path = tmp_path / "friends.ttl"
    path.write_text(FRIENDS, "utf-8")
    assert "7 things of 2 types" in citykg.view(str(path)).page
    assert "<title>Ours</title>" in citykg.view(path, title="Ours").page
