"""An endpoint on loopback that answers whatever a test wants."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from wikidata_shaped import DIRECT, ITEMS, LABEL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KIND = "application/sparql-results+json"
ABOUT = DIRECT + "P1566"


class Handler(BaseHTTPRequestHandler):
    """Answers with what the test's function says, and keeps the queries."""

    server: Endpoint

    def do_GET(self) -> None:
        """Answer."""
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        self.server.queries += parse_qs(body or urlsplit(self.path).query).get("query", [])
        self.server.answer(self)

    do_POST = do_GET  # noqa: N815  # the name is http.server's

    def reply(self, body: bytes, code: int = 200, kind: str = KIND, **headers: str) -> None:
        """Send one whole answer."""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class Endpoint(ThreadingHTTPServer):
    """A server on a free loopback port."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.queries: list[str] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, *_: object) -> None:
        """Say nothing about a client that hung up."""


@contextmanager
def endpoint(answer: Callable[[Handler], None]) -> Iterator[Endpoint]:
    """A server that answers every request by calling the function."""
    server = Endpoint(answer)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def iri(value: str) -> dict[str, str]:
    """An IRI in a row."""
    return {"type": "uri", "value": value}


def words(value: str, language: str = "") -> dict[str, str]:
    """A literal in a row."""
    tag = {"xml:lang": language} if language else {}
    return {"type": "literal", "value": value, **tag}


def row(number: str, item: str, about: str = ABOUT, value: Any = None) -> dict[str, Any]:
    """One row of an answer."""
    return {
        "geonames": words(number),
        "item": iri(item if ":" in item else ITEMS + item),
        "property": iri(about),
        "value": value or words(number),
    }


def label(number: str, item: str, text: str, language: str = "en") -> dict[str, Any]:
    """One row that gives a label."""
    return row(number, item, LABEL, words(text, language))


def results(*rows: dict[str, Any], names: str = "geonames item property value") -> bytes:
    """The rows as SPARQL results."""
    return json.dumps({"head": {"vars": names.split()}, "results": {"bindings": rows}}).encode()
