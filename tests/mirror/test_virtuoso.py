"""Virtuoso, another engine altogether, where it is installed (Debian: virtuoso-opensource-7-bin)."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from loopback import free_port, wait_for
from mirrors import silent

from citykg.errors import DataError
from citykg.graph.remote import Credentials, Remote
from citykg.mirror import Pushed, RemoteStore, pull, push, store_at
from citykg.mirror.reading import read_manifest
from citykg.queries import Rows, open_engine, run, saved_names, saved_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = 10000
"""
NOT_COMPILED = {"goals-without-plans", "partners-for", "topics-without-plans"}
"""What Virtuoso's compiler gives up on, with an internal error."""
ANSWERED_OTHERWISE = {"activity-types-by-theme", "themes"}
"""What it sorts by its own collation, or joins before BIND."""
PARAMETERS = {
    "goal": "11",
    "city": "city/gb/manchester",
    "subject": "city/gb/manchester",
    "plan": "plan/manchester-montreal",
}


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RemoteStore]:
    """A server of its own; it is stopped by its process."""
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed")
    folder = tmp_path_factory.mktemp("virtuoso")
    http = free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, sql=free_port(), http=http), "utf-8")
    call = [program, "+foreground", "+configfile", str(settings)]
    address = f"http://127.0.0.1:{http}"
    with subprocess.Popen(
        call, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for(f"{address}/sparql?query=ASK%7B%7D", server)
            yield store_at(
                f"{address}/sparql",
                graph_store=f"{address}/sparql-graph-crud-auth",
                # As it comes; it asks for a digest.
                credentials=Credentials("dba", "dba"),
            )
        finally:
            server.kill()


@pytest.fixture(scope="module")
def done(virtuoso: RemoteStore, first: Path) -> Pushed:
    """The first push to it."""
    return push(first, virtuoso, progress=silent)


def test_a_push_is_written_down(done: Pushed, virtuoso: RemoteStore, first: Path) -> None:
    """All graphs are there; none is sent again; its default graph tells some triples twice."""
    assert done.default_graph == "all"
    manifest = read_manifest(Remote(virtuoso.endpoint))
    assert {graph: digest.triples for graph, digest in manifest.whole.items()} == done.sent
    assert push(first, virtuoso, progress=silent).sent == {}


@pytest.mark.parametrize("name", saved_names())
def test_saved_queries_give_the_same_rows(
    name: str, done: Pushed, virtuoso: RemoteStore, first: Path
) -> None:
    """But for some, for reasons of its own."""
    assert done.sent
    query = saved_query(name)
    params = {p.name: PARAMETERS.get(p.name, p.example) for p in query.parameters}
    engine = open_engine(virtuoso.endpoint)
    if name in NOT_COMPILED:
        with pytest.raises(DataError, match="compiler"):
            run(query, engine, params)
        return
    ours, theirs = run(query, first, params), run(query, engine, params)
    if name == "cities":
        # DISTINCT leaves rows that are the same.
        assert isinstance(theirs, Rows)
        theirs = Rows(theirs.columns, tuple(dict.fromkeys(theirs.rows)))
    assert (theirs == ours) == (name not in ANSWERED_OTHERWISE)


def test_a_pull_finds_out_that_literals_were_rewritten(
    done: Pushed, virtuoso: RemoteStore, tmp_path: Path
) -> None:
    """Points and durations come back in another form."""
    assert done.sent
    with pytest.raises(DataError, match="its triples in another form"):
        pull(virtuoso, tmp_path / "graph", progress=silent)


def test_a_change_follows(done: Pushed, virtuoso: RemoteStore, second: Path) -> None:
    """What is gone is taken away, what changed is sent, the rest stays."""
    assert done.sent
    changed = push(second, virtuoso, progress=silent)
    assert len(changed.removed) == 2
    assert changed.kept > 5
    manifest = read_manifest(Remote(virtuoso.endpoint))
    assert not set(changed.removed) & set(manifest.entries)
