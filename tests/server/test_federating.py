"""Saved queries may ask the endpoints that who runs the server allows; nobody's own query may."""

from __future__ import annotations

import csv
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from clients import get
from loopback import Handler, answering
from processes import wait_until
from query_graphs import COMPETENCY, write_folder
from query_graphs import served as engine
from servers import Served, serving, started

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUESTION = COMPETENCY.parent / "federated" / "populations-in-wikidata"


@pytest.fixture(scope="module")
def wikidata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An endpoint that holds what Wikidata would."""
    with engine(write_folder(tmp_path_factory.mktemp("wd"), QUESTION / "wikidata.ttl")) as address:
        yield address


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory, wikidata: str) -> Iterator[Served]:
    """A server that may ask it."""
    folder = write_folder(tmp_path_factory.mktemp("ours"), QUESTION / "data.ttl")
    with serving(folder, "--quiet", "--allow-service", wikidata) as server:
        yield server


def test_a_saved_query_asks_what_is_allowed(allowed: Served, wikidata: str) -> None:
    """Its rows are those that its test on the command line expects."""
    called = urlencode({"wikidata": wikidata})
    answer = get(allowed, f"/queries/wikidata-populations.csv?{called}")
    expected = (QUESTION / "expected.csv").read_text()
    assert (answer.status, [*csv.reader(answer.text.splitlines())]) == (
        200,
        [*csv.reader(expected.splitlines())],
    )
    page = get(allowed, f"/queries/wikidata-populations?{called}")
    assert page.status == 200
    assert "<table>" in page.text


def test_no_other_endpoint_is_asked(
    allowed: Served, canary: list[str], canary_address: str
) -> None:
    """An address that is not allowed is refused, however it is given; nothing is sent there."""
    called = urlencode({"wikidata": canary_address})
    answer = get(allowed, f"/queries/wikidata-populations.csv?{called}")
    assert answer.status == 400
    assert "This server asks no endpoint at" in answer.text
    query = urlencode({"query": f"SELECT * {{ SERVICE <{canary_address}> {{ ?s ?p ?o }} }}"})
    assert get(allowed, f"/sparql?{query}").status == 400
    assert canary == []


def test_people_cannot_ask_what_is_allowed_by_themselves(allowed: Served, wikidata: str) -> None:
    """The endpoint of a saved query is for that query alone."""
    query = urlencode({"query": f"SELECT * {{ SERVICE <{wikidata}> {{ ?s ?p ?o }} }}"})
    answer = get(allowed, f"/sparql?{query}")
    assert answer.status == 400
    assert "SERVICE is not allowed" in answer.text


def test_an_endpoint_that_hangs_holds_nobody_up(tmp_path: Path) -> None:
    """While two questions hang, others are answered and told; and the server ends when told to."""
    folder = write_folder(tmp_path / "ours", QUESTION / "data.ttl")
    over = threading.Event()

    def hang(_: Handler) -> None:
        over.wait(60)

    with answering(hang, Handler) as endpoint, ThreadPoolExecutor(2) as together:
        command = [sys.executable, "-m", "citykg", "serve", str(folder), "--port", "0", "--quiet"]
        command += ["--allow-service", endpoint.address]
        with started(command) as server:
            path = f"/queries/wikidata-populations.csv?{urlencode({'wikidata': endpoint.address})}"
            hanging = [together.submit(get, server, path) for _ in range(2)]
            assert wait_until(lambda: len(endpoint.asked) == 2)
            assert get(server, path).status == 503
            assert get(server, "/queries/wikidata-populations.csv?wikidata=x%20y").status == 400
            assert get(server, "/queries/wikidata-populations?wikidata=x%20y").kind == "text/html"
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(10) == 0
            over.set()
            for one in hanging:
                assert one.exception() or one.result().status == 503


def test_an_endpoint_that_takes_too_long_is_told(tmp_path: Path) -> None:
    """Its time is an option."""
    folder = write_folder(tmp_path / "ours", QUESTION / "data.ttl")
    over = threading.Event()
    with answering(lambda _: over.wait(60), Handler) as endpoint:
        options = ("--quiet", "--service-seconds", "0.5", "--allow-service", endpoint.address)
        with serving(folder, *options) as server:
            called = urlencode({"wikidata": endpoint.address})
            answer = get(server, f"/queries/wikidata-populations.csv?{called}")
            assert answer.status in {502, 503}
            assert "0.5 s" in answer.text
        over.set()


def test_an_endpoint_that_does_not_answer_is_told(tmp_path: Path) -> None:
    """A saved query whose endpoint is gone is a bad gateway, and the server goes on."""
    gone = "http://127.0.0.1:9/sparql"
    folder = write_folder(tmp_path / "ours", QUESTION / "data.ttl")
    with serving(folder, "--quiet", "--allow-service", gone) as server:
        answer = get(server, f"/queries/wikidata-populations.csv?{urlencode({'wikidata': gone})}")
        assert answer.status == 502
        assert gone in answer.text
        assert get(server, "/health").status == 200
