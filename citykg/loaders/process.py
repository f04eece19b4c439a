"""A process that reads documents, and the two pipes to it.

Where this process has one thread, it is forked: that takes a few milliseconds, and what is loaded
is shared.  With more threads a fork would copy whatever they hold at that moment, a lock for one,
for ever: there a new interpreter is started, as on systems that do not say how many there are.
"""

from __future__ import annotations

import fcntl
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import Final

_BEGIN: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; from citykg.loaders.worker import main; main()"
)
_PIPE_BYTES: Final = 1 << 20
_BROKEN: Final = 70
_STANDARD: Final = 3
"""Descriptors below are standard input, output and error, even where they are closed."""


class Process:
    """A worker process: `requests` and `answers` are our ends of its pipes.

    Raises OSError where the system gives no more processes or pipes.
    """

    def __init__(self) -> None:
        theirs, self.requests = _pipe()
        self.answers, back = _pipe()
        begun = False
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            # So that a worker need not stand still while we are busy; the system may refuse.
            with suppress(OSError):
                fcntl.fcntl(self.answers, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        try:
            start = _forked if _is_alone() else _spawned
            self.pid = start(theirs, back)
            begun = True
        finally:
            for end in (theirs, back) if begun else (theirs, back, self.requests, self.answers):
                os.close(end)

    def stop(self) -> int:
        """Kill and bury the process; the code or the negative signal that it ended with."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.close(self.requests)
        os.close(self.answers)
        try:
            return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        except ChildProcessError:
            return 0  # somebody who waits for all children has buried it


def _pipe() -> tuple[int, int]:
    """Both ends of a pipe, none of them a standard stream."""
    ends = os.pipe()
    if min(ends) >= _STANDARD:
        return ends
    read, write = (fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _STANDARD) for end in ends)
    for end in ends:
        os.close(end)
    return read, write


def _is_alone() -> bool:
    """Whether this process has one thread, those of libraries counted too."""
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names are enough
    except OSError:
        return False


def _forked(requests: int, answers: int) -> int:
    from citykg.loaders import load
    from citykg.loaders.worker import main

    load()
    # No signal may run what this process has on its stack in the other one.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid:
            return pid
        try:
            os.dup2(requests, 0)
            os.dup2(answers, 1)
            gc.freeze()
            main(before)
            os._exit(0)
        finally:
            os._exit(_BROKEN)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _spawned(requests: int, answers: int) -> int:
    command = [sys.executable or "", "-I", "-c", _BEGIN, *sys.path]
    streams = [
        (os.POSIX_SPAWN_DUP2, requests, 0),
        (os.POSIX_SPAWN_DUP2, answers, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    return os.posix_spawn(command[0], command, os.environ, file_actions=streams)
