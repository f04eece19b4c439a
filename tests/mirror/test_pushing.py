"""Pushing to a real Oxigraph: what is there afterwards, and what was sent for it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from loopback import oxigraph
from mirrors import (
    between,
    changed,
    graph_at,
    held,
    lines_of,
    named,
    pushed,
    store_address,
    unnamed,
)

from citykg.errors import DataError, UsageError
from citykg.graph.store import open_store
from citykg.ontology.terms import GRAPH_PUSHED, GRAPH_PUSHED_FILES, GRAPH_SUGGESTIONS
from citykg.queries import catalogue, open_engine, run

if TYPE_CHECKING:
    from pathlib import Path

    from mirrors import Handler

STRANGER = "INSERT DATA { GRAPH <urn:others> { <urn:a> <urn:b> 1 } . <urn:c> <urn:d> 2 }"
PARAMETERS = {
    "goal": "11",
    "city": "city/gb/manchester",
    "subject": "city/gb/manchester",
    "plan": "plan/manchester-montreal",
}


def test_a_store_holds_what_the_folder_holds(first: Path, endpoint: str) -> None:
    """Each named graph as in graph.nq; each declared triple once more in the default graph."""
    done = pushed(first, endpoint)
    store = held(endpoint)
    assert named(store) == lines_of(first)
    assert unnamed(store) == unnamed(open_store(first))
    assert done.default_graph == "filled"
    assert sum(done.sent.values()) > len(lines_of(first))
    assert GRAPH_SUGGESTIONS in done.sent


def test_saved_queries_give_the_same_rows_on_the_store(first: Path, endpoint: str) -> None:
    """All of them, in the same order."""
    pushed(first, endpoint)
    engine = open_engine(endpoint)
    for query in catalogue():
        params = {p.name: PARAMETERS.get(p.name, p.example) for p in query.parameters}
        assert run(query, engine, params) == run(query, first, params), query.name


def test_a_second_push_sends_nothing(first: Path, endpoint: str) -> None:
    """Nothing is written when nothing has changed."""
    pushed(first, endpoint)
    with between(endpoint) as server:
        done = pushed(first, server.address)
    assert (done.sent, done.removed) == ({}, ())
    assert done.kept > 10
    assert all(asked.is_query for asked in server.asked)


def test_only_what_changed_is_sent(first: Path, second: Path, endpoint: str) -> None:
    """After it, the store is as if it had been pushed to an empty one; others' graphs stay."""
    pushed(first, endpoint)
    changed(endpoint, STRANGER)
    done = pushed(second, endpoint)
    assert 0 < len(done.sent) < done.kept + len(done.sent)
    assert done.kept > 5
    assert len(done.removed) == 2, "a plan and its evidence"
    assert all("plan/" in graph for graph in done.removed)
    store = held(endpoint)
    stranger = '<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:others> .\n'
    assert named(store) == lines_of(second) | {stranger}
    beside = '<urn:c> <urn:d> "2"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert unnamed(store) == unnamed(open_store(second)) | {beside}


@pytest.mark.parametrize("writes", [1, 2, 3, 5, 9, 14])
def test_a_push_that_breaks_is_gone_on_with(
    writes: int, first: Path, second: Path, endpoint: str
) -> None:
    """Wherever it broke, the default graph tells no more than the graphs, and the next ends it."""
    pushed(first, endpoint)
    left = [writes]

    def passes(request: Handler) -> bool:
        if request.is_query:
            return True
        if len(request.body) > 20_000:
            request.reply(413)
            return False
        left[0] -= 1
        if left[0] < 0:
            request.reply(507, "text/plain", b"disk full")
        return left[0] >= 0

    with (
        between(endpoint, passes) as server,
        pytest.raises(DataError, match="its disk is full: make room"),
    ):
        pushed(second, server.address)
    store = held(endpoint)
    told = {line.rpartition(" <")[0] for line in named(store)}
    assert unnamed(store) <= told
    done = pushed(second, endpoint)
    store = held(endpoint)
    assert named(store) == lines_of(second)
    assert unnamed(store) == unnamed(open_store(second))
    if writes > 9:
        assert len(done.sent) < len(pushed_anew(second).sent)


def pushed_anew(folder: Path) -> object:
    """What a push to an empty store does."""
    with oxigraph(None, verb="serve") as address:
        return pushed(folder, address)


