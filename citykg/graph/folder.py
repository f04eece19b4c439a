"""The folder of a graph, and how a new version takes the place of the old one.

    DIR/.lock            says whose folder it is; locked by the build that is writing
    DIR/.next/           the version being written: a whole folder like DIR itself
    DIR/store/v-<hash>/  a version: the Oxigraph store and, beside its files, those below
    DIR/store/current    -> v-<hash>
    DIR/graph.nq, graph.ttl, report.json, index.html, links.sssom.tsv  -> store/current/<name>
    DIR/texts/           -> store/current/texts, if the version has any: the texts that passages
                         of PDF, Word and spreadsheet files point into
    DIR/vocabularies/    -> store/current/vocabularies, if there are any: what was kept of official
                         vocabularies that were fetched, and where each is from
    DIR/answers/         what others answered, of no version: what builds read again, and a cache

All that a reader opens goes through the one link `current`, and a build turns that link last,
in one rename, when everything of the new version is on the disk.  So whoever is killed when,
the folder holds the previous version or the next one, whole.  The version before stays until
the next build begins, for those who have it open; what a killed build left goes then too.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from filecmp import cmp
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.graph.store import LAYOUT, layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from pathlib import Path

LINKS: Final = "links.sssom.tsv"
"""The file of the links of a version, for people to read and to edit."""

FILES: Final = ("graph.nq", "graph.ttl", "report.json", "index.html", LINKS)
"""The files of a version that have a name in the folder itself."""

TEXTS: Final = "texts"
"""The folder of a version that holds a text for each document that has none of its own."""

VOCABULARIES: Final = "vocabularies"
"""The folder of a version that holds what was kept of official vocabularies."""

FOLDERS: Final = (TEXTS, VOCABULARIES)
"""The folders of a version that have a name in the folder itself, where there are any."""

ANSWERS: Final = "answers"
"""The folder beside the versions that holds what others answered; no build clears it."""

_NEXT: Final = ".next"


class NextVersion:
    """A version being written.

    `folder` looks like a finished graph folder, so that what reads one can read it; `files` is
    where the version's own files go.
    """

    def __init__(self, home: Path, lock: int) -> None:
        self._home = home
        self._lock = lock
        self.folder = home / _NEXT
        self.files = self.folder / "store" / "v-next"
        self.files.mkdir(parents=True)
        _link(self.folder / "store" / "current", "v-next")
        for name in FILES:
            _link(self.folder / name, f"store/current/{name}")

    def begin_again(self) -> None:
        """Leave what was written where it is, to be removed at the end, but for the texts.

        Whoever wrote it may still hold its store open.
        """
        left, self.files = self.files, self.files.with_name("v-again")
        self.files.mkdir()
        if (left / TEXTS).is_dir():
            (left / TEXTS).rename(self.files / TEXTS)
        _link(self.folder / "store" / "current", self.files.name)

    def add_text(self, sha256: str, text: str) -> None:
        """Keep the text of a document that holds none of its own."""
        path = self.files / text_name(sha256)
        path.parent.mkdir(exist_ok=True)
        # Its line ends as they are, or the offsets would not hold.
        path.write_text(text, encoding="utf-8", newline="")

    def keep_texts(self, documents: AbstractSet[str]) -> None:
        """Drop the texts of all other documents; `documents` are sha256 sums."""
        for path in self.texts():
            if path.stem not in documents:
                path.unlink()

    def link_text(self, before: Path, sha256: str) -> None:
        """Keep a text of the version before, which no version changes, under a second name."""
        text, target = (files / text_name(sha256) for files in (before, self.files))
        if text.is_file() and not target.exists():
            target.parent.mkdir(exist_ok=True)
            os.link(text, target)

    def texts(self) -> list[Path]:
        """The texts that are kept, in a fixed order."""
        return texts_in(self.files)

    def vocabularies(self) -> list[Path]:
        """What is kept of official vocabularies, in a fixed order."""
        return sorted((self.files / VOCABULARIES).glob("*.*"))

    def promote(self, digest: str) -> bool:
        """Make this the current version; False where the current one is the same already.

        `digest` is the hash of all that the version says.
        """
        name = f"v-{digest[:16]}"
        folders = [folder for folder in FOLDERS if (self.files / folder).is_dir()]
        more = [f"{path.parent.name}/{path.name}" for path in (*self.texts(), *self.vocabularies())]
        store = self._home / "store"
        is_ours = layout_of(self._home) == LAYOUT
        if (store / name).is_dir() and _target(store / "current") == name:
            whole = all((store / name / file).is_file() for file in (*FILES, "CURRENT", *more))
            # People edit the file of links where it is, or put another file in place of its link.
            whole = whole and cmp(store / name / LINKS, self.files / LINKS, shallow=False)
            names = (LINKS, *folders)
            whole = whole and all(_target(self._home / n) == f"store/current/{n}" for n in names)
            if is_ours and whole:
                return False
            # Somebody changed it or took a file out of it, or it is of another layout: the same
            # version, as it should be, beside it.
            name += "-again"
        _sync_tree(self.files)
        store.mkdir(exist_ok=True)
        self.files.rename(store / name)
        _sync(store)
        for file in FILES:
            _link(self._home / file, f"store/current/{file}")
        # What stands in the way of a name is met before the current version is another.
        for folder in folders:
            _link(self._home / folder, f"store/current/{folder}")
        _link(store / "current", name)
        for folder in FOLDERS:
            if folder not in folders and (self._home / folder).is_symlink():
                (self._home / folder).unlink()
        _sync(store)
        if not is_ours:
            # Not before: until here the current version is of the layout that the file says.
            _say_layout(self._lock)
        _sync(self._home)
        return True


def text_name(sha256: str) -> str:
    """Where a version keeps the text of a document, by the document's sum."""
    return f"{TEXTS}/{sha256}.txt"


