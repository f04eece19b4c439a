"""How far a verb is, as a person at a terminal sees it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.build import Progress


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar with the rate and the time left on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None  # noqa: ARG005 - the shape of a progress
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description:>6}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:>10}"),
    )
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        tasks = {}

        def note(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, rate="")
            speed = next(task.speed for task in bar.tasks if task.id == tasks[stage])
            rate = f"{speed:,.0f}/s" if speed and total > 1 else ""
            bar.update(tasks[stage], completed=done, total=total, rate=rate)

        yield note
