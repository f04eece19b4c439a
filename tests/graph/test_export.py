"""The graph in the formats of others."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec
import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from plan_examples import EXAMPLE, PLAN, said, words

from citykg.errors import UsageError
from citykg.graph.export import CSV_COLUMNS, FORMATS, export
from citykg.graph.folder import FILES, next_version
from citykg.graph.names import Names
from citykg.graph.quads import plan_quads
from citykg.graph.store import write_store
from citykg.graph.turtle import write_turtle
from citykg.graph.vocabulary import shipped_quads, theme_quads

if TYPE_CHECKING:
    from pathlib import Path

NASTY = msgspec.structs.replace(
    PLAN,
    challenges=(
        msgspec.structs.replace(said("", "Old ships"), value="=1+1"),
        msgspec.structs.replace(words("@SUM(A1)"), start=101, end=103, quote="+1"),
        msgspec.structs.replace(words('page\x0cbreak, "quotes"\nand a line'), start=99, end=100),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of a plan with words that formats have trouble with."""
    home = tmp_path_factory.mktemp("exported") / "graph"
    names = Names.of([NASTY])
    lines = {*shipped_quads(), *theme_quads(names), *plan_quads(NASTY, names, EXAMPLE.line_of)}
    with next_version(home) as version:
        for name in FILES:
            (version.files / name).touch()
        nquads = version.files / "graph.nq"
        nquads.write_text("".join(sorted(lines)), encoding="utf-8", newline="")
        write_turtle(version.files / "graph.ttl", {"All": nquads}, names.base)
        write_store(version.files, nquads, lambda _: None)
        version.promote("a" * 64)
    return home


def exported(folder: Path, to_format: str) -> bytes:
    """The graph in a format."""
    out = io.BytesIO()
    export(folder, to_format, out)
    return out.getvalue()


def quads(folder: Path) -> set[ox.Quad]:
    """The graph itself."""
    return set(ox.parse(path=str(folder / "graph.nq"), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("to_format", ["trig", "nquads", "jsonld"])
def test_a_dataset_keeps_every_quad(folder: Path, to_format: str) -> None:
    """A format with named graphs holds each quad of the graph."""
    rdf_format = {
        "trig": ox.RdfFormat.TRIG,
        "nquads": ox.RdfFormat.N_QUADS,
        "jsonld": ox.RdfFormat.JSON_LD,
    }[to_format]
    assert set(ox.parse(exported(folder, to_format), format=rdf_format)) == quads(folder)


@pytest.mark.parametrize("to_format", ["turtle", "ntriples"])
def test_a_graph_holds_each_triple_once(folder: Path, to_format: str) -> None:
    """A format without named graphs holds each triple of their union."""
    rdf_format = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES}[to_format]
    found = [quad.triple for quad in ox.parse(exported(folder, to_format), format=rdf_format)]
    assert set(found) == {quad.triple for quad in quads(folder)}


def test_rdf_xml_can_be_read_by_others(folder: Path) -> None:
    """RDF/XML holds each triple; what XML has no room for is replaced, not lost."""
    graph = rdflib.Graph().parse(data=exported(folder, "rdfxml"), format="xml")
    assert len(graph) == len({quad.triple for quad in quads(folder)})
    assert any("page\ufffdbreak" in str(value) for value in graph.objects())


@pytest.mark.parametrize(
    ("to_format", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)]
)
def test_a_network_can_be_read_by_others(folder: Path, to_format: str, read: object) -> None:
    """GraphML and GEXF hold the cities as nodes, read by networkx."""
    graph = read(io.BytesIO(exported(folder, to_format)))
    assert "https://w3id.org/citykg/id/city/pl/%C5%82%C3%B3d%C5%BA" in graph


def test_a_table_has_a_row_for_each_fact_with_its_words(folder: Path) -> None:
    """The CSV says for each fact in which plan, by which words and on which line it stands."""
    text = exported(folder, "csv").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == CSV_COLUMNS
    (row,) = [r for r in rows if r["subject"] == "Łódź" and r["predicate"] == "population"]
    assert (row["quote"], row["document"], row["line"]) == ("670,642", "air.txt", "3")
    (pilot,) = [
        r for r in rows if r["object"] == "pilot project" and r["predicate"] == "has activity"
    ]
    assert pilot["status"] == "not-done"


def test_no_cell_of_a_table_acts_as_a_formula(folder: Path) -> None:
    """A cell that a spreadsheet would compute begins with an apostrophe."""
    rows = list(csv.reader(io.StringIO(exported(folder, "csv").decode(), newline="")))
    cells = {cell for row in rows for cell in row}
    assert {"'=1+1", "'@SUM(A1)", "'+1"} <= cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_an_export_is_the_same_every_time(folder: Path) -> None:
    """Every format gives the same bytes each time, with no date in them."""
    for to_format in FORMATS:
        assert exported(folder, to_format) == exported(folder, to_format)
    assert b"lastmodified" not in exported(folder, "gexf")


def test_another_format_is_a_wrong_call(folder: Path) -> None:
    """A format that there is not is a wrong call, and the message lists those there are."""
    with pytest.raises(UsageError, match="turtle, trig"):
        exported(folder, "xlsx")


def test_an_export_without_a_graph_is_a_wrong_call(tmp_path: Path) -> None:
    """A folder without a graph says how to make one."""
    with pytest.raises(UsageError, match="citykg build"):
        exported(tmp_path, "turtle")
