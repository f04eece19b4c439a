"""Every thing of the graph has an address that leads to its page and to its data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from clients import get, path_of
from query_graphs import write_folder
from servers import Served, serving

from citykg.build import build
from citykg.graph.store import open_store
from citykg.ontology.terms import ID_BASE, Ckg, Rdf
from citykg.queries import run, saved_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPES = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TURTLE_CITY = ID_BASE + "city/zz/turtle"
HOSTILE = "<script>alert(1)</script>\"' onload=x &amp; \u202e"


def things(graph: Path) -> list[str]:
    """Some things of each class under our base, those with strange names among them."""
    store = open_store(graph)
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(Rdf.type), None, ox.DefaultGraph()):
        if str(quad.subject.value).startswith(ID_BASE):
            found.setdefault(str(quad.object), []).append(quad.subject.value)
    chosen = {iri for iris in found.values() for iri in sorted(iris)[:3]}
    chosen |= {iri for iris in found.values() for iri in iris if "%" in iri and "city/" in iri}
    return sorted(chosen)


def test_every_thing_leads_to_its_page_and_to_its_data(served: Served, graph: Path) -> None:
    """An IRI under the base is answered by 303 to what the client reads, and that is there."""
    chosen = things(graph)
    assert len(chosen) > 40
    for iri in chosen:
        path = "/id/" + quote(iri.removeprefix(ID_BASE), safe="/%:;,=-._~!$&'()*+@")
        for accept, kind in ((BROWSER, "text/html"), ("text/turtle", "text/turtle")):
            led = get(served, path, accept)
            assert (led.status, led.headers["vary"]) == (303, "Accept")
            there = get(served, path_of(led.headers["location"]), accept)
            assert (there.status, there.kind) == (200, kind), iri
            if kind == "text/turtle":
                subjects = {
                    str(one.subject.value) for one in ox.parse(there.body, format=TYPES[kind])
                }
                assert iri in subjects
            else:
                assert (
                    f"<code>{iri.replace('&', '&amp;').replace(chr(39), '&#39;')}</code>"
                    in there.text
                )


@pytest.mark.parametrize("kind", TYPES)
def test_data_is_what_the_saved_query_describes(served: Served, graph: Path, kind: str) -> None:
    """The data of a thing are the triples of `describe`, in each format of RDF."""
    answer = get(served, "/data/city/gb/manchester", kind)
    expected = run(saved_query("describe"), graph, {"thing": "city/gb/manchester"})
    triples = {quad.triple for quad in ox.parse(answer.body, format=TYPES[kind])}
    assert answer.kind == kind
    assert triples == set(expected.triples)  # type: ignore[union-attr]
    assert '</page/city/gb/manchester>; rel="alternate"; type="text/html"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("ending", "kind"), [("ttl", "text/turtle"), ("nt", "application/n-triples"), ("rdf", "application/rdf+xml"), ("jsonld", "application/ld+json")],
)  # fmt: skip
def test_an_ending_asks_for_a_format(served: Served, ending: str, kind: str) -> None:
    """The address of data may end in a format, whatever the client reads; a target has its dot."""
    for name in ("city/gb/manchester", "sdg:11.3"):
        answer = get(served, f"/data/{name}.{ending}", "text/html")
        assert (answer.status, answer.kind) == (200, kind)


def test_a_page_tells_facts_with_their_words(served: Served) -> None:
    """A fact stands with the quote that states it, the document and its line, and leads on."""
    page = get(served, "/page/city/gb/manchester", BROWSER).text
    assert '<a href="/page/topic/housing"' in page
    assert re.search(
        r"530000.*?<q[^>]*>530,000</q> <cite>manchester-montreal\.txt, line \d+", page, re.DOTALL
    )
    assert 'href="/queries/partners-for?city=city%2Fgb%2Fmanchester"' in page
    assert 'href="https://sws.geonames.org/2643123/"' in page
    assert "confidence" in page


def test_what_is_only_suggested_stands_apart(served: Served) -> None:
    """A plan's page tells what its words speak of under a heading of its own."""
    page = get(served, "/page/plan/manchester-montreal", BROWSER).text
    declared, _, suggested = page.partition("Suggested, not declared")
    assert "Target 1.2" in suggested
    assert "Target 1.2" not in declared


def test_what_is_not_there_is_404_with_the_nearest_name(served: Served) -> None:
    """A name that nothing has is told with those like it."""
    page = get(served, "/page/city/gb/manchestre", BROWSER)
    assert page.status == 404
    assert '<a href="/page/city/gb/manchester">' in page.text
    assert get(served, "/page/javascript:alert(1)").status == 404
    assert get(served, "/page/%3Cscript%3E").status == 404
    assert get(served, "/id/nothing").status == 404


def test_a_thing_is_refused_in_what_it_does_not_come_in(served: Served) -> None:
    """A client that reads neither pages nor RDF is told what there is."""
    for path in ("/id/city/gb/manchester", "/data/city/gb/manchester"):
        answer = get(served, path, "image/png")
        assert answer.status == 406
        assert "text/turtle" in answer.text


def test_the_ontology_comes_as_a_page_and_as_rdf(served: Served) -> None:
    """The terms lead to their words; each part of the ontology has an address."""
    page = get(served, "/ontology", BROWSER)
    assert 'id="City"' in page.text
    for kind, form in TYPES.items():
        answer = get(served, "/ontology", kind)
        subjects = {str(quad.subject.value) for quad in ox.parse(answer.body, format=form)}
        assert Ckg.City in subjects
    assert get(served, "/ontology/topics").kind == "text/turtle"
    assert get(served, "/ontology/nothing").status == 404


