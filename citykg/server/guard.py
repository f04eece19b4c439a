"""What every request passes: the host that it names, and the log.

The log says what was done, not who did it: no address of a client, and nothing that it asked.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from citykg.server.kept import Kept
from citykg.server.limits import HOST
from citykg.server.requests import RefusedError
from citykg.server.responses import refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from citykg.server.site import Site

log: Final = logging.getLogger("citykg.server.access")


_HOST: Final = re.compile(rf"(?P<name>{HOST})(?::[0-9]{{1,5}})?")


class Guard:
    """An application behind its door.

    `hosts` are the names under which it answers, without ports; none stands for all.  A page of
    another name, led here by its owner's DNS, is not answered.
    """

    def __init__(self, app: ASGIApp, site: Site, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._site = site
        self._hosts = frozenset(host.lower() for host in hosts)
        self._kept = Kept(site.limits.kept_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, and write down what became of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()

        async def sent(message: Message) -> None:
            # Who receives nothing for so long holds no connection.
            async with asyncio.timeout(self._site.limits.send_seconds):
                await send(message)

        key = self._kept.key(scope, self._site.pool.version.name)
        again = self._kept.get(key) if key else None
        if again:
            with suppress(TimeoutError):
                await again.send(sent)
            _write_down(scope, begun, again.start["status"], again.size)
            return
        status, size = 500, 0
        start: Message = {}

        async def noted(message: Message) -> None:
            nonlocal status, size, start
            if message["type"] == "http.response.start":
                status, start = message["status"], message
            else:
                size += len(message.get("body", b""))
                if key and not message.get("more_body"):
                    self._kept.put(key, start, message, size)
            await sent(message)

        try:
            host = _host(scope)
            if not host:
                error = RefusedError(400, "The request names no host, or none that there can be.")
                await refused(error)(scope, receive, noted)
            elif self._hosts and host not in self._hosts:
                error = RefusedError(421, "This server does not answer under that name.")
                await refused(error)(scope, receive, noted)
            else:
                await self._app(scope, receive, noted)
        except TimeoutError:
            pass  # cut off: its connection ends with it
        finally:
            _write_down(scope, begun, status, size)


def _write_down(scope: Scope, begun: float, status: int, size: int) -> None:
    if log.isEnabledFor(logging.INFO):
        spent = (time.perf_counter() - begun) * 1000
        said = (scope["method"], _path(scope), status, f"{spent:.1f}", size)
        log.info("%s %s %s %s ms %s bytes", *said)


def _host(scope: Scope) -> str:
    """The host that a request names, without its port; empty for none, several, or nonsense."""
    named = [value for name, value in scope["headers"] if name == b"host"]
    if not named and scope["http_version"] == "1.0":
        return "localhost"
    match = _HOST.fullmatch(named[0].decode("latin-1").lower()) if len(named) == 1 else None
    return match["name"] if match else ""


def _path(scope: Scope) -> str:
    # As it was sent, percent-encoded: nothing in it can end the line.
    return str(scope["raw_path"].decode("ascii", "backslashreplace"))[:200]
