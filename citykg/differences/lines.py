"""The lines that only one of two sorted files has.

Two builds of ten thousand plans are mostly the same bytes.  So equal stretches are compared as
blocks, never as lines; where they part, lines are merged until the files run along each other
again.  Nothing is held but a block of each.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from citykg.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SMALLEST_BLOCK: Final = 1 << 14
_LARGEST_BLOCK: Final = 1 << 22
_IN_STEP: Final = 8
"""After so many equal lines the files are compared in blocks again."""


def differing_lines(old: Path, new: Path) -> Iterator[tuple[bool, bytes]]:
    """Yield the lines that one file has and the other has not, in order; True: the new one has it.

    Both must be sorted by their bytes, with no line twice.  Raises DataError where lines that are
    met are not in order; a stretch that both files have is not looked at.
    """
    with old.open("rb") as one, new.open("rb") as other:
        sides = _Side(one, old), _Side(other, new)
        while not all(side.at_end for side in sides):
            _skip_equal(*sides)
            yield from _merged(*sides)


class _Side:
    """One of the files, and how far it is read: `at` is the beginning of a line."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path
        self._previous = b""
        self.at = 0
        self.at_end = False

    def block(self, size: int) -> bytes:
        """The next bytes; they are still to be read."""
        self._file.seek(self.at)
        return self._file.read(size)

    def skip(self, size: int) -> None:
        """Go on behind so many bytes, for lines."""
        self.at += size
        self._file.seek(self.at)
        self._previous = b""

    def line(self) -> bytes:
        """The next line; nothing at the end."""
        line = self._file.readline()
        if not line:
            self.at_end = True
        elif line <= self._previous:
            raise DataError(
                f"{self._path}: the lines are not in order, at {_shown(line)}:"
                " build the graph again with 'citykg build'."
            )
        self.at += len(line)
        self._previous = line
        return line


def _skip_equal(left: _Side, right: _Side) -> None:
    """Go on to the first lines that differ, or to the end of both."""
    size = _SMALLEST_BLOCK
    while True:
        one, other = left.block(size), right.block(size)
        is_same = one == other
        if is_same and len(one) < size:
            # The end of both: nothing is left to be merged.
            left.skip(len(one))
            right.skip(len(one))
            return
        same = len(one) if is_same else _shared(one, other)
        whole = one.rfind(b"\n", 0, same) + 1
        left.skip(whole)
        right.skip(whole)
        if not is_same:
            return
        size = min(2 * size, _LARGEST_BLOCK) if whole else 2 * size


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes two blocks begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _merged(left: _Side, right: _Side) -> Iterator[tuple[bool, bytes]]:
    """Yield what differs, until the files are in step again or at their ends."""
    in_step = 0
    old, new = left.line(), right.line()
    while old or new:
        if old == new:
            in_step += 1
            if in_step == _IN_STEP:
                return
            old, new = left.line(), right.line()
            continue
        in_step = 0
        if not new or (old and old < new):
            yield False, old
            old = left.line()
        else:
            yield True, new
            new = right.line()


def _shown(line: bytes) -> str:
    return repr(line[:80].decode("utf-8", "replace"))
