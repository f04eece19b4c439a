"""Blocks of lines in order without holding them all: sorted runs on disk, merged at the end.

A block is one line, or all the lines about a subject: sorting a tenth of the pieces gives the
same order of lines, as long as no other block is about that subject.
"""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CHARACTERS_HELD: Final = 64 << 20
"""What is kept in memory before it goes to a file."""

_CHUNK: Final = 1 << 20
_BETWEEN: Final = b"\0"
"""N-Quads has no such byte: it is escaped in literals and no part of an IRI."""


class SortedBlocks:
    """Takes blocks in any order and gives them back in the order of their bytes, none twice.

    Runs that do not fit into memory go to files in `folder`, which `close` removes.
    """

    def __init__(self, folder: Path, name: str, held: int = CHARACTERS_HELD) -> None:
        self._folder = folder
        self._name = name
        self._room = self._held = held
        self._blocks: list[str] = []
        self._runs: list[Path] = []

    def add(self, blocks: Iterable[str]) -> None:
        """Take blocks: whole lines, each with its newline."""
        before = len(self._blocks)
        self._blocks += blocks
        self._room -= sum(map(len, self._blocks[before:]))
        if self._room < 0:
            self._spill()

    def __iter__(self) -> Iterator[bytes]:
        """Yield every block once, in order; may be asked again."""
        # Code points sort as their UTF-8 bytes do.
        self._blocks.sort()
        held = (block.encode() for block in self._blocks)
        with ExitStack() as stack:
            runs = [_pieces(stack.enter_context(run.open("rb"))) for run in self._runs]
            yield from once(heapq.merge(*runs, held) if runs else held)

    def close(self) -> None:
        """Forget the blocks and remove the files."""
        self._blocks.clear()
        while self._runs:
            self._runs.pop().unlink(missing_ok=True)

    def _spill(self) -> None:
        self._blocks.sort()
        run = self._folder / f".{self._name}-{len(self._runs)}.run"
        with run.open("wb") as file:
            file.writelines(block.encode() + _BETWEEN for block in self._blocks)
        self._runs.append(run)
        self._blocks.clear()
        self._room = self._held


def once(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield sorted blocks without repetition."""
    previous = b""
    for block in blocks:
        if block != previous:
            yield block
            previous = block


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(_CHUNK):
        *whole, rest = (rest + chunk).split(_BETWEEN)
        yield from whole