def test_a_push_that_is_killed_is_gone_on_with(first: Path, endpoint: str) -> None:
    """Killed in the middle of a request, it leaves nothing that the next push does not mend."""
    process: list[subprocess.Popen[bytes]] = []
    writes = [0]

    def passes(request: Handler) -> bool:
        if request.is_query:
            return True
        if len(request.body) > 20_000:
            request.reply(413)
            return False
        writes[0] += 1
        if writes[0] == 40:
            os.kill(process[0].pid, signal.SIGKILL)
        return writes[0] < 40

    with between(endpoint, passes) as server:
        call = [
            sys.executable,
            "-m",
            "citykg",
            "push",
            str(first),
            "--endpoint",
            server.address,
        ]
        process.append(subprocess.Popen(call, stderr=subprocess.DEVNULL))
        assert process[0].wait(60) == -signal.SIGKILL
    assert named(held(endpoint)) < lines_of(first)
    done = pushed(first, endpoint)
    assert done.kept > 0, "what was there as a whole is not sent again"
    store = held(endpoint)
    assert named(store) == lines_of(first)
    assert unnamed(store) == unnamed(open_store(first))


def test_a_dry_run_says_what_would_be_done(first: Path, second: Path, endpoint: str) -> None:
    """And does nothing; then the push does just that."""
    pushed(first, endpoint)
    before = {str(quad) for quad in held(endpoint)}
    would = pushed(second, endpoint, dry_run=True)
    assert {str(quad) for quad in held(endpoint)} == before
    done = pushed(second, endpoint)
    assert (would.sent, would.removed, would.kept) == (done.sent, done.removed, done.kept)


def test_a_union_of_graphs_needs_no_filling(first: Path) -> None:
    """Where the server shows all graphs, the default graph stays empty, and it is said how."""
    with oxigraph(None, "--union-default-graph", verb="serve") as endpoint:
        done = pushed(first, endpoint)
        assert done.default_graph == "all"
        store = held(endpoint)
        assert unnamed(store) == set()
        assert named(store) == lines_of(first)
        assert not [quad for quad in store if quad.graph_name.value == GRAPH_PUSHED + "/probe"]
        assert pushed(first, endpoint).sent == {}


def test_a_server_that_stops_showing_the_union_is_filled(first: Path, tmp_path: Path) -> None:
    """The default graph is filled by the first push that finds it empty."""
    with oxigraph(tmp_path, "--union-default-graph", verb="serve") as endpoint:
        pushed(first, endpoint)
    with oxigraph(tmp_path, verb="serve") as endpoint:
        assert pushed(first, endpoint).default_graph == "filled"
        assert unnamed(held(endpoint)) == unnamed(open_store(first))


def test_the_graph_store_protocol_gives_the_same_graphs(first: Path, second: Path) -> None:
    """By PUT, POST and DELETE; and what is done is written down."""
    with oxigraph(None, "--union-default-graph", verb="serve") as endpoint:
        address = store_address(endpoint)
        pushed(first, endpoint, graph_store=address)
        assert named(held(endpoint)) == lines_of(first)
        assert pushed(first, endpoint, graph_store=address).sent == {}
        done = pushed(second, endpoint, graph_store=address)
        assert len(done.removed) == 2
        assert named(held(endpoint)) == lines_of(second)
        assert pushed(second, endpoint).sent == {}, "Update reads what the other wrote"


@pytest.mark.parametrize("writes", [1, 3, 8, 20])
def test_a_broken_push_by_the_graph_store_protocol_is_gone_on_with(
    writes: int, first: Path, second: Path
) -> None:
    """No graph is said to be whole that is not."""
    left = [writes]

    def passes(request: Handler) -> bool:
        if not request.is_query and request.command != "GET":
            if len(request.body) > 100_000:
                request.reply(413)
                return False
            left[0] -= 1
            if left[0] < 0:
                request.reply(500, "text/plain", b"no more")
                return False
        return True

    with oxigraph(None, "--union-default-graph", verb="serve") as endpoint:
        pushed(first, endpoint)
        with (
            between(endpoint, passes) as server,
            pytest.raises(DataError, match="answered 500"),
        ):
            pushed(second, server.address, graph_store=store_address(server.address))
        pushed(second, endpoint, graph_store=store_address(endpoint))
        assert named(held(endpoint)) == lines_of(second)


