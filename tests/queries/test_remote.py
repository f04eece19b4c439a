"""The client of remote endpoints: its manners, its limits, and a sentence for each failure."""

from __future__ import annotations

import base64
import threading
import time
from email.utils import formatdate
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import loopback
import pyoxigraph as ox
import pytest

from citykg.errors import CitykgError, DataError, UsageError
from citykg.graph.cache import Cache
from citykg.graph.remote import AGENT, Credentials, Remote

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

JSON = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
PASSWORD = "secret"  # noqa: S105  # of nobody
ME = Credentials("me", PASSWORD)
KIND = "application/sparql-results+json"


class Handler(loopback.Handler):
    """Answers as an endpoint does."""

    def reply(self, code: int, kind: str = KIND, body: bytes = JSON, **headers: str) -> None:
        """Send one whole answer."""
        self.send_whole(code, kind, body, **headers)


serving = partial(loopback.answering, handler=Handler)


def test_a_request_says_who_asks_and_what_it_takes() -> None:
    """The agent holds a contact, and the accepted type is the one that is read."""
    with serving(lambda request: request.reply(200)) as server:
        Remote(server.address + "?default-graph-uri=http%3A%2F%2Fg%2F").results("SELECT ?x {}")
    (asked,) = server.asked
    assert asked.headers["User-Agent"] == AGENT
    assert "https://" in AGENT
    assert "application/sparql-results+json" in asked.headers["Accept"]
    assert asked.command == "GET"
    fields = parse_qs(urlsplit(asked.path).query)
    assert fields == {"query": ["SELECT ?x {}"], "default-graph-uri": ["http://g/"]}


def test_a_long_query_is_posted() -> None:
    """A query that would make a long address travels in the body."""
    query = "SELECT ?x {} #" + "é" * 3000
    with serving(lambda request: request.reply(200)) as server:
        Remote(server.address).results(query)
    (asked,) = server.asked
    assert asked.command == "POST"
    assert parse_qs(asked.body)["query"] == [query]


def test_triples_are_asked_for_as_turtle() -> None:
    """CONSTRUCT is read as Turtle."""
    with serving(lambda request: request.reply(200, "text/turtle", b"<a:a> <a:b> 'c' .")) as server:
        triples = Remote(server.address).triples("CONSTRUCT WHERE { ?s ?p ?o }")
    assert "text/turtle" in server.asked[0].headers["Accept"]
    assert triples == [
        ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal("c")),
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda r: r.reply(200, "text/html", b"<html>"), "answered with a web page"),
        (lambda r: r.reply(200, "text/csv", b"x"), "answered with text/csv"),
        (lambda r: r.reply(200, KIND, b"{"), "not JSON"),
        (lambda r: r.reply(200, KIND, b"[1]"), "not JSON"),
        (
            lambda r: r.reply(400, "text/plain", b"bad\x1b[31m query"),
            "answered 400 Bad Request: bad",
        ),
        (
            lambda r: r.reply(500, "text/html", b"<h1>secret</h1>"),
            "answered 500 Internal Server Error.",
        ),
        (lambda r: r.reply(503, Retry_After="86400"), "asks to wait 86400 seconds"),
        (
            lambda r: r.reply(429, Retry_After=formatdate(time.time() + 9000, usegmt=True)),
            "asks to wait",
        ),
        (
            lambda r: r.reply(302, Location="http://127.0.0.2:1/x"),
            "redirects to 'http://127.0.0.2:1/x'",
        ),
        (
            lambda r: r.reply(302, Location="file:///etc/passwd"),
            "answered 302",
        ),
        (lambda r: r.reply(200, KIND, b" " * 200_000), "sent more than 100,000 bytes"),
        (lambda r: r.wfile.write(b"nonsense\r\n\r\n"), "cannot be reached"),
    ],
)
def test_every_bad_answer_is_one_sentence(answer: Callable[[Handler], None], words: str) -> None:
    """Web pages, junk, errors, long waits, redirects and floods are each explained."""
    with serving(answer) as server, pytest.raises(DataError) as caught:
        Remote(server.address, timeout_seconds=5, max_bytes=100_000).results("ASK {}")
    message = str(caught.value)
    assert words in message
    assert server.address in message
    assert message.isprintable()


