"""Graph folders, and a server of the real Oxigraph on a free loopback port."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from loopback import oxigraph

from citykg.graph.store import write_store

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

COMPETENCY = Path(__file__).parent / "competency"
TWO_PLANS = COMPETENCY / "two-plans.trig"
ENGINES = ("folder", "file", "endpoint")


def write_folder(folder: Path, rdf: Path) -> Path:
    """A graph folder, in the layout of a build, that holds an RDF file."""
    rdf_format = ox.RdfFormat.from_extension(rdf.suffix.removeprefix("."))
    assert rdf_format
    # All that a build writes is in named graphs.
    named = None if rdf_format.supports_datasets else ox.NamedNode("http://example.org/graph")
    store = ox.Store()
    store.load(path=str(rdf), to_graph=named)
    nquads = folder / "graph.nq"
    nquads.parent.mkdir(exist_ok=True)
    nquads.write_text("".join(sorted(f"{quad} .\n" for quad in store)), "utf-8", newline="")
    target = folder / "store" / "v-1"
    target.parent.mkdir()
    write_store(target, nquads, lambda _: None)
    (folder / "store" / "current").symlink_to("v-1")
    return folder


def served(folder: Path) -> AbstractContextManager[str]:
    """The address of an Oxigraph server over a graph folder, for as long as the block runs."""
    return oxigraph(folder / "store" / "current")
