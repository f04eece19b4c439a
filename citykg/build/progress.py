"""How far a build is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told how far a build is: `done` of `total` in a stage such as `read`."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note; raising stops the build and leaves the folder as it was."""


def silent(stage: str, done: int, total: int) -> None:
    """Take no note."""
