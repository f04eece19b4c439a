"""Measures `citykg serve` beside `oxigraph serve-read-only`: what means harm, and what does not.

    python benchmarks/endpoint.py [--fuzzed 10000] [--peer-fuzzed 10000] [--patience 20]
    python benchmarks/endpoint.py --report

Both serve the same store, the graph of the examples, in the same run: the hundred queries of
tests/server/hostile_queries.py, mixtures of tokens, small queries beside hogs, many connections,
clients that hang up, and plain throughput.  Oxigraph is started again when it has died, and, so
that one query is not measured by another, when a client had to give up on it; it gets no more
memory than `--peer-gibibytes`.  Its client declares the prefixes that ours knows.  What is
measured goes into results/endpoint.json and docs/security.md.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clients import Got, Target, ask, hang_up, load
from machine import commit, machine, versions
from report import write_report
from results import FOLDER

ROOT: Final = Path(__file__).parents[1]
sys.path += [str(ROOT / "tests" / "server"), str(ROOT / "tests")]

from hostile_queries import hogs, hostile_queries  # noqa: E402 - the tests' own
from loopback import free_port, wait_for  # noqa: E402
from mutations import mutated  # noqa: E402
from parsing import parse  # noqa: E402
from processes import children, descriptors, threads  # noqa: E402

from citykg.errors import UsageError  # noqa: E402
from citykg.queries.text import missing_prefixes  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

RESULTS: Final = FOLDER / "endpoint.json"
PAGE: Final = ROOT / "docs" / "security.md"
SECONDS: Final = 2
"""What both are told a query may take."""
IN_TIME: Final = SECONDS + 0.5
_SEED: Final = 1
_SMALL: Final = b"SELECT (COUNT(?city) AS ?n) { ?city a ckg:City }"
_THROUGHPUT: Final = {
    "ask": b"ASK { ?city a ckg:City }",
    "rows": b"SELECT * { ?s ?p ?o } LIMIT 500",
    "aggregate": b"SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)",
}
_ROUNDS: Final = 3


class Ours:
    """Our server."""

    name = "citykg serve"
    has_prefixes = True

    def __init__(self, folder: Path, *options: str) -> None:
        self.deaths = 0
        port = str(free_port())
        command = [sys.executable, "-m", "citykg", "serve", str(folder), "--port", port, "--quiet"]
        self._process = subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL)
        self.target = Target(int(port), "/sparql")
        wait_for(f"http://127.0.0.1:{port}/health", self._process)

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def mend(self, *, was_late: bool) -> None:
        """Count a death; nothing mends it."""
        del was_late
        if self._process.poll() is not None:
            raise SystemExit("citykg serve has died")

    def close(self) -> None:
        """Stop it."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()


