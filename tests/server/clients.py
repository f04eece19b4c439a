"""A client that says what a test wants, to the letter, and keeps all that it is told."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message

    from servers import Served

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TURTLE = "text/turtle"


@dataclass(frozen=True)
class Told:
    """An answer: its status, its headers, the bytes of its body, and how long it took."""

    status: int
    headers: Message
    body: bytes
    seconds: float = 0.0

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get_content_type() if "Content-Type" in self.headers else ""

    @property
    def sentence(self) -> str:
        """The one line of text that the answer is."""
        assert self.headers["Content-Type"] == "text/plain; charset=utf-8"
        text = self.body.decode()
        assert text.strip()
        assert text.index("\n") == len(text) - 1
        return text[:-1]

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    def names(self, header: str) -> set[str]:
        """The names that a header lists."""
        return {name.strip() for name in self.headers.get(header, "").split(",")}


def say(
    server: Served,
    method: str,
    path: str,
    headers: dict[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes = b"",
) -> Told:
    """The answer to a request of exactly these headers, and of Host and Content-Length."""
    lines = list(headers.items() if isinstance(headers, dict) else headers)
    given = {name.lower() for name, _ in lines}
    begun = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.putrequest(method, path, skip_host="host" in given, skip_accept_encoding=True)
        for name, value in lines:
            connection.putheader(name, value)
        if (body or method == "POST") and "content-length" not in given:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        body = answer.read()
        return Told(answer.status, answer.headers, body, time.perf_counter() - begun)
    finally:
        connection.close()


def address(*fields: tuple[str, str]) -> str:
    """Where a query is asked, with these parameters."""
    return f"/sparql?{urlencode(fields)}" if fields else "/sparql"


def ask(server: Served, query: str, accept: str = "", method: str = "GET", **headers: str) -> Told:
    """The answer to a query in the address; `_` in the name of a header stands for `-`."""
    lines = {name.replace("_", "-"): value for name, value in headers.items()}
    if accept:
        lines["Accept"] = accept
    return say(server, method, address(("query", query)), lines)


def post(server: Served, query: str | bytes, accept: str = JSON) -> Told:
    """The answer to a query that is posted as it is."""
    body = query if isinstance(query, bytes) else query.encode("utf-8", "surrogatepass")
    return say(server, "POST", "/sparql", {"Content-Type": DIRECT, "Accept": accept}, body)


def get(server: Served, path: str, accept: str = "") -> Told:
    """The answer to a GET of a path."""
    return say(server, "GET", path, {"Accept": accept} if accept else {})


def health(server: Served) -> dict[str, object]:
    """What the server says of itself."""
    state = get(server, "/health").json
    assert isinstance(state, dict)
    return state


def path_of(url: str) -> str:
    """The path of an address, with what follows it."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
