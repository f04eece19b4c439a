"""What workers do: read the documents of a partition, write its quads.

A task does nothing twice: where a file in the folder says that the same documents were read by the
same rules, or written under the same names, its work is done.  Two workers may do the same task at
a time, for a worker that is thought lost may still be there: both write the same bytes.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg.build.emission import emit
from citykg.build.reading import SUGGESTIONS, item_of, reads_of
from citykg.build.state import Counts, Item, rules_version
from citykg.cluster.addresses import scheme_of
from citykg.cluster.folder import WORK, Folder
from citykg.cluster.inputs import data_of
from citykg.cluster.parts import PartLines, PartRecord, documents_name, part_name, write_packed
from citykg.cluster.spill import ReadRecord, record_name, spill_name, spilled, spilling
from citykg.errors import DataError
from citykg.loaders.outcome import Given, Limits, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from citykg.cluster.inputs import Input
    from citykg.cluster.partitions import Partition
    from citykg.graph.names import Names
    from citykg.report import DocumentReport

_AT_ONCE: Final = 16
"""So many documents are on their way from another machine at a time."""
_NOTHING: Final = msgspec.msgpack.encode(())


class ReadTask(NamedTuple):
    """A partition to read."""

    partition: Partition
    out: str
    rules: str
    suggest: bool
    limits: Limits


class WriteTask(NamedTuple):
    """A partition to write."""

    number: int
    out: str
    rules: str
    keys: tuple[tuple[int, str], ...]
    """The partitions that documents are taken from, its own first, with the keys of reading."""
    elsewhere: frozenset[str]
    """Documents, by their sums, that stand here too but are written with another partition."""
    shared: frozenset[str]
    """Documents that stand in several partitions and are written here."""
    names: Names


class _Fetched(NamedTuple):
    data: bytes | None
    failure: str

    @property
    def digest(self) -> str:
        return "" if self.data is None else sha256(self.data).hexdigest()


def read_partition(task: ReadTask) -> bytes:
    """What reading the documents gave, as MessagePack of a ReadRecord; their plans are kept.

    A document that cannot be read is a sentence in it.
    """
    _check_rules(task.rules)
    folder = Folder(task.out)
    inputs = task.partition.inputs
    fetched = _fetched(inputs)
    digests = [one.digest for one in fetched]
    key = _key(
        task.rules,
        task.suggest,
        task.limits,
        [(one.name, digest) for one, digest in zip(inputs, digests, strict=True)],
    )
    number = task.partition.number
    before = folder.read(record_name(number))
    if before is not None and all(digests):
        known = msgspec.msgpack.decode(before, type=ReadRecord)
        if known.key == key and known.spill_bytes == folder.size(spill_name(number)):
            return before
    with folder.written(spill_name(number)) as path:
        with spilling(path) as add:
            items = tuple(_read(task, fetched, digests, add))
        size = path.stat().st_size
    record = msgspec.msgpack.encode(ReadRecord(key, size, items))
    folder.write(record_name(number), record)
    return record


def write_partition(task: WriteTask) -> bytes:
    """What writing the quads gave, as MessagePack of a PartRecord."""
    _check_rules(task.rules)
    folder = Folder(task.out)
    records = {number: _record(folder, number, key) for number, key in task.keys}
    key = _write_key(task, records)
    name = f"{WORK}/part-{task.number:05}.files"
    before = folder.read(name)
    if before is not None:
        known = msgspec.msgpack.decode(before, type=PartRecord)
        if known.key == key and all(folder.size(one.name) == one.bytes for one in known.files):
            return before
    counts = Counts()
    reports: list[DocumentReport] = []
    with TemporaryDirectory(prefix="citykg-") as scratch:
        place = Path(scratch)
        lines = PartLines(place)
        for group in _groups(task, records, folder, place):
            emitted = emit([(item, reads_of(outcome)) for item, outcome in group], task.names)
            lines.add(emitted)
            for (_, outcome), item, report in zip(
                group, emitted.items, emitted.reports, strict=True
            ):
                counts += item.counts
                if report is not None:
                    reports.append(report)
                    if report.text is not None and outcome.text is not None:
                        folder.write(report.text, outcome.text.encode())
        quads = write_packed(folder, part_name(task.number), "quads", lines)
    reports.sort(key=lambda report: report.path)
    told = (msgspec.json.encode(report) + b"\n" for report in reports)
    documents = write_packed(folder, documents_name(task.number), "documents", told)
    record = msgspec.msgpack.encode(PartRecord(key, (quads, documents), counts, len(reports)))
    folder.write(name, record)
    return record


def _check_rules(rules: str) -> None:
    if rules != rules_version():
        raise DataError(
            "A worker of the cluster has another version of citykg, or of a package that it reads "
            "with: install the same on every machine."
        )


def _fetched(inputs: Iterable[Input]) -> list[_Fetched]:
    """The bytes of the documents; those of other machines, many at a time."""
    inputs = list(inputs)
    if all(not scheme_of(one.address) for one in inputs):
        return [*map(_fetch, inputs)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        return [*threads.map(_fetch, inputs)]


def _fetch(one: Input) -> _Fetched:
    try:
        one.name.encode()
        return _Fetched(data_of(one), "")
    except DataError as error:
        return _Fetched(None, str(error))
    except UnicodeEncodeError:
        name = one.name.encode("utf-8", "backslashreplace").decode()
        return _Fetched(None, f"{name}: its name is not Unicode (lone surrogates); rename it")


def _read(
    task: ReadTask, fetched: list[_Fetched], digests: list[str], add: Callable[[Outcome], None]
) -> Iterator[Item]:
    """Yield what each document gave, and have its plans kept."""
    from citykg.loaders import read_all

    inputs = task.partition.inputs
    there = [
        Given(one.name, got.data)
        for one, got in zip(inputs, fetched, strict=True)
        if got.data is not None
    ]
    also = SUGGESTIONS if task.suggest else None
    # One process beside this one: a cluster has as many tasks at a time as processors.
    outcomes = read_all(there, limits=task.limits, workers=1, also=also)
    for one, got, digest in zip(inputs, fetched, digests, strict=True):
        if got.data is None:
            path = one.name.encode("utf-8", "backslashreplace").decode()
            yield Item(path=path, sha256="", failures=(got.failure,))
            continue
        outcome = next(outcomes)
        if outcome.plans:
            add(outcome)
        yield item_of(outcome, digest)


def _record(folder: Folder, number: int, key: str) -> ReadRecord:
    """What reading a partition gave; raises DataError where it is no longer there."""
    data = folder.read(record_name(number))
    record = msgspec.msgpack.decode(data, type=ReadRecord) if data else None
    if record is None or record.key != key:
        raise DataError(f"{folder.shown}/{WORK}: changed while the graph was built: build again.")
    return record


def _write_key(task: WriteTask, records: dict[int, ReadRecord]) -> str:
    named = [
        task.names.digest_of(outline) for item in _items(task, records) for outline in item.outlines
    ]
    own = sorted(task.elsewhere), sorted(task.shared)
    return _key(task.rules, task.names.base, task.keys, own, named)


def _items(task: WriteTask, records: dict[int, ReadRecord]) -> Iterator[Item]:
    """Yield the documents that the task writes, in the order in which they are kept."""
    for number, record in records.items():
        for item in record.items:
            own = number == task.number and item.document not in task.elsewhere
            if item.document and (own or item.document in task.shared):
                yield item


def _groups(
    task: WriteTask, records: dict[int, ReadRecord], folder: Folder, place: Path
) -> Iterator[list[tuple[Item, Outcome]]]:
    """Yield the documents that have the same bytes; one that stands alone is not held."""
    wanted = list(_items(task, records))
    left: dict[str, int] = {}
    for item in wanted:
        left[item.document] = left.get(item.document, 0) + 1
    by_path = {item.path: item for item in wanted}
    held: dict[str, list[tuple[Item, Outcome]]] = {}
    for number in records:
        for outcome in spilled(folder.taken(spill_name(number), place)):
            if outcome.path not in by_path:
                continue
            own = by_path[outcome.path]
            held.setdefault(own.document, []).append((own, outcome))
            left[own.document] -= 1
            if not left[own.document]:
                yield held.pop(own.document)


def _key(*parts: object) -> str:
    return sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()
