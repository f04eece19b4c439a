"""The files of a graph in parts: sorted N-Quads packed by gzip, the same bytes every time."""

from __future__ import annotations

import gzip
import heapq
from hashlib import file_digest
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.build.state import Counts  # noqa: TC001 - msgspec reads the fields' types
from citykg.graph.sorted_blocks import SortedBlocks, once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from citykg.build.emission import Emitted
    from citykg.cluster.folder import Folder

MANIFEST: Final = "manifest.json"
"""Written last: a folder without it is not whole."""
REPORT: Final = "report.json"

_LEVEL: Final = 6


class PartFile(msgspec.Struct, frozen=True):
    """A file of the graph."""

    name: str
    kind: str
    """`quads`, `vocabulary`, `ontology` or `documents`."""
    bytes: int
    sha256: str
    """Of the file as it lies there, packed."""
    lines: int


class PartRecord(msgspec.Struct, frozen=True, array_like=True):
    """What writing a partition gave."""

    key: str
    """The digest of all that it follows from: what was read, and how it is named."""
    files: tuple[PartFile, ...]
    counts: Counts
    documents: int
    """Of which a plan is written."""


class Manifest(msgspec.Struct, frozen=True):
    """All files of a graph in parts."""

    citykg: str
    rules: str
    """The digest of what decides how documents are read."""
    base: str
    quads: int
    files: tuple[PartFile, ...]


class PartLines:
    """Takes the quads of one document after the other, and gives them back sorted."""

    def __init__(self, place: Path) -> None:
        self._facts = SortedBlocks(place, "facts")
        self._evidence = SortedBlocks(place, "evidence")
        self._suggested = SortedBlocks(place, "suggested")

    def add(self, emitted: Emitted) -> None:
        """Take what documents say."""
        self._facts.add(emitted.facts)
        self._evidence.add(emitted.evidence)
        self._suggested.add(emitted.suggested)

    def __iter__(self) -> Iterator[bytes]:
        """Yield each line once, in the order of the bytes."""
        sources = (_lines(blocks) for blocks in (self._facts, self._evidence, self._suggested))
        yield from once(heapq.merge(*sources))


def part_name(number: int) -> str:
    """The name of the quads of a partition."""
    return f"part-{number:05}.nq.gz"


def documents_name(number: int) -> str:
    """The name of what is told of the documents of a partition, one JSON object a line."""
    return f"documents-{number:05}.jsonl.gz"


def write_packed(folder: Folder, name: str, kind: str, lines: Iterable[bytes]) -> PartFile:
    """Write whole lines as a gzip file that says nothing of when and where it was written."""
    count = 0
    with folder.written(name) as path:
        with (
            path.open("wb") as raw,
            gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as file,
        ):
            for batch in _batches(lines):
                file.write(batch)
                count += batch.count(b"\n")
        with path.open("rb") as written:
            digest = file_digest(written, "sha256").hexdigest()
        size = path.stat().st_size
    return PartFile(name, kind, size, digest, count)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    # Of bytes, splitlines knows no other line ends than CR and LF, and those are escaped.
    for block in blocks:
        yield from block.splitlines(keepends=True)


def _batches(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines in larger pieces: a call of the packer costs as much as a line."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size > 1 << 16:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)
