"""Servers that refuse, break off, dawdle or lead elsewhere: one sentence each, and no secret in it."""

from __future__ import annotations

import base64
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import loopback
import pytest
from mirrors import Handler, between, held, lines_of, named, pushed, storing

from citykg.errors import DataError, UsageError
from citykg.graph.remote import Credentials, Remote, TooLargeError, Writer, credentials_for
from citykg.mirror import RemoteStore, store_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "opensesame"  # noqa: S105 - of nobody
ANN = Credentials("ann", SECRET)
TOKEN = Credentials(token="t")  # noqa: S106 - of nobody
BASIC = base64.b64encode(f"ann:{SECRET}".encode()).decode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda r: r.reply(400, "text/plain", b"bad\x1b[31m update"), "answered 400 Bad Request: bad"),
        (lambda r: r.reply(401), "set CITYKG_USER and CITYKG_PASSWORD, or CITYKG_TOKEN"),
        (lambda r: r.reply(403), "its owner must allow that"),
        (lambda r: r.reply(404), "give the address of SPARQL Update with --update"),
        (lambda r: r.reply(405), "it takes no writing there"),
        (lambda r: r.reply(409), "something else writes at the same time"),
        (lambda r: r.reply(411), "drops the length"),
        (lambda r: r.reply(413), "answered 413"),
        (lambda r: r.reply(415), "does not read what is sent"),
        (lambda r: r.reply(500, "text/plain", b"out of ideas"), "500 Internal Server Error: out of"),
        (lambda r: r.reply(503, Retry_After="0"), "answered 503"),
        (lambda r: r.reply(503, Retry_After="86400"), "asks to wait 86400 seconds"),
        (lambda r: r.reply(507), "its disk is full: make room there and push again"),
        (lambda r: r.connection.close(), "broke the connection off, 3 times: push again"),
        (lambda r: r.wfile.write(b"nonsense\r\n\r\n"), "cannot be reached"),
        (lambda r: r.reply(302, Location="http://127.0.0.2:1/x"), "redirects to 'http://127.0.0.2:1/x'"),
        (lambda r: r.reply(302, Location="/elsewhere"), "where nothing would be written"),
        (lambda r: r.reply(307, Location="/elsewhere"), "where nothing would be written"),
        (lambda _: time.sleep(30), "did not finish within 2 seconds: push again"),
    ],
)  # fmt: skip
def test_every_refusal_is_one_sentence(
    answer: Callable[[Handler], None], words: str, first: Path
) -> None:
    """What the server said, and what to do; nothing that a terminal obeys."""
    with storing(answer) as server, pytest.raises(DataError) as caught:
        pushed(first, server.address, timeout_seconds=2)
    message = str(caught.value)
    assert words in message
    assert server.address.replace("/query", "/update") in message
    assert message.isprintable()


def test_smaller_requests_are_tried(first: Path, endpoint: str) -> None:
    """What is too large for one request goes in several; the limit is remembered."""
    refused = [0]

    def passes(request: Handler) -> bool:
        if request.is_query or len(request.body.encode()) < 50_000:
            return True
        refused[0] += 1
        request.reply(413)
        return False

    with between(endpoint, passes) as server:
        pushed(first, server.address)
    assert named(held(endpoint)) == lines_of(first)
    assert 3 < refused[0] < 12


def test_requests_are_not_made_smaller_for_ever(first: Path) -> None:
    """A server that takes nothing is told so, after some dozen tries."""
    with (
        storing(lambda r: r.reply(413)) as server,
        pytest.raises(TooLargeError, match="answered 413"),
    ):
        pushed(first, server.address)
    assert len(server.asked) < 30


def test_a_request_that_breaks_off_is_sent_again(first: Path, endpoint: str) -> None:
    """One lost answer is no reason to stop: what is sent does the same if it is sent twice."""
    lost = [0]

    def passes(request: Handler) -> bool:
        lost[0] += not request.is_query
        if request.is_query or lost[0] % 3:
            return True
        request.connection.close()
        return False

    with between(endpoint, passes) as server:
        pushed(first, server.address)
    assert named(held(endpoint)) == lines_of(first)


