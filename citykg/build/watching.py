"""Documents watched while people edit them, so that a graph follows."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeAlias

from citykg.errors import UsageError
from citykg.loaders.outcome import Given
from citykg.sources import find_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SECONDS: Final = 0.5
"""Between two looks; a person waits no longer for a build to begin."""
_SHARE: Final = 20
"""A look that takes long is followed by a pause so many times as long."""

_Seen: TypeAlias = dict[str, tuple[int, int, int]]


def changes(paths: Iterable[str | Path]) -> Iterator[None]:
    """Yield at once, and again whenever documents at the paths have come, changed or gone.

    What changes while the caller is busy is not missed.  Files are looked at, not listened to:
    that is the same on every system, on network drives and for editors that put a new file in
    place of the old one.  Raises UsageError where a path leads to nothing at the start, or to
    what cannot be looked at twice, such as standard input.
    """
    given = [*paths]
    if any(isinstance(file, Given) for file in find_sources(given).files):
        raise UsageError("What comes through a pipe cannot be watched: give files or folders.")
    before: _Seen | None = None
    while True:
        begun = time.monotonic()
        now = _seen(given)
        if now != before:
            before = now
            yield
        else:
            time.sleep(max(_SECONDS, _SHARE * (time.monotonic() - begun)))


def _seen(paths: list[str | Path]) -> _Seen:
    """What there is now: each file with its time, size and place on the disk."""
    found: _Seen = {}
    for path in paths:
        # A folder that has just been emptied may be filled again.
        with suppress(UsageError):
            for file in find_sources([path]).files:
                if isinstance(file, Given):
                    continue
                with suppress(OSError):
                    status = file.stat()
                    found[str(file)] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found