class Peer:
    """Oxigraph's own server."""

    name = "oxigraph serve-read-only"
    has_prefixes = False

    def __init__(self, folder: Path, gibibytes: int) -> None:
        self.deaths = 0
        self._folder = folder
        self._bytes = gibibytes << 30
        self._start()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def mend(self, *, was_late: bool) -> None:
        """Start it again where it has died, or is busy with what nobody waits for."""
        died = self._process.poll() is not None
        self.deaths += died
        if died or was_late:
            self.close()
            self._start()

    def close(self) -> None:
        """Stop it."""
        self._process.kill()
        self._process.wait()

    def _start(self) -> None:
        program = str(Path(sys.executable).with_name("oxigraph"))
        self.target = Target(free_port(), "/query")
        bind = f"127.0.0.1:{self.target.port}"
        options = ["--location", str(self._folder), "--bind", bind, "--timeout-s", str(SECONDS)]
        self._process = subprocess.Popen(
            [program, "serve-read-only", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        resource.prlimit(self.pid, resource.RLIMIT_AS, (self._bytes, self._bytes))
        wait_for(f"http://127.0.0.1:{self.target.port}/", self._process)


Server = Ours | Peer


class Outcome(NamedTuple):
    """What came of a number of queries that mean harm."""

    asked: int
    in_time: int
    late: int
    given_up: int
    broken: int
    """Answers with status 200 whose body is not what it says."""
    dropped: int
    """Connections that ended without an answer."""
    deaths: int
    longest: float


def prepared(server: Server, query: bytes) -> bytes:
    """A query with the prefixes that the server does not know by itself."""
    if server.has_prefixes:
        return query
    try:
        return missing_prefixes(query.decode()).encode() + query
    except (UnicodeDecodeError, UsageError, RecursionError):
        return query


async def attack(servers: list[Server], queries: Iterable[bytes], patience: float) -> Outcome:
    """Ask all queries, one at a time of each server in the list."""
    found: list[tuple[Got, bool]] = []
    left = iter(queries)
    before = sum(server.deaths for server in servers)

    async def lane(server: Server) -> None:
        for query in left:
            got = await ask(server.target, prepared(server, query), patience)
            found.append((got._replace(body=b""), got.status == 200 and not is_whole(got)))
            if not got.status:
                await asyncio.sleep(0.1)  # a process that dies takes a moment
                server.mend(was_late=got.is_late)

    await asyncio.gather(*map(lane, servers))
    done = [got for got, _ in found if got.status]
    return Outcome(
        asked=len(found),
        in_time=sum(got.seconds <= IN_TIME for got in done),
        late=sum(got.seconds > IN_TIME for got in done),
        given_up=sum(got.is_late for got, _ in found),
        broken=sum(is_broken for _, is_broken in found),
        dropped=sum(not got.status and not got.is_late for got, _ in found),
        deaths=sum(server.deaths for server in servers) - before,
        longest=round(max(got.seconds for got, _ in found), 2),
    )


def is_whole(got: Got) -> bool:
    """Whether an answer is what it says it is."""
    try:
        parse(got.kind.partition(";")[0], got.body)
    except (SyntaxError, ValueError, AssertionError):
        return False
    return True


async def beside_hogs(server: Server, seconds: float) -> dict[str, Any]:
    """How long a small query takes while four run that take as long as they may."""
    end = time.perf_counter() + seconds

    async def hog(text: str) -> None:
        while time.perf_counter() < end:
            await ask(server.target, prepared(server, text.encode()), seconds)

    running = [asyncio.create_task(hog(text)) for text in hogs()]
    await asyncio.sleep(0.5)
    found = await load(server.target, prepared(server, _SMALL), 1, seconds - 1)
    await asyncio.gather(*running)
    return {**percentiles(found.seconds), "others": sum(found.others.values())}


def percentiles(seconds: list[float]) -> dict[str, Any]:
    """How many there are, and their median and 99th percentile in milliseconds."""
    if len(seconds) < 2:
        return {"answers": len(seconds), "p50_ms": None, "p99_ms": None}
    cuts = quantiles(seconds, n=100, method="inclusive")
    named = {"p50_ms": round(cuts[49] * 1e3, 2), "p99_ms": round(cuts[98] * 1e3, 2)}
    return {"answers": len(seconds), **named}


def held(pid: int) -> dict[str, float]:
    """What a server holds, with the processes that it has started."""
    family = [pid, *children(pid)]
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family)
    return {
        "files": descriptors(pid),
        "threads": threads(pid),
        "processes": len(family),
        "mebibytes": round(pages * resource.getpagesize() / (1 << 20)),
    }


async def under_load(
    server: Server, connections: int, seconds: float, times: int
) -> dict[str, Any]:
    """Many connections, then many that end in the middle, and what the server holds after each."""
    small = prepared(server, _SMALL)
    await load(server.target, small, 4, 1)
    before = held(server.pid)
    found = await load(server.target, small, connections, seconds)
    named = {
        **percentiles(found.seconds),
        "per_second": round(len(found.seconds) / seconds),
        "others": dict(found.others),
    }
    await asyncio.sleep(1)
    between = held(server.pid)
    queries = [small, prepared(server, hogs()[0].encode())]
    await hang_up(server.target, queries, times, 16)
    await asyncio.sleep(10)  # what is abandoned ends
    last = await ask(server.target, small, 20)
    return {
        "load": named,
        "before": before,
        "after_load": between,
        "after_hanging_up": held(server.pid),
        "answers_then": last.status == 200,
    }


async def throughput(servers: list[Server], seconds: float) -> dict[str, dict[str, float]]:
    """Answers a second on four open connections, by turns; the median of the rounds."""
    found: dict[str, dict[str, float]] = {}
    ways = [(name, by_get) for name in _THROUGHPUT for by_get in (False, True)]
    for name, by_get in ways:
        rates: dict[str, list[float]] = {server.name: [] for server in servers}
        for _ in range(_ROUNDS):
            for server in servers:
                target = server.target._replace(by_get=by_get)
                query = prepared(server, _THROUGHPUT[name])
                done = await load(target, query, 4, seconds)
                rates[server.name].append(len(done.seconds) / seconds)
        key = f"{name}_again" if by_get else name
        found[key] = {who: round(sorted(each)[_ROUNDS // 2]) for who, each in rates.items()}
    return found


async def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """All that is measured."""
    from citykg.graph.store import current_version

    limits = ("--seconds", str(SECONDS), "--wait-seconds", "10")
    peer_of = partial(Peer, current_version(folder), options.peer_gibibytes)
    found: dict[str, Any] = {}
    wicked = [one.body for one in hostile_queries()]
    with ExitStack() as stack:
        ours = stack.enter_context(closing(Ours(folder, *limits)))
        peers = [stack.enter_context(closing(peer_of())) for _ in range(options.lanes)]
        for name, servers, count in (
            (Ours.name, [ours] * options.lanes, options.fuzzed),
            (Peer.name, peers, options.peer_fuzzed),
        ):
            say(f"{name}: hostile queries")
            hostile = await attack(servers, wicked, options.patience)
            say(f"{name}: {count:,} mixtures of tokens")
            fuzzed = await attack(servers, mutated(count, _SEED), options.patience)
            found[name] = {"hostile": hostile._asdict(), "fuzzed": fuzzed._asdict()}
    with closing(Ours(folder, *limits, "--waiting", "1024")) as ours, closing(peer_of()) as peer:
        say("throughput")
        found["throughput"] = await throughput([ours, peer], options.seconds / 10)
        for server in (ours, peer):
            say(f"{server.name}: load")
            found[server.name] |= await under_load(
                server, options.connections, options.seconds, options.disconnects
            )
    for make in (partial(Ours, folder, *limits), peer_of):
        with closing(make()) as server:
            say(f"{server.name}: beside hogs")
            found[server.name]["beside_hogs"] = await beside_hogs(server, options.seconds / 3)
    return found


def say(what: str) -> None:
    """Say what is done now."""
    print(f"{datetime.now(tz=UTC):%H:%M:%S} {what}", file=sys.stderr, flush=True)


def table(data: dict[str, Any]) -> str:
    """What was measured, as Markdown."""
    about, ours, peer = data["about"], data[Ours.name], data[Peer.name]
    lines = [
        f"{about['machine']}; {about['versions']}; {about['date']}, `{about['command']}`.",
        "",
        f"| | `{Ours.name}` | `{Peer.name} --timeout-s {SECONDS}` |",
        "|---|---|---|",
    ]

    def row(what: str, left: object, right: object) -> None:
        lines.append(f"| {what} | {left} | {right} |")

    for kind, title in (("hostile", "hostile queries"), ("fuzzed", "mixtures of tokens")):
        a, b = ours[kind], peer[kind]
        row(f"**{title}**", f"{a['asked']:,}", f"{b['asked']:,}")
        for key, what in (
            ("in_time", f"answered within {IN_TIME} s"),
            ("late", "answered later"),
            ("given_up", f"no answer in {about['patience']:g} s"),
            ("dropped", "connection ended without an answer"),
            ("broken", "status 200 and a broken body"),
            ("deaths", "the server died"),
            ("longest", "longest, in seconds"),
        ):
            row(what, a[key], b[key])
    a, b = ours["beside_hogs"], peer["beside_hogs"]
    for key in ("p50", "p99"):
        row(f"small query beside 4 hogs, {key}", _ms(a[f"{key}_ms"]), _ms(b[f"{key}_ms"]))
    row("refused or dropped beside them", a["others"], b["others"])
    a, b = ours["load"], peer["load"]
    row(
        f"**{about['connections']} connections**, answers a second",
        a["per_second"],
        b["per_second"],
    )
    row("p50 / p99", *(f"{_ms(one['p50_ms'])} / {_ms(one['p99_ms'])}" for one in (a, b)))
    row("refused, or dropped", *(sum(one["others"].values()) for one in (a, b)))
    for key, what in (
        ("before", "**files / threads / processes / MiB** before"),
        ("after_load", "after that load"),
        ("after_hanging_up", f"after {about['disconnects']:,} clients that hang up"),
    ):
        row(
            what, *(" / ".join(f"{value:g}" for value in one[key].values()) for one in (ours, peer))
        )
    row("and it still answers", *("yes" if one["answers_then"] else "no" for one in (ours, peer)))
    for key, what in (
        ("ask", "**ASK**, answers a second"),
        ("ask_again", "by GET, where answers are kept"),
        ("rows", "**500 rows**, answers a second"),
        ("rows_again", "by GET"),
        ("aggregate", "**an aggregate**, answers a second"),
        ("aggregate_again", "by GET"),
    ):
        one = data["throughput"][key]
        mine, theirs = one[Ours.name], one[Peer.name]
        row(what, f"{mine:,} ({mine / theirs:.2f})", f"{theirs:,}")
    return "\n".join(lines)


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:,.1f} ms"


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fuzzed", type=int, default=10_000, help="mixtures of tokens for ours")
    parser.add_argument("--peer-fuzzed", type=int, default=10_000, help="and for Oxigraph")
    parser.add_argument(
        "--patience", type=float, default=20, help="seconds until a client gives up"
    )
    parser.add_argument(
        "--lanes", type=int, default=2, help="queries at a time; Oxigraph has a server for each"
    )
    parser.add_argument("--peer-gibibytes", type=int, default=4, help="memory that Oxigraph gets")
    parser.add_argument("--connections", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30, help="how long the load lasts")
    parser.add_argument("--disconnects", type=int, default=10_000)
    parser.add_argument("--report", action="store_true", help="only write the table")
    options = parser.parse_args()
    if not options.report:
        from citykg.build import build

        with tempfile.TemporaryDirectory(prefix="citykg-bench-") as work:
            folder = Path(work) / "graph"
            build([ROOT / "examples"], folder)
            found = asyncio.run(measure(options, folder))
        about = {
            "machine": machine(),
            "versions": versions(("citykg", "pyoxigraph", "oxigraph", "uvicorn", "starlette")),
            "commit": commit(),
            "date": datetime.now(tz=UTC).date().isoformat(),
            "command": " ".join(["python benchmarks/endpoint.py", *sys.argv[1:]]),
            **{key: getattr(options, key) for key in ("patience", "connections", "disconnects")},
        }
        text = json.dumps({"about": about, **found}, indent=1, ensure_ascii=False)
        RESULTS.write_text(f"{text}\n", encoding="utf-8")
    body = table(json.loads(RESULTS.read_text("utf-8")))
    write_report(PAGE, {"endpoint": body})
    print(body)


if __name__ == "__main__":
    main()
