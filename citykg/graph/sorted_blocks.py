"""Lines in order without holding them all: sorted runs on disk, merged at the end."""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LINES_HELD: Final = 500_000
"""About 200 MB of text."""


class SortedLines:
    """Takes lines in any order and gives them back in the order of their bytes, none twice.

    Lines end in a newline.  Runs that do not fit go to files in `folder`, which `close` removes.
    """

    def __init__(self, folder: Path, name: str, held: int = LINES_HELD) -> None:
        self._folder = folder
        self._name = name
        self._held = held
        self._lines: list[bytes] = []
        self._runs: list[Path] = []

    def add(self, text: str) -> None:
        """Take whole lines."""
        self._lines += text.encode().splitlines(keepends=True)
        if len(self._lines) >= self._held:
            self._spill()

    def __iter__(self) -> Iterator[bytes]:
        """Yield every line once, in order; may be asked again."""
        self._lines.sort()
        with ExitStack() as stack:
            runs: list[Iterable[bytes]] = [
                stack.enter_context(run.open("rb")) for run in self._runs
            ]
            merged = heapq.merge(*runs, self._lines) if runs else self._lines
            yield from once(merged)

    def close(self) -> None:
        """Forget the lines and remove the files."""
        self._lines.clear()
        while self._runs:
            self._runs.pop().unlink(missing_ok=True)

    def _spill(self) -> None:
        self._lines.sort()
        run = self._folder / f".{self._name}-{len(self._runs)}.run"
        with run.open("wb") as file:
            file.writelines(self._lines)
        self._runs.append(run)
        self._lines = []


def once(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield sorted lines without repetition."""
    previous = b""
    for line in lines:
        if line != previous:
            yield line
            previous = line
