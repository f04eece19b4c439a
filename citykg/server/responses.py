"""What is sent back: whole bodies, marked, and no more of them at a time than memory allows."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from citykg.server.media import HTML, TEXT, content_type

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from citykg.server.limits import Limits
    from citykg.server.requests import RefusedError
    from citykg.server.tasks import Reply

_CHUNK: Final = 128 << 10

SEALED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}
"""Headers of what no browser is to run."""

SHARED: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Location, Retry-After, Citykg-Cut",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""Headers of what pages of other hosts may read: all that is here is public."""


_PAGE: Final = (
    "default-src 'none'; style-src 'self'{styles}; img-src 'self' data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'{scripts}"
)
_SCRIPTS: Final = "; script-src 'self'; connect-src 'self'; font-src 'self' data:"


def data_headers(kind: str) -> dict[str, str]:
    """The headers of data of a media type."""
    return {"Content-Type": content_type(kind), **SEALED, **SHARED}


def page_headers(*, has_scripts: bool = False) -> dict[str, str]:
    """The headers of a page; the editor's scripts write styles into it."""
    styles, scripts = (" 'unsafe-inline'", _SCRIPTS) if has_scripts else ("", "")
    policy = _PAGE.format(styles=styles, scripts=scripts)
    return {"Content-Type": content_type(HTML), **SEALED, "Content-Security-Policy": policy}


class Held:
    """The bytes of answers that are on their way to clients."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = 0

    def has_place(self, size: int) -> bool:
        """Whether an answer of so many bytes can be held; one that is sent at once always can."""
        return size <= _CHUNK or self._bytes + size <= self.limits.held_bytes

    async def send(self, body: bytes, send: Send) -> None:
        """Send a body in parts; raises TimeoutError where the client takes too long."""
        self._bytes += len(body)
        try:
            async with asyncio.timeout(self.limits.send_seconds):
                for begin in range(0, len(body), _CHUNK):
                    part = memoryview(body)[begin : begin + _CHUNK]
                    more = begin + _CHUNK < len(body)
                    await send({"type": "http.response.body", "body": part, "more_body": more})
        finally:
            self._bytes -= len(body)


class Answer(Response):
    """A body of any length."""

    def __init__(
        self, body: bytes, status: int, headers: dict[str, str], held: Held | None = None
    ) -> None:
        super().__init__(body, status, headers)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        if self._held is None or len(self.body) <= _CHUNK:
            await super().__call__(scope, receive, send)
            return
        start = {"type": "http.response.start", "status": self.status_code}
        await send({**start, "headers": self.raw_headers})
        with suppress(TimeoutError):
            # What is cut off here has fewer bytes than it said: no client takes it for whole.
            await self._held.send(bytes(self.body), send)


def replied(reply: Reply, headers: dict[str, str], held: Held) -> Answer:
    """The answer that a worker's reply is."""
    own = data_headers(reply.kind) | headers
    if reply.encoding:
        own["Content-Encoding"] = reply.encoding
    if reply.link:
        own["Link"] = reply.link
    if reply.cut_at >= 0:
        own["Citykg-Cut"] = f"rows={reply.cut_at}"
    return Answer(reply.body, reply.status, own, held)


def refused(error: RefusedError) -> Answer:
    """One sentence."""
    headers = {"Content-Type": TEXT, "Cache-Control": "no-store", **SEALED, **SHARED}
    return Answer(f"{error.sentence}\n".encode(), error.status, headers | error.headers)
