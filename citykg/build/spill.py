"""Records on the disk while a build needs them: ten thousand plans do not fit into memory."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Place(NamedTuple):
    """Where a record lies."""

    start: int
    size: int


class Spill:
    """A file that takes records at its end and gives them back from anywhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("w+b")
        self._end = 0

    def close(self) -> None:
        """Forget all records and remove the file."""
        self._file.close()
        self._path.unlink(missing_ok=True)

    def add(self, record: bytes) -> Place:
        """Where the record lies from now on."""
        place = Place(self._end, len(record))
        self._file.seek(self._end)
        self._file.write(record)
        self._end += len(record)
        return place

    def get(self, place: Place) -> bytes:
        """The record that lies there."""
        self._file.seek(place.start)
        return self._file.read(place.size)
