"""What very much is said of, or is called so, is found: quickly, the best first, and counted."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from clients import get
from query_graphs import write_folder
from servers import Served, serving

from citykg.ontology.terms import ID_BASE, Ckg, Dcterms, Oa, Prov, Rdf, Rdfs, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

HUB = ox.NamedNode(ID_BASE + "theme/hub")
MANY = 25_000
FEW = 30
QUOTES = 12


def quads() -> Iterator[ox.Quad]:
    """A theme that very many plans name, of which some facts are few, and one is quoted."""

    def quad(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
        return ox.Quad(subject, ox.NamedNode(predicate), value, ox.NamedNode(ID_BASE + "plan/x"))

    def thing(name: str) -> ox.NamedNode:
        return ox.NamedNode(ID_BASE + name)

    yield quad(HUB, Rdf.type, ox.NamedNode(Ckg.Theme))
    # It comes last in the order of words, behind all that hold it.
    yield quad(HUB, Rdfs.label, ox.Literal("zz"))
    for number in range(MANY):
        yield quad(thing(f"plan/{number}"), Ckg.hasTheme, HUB)
        yield quad(thing(f"plan/{number}"), Rdfs.label, ox.Literal(f"a zz {number}"))
        yield quad(HUB, Schema.NS + "keywords", ox.Literal(f"word {number}"))
    for number in range(FEW):
        yield quad(thing("city/zz/one"), f"http://example.org/to-{number}", HUB)
        yield quad(HUB, f"http://example.org/of-{number}", ox.Literal("few"))
    document = thing("document/x")
    yield quad(document, Schema.name, ox.Literal("x.txt"))
    yield quad(document, Schema.sha256, ox.Literal("0"))
    for number in range(QUOTES):
        claim, passage = thing(f"claim/{number}"), thing(f"passage/{number}")
        yield quad(claim, Rdf.subject, HUB)
        yield quad(claim, Rdf.predicate, ox.NamedNode("http://example.org/of-0"))
        yield quad(claim, Rdf.object, ox.Literal("few"))
        yield quad(claim, Prov.wasQuotedFrom, passage)
        yield quad(passage, Dcterms.isPartOf, document)
        yield quad(passage, Oa.exact, ox.Literal(f"quote {number}"))
        for place in (Oa.start, Oa.end, Ckg.line):
            yield quad(passage, place, ox.Literal(number))


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of it."""
    folder = tmp_path_factory.mktemp("hubs")
    data = folder / "data.nq"
    data.write_bytes(ox.serialize(quads(), format=ox.RdfFormat.N_QUADS) or b"")
    with serving(write_folder(folder / "graph", data), "--quiet") as server:
        yield server


@pytest.fixture(scope="module")
def hub(crowded: Served) -> str:
    """Its page, told in less than a second by a worker that has loaded what it needs."""
    get(crowded, "/page/topic/housing")
    begun = time.perf_counter()
    page = get(crowded, "/page/theme/hub")
    assert time.perf_counter() - begun < 1
    assert page.status == 200
    return page.text


def test_what_is_said_often_hides_nothing_that_is_said_once(hub: str) -> None:
    """Each property has its heading, however many values another has, in both directions."""
    assert hub.count(">few<") == FEW
    assert hub.count(">city/zz/one<") == FEW


def test_what_is_not_shown_is_counted(hub: str) -> None:
    """A heading says how many more values there are than it shows, not how many were read."""
    assert hub.count(f"and {MANY - 100:,} more") == 2


def test_passages_that_are_not_quoted_are_counted(hub: str) -> None:
    """A value stands with some of its quotes, and the number of the others."""
    assert len(re.findall(r"<q [^>]*>quote \d+</q>", hub)) == 5
    assert f"and in {QUOTES - 5} more passages" in hub


def test_the_name_that_is_the_words_is_found_among_very_many(crowded: Served) -> None:
    """What is called so stands first, however many names hold the words."""
    page = get(crowded, "/search?q=ZZ").text
    assert re.findall(r'<a href="(/page/[^"]+)" dir="auto">', page)[0] == "/page/theme/hub"