def test_a_default_graph_apart_needs_updates(first: Path, endpoint: str) -> None:
    """The Graph Store Protocol cannot fill it, and says so; it may be left empty on purpose."""
    address = store_address(endpoint)
    with pytest.raises(UsageError, match="cannot fill it: push with --update"):
        pushed(first, endpoint, graph_store=address)
    pushed(first, endpoint, graph_store=address, default_graph="leave")
    store = held(endpoint)
    assert named(store) == lines_of(first)
    assert unnamed(store) == set()


def test_a_default_graph_that_is_filled_is_not_left_behind(first: Path, endpoint: str) -> None:
    """An option that would leave it out of date is refused."""
    pushed(first, endpoint)
    with pytest.raises(UsageError, match="left out of date"):
        pushed(first, endpoint, default_graph="leave")


def test_graphs_of_others_are_not_replaced_unasked(first: Path, endpoint: str) -> None:
    """A graph of the same name that no push wrote may be somebody's own."""
    changed(endpoint, f"INSERT DATA {{ GRAPH <{GRAPH_SUGGESTIONS}> {{ <urn:a> <urn:b> 1 }} }}")
    with pytest.raises(UsageError, match=r"graph/suggestions that no push wrote.*--replace"):
        pushed(first, endpoint)
    pushed(first, endpoint, replace=True)
    assert named(held(endpoint)) == lines_of(first)


def test_a_graph_that_was_loaded_by_hand_is_taken_over(
    first: Path, second: Path, endpoint: str
) -> None:
    """With all that it has of what is pushed; what it has beside was never pushed, and stays."""
    quads = "".join(
        f"GRAPH {line[:-3].rpartition(' ')[2]} {{ {line.rpartition(' <')[0]} }}\n"
        for line in lines_of(first)
    )
    changed(endpoint, f"INSERT DATA {{ {quads} }}")
    triples = "".join(f"{triple} .\n" for triple in unnamed(open_store(first)))
    changed(endpoint, f"INSERT DATA {{ {triples} }}")
    pushed(second, endpoint, replace=True)
    assert unnamed(held(endpoint)) >= unnamed(open_store(second))


def test_the_graph_of_another_base_is_not_replaced_unasked(
    first: Path, examples: Path, endpoint: str, tmp_path: Path
) -> None:
    """One store holds one pushed graph."""
    from citykg.build import build

    pushed(first, endpoint)
    other = tmp_path / "graph"
    build([examples / "plans"], other, base="https://example.org/id/", check=False)
    with pytest.raises(UsageError, match=r"another folder.*--replace"):
        pushed(other, endpoint)
    pushed(other, endpoint, replace=True)
    store = held(endpoint)
    assert named(store) == lines_of(other)
    assert unnamed(store) == unnamed(open_store(other))
    assert pushed(other, endpoint).sent == {}


def test_the_files_of_the_graph_go_along(first: Path, endpoint: str) -> None:
    """In a graph of their own, which no query without GRAPH sees."""
    pushed(first, endpoint)
    assert b"report.json" in graph_at(endpoint, GRAPH_PUSHED_FILES)
    assert not any(GRAPH_PUSHED in triple for triple in unnamed(held(endpoint)))


def test_two_pushes_that_crossed_are_mended(first: Path, endpoint: str) -> None:
    """Where two hashes are written down of a graph, nobody knows what is there: it is sent."""
    pushed(first, endpoint)
    sd, schema = "http://www.w3.org/ns/sparql-service-description#", "https://schema.org/"
    where = f"GRAPH <{GRAPH_PUSHED}> {{ ?entry <{sd}name> <{GRAPH_SUGGESTIONS}> }}"
    what = f'GRAPH <{GRAPH_PUSHED}> {{ ?entry <{schema}sha256> "0" }}'
    changed(endpoint, f"INSERT {{ {what} }} WHERE {{ {where} }}")
    assert list(pushed(first, endpoint).sent) == [GRAPH_SUGGESTIONS]
    assert pushed(first, endpoint).sent == {}


def test_a_graph_with_blank_nodes_is_refused(first: Path, endpoint: str, tmp_path: Path) -> None:
    """They have no name by which they could be taken away again."""
    folder = tmp_path / "graph"
    shutil.copytree(first, folder, symlinks=True)
    nquads = (folder / "graph.nq").resolve()
    nquads.write_bytes(nquads.read_bytes() + b"_:b <urn:p> <urn:o> <urn:g> .\n")
    with pytest.raises(DataError, match=r"graph\.nq:\d+: only triples of named graphs"):
        pushed(folder, endpoint)
    assert not list(held(endpoint))
    assert isinstance(held(endpoint), ox.Store)