def test_a_page_instead_of_results_is_refused(first: Path) -> None:
    """The manifest is not taken for empty because a login page came."""
    with (
        loopback.answering(
            lambda r: r.reply(200, "text/html", b"<html>"), Handler, "/query"
        ) as server,
        pytest.raises(DataError, match="answered with a web page"),
    ):
        pushed(first, server.address)
    assert all(asked.is_query for asked in server.asked)


# --- who asks


def test_credentials_go_to_no_other_server() -> None:
    """Neither by a redirect nor by an address of another origin."""
    with storing(lambda r: r.reply()) as other:
        with storing(lambda r: r.reply(302, Location=other.address)) as server:
            store = store_at(server.address, credentials=ANN)
            with pytest.raises(DataError, match="another server"):
                store.writer().update(b"CLEAR DEFAULT")
            with pytest.raises(UsageError, match="two servers"):
                store_at(server.address, other.address, credentials=ANN)
        assert other.asked == []
    assert server.asked[-1].headers["Authorization"] == f"Basic {BASIC}"


@pytest.mark.parametrize(
    ("credentials", "header"),
    [(ANN, f"Basic {BASIC}"), (Credentials(token="t0ken"), "Bearer t0ken")],  # noqa: S106
)
def test_a_server_that_repeats_a_secret_is_not_quoted(
    credentials: Credentials, header: str
) -> None:
    """What it says goes into a message without it."""

    def repeat(request: Handler) -> None:
        said = f"{request.headers['Authorization']} {SECRET} is wrong"
        request.reply(400, "text/plain", said.encode())

    with loopback.answering(repeat, Handler, "/query") as server:
        for ask in (
            lambda: Remote(server.address, credentials=credentials).results("ASK {}"),
            lambda: Writer(server.address, credentials=credentials).update(b"CLEAR DEFAULT"),
        ):
            with pytest.raises(DataError, match="is wrong") as caught:
                ask()
            assert "t0ken" not in str(caught.value)
            assert BASIC not in str(caught.value)
            assert credentials.token or SECRET not in str(caught.value)
    assert {asked.headers["Authorization"] for asked in server.asked} == {header}
    store = RemoteStore(server.address, credentials=credentials)
    assert SECRET not in repr(store)
    assert "t0ken" not in repr(store)


def test_a_password_is_given_as_a_digest_where_that_is_wanted() -> None:
    """Some servers say so only to those who offer nothing."""
    challenge = 'Digest realm="SPARQL", nonce="97898aea", qop="auth", algorithm="MD5"'

    def answer(request: Handler) -> None:
        sent = request.headers.get("Authorization", "")
        if sent.startswith("Digest "):
            request.reply(204)
        elif sent:
            request.reply(401)
        else:
            request.reply(401, WWW_Authenticate=challenge)

    with loopback.answering(answer, Handler, "/update") as server:
        Writer(server.address, credentials=ANN).update(b"CLEAR DEFAULT")
    sent = server.asked[-1].headers["Authorization"]
    assert 'username="ann"' in sent
    assert SECRET not in sent
    assert server.asked[-1].body == "CLEAR DEFAULT"


@pytest.mark.parametrize("challenge", ["", 'Bearer realm="x"', "Negotiate", 'Basic realm="x"'])
def test_a_password_that_is_refused_is_one_sentence(challenge: str) -> None:
    """Whatever else the server would like."""
    with (
        loopback.answering(
            lambda r: r.reply(401, **({"WWW_Authenticate": challenge} if challenge else {})),
            Handler,
            "/update",
        ) as server,
        pytest.raises(DataError, match="answered 401 Unauthorized; set CITYKG_USER"),
    ):
        Writer(server.address, credentials=ANN).update(b"CLEAR DEFAULT")
    assert len(server.asked) <= 2


