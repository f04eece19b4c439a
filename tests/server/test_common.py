"""What is the same for all is worked out once for a version of the graph."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from gzip import decompress
from typing import TYPE_CHECKING

import pytest
from clients import say
from processes import children
from servers import serving

from citykg.server.common import Common
from citykg.server.tasks import Reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Served

SHARED = ("/", "/.well-known/void", "/sitemap.xml", "/sitemap-1.xml")


@pytest.fixture(scope="module")
def asked(graph: Path) -> Iterator[Served]:
    """A server that has been asked for all that is the same for all."""
    with serving(graph, "--quiet") as server:
        for path in SHARED:
            assert say(server, "GET", path).status == 200
        yield server


@contextmanager
def without_workers(server: Served) -> Iterator[None]:
    """While this lasts no worker answers."""
    workers = children(server.process.pid)
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    yield
    for pid in workers:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("path", SHARED)
def test_another_name_of_the_host_is_no_work_for_a_worker(asked: Served, path: str) -> None:
    """Who names the host otherwise, or likes other types, is told the same with that name in it."""
    first = say(asked, "GET", path).body
    lines = {"Host": "localhost:1", "Accept": "*/*;q=0.3", "Accept-Encoding": "gzip"}
    with without_workers(asked):
        told = say(asked, "GET", path, lines)
    assert told.status == 200
    body = decompress(told.body) if "Content-Encoding" in told.headers else told.body
    assert body == first.replace(asked.address.encode(), b"http://localhost:1")
    assert (path == "/") is (body == first)
    assert b"invalid" not in body


def test_so_many_bytes_are_kept_of_one_version() -> None:
    """The oldest replies go first, those of another version at once, and no failure is kept."""
    common = Common(most=25)
    for task in (b"a", b"b", b"c"):
        assert common.get("v-1", task) is None
        common.put("v-1", task, Reply(200, "text/plain", b"x" * 10))
    assert [common.get("v-1", task) is not None for task in (b"a", b"b", b"c")] == [
        False, True, True,
    ]  # fmt: skip
    common.put("v-1", b"d", Reply(404, "text/plain", b"x"))
    assert common.get("v-1", b"d") is None
    assert common.get("v-2", b"c") is None
    common.put("v-1", b"c", Reply(200, "text/plain", b"of the version before"))
    assert common.get("v-2", b"c") is None
