"""Connections that a client may hold only while it says something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.auto import AutoHTTPProtocol

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

_MOST_BYTES: Final = 128 << 10
"""The longest head of a request: a query in an address has three bytes for many a character."""


class Ending:
    """A transport that, once it is closed, soon ends: whether or not the rest is received."""

    def __init__(self, transport: asyncio.Transport, end: Callable[[], object]) -> None:
        self._transport = transport
        self._end = end

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """Send what is left, while there is time."""
        if not self._transport.is_closing():
            self._transport.close()
            self._end()


class Bounded(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """Closes what neither asks nor is answered: a head that never ends holds no connection."""

    seconds = 10.0
    """So long a client may take to say what it wants."""

    _deadline: asyncio.TimerHandle | None = None
    _end: asyncio.TimerHandle | None = None
    _unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to wait."""

        def end() -> None:
            self._end = self.loop.call_later(self.seconds, transport.abort)

        super().connection_made(Ending(transport, end))
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on, within bounds."""
        self._unread += len(data)
        super().data_received(data)
        if self._is_asking():
            self._unread = 0
            self._wait_no_more()
        elif self._unread > _MOST_BYTES:
            self.transport.close()
        elif self._deadline is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """End to wait."""
        self._wait_no_more()
        if self._end is not None:
            self._end.cancel()
        super().connection_lost(exc)

    def _is_asking(self) -> bool:
        cycle: Any = self.cycle
        return cycle is not None and not cycle.response_complete

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.seconds, self._close)

    def _wait_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _close(self) -> None:
        self._deadline = None
        if not self._is_asking():
            self.transport.close()


def bounded(seconds: float) -> type[asyncio.Protocol]:
    """The protocol of a server whose clients say what they want in so many seconds."""
    return type("BoundedSo", (Bounded,), {"seconds": seconds})
