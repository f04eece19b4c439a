"""Reads many documents in worker processes, each document bounded in time and memory.

A worker reads one document after the other; several small ones are on their way to it at a time,
and since it answers in their order, the first that waits is the one it reads.  A worker that takes
too long or breaks down is replaced, and loses that one document only.
"""

from __future__ import annotations

import os
import selectors
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.errors import CitykgError
from citykg.loaders.outcome import Given, Outcome
from citykg.loaders.process import Process
from citykg.loaders.worker import HEADER, LAST, Request, write_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from citykg.loaders.outcome import Limits, Task

_READ_BYTES: Final = 1 << 20
_ON_THE_WAY: Final = 16
_BYTES_ON_THE_WAY: Final = 64 << 10
_HELD_BYTES: Final = 64 << 20
"""So many bytes of answers may wait for the answer of an earlier document."""
_START_SECONDS: Final = 60.0
_STARTS: Final = 3


def read_all(
    sources: Iterable[Path | Given], limits: Limits, workers: int | None, task: Task | None = None
) -> Iterator[Outcome]:
    """Yield the outcomes of the documents: see `citykg.loaders.read_all`."""
    jobs = [_job(source) for source in sources]
    pool = _Pool(jobs, limits, max(1, workers or _processors()), task)
    try:
        yield from pool.outcomes()
    finally:
        pool.stop()


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Job(NamedTuple):
    """A document to read, and its size."""

    path: str
    data: bytes | None
    size: int


def _job(source: Path | Given) -> _Job:
    if isinstance(source, Given):
        return _Job(source.name, source.data, len(source.data))
    size = 0
    with suppress(OSError, ValueError):
        size = source.stat().st_size
    return _Job(str(source), None, size)


class _Worker:
    """A process that reads, the jobs that wait for its answers, and since when."""

    def __init__(self) -> None:
        self.process = Process()
        self.waiting: deque[int] = deque()
        self.bytes_waiting = 0
        self.since = time.monotonic()
        self.ready = False
        self.has_ended = False
        self._received = bytearray()

    def ask(self, number: int, job: _Job, limits: Limits, task: Task | None) -> None:
        """Send a job."""
        if not self.waiting:
            self.since = time.monotonic()
        self.waiting.append(number)
        self.bytes_waiting += job.size
        body = msgspec.msgpack.encode(Request(os.fsencode(job.path), job.data, limits, task))
        # A worker that has ended is seen at the end of its answers.
        with suppress(BrokenPipeError):
            write_frame(self.process.requests, body, 0)

    def frames(self) -> Iterator[tuple[bytes, int]]:
        """Yield the whole frames among the bytes that have come; sets `has_ended` at their end."""
        part = os.read(self.process.answers, _READ_BYTES)
        self.has_ended = not part
        received = self._received
        received += part
        begin = 0
        while len(received) >= begin + HEADER.size:
            size, flags = HEADER.unpack_from(received, begin)
            end = begin + HEADER.size + size
            if len(received) < end:
                break
            yield bytes(received[begin + HEADER.size : end]), flags
            begin = end
        del received[:begin]