def texts_in(version: Path) -> list[Path]:
    """The texts that a version keeps, in a fixed order."""
    return sorted((version / TEXTS).glob("*.txt"))


@contextmanager
def next_version(home: Path) -> Iterator[NextVersion]:
    """A place for the next version, held by this process alone; gone at the end if not promoted.

    Raises UsageError, with nothing touched, where the folder is somebody else's, cannot be
    written, or is being written by another build.
    """
    try:
        _check_ours(home)
        home.mkdir(parents=True, exist_ok=True)
        lock = os.open(home / ".lock", os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise UsageError(_not_writable(home, error)) from error
    try:
        # The lock dies with its process, however that ends.
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UsageError(
                f"Another build is writing to {home}: wait for it to end,"
                " or give another folder with -o."
            ) from None
        try:
            _clear(home)
            if not layout_of(home):
                _say_layout(lock)
            yield NextVersion(home, lock)
        except OSError as error:
            # The disk is full, the folder went away: the current version is as it was.
            raise UsageError(_not_writable(home, error)) from error
        finally:
            shutil.rmtree(home / _NEXT, ignore_errors=True)
    finally:
        os.close(lock)


def _say_layout(lock: int) -> None:
    os.ftruncate(lock, 0)
    os.pwrite(lock, LAYOUT, 0)
    os.fsync(lock)


def _check_ours(home: Path) -> None:
    if home.exists() and not home.is_dir():
        raise UsageError(f"{home} is a file: give a folder for the graph with -o.")
    if not home.exists() or layout_of(home) or (home / "store/current/CURRENT").is_file():
        return
    # A build that was killed in its very first step leaves an empty lock file; a person who
    # removes a graph may keep the answers, which took long to get.
    ours = {".lock", ANSWERS}
    strangers = sorted(entry.name for entry in home.iterdir() if entry.name not in ours)
    if (home / ".lock").exists() and (home / ".lock").stat().st_size:
        strangers.append(".lock")
    if strangers:
        raise UsageError(
            f"{home} is not empty and holds no citykg graph (it has {strangers[0]}):"
            " nothing was written; give an empty or new folder with -o."
        )


def _clear(home: Path) -> None:
    """Remove what no link leads to: the version before, and what a killed build left."""
    shutil.rmtree(home / _NEXT, ignore_errors=True)
    store = home / "store"
    current = _target(store / "current")
    if store.is_dir():
        for entry in store.iterdir():
            if entry.name.startswith("v-") and entry.name != current:
                shutil.rmtree(entry)
    for link in (*(home / f".{name}.new" for name in (*FILES, *FOLDERS)), store / ".current.new"):
        link.unlink(missing_ok=True)


def _target(link: Path) -> str | None:
    return str(link.readlink()) if link.is_symlink() else None


def _link(path: Path, target: str) -> None:
    if _target(path) == target:
        return
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(path)


def _sync_tree(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_dir():
            _sync_tree(entry)
        else:
            _sync(entry)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _not_writable(home: Path, error: OSError) -> str:
    return f"The graph cannot be written to {home} ({error}): give another folder with -o."
