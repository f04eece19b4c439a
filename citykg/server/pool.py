"""The workers of a server: who answers what, for how long, and from which version of the graph.

A query runs in a process of its own as long as it takes, and no longer than it may: the process is
killed then.  One that takes long steps back behind the others, so that what is asked in between is
answered at once.  When the folder is built again, new workers open the new version; queries that
run stay with the version that they began with.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from citykg.errors import CitykgError, DataError
from citykg.graph.base import base_of
from citykg.graph.store import current_version
from citykg.server.process import EndedError, Process
from citykg.server.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path
    from typing import Any

    from citykg.server.limits import Settings
    from citykg.server.tasks import Reply, Task

log: Final = logging.getLogger("citykg.server")

_TICK: Final = 0.1
_LONG_SECONDS: Final = 0.25
"""A query that runs longer steps back."""
_ABANDONED_SECONDS: Final = 0.5
"""A query that nobody waits for any more may run so long: starting a worker takes time too."""
_AT_ONCE: Final = 0.1
_START_SECONDS: Final = 30.0
_AGAIN_SECONDS: Final = 30.0
"""A version that could not be opened is tried again after so long: longer than a start takes."""
_FAILED_STARTS: Final = 3


class BusyError(Exception):
    """There is no worker free, and no place to wait for one."""


class TooLongError(Exception):
    """The query ran out of time."""


class BrokeDownError(Exception):
    """The worker ended over the query: it needed more memory than it may take, or it crashed."""


class _AtOnceError(BrokeDownError):
    """It ended so soon that it may have ended before it was asked: another is asked, once."""


class Pool:
    """The workers of one graph folder."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._folder = folder
        self._settings = settings
        self._limits = settings.limits
        self.is_confined = True
        """Whether the system filters what workers call."""
        self.failure = ""
        """Why no worker can be started, or the new version not be opened; empty while all is
        well."""
        self.version = current_version(folder)
        self.base = base_of(self.version)
        """What the IRIs of the things in it begin with."""
        self._next = self.version
        """The version that is being opened, or cannot be; and when that is tried again."""
        self._again = 0.0
        self._workers: set[Process] = set()
        self._idle: list[Process] = []
        self._starting = 0
        self._queue = Queue(settings.limits.waiting)
        self._abandoned: set[Process] = set()
        self._failed_starts = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    async def start(self) -> None:
        """Start the first workers; raises DataError where the graph cannot be opened."""
        self._begin(self._watch())
        first = self._new(self.version)
        opened = await first.opened
        if opened.failure:
            await self.stop()
            raise DataError(opened.failure)
        self.is_confined = opened.is_confined
        self._ready(first)
        self._refill()

    def give_up(self) -> None:
        """End what runs and what waits: whoever asked is told to come back."""
        self._is_stopping = True
        for worker in self._workers:
            worker.kill()
        while (place := self._queue.next()) is not None:
            place.set_exception(BusyError())

    async def stop(self) -> None:
        """End all workers at once."""
        self.give_up()
        for task in self._tasks:
            task.cancel()
        for worker in [*self._workers]:
            worker.bury()

    def state(self) -> dict[str, object]:
        """What runs and waits now."""
        busy = sum(worker.is_busy for worker in self._workers)
        return {
            "version": self.version.name,
            "running": busy,
            "waiting": len(self._queue),
            "workers": len(self._workers),
            "confined": self.is_confined,
        }

    async def ask(self, task: Task, client: str) -> Reply:
        """The reply to a task.

        Raises BusyError, TooLongError or BrokeDownError.  Where the caller is cancelled, what it
        asked for is given up.
        """
        try:
            return await self._asked(task, client)
        except _AtOnceError:
            return await self._asked(task, client)

    async def _asked(self, task: Task, client: str) -> Reply:
        worker = await self._free(client)
        try:
            reply = worker.ask(task)
        except BaseException:
            self._release(worker)
            raise
        try:
            return await reply
        except EndedError:
            ran = asyncio.get_running_loop().time() - worker.since
            if self._is_stopping:
                raise BusyError from None
            if ran >= self._limits.seconds - _TICK:
                raise TooLongError from None
            raise (_AtOnceError if ran < _AT_ONCE else BrokeDownError) from None
        except asyncio.CancelledError:
            self._abandoned.add(worker)
            raise
        finally:
            if worker.is_busy:
                reply.cancel()
            self._release(worker)

    async def _free(self, client: str) -> Process:
        """A worker that is free, when it is this client's turn."""
        if not len(self._queue):
            while self._idle:
                worker = self._idle.pop()
                if not worker.is_last:
                    self._refill()
                    return worker
        place: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
        if self._is_stopping or not self._queue.join(client, place):
            raise BusyError
        self._refill()
        try:
            async with asyncio.timeout(self._limits.wait_seconds):
                return await place
        except (TimeoutError, asyncio.CancelledError) as error:
            if place.done() and not place.cancelled():
                self._release(place.result())  # given in the moment in which nobody waited
            self._queue.leave(client, place)
            if isinstance(error, TimeoutError):
                raise BusyError from None
            raise

    def _release(self, worker: Process) -> None:
        """Let a worker go on to the next task, or go."""
        if worker.is_busy:
            return  # still at something that nobody waits for
        self._abandoned.discard(worker)
        if worker.is_last or worker.version != self.version:
            worker.kill()
            self._refill()
        elif worker in self._workers:
            self._ready(worker)

    def _ready(self, worker: Process) -> None:
        place = self._queue.next()
        if place is None:
            self._idle.append(worker)
        else:
            place.set_result(worker)

    def _refill(self) -> None:
        """Start workers where some are wanted: one that waits for the next task."""
        wanted = max(1, len(self._queue)) - len(self._idle) - self._starting
        for _ in range(min(wanted, self._limits.workers - len(self._workers))):
            if self._is_stopping or self._failed_starts >= _FAILED_STARTS:
                return
            try:
                # At once: the next call must know of it.
                worker = self._new(self.version)
            except OSError as error:
                self._failed_starts += 1
                self.failure = f"No process can be started: {error}."
                log.error(self.failure)  # noqa: TRY400 - the sentence says all
                return
            self._starting += 1
            self._begin(self._join(worker))

    async def _join(self, worker: Process) -> None:
        """Let a worker take its place when it is ready."""
        try:
            opened = await worker.opened
        finally:
            self._starting -= 1
        if opened.failure:
            self._failed_starts += 1
            self.failure = opened.failure
            log.error("A worker could not start: %s", opened.failure)
            worker.kill()
        else:
            self._failed_starts = 0
            self.failure = ""
            self._release(worker)

    def _new(self, version: Path) -> Process:
        worker = Process(self._folder, version, self._settings, self._gone, self._release)
        worker.since = asyncio.get_running_loop().time()
        self._workers.add(worker)
        return worker

    def _gone(self, worker: Process) -> None:
        self._workers.discard(worker)
        self._abandoned.discard(worker)
        if worker in self._idle:
            self._idle.remove(worker)
        if not self._is_stopping:
            self._refill()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self) -> None:
        """Look after those that run, and after the folder."""
        loop = asyncio.get_running_loop()
        ticks = 0
        while True:
            await asyncio.sleep(_TICK)
            now = loop.time()
            for worker in [*self._workers]:
                self._look_at(worker, now)
            ticks += 1
            if ticks % 5 == 0:
                self._begin(self._follow())
            if ticks % 50 == 0:
                self._failed_starts = 0  # what was wrong may have been mended
                self._refill()

    def _look_at(self, worker: Process, now: float) -> None:
        ran = now - worker.since
        if not worker.opened.done():
            if ran > _START_SECONDS:
                worker.kill()
        elif worker.is_busy:
            bound = _ABANDONED_SECONDS if worker in self._abandoned else self._limits.seconds
            if ran >= bound:
                worker.kill()
            elif ran >= _LONG_SECONDS and not worker.is_nice:
                worker.step_back()

    async def _follow(self) -> None:
        """Go over to a new version of the graph where there is one."""
        try:
            version = current_version(self._folder)
        except (CitykgError, OSError):
            return  # taken away, or being put there: the version that is open stays
        now = asyncio.get_running_loop().time()
        if version == self.version or (version == self._next and now < self._again):
            return
        self._next, self._again = version, now + _AGAIN_SECONDS
        first = self._new(version)
        opened = await first.opened
        if self._next != version:
            first.kill()  # it was built again meanwhile
            return
        if opened.failure:
            self.failure = f"The new version cannot be opened: {opened.failure}"
            log.error(self.failure)
            first.kill()
            return
        log.info("The graph was built again: version %s is served now.", version.name)
        self.version, self.base, self.failure = version, base_of(version), ""
        old, self._idle = self._idle, []
        for worker in old:
            worker.kill()
        self._release(first)
        self._refill()
