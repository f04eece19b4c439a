"""Reads documents for another process, one after the other: the inside of `citykg.loaders.pool`.

The process answers requests on standard input by frames on standard output, and ends with its
input.  What a document does to it - time, memory, a crash - it does to nothing else.  A frame is
its length, a byte of flags, and as many bytes of MessagePack.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from citykg.errors import DataError
from citykg.loaders.outcome import Given, Limits, Outcome, Task
from citykg.memory import address_space, bound_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from citykg.loaders import Reading

HEADER: Final = struct.Struct(">IB")
LAST: Final = 1
"""The flag of a frame behind which the worker ends, to be replaced by a fresh one."""

_REQUESTS: Final = 3
_ANSWERS: Final = 4
_MOST_BYTES: Final = 256 << 20
"""A larger answer is refused: it would have to be held by the process that asked."""
_GRACE: Final = 2.0
_GROWN: Final = 256 << 20
"""A worker that has grown by so much is replaced."""


class Request(msgspec.Struct, frozen=True, array_like=True):
    """A document to read: the path as the system spells it, or the bytes of one without."""

    path: bytes
    data: bytes | None
    limits: Limits
    task: Task | None = None


def main(signals: Iterable[int] = ()) -> None:
    """Answer requests until the input ends; `signals` are those to block from here on."""
    # Ctrl-C reaches every process of a terminal; it is for the one that asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, signals)
    _keep_only(requests=_REQUESTS, answers=_ANSWERS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    from citykg.loaders import load

    load()
    with suppress(BrokenPipeError):
        write_frame(_ANSWERS, b"", 0)
        _answer_all(_REQUESTS, _ANSWERS)


def _keep_only(requests: int, answers: int) -> None:
    """Move the standard streams there and close all else that came with the process.

    What a library may say on a standard stream is no answer; and the pipes to other workers, held
    open here, would hide from them that nobody asks any more.
    """
    os.dup2(0, requests)
    os.dup2(1, answers)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(silence, stream)
    with suppress(OSError):
        for name in os.listdir("/dev/fd"):  # noqa: PTH208 - names are enough
            if int(name) > max(requests, answers):
                with suppress(OSError):
                    os.close(int(name))


def _answer_all(requests: int, answers: int) -> None:
    decoder = msgspec.msgpack.Decoder(Request)
    begun = address_space()
    while (body := _read_frame(requests)) is not None:
        request = decoder.decode(body)
        _bound(request.limits)
        answer, exhausted = _answered(request)
        # From here on the time is that of whoever reads the answer.
        signal.setitimer(signal.ITIMER_REAL, 0)
        last = exhausted or address_space() - begun > _GROWN
        write_frame(answers, answer, LAST if last else 0)
        if last:
            return


def _bound(limits: Limits) -> None:
    """Bound what the next document may take.

    The alarm ends a process that hangs when nobody is left to kill it.
    """
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
    bound_memory(limits.mebibytes)


def _answered(request: Request) -> tuple[bytes, bool]:
    """The answer to a request as MessagePack, and whether the process is spent by it."""
    path = os.fsdecode(request.path)
    shown = path.encode("utf-8", "backslashreplace").decode()
    spent = False
    try:
        answer = msgspec.msgpack.encode(_outcome(path, request.data, request.task))
        if len(answer) <= _MOST_BYTES:
            return answer, False
        failure = f"{path}: holds more than can be kept ({len(answer):,} bytes of plans); split it"
    except MemoryError:
        # Said below: in here, the traceback still holds what filled the memory.
        spent = True
    except RecursionError:
        failure = f"{path}: is nested too deeply to read; save it in a plainer form"
    except DataError as error:
        failure = str(error)
    except UnicodeEncodeError:
        failure = f"{shown}: its name or its text is not Unicode (lone surrogates); mend that"
    except Exception as error:  # noqa: BLE001 - one document must not stop the others
        what = f"{type(error).__name__}: {error}"[:200]
        failure = f"{path}: the reader stumbled over it ({what}); please report it"
    if spent:
        failure = memory_failure(path, request.limits)
    failed = Outcome(path=shown, failure=" ".join(failure.split()))
    return msgspec.msgpack.encode(failed), spent


def memory_failure(path: str, limits: Limits) -> str:
    """The sentence for a document that ran out of memory."""
    return (
        f"{path}: needs more than {limits.mebibytes} MB of memory to read; "
        "split it, or take the summary out of it"
    )


def _outcome(path: str, data: bytes | None, task: Task | None) -> Outcome:
    from citykg.loaders import read_given, read_plans

    if task is not None and task.in_place:
        return _outcome_of(path, data, task)
    readings = read_plans(Path(path)) if data is None else read_given(Given(path, data))
    if not readings:
        raise DataError(f"{path}: holds no plan that we recognise")
    document = readings[0].document
    also, also_failure = _beside(path, task, readings) if task else (None, None)
    return Outcome(
        path=path,
        plans=tuple(reading.plan for reading in readings),
        lines=document.lines,
        guessed=document.guessed,
        text=document.text if document.extracted else None,
        also=also,
        also_failure=also_failure,
    )


def _outcome_of(path: str, data: bytes | None, task: Task) -> Outcome:
    """What a task gives in the place of plans."""
    from citykg.loaders.document import document_in, read_document

    document = read_document(Path(path)) if data is None else document_in(data, path)
    found = _named(task.function)(document, task.argument)
    return Outcome(path=path, also=msgspec.msgpack.encode(found))


def _beside(path: str, task: Task, readings: list[Reading]) -> tuple[bytes | None, str | None]:
    """What a task gives beside the plans, or why it gives nothing: they are not lost by it."""
    try:
        return msgspec.msgpack.encode(_named(task.function)(readings)), None
    except Exception as error:  # noqa: BLE001 - whatever it is, the plans have been read
        what = " ".join(f"{type(error).__name__}: {error}"[:200].split())
        return None, f"{path}: was read, but {task.function} stumbled over it ({what}); report it"


def _named(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]


def _read_frame(stream: int) -> bytes | None:
    header = _read(stream, HEADER.size)
    if header is None:
        return None
    return _read(stream, HEADER.unpack(header)[0])


def _read(stream: int, size: int) -> bytes | None:
    """So many bytes; None where the stream ends before."""
    parts = []
    while size:
        part = os.read(stream, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def write_frame(stream: int, body: bytes, flags: int) -> None:
    """Write a frame, however often the stream takes a part of it only."""
    for part in (HEADER.pack(len(body), flags), body):
        view = memoryview(part)
        while view:
            view = view[os.write(stream, view) :]


if __name__ == "__main__":
    main()
