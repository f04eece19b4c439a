"""The memory that a process has, and may have: for those that work on what strangers sent."""

from __future__ import annotations

import resource


def bound_memory(mebibytes: int) -> int:
    """Let this process take so much beyond what it has; the bytes that it has, 0 if unknown.

    A system that does not say how much that is bounds nothing.
    """
    held = address_space()
    if held:
        most = held + (mebibytes << 20)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    return held


def address_space() -> int:
    """The bytes of memory that this process has mapped; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123 - once a task
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
