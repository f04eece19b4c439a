"""A piece of work done in a process of its own: what it took, or why there is no figure."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

_TASKS: Final = str(Path(__file__).with_name("tasks.py"))


@dataclass(frozen=True)
class Trial:
    """What a piece of work took."""

    seconds: dict[str, float] = field(default_factory=dict)
    """CPU seconds by phase, the median where it was done several times."""
    peak: int = 0
    """The most memory, in bytes, that one of its processes had."""
    counted: dict[str, Any] = field(default_factory=dict)
    missing: str = ""
    """Why there is no figure, such as `> 900 s`; empty where there is one."""

    def to_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return asdict(self)


def run(
    task: str,
    *,
    times: int = 1,
    python: str | None = None,
    most_seconds: float | None = None,
    **arguments: object,
) -> Trial:
    """What a task of `tasks.py` took, in a new process, `most_seconds` by the clock at most.

    The peak is that of a process's whole life: Linux counts from the process that started it,
    which is why this one holds and imports next to nothing.
    """
    command = [python or sys.executable, _TASKS, task, json.dumps(arguments)]
    trials = []
    for _ in range(times):
        print(f"{task} {json.dumps(arguments)}", file=sys.stderr, flush=True)
        # In a group of its own, so that its workers end with it.
        process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        try:
            out, _ = process.communicate(timeout=most_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return Trial(missing=f"> {most_seconds:g} s")
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        if process.returncode:
            print(f"{task} failed with {process.returncode}", file=sys.stderr)
            return Trial(missing="failed")
        trials.append(Trial(**json.loads(out)))
    seconds = {
        phase: median(trial.seconds[phase] for trial in trials) for phase in trials[0].seconds
    }
    return Trial(seconds, max(trial.peak for trial in trials), trials[0].counted)