@pytest.mark.parametrize(
    ("address", "is_private"),
    [
        ("https://data.example.org/query", True),
        ("http://data.example.org/query", False),
        ("http://127.0.0.1.example.org/query", False),
        ("http://localhost:7878/query", True),
        ("http://127.0.0.1:7878/query", True),
        ("http://[::1]:7878/query", True),
        ("http://10.0.0.1/query", False),
    ],
)
def test_credentials_cross_no_network_in_the_clear(address: str, is_private: bool) -> None:  # noqa: FBT001
    """Without encryption they stay on this machine, unless somebody insists."""
    for make in (Remote, Writer):
        if is_private:
            make(address, credentials=ANN)
        else:
            with pytest.raises(UsageError, match=r"not encrypted.*--insecure"):
                make(address, credentials=ANN)
        make(address, credentials=ANN, insecure=True)
        make(address)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"CITYKG_USER": "ann", "CITYKG_PASSWORD": SECRET}, ANN),
        ({"CITYKG_TOKEN": "t"}, TOKEN),
        (
            {"CITYKG_TOKEN": "t", "CITYKG_ORIGIN": "https://data.example.org"},
            TOKEN,
        ),
        ({"CITYKG_TOKEN": "t", "CITYKG_ORIGIN": "https://data.example.org:8443"}, None),
        ({"CITYKG_TOKEN": "t", "CITYKG_ORIGIN": "http://data.example.org"}, None),
    ],
)
def test_the_environment_says_who_asks(
    environment: dict[str, str], expected: Credentials | None
) -> None:
    """And, if it says so, on which server."""
    assert credentials_for("https://data.example.org/query", environment) == expected


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CITYKG_PASSWORD": SECRET}, "CITYKG_USER is not"),
        ({"CITYKG_USER": "ann:x", "CITYKG_PASSWORD": SECRET}, "such as a colon"),
        ({"CITYKG_TOKEN": f"{SECRET}\nX-Admin: yes"}, "such as a line break"),
        ({"CITYKG_TOKEN": SECRET, "CITYKG_USER": "ann"}, "both set"),
    ],
)
def test_half_of_the_credentials_is_one_sentence(environment: dict[str, str], words: str) -> None:
    """Without the secret in it."""
    with pytest.raises(UsageError, match=words) as caught:
        credentials_for("https://data.example.org/query", environment)
    assert SECRET not in str(caught.value)


def test_the_keyring_keeps_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the server's origin, for the user that is named."""
    keyring = pytest.importorskip("keyring", reason="the extra keyring is not installed")
    kept = {("https://data.example.org", "ann"): SECRET}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: kept.get((service, user)))
    environment = {"CITYKG_USER": "ann"}
    assert credentials_for("https://data.example.org/query", environment) == ANN
    with pytest.raises(UsageError, match=r"keyring set https://other\.example\.org ann"):
        credentials_for("https://other.example.org/query", environment)


def test_without_the_keyring_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match=r"pip install 'citykg\[keyring\]'"):
        credentials_for("https://data.example.org/query", {"CITYKG_USER": "ann"})


@pytest.mark.parametrize(
    ("endpoint", "update"),
    [
        ("http://localhost:7878/query", "http://localhost:7878/update"),
        ("http://localhost:3030/ds/query", "http://localhost:3030/ds/update"),
        (
            "https://x.example/repositories/a?infer=false",
            "https://x.example/repositories/a/statements",
        ),
    ],
)
def test_the_usual_place_is_known(endpoint: str, update: str) -> None:
    """Oxigraph, Fuseki, RDF4J and GraphDB."""
    store = store_at(endpoint)
    assert store.is_found
    assert store.update == update


def test_what_is_no_usual_place_is_not_guessed() -> None:
    """The sentence says what to give."""
    with pytest.raises(UsageError, match="--update or --graph-store"):
        store_at("http://localhost:8890/sparql")
    with pytest.raises(UsageError, match="give one of them"):
        store_at("http://a.example/q", "http://a.example/u", "http://a.example/g")


def test_the_commands_take_credentials_from_the_environment(first: Path, endpoint: str) -> None:
    """push, pull and query say who asks; nothing that they print tells the secret."""
    with between(endpoint) as server:
        environment = {"CITYKG_USER": "ann", "CITYKG_PASSWORD": SECRET, "PATH": "/usr/bin"}
        calls = [
            ["push", str(first), "--endpoint", server.address],
            ["query", "cities", "--endpoint", server.address, "--format", "csv"],
            ["pull", "--endpoint", server.address, "-o", str(first.parent / "pulled")],
        ]
        for call in calls:
            server.asked.clear()
            done = subprocess.run(
                [sys.executable, "-m", "citykg", *call],
                env=environment | _import_path(),
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            assert SECRET not in done.stdout + done.stderr
            assert server.asked
            assert all(a.headers["Authorization"] == f"Basic {BASIC}" for a in server.asked)


def _import_path() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(filter(None, sys.path))}
