"""Small official vocabularies of our own making, and a server on loopback that gives them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from citykg.links.official import known_source
from citykg.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def sdg(more: str = "", leave_out: int = 0) -> str:
    """The goals, targets and indicators with a text each, as Turtle; then what is given."""
    statements = []
    for place, iri in enumerate(sorted(known_source("sdg").known)):
        code = iri.rpartition("/")[2]
        kind = "Indicator" if code.startswith("C") else "Target" if "." in code else "Goal"
        text = f'"The text of {code}"@en , "Le texte de {code}"@fr'
        if place >= leave_out:
            statements.append(f"<{iri}> a sdgo:{kind} , skos:Concept ; skos:prefLabel {text} .")
    return HEAD + "\n".join(statements) + "\n" + more


def labels(name: str, more: str = "") -> str:
    """The things of another vocabulary with a label each, as Turtle; then what is given."""
    known = sorted(known_source(name).known)
    return (
        HEAD
        + "".join(
            f'<{iri}> a skos:Concept ; skos:prefLabel "{iri.rpartition("/")[2]}"@en .\n'
            for iri in known
        )
        + more
    )


class Handler(BaseHTTPRequestHandler):
    """Answers with what the test's function says, and keeps what was asked."""

    server: Server

    def do_GET(self) -> None:
        """Answer."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.asked.append(self)
        self.server.answer(self)

    do_POST = do_GET  # noqa: N815 - the name is http.server's

    def reply(
        self,
        body: str | bytes = b"",
        kind: str = "text/turtle",
        code: int = 200,
        length: int | None = None,
        **headers: str,
    ) -> None:
        """Send one whole answer."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data) if length is None else length))
        for header, value in headers.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    """A server on a free loopback port."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Callable[[Handler], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.asked: list[Handler] = []

    @property
    def address(self) -> str:
        """Where its file is."""
        return f"http://127.0.0.1:{self.server_address[1]}/file.ttl"

    def handle_error(self, *_: object) -> None:
        """Say nothing about a client that hung up."""


@contextmanager
def serving(answer: Callable[[Handler], None]) -> Iterator[Server]:
    """A server that answers every request by calling the function."""
    server = Server(answer)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
