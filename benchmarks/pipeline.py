"""One run that measures reading, building and querying against a plain rdflib pipeline.

    make bench                  or
    python benchmarks/pipeline.py [--plans 100 1000] [--turtle]

prints one table in Markdown on standard output and its progress on standard error.  Both sides
get the same files (`plans.py`), each piece of work runs in a process of its own (`tasks.py`), one
after the other, and is given in CPU seconds with all threads and children.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from plans import SEED, write_plans

if TYPE_CHECKING:
    from collections.abc import Sequence

_HERE: Final = Path(__file__).parent
_REPEATS: Final = 3
_SMALL: Final = 200
"""With more plans, what takes rdflib or pySHACL minutes is left out, and the table says so."""

_HEAD: Final = (
    ("work", "plans", "rdflib way", "peak", "citykg", "peak", "ratio", "target", "met?"),
    ("---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---"),
)


class Task(NamedTuple):
    """What a process took."""

    seconds: dict[str, float]
    peak: int
    counted: dict[str, Any]


class Table:
    """The rows of the table, in order."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []

    def row(  # noqa: PLR0913 - the columns
        self,
        work: str,
        plans: object = "",
        *,
        peer: str = "–",
        peer_task: Task | None = None,
        ours: str = "–",
        our_task: Task | None = None,
        ratio: float | None = None,
        target: str = "–",
        met: bool | None = None,
        note: str = "",
    ) -> None:
        """Add a row; `note` stands where no ratio can."""
        self.rows.append(
            (
                work,
                f"{plans:,}" if isinstance(plans, int) else str(plans),
                peer,
                _mebibytes(peer_task),
                ours,
                _mebibytes(our_task),
                note if ratio is None else f"{ratio:.3g}x" if ratio < 1000 else f"{ratio:,.0f}x",
                target,
                "–" if met is None else "met" if met else "**not met**",
            )
        )

    def at_least(self, work: str, plans: object, ratio: float, least: float, **named: Any) -> None:
        """Add a row whose ratio, peer to ours, should be so large."""
        target, met = f"≥ {least:g}x", ratio >= least
        self.row(work, plans, ratio=ratio, target=target, met=met, **named)

    def at_most(self, work: str, plans: object, ratio: float, most: float, **named: Any) -> None:
        """Add a row whose ratio, ours to another's, should be so small."""
        target, met = f"≤ {most:g}x", ratio <= most
        self.row(work, plans, ratio=ratio, target=target, met=met, **named)

    def markdown(self) -> str:
        """The whole table."""
        return "\n".join(f"| {' | '.join(row)} |" for row in (*_HEAD, *self.rows))


def _mebibytes(task: Task | None) -> str:
    return f"{task.peak / (1 << 20):,.0f} MiB" if task else ""


def _per(seconds: float, count: int, of: str = "quad") -> str:
    """A rate: `1.2 s, 59k quads/s`."""
    rate = count / seconds
    shown = f"{rate / 1000:,.0f}k" if rate >= 10_000 else f"{rate:,.0f}"
    return f"{_span(seconds)}, {shown} {of}s/s"


