"""What was read of a partition, kept beside the graph until its quads are written.

A file of records, packed by gzip, whose sum at its end tells a whole file from a damaged one.
"""

from __future__ import annotations

import gzip
import struct
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.build.state import Item  # noqa: TC001 - msgspec reads the fields' types
from citykg.cluster.folder import WORK
from citykg.errors import DataError
from citykg.loaders.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_SIZE: Final = struct.Struct(">I")


class ReadRecord(msgspec.Struct, frozen=True, array_like=True):
    """What reading a partition gave."""

    key: str
    """The digest of all that it follows from: the rules, the names and bytes of the documents."""
    spill_bytes: int
    """How large the file of records is."""
    items: tuple[Item, ...]
    """The documents, in their order."""


def spill_name(number: int) -> str:
    """Where the records of a partition lie."""
    return f"{WORK}/read-{number:05}.plans.gz"


def record_name(number: int) -> str:
    """Where it is said what reading a partition gave; written when its records are there."""
    return f"{WORK}/read-{number:05}.items"


@contextmanager
def spilling(path: Path) -> Iterator[Callable[[Outcome], None]]:
    """A function that writes one outcome after the other to a file."""
    encoder = msgspec.msgpack.Encoder()
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as file:

        def add(outcome: Outcome) -> None:
            body = encoder.encode(outcome)
            file.write(_SIZE.pack(len(body)))
            file.write(body)

        yield add


def spilled(path: Path) -> Iterator[Outcome]:
    """Yield the outcomes that a file holds; raises DataError where it is damaged or not there."""
    decoder = msgspec.msgpack.Decoder(Outcome)
    try:
        with path.open("rb") as raw, gzip.GzipFile("", "rb", fileobj=raw) as file:
            while header := file.read(_SIZE.size):
                yield decoder.decode(_exactly(file, _SIZE.unpack(header)[0]))
    except (OSError, EOFError, struct.error, msgspec.MsgspecError) as error:
        raise DataError(
            f"{path}: what was read cannot be read again ({type(error).__name__}): "
            f"remove the folder {WORK} and build again."
        ) from None


def _exactly(file: gzip.GzipFile, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise EOFError
    return data
