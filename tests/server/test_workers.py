"""Workers come and go, and whoever asks hears nothing of it."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import struct
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from clients import Told, get, health, post
from hostile_queries import hogs
from processes import children, descriptors, sockets, threads, wait_until
from servers import serving, serving_within, started

from citykg.build import build
from citykg.server.limits import Limits, Settings
from citykg.server.pool import BrokeDownError, BusyError, Pool
from citykg.server.process import EndedError, Process
from citykg.server.queue import Queue
from citykg.server.tasks import Query

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from servers import Served

SLACK = 5.0
"""A busy machine may take so much longer."""
IMPATIENT = Limits(receive_seconds=1, send_seconds=1, seconds=20)
SMALL = "SELECT (COUNT(?city) AS ?n) { ?city a ckg:City }"
HOG = hogs()[0]


def write_plans(folder: Path, examples: Path, count: int) -> Path:
    """A table of the first cooperations of the examples."""
    lines = (examples / "cooperations.csv").read_text("utf-8").splitlines(keepends=True)
    folder.mkdir(exist_ok=True)
    (folder / "plans.csv").write_text("".join(lines[: count + 1]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """The folder of a graph of a few plans."""
    here = tmp_path_factory.mktemp("small")
    build([write_plans(here / "plans", examples, 12)], here / "graph")
    return here / "graph"


def is_gone(pid: int) -> bool:
    """Whether a process has ended, told of or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def has_cities(server: Served) -> bool:
    """Whether a small query is answered."""
    answer = post(server, SMALL)
    return answer.status == 200 and b'"value":"' in answer.body


class Place:
    """Where clients wait, outside of a server."""

    def __init__(self, most: int) -> None:
        self.loop = asyncio.new_event_loop()
        self.queue = Queue(most)
        self.names: dict[asyncio.Future[None], str] = {}

    def join(self, client: str, name: str = "") -> asyncio.Future[None] | None:
        """The place of a client in the queue; none where it gets none."""
        place: asyncio.Future[None] = self.loop.create_future()
        self.names[place] = name
        return place if self.queue.join(client, place) else None

    def order(self) -> str:
        """Who is next, to the end."""
        found = ""
        while (place := self.queue.next()) is not None:
            found += self.names[place]
        self.loop.close()
        return found


def test_clients_take_turns() -> None:
    """Who asks often waits behind who asks once; one client's questions keep their order."""
    place = Place(10)
    for client, name in ("aA", "ab", "ac", "bB", "cC", "bd"):
        assert place.join(client, name)
    assert place.order() == "ABCbdc"


def test_a_client_has_half_of_the_places() -> None:
    """One client alone does not fill the queue, and several fill it to the end."""
    place = Place(4)
    assert [bool(place.join(client)) for client in "aaabbcb"] == [1, 1, 0, 1, 1, 0, 0]
    assert len(place.queue) == 4


def test_who_leaves_is_not_called() -> None:
    """A place that was given up, in either way, is nobody's turn."""
    place = Place(10)
    first, second, third = place.join("a", "a"), place.join("b", "b"), place.join("a", "c")
    assert first
    assert second
    assert third
    place.queue.leave("a", first)
    place.queue.leave("a", first)
    second.cancel()
    assert len(place.queue) == 2
    assert place.order() == "c"
    assert len(place.queue) == 0


def in_pool(
    folder: Path, limits: Limits, work: Callable[[Pool], Coroutine[object, object, None]]
) -> None:
    """Do something with a pool, and stop it."""

    async def whole() -> None:
        pool = Pool(folder, Settings(limits))
        await pool.start()
        try:
            await work(pool)
        finally:
            await pool.stop()

    # In a thread of its own: a browser of other tests may run a loop in this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, whole()).result()


def test_another_client_waits_for_one_answer_only(small: Path) -> None:
    """With one worker, the only question of one client comes before the second of another."""
    order = []

    async def work(pool: Pool) -> None:
        async def one(client: str) -> None:
            reply = await pool.ask(Query(text=SMALL, rows="text/csv"), client)
            assert reply.status == 200
            order.append(client)

        asking = [asyncio.create_task(one("often")) for _ in range(5)]
        await asyncio.sleep(0)
        await asyncio.gather(*asking, asyncio.create_task(one("once")))

    in_pool(small, Limits(workers=1), work)
    assert order.index("once") <= 2


