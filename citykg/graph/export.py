"""The graph in the formats of others: RDF, network analysis, spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.graph.network import XML_CANNOT_HOLD, predicate_words
from citykg.graph.sorted_blocks import SortedBlocks, once
from citykg.graph.store import current_version
from citykg.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Triple

    from citykg.graph.facts import Fact, Thing

FORMATS: Final = (
    "turtle",
    "trig",
    "nquads",
    "ntriples",
    "jsonld",
    "rdfxml",
    "graphml",
    "gexf",
    "csv",
)
"""What `export` can write.  Those without named graphs hold each triple once."""

CSV_COLUMNS: Final = (
    "plan",
    "subject",
    "predicate",
    "object",
    "status",
    "quote",
    "document",
    "line",
)

_FILES: Final = {"turtle": "graph.ttl", "nquads": "graph.nq"}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_GEXF_DATE: Final = re.compile(rb' lastmodifieddate="[^"]*"')


def export(folder: Path, to_format: str, out: IO[bytes]) -> None:
    """Write the graph of a folder to a stream in one of `FORMATS`, always in the same order.

    Raises UsageError for another format or where there is no graph.

        with open("cities.graphml", "wb") as file:
            export(Path("citykg-graph"), "graphml", file)
    """
    if to_format not in FORMATS:
        raise UsageError(f"There is no format {to_format!r}; there are {', '.join(FORMATS)}.")
    version = current_version(folder)
    if to_format in _FILES:
        with (version / _FILES[to_format]).open("rb") as file:
            copyfileobj(file, out)
    elif to_format in {"trig", "jsonld"}:
        _write_dataset(version, to_format, out)
    elif to_format == "ntriples":
        out.writelines(_triple_lines(version))
    elif to_format == "rdfxml":
        _write_rdfxml(version, out)
    elif to_format == "csv":
        _write_csv(folder, out)
    else:
        _write_network(folder, to_format, out)


def _write_dataset(version: Path, to_format: str, out: IO[bytes]) -> None:
    """Graph by graph: the file is sorted by subject, which would open each graph many times."""
    import pyoxigraph as ox

    rdf_format = ox.RdfFormat.TRIG if to_format == "trig" else ox.RdfFormat.JSON_LD
    with TemporaryDirectory() as place, (version / "graph.nq").open("rb") as lines:
        by_graph = SortedBlocks(Path(place), "graphs")
        for line in lines:
            # No IRI holds a space, and a tab in a literal is escaped.
            graph = line.rsplit(b" ", 2)[1]
            by_graph.add([(graph + b"\t" + line).decode()])
        grouped = Path(place) / "grouped.nq"
        with grouped.open("wb") as file:
            file.writelines(line.partition(b"\t")[2] for line in by_graph)
        quads = ox.parse(path=str(grouped), format=ox.RdfFormat.N_QUADS, lenient=True)
        ox.serialize(quads, out, format=rdf_format, prefixes=dict(PREFIXES))


def _triple_lines(version: Path) -> Iterator[bytes]:
    with (version / "graph.nq").open("rb") as lines:
        yield from once(line.rsplit(b" ", 2)[0] + b" .\n" for line in lines)


def _write_rdfxml(version: Path, out: IO[bytes]) -> None:
    import pyoxigraph as ox

    def triples() -> Iterator[Triple]:
        previous = None
        path = str(version / "graph.nq")
        for quad in ox.parse(path=path, format=ox.RdfFormat.N_QUADS, lenient=True):
            triple = quad.triple
            if triple != previous:
                previous = triple
                yield _writable(triple)

    ox.serialize(triples(), out, format=ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))


def _writable(triple: Triple) -> Triple:
    """The triple with what XML 1.0 has no room for, such as a form feed, replaced."""
    import pyoxigraph as ox

    literal = triple.object
    if not isinstance(literal, ox.Literal) or not XML_CANNOT_HOLD.search(literal.value):
        return triple
    text = XML_CANNOT_HOLD.sub("\ufffd", literal.value)
    if literal.language:
        written = ox.Literal(text, language=literal.language)
    else:
        written = ox.Literal(text, datatype=literal.datatype)
    return ox.Triple(triple.subject, triple.predicate, written)


def _write_network(folder: Path, to_format: str, out: IO[bytes]) -> None:
    import networkx as nx

    from citykg.graph.network import network

    graph = network(folder)
    if to_format == "graphml":
        nx.write_graphml(graph, out)
        return
    written = io.BytesIO()
    nx.write_gexf(graph, written)
    # networkx puts in today's date, and the same graph must give the same bytes.
    out.write(_GEXF_DATE.sub(b"", written.getvalue(), count=1))


def _write_csv(folder: Path, out: IO[bytes]) -> None:
    """One row a fact and passage: for spreadsheets, so with no cell that acts as a formula."""
    from citykg.graph.facts import read_facts

    found = read_facts(folder)
    things = {thing.id: thing for thing in found.things}
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for fact in found.facts:
        writer.writerows([spreadsheet_cell(cell) for cell in row] for row in _rows(fact, things))
    text.flush()
    text.detach()


def _rows(fact: Fact, things: dict[str, Thing]) -> Iterator[tuple[str, ...]]:
    def label(thing: str) -> str:
        return things[thing].label if thing in things else thing

    status = ""
    for thing in (fact.object, fact.subject):
        if thing in things and not status:
            status = str(things[thing].attributes.get("status", ""))
    start = (
        label(fact.plan),
        label(fact.subject),
        predicate_words(fact.predicate),
        label(fact.object) if fact.is_link else fact.object,
        status,
    )
    if not fact.quotes:
        yield (*start, "", "", "")
    for quote in fact.quotes:
        yield (*start, quote.text, quote.document, str(quote.line))


def spreadsheet_cell(cell: str) -> str:
    """The cell as a spreadsheet shows it: never a formula that it would run."""
    return "'" + cell if cell.startswith(_FORMULA) else cell
