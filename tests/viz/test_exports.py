"""What a page saves and copies.  The fixture `show` fails a test on any request or message."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from waiting import until

from citykg.graph.facts import KINDS, read_facts
from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    GRAPH_LINKS,
    ID_BASE,
    STATUS,
    Ckg,
    Dcterms,
    Geo,
    Rdf,
    Schema,
    Xsd,
)
from citykg.viz.figure import draw
from citykg.viz.page import write_page

PLAN = f"{ID_BASE}plan/manchester-montreal"
CITY = f"{ID_BASE}city/zz/manchester"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '=1+1, "quoted"\n<b>&amp; \\ `x` # ]]> é 👩🏽‍🌾'


@pytest.fixture
def typed(pairs: Any) -> Any:
    """A graph with values of every sort: languages, datatypes, IRIs that are no things."""
    for predicate, value in (
        (Ckg.population, ox.Literal(552000)),
        (Ckg.population, ox.Literal("552000")),
        (Dcterms.description, ox.Literal(HOSTILE, language="en")),
        (Dcterms.description, ox.Literal(HOSTILE, language="pt-BR")),
        (Schema.startDate, ox.Literal("2021-03", datatype=ox.NamedNode(Xsd.gYearMonth))),
        (Dcterms.source, "https://example.org/a?b=c%20d&e=f#g"),
        (Ckg.activityType, f"{ACTIVITY_TYPE}study-visit"),
        (Ckg.status, f"{STATUS}planned"),
        ("https://example.org/terms/odd-one", ox.Literal("back\\slash")),
    ):
        pairs.say(PLAN, (CITY, predicate, value), "the words, of it")
    return pairs


def saved(page: Any, ending: str) -> tuple[str, bytes]:
    """The name and the content of a file that the menu saves."""
    page.click("#saver summary")
    with page.expect_download() as waiting:
        page.click(f"#saves [data-file={ending}]")
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def told(store: ox.Store) -> set[tuple[Any, ...]]:
    """The triples of the plans' facts."""
    plans = {quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(Ckg.hasPlan), None)}
    unsaid = {Rdf.type}
    return {
        (quad.subject, quad.predicate, quad.object)
        for quad in store
        if quad.graph_name in plans and quad.predicate.value not in unsaid
    }


def parsed(content: bytes, form: ox.RdfFormat) -> set[tuple[Any, ...]]:
    """The triples of a file."""
    return {(quad.subject, quad.predicate, quad.object) for quad in ox.parse(content, format=form)}


def test_rdf_is_the_triples_of_the_graph(typed: Any, show: Any) -> None:
    """Turtle and JSON-LD hold the facts with languages and datatypes: of all, or of one thing."""
    page = show(typed.store)
    every = told(typed.store)
    for selected in (None, CITY):
        if selected:
            page.evaluate(
                "iri => citykgPage.select(citykgPage.nodes.find((n) => n.iri === iri).id)", CITY
            )
        around = {one for one in every if selected is None or CITY in {one[0].value, one[2].value}}
        name, turtle = saved(page, "ttl")
        assert name == "3-city-cooperations.ttl"
        assert parsed(turtle, ox.RdfFormat.TURTLE) == around
        _, linked = saved(page, "jsonld")
        assert parsed(linked, ox.RdfFormat.JSON_LD) == around
        for content, form in ((turtle, "turtle"), (linked, "json-ld")):
            assert len(rdflib.Graph().parse(data=content, format=form)) == len(around)


def test_terms_are_told_once(typed: Any) -> None:
    """The figure says a term only where a value is not plain words."""
    data = draw(read_facts(typed.store))
    assert {"<>", "@en", "@pt-br", Xsd.integer, Xsd.gYearMonth} <= set(data["terms"])
    assert Xsd.string not in data["terms"]
    for _, _, value, _, _, *term in data["facts"]:
        assert not (term and isinstance(value, int))
    assert {"rdf", "rdfs", "ckg", "xsd"} <= set(data["prefixes"])


def test_table_of_facts(typed: Any, show: Any) -> None:
    """The CSV has a row for each quote of a fact; nothing in it is a formula."""
    page = show(typed.store, title='a/b: "c" <d>\u202e?')
    name, content = saved(page, "csv")
    assert name == "a-b-c-d.csv"
    text = content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert text.count("\r\n") == len(rows) + 1
    found = [row for row in rows if row["Subject"] == "Manchester" and row["Value"] == "Housing"]
    assert [(row["What"], row["Quote"], row["Document"], row["Line"]) for row in found] == [
        ("Themes", "Housing", "pairs.txt", "7")
    ]
    assert f"'{HOSTILE}" in {row["Value"] for row in rows}
    assert not any(value[:1] in {"=", "+", "-", "@"} for row in rows for value in row.values())
    facts = [fact for fact in read_facts(typed.store).facts if fact.quotes]
    assert sum(1 for row in rows if row["Quote"]) == len(facts)


