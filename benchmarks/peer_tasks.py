"""The work of the plain rdflib pipeline, as `tasks.py` does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from clock import resident_bytes
from our_tasks import files_of
from question_tasks import dataset_of

if TYPE_CHECKING:
    from clock import Clock


def build(clock: Clock, plans: str, out: str | None) -> dict[str, Any]:
    """Files to Turtle, or to a graph in memory: regular expressions, `Graph.add`, `serialize`."""
    import rdflib_pipeline as peer
    from rdflib import Graph

    graph = Graph()
    with clock.phase("read"):
        records = [peer.read_record(file.name, file.read_bytes()) for file in files_of(plans)]
    with clock.phase("add"):
        for record in records:
            for subject, predicate, value, _ in peer.quads(record):
                graph.add((subject, predicate, value))
    if out:
        with clock.phase("serialise"):
            graph.serialize(out, format="turtle")
    return {"plans": len(records), "quads": len(graph)}


def read(clock: Clock, plans: str) -> dict[str, Any]:
    """Text to records by regular expressions."""
    import rdflib_pipeline as peer

    files = files_of(plans)
    with clock.phase("read"):
        records = [peer.read_record(file.name, file.read_bytes()) for file in files]
    return {"plans": len(records)}


def dataset(clock: Clock, plans: str) -> dict[str, Any]:
    """Records to a dataset with named graphs in memory: `Dataset.add`."""
    import rdflib_pipeline as peer
    from rdflib import Dataset, Graph

    records = [peer.read_record(file.name, file.read_bytes()) for file in files_of(plans)]
    dataset = Dataset()
    before = resident_bytes()
    with clock.phase("add"):
        for record in records:
            graphs: dict[str, Graph] = {}
            for subject, predicate, value, name in peer.quads(record):
                graph = graphs.get(name)
                if graph is None:
                    graph = graphs[name] = dataset.graph(name)
                dataset.add((subject, predicate, value, graph))
    return {"quads": len(dataset), "held": resident_bytes() - before}


def formats(clock: Clock, folder: str) -> dict[str, Any]:
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


def validation(clock: Clock, folder: str) -> dict[str, Any]:
    """The same shapes by pySHACL as it is, over the same triples in one graph."""
    import pyshacl
    from rdflib import Graph

    from citykg.ontology.files import shapes_file

    graph = dataset_of(folder).default_graph
    shapes = Graph().parse(data=shapes_file().read_text(encoding="utf-8"), format="turtle")
    with clock.phase("validate"):
        conforms, _, _ = pyshacl.validate(graph, shacl_graph=shapes)
    return {"conforms": conforms}
