"""No query reaches out of the server: two walls stand before it, and each holds alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import loopback
import msgspec
import pyoxigraph as ox
import pytest
from clients import post

from citykg.graph.store import current_version
from citykg.server.limits import Settings
from citykg.server.tasks import LENGTH, Query, Reply, framed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from servers import Served

EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
# In the place of URL stands the canary, in the place of PORT its port.
SPELLINGS = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { service <URL> { ?s ?p ?o } }",
    "SELECT * { sErViCe <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE silent <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE<URL>{ ?s ?p ?o } }",
    "SELECT * {SERVICE<URL>{}}",
    "SELECT * { SERVICE\t<URL>\t{ ?s ?p ?o } }",
    "SELECT * { SERVICE\r\n<URL>\r\n{ ?s ?p ?o } }",
    "SELECT * { SERVICE\r<URL>\r{ ?s ?p ?o } }",
    "SELECT * { SERVICE\n\n\n<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE # a comment\n <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE#\r<URL> { ?s ?p ?o } }",
    "SELECT * { # a comment }\r SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { # a comment }\r\n SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { #'\n SERVICE <URL> { ?s ?p ?o } #'\n }",
    "SELECT * { ?s ?p '#' . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '#'SERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "\\"" . SERVICE <URL> { ?s ?p ?o } # "\n }',
    "SELECT * { ?s ?p '\\'' . SERVICE <URL> { ?s ?p ?o } # '\n }",
    "SELECT * { ?s ?p '''it's''' . SERVICE <URL> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """ " "" """ . SERVICE <URL> { ?s ?p ?o } }',
    "SELECT * { ?s ?p '\\\\' . SERVICE <URL> { ?s ?p ?o } # '\n }",
    "SELECT * { ?s <x:#> ?o . SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o . FILTER(?o <1) SERVICE <URL> { ?s ?p ?o } FILTER(?o> 1) }",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1e1SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p falseSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'x'@enSERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'x'@en SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s a ?o.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s a ckg:City.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s a ckg:.SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s a _:b.SERVICE <URL> { ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1:PORT/> SELECT * { SERVICE e:sparql { ?s ?p ?o } }",
    "PREFIX e: <URL> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "PREFIX : <URL> SELECT * { SERVICE : { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:PORT/> SELECT * { SERVICE:sparql { ?s ?p ?o } }",
    "PREFIX SERVICE: <URL> SELECT * { SERVICE SERVICE: { ?s ?p ?o } }",
    "PREFIX ex: <URL> SELECT * { ?s ?p ex:SERVICE . SERVICE ex: { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:PORT/> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:PORT/a/> SELECT * { SERVICE <../sparql> { ?s ?p ?o } }",
    "BASE <http://x/> SELECT * { SERVICE <//127.0.0.1:PORT/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE <HTTP://127.0.0.1:PORT/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://localhost:PORT/sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://user:word@127.0.0.1:PORT/sparql> { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <URL> } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { BIND(IRI('URL') AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { VALUES $e { <URL> } SERVICE $e { ?s ?p ?o } }",
    "SELECT * { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { BIND(EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) }",
    "SELECT (EXISTS { SERVICE <URL> { ?s ?p ?o } } AS ?x) {}",
    "SELECT * {} ORDER BY (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT * {} HAVING (EXISTS { SERVICE <URL> { ?s ?p ?o } })",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { VALUES ?s { <x:y> } LATERAL { SERVICE <URL> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <URL> { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "ASK WHERE{SERVICE<URL>{?s?p?o}}",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * FROM <URL> { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \\U00000053\\u0045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { S\\u0065rvic\\u0065 <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '\\u0027 . SERVICE <URL> { ?s ?p ?o } # ' }",
    "SELECT * { ?s ?p ?o \\u007D SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { #\\u000A SERVICE <URL> { ?s ?p ?o }\n }",
    "\ufeffSELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * {\u00a0SERVICE\u00a0<URL> { ?s ?p ?o } }",
    "SELECT * {\u2028SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * {\x0bSERVICE\x0c<URL> { ?s ?p ?o } }",
    "SELECT * { \0SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \uff33ERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { \u017fERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERV\u0131CE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o } VALUES ?x { 1 } SERVICE <URL> { ?s ?p ?o }",
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "LOAD <URL>",
    "LOAD SILENT <URL> INTO GRAPH <x:y>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]  # fmt: skip


@pytest.fixture
def canary() -> Iterator[loopback.Server]:
    """A server that nobody may ask."""
    kind = "application/sparql-results+json"
    with loopback.answering(
        lambda handler: handler.send_whole(200, kind, EMPTY), loopback.Handler
    ) as server:
        yield server


def spelt(text: str, canary: loopback.Server) -> str:
    """A query that names the canary."""
    return text.replace("URL", canary.address).replace("PORT", str(canary.server_address[1]))


def test_the_canary_hears_what_reaches_it(canary: loopback.Server) -> None:
    """Oxigraph by itself asks the canary: what the other tests say would be nothing without it."""
    list(ox.Store().query(spelt(SPELLINGS[0], canary)))
    assert len(canary.asked) == 1


def test_no_spelling_of_service_is_let_through(served: Served, canary: loopback.Server) -> None:
    """The first wall: however SERVICE is written, nobody is asked."""
    assert len(set(SPELLINGS)) > 80
    for text in SPELLINGS:
        answer = post(served, spelt(text, canary))
        assert answer.status in {200, 400, 503}, text
        if "SERVICE <URL>" in text.upper() and answer.status != 400:
            pytest.fail(f"{text!r}: {answer}")
    assert not canary.asked


def test_the_graphs_of_the_protocol_are_not_fetched(
    served: Served, canary: loopback.Server
) -> None:
    """Who names a graph of another server in the address gets an empty one."""
    for name in ("default-graph-uri", "named-graph-uri"):
        path = f"{name}={canary.address}&query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D"
        done = subprocess.run(
            [sys.executable, "-c", "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read())", f"{served.sparql}?{path}"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert "false" in done.stdout
    assert not canary.asked


class Worker:
    """A worker without the first wall; and without the second too, if told so."""

    def __init__(self, graph: Path, *, is_confined: bool) -> None:
        lines = [
            "import sys",
            "sys.path[:] = sys.argv[3:]",
            "from citykg.queries import runner",
            "from citykg.server import worker",
            "runner.check_harmless = lambda *_, **__: None",
            "" if is_confined else "worker.confine = lambda: False",
            "worker.main(*sys.argv[1:3])",
        ]
        given = (os.fspath(graph), os.fspath(current_version(graph)), *sys.path)
        self.process = subprocess.Popen(
            [sys.executable, "-c", "\n".join(lines), *given],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._say(Settings())
        _, self.is_confined = msgspec.msgpack.decode(self.frame())

    def frame(self) -> bytes:
        """What it says next."""
        assert self.process.stdout
        head = self.process.stdout.read(LENGTH.size)
        return self.process.stdout.read(LENGTH.unpack(head)[0])

    def _say(self, what: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(framed(msgspec.msgpack.encode(what)))
        self.process.stdin.flush()

    def ask(self, text: str) -> Reply:
        """Its reply to a query."""
        self._say(Query(text=text, rows="application/sparql-results+json", graph="text/turtle"))
        return msgspec.msgpack.decode(self.frame(), type=Reply)


@pytest.fixture
def worker_of(graph: Path) -> Iterator[Callable[[bool], Worker]]:
    """Starts workers, and ends them."""
    started: list[Worker] = []

    def start(is_confined: bool) -> Worker:  # noqa: FBT001 - there is one
        started.append(Worker(graph, is_confined=is_confined))
        return started[-1]

    yield start
    for worker in started:
        worker.process.kill()
        worker.process.communicate()


def test_a_worker_that_is_let_through_reaches_nobody(
    worker_of: Callable[[bool], Worker], canary: loopback.Server
) -> None:
    """The second wall: where SERVICE passes the first, the worker has no socket to ask with."""
    worker = worker_of(True)
    if not worker.is_confined:
        pytest.skip("this system cannot filter the calls of a process")
    replies = [worker.ask(spelt(text, canary)) for text in SPELLINGS]
    assert not canary.asked
    assert replies[0].status == 500
    assert worker.ask("ASK { ?s ?p ?o }").body == b'{"head":{},"boolean":true}'


def test_a_worker_without_walls_would_reach_the_canary(
    worker_of: Callable[[bool], Worker], canary: loopback.Server
) -> None:
    """It is the walls that stop it: without them most spellings get through."""
    worker = worker_of(False)
    assert not worker.is_confined
    for text in SPELLINGS:
        worker.ask(spelt(text, canary))
    assert len(canary.asked) > len(SPELLINGS) // 2


@pytest.fixture(scope="module")
def attempts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What a process that is locked in tried, and what became of it."""
    file = tmp_path_factory.mktemp("confined") / "file"
    file.write_bytes(b"as it was")
    program = str(Path(__file__).with_name("confined.py"))
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as victim:
        command: Sequence[str] = (sys.executable, program, "9", str(victim.pid), str(file))
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
        is_alive = victim.poll() is None
        victim.kill()
    found: dict[str, Any] = json.loads(done.stdout)
    if not found["confined"]:
        pytest.skip("this system cannot filter the calls of a process")
    assert is_alive
    assert [one.name for one in file.parent.iterdir()] == ["file"]
    assert file.read_bytes() == b"as it was"
    return found


def test_a_process_that_is_locked_in_does_nothing_to_others(
    attempts: dict[str, dict[str, str]],
) -> None:
    """It has no socket, no other program, no other process, and changes no file."""
    assert {
        name for name, error in attempts["forbidden"].items() if error != "PermissionError"
    } == set()


def test_a_process_that_is_locked_in_can_still_work(attempts: dict[str, dict[str, str]]) -> None:
    """It reads files, starts threads and takes memory."""
    assert attempts["allowed"]
    assert not {name: error for name, error in attempts["allowed"].items() if error}
