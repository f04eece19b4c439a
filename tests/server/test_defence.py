"""Queries that mean harm hurt nobody but themselves."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from clients import CSV, JSON, TSV, XML, Told, health, post, say
from hostile_queries import Hostile, hogs, hostile_queries
from mutations import mutated
from parsing import parse
from processes import children
from servers import Served, serving

from citykg.server.media import GRAPHS, ROWS, preferred

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECONDS = 1.0
SLACK = 5.0
"""A busy machine may answer so much later; benchmarks/endpoint.py measures how much it is."""
WORKERS = 4
STATUSES = {200, 400, 413, 503}
SMALL = "SELECT (COUNT(?city) AS ?n) { ?city a ckg:City }"


@pytest.fixture(scope="module")
def strict(graph: Path) -> Iterator[Served]:
    """A server that gives little time and memory to a query, and little work to this machine."""
    limits = ("--seconds", f"{SECONDS:g}", "--mebibytes", "256", "--workers", f"{WORKERS}")
    with serving(graph, "--quiet", *limits, "--wait-seconds", "30", "--rows", "2000") as server:
        yield server


@pytest.fixture(scope="module")
def cities(strict: Served) -> int:
    """How many cities there are, as the server says before anything happens to it."""
    found = number(post(strict, SMALL))
    assert found > 0
    return found


def number(answer: Told) -> int:
    """The only cell of an answer."""
    assert answer.status == 200, answer.body
    ((row,),) = (one.values() for one in json.loads(answer.body)["results"]["bindings"])
    return int(row["value"])


def accept(turn: int) -> str:
    """All media types in turn, one of rows and one of triples."""
    rows, graphs = (JSON, XML, CSV, TSV), tuple(GRAPHS)
    return f"{rows[turn % 4]}, {graphs[turn % 4]}"


def check(answer: Told) -> None:
    """Fail unless this is a good answer or a sentence."""
    assert answer.status in STATUSES
    if answer.status == 200:
        parse(answer.kind, answer.body)
    else:
        assert answer.kind == "text/plain"
        sentence = answer.body.decode()
        assert sentence.endswith("\n")
        assert "Traceback" not in sentence


def test_there_are_a_hundred() -> None:
    """The hostile queries are a hundred different ones."""
    assert len(hostile_queries()) == 100
    assert len({one.body for one in hostile_queries()}) == 100


def test_a_hostile_query_is_answered_in_time_and_leaves_the_server_well(
    strict: Served, cities: int
) -> None:
    """Each gets an answer that is whole or a sentence; health and a small query are right then."""

    def attack(turn: int, one: Hostile) -> str:
        answer = post(strict, one.body, accept(turn))
        try:
            check(answer)
            assert answer.seconds < SECONDS + SLACK
            assert number(post(strict, SMALL)) == cities
            state = health(strict)
            assert state["status"] == "ok"
            assert isinstance(state["workers"], int)
            assert state["workers"] <= WORKERS
        except Exception as error:  # noqa: BLE001 - all of them are told of
            return f"{one.family}, {one.name}: {answer.status} {answer.seconds:.1f} s {error!r}"
        return ""

    with ThreadPoolExecutor(WORKERS) as together:
        failures = [*filter(None, together.map(attack, range(100), hostile_queries()))]
    assert not failures, "\n".join(failures)
    assert len(children(strict.process.pid)) <= WORKERS + 1


def test_a_small_query_is_answered_while_others_hog(strict: Served, cities: int) -> None:
    """As many hogs as there are workers, less one, leave room for a small query."""
    ends: list[float] = []

    def hog(query: str) -> None:
        assert post(strict, query).status == 503
        ends.append(time.perf_counter())

    with ThreadPoolExecutor(WORKERS) as together:
        running = [together.submit(hog, query) for query in hogs()[: WORKERS - 1]]
        while health(strict)["running"] != WORKERS - 1:
            assert not ends
        assert number(post(strict, SMALL)) == cities
        answered = time.perf_counter()
        for one in running:
            one.result()
    assert answered < min(ends)


def test_four_hogs_leave_room_at_the_usual_limits(served: Served) -> None:
    """With four hogs in flight a small query is answered well before they end."""
    with ThreadPoolExecutor(4) as together:
        running = [together.submit(post, served, query) for query in hogs()]
        while health(served)["running"] != 4:
            assert not any(one.done() for one in running)
        for _ in range(5):
            assert number(post(served, SMALL)) > 0
        assert not any(one.done() for one in running)
        assert {one.result().status for one in running} == {503}


@pytest.mark.parametrize("seed", [11, 17])
def test_any_mixture_of_tokens_is_answered(strict: Served, cities: int, seed: int) -> None:
    """Saved and hostile queries with their tokens mixed up get an answer or a sentence, each."""

    def attack(turn: int, body: bytes) -> str:
        answer = post(strict, body, accept(turn))
        try:
            check(answer)
            assert answer.seconds < SECONDS + SLACK
        except Exception as error:  # noqa: BLE001 - all of them are told of
            return (
                f"{body!r}: {answer.status} {answer.seconds:.1f} s {error!r} {answer.body[:200]!r}"
            )
        return ""

    with ThreadPoolExecutor(WORKERS) as together:
        failures = [*filter(None, together.map(attack, range(200), mutated(200, seed)))]
    assert not failures, "\n".join(failures)
    assert health(strict)["status"] == "ok"
    assert number(post(strict, SMALL)) == cities


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": 'application/sparql-query; x="' + ";" * 60_000},
        {"Content-Type": "application/sparql-query; charset*=utf-16''%ff%d8; charset*1=x"},
        {"Content-Type": "application/sparql-query", "Accept": "a/b," * 15_000},
        {"Content-Type": "application/sparql-query", "Accept": "a/b;" + "c=d;" * 15_000},
        {"Content-Type": "application/sparql-query", "Accept": ";,=/q=" * 200},
        {"Content-Type": "application/sparql-query", "Accept-Encoding": "gzip;q=," * 7000},
        {"Content-Type": "application/sparql-query", "If-None-Match": '"",' * 15_000},
        {"Content-Type": "application/sparql-query", "Content-Length": "9" * 5000},
        {"Content-Type": "application/sparql-query", "Host": "x" * 60_000},
    ],
    ids=lambda headers: next(reversed(headers)) if isinstance(headers, dict) else "",
)
def test_a_hostile_header_holds_nobody_up(served: Served, headers: dict[str, str]) -> None:
    """While a header is read that means harm, the health of the server is told as fast as ever."""
    done = threading.Event()

    def attack() -> set[int]:
        return {say(served, "POST", "/sparql", headers, b"ASK {}").status for _ in range(20)}

    with ThreadPoolExecutor(1) as aside:
        attacking = aside.submit(attack)
        attacking.add_done_callback(lambda _: done.set())
        while not done.wait(0.05):
            begun = time.perf_counter()
            assert health(served)["status"] == "ok"
            assert time.perf_counter() - begun < 1.5
        assert attacking.result() <= {200, 400, 406, 413, 415, 421}


def test_a_very_long_accept_header_likes_nothing() -> None:
    """An Accept header of many thousand characters is not read."""
    assert preferred(tuple(ROWS), CSV)
    assert not preferred(tuple(ROWS), "text/csv," * 1000)


def test_a_comma_in_an_iri_starts_no_cell(served: Served) -> None:
    """In CSV an IRI with a comma is quoted, as any cell is."""
    text = "SELECT ?a ?b ?c { BIND(<x:1,2> AS ?a) BIND('1,\"2' AS ?b) }"
    assert post(served, text, CSV).body == b'a,b,c\r\n"x:1,2","1,""2",\r\n'
