"""The documents that a call names: folders walked, patterns expanded, in one fixed order."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from glob import glob
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from citykg.errors import UsageError
from citykg.graph.store import layout_of
from citykg.loaders import SUFFIXES
from citykg.loaders.formats import MOST_BYTES, PACKED
from citykg.loaders.formats.kinds import DOCUMENTS
from citykg.loaders.outcome import Given

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STANDARD_INPUT: Final = "-"

_PLANS: Final = (*SUFFIXES, *DOCUMENTS)
"""The endings of files that may be plans; of those that are not read, the report says so."""


class Sources(NamedTuple):
    """What the paths of a call lead to, sorted by path."""

    files: list[Path | Given]
    """Files; what comes through a pipe is here already, as bytes."""
    passed_over: list[Path]
    """Files of a folder whose ending says that they are no plans."""


def find_sources(paths: Iterable[str | Path]) -> Sources:
    """The documents that paths and patterns lead to, each once, whatever the order of the paths.

    Of a folder, all documents in it and below it, but for hidden files and the graphs that we
    wrote; a file that is named is taken whatever its ending, and `-` is standard input.  Raises
    UsageError for a path or pattern that leads to no document.
    """
    files: dict[Path, Path] = {}
    others: dict[Path, Path] = {}
    streams: dict[str, Given] = {}
    folders: dict[Path, Path] = {}
    for given in map(str, paths):
        if given == STANDARD_INPUT or _is_pipe(Path(given)):
            if given not in streams:
                streams[given] = _streamed(given)
            continue
        before = len(files)
        known = False
        for file, is_document in _expanded(given):
            found = files if is_document else others
            real = _real(file, folders)
            known = known or real in files
            found[real] = min(found.get(real, file), file)
        if len(files) == before and not known:
            raise UsageError(_nothing_at(given))
    passed_over = [file for real, file in others.items() if real not in files]
    sources: list[Path | Given] = [*files.values(), *streams.values()]
    return Sources(sorted(sources, key=str), sorted(passed_over))


def _real(file: Path, folders: dict[Path, Path]) -> Path:
    """What a path leads to, all links followed; those of a folder once for all its files."""
    if file.is_symlink():
        return file.resolve()
    folder = folders.get(file.parent)
    if folder is None:
        folder = folders[file.parent] = file.parent.resolve()
    return folder / file.name


def _is_pipe(path: Path) -> bool:
    """Whether a path is a pipe or a device, which no process but this one can read."""
    with suppress(OSError, ValueError):
        mode = path.stat().st_mode
        return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)
    return False


def _streamed(given: str) -> Given:
    if given == STANDARD_INPUT:
        return Given("stdin", _bytes_of(sys.stdin.buffer))
    try:
        with Path(given).open("rb") as stream:
            return Given(given, _bytes_of(stream))
    except OSError as error:
        raise UsageError(f"{given} cannot be read ({error.strerror}): check the path.") from error


def _bytes_of(stream: IO[bytes]) -> bytes:
    """All that a stream holds, but no more than shows that it is too much."""
    return stream.read(MOST_BYTES + 1)


def _expanded(given: str) -> Iterator[tuple[Path, bool]]:
    path = Path(os.path.normpath(given))
    if path.is_dir():
        yield from _walked(path)
    elif path.exists():
        yield path, True
    else:
        # Not Path.glob: that takes no absolute pattern.
        for match in glob(given, recursive=True):  # noqa: PTH207
            yield from _expanded(match)


def _walked(folder: Path) -> Iterator[tuple[Path, bool]]:
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = [name for name in folders if not name.startswith(".")]
        if layout_of(here):
            folders.clear()
            continue
        for name in files:
            if not name.startswith("."):
                ending = name.lower().removesuffix(PACKED)
                file = here / name
                yield file, ending.endswith(_PLANS) and not _is_pipe(file)


def _nothing_at(given: str) -> str:
    path = Path(given)
    if path.is_dir():
        endings = " ".join(SUFFIXES)
        return (
            f"There is no document in the folder {given}: we read files that end in {endings},"
            f" or in these and {PACKED}."
        )
    if any(sign in given for sign in "*?["):
        return f"No file matches {given}."
    near = _nearest(path)
    hint = f"; did you mean {near}?" if near else ": check the path."
    return f"There is no file {given}{hint}"


def _nearest(path: Path) -> Path | None:
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return None
    close = get_close_matches(path.name, names, n=1)
    return path.parent / close[0] if close else None
