"""Who waits for a worker: first in, first out, and each client in turn."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


class Queue:
    """The clients that wait, each with its places in its own order; the next is the next client's.

    One client holds no more than half of the places.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: dict[str, deque[asyncio.Future[Any]]] = {}
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def join(self, client: str, place: asyncio.Future[Any]) -> bool:
        """Take a place at the end; False where there is none."""
        own = self._waiting.get(client, ())
        if self._length >= self._most or len(own) >= max(1, self._most // 2):
            return False
        self._waiting.setdefault(client, deque()).append(place)
        self._length += 1
        return True

    def leave(self, client: str, place: asyncio.Future[Any]) -> None:
        """Give a place up, if it is held still."""
        own = self._waiting.get(client, deque())
        if place in own:
            own.remove(place)
            self._length -= 1
            if not own:
                del self._waiting[client]

    def next(self) -> asyncio.Future[Any] | None:
        """The place whose turn it is, taken out; None where nobody waits any more."""
        while self._waiting:
            client = next(iter(self._waiting))
            own = self._waiting.pop(client)
            place = own.popleft()
            self._length -= 1
            if own:
                self._waiting[client] = own  # behind the others
            if not place.done():
                return place
        return None
