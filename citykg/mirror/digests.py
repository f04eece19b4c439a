"""What each named graph of a folder is: its number of lines and the hash of them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from citykg.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_CHUNK: Final = 1 << 20


class Digest(NamedTuple):
    """A graph's number of triples, and the SHA-256 of its sorted lines of N-Quads."""

    triples: int
    sha256: str


def digests_of(nquads: Path, told: Callable[[int], None]) -> dict[str, Digest]:
    """The digest of each named graph of a sorted file, by the graph's IRI, in order.

    The file is read once, as a stream; `told` hears how many bytes of it were read.  Raises
    DataError for a line that is in no named graph, or holds a blank node: two of those are never
    known to be the same.
    """
    sums: dict[bytes, Any] = {}
    counts: dict[bytes, int] = {}
    number = 0
    with nquads.open("rb") as file:
        while lines := file.readlines(_CHUNK):
            told(file.tell())
            for line in lines:
                number += 1
                graph = graph_of(line)
                if not graph or _has_blank(line):
                    raise DataError(
                        f"{nquads}:{number}: only triples of named graphs without blank nodes can"
                        " be pushed: build the graph with 'citykg build'."
                    )
                known = sums.get(graph)
                if known is None:
                    known = sums[graph] = sha256()
                    counts[graph] = 0
                known.update(line)
                counts[graph] += 1
    return {
        graph.decode(): Digest(counts[graph], sums[graph].hexdigest()) for graph in sorted(sums)
    }


def digest_of(lines: Iterable[bytes]) -> Digest:
    """The digest of a graph whose sorted lines these are."""
    total = sha256()
    count = 0
    for line in lines:
        total.update(line)
        count += 1
    return Digest(count, total.hexdigest())


def graph_of(line: bytes) -> bytes:
    r"""The IRI of the graph of a line of N-Quads; empty where it is in none.

    >>> graph_of(b'<a:s> <a:p> "in <a:x> ." <a:g> .\n'), graph_of(b'<a:s> <a:p> "in <a:x>" .\n')
    (b'a:g', b'')
    """
    # No IRI holds a space, and a triple has no more than three terms unless it has a graph.
    if not line.endswith(b"> .\n"):
        return b""
    triple, _, graph = line[:-4].rpartition(b" <")
    return graph if triple.count(b" ") > 1 and b'"' not in graph else b""


def triple_of(line: bytes) -> bytes:
    """The line without the name of its graph, as N-Triples."""
    return line[: line.rfind(b" <")] + b" .\n"


def _has_blank(line: bytes) -> bool:
    return line.startswith(b"_:") or line.split(b" ", 2)[2].startswith(b"_:")
