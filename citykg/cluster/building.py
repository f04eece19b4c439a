"""Documents in, a graph in parts out, by the workers of a cluster."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from citykg import __version__
from citykg.build.progress import silent
from citykg.build.reading import check_read
from citykg.build.state import Counts, rules_version
from citykg.cluster.folder import WORK, Folder
from citykg.cluster.inputs import find_inputs
from citykg.cluster.partitions import partitions
from citykg.cluster.parts import (
    MANIFEST,
    REPORT,
    Manifest,
    PartFile,
    PartRecord,
    write_packed,
)
from citykg.cluster.report import NOT_DONE, PartsReport, PartsTotals
from citykg.cluster.sharing import shares
from citykg.cluster.spill import ReadRecord
from citykg.cluster.tasks import ReadTask, WriteTask, read_partition, write_partition
from citykg.cluster.workers import Workers
from citykg.errors import UsageError
from citykg.graph.iris import checked_base
from citykg.graph.names import Names
from citykg.graph.vocabulary import shipped_quads, theme_quads
from citykg.loaders.outcome import Limits
from citykg.ontology.terms import GRAPH_VOCABULARY, ID_BASE
from citykg.report import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.build.progress import Progress
    from citykg.cluster.partitions import Partition

_OTHERS: Final = ("store", "graph.nq")
"""What a graph folder of one machine has, and no graph in parts."""
_OURS: Final = ("part-", "documents-")


class Wanted(NamedTuple):
    """How a graph in parts is to be made."""

    base: str = ID_BASE
    suggest: bool = True
    partition_bytes: int | None = None
    limits: Limits = Limits()


def build_parts(
    scheduler: str,
    paths: Iterable[str],
    out: str,
    wanted: Wanted | None = None,
    progress: Progress = silent,
) -> PartsReport:
    """Build the graph of all documents at the addresses, in parts, on the cluster of a scheduler.

    What was done stays when this process or a worker ends, and the next call with the same
    documents goes on from there.  Raises UsageError for an address or a scheduler that cannot be
    used, DataError where no document can be read or a task cannot be done.

        from citykg.cluster import build_parts

        report = build_parts("tcp://127.0.0.1:8786", ["s3://plans/2026"], "s3://graphs/cities")
        print(report.totals.plans, "plans,", report.totals.quads, "quads")
    """
    wanted = wanted or Wanted()
    wanted = wanted._replace(base=checked_base(wanted.base))
    folder = Folder(out)
    _refuse_others(folder)
    inputs = find_inputs(paths, folder)
    cut = partitions(inputs.files, wanted.partition_bytes)
    with closing(Workers(scheduler)) as workers:
        read = _read(workers, cut, folder, wanted, progress)
        items = [item for record in read for item in record.items]
        check_read(items, len(inputs.files))
        progress("name", 0, 1)
        names = Names.of((outline for item in items for outline in item.outlines), wanted.base)
        progress("name", 1, 1)
        # From here on the folder may hold parts of two graphs: it is none until it is whole.
        folder.remove(MANIFEST)
        written = _write(workers, read, folder, names, progress)
    files = [file for part in written for file in part.files]
    files += _common(folder, names)
    counts = sum((part.counts for part in written), Counts())
    failures = [Failure(item.path, sentence) for item in items for sentence in item.failures]
    quads = sum(file.lines for file in files if file.kind != "documents")
    report = PartsReport(
        citykg=__version__,
        base=wanted.base,
        totals=PartsTotals(
            documents=sum(part.documents for part in written),
            plans=counts.plans,
            failures=len(failures),
            decisions=len(names.decisions),
            problems=counts.problems,
            facts=counts.facts,
            evidence=counts.evidence,
            suggestions=counts.suggestions,
            quads=quads,
            partitions=len(cut),
        ),
        not_done=NOT_DONE,
        failures=tuple(failures),
        passed_over=tuple(inputs.passed_over),
        decisions=names.decisions,
    )
    folder.write(REPORT, report.to_json())
    _forget(folder, {file.name for file in files})
    manifest = Manifest(__version__, rules_version(), wanted.base, quads, tuple(files))
    listed = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    folder.write(MANIFEST, listed + b"\n")
    folder.remove(WORK)
    return report


def _refuse_others(folder: Folder) -> None:
    """Raise UsageError for the folder of a build on one machine."""
    if set(folder.names()).intersection(_OTHERS):
        raise UsageError(
            f"{folder.shown} holds the graph of a build on one machine: name another folder."
        )


def _read(
    workers: Workers,
    cut: list[Partition],
    folder: Folder,
    wanted: Wanted,
    progress: Progress,
) -> list[ReadRecord]:
    """What reading each partition gave, in their order."""
    rules = rules_version()
    tasks = (ReadTask(one, folder.address, rules, wanted.suggest, wanted.limits) for one in cut)
    total = sum(len(one.inputs) for one in cut)
    done = 0
    found: dict[int, ReadRecord] = {}
    decoder = msgspec.msgpack.Decoder(ReadRecord)
    progress("read", 0, total)
    for task, result in workers.run(read_partition, tasks):
        found[task.partition.number] = decoder.decode(result)
        done += len(task.partition.inputs)
        progress("read", done, total)
    return [found[one.number] for one in cut]


def _write(
    workers: Workers,
    read: list[ReadRecord],
    folder: Folder,
    names: Names,
    progress: Progress,
) -> list[PartRecord]:
    """What writing each partition gave, in their order."""
    total = sum(len(record.items) for record in read)
    done = 0
    found: dict[int, PartRecord] = {}
    decoder = msgspec.msgpack.Decoder(PartRecord)
    progress("write", 0, total)
    for task, result in workers.run(write_partition, _write_tasks(read, folder, names)):
        found[task.number] = decoder.decode(result)
        done += len(read[task.number].items)
        progress("write", done, total)
    return [found[number] for number in range(len(read))]


def _write_tasks(read: list[ReadRecord], folder: Folder, names: Names) -> Iterator[WriteTask]:
    rules = rules_version()
    shared = shares([record.items for record in read], names)
    for number in range(len(read)):
        share = shared[number]
        sources = (number, *share.sources)
        outlines = (
            outline
            for source in sources
            for item in read[source].items
            for outline in item.outlines
            if source == number or item.document in share.here
        )
        yield WriteTask(
            number=number,
            out=folder.address,
            rules=rules,
            keys=tuple((source, read[source].key) for source in sources),
            elsewhere=share.elsewhere,
            shared=share.here,
            names=names.only(outlines),
        )


def _common(folder: Folder, names: Names) -> list[PartFile]:
    """The files of what no plan states alone: themes and schemes, and the ontology."""
    end = f" <{GRAPH_VOCABULARY}> .\n"
    shipped = shipped_quads()
    vocabulary = sorted({*theme_quads(names), *(line for line in shipped if line.endswith(end))})
    ontology = (line for line in shipped if not line.endswith(end))
    return [
        write_packed(folder, f"{kind}.nq.gz", kind, (line.encode() for line in lines))
        for kind, lines in (("vocabulary", vocabulary), ("ontology", ontology))
    ]


def _forget(folder: Folder, files: set[str]) -> None:
    """Remove the parts of a graph that was here before, and has more of them."""
    for name in folder.names():
        if name.startswith(_OURS) and name not in files:
            folder.remove(name)
