"""What a server's processes hold, and what comes true in time."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def children(pid: int) -> list[int]:
    """The processes that a process has started, of which it has not been told the end."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # threads end
            found += [int(one) for one in (task / "children").read_text().split()]
    return found


def descriptors(pid: int) -> int:
    """How many files and sockets a process holds open."""
    return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208 - a list of names will do


def threads(pid: int) -> int:
    """How many threads a process has."""
    return len(os.listdir(f"/proc/{pid}/task"))  # noqa: PTH208


def sockets(pid: int) -> int:
    """How many of them are sockets."""
    found = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found += os.readlink(one).startswith("socket:")  # noqa: PTH115 - it leads nowhere
    return found


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it came true in time."""
    end = time.perf_counter() + seconds
    while not is_so():
        if time.perf_counter() > end:
            return False
        time.sleep(0.05)
    return True
