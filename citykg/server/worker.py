"""A process that answers for the server: the inside of `citykg.server.pool`.

It opens one version of a graph, locks itself in, and answers tasks on standard input by replies on
standard output until the input ends.  What a query does to it - time, memory, a crash - it does
to nothing else.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from citykg.errors import CitykgError
from citykg.memory import address_space, bound_memory
from citykg.server.answering import reply
from citykg.server.answers import said
from citykg.server.common import compressed
from citykg.server.confinement import confine, die_with_parent
from citykg.server.limits import Settings
from citykg.server.served import Served
from citykg.server.tasks import LENGTH, AnyTask, Reply, framed

_GRACE: Final = 2.0
_GROWN: Final = 256 << 20
"""A worker that has grown by so much is replaced."""


class Opened(msgspec.Struct, frozen=True, array_like=True):
    """What a worker says first: it is ready, or why it never will be."""

    failure: str = ""
    is_confined: bool = False


def main(folder: str, version: str) -> None:
    """Answer tasks until there are no more; the settings of the server come before them."""
    die_with_parent()
    # Ctrl-C reaches every process of a terminal; it is for the one that asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    with suppress(BrokenPipeError):
        _serve(Path(folder), Path(version))


def _serve(folder: Path, version: Path) -> None:
    from citykg.graph.base import base_of
    from citykg.graph.store import open_version
    from citykg.queries import runner  # noqa: F401 - while there is time
    from citykg.server.saved import Catalogue

    first = _frame()
    if first is None:
        return
    settings = msgspec.msgpack.decode(first, type=Settings)
    try:
        catalogue = Catalogue(settings.queries, settings.services)
        store, limits = open_version(folder, version), settings.limits
        served = Served(store, base_of(version), limits, catalogue)
    except CitykgError as error:
        _put(msgspec.msgpack.encode(Opened(failure=str(error))))
        return
    _put(msgspec.msgpack.encode(Opened(is_confined=confine())))
    decoder = msgspec.msgpack.Decoder(AnyTask)
    begun = address_space()
    while (body := _frame()) is not None:
        # The alarm ends a process that hangs when nobody is left to kill it.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        held = bound_memory(limits.mebibytes)
        answer = _answered(served, decoder.decode(body))
        signal.setitimer(signal.ITIMER_REAL, 0)
        if held - begun > _GROWN:
            answer = msgspec.structs.replace(answer, is_last=True)
        _put(msgspec.msgpack.encode(answer))
        if answer.is_last:
            return


def _answered(served: Served, task: AnyTask) -> Reply:
    try:
        answer = reply(served, task)
        return compressed(answer) if task.gzip else answer
    except MemoryError:
        return said(503, "The answer needs more memory than a query may take: ask for less.")
    except Exception as error:  # noqa: BLE001 - one task must not stop the others
        return said(500, f"The server failed over this ({type(error).__name__}).")


def _frame() -> bytes | None:
    """The next frame; None at the end of the input."""
    stream = sys.stdin.buffer
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return stream.read(LENGTH.unpack(head)[0])


def _put(body: bytes) -> None:
    data = memoryview(framed(body))
    while data:
        data = data[os.write(1, data) :]