class _Pool:
    """The workers of one call, the jobs that nobody has yet, and the answers that wait."""

    def __init__(
        self, jobs: list[_Job], limits: Limits, most_workers: int, task: Task | None
    ) -> None:
        self._jobs = jobs
        self._limits = limits
        self._task = task
        self._most_workers = most_workers
        self._open = deque(range(len(jobs)))
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._answers: dict[int, bytes | Outcome] = {}
        self._held = 0
        self._failed_starts = 0

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes in the order of the jobs."""
        decoder = msgspec.msgpack.Decoder(Outcome)
        for number in range(len(self._jobs)):
            while number not in self._answers:
                self._hand_out(number)
                self._wait()
            answer = self._answers.pop(number)
            if isinstance(answer, bytes):
                self._held -= len(answer)
                answer = decoder.decode(answer)
            yield answer

    def stop(self) -> None:
        """End all workers at once."""
        while self._workers:
            self._dismiss(self._workers[-1])
        self._selector.close()

    def _hand_out(self, number: int) -> None:
        """Give open jobs to workers, and start more where jobs are left; `number` is waited for."""
        for worker in self._workers:
            self._fill(worker, number)
        while self._may_begin(number) and len(self._workers) < self._most_workers:
            try:
                worker = _Worker()
            except OSError as error:
                if self._workers:
                    return  # fewer will do
                raise _no_process(str(error)) from error
            self._workers.append(worker)
            self._selector.register(worker.process.answers, selectors.EVENT_READ, worker)
            self._fill(worker, number)

    def _may_begin(self, number: int) -> bool:
        return bool(self._open) and (self._held < _HELD_BYTES or self._open[0] == number)

    def _fill(self, worker: _Worker, number: int) -> None:
        while self._may_begin(number) and len(worker.waiting) < _ON_THE_WAY:
            job = self._jobs[self._open[0]]
            if worker.waiting and worker.bytes_waiting + job.size > _BYTES_ON_THE_WAY:
                return
            worker.ask(self._open.popleft(), job, self._limits, self._task)

    def _wait(self) -> None:
        """Hear what workers have to say, until the time of the first is up."""
        now = time.monotonic()
        ends = (self._end_of(worker) for worker in self._workers if worker.waiting)
        ready = self._selector.select(max(0.0, min(ends, default=now) - now))
        heard = [key.data for key, _ in ready]
        for worker in heard:
            self._hear(worker)
        now = time.monotonic()
        for worker in [*self._workers]:
            # Who was not heard has said nothing since: the time is really its own.
            if worker not in heard and worker.waiting and self._end_of(worker) <= now:
                self._lose(worker, is_late=True)

    def _end_of(self, worker: _Worker) -> float:
        return worker.since + (self._limits.seconds if worker.ready else _START_SECONDS)

    def _hear(self, worker: _Worker) -> None:
        is_last = False
        for body, flags in worker.frames():
            worker.since = time.monotonic()
            if not worker.ready:
                worker.ready = True
                continue
            number = worker.waiting.popleft()
            worker.bytes_waiting -= self._jobs[number].size
            self._answers[number] = body
            self._held += len(body)
            is_last = is_last or bool(flags & LAST)
        if is_last:
            self._dismiss(worker)
            self._open.extendleft(reversed(worker.waiting))
        elif worker.has_ended:
            self._lose(worker, is_late=False)

    def _lose(self, worker: _Worker, *, is_late: bool) -> None:
        """Replace a worker that hangs or has ended; the document that it read is lost."""
        code = self._dismiss(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts == _STARTS:
                raise _no_process(_ending(code))
        elif worker.waiting:
            number = worker.waiting.popleft()
            path = self._jobs[number].path
            late = is_late or code == -signal.SIGALRM
            failure = late_failure(path, self._limits) if late else crash_failure(path, code)
            self._answers[number] = Outcome(path=path, failure=failure)
        self._open.extendleft(reversed(worker.waiting))

    def _dismiss(self, worker: _Worker) -> int:
        self._selector.unregister(worker.process.answers)
        self._workers.remove(worker)
        return worker.process.stop()


def _no_process(reason: str) -> CitykgError:
    return CitykgError(
        f"No process can be started to read documents ({reason}): does {sys.executable} run, "
        "and are there processes and files left to open?"
    )


def late_failure(path: str, limits: Limits) -> str:
    """The sentence for a document whose time was up."""
    return (
        f"{path}: took longer than {limits.seconds:g} s to read; "
        "split it, or take the summary out of it"
    )


def crash_failure(path: str, code: int) -> str:
    """The sentence for a document over which the process broke down."""
    return (
        f"{path}: the process that read it broke down ({_ending(code)}); "
        "the file may be damaged: save it again, or in another format"
    )


def _ending(code: int) -> str:
    """What the code or the negative signal of a process means."""
    try:
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"
    except ValueError:
        return f"signal {-code}"