def test_credentials_do_not_follow_a_redirect() -> None:
    """A redirect to another server is refused before anything is sent there."""
    with serving(lambda request: request.reply(200)) as other:
        with (
            serving(lambda request: request.reply(302, Location=other.address)) as server,
            pytest.raises(DataError, match="redirects"),
        ):
            Remote(server.address, credentials=ME).results("ASK {}")
        assert other.asked == []
    sent = server.asked[0].headers["Authorization"]
    assert base64.b64decode(sent.split()[1]) == b"me:secret"
    assert "secret" not in repr(Remote(server.address, credentials=ME))


def test_a_redirect_on_the_same_server_is_followed() -> None:
    """An endpoint that moved within its own server still answers."""

    def answer(request: Handler) -> None:
        if request.path.startswith("/sparql"):
            request.reply(301, Location="/moved?" + urlsplit(request.path).query)
        else:
            request.reply(200)

    with serving(answer) as server:
        Remote(server.address, credentials=ME).results("SELECT ?x {}")
    assert [asked.path.split("?")[0] for asked in server.asked] == ["/sparql", "/moved"]
    assert len({asked.headers["Authorization"] for asked in server.asked}) == 1


def test_a_busy_endpoint_is_asked_again_when_it_says() -> None:
    """After 429 or 503 the client waits as asked and tries again, three times in all."""
    codes = iter([503, 429, 200])
    with serving(lambda request: request.reply(next(codes), Retry_After="0")) as server:
        Remote(server.address).results("SELECT ?x {}")
    assert len(server.asked) == 3
    with (
        serving(lambda request: request.reply(503, Retry_After="0")) as server,
        pytest.raises(DataError, match="answered 503"),
    ):
        Remote(server.address).results("SELECT ?x {}")
    assert len(server.asked) == 3


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_slow_drip_ends_at_the_deadline(where: str) -> None:
    """A server that sends a byte now and then cannot hold the caller longer than agreed."""
    stop = threading.Event()

    def drip(request: Handler) -> None:
        if where == "body":
            request.send_response(200)
            request.send_header("Content-Type", KIND)
            request.end_headers()
        else:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not stop.wait(0.05):
            request.wfile.write(b" ")
            request.wfile.flush()

    with serving(drip) as server:
        try:
            with pytest.raises(DataError, match=r"did not finish within 0\.5 seconds"):
                Remote(server.address, timeout_seconds=0.5).results("ASK {}")
        finally:
            stop.set()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "//example.org",
        "http://",
        "http://[",
        "http://a:99999/",
        "http://exa mple.org/",
        "http://x/\r\nHost: y",
        "http://münchen.example/",
        "http://me:secret@example.org/sparql",
    ],
)
def test_an_address_is_http_without_credentials(address: str) -> None:
    """Only http(s) addresses are asked, and a password in one is not repeated."""
    with pytest.raises(UsageError) as caught:
        Remote(address)
    assert "secret" not in str(caught.value)
    assert isinstance(caught.value, CitykgError)


