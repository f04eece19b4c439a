"""What answers a request: the workers, what was answered before, and the headers of both."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse

from citykg import __version__
from citykg.errors import UsageError
from citykg.server.answers import UnansweredError
from citykg.server.common import NOWHERE, Common, compressed, placed
from citykg.server.media import TEXT
from citykg.server.pool import BrokeDownError, BusyError, Pool, TooLongError
from citykg.server.requests import RefusedError, has_already, header, takes_gzip
from citykg.server.responses import SEALED, SHARED, Answer, Held, page_headers, replied
from citykg.server.saved import Catalogue, missing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from citykg.queries import SavedQuery
    from citykg.server.federating import Federating
    from citykg.server.limits import Settings
    from citykg.server.tasks import AnyTask, Page, Reply

_WATCHED_AFTER: Final = 0.05
_RETRY_SECONDS: Final = "2"
_REVALIDATED: Final = "public, no-cache"
"""Whoever keeps an answer asks whether the graph is the same before using it again."""


class Site:
    """One graph folder, as it is served at one address."""

    def __init__(
        self,
        pool: Pool,
        settings: Settings,
        *,
        federating: Federating | None = None,
        address: str = "",
    ) -> None:
        self.pool = pool
        self.catalogue = Catalogue(settings.queries, settings.services)
        self.catalogue.every()  # what is wrong in a file is said now
        self.limits = settings.limits
        self.held = Held(settings.limits)
        self._address = address.rstrip("/")
        self._federating = federating
        self._written: dict[str, bytes] = {}
        self._common = Common()

    @property
    def base(self) -> str:
        """What the IRIs of the things of the plans begin with, in the version that is served."""
        return self.pool.base

    def origin(self, request: Request) -> str:
        """What the addresses of this site begin with, as the outside sees it."""
        return self._address or str(request.base_url).rstrip("/")

    def etag(self, request: Request) -> str:
        """A name for the answer to this GET out of this version of the graph."""
        said = [request.url.path, request.scope["query_string"], self.origin(request)]
        said += [self.limits.rows, self.limits.answer_bytes, __version__, self.catalogue.digest]
        said += [header(request, name) for name in ("accept", "accept-encoding")]
        key = hashlib.blake2b(repr(said).encode(), digest_size=8).hexdigest()
        return f'"{self.pool.version.name}-{key}"'

    def written(
        self, request: Request, what: str, write: Callable[[str, tuple[SavedQuery, ...]], bytes]
    ) -> bytes:
        """The saved queries as something writes them for the address of a request.

        They are written once, for an address that nobody has: any client may name another.
        """
        if what not in self._written:
            self._written[what] = write(NOWHERE, self.catalogue.every())
        return placed(self._written[what], self.origin(request))

    async def federated(self, name: str, params: dict[str, str]) -> bytes:
        """What other endpoints and ours answer to a saved query, in the JSON of SPARQL.

        Empty where a worker alone can answer: ours are asked alone, there is no such query, or a
        parameter is missing or wrong.  Raises RefusedError.
        """
        given = {key: value for key, value in params.items() if value}
        try:
            if self._federating is None or not self.catalogue.asks_others(name):
                return b""
            query = self.catalogue.named(name)
            if missing(query, given):
                return b""
            reply = await self._federating.reply(query, given)
        except (UnansweredError, UsageError):
            return b""
        if reply.status != 200:
            raise RefusedError(reply.status, reply.body.decode().strip())
        return reply.body

    async def page(
        self,
        request: Request,
        task: Page,
        *,
        headers: dict[str, str] | None = None,
        has_scripts: bool = False,
        is_common: bool = False,
    ) -> Response:
        """A page; raises RefusedError."""
        own = page_headers(has_scripts=has_scripts) | (headers or {})
        task = msgspec.structs.replace(task, gzip=takes_gzip(request))
        return await self.answer(request, task, headers=own, is_common=is_common)

    async def answer(
        self,
        request: Request,
        task: AnyTask,
        *,
        vary: str = "Accept",
        headers: dict[str, str] | None = None,
        is_common: bool = False,
    ) -> Response:
        """The answer to a request by a worker's reply; raises RefusedError.

        What is common is the same for all, but for the address of this site.
        """
        known = _unkept()
        # Nobody keeps the answer to a POST; and other endpoints may say something else tomorrow.
        if request.method in {"GET", "HEAD"} and not getattr(task, "answer", b""):
            known = {"ETag": self.etag(request), "Cache-Control": _REVALIDATED}
        own = {"Vary": ", ".join(filter(None, (vary, "Accept-Encoding"))), **(headers or {})}
        if "ETag" in known and has_already(request, known["ETag"]):
            return Answer(b"", 304, {**SEALED, **SHARED, **own, **known})
        reply = await (self._shared if is_common else self._reply)(request, task)
        self._check_place(reply.body)
        if reply.kind == TEXT:
            # A sentence, whatever was to be said.
            own = {"Vary": own["Vary"]}
        return replied(reply, own | (known if reply.status == 200 else _unkept()), self.held)

    def fixed(self, request: Request, body: bytes, headers: dict[str, str]) -> Response:
        """A body that no question changes, compressed for who takes that; raises RefusedError."""
        own = self._kept(request, headers)
        if has_already(request, own["ETag"]):
            return Answer(b"", 304, own)
        if takes_gzip(request):
            body = _smaller(body)
            own["Content-Encoding"] = "gzip"
        self._check_place(body)
        return Answer(body, 200, own, self.held)

    def file(self, request: Request, path: Path, headers: dict[str, str]) -> ASGIApp:
        """The same of a file of any length, in parts; who asks for some of its bytes gets those."""
        own = self._kept(request, headers)
        if has_already(request, own["ETag"]):
            return Answer(b"", 304, own)
        if not path.is_file():
            raise RefusedError(404, "This graph was made without that file.")
        response = FileResponse(path, headers=own, media_type=own["Content-Type"])
        if header(request, "range"):
            return response
        return GZipMiddleware(response, compresslevel=1)

    def _kept(self, request: Request, headers: dict[str, str]) -> dict[str, str]:
        vary = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))
        known = {"ETag": self.etag(request), "Cache-Control": _REVALIDATED}
        return {**known, **headers, "Vary": vary}

    def _check_place(self, body: bytes) -> None:
        if not self.held.has_place(len(body)):
            raise RefusedError(503, "Too many answers are on their way: try again.", _later())

    async def _shared(self, request: Request, task: AnyTask) -> Reply:
        """The reply that all share, with the address of this site in it."""
        task = msgspec.structs.replace(task, gzip=False)
        version, key = self.pool.version.name, msgspec.msgpack.encode(task)
        reply = self._common.get(version, key)
        if reply is None:
            reply = await self._reply(request, task)
            if version == self.pool.version.name:
                self._common.put(version, key, reply)
        # It may be long: what else is asked does not wait for it.
        return await asyncio.to_thread(_here, reply, self.origin(request), gzip=takes_gzip(request))

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
                " what is rarest. The whole graph can be had at /graph.nq, and asked at home.",
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


@lru_cache(maxsize=32)
def _smaller(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


def _here(reply: Reply, origin: str, *, gzip: bool) -> Reply:
    here = msgspec.structs.replace(reply, body=placed(reply.body, origin))
    return compressed(here) if gzip else here


def _later() -> dict[str, str]:
    return {"Retry-After": _RETRY_SECONDS}


def _unkept() -> dict[str, str]:
    return {"Cache-Control": "no-store"}
