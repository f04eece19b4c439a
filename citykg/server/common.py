"""Replies that are the same for all, but for the address under which a client knows the site.

They are written for an address that nobody has, once for a version of the graph: any client may
name another host, and each would be work for a worker.
"""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

if TYPE_CHECKING:
    from citykg.server.tasks import Reply

NOWHERE: Final = "https://citykg.invalid"
"""What the addresses of the site begin with, until it is known who asks."""

_MOST_BYTES: Final = 32 << 20
_WORTH_IT: Final = 1 << 10
"""Shorter answers are not compressed."""


def placed(body: bytes, origin: str) -> bytes:
    """What was written for nowhere, with the address of the site in it."""
    return body.replace(NOWHERE.encode(), origin.encode())


def compressed(reply: Reply) -> Reply:
    """The reply by gzip, where that is worth it."""
    if len(reply.body) <= _WORTH_IT:
        return reply
    # The lowest level is ten times as fast, and a tenth longer.
    return replace(reply, body=gzip.compress(reply.body, 1, mtime=0), encoding="gzip")


class Common:
    """Such replies of one version of the graph, by their tasks; the oldest go first."""

    def __init__(self, most: int = _MOST_BYTES) -> None:
        self._most = most
        self._version = ""
        self._replies: dict[bytes, Reply] = {}

    def get(self, version: str, task: bytes) -> Reply | None:
        """The reply to a task; None where it is not kept."""
        if version != self._version:
            self._replies.clear()
            self._version = version
        return self._replies.get(task)

    def put(self, version: str, task: bytes, reply: Reply) -> None:
        """Keep a reply, unless another version is asked by now, or there is nothing in it."""
        if version != self._version or reply.status != 200:
            return
        self._replies[task] = reply
        while sum(len(one.body) for one in self._replies.values()) > self._most:
            del self._replies[next(iter(self._replies))]
