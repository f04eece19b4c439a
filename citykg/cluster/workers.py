"""The workers of a Dask cluster: tasks sent to them, results as they come."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, TypeVar

from citykg.cluster.addresses import shown
from citykg.errors import CitykgError, DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_CONNECT_SECONDS: Final = 10
_WORKER_SECONDS: Final = 30
_TASKS_EACH: Final = 4
"""Sent ahead for each thread of the cluster: what waits here costs the scheduler nothing."""
_TRIES: Final = 2


class Workers:
    """The workers behind a scheduler, as `tcp://host:8786` names it.

    Raises UsageError where it does not answer, or has no worker.
    """

    def __init__(self, scheduler: str) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise UsageError(
                "--scheduler needs the package distributed: pip install 'citykg[cluster]'."
            ) from error
        _quieten()
        try:
            self._client = Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(
                f"There is no Dask scheduler at {shown(scheduler)}: start one with "
                "'dask scheduler', and name it as it says, such as tcp://127.0.0.1:8786."
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        except TimeoutError as error:
            self._client.close()
            raise UsageError(
                f"The scheduler at {shown(scheduler)} has no worker: start one with "
                f"'dask worker {shown(scheduler)}'."
            ) from error

    def close(self) -> None:
        """Let the cluster go."""
        with suppress(OSError, TimeoutError):
            self._client.close(timeout=_CONNECT_SECONDS)

    def run(self, function: Callable[[T], bytes], tasks: Iterable[T]) -> Iterator[tuple[T, bytes]]:
        """Yield each task with its result, in the order in which they are done.

        The task of a worker that is lost is done by another one.  Raises DataError for a task
        that cannot be done, and sends no more.
        """
        from distributed import as_completed

        waiting = iter(tasks)
        sent: dict[Any, T] = {}

        def send(count: int) -> list[Any]:
            new = {
                self._client.submit(function, task, pure=False, retries=_TRIES): task
                for task in islice(waiting, count)
            }
            sent.update(new)
            return list(new)

        try:
            ahead = max(1, sum(self._client.nthreads().values())) * _TASKS_EACH
            done = as_completed(send(ahead), loop=self._client.loop)
            for future in done:
                result = _result(future)
                yield sent.pop(future), result
                for new in send(1):
                    done.add(new)
        finally:
            with suppress(Exception):  # the scheduler may be what went away
                self._client.cancel(list(sent), force=True)


def _result(future: Any) -> bytes:
    from distributed import KilledWorker

    try:
        result: bytes = future.result()
    except CitykgError:
        raise
    except KilledWorker as error:
        raise DataError(
            "A task was lost with its worker several times (out of memory?): give the workers more "
            "memory, or the partitions a smaller size (--partition-size); what is done is kept."
        ) from error
    except Exception as error:
        what = type(error).__name__
        raise DataError(
            f"A task failed on the cluster ({what}); its worker's log says more; what is done is "
            "kept, and the next call goes on from there."
        ) from error
    return result


def _quieten() -> None:
    """Keep what the cluster says of itself out of the terminal: it is in the workers' logs."""
    import logging

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
