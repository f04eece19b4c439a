"""Servers on free loopback ports: one that answers as a test wants, and Oxigraph's own."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Handler(BaseHTTPRequestHandler):
    """Answers with what the test's function says, and is kept with what was asked."""

    server: Server

    def do_GET(self) -> None:
        """Answer."""
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.asked.append(self)
        self.server.answer(self)

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the names are http.server's

    def send_whole(
        self, code: int, kind: str, body: bytes, length: int | None = None, **headers: str
    ) -> None:
        """Send one answer, which may claim to be of another length."""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    """A server on a free loopback port."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Callable[[Any], None], handler: type[Handler], path: str) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.answer = answer
        self.asked: list[Any] = []
        self._path = path

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_address[1]}{self._path}"

    @property
    def queries(self) -> list[str]:
        """The SPARQL queries that were asked."""
        sent = (parse_qs(one.body or urlsplit(one.path).query) for one in self.asked)
        return [query for form in sent for query in form.get("query", [])]

    def handle_error(self, *_: object) -> None:
        """Say nothing about a client that hung up."""


@contextmanager
def answering(
    answer: Callable[[Any], None], handler: type[Handler], path: str = "/sparql"
) -> Iterator[Server]:
    """A server that answers every request by calling the function with its handler."""
    server = Server(answer, handler, path)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def oxigraph(store: Path | None, *options: str, verb: str = "serve-read-only") -> Iterator[str]:
    """The address of an Oxigraph server of its own over a store, or one in memory.

    It is stopped by its process.
    """
    port = free_port()
    program = str(Path(sys.executable).parent / "oxigraph")
    where = ("--location", str(store)) if store else ()
    command = [program, verb, *where, "--bind", f"127.0.0.1:{port}", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/", server)
            yield f"http://127.0.0.1:{port}/query"
        finally:
            server.kill()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers; fail if it ends or stays silent."""
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server does not answer")
