"""Graph folders, and a server of the real Oxigraph on a free loopback port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from citykg.graph.store import write_store

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPETENCY = Path(__file__).parent.parent / "competency"
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


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server over a graph folder, for as long as the block runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).parent / "oxigraph"),
        "serve-read-only",
        "--location",
        str(folder / "store" / "current"),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.kill()


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; fail if it ends or stays silent."""
    for _ in range(200):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310  # our own server
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server does not answer")
