"""Stores to push to: what they hold, and servers that stand between and behave badly."""

# ruff: noqa: S310 - the addresses are those of our own servers

from __future__ import annotations

import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit

import loopback
import pyoxigraph as ox

from citykg.mirror import Pushed, RemoteStore, push, store_at
from citykg.ontology.terms import GRAPH_PUSHED, GRAPH_PUSHED_FILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NOTHING = b'{"head": {"vars": ["g", "s", "p", "o"]}, "results": {"bindings": []}}'
RESULTS = "application/sparql-results+json"
OWN = {GRAPH_PUSHED, GRAPH_PUSHED_FILES}


def silent(stage: str, done: int, total: int) -> None:
    """Take no note of the progress."""


def pushed(folder: Path, endpoint: str, **options: Any) -> Pushed:
    """Push with what only a test leaves out."""
    of_store = ("update", "graph_store", "timeout_seconds")
    places = {key: options.pop(key) for key in of_store if key in options}
    return push(folder, store_at(endpoint, **places), progress=silent, **options)


def held(endpoint: str) -> ox.Store:
    """All that an Oxigraph server holds."""
    store = ox.Store()
    address = endpoint.replace("/query", "/store")
    request = urllib.request.Request(address, headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        store.load(answer.read(), format=ox.RdfFormat.N_QUADS)
    return store


def named(store: ox.Store) -> set[str]:
    """The quads of the named graphs of a store, but for those that only pushes know."""
    default = ox.DefaultGraph()
    return {
        f"{quad} .\n"
        for quad in store
        if quad.graph_name != default and quad.graph_name.value not in OWN
    }


def unnamed(store: ox.Store) -> set[str]:
    """The triples of the default graph of a store."""
    return {str(quad) for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}


def changed(endpoint: str, update: str) -> None:
    """Do an update on an Oxigraph server, past everything of ours."""
    request = urllib.request.Request(
        endpoint.replace("/query", "/update"),
        data=update.encode(),
        headers={"Content-Type": "application/sparql-update"},
    )
    with urllib.request.urlopen(request, timeout=20):
        pass


def lines_of(folder: Path) -> set[str]:
    """The lines of a folder's graph."""
    return set((folder / "graph.nq").read_text("utf-8").splitlines(keepends=True))


class Handler(loopback.Handler):
    """Answers as a store does: nothing to queries, and done to the rest, unless told otherwise."""

    def reply(self, code: int = 204, kind: str = RESULTS, body: bytes = b"", **more: str) -> None:
        """Send one whole answer."""
        self.send_whole(code, kind, body, **more)

    @property
    def is_query(self) -> bool:
        """Whether it is asked, and not written to."""
        return "query=" in self.path or self.body.startswith("query=")

    def be_empty(self) -> None:
        """Answer a query with nothing."""
        self.reply(200, body=NOTHING)


@contextmanager
def storing(written: Callable[[Handler], None]) -> Iterator[loopback.Server]:
    """A store that holds nothing, and does what the function says when it is written to."""

    def answer(request: Handler) -> None:
        if request.is_query:
            request.be_empty()
        else:
            written(request)

    with loopback.answering(answer, Handler, "/query") as server:
        yield server


@contextmanager
def between(
    endpoint: str, before: Callable[[Handler], bool] = lambda _: True
) -> Iterator[loopback.Server]:
    """A server that passes on to another what `before` lets pass; it answers the rest itself."""
    target = urlsplit(endpoint)

    def answer(request: Handler) -> None:
        if not before(request):
            return
        address = f"{target.scheme}://{target.netloc}{request.path}"
        body = request.body.encode() if request.body else None
        given = {
            key: request.headers[key] for key in ("Accept", "Content-Type") if request.headers[key]
        }
        passed = urllib.request.Request(address, data=body, headers=given, method=request.command)
        try:
            with urllib.request.urlopen(passed, timeout=30) as got:
                request.reply(got.status, got.headers.get("Content-Type", RESULTS), got.read())
        except HTTPError as error:
            with error:
                request.reply(error.code, "text/plain", error.read())

    with loopback.answering(answer, Handler, "/query") as server:
        yield server


def store_address(endpoint: str) -> str:
    """Where Oxigraph speaks the Graph Store Protocol."""
    return endpoint.replace("/query", "/store")


def graph_at(endpoint: str, graph: str) -> bytes:
    """What an Oxigraph server says of one graph, as N-Triples."""
    address = f"{store_address(endpoint)}?graph={quote(graph, safe='')}"
    request = urllib.request.Request(address, headers={"Accept": "application/n-triples"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        return bytes(answer.read())


__all__ = [
    "Handler", "RemoteStore", "between", "changed", "graph_at", "held", "lines_of", "named",
    "pushed", "silent", "store_address", "storing", "unnamed",
]  # fmt: skip