def test_a_rush_starts_no_more_workers_than_there_may_be(small: Path) -> None:
    """However many ask in the same moment, there are as many workers as the limit says."""

    async def work(pool: Pool) -> None:
        asking = [pool.ask(Query(text=SMALL, rows="text/csv"), str(turn)) for turn in range(60)]
        most = 0
        for reply in asyncio.as_completed(asking):
            assert (await reply).status == 200
            most = max(most, len(pool._workers))
        assert most == 3

    in_pool(small, Limits(workers=3), work)


def test_a_full_queue_is_said_at_once(small: Path) -> None:
    """Who finds no place to wait is told to come back, and when."""
    options = ("--workers", "1", "--waiting", "2", "--seconds", "3")
    with serving(small, "--quiet", *options) as server, ThreadPoolExecutor(2) as together:
        hog = together.submit(post, server, HOG)
        assert wait_until(lambda: health(server)["running"] == 1)
        waiting = together.submit(post, server, SMALL)
        assert wait_until(lambda: health(server)["waiting"] == 1)
        answer = post(server, SMALL)
        assert (answer.status, answer.headers["retry-after"]) == (503, "2")
        assert not hog.done()
        assert waiting.result().status == 200


def test_who_waits_too_long_is_told_so(small: Path) -> None:
    """Where no worker comes free in time, the question is given back."""

    async def work(pool: Pool) -> None:
        hog = asyncio.create_task(pool.ask(Query(text=HOG, rows="text/csv"), "a"))
        await asyncio.sleep(0.1)
        with pytest.raises(BusyError):
            await pool.ask(Query(text=SMALL, rows="text/csv"), "b")
        assert pool.state()["waiting"] == 0
        hog.cancel()

    in_pool(small, Limits(workers=1, wait_seconds=0.2), work)


def test_a_graph_that_is_built_again_is_taken_up_under_load(tmp_path: Path, examples: Path) -> None:
    """No request fails while the graph changes; then all answers are of the new one."""
    plans = write_plans(tmp_path / "plans", examples, 4)
    folder = tmp_path / "graph"
    build([plans], folder)
    with serving(folder, "--quiet", "--workers", "4") as server:
        path = f"/sparql?{urlencode({'query': SMALL})}"

        def ask_again() -> Told:
            return get(server, path)

        first = ask_again()
        old = children(server.process.pid)
        stop = threading.Event()
        seen: list[tuple[int, str]] = []

        def load() -> None:
            while not stop.is_set():
                answer = ask_again()
                seen.append((answer.status, answer.headers.get("etag", "")))

        with ThreadPoolExecutor(2) as together:
            loading = [together.submit(load) for _ in range(2)]
            write_plans(plans, examples, 8)
            build([plans], folder)
            try:
                assert wait_until(lambda: ask_again().body != first.body)
            finally:
                stop.set()
            for one in loading:
                one.result()
        last = ask_again()
        assert {status for status, _ in seen} == {200}
        assert {etag for _, etag in seen} <= {first.headers["etag"], last.headers["etag"]}
        assert first.headers["etag"] != last.headers["etag"]
        assert wait_until(lambda: all(map(is_gone, old)))
        assert health(server)["status"] == "ok"
        # Under another base, things are led to from there at once, and no more from here.
        build([plans], folder, base="https://example.org/kg/")
        led = "/kg/theme/x/housing"
        assert wait_until(lambda: get(server, led).status == 303)
        where = get(server, led).headers["location"]
        assert where == "/data/theme/x/housing"


def abruptly(port: int, turn: int) -> None:
    """Begin something and hang up in the middle of it."""
    body = (HOG if turn % 3 else SMALL).encode()
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    said = [head + body, head + body, head + body[:20], head[:40], head + body, b"\xff\0"][turn % 6]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(said)
        if turn % 2:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if turn % 4 == 0:
            time.sleep(0.02)


