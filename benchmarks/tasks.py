"""The pieces of work that are measured, each called in a process of its own by `pipeline.py`.

    python benchmarks/tasks.py NAME '{"plans": "FOLDER", …}'

prints one line of JSON: CPU seconds by phase, what was counted, and the peak of the memory.
What a phase needs and does not measure is done before its clock is read.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from citykg.loaders import Reading
    from citykg.queries import SavedQuery

_REPEATS: Final = 3
_LONG_SECONDS: Final = 1.0
"""What takes longer than this is measured once."""

_HUB: Final = """
PREFIX ckg: <https://w3id.org/citykg/ontology#>
SELECT ?city (COUNT(?plan) AS ?plans) WHERE { ?city a ckg:City ; ckg:hasPlan ?plan }
GROUP BY ?city ORDER BY DESC(?plans) ?city LIMIT 1
"""


class Clock:
    """CPU seconds of this process and its children, by phase."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add what the block takes to a phase."""
        start = cpu_seconds()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + cpu_seconds() - start


def cpu_seconds() -> float:
    """The CPU time of this process, all its threads, and its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _resident() -> int:
    """Bytes in memory now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def _files(plans: str) -> list[Path]:
    return sorted(Path(plans).iterdir())


# --- reading, and what follows it, our way


def our_read(clock: Clock, plans: str) -> dict[str, Any]:
    """Text to records; the tables that are loaded once are loaded before."""
    from citykg.loaders import read_plans
    from citykg.plan import passages

    files = _files(plans)
    read_plans(files[0])
    with clock.phase("read"):
        found = [reading.plan for file in files for reading in read_plans(file)]
    stated = sum(1 for plan in found for _ in passages(plan)) - sum(len(p.unread) for p in found)
    return {"plans": len(found), "stated": stated}


def our_text(clock: Clock, plans: str) -> dict[str, Any]:
    """Files to their text and layout, no plan read from them."""
    from citykg.loaders.document import read_document

    files = _files(plans)
    read_document(files[0])
    with clock.phase("read"):
        count = sum(bool(read_document(file).text) for file in files)
    return {"plans": count}


def our_pool(clock: Clock, plans: str, workers: int) -> dict[str, Any]:
    """Text to records by worker processes, in seconds that pass."""
    from citykg.loaders import load, read_all

    files = _files(plans)
    load()
    begun = time.perf_counter()
    count = sum(len(outcome.plans) for outcome in read_all(files, workers=workers))
    clock.seconds["read"] = time.perf_counter() - begun
    return {"plans": count}


def our_quads(clock: Clock, plans: str) -> dict[str, Any]:
    """Records to N-Quads text, and that text into a store in memory, plan by plan."""
    import pyoxigraph as ox

    from citykg.graph.names import Names
    from citykg.graph.quads import plan_blocks
    from citykg.loaders import read_plans

    readings: list[Reading] = [reading for file in _files(plans) for reading in read_plans(file)]
    with clock.phase("names"):
        names = Names.of(reading.plan for reading in readings)
    store = ox.Store()
    before = _resident()
    quads = 0
    for reading in readings:
        with clock.phase("emit"):
            blocks = plan_blocks(reading.plan, names, reading.document.line_of)
            text = "".join("".join(part) for part in blocks)
        quads += text.count("\n")
        with clock.phase("load"):
            store.load(text, format=ox.RdfFormat.N_QUADS)
    assert len(store) == quads
    return {"quads": quads, "held": _resident() - before}


def our_build(clock: Clock, plans: str, out: str, *, whole: bool) -> dict[str, Any]:
    """Files to a graph folder that is swapped in; `whole` with the shapes' verdict and the page."""
    import citykg.build
    from citykg.graph import validate
    from citykg.viz import page

    _time(clock, "store", citykg.build, "write_store")
    if whole:
        _time(clock, "validate", validate, "validate")
        _time(clock, "page", page, "write_page")
    else:
        # A version without its page is none: it gets an empty one.
        setattr(page, "write_page", _empty_page)  # noqa: B010 - for this process only
    with clock.phase("build"):
        report = citykg.build.build([plans], Path(out), check=whole)
    return {"quads": report.totals.quads, "problems": report.totals.problems}


