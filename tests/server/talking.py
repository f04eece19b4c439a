"""Requests to a server, without following where it leads."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from servers import Served


@dataclass(frozen=True)
class Answered:
    """An answer: its status, its headers with small names, and its body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as words."""
        return self.body.decode()

    @property
    def kind(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


def ask(
    served: Served, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
) -> Answered:
    """What the server says to one request; `accept_encoding` is the header Accept-Encoding."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answered(answer.status, found, answer.read())
    finally:
        connection.close()


def path_of(address: str) -> str:
    """The path of an address, with what follows it."""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
