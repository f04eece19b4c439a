"""The files that a call names: folders walked, patterns expanded, in one fixed order."""

from __future__ import annotations

import os
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from citykg.errors import UsageError
from citykg.graph.store import layout_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def source_files(paths: Iterable[str | Path]) -> list[Path]:
    """The files, sorted by path, none twice.

    Of a folder, all files in it and below it, but for hidden ones and the graphs that we wrote.
    Raises UsageError for a path or pattern that leads to no file.
    """
    found: dict[Path, Path] = {}
    for given in paths:
        files = sorted(_expanded(str(given)))
        if not files:
            raise UsageError(_nothing_at(str(given)))
        for file in files:
            real = file.resolve()
            found[real] = min(found.get(real, file), file)
    return sorted(found.values())


def _expanded(given: str) -> Iterator[Path]:
    path = Path(os.path.normpath(given))
    if path.is_dir():
        yield from _walked(path)
    elif path.exists():
        yield path
    else:
        # Not Path.glob: that takes no absolute pattern.
        for match in glob(given, recursive=True):  # noqa: PTH207
            yield from _expanded(match)


def _walked(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = [
            name for name in folders if not name.startswith(".") and not layout_of(here / name)
        ]
        if not layout_of(here):
            yield from (here / name for name in files if not name.startswith("."))


def _nothing_at(given: str) -> str:
    path = Path(given)
    if path.is_dir():
        return f"There is no document in the folder {given}."
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
