"""The fetched vocabularies of a graph folder: what was kept of each, and where it is from.

They are files of a version, as the texts of documents are: a build takes over those of the version
before, so a graph and the vocabularies in it change together or not at all.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from citykg.errors import DataError
from citykg.graph.folder import VOCABULARIES
from citykg.links.official.sources import sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a vocabulary is from: the file `<name>.json`."""

    name: str
    title: str
    source: str
    """Its address, or the name of the file that was given."""
    sha256: str
    """Of what was read; of the triples, sorted, where an endpoint was asked."""
    bytes: int
    licence: str
    rights: str = ""
    citation: str
    things: int
    kept_sha256: str
    """Of the file `<name>.nq`."""
    date: str = ""


class Fetched(NamedTuple):
    """A vocabulary as it is kept."""

    record: Record
    lines: tuple[str, ...]
    """N-Quads of the vocabulary graph, sorted, as the publisher has it."""


def names_in(folder: Path) -> tuple[str, ...]:
    """The names of the vocabularies that a graph folder, or a version of one, has."""
    places = (folder / VOCABULARIES / f"{source.name}.json" for source in sources())
    return tuple(place.stem for place in places if place.is_file())


def read_records(folder: Path) -> tuple[Record, ...]:
    """Where each is from; raises DataError as `fetched_in` does."""
    return tuple(_record(folder, name) for name in names_in(folder))


def fetched_in(folder: Path, *, without: Iterable[str] = ()) -> tuple[Fetched, ...]:
    """The vocabularies that a graph folder, or a version of one, has.

    Raises DataError where one is not as it was fetched; `without` are those not to be read.
    """
    skipped = set(without)
    return tuple(_fetched(folder, name) for name in names_in(folder) if name not in skipped)


def write_fetched(fetched: Iterable[Fetched], files: Path) -> None:
    """Write the vocabularies among the files of a version."""
    for one in fetched:
        folder = files / VOCABULARIES
        folder.mkdir(exist_ok=True)
        (folder / f"{one.record.name}.nq").write_bytes("".join(one.lines).encode())
        record = msgspec.json.format(msgspec.json.encode(one.record), indent=2)
        (folder / f"{one.record.name}.json").write_bytes(record + b"\n")


def _fetched(folder: Path, name: str) -> Fetched:
    record = _record(folder, name)
    path = folder / VOCABULARIES / f"{name}.nq"
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if sha256(data).hexdigest() != record.kept_sha256:
        raise _changed(path, name)
    # Not splitlines: it also splits at separators that may stand in a literal.
    lines = (f"{line}\n" for line in data.decode().split("\n") if line)
    return Fetched(record, tuple(lines))


def _record(folder: Path, name: str) -> Record:
    path = folder / VOCABULARIES / f"{name}.json"
    try:
        record = msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError, RecursionError) as error:
        raise _changed(path, name) from error
    if record.name != name:
        raise _changed(path, name)
    return record


def _changed(path: Path, name: str) -> DataError:
    return DataError(
        f"{path}: is not as it was fetched: fetch it again with 'citykg vocabulary fetch {name}',"
        f" or remove it with 'citykg vocabulary remove {name}'."
    )
