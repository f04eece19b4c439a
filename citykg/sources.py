"""The files that a call names: folders walked, patterns expanded, in one fixed order."""

from __future__ import annotations

import os
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from citykg.errors import UsageError
from citykg.graph.store import layout_of
from citykg.loaders import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Sources(NamedTuple):
    """What the paths of a call lead to, sorted by path."""

    files: list[Path]
    passed_over: list[Path]
    """Files of a folder whose ending says that they are no documents that we read."""


def find_sources(paths: Iterable[str | Path]) -> Sources:
    """The files that paths and patterns lead to, each once, whatever the order of the paths.

    Of a folder, all documents in it and below it, but for hidden files and the graphs that we
    wrote; a file that is named is taken whatever its ending.  Raises UsageError for a path or
    pattern that leads to no document.
    """
    files: dict[Path, Path] = {}
    others: dict[Path, Path] = {}
    for given in map(str, paths):
        before = len(files)
        known = False
        for file, is_document in _expanded(given):
            found = files if is_document else others
            real = file.resolve()
            known = known or real in files
            found[real] = min(found.get(real, file), file)
        if len(files) == before and not known:
            raise UsageError(_nothing_at(given))
    passed_over = [file for real, file in others.items() if real not in files]
    return Sources(sorted(files.values()), sorted(passed_over))


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
                yield here / name, name.lower().endswith(SUFFIXES)


def _nothing_at(given: str) -> str:
    path = Path(given)
    if path.is_dir():
        endings = " ".join(SUFFIXES)
        return f"There is no document in the folder {given}: we read files that end in {endings}."
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
