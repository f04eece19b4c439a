"""A worker process as the server holds it: two pipes, one task at a time."""

from __future__ import annotations

import asyncio
import fcntl
import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.server.tasks import LENGTH, Reply, Task, framed
from citykg.server.worker import Opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citykg.server.limits import Settings

_BEGIN: Final = (
    "import sys; sys.path[:] = sys.argv[3:];"
    " from citykg.server.worker import main; main(*sys.argv[1:3])"
)
_NEEDED: Final = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")
"""What a worker knows of the environment: there may be secrets in the rest."""
_PIPE_BYTES: Final = 1 << 20
_NICER: Final = 10


class EndedError(Exception):
    """The worker ended before it answered: it was killed, or it broke down."""


class Process:
    """A worker of one version of the graph.

    `opened` comes true when the worker is ready, with what it says of itself; `ended` is called
    once when the process is gone, `freed` when it has done a task for which nobody waited.
    """

    def __init__(
        self,
        folder: Path,
        version: Path,
        settings: Settings,
        ended: Callable[[Process], None],
        freed: Callable[[Process], None],
    ) -> None:
        self.version = version
        self.since = 0.0
        """When its task began, by the clock of the loop."""
        self.is_nice = False
        self.is_last = False
        """Whether it takes no more tasks."""
        self._loop = asyncio.get_running_loop()
        self._ended = ended
        self._freed = freed
        self._received = bytearray()
        self._unsent = memoryview(b"")
        self._reply: asyncio.Future[Reply] | None = None
        self._replies = msgspec.msgpack.Decoder(Reply)
        self.opened: asyncio.Future[Opened] = self._loop.create_future()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            [sys.executable, "-I", "-c", _BEGIN, folder, version, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        )
        assert self._process.stdin  # noqa: S101 - both are pipes
        assert self._process.stdout  # noqa: S101
        self._tasks = self._process.stdin.fileno()
        self._answers = self._process.stdout.fileno()
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            for end in (self._tasks, self._answers):
                with suppress(OSError):  # the system may refuse
                    fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        for end in (self._tasks, self._answers):
            os.set_blocking(end, False)
        self._loop.add_reader(self._answers, self._hear)
        self._say(msgspec.msgpack.encode(settings))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def is_busy(self) -> bool:
        """Whether it has a task."""
        return self._reply is not None

    def ask(self, task: Task) -> asyncio.Future[Reply]:
        """The reply to come; it fails with EndedError where the worker ends before it."""
        data = msgspec.msgpack.encode(task)
        self.since = self._loop.time()
        self._reply = self._loop.create_future()
        if self._answers < 0:  # it ended since it was given away
            waiting, self._reply = self._reply, None
            waiting.set_exception(EndedError())
            return waiting
        self._say(data)
        return self._reply

    def step_back(self) -> None:
        """Let others go first from here on; there is no way back to the front."""
        self.is_nice = self.is_last = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICER)

    def kill(self) -> None:
        """End the process; its end is heard of later."""
        self.is_last = True
        if self._process.returncode is None:
            self._process.kill()

    def bury(self) -> None:
        """Kill the process and wait for its end."""
        self.kill()
        self._end()

    def _say(self, body: bytes) -> None:
        """Send a frame, as fast as it is taken."""
        self._unsent = memoryview(framed(body))
        self._say_on()
        if self._unsent:
            self._loop.add_writer(self._tasks, self._say_on)

    def _say_on(self) -> None:
        try:
            while self._unsent:
                self._unsent = self._unsent[os.write(self._tasks, self._unsent) :]
        except BlockingIOError:
            return
        except BrokenPipeError:  # its end is heard below
            self._unsent = memoryview(b"")
        self._loop.remove_writer(self._tasks)

    def _hear(self) -> None:
        try:
            part = os.read(self._answers, _PIPE_BYTES)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self._end()
            return
        self._received += part
        if len(self._received) < LENGTH.size:
            return
        end = LENGTH.size + LENGTH.unpack_from(self._received)[0]
        if len(self._received) >= end:
            body = bytes(memoryview(self._received)[LENGTH.size : end])
            del self._received[:end]
            self._take(body)

    def _take(self, body: bytes) -> None:
        if not self.opened.done():
            self.opened.set_result(msgspec.msgpack.decode(body, type=Opened))
        elif self._reply is not None:
            waiting, self._reply = self._reply, None
            reply = self._replies.decode(body)
            self.is_last = self.is_last or reply.is_last
            if waiting.done():
                self._freed(self)
            else:
                waiting.set_result(reply)

    def _end(self) -> None:
        if self._answers < 0:
            return
        self.is_last = True
        self._loop.remove_reader(self._answers)
        self._loop.remove_writer(self._tasks)
        self._answers = -1
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        # It has closed its end, or was killed: it is as good as gone.
        self._process.kill()
        self._process.wait()
        if not self.opened.done():
            self.opened.set_result(Opened(failure="The process ended before it was ready."))
        if self._reply is not None and not self._reply.done():
            self._reply.set_exception(EndedError())
        self._reply = None
        self._ended(self)