def test_value_that_looks_like_a_place(pairs: Any, show: Any) -> None:
    """A value stays itself in the CSV, also where it is a number or the name of a method."""
    values = ("1", "0", "length", "map")
    for value in values:
        pairs.say(PLAN, (CITY, Dcterms.description, ox.Literal(value)), "said")
    page = show(pairs.store)
    text = saved(page, "csv")[1].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["Value"] for row in rows if row["Quote"] == "said"} == {*values}


def test_matrix_is_saved_as_it_is_shown(pairs: Any, show: Any) -> None:
    """The CSV of the matrix has its rows, columns and sums; the others are of all that is shown."""
    page = show(pairs.store, "#view=matrix")
    name, content = saved(page, "matrix")
    assert name == "3-city-cooperations-matrix.csv"
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Cooperations by Goals and Themes", "Housing", "Migration", "All"]
    assert rows[1:] == [
        *(["3 3", "1", "0", "1"], ["8 8", "1", "1", "1"]),
        *(["11 Sustainable Cities", "2", "1", "2"], ["All", "2", "1", "2"]),
    ]
    page.click("#saver summary")
    assert page.locator("#saves small").all_inner_texts() == ["Matrix", *["all that is shown"] * 4]


def test_map_is_saved_as_a_picture(pairs: Any, show: Any) -> None:
    """The PNG and the SVG of the map have what is seen of it: land, arcs, cities and names."""
    for place, city in enumerate(("manchester", "montreal", "surat", "rotterdam")):
        point = f"{ID_BASE}geometry/{city}"
        wkt = ox.Literal(f"POINT ({40 * place - 60} 20)", datatype=ox.NamedNode(Geo.wktLiteral))
        pairs.add(f"{ID_BASE}city/zz/{city}", Geo.hasGeometry, point, GRAPH_LINKS)
        pairs.add(point, Geo.asWKT, wkt, GRAPH_LINKS)
    page = show(pairs.store, "#view=world")
    page.wait_for_timeout(300)
    box = page.locator(".world .board").bounding_box()
    name, picture = saved(page, "map")
    assert name == "3-city-cooperations-map.png"
    size = struct.unpack(">II", picture[16:24])
    assert size == pytest.approx((2 * box["width"], 2 * box["height"]), abs=2)
    page.click("#saver summary")
    with page.expect_download() as waiting:
        page.locator("#saves [data-file=map]").nth(1).click()
    text = Path(waiting.value.path()).read_text()
    root = ET.fromstring(text)  # noqa: S314 - our own
    written = {one.text for one in root.iter(f"{SVG}text")}
    assert {"Manchester", "Montreal", "Surat", "Rotterdam"} <= written
    land = max((path.get("d", "") for path in root.iter(f"{SVG}path")), key=len)
    assert land.count("M") > 100
    assert 'fill-rule="evenodd"' in text
    assert "NaN" not in text


def test_network_for_other_programs(typed: Any, show: Any) -> None:
    """The GraphML has the things and links that are shown, and no others."""
    page = show(typed.store)
    facts = read_facts(typed.store)
    network = nx.read_graphml(io.BytesIO(saved(page, "graphml")[1]))
    assert {data["iri"] for _, data in network.nodes(data=True)} == {one.id for one in facts.things}
    assert network.number_of_edges() == sum(1 for fact in facts.facts if fact.is_link)
    iri = nx.get_node_attributes(network, "iri")
    assert {
        (iri[one], data["predicate"], iri[other], data.get("quote"))
        for one, other, data in network.edges(data=True)
    } == {
        (one.subject, one.predicate, one.object, one.quotes[0].text if one.quotes else None)
        for one in facts.facts
        if one.is_link
    }
    page.click("#legend [data-kind=theme]")
    network = nx.read_graphml(io.BytesIO(saved(page, "graphml")[1]))
    assert "theme" not in nx.get_node_attributes(network, "kind").values()


def test_pictures(typed: Any, show: Any) -> None:
    """The PNG has twice the points and a ground; the SVG has the names and shapes as marks."""
    one_of_each = [(kind, cls) for cls, kind in KINDS.items()]
    for kind, cls in one_of_each:
        typed.thing(PLAN, f"{ID_BASE}{kind}/zz/one-more", cls, f"<{kind}> & \x07")
    page = show(typed.store)
    box = page.locator("#map").bounding_box()
    before = page.evaluate("document.querySelector('#map canvas').width")
    name, picture = saved(page, "png")
    assert name.endswith(".png")
    assert struct.unpack(">II", picture[16:24]) == pytest.approx(
        (2 * box["width"], 2 * box["height"]), abs=2
    )
    assert page.evaluate("document.querySelector('#map canvas').width") == before
    _, drawing = saved(page, "svg")
    root = ET.fromstring(drawing)  # noqa: S314 - our own
    assert root.get("width") == f"{box['width']:.0f}"
    written = {text.text for text in root.iter(f"{SVG}text")}
    assert set(page.evaluate("citykgPage.labels().map(({ text }) => text)")) <= written
    shapes = [path.get("d") for path in root.iter(f"{SVG}path")]
    assert len(shapes) > len(read_facts(typed.store).things)
    assert "NaN" not in drawing.decode()
    assert "undefined" not in drawing.decode()