def _time(clock: Clock, phase: str, module: ModuleType, name: str) -> None:
    """Have a function of a module timed wherever it is called from, in this process."""
    function = getattr(module, name)

    def timed(*arguments: Any, **named: Any) -> Any:
        with clock.phase(phase):
            return function(*arguments, **named)

    setattr(module, name, timed)


def _empty_page(folder: Path, target: Path) -> None:  # noqa: ARG001 - the shape of write_page
    target.touch()


def our_page(clock: Clock, folder: str) -> dict[str, Any]:
    """The page of a graph folder."""
    from citykg.viz.page import write_page

    target = Path(folder) / "measured.html"
    with clock.phase("page"):
        write_page(Path(folder), target)
    size = target.stat().st_size
    target.unlink()
    return {"bytes": size}


def our_validation(clock: Clock, folder: str) -> dict[str, Any]:
    """The shapes asked about a graph folder."""
    from citykg.graph.validate import validate

    with clock.phase("validate"):
        return {"found": len(validate(Path(folder)))}


def our_formats(clock: Clock, folder: str) -> dict[str, Any]:
    """Parsed into a store in memory and written again, by pyoxigraph."""
    import pyoxigraph as ox

    home, formats = Path(folder), ox.RdfFormat
    triples, quads = ox.Store(), ox.Store()
    with clock.phase("parse Turtle"):
        triples.load(path=str(home / "graph.ttl"), format=formats.TURTLE)
    with clock.phase("parse N-Quads"):
        quads.load(path=str(home / "graph.nq"), format=formats.N_QUADS)
    with clock.phase("serialise Turtle"):
        triples.dump(format=formats.TURTLE, from_graph=ox.DefaultGraph())
    with clock.phase("serialise N-Quads"):
        quads.dump(format=formats.N_QUADS)
    return {"triples": len(triples), "quads": len(quads)}


def our_queries(clock: Clock, folder: str) -> dict[str, Any]:
    """Each saved query through our layer, and its same text by pyoxigraph alone."""
    from citykg.graph.store import open_store
    from citykg.queries import open_engine, run
    from citykg.queries.runner import prepare

    engine, store = open_engine(Path(folder)), open_store(Path(folder))
    rows = {}
    for query, params in _questions(folder):
        text = prepare(query, params).text
        clock.seconds[f"layer {query.name}"], _ = _median(partial(run, query, engine, params))
        clock.seconds[f"raw {query.name}"], rows[query.name] = _median(partial(_rows, store, text))
    return {"rows": rows}


# --- the peer's way


def peer_build(clock: Clock, plans: str, out: str | None) -> dict[str, Any]:
    """Files to Turtle, or to a graph in memory: regular expressions, `Graph.add`, `serialize`."""
    import rdflib_pipeline as peer
    from rdflib import Graph

    graph = Graph()
    with clock.phase("read"):
        records = [peer.read_record(file.name, file.read_bytes()) for file in _files(plans)]
    with clock.phase("add"):
        for record in records:
            for subject, predicate, value, _ in peer.quads(record):
                graph.add((subject, predicate, value))
    if out:
        with clock.phase("serialise"):
            graph.serialize(out, format="turtle")
    return {"plans": len(records), "quads": len(graph)}


def peer_read(clock: Clock, plans: str) -> dict[str, Any]:
    """Text to records by regular expressions."""
    import rdflib_pipeline as peer

    files = _files(plans)
    with clock.phase("read"):
        records = [peer.read_record(file.name, file.read_bytes()) for file in files]
    return {"plans": len(records)}


def bare_pdf(clock: Clock, plans: str) -> dict[str, Any]:
    """The text and the tables of PDF files as pdfplumber gives them, no plan read from them."""
    import pdfplumber

    pages = 0
    with clock.phase("read"):
        for file in _files(plans):
            with pdfplumber.open(file) as document:
                for page in document.pages:
                    page.extract_text()
                    page.extract_tables()
                    pages += 1
    return {"pages": pages}


def bare_docx(clock: Clock, plans: str) -> dict[str, Any]:
    """The paragraphs and cells of Word files as python-docx gives them, no plan read from them."""
    from docx import Document

    parts = 0
    with clock.phase("read"):
        for file in _files(plans):
            document = Document(str(file))
            words = [paragraph.text for paragraph in document.paragraphs]
            words += [cell.text for t in document.tables for row in t.rows for cell in row.cells]
            parts += len(words)
    return {"parts": parts}


