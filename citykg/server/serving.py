"""Runs the server until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
import socket
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.server.limits import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from citykg.server.limits import Settings

_GRACE_SECONDS: Final = 2
_IDLE_SECONDS: Final = 15


def serve(  # noqa: PLR0913 - what a server is told
    folder: Path,
    settings: Settings,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    hosts: tuple[str, ...] = (),
    address: str = "",
    started: Callable[[str, bool], None] = lambda *_: None,
) -> None:
    """Serve a graph folder until SIGINT or SIGTERM; queries that run then have two seconds.

    `hosts` are the names under which it answers; none stands for all.  `address` is what its
    addresses begin with, seen from outside; none stands for what a request names.  `started` is
    told the address, and whether the system filters what workers call.  Raises UsageError where
    there is no graph, the port cannot be had or a name is none, DataError where the graph cannot
    be opened.
    """
    _check_names(hosts, address)
    try:
        import mimeparse  # noqa: F401 - whether it is there
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise UsageError(
            f"The server needs {error.name}: install it with pip install 'citykg[server]'."
        ) from error
    with asyncio.Runner(loop_factory=_loop_factory()) as runner, suppress(KeyboardInterrupt):
        runner.run(_serve(folder, settings, host, port, hosts, address, started))


async def _serve(  # noqa: PLR0913 - as above
    folder: Path,
    settings: Settings,
    host: str,
    port: int,
    hosts: tuple[str, ...],
    address: str,
    started: Callable[[str, bool], None],
) -> None:
    from uvicorn import Config, Server

    from citykg.server.app import application
    from citykg.server.connections import bounded
    from citykg.server.federating import Federating
    from citykg.server.guard import Guard
    from citykg.server.pool import Pool
    from citykg.server.site import Site

    class Stoppable(Server):
        """Stops by itself, and leaves the signals to whoever comes after."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            # Now it can be asked, and be told to stop.
            name, number = listening.getsockname()[:2]
            started(f"http://{f'[{name}]' if ':' in name else name}:{number}/", pool.is_confined)

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self._stop, loop)
            try:
                yield
            finally:
                for number in (signal.SIGINT, signal.SIGTERM):
                    loop.remove_signal_handler(number)

        def _stop(self, loop: asyncio.AbstractEventLoop) -> None:
            self.should_exit = True
            # Before the connections are cut off, so that whoever waits is told.
            loop.call_later(_GRACE_SECONDS - 0.5, give_up)

    def give_up() -> None:
        pool.give_up()
        if others:
            others.give_up()

    limits = settings.limits
    pool = Pool(folder, settings)
    others = Federating(pool, folder, settings) if settings.services else None
    site = Site(pool, settings, federating=others, address=address)
    with _listening(host, port) as listening:
        await pool.start()
        try:
            config = Config(
                Guard(application(site), site, hosts),
                http=bounded(limits.receive_seconds),
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                limit_concurrency=limits.connections,
                timeout_keep_alive=_IDLE_SECONDS,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
            logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
            await Stoppable(config).serve(sockets=[listening])
        finally:
            await pool.stop()


def _check_names(hosts: tuple[str, ...], address: str) -> None:
    for host in hosts:
        if not re.fullmatch(HOST, host, re.IGNORECASE):
            raise UsageError(
                f"--allowed-host {host[:100]!a} is no name of a host: give it without a port, as in"
                " example.org."
            )
    if address and not re.fullmatch(
        rf"https?://{HOST}(?::[0-9]{{1,5}})?/?", address, re.IGNORECASE
    ):
        raise UsageError(
            f"--public-address {address[:100]!a} is no address to serve at: give one without a"
            " path, as in https://example.org."
        )


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"The server cannot listen at {host} port {port} ({error}): give another with --port,"
            " or 0 for a free one."
        ) from error


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """A faster loop, where there is one."""
    with suppress(ImportError):
        import uvloop

        return uvloop.new_event_loop
    return None