def test_menu_by_the_keyboard(pairs: Any, show: Any) -> None:
    """Enter opens the menu, arrows walk in it, Esc closes it and nothing else."""
    page = show(pairs.store, f"#node={CITY}")
    page.focus("#saver summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#saves button")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.file") == "jsonld"
    assert "Manchester" in page.inner_text("#saves")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.getElementById('saver').open")
    assert page.evaluate("document.activeElement.textContent") == "Save"
    assert page.locator("#details h2").inner_text() == "Manchester"


def test_copies(typed: Any, show: Any) -> None:
    """A thing is copied as a query that finds it, as Turtle and as Markdown with its quotes."""
    page = show(typed.store, f"#node={CITY}")
    page.evaluate("""() => { globalThis.copied = [];
        navigator.clipboard.writeText = async (text) => { copied.push(text); }; }""")
    for words in ("SPARQL", "Turtle", "Markdown"):
        page.click(f"text=Copy as {words}")
        until(page, "document.getElementById('told').textContent === 'Copied'")
        page.evaluate("document.getElementById('told').textContent = ''")
    query, turtle, markdown = page.evaluate("copied")
    found: Any = typed.store.query(query)
    seen = {(row["subject"], row["predicate"], row["object"]) for row in found}
    around = {one for one in told(typed.store) if CITY in {one[0].value, one[2].value}}
    assert around <= seen
    assert {one[1].value for one in seen - around} == {Rdf.type}
    assert parsed(turtle.encode(), ox.RdfFormat.TURTLE) == around
    lines = markdown.splitlines()
    assert lines[:5] == ["# Manchester", "", "city · planned", "", f"<{CITY}>"]
    place = lines.index("## Themes")
    assert lines[place + 2 : place + 7] == [
        "- Housing",
        "",
        "  > Housing",
        "  >",
        "  > — pairs.txt, line 7",
    ]
    assert "\\<b\\>\\&amp;" in markdown
    page.evaluate(
        """() => { navigator.clipboard.writeText = () => Promise.reject(new Error());
        document.execCommand = (name) => { copied.push(document.activeElement.value); return true; }; }"""
    )
    page.click("text=Copy as Turtle")
    until(page, "copied.length === 4")
    assert page.evaluate("copied[3]") == turtle


def test_iri_that_is_none_is_left_out(pairs: Any, show: Any) -> None:
    """RDF is never broken by an IRI that is none: its facts are counted in a comment."""
    page = show(pairs.store)
    page.evaluate(
        "iri => { citykgPage.nodes.find((n) => n.iri === iri).iri = 'https://a b/>'; }", CITY
    )
    _, turtle = saved(page, "ttl")
    gone = {one for one in told(pairs.store) if CITY in {one[0].value, one[2].value}}
    assert turtle.startswith(b"# ")
    assert parsed(turtle, ox.RdfFormat.TURTLE) == told(pairs.store) - gone
    _, linked = saved(page, "jsonld")
    assert parsed(linked, ox.RdfFormat.JSON_LD) == told(pairs.store) - gone
    # JSON-LD has no comments: it is said aloud.
    words = page.locator("#told").inner_text()
    assert words.endswith(". " + turtle.decode().split("\n", 1)[0].removeprefix("# "))
    assert "are left out" in words


def test_sandbox_throws_nothing(pairs: Any, browser: Any, tmp_path: Path) -> None:
    """In a frame that may neither save nor copy, the menu and the buttons do no harm."""
    write_page(pairs.store, tmp_path / "page.html")
    outer = tmp_path / "outer.html"
    outer.write_text('<iframe sandbox="allow-scripts" src="page.html" width=1100 height=700>')
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(outer.as_uri())
    frame = page.frames[1]
    until(frame, "globalThis.citykgPage !== undefined")
    for ending in ("png", "ttl"):
        frame.click("#saver summary")
        frame.click(f"#saves [data-file={ending}]")
    frame.evaluate("citykgPage.select(0)")
    frame.click("text=Copy as Turtle")
    until(frame, "/^Cop/.test(document.getElementById('told').textContent)")
    context.close()
    assert errors == []
