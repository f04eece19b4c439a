"""Sorted files with pieces taken out and put in: what is between two changes is copied as it is.

A piece is a line of N-Quads, or all that a Turtle file says of a subject.  Pieces are found by
bisection, so that a change costs by its own size, and the file only what its bytes take to copy.
"""

from __future__ import annotations

import mmap
import os
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from citykg.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_CHUNK: Final = 1 << 20
_NEWLINE: Final = b"\n"
_TAB: Final = ord("\t")


class Edit(NamedTuple):
    """What takes the place of the bytes `[start, end)` of a file."""

    start: int
    end: int
    data: bytes


class Pieces:
    """The pieces of a sorted file, or of a part of it, in the order of their keys."""

    def __init__(
        self,
        data: mmap.mmap | bytes,
        key: Callable[[bytes], bytes],
        *,
        begin: int = 0,
        end: int | None = None,
    ) -> None:
        """`key` is asked for the key of a piece with its first line, newline included."""
        self._data = data
        self._key = key
        self._begin = begin
        self._end = len(data) if end is None else end

    def find(self, key: bytes) -> tuple[int, int]:
        """Where the piece of that key begins and ends; twice its place where there is none."""
        low, high = self._begin, self._end
        while low < high:
            # Invariant: a piece begins at `low`; all before it are smaller, all from `high` not.
            middle = self._next((low + high) // 2, high)
            if middle == high:
                # No piece begins in the second half: go on from `low`, piece by piece.
                middle = low
            if self._key_at(middle) < key:
                low = self._next(middle + 1, self._end)
            else:
                high = middle
        if low < self._end and self._key_at(low) == key:
            return low, self._next(low + 1, self._end)
        return low, low

    def _key_at(self, start: int) -> bytes:
        stop = self._data.find(_NEWLINE, start, self._end)
        return self._key(self._data[start : stop + 1])

    def _next(self, place: int, end: int) -> int:
        """Where the first piece begins that does not begin before a place; `end` if none does."""
        if place <= self._begin:
            return self._begin
        at = place - 1
        while True:
            at = self._data.find(_NEWLINE, at, end)
            if at < 0 or at + 1 >= end:
                return end
            if self._data[at + 1] != _TAB:
                return at + 1
            at += 1


@contextmanager
def mapped(path: Path) -> Iterator[mmap.mmap]:
    """The bytes of a file, without reading it; raises DataError for one that is empty."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            raise not_as_written(path)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data


def write_spliced(source: Path, edits: Iterable[Edit], target: IO[bytes]) -> None:
    """Write a file with edits, which are in their order and do not overlap.

    Raises DataError where they do not fit the file.
    """
    with source.open("rb") as old:
        at = 0
        for edit in edits:
            if edit.start < at:
                raise not_as_written(source)
            _copy(old, at, edit.start, target)
            target.write(edit.data)
            at = edit.end
        size = os.fstat(old.fileno()).st_size
        if at > size:
            raise not_as_written(source)
        _copy(old, at, size, target)


def not_as_written(path: Path) -> DataError:
    """The error of a file that does not hold what is to be edited in it."""
    return DataError(f"{path}: is not what its build wrote.")


def _copy(old: IO[bytes], start: int, end: int, target: IO[bytes]) -> None:
    if end <= start:
        return
    if end - start > _CHUNK and hasattr(os, "copy_file_range"):
        # In the kernel; and where the file system can, the two files share the bytes.
        target.flush()
        done = start
        try:
            while done < end:
                count = os.copy_file_range(
                    old.fileno(), target.fileno(), end - done, offset_src=done
                )
                if not count:
                    break
                done += count
        except OSError:
            # Another file system, or one that cannot: what is left is copied here.
            pass
        target.seek(0, os.SEEK_END)
        start = done
    old.seek(start)
    while start < end:
        data = old.read(min(_CHUNK, end - start))
        if not data:
            raise not_as_written(Path(old.name))
        target.write(data)
        start += len(data)