@pytest.mark.parametrize("how", ["length", "chunked"])
def test_an_answer_that_breaks_off_is_told(how: str) -> None:
    """Fewer bytes than were announced are no answer, even where they could be read as one."""

    def answer(request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", KIND)
        if how == "chunked":
            request.send_header("Transfer-Encoding", "chunked")
            request.end_headers()
            request.wfile.write(b"%x\r\n%s\r\n" % (len(JSON), JSON))
        else:
            request.send_header("Content-Length", str(len(JSON) + 100))
            request.end_headers()
            request.wfile.write(JSON)

    with serving(answer) as server, pytest.raises(DataError, match="broke off"):
        Remote(server.address).results("SELECT ?x {}")


def test_rows_that_break_off_are_not_given() -> None:
    """The results are read to their end before the first row is given."""
    row = b'{"x": {"type": "literal", "value": "a"}}'
    body = b'{"head": {"vars": ["x"]}, "results": {"bindings": [%s, %s, ' % (row, row)
    with (
        serving(lambda request: request.reply(200, body=body)) as server,
        pytest.raises(DataError, match="not JSON"),
    ):
        Remote(server.address).results("SELECT ?x {}")


def test_a_flood_is_left_at_the_cap() -> None:
    """Of 200 MB that are sent no more is read than the cap."""
    sent: list[int] = []

    def flood(request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", KIND)
        request.end_headers()
        block = b" " * 1_000_000
        for _ in range(200):
            request.wfile.write(block)
            sent.append(len(block))

    with serving(flood) as server, pytest.raises(DataError, match="sent more than 5,000,000 bytes"):
        Remote(server.address, max_bytes=5_000_000).results("SELECT ?x {}")
    assert sum(sent) < 50_000_000


# --- with a cache


def test_what_was_answered_is_not_asked_again(tmp_path: Path) -> None:
    """A question goes out once; another question, user or kind of answer is another one."""
    cache = Cache(tmp_path)
    with serving(lambda request: request.reply(200)) as server:
        remote = Remote(server.address, cache=cache)
        first = list(remote.results("SELECT ?x {}"))
        assert list(remote.results("SELECT ?x {}")) == first
        assert len(server.asked) == 1
        remote.results("SELECT ?x { }")
        Remote(server.address, cache=cache, credentials=ME).results("SELECT ?x {}")
        assert len(server.asked) == 3
    assert PASSWORD.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_a_question_may_be_asked_anew(tmp_path: Path) -> None:
    """`always` asks whatever is kept, and keeps what it is told now."""
    bodies = iter([b'{"head": {}, "boolean": false}', b'{"head": {}, "boolean": true}'])
    with serving(lambda request: request.reply(200, body=next(bodies))) as server:
        cache = Cache(tmp_path)
        assert not bool(Remote(server.address, cache=cache).results("ASK {}"))
        assert bool(Remote(server.address, cache=cache, ask="always").results("ASK {}"))
        assert bool(Remote(server.address, cache=cache).results("ASK {}"))


def test_work_is_replayed_without_a_network(tmp_path: Path) -> None:
    """`never` gives what is kept when nobody listens any more, and says what is not kept."""
    cache = Cache(tmp_path)
    turtle = b"<a:a> <a:b> 'c' ."
    with serving(lambda request: request.reply(200, "text/turtle", turtle)) as server:
        told = Remote(server.address, cache=cache).triples("DESCRIBE <a:a>")
    remote = Remote(server.address, cache=cache, ask="never")
    assert remote.triples("DESCRIBE <a:a>") == told
    with pytest.raises(DataError, match="what it answered to this question is not kept"):
        remote.triples("DESCRIBE <a:b>")
    with pytest.raises(DataError, match="is not kept"):
        Remote(server.address, ask="never").triples("DESCRIBE <a:a>")


def test_only_good_answers_are_kept(tmp_path: Path) -> None:
    """A page, a refusal or half an answer today must not be the answer of tomorrow."""
    cache = Cache(tmp_path)
    replies = iter(
        [
            (200, "text/html", b"<html>"),
            (500, "text/plain", b"no"),
            (200, KIND, JSON[:-2]),
            (200, KIND, JSON),
        ]
    )
    with serving(lambda request: request.reply(*next(replies))) as server:
        remote = Remote(server.address, cache=cache)
        for _ in range(3):
            with pytest.raises(DataError):
                remote.results("SELECT ?x {}")
            assert list(tmp_path.iterdir()) == []
        remote.results("SELECT ?x {}")
    assert len(list(tmp_path.iterdir())) == 1


def test_an_entry_that_cannot_be_read_is_asked_again(tmp_path: Path) -> None:
    """One that was changed, and one whose hash is right and whose words are no results."""
    cache = Cache(tmp_path)
    with serving(lambda request: request.reply(200)) as server:
        remote = Remote(server.address, cache=cache)
        remote.results("SELECT ?x {}")
        (entry,) = tmp_path.iterdir()
        entry.write_bytes(entry.read_bytes()[:-1])
        remote.results("SELECT ?x {}")
        assert len(server.asked) == 2
        cache.put(f"{server.address}\n\njson\nSELECT ?x {{}}", b"no results")
        remote.results("SELECT ?x {}")
        assert len(server.asked) == 3


def test_what_an_answer_leaves_behind_may_end_in_any_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Garbage is collected in whatever thread runs: neither rows nor errors hold the parser."""
    complaints: list[object] = []
    monkeypatch.setattr("sys.unraisablehook", complaints.append)
    row = b'{"x": {"type": "literal", "value": "a"}}'
    good = b'{"head": {"vars": ["x"]}, "results": {"bindings": [' + row + b"]}}"
    bad = good.replace(row, row + b", 7")
    held: list[object] = []
    for body in (good, bad):
        with serving(lambda request, body=body: request.reply(200, body=body)) as server:
            try:
                held.append(Remote(server.address).results("SELECT ?x {}"))
            except DataError as error:
                held.append(error)
    assert isinstance(held[1], DataError)
    thread = threading.Thread(target=held.clear)
    thread.start()
    thread.join()
    assert not held
    assert complaints == []