def peer_dataset(clock: Clock, plans: str) -> dict[str, Any]:
    """Records to a dataset with named graphs in memory: `Dataset.add`."""
    import rdflib_pipeline as peer
    from rdflib import Dataset, Graph

    records = [peer.read_record(file.name, file.read_bytes()) for file in _files(plans)]
    dataset = Dataset()
    before = _resident()
    with clock.phase("add"):
        for record in records:
            graphs: dict[str, Graph] = {}
            for subject, predicate, value, name in peer.quads(record):
                graph = graphs.get(name)
                if graph is None:
                    graph = graphs[name] = dataset.graph(name)
                dataset.add((subject, predicate, value, graph))
    return {"quads": len(dataset), "held": _resident() - before}


def peer_formats(clock: Clock, folder: str) -> dict[str, Any]:
    """Parsed into a graph in memory and written again, by rdflib."""
    from rdflib import Dataset, Graph

    home = Path(folder)
    triples, quads = Graph(), Dataset(default_union=True)
    with clock.phase("parse Turtle"):
        triples.parse(home / "graph.ttl", format="turtle")
    with clock.phase("parse N-Quads"):
        quads.parse(home / "graph.nq", format="nquads")
    with clock.phase("serialise Turtle"):
        triples.serialize(format="turtle", encoding="utf-8")
    with clock.phase("serialise N-Quads"):
        quads.serialize(format="nquads", encoding="utf-8")
    return {"triples": len(triples), "quads": len(quads)}


def peer_queries(clock: Clock, folder: str, skip: list[str]) -> dict[str, Any]:
    """Each saved query by rdflib over the same triples in one graph, its fastest way."""
    from citykg.queries.runner import prepare

    graph = _peer_graph(folder)
    rows = {}
    for query, params in _questions(folder):
        if query.name in skip:
            continue
        text = prepare(query, params).text
        seconds, rows[query.name] = _median(partial(_rows, graph, text))
        clock.seconds[f"peer {query.name}"] = seconds
    return {"rows": rows}


def peer_validation(clock: Clock, folder: str) -> dict[str, Any]:
    """The same shapes by pySHACL as it is, over the same triples in one graph."""
    import pyshacl
    from rdflib import Graph

    from citykg.ontology.files import shapes_file

    graph = _peer_graph(folder)
    shapes = Graph().parse(data=shapes_file().read_text(encoding="utf-8"), format="turtle")
    with clock.phase("validate"):
        conforms, _, _ = pyshacl.validate(graph, shacl_graph=shapes)
    return {"conforms": conforms}


def _peer_graph(folder: str) -> Any:
    """All triples of a graph folder as rdflib holds them; parsed by Oxigraph to save time."""
    import pyoxigraph as ox
    from rdflib import Graph

    from citykg.queries.rdf_file import _to_rdflib

    known: dict[Any, Any] = {}
    graph, path = Graph(), Path(folder) / "graph.nq"
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
        graph.add(tuple(_to_rdflib(term, known, path) for term in quad.triple))
    return graph


# --- what both need


def _questions(folder: str) -> Iterator[tuple[SavedQuery, dict[str, str]]]:
    """Yield the saved queries with parameters; the city is the one of most plans."""
    from citykg.graph.store import open_store
    from citykg.queries import catalogue

    city = next(iter(open_store(Path(folder)).query(_HUB)))[0].value  # type: ignore[arg-type]
    given = {
        "cities-by-goal": {"goal": "11"},
        "evidence": {"subject": city},
        "partners-for": {"city": city},
    }
    for query in catalogue():
        yield query, given.get(query.name, {})


def _rows(graph: Any, text: str) -> int:
    """How many rows a query has, each of them taken."""
    return len(list(graph.query(text)))


def _median(work: Callable[[], Any]) -> tuple[float, Any]:
    """The CPU seconds of a piece of work, and its result."""
    seconds: list[float] = []
    result = None
    while len(seconds) < _REPEATS:
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
        if seconds[-1] > _LONG_SECONDS:
            break
    return median(seconds), result


def main() -> None:
    """Do one task and print what it took."""
    name, arguments = sys.argv[1], json.loads(sys.argv[2])
    clock = Clock()
    counted = globals()[name](clock, **arguments)
    usage = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    peak = max(each.ru_maxrss for each in usage) * 1024
    os.write(1, json.dumps({"seconds": clock.seconds, "peak": peak, **counted}).encode())


if __name__ == "__main__":
    main()