def _span(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"


def run(task: str, *, times: int = 1, **arguments: object) -> Task:
    """What a task took, in a new process; of several runs, the median of each phase.

    The peak is that of a process's whole life: Linux counts from the process that started it,
    which is why this one holds and imports next to nothing.
    """
    tasks = []
    for _ in range(times):
        print(f"{task} {json.dumps(arguments)}", file=sys.stderr, flush=True)
        command = [sys.executable, str(_HERE / "tasks.py"), task, json.dumps(arguments)]
        found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        tasks.append(Task(found.pop("seconds"), found.pop("peak"), found))
    seconds = {phase: median(task.seconds[phase] for task in tasks) for phase in tasks[0].seconds}
    return Task(seconds, max(task.peak for task in tasks), tasks[0].counted)


def measure(table: Table, work: Path, plans: int, *, turtle: bool) -> Path:
    """Add the rows of one size; the graph folder that was built."""
    texts, folder = work / f"plans-{plans}", work / f"graph-{plans}"
    write_plans(texts, plans)
    few = _REPEATS if plans <= _SMALL else 1

    read = run("our_read", times=few, plans=str(texts))
    quads = run("our_quads", times=few, plans=str(texts))
    built = run("our_build", times=few, plans=str(texts), out=str(folder), whole=False)
    dataset = run("peer_dataset", times=few, plans=str(texts))
    turtle = turtle or plans <= _SMALL
    written = str(work / "peer.ttl") if turtle else None
    peer = run("peer_build", plans=str(texts), out=written)
    if built.counted["problems"]:
        raise SystemExit("The plans are not read without problems: the measurement means nothing.")

    rate = plans / read.seconds["read"]
    table.row(
        "read: text to record",
        plans,
        peer=_per(peer.seconds["read"], plans, "plan"),
        ours=_per(read.seconds["read"], plans, "plan"),
        our_task=read,
        ratio=peer.seconds["read"] / read.seconds["read"],
        target="≥ 4,000 plans/s",
        met=rate >= 4000,
    )
    emitted, held = quads.counted["quads"], dataset.counted["quads"]
    emit, load = quads.seconds["emit"], quads.seconds["load"]
    table.at_least(
        "record to quads: `Graph.add`, per quad",
        plans,
        (peer.seconds["add"] / peer.counted["quads"]) / (emit / emitted),
        40,
        peer=_per(peer.seconds["add"], peer.counted["quads"]),
        ours=_per(emit, emitted),
    )
    add = dataset.seconds["add"]
    memory = {
        "peer": _per(add, held),
        "ours": _per(emit + load, emitted),
        "peer_task": dataset,
        "our_task": quads,
    }
    table.at_least(
        "record to store in memory: `Dataset.add`, per quad",
        plans,
        (add / held) / ((emit + load) / emitted),
        5,
        **memory,
    )
    bytes_theirs, bytes_ours = dataset.counted["held"] / held, quads.counted["held"] / emitted
    table.at_most(
        "memory of that store, per quad (ours to theirs)",
        plans,
        bytes_ours / bytes_theirs,
        0.3,
        peer=f"{bytes_theirs:,.0f} B",
        ours=f"{bytes_ours:,.0f} B",
    )
    disk, count = built.seconds["store"], built.counted["quads"]
    table.at_least(
        "store on disk: against `Dataset.add` in memory, per quad",
        plans,
        (add / held) / (disk / count),
        2,
        peer=_per(add, held),
        ours=_per(disk, count),
        peer_task=dataset,
        our_task=built,
    )
    _built(table, plans, built, peer)
    _whole(table, plans, folder, texts)
    _formats(table, plans, folder)
    _queries(table, plans, folder)
    return folder


def _built(table: Table, plans: int, built: Task, peer: Task) -> None:
    """The whole way without page and shapes, with and without rdflib's Turtle."""
    ours, count, theirs_count = (
        built.seconds["build"],
        built.counted["quads"],
        peer.counted["quads"],
    )
    plain: dict[str, Any] = {"ours": _per(ours, count), "peer_task": peer, "our_task": built}
    work = "build, without page and shapes, per quad"
    if "serialise" in peer.seconds:
        theirs = sum(peer.seconds.values())
        ratio = (theirs / theirs_count) / (ours / count)
        table.at_least(work, plans, ratio, 10, peer=_per(theirs, theirs_count), **plain)
        table.row(
            "the same, per plan",
            plans,
            peer=_span(theirs / plans),
            ours=_span(ours / plans),
            ratio=theirs / ours,
        )
    else:
        table.row(work, plans, peer="left out: minutes", ratio=None, target="≥ 10x", **plain)
        table.row("the same, per plan", plans, ours=_span(ours / plans))
    theirs = peer.seconds["read"] + peer.seconds["add"]
    table.row(
        "the same, rdflib without writing Turtle, per quad",
        plans,
        peer=_per(theirs, theirs_count),
        ours=_per(ours, count),
        ratio=(theirs / theirs_count) / (ours / count),
    )


def _whole(table: Table, plans: int, folder: Path, texts: Path) -> None:
    """The page, the shapes, and a build with both."""
    page = run("our_page", folder=str(folder))
    size = page.counted["bytes"] / (1 << 20)
    table.row(f"page ({size:.1f} MiB)", plans, ours=_span(page.seconds["page"]), our_task=page)
    if plans > _SMALL:
        table.row("shapes, and a build with page and shapes", plans, note="left out: minutes")
        return
    peer = run("peer_validation", folder=str(folder))
    whole = run("our_build", plans=str(texts), out=f"{folder}-whole", whole=True)
    theirs, ours = peer.seconds["validate"], whole.seconds["validate"]
    table.at_least(
        "shapes: against pySHACL as it is",
        plans,
        theirs / ours,
        8,
        peer=_span(theirs),
        ours=_span(ours),
        peer_task=peer,
        our_task=whole,
    )
    table.row(
        "build, with page and shapes", plans, ours=_span(whole.seconds["build"]), our_task=whole
    )


def _formats(table: Table, plans: int, folder: Path) -> None:
    if plans > _SMALL:
        table.row("parse and serialise", plans, note="left out: minutes")
        return
    ours = run("our_formats", times=_REPEATS, folder=str(folder))
    peer = run("peer_formats", folder=str(folder))
    for phase, seconds in ours.seconds.items():
        unit = "triple" if "Turtle" in phase else "quad"
        count = ours.counted[f"{unit}s"]
        table.row(
            f"{phase} (ours: pyoxigraph)",
            plans,
            peer=_per(peer.seconds[phase], count, unit),
            ours=_per(seconds, count, unit),
            ratio=peer.seconds[phase] / seconds,
        )


def _queries(table: Table, plans: int, folder: Path) -> None:
    skip = ["shared-goals"] if plans > _SMALL else []
    ours = run("our_queries", folder=str(folder))
    peer = run("peer_queries", folder=str(folder), skip=skip)
    ratios, layers = [], []
    for name, rows in ours.counted["rows"].items():
        layer, raw = ours.seconds[f"layer {name}"], ours.seconds[f"raw {name}"]
        layers.append(layer / raw)
        work = f"query `{name}` ({rows:,} rows)"
        if name in skip:
            table.row(work, plans, peer="left out: minutes", ours=_span(layer))
            continue
        if peer.counted["rows"][name] != rows:
            raise SystemExit(f"{name}: rdflib gives {peer.counted['rows'][name]} rows of {rows}.")
        theirs = peer.seconds[f"peer {name}"]
        ratios.append(theirs / layer)
        table.row(work, plans, peer=_span(theirs), ours=_span(layer), ratio=ratios[-1])
    tasks = {"peer_task": peer, "our_task": ours}
    table.at_least("queries: median", plans, median(ratios), 25, **tasks)
    table.at_least("queries: worst", plans, min(ratios), 3)
    slowest = max(seconds for phase, seconds in ours.seconds.items() if phase.startswith("layer"))
    table.row(
        "queries: the slowest",
        plans,
        ours=_span(slowest),
        target="≤ 1 s (10,000 plans)",
        met=False if slowest > 1 else None,
    )
    table.at_most("queries: our layer to raw pyoxigraph, median", plans, median(layers), 1.25)
    table.at_most("queries: our layer to raw pyoxigraph, worst", plans, max(layers), 1.25)


def measure_start(table: Table, folder: Path) -> None:
    """Add the rows about starting up."""
    python, command = sys.executable, str(Path(sys.executable).with_name("citykg"))
    bare = _cpu_of([python, "-c", "pass"])
    rdflib = _cpu_of([python, "-c", "import rdflib.plugins.sparql"])
    shown = _cpu_of([command, "--help"])
    asked = _cpu_of([command, "query", "cities-by-goal", "-p", "goal=11", "-g", str(folder)])
    table.at_most(
        "start: `citykg --help` to `python -c pass`",
        "",
        shown / bare,
        3,
        peer=_span(bare),
        ours=_span(shown),
    )
    table.at_most(
        "start: cold `citykg query` to `import rdflib.plugins.sparql`",
        "",
        asked / rdflib,
        0.35,
        peer=_span(rdflib),
        ours=_span(asked),
    )


def _cpu_of(command: list[str]) -> float:
    """The median CPU seconds of a command, after one run that fills the caches."""
    print(" ".join(command), file=sys.stderr, flush=True)
    seconds = []
    for _ in range(2 * _REPEATS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(seconds[1:])


LIBRARIES: Final = ("citykg", "pyoxigraph", "rdflib", "pyshacl", "msgspec", "networkx", "pyvis")


def header(command: str, libraries: Sequence[str] = LIBRARIES) -> str:
    """The machine, the versions and the command."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return "\n".join(
        [
            f"* {model}, {os.cpu_count()} cores, {memory:.0f} GiB; {system}",
            f"* Python {platform.python_version()}, "
            + ", ".join(f"{name} {version(name)}" for name in libraries),
            f"* `python benchmarks/{command}`, seed {SEED}",
        ]
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure citykg against a plain rdflib pipeline.")
    parser.add_argument("--plans", type=int, nargs="+", default=[100, 1000], metavar="COUNT")
    parser.add_argument(
        "--turtle", action="store_true", help="have rdflib write its Turtle at every size"
    )
    options = parser.parse_args()
    sizes = options.plans
    table = Table()
    with tempfile.TemporaryDirectory(prefix="citykg-bench-") as work:
        folders = [measure(table, Path(work), plans, turtle=options.turtle) for plans in sizes]
        measure_start(table, folders[0])
    command = f"pipeline.py --plans {' '.join(map(str, sizes))}"
    print(f"{header(command)}\n\n{table.markdown()}")


if __name__ == "__main__":
    main()
