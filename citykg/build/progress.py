"""How far a build is, and what it has taken so far."""

from __future__ import annotations

import resource
import sys
import time
from typing import Final, Protocol

from citykg.report import Run

_BYTES_A_UNIT: Final = 1 if sys.platform == "darwin" else 1024
"""What `ru_maxrss` counts in: bytes on macOS, kibibytes elsewhere."""


class Progress(Protocol):
    """Told how far a build is: `done` of `total` in a stage such as `read`."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note; raising stops the build and leaves the folder as it was."""


def silent(stage: str, done: int, total: int) -> None:
    """Take no note."""


class Stages:
    """Passes on how far a build is, and knows how long each stage took."""

    def __init__(self, told: Progress) -> None:
        self._told = told
        self._seconds: dict[str, float] = {}
        self._stage = "find"
        self._since = time.perf_counter()
        self._cpu = _cpu_seconds()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note and pass it on."""
        if stage != self._stage:
            self._end()
            self._stage = stage
        self._told(stage, done, total)

    def run(self, *, documents_read: int, documents_kept: int) -> Run:
        """What the build has taken up to now."""
        self._end()
        return Run(
            documents_read=documents_read,
            documents_kept=documents_kept,
            seconds={stage: round(seconds, 3) for stage, seconds in self._seconds.items()},
            cpu_seconds=round(_cpu_seconds() - self._cpu, 3),
            peak_mebibytes=_peak(resource.RUSAGE_SELF),
            peak_reader_mebibytes=_peak(resource.RUSAGE_CHILDREN),
        )

    def _end(self) -> None:
        now = time.perf_counter()
        self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._since = now


def _cpu_seconds() -> float:
    own, children = (resource.getrusage(who) for who in _WHO)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * _BYTES_A_UNIT >> 20


_WHO: Final = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