def test_clients_that_hang_up_leave_nothing_behind(small: Path) -> None:
    """After hundreds of them the server holds as many files, threads and workers as before."""
    with serving(small, "--quiet", "--workers", "4") as server:
        pid = server.process.pid

        def held() -> tuple[int, int]:
            return sockets(pid), threads(pid)

        assert has_cities(server)
        before, files = held(), descriptors(pid)
        with ThreadPoolExecutor(8) as together:
            list(together.map(lambda turn: abruptly(server.port, turn), range(400)))
        assert wait_until(lambda: has_cities(server))  # it may be busy with what they began
        assert wait_until(lambda: health(server)["running"] == 0)
        # A connection of before may have been on its way out when they were counted.
        assert wait_until(
            lambda: all(now <= then for now, then in zip(held(), before, strict=True))
        )
        assert len(children(pid)) <= 4
        # Each worker has two pipes.
        assert wait_until(lambda: descriptors(pid) <= files + 2 * 4)
        assert health(server)["waiting"] == 0


def test_a_server_that_is_told_to_stop_stops_its_queries(small: Path) -> None:
    """SIGTERM ends the server within three seconds though a query runs, and its workers too."""
    command = [sys.executable, "-m", "citykg", "serve", str(small), "--port", "0", "--quiet"]
    with started([*command, "--seconds", "60"]) as server, ThreadPoolExecutor(1) as aside:
        hog = aside.submit(post, server, HOG)
        assert wait_until(lambda: health(server)["running"] == 1)
        workers = children(server.process.pid)
        assert workers
        begun = time.perf_counter()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(3 + SLACK) == 0
        assert time.perf_counter() - begun < 3 + SLACK
        assert wait_until(lambda: all(map(is_gone, workers)))
        assert hog.result().status == 503
        assert hog.result().headers["retry-after"]


def test_a_server_that_is_killed_leaves_no_worker(small: Path) -> None:
    """SIGKILL of the server ends what it started, in the middle of a query too."""
    command = [sys.executable, "-m", "citykg", "serve", str(small), "--port", "0", "--quiet"]
    with started([*command, "--seconds", "60"]) as server, ThreadPoolExecutor(1) as aside:
        hog = aside.submit(post, server, HOG)
        assert wait_until(lambda: health(server)["running"] == 1)
        workers = children(server.process.pid)
        server.process.kill()
        assert wait_until(lambda: all(map(is_gone, workers)))
        assert hog.exception()


def test_the_end_of_a_worker_costs_one_answer_at_most(small: Path) -> None:
    """When workers are killed from outside, the next query is answered by another."""
    with serving(small, "--quiet") as server, ThreadPoolExecutor(1) as aside:
        hog = aside.submit(post, server, HOG)
        assert wait_until(lambda: health(server)["running"] == 1)
        time.sleep(0.2)
        for worker in children(server.process.pid):
            os.kill(worker, signal.SIGKILL)
        answer = hog.result()
        assert answer.status == 503
        assert b"broke the process" in answer.body
        assert has_cities(server)
        assert health(server)["status"] == "ok"


def test_an_idle_worker_that_ended_costs_no_answer(small: Path) -> None:
    """A query that was given to a worker in the moment of its end goes to another."""

    async def work(pool: Pool) -> None:
        await pool.ask(Query(text=SMALL, rows="text/csv"), "")
        for worker in pool._idle:
            os.kill(worker.pid, signal.SIGKILL)
        assert (await pool.ask(Query(text=SMALL, rows="text/csv"), "")).status == 200

    in_pool(small, Limits(), work)