def test_the_sitemap_lists_pages_that_are_there(served: Served) -> None:
    """Each part of the sitemap lists addresses of this server, and they answer."""
    parts = re.findall("<loc>([^<]*)</loc>", get(served, "/sitemap.xml").text)
    pages = [
        one
        for part in parts
        for one in re.findall("<loc>([^<]*)</loc>", get(served, path_of(part)).text)
    ]
    assert len(pages) > 300
    assert len(set(pages)) == len(pages)
    for address in pages[::25]:
        assert address.startswith("http://127.0.0.1:")
        assert get(served, path_of(address)).status == 200
    assert f"Sitemap: {served.address}/sitemap.xml" in get(served, "/robots.txt").text


def test_things_stand_under_a_base_of_their_own(tmp_path: Path, examples: Path) -> None:
    """A graph with another base leads from the path of that base, as from `/id/`."""
    base = "https://data.example.org/kg/"
    build([examples / "plans"], tmp_path / "graph", base=base)
    with serving(
        tmp_path / "graph", "--quiet", "--public-address", "https://data.example.org"
    ) as one:
        for path in ("/kg/city/gb/manchester", "/id/city/gb/manchester"):
            assert get(one, path, BROWSER).headers["location"] == "/page/city/gb/manchester"
        page = get(one, "/page/city/gb/manchester", BROWSER).text
        assert f"<code>{base}city/gb/manchester</code>" in page
        assert 'href="/page/topic/housing"' in page
        assert "https://data.example.org/page/city/ca/montreal" in get(one, "/sitemap-1.xml").text
        assert get(one, "/id/topic/housing", BROWSER).headers["location"] == "/page/topic/housing"
        assert get(one, "/page/topic/housing", BROWSER).status == 200


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of a graph whose names are attacks."""
    folder = tmp_path_factory.mktemp("strange")
    name = ox.Literal(HOSTILE)
    city = ox.NamedNode(ID_BASE + "city/zz/%3Cb%3E")
    graph = ox.NamedNode(ID_BASE + "plan/x")
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    quads = [
        ox.Quad(city, ox.NamedNode(Rdf.type), ox.NamedNode(Ckg.City), graph),
        ox.Quad(city, label, name, graph),
        ox.Quad(city, ox.NamedNode(Ckg.inCountry), ox.NamedNode("javascript:alert(1)"), graph),
        ox.Quad(ox.NamedNode(TURTLE_CITY), label, ox.Literal("Turtle"), graph),
        ox.Quad(ox.NamedNode(TURTLE_CITY + ".ttl"), label, ox.Literal("File"), graph),
        ox.Quad(
            city,
            ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs"),
            ox.NamedNode("javascript:alert(2)"),
            graph,
        ),
    ]
    data = folder / "data.nq"
    data.write_bytes(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")
    with serving(write_folder(folder / "graph", data), "--quiet") as server:
        yield server


@pytest.mark.parametrize(
    "path", ["/page/city/zz/%253Cb%253E", "/search?q=script", "/queries/cities", "/"]
)
def test_a_name_is_text_and_nothing_else(strange: Served, path: str) -> None:
    """Markup in a name is shown, never obeyed; and no link leads into a script."""
    page = get(strange, path, BROWSER)
    assert page.status == 200
    assert "<script>alert" not in page.text
    assert 'href="javascript:' not in page.text
    assert "'none'" in page.headers["content-security-policy"]
    if path != "/":
        assert "&lt;script&gt;alert(1)" in page.text


@pytest.mark.parametrize(
    ("path", "name", "kind"),
    [
        ("turtle", "Turtle", "text/turtle"),
        ("turtle.nt", "Turtle", "application/n-triples"),
        ("turtle.ttl", "File", "application/n-triples"),
        ("turtle.ttl.ttl", "File", "text/turtle"),
    ],
)
def test_a_name_may_end_like_a_format(strange: Served, path: str, name: str, kind: str) -> None:
    """The address of data is that of the thing of this very name, where there is one."""
    accept = "" if name == "Turtle" else "application/n-triples"
    answer = get(strange, f"/data/city/zz/{path}", accept)
    assert (answer.status, answer.kind) == (200, kind)
    (quad,) = ox.parse(answer.body, format=TYPES[kind])
    assert quad.object == ox.Literal(name)
    assert f'<{quad.subject.value}>; rel="describes"' in answer.headers["link"]


@pytest.mark.parametrize(
    "path", ["city/gb/nowhere", "city/gb/nowhere.ttl", "city/gb/manchester.json"]
)
def test_there_is_no_data_of_what_nothing_is_said_of(served: Served, path: str) -> None:
    """Nothing is not an empty answer, and the formats are named."""
    answer = get(served, f"/data/{path}")
    assert answer.status == 404
    assert "ends in one of: ttl," in answer.text


@pytest.mark.parametrize("part", ["0", "00", "01", "x", "1e3", "9" * 20, "9" * 5000])
def test_a_sitemap_has_the_parts_that_it_lists(served: Served, part: str) -> None:
    """Another number is nothing, and costs no worker."""
    assert get(served, f"/sitemap-{part}.xml").status == 404
    assert get(served, "/health").json["running"] == 0


@pytest.mark.parametrize("part", ["2", "999999"])
def test_behind_the_last_part_of_the_sitemap_is_nothing(served: Served, part: str) -> None:
    """A part that the list does not name is told apart from one without addresses."""
    answer = get(served, f"/sitemap-{part}.xml")
    assert answer.status == 404
    assert "/sitemap-1.xml" in answer.sentence
