"""What answers a request: the workers, what was answered before, and the headers of both."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Final

from citykg import __version__
from citykg.server.pool import BrokeDownError, BusyError, Pool, TooLongError
from citykg.server.requests import RefusedError, header
from citykg.server.responses import SEALED, SHARED, Answer, Held, replied

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from citykg.server.limits import Limits
    from citykg.server.tasks import AnyTask, Reply

_WATCHED_AFTER: Final = 0.05
_RETRY_SECONDS: Final = "2"
_REVALIDATED: Final = "public, no-cache"
"""Whoever keeps an answer asks whether the graph is the same before using it again."""


class Site:
    """One graph folder, as it is served at one address."""

    def __init__(self, pool: Pool, limits: Limits, address: str = "") -> None:
        self.pool = pool
        self.limits = limits
        self.held = Held(limits)
        self._address = address.rstrip("/")

    def origin(self, request: Request) -> str:
        """What the addresses of this site begin with, as the outside sees it."""
        return self._address or str(request.base_url).rstrip("/")

    def etag(self, request: Request) -> str:
        """A name for the answer to this GET out of this version of the graph."""
        said = [request.url.path, request.scope["query_string"], self.origin(request)]
        said += [self.limits.rows, self.limits.answer_bytes, __version__]
        said += [header(request, name) for name in ("accept", "accept-encoding")]
        key = hashlib.blake2b(repr(said).encode(), digest_size=8).hexdigest()
        return f'"{self.pool.version.name}-{key}"'

    async def answer(self, request: Request, task: AnyTask, *, vary: str = "Accept") -> Response:
        """The answer to a request by a worker's reply; raises RefusedError."""
        headers = {"Vary": f"{vary}, Accept-Encoding"} | SHARED
        known = _unkept()
        if request.method in {"GET", "HEAD"}:  # nobody keeps the answer to a POST
            known = {"ETag": self.etag(request), "Cache-Control": _REVALIDATED}
            if known["ETag"] in header(request, "if-none-match"):
                return Answer(b"", 304, {**SEALED, **headers, **known})
        if not self.held.has_place():
            raise RefusedError(503, "Too many answers are on their way: try again.", _later())
        reply = await self._reply(request, task)
        return replied(reply, headers | (known if reply.status == 200 else _unkept()), self.held)

    async def _reply(self, request: Request, task: AnyTask) -> Reply:
        """The reply of a worker; what runs for a client that went away is given up."""
        client = request.client.host if request.client else ""
        asking = asyncio.ensure_future(self.pool.ask(task, client))
        try:
            await asyncio.wait({asking}, timeout=_WATCHED_AFTER)
            if not asking.done():
                leaving = asyncio.ensure_future(_left(request))
                try:
                    await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    leaving.cancel()
            if not asking.done():
                raise RefusedError(503, "The client went away.")
            return asking.result()
        except BusyError:
            sentence = "The server is busy: try again in a moment."
            raise RefusedError(503, sentence, _later()) from None
        except TooLongError:
            raise RefusedError(
                503,
                f"The query ran longer than {self.limits.seconds:g} s: select less, or begin with"
                " what is rarest. The whole graph can be had and asked at home.",
            ) from None
        except BrokeDownError:
            raise RefusedError(
                503,
                f"The query needs more than {self.limits.mebibytes} MiB of memory, or broke the"
                " process that answered it: select, sort or group less.",
            ) from None
        finally:
            asking.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _later() -> dict[str, str]:
    return {"Retry-After": _RETRY_SECONDS}


def _unkept() -> dict[str, str]:
    return {"Cache-Control": "no-store"}
