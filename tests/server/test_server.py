"""The server answers, and stops when it is told to."""

from __future__ import annotations

import gzip
import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from clients import say
from servers import Served, started

from citykg.server.app import _ROUTES

ROOT = Path(__file__).parents[2]


def test_it_says_that_all_is_well(served: Served) -> None:
    """`/health` tells a monitor what runs."""
    with urllib.request.urlopen(f"{served.address}/health") as answer:  # noqa: S310 - our own
        state = json.load(answer)
    assert state["status"] == "ok"
    assert state["running"] == 0


def test_the_page_about_it_names_every_address() -> None:
    """docs/endpoint.md has each address that the server answers."""
    page = (ROOT / "docs" / "endpoint.md").read_text()
    for path, _, _ in _ROUTES:
        named = path.split("{")[0].rstrip("-.")
        assert named == "/static/" or f"`{named}" in page, path


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["/nowhere/at/all"], "There is no folder /nowhere/at/all"),
        (["{graph}", "--host", "203.0.113.1"], "cannot listen at 203.0.113.1"),
        (["{graph}", "--host", "no such host"], "cannot listen at no such host"),
        (["{graph}", "--queries", "/nowhere"], "/nowhere is no folder"),
        (["{graph}", "--public-address", "example.org"], "is no address to serve at"),
        (["{graph}", "--public-address", "https://example.org/kg"], "without a path"),
        (["{graph}", "--public-address", "https://a b/"], "is no address to serve at"),
        (["{graph}", "--allowed-host", "example.org:8000"], "give it without a port"),
        (["{graph}", "--seconds", "0"], "seconds"),
        (["{graph}", "--port", "70000"], "port"),
    ],
)
def test_a_call_that_is_wrong_is_one_sentence(graph: Path, options: list[str], words: str) -> None:
    """What cannot be served is told, and the exit code is 2."""
    given = [one.format(graph=graph) for one in options]
    ended = subprocess.run(
        [sys.executable, "-m", "citykg", "serve", *given],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_port_that_is_taken_is_told(served: Served, graph: Path) -> None:
    """Who is there already is not disturbed."""
    command = [sys.executable, "-m", "citykg", "serve", str(graph), "--port", str(served.port)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert "give another with --port" in ended.stderr


def test_without_its_libraries_it_says_how_to_get_them(graph: Path) -> None:
    """The server is an extra: who has not installed it is told the one command."""
    code = "import sys; sys.modules['starlette'] = None; from citykg.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", str(graph), "--port", "0"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 2
    assert "pip install 'citykg[server]'" in ended.stderr


def test_the_log_says_what_was_done_and_not_by_whom(graph: Path) -> None:
    """A line holds method, path, status, time and size; no query, no address, no second line."""
    with started([sys.executable, "-m", "citykg", "serve", str(graph), "--port", "0"]) as server:
        say(server, "GET", "/search?q=secret-words")
        say(server, "GET", "/page/a%0Ab%1b")
        say(server, "GET", "/health", {"X-Forwarded-For": "198.51.100.7"})
        server.process.send_signal(signal.SIGTERM)
        assert server.process.stderr
        log = server.process.stderr.read()
    assert re.search(r"^GET /search 200 [\d.]+ ms \d+ bytes$", log, re.MULTILINE)
    assert "GET /page/a%0Ab%1b 404" in log
    assert not any(word in log for word in ("secret", "127.0.0.1", "198.51.100.7"))
    assert log.count("\n") == 3


FIXED = (
    "/graph.nq", "/graph.ttl", "/graph", "/openapi.json", "/ontology", "/ontology/shapes",
    "/.well-known/sparql-examples", "/static/yasgui.min.js",
)  # fmt: skip


@pytest.mark.parametrize("path", FIXED)
def test_files_are_compressed_for_those_who_take_it(served: Served, path: str) -> None:
    """What no question changes comes whole in either form; and a part of a file as it is."""
    plain = say(served, "GET", path)
    told = say(served, "GET", path, {"Accept-Encoding": "gzip"})
    assert (plain.status, told.status) == (200, 200)
    assert told.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in told.names("Vary")
    assert gzip.decompress(told.body) == plain.body
    assert len(told.body) < len(plain.body) / 2
    assert told.headers["ETag"] != plain.headers["ETag"]
    for known in (told.headers["ETag"], "*"):
        again = say(served, "GET", path, {"Accept-Encoding": "gzip", "If-None-Match": known})
        assert (again.status, again.body) == (304, b"")
    if path.startswith("/graph"):
        part = say(served, "GET", path, {"Accept-Encoding": "gzip", "Range": "bytes=10-19"})
        assert (part.status, part.body) == (206, plain.body[10:20])
