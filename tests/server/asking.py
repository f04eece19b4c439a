"""A client of a server's endpoint that hides nothing of what comes back, and looks at its processes."""

from __future__ import annotations

import csv
import io
import json
import os
import time
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


class Answered(NamedTuple):
    """One answer, whole, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


def ask(port: int, query: str | bytes, accept: str = ROWS[0], timeout: float = 60) -> Answered:
    """The answer of the server at a loopback port to one query, posted."""
    body = query if isinstance(query, bytes) else query.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    return request(port, "POST", "/sparql", body, headers, timeout)


def request(
    port: int,
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    timeout: float = 60,
) -> Answered:
    """The answer to any request."""
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        whole = answer.read()
        spent = time.perf_counter() - begun
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(answer.status, named, whole, spent)
    finally:
        connection.close()


def health(port: int) -> dict[str, object]:
    """What the server says of itself."""
    state = json.loads(request(port, "GET", "/health").body)
    assert isinstance(state, dict)
    return state


def parse(answer: Answered) -> None:
    """Read an answer as what it says it is; raises where it is not."""
    if answer.kind in GRAPHS:
        form = ox.RdfFormat.from_media_type(answer.kind)
        assert form
        for _ in ox.parse(answer.body, format=form):
            pass
    elif answer.kind == "text/csv":
        if answer.body not in {b"true", b"false"}:
            rows = list(csv.reader(io.StringIO(answer.body.decode(), newline=""), strict=True))
            assert len({len(row) or 1 for row in rows}) == 1
    else:
        form = ox.QueryResultsFormat.from_media_type(answer.kind)
        assert form
        results = ox.parse_query_results(answer.body, format=form)
        if isinstance(results, ox.QuerySolutions):
            for _ in results:
                pass


def children(pid: int) -> list[int]:
    """The processes that a process has started, of which it has not been told the end."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # threads end
            found += [int(one) for one in (task / "children").read_text().split()]
    return found


def descriptors(pid: int) -> int:
    """How many files and sockets a process holds open."""
    return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - a list of names will do


def threads(pid: int) -> int:
    """How many threads a process has."""
    return len(os.listdir(f"/proc/{pid}/task"))  # noqa: PTH208


def sockets(pid: int) -> int:
    """How many of them are sockets."""
    found = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found += os.readlink(one).startswith("socket:")  # noqa: PTH115 - it leads nowhere
    return found


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it came true in time."""
    end = time.perf_counter() + seconds
    while not is_so():
        if time.perf_counter() > end:
            return False
        time.sleep(0.05)
    return True
