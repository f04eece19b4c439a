"""Updates gathered into requests of a bounded size, in the order in which they are to happen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.remote import DroppedError, TooLargeError
from citykg.mirror.requests import iri, request

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.graph.remote import Writer

LARGEST: Final = 1 << 20
"""The bytes of a request, until the server says that it takes less."""
SMALLEST: Final = 1 << 12
"""Less than this in one request is worth no trying."""


class Operation(NamedTuple):
    """One operation of SPARQL Update: a file of this room and what goes into its places."""

    file: str
    given: dict[str, str]
    lines: tuple[str, ...] = ()
    """The triples of an insertion or deletion, which may be done in parts."""

    @property
    def text(self) -> str:
        """The operation as SPARQL."""
        triples = {"triples": "".join(self.lines)} if self.lines else {}
        return request(self.file, **self.given, **triples)

    @property
    def size(self) -> int:
        """About how many bytes it is."""
        return 200 + sum(map(len, self.lines))


class Batches:
    """Sends operations by SPARQL Update, many in one request."""

    def __init__(self, writer: Writer, largest: int = LARGEST) -> None:
        self._writer = writer
        self._largest = largest
        self._waiting: list[Operation] = []
        self._size = 0

    def insert(self, graph: str, lines: Iterable[str]) -> None:
        """Add triples to a named graph."""
        self._data("insert.ru", graph, lines)

    def delete(self, graph: str, lines: Iterable[str]) -> None:
        """Take triples out of a named graph."""
        self._data("delete.ru", graph, lines)

    def do(self, file: str, **given: str) -> None:
        """Do what a file of this room says."""
        self._add(Operation(file, given))

    def flush(self) -> None:
        """Send what waits."""
        if self._waiting:
            waiting, self._waiting, self._size = self._waiting, [], 0
            self._send(waiting)

    def _data(self, file: str, graph: str, lines: Iterable[str]) -> None:
        given = {"graph": iri(graph)}
        part: list[str] = []
        room = self._largest - self._size
        for line in lines:
            if room < len(line) and part:
                self._add(Operation(file, given, tuple(part)))
                part = []
                room = self._largest - self._size
            part.append(line)
            room -= len(line)
        if part:
            self._add(Operation(file, given, tuple(part)))

    def _add(self, operation: Operation) -> None:
        if self._waiting and self._size + operation.size > self._largest:
            self.flush()
        self._waiting.append(operation)
        self._size += operation.size
        if self._size >= self._largest:
            self.flush()

    def _send(self, operations: list[Operation]) -> None:
        data = " ;\n".join(operation.text for operation in operations).encode()
        halves = _halves(operations) if len(data) > SMALLEST else None
        # What is left of a batch that was made before a smaller one was asked for.
        if halves is None or len(data) < 1.5 * self._largest:
            try:
                self._writer.update(data)
            except (TooLargeError, DroppedError):
                # A proxy that takes less may say so, or just hang up.
                if halves is None:
                    raise
                self._largest = max(min(self._largest, len(data) // 2), SMALLEST)
            else:
                return
        for half in halves:
            self._send(half)


def _halves(operations: list[Operation]) -> tuple[list[Operation], list[Operation]] | None:
    """The operations in two parts, one to be sent after the other; None for what is one piece."""
    if len(operations) > 1:
        half = sum(operation.size for operation in operations) / 2
        done = 0
        for place, operation in enumerate(operations[:-1], 1):
            done += operation.size
            if done + operations[place].size / 2 >= half:
                break
        return operations[:place], operations[place:]
    (only,) = operations
    middle = len(only.lines) // 2
    if not middle:
        return None
    first, second = only.lines[:middle], only.lines[middle:]
    return [only._replace(lines=first)], [only._replace(lines=second)]