def test_a_worker_knows_nothing_of_the_environment(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a shell keeps for others, keys and passwords, does not come to where queries run."""
    monkeypatch.setenv("CITYKG_PASSWORD", "secret")

    with serving(small, "--quiet") as server:
        for worker in children(server.process.pid):
            known = Path(f"/proc/{worker}/environ").read_bytes()
            assert b"PATH=" in known
            assert b"secret" not in known


def test_long_tasks_arrive_whole(small: Path) -> None:
    """A task that no pipe holds is sent as fast as it is taken, and nobody else waits for that."""

    async def work(pool: Pool) -> None:
        text = f"SELECT (STRLEN('{'x' * 5_000_000}') AS ?n) {{}}"
        long = pool.ask(Query(text=text, rows="text/csv", is_ours=True), "a")
        both = await asyncio.gather(long, pool.ask(Query(text=SMALL, rows="text/csv"), "b"))
        assert [reply.status for reply in both] == [200, 200]
        assert both[0].body == b"n\r\n5000000\r\n"

    in_pool(small, Limits(), work)


def test_a_worker_that_ended_unheard_fails_what_it_is_asked(small: Path) -> None:
    """A task for a worker that is gone fails at once: nobody waits for an answer for ever."""

    async def work(pool: Pool) -> None:
        gone: list[Process] = []
        worker = Process(small, pool.version, Settings(), gone.append, gone.append)
        assert not (await worker.opened).failure
        worker.bury()
        assert gone == [worker]
        with pytest.raises(EndedError):
            await worker.ask(Query(text=SMALL))
        assert not worker.is_busy

    in_pool(small, Limits(), work)


def test_a_query_that_breaks_its_worker_is_said_to(small: Path) -> None:
    """What ends a worker is told apart from what takes too long."""

    async def work(pool: Pool) -> None:
        asking = asyncio.create_task(pool.ask(Query(text=HOG, rows="text/csv"), ""))
        await asyncio.sleep(0.2)
        for worker in pool._workers:
            os.kill(worker.pid, signal.SIGSEGV)
        with pytest.raises(BrokeDownError):
            await asking

    in_pool(small, Limits(), work)


@pytest.fixture(scope="module")
def impatient(small: Path) -> Served:
    """A server that waits for nobody."""
    with serving_within(small, IMPATIENT) as server:
        yield server


def drip(connection: socket.socket, piece: bytes) -> float:
    """Say the same again and again; after how many seconds that is not heard any more."""
    begun = time.perf_counter()
    connection.settimeout(0.1)
    while time.perf_counter() - begun < 1 + SLACK + 5:
        try:
            connection.sendall(piece)
            if not connection.recv(1, socket.MSG_PEEK):
                break
            break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.perf_counter() - begun


def test_a_head_that_never_ends_is_not_waited_for(impatient: Served) -> None:
    """Who takes too long to ask is hung up on, however much is said meanwhile."""
    with socket.create_connection(("127.0.0.1", impatient.port)) as connection:
        connection.sendall(b"GET /health HTTP/1.1\r\n")
        assert drip(connection, b"X-A: b\r\n") < 1 + SLACK
    with socket.create_connection(("127.0.0.1", impatient.port)) as connection:
        begun = time.perf_counter()
        connection.settimeout(1 + SLACK)
        assert connection.recv(1) == b""
        assert time.perf_counter() - begun < 1 + SLACK


def test_a_head_of_any_length_is_not_read(impatient: Served) -> None:
    """A head of megabytes is hung up on at once."""
    with socket.create_connection(("127.0.0.1", impatient.port)) as connection:
        connection.settimeout(10)
        with pytest.raises(OSError, match=r"reset|pipe"):
            connection.sendall((b"X-A: " + b"b" * 10_000 + b"\r\n") * 1000)


def test_a_body_that_drips_is_not_waited_for(impatient: Served) -> None:
    """A body that does not arrive in time is answered by 408."""
    with socket.create_connection(("127.0.0.1", impatient.port)) as connection:
        connection.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/sparql-query\r\nContent-Length: 1000\r\n\r\n"
        )
        assert drip(connection, b"A") < 1 + SLACK
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


def test_an_answer_that_is_not_received_is_given_up(small: Path) -> None:
    """Who does not take its answer is hung up on: it holds no connection for ever."""
    with serving_within(small, IMPATIENT) as server:
        pid = server.process.pid
        text = f"SELECT ('{'x' * 300}' AS ?x) {{ ?s ?p ?o . ?t ?q ?u }} LIMIT 99999".encode()
        before = sockets(pid)
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.connect(("127.0.0.1", server.port))
            connection.sendall(
                b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: %d\r\n\r\n" % len(text) + text
            )
            assert wait_until(lambda: sockets(pid) == before + 1)
            assert wait_until(lambda: sockets(pid) == before, 2 + SLACK)
        assert has_cities(server)
