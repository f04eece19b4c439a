"""Answers that were given before, for those who ask the same of the same version again."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

_ASKED_BY: Final = frozenset({b"accept", b"accept-encoding", b"host", b"if-none-match"})
_LONGEST: Final = 4096
"""What is asked in more bytes is worked out each time: it would be kept too."""
_HEAD: Final = 2 * _LONGEST
"""What an answer takes at most beside its body."""

Key = tuple[object, ...]


class Whole(NamedTuple):
    """A whole answer, as it was sent."""

    start: Message
    body: Message
    size: int

    async def send(self, send: Send) -> None:
        """Send it again."""
        await send(self.start)
        await send(self.body)


class Kept:
    """Answers of one version of the graph, so many bytes of them; the oldest used go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._version = ""
        self._answers: OrderedDict[Key, Whole] = OrderedDict()

    def key(self, scope: Scope, version: str) -> Key | None:
        """What an answer hangs on; None for a request whose answer is not kept."""
        if version != self._version:
            self._answers.clear()
            self._version, self._size = version, 0
        if scope["method"] != "GET":
            return None
        said = tuple(pair for pair in scope["headers"] if pair[0] in _ASKED_BY)
        asked = (scope["raw_path"], scope["query_string"], *(value for _, value in said))
        if sum(map(len, asked)) > _LONGEST:
            return None
        return (version, scope["scheme"], scope["raw_path"], scope["query_string"], said)

    def get(self, key: Key) -> Whole | None:
        """The answer that was given to this before."""
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def put(self, key: Key, start: Message, body: Message, size: int) -> None:
        """Keep an answer that came in one part, if it is good for longer than once."""
        # A long answer comes in parts, and is not kept.
        if len(body["body"]) != size or key[0] != self._version:
            return
        if not _may_be_kept(start) or key in self._answers:
            return
        self._answers[key] = Whole(start, body, size)
        self._size += size + _HEAD
        while self._size > self._most:
            _, old = self._answers.popitem(last=False)
            self._size -= old.size + _HEAD


def _may_be_kept(start: Message) -> bool:
    names = {name for name, _ in start["headers"]}
    return start["status"] == 200 and b"etag" in names
