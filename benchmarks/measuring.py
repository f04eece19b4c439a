"""What is measured of one kind and number of plans, and in which order."""

from __future__ import annotations

import re
import shutil
import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import plans as long_plans
import short_plans
from trial import Trial, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from results import Results

GENERATORS: Final = {"short": short_plans, "long": long_plans}
QUADS: Final = {"short": 290, "long": 1_910}
"""How many quads a plan of each kind makes, nearly."""
SMALL: Final = 200
"""Up to so many plans, work of seconds is done three times."""
ALL_PAIRS: Final = 1_000
"""With more plans, a query whose rows grow with their square is not asked."""
SHOWN: Final = 1_000
"""With more plans, a build with shapes and page is not measured; each of them still is."""
TURTLE: Final = {"short": 1_000, "long": 200}
"""With more plans, rdflib is not asked to write Turtle: what it takes grows with their square."""
_REPEATS: Final = 3
_DISK_BYTES_A_QUAD: Final = 800
"""Of the folder and its next version while they are made: text twice, sections, store, Turtle."""
_RDFLIB_BYTES_A_QUAD: Final = 1_600
_STORE_BYTES_A_QUAD: Final = 450
_DEFAULT: Final = -1.0
"""Stands for the limit of the run."""
_YEAR: Final = re.compile(r"\b20[12]\d\b")


class Limits(NamedTuple):
    """How long a piece of work may take by the clock, a build of ours excepted, and a query."""

    seconds: float
    query_seconds: int


class Bench:
    """The measuring of one kind and number of plans, in a folder of its own."""

    def __init__(  # noqa: PLR0913 - each has a name
        self, results: Results, work: Path, limits: Limits, mapper: Path, kind: str, plans: int
    ) -> None:
        self._results = results
        self._limits = limits
        self._mapper = mapper
        self._kind, self._plans = kind, plans
        self._texts, self._graph = work / "plans", work / "graph"
        self._work = work
        self._times = _REPEATS if plans <= SMALL else 1

    def measure(self) -> None:
        """Make each trial that the results do not have."""
        self._reading()
        self._building()
        self._mapping()
        self._checking()
        self._asking()
        self._analysing()
        self._again()

    def graph(self) -> Path:
        """The graph folder, built where it is not yet."""
        self._built_once()
        return self._graph

    # --- the parts

    def _reading(self) -> None:
        texts = str(self._texts)
        self._keep("read", "our_tasks.read", self._times, plans=texts)
        self._keep("peer read", "peer_tasks.read", self._times, plans=texts)
        for workers in (1, 2):
            name = f"workers {workers}"
            self._keep(name, "our_tasks.pool", self._times, plans=texts, workers=workers)

    def _building(self) -> None:
        texts = str(self._texts)
        if "build" not in self._results.trials:
            self._written()
            self._results.measure("build", lambda: self._built(self._times))
        self._within(_STORE_BYTES_A_QUAD, "quads", "our_tasks.quads", self._times, plans=texts)
        rdflib = _RDFLIB_BYTES_A_QUAD
        self._within(rdflib, "dataset", "peer_tasks.dataset", self._times, plans=texts)
        turtle = self._plans <= TURTLE[self._kind]
        out = str(self._work / "peer.ttl") if turtle else None
        self._within(rdflib, "peer build", "peer_tasks.build", plans=texts, out=out)

    def _mapping(self) -> None:
        tables = self._work / "tables"
        for name in ("morph_kgc", "maplib"):
            if name in self._results.trials:
                continue
            if not tables.exists():
                self._built_once()
                run("fact_tables.tables", folder=str(self._graph), tables=str(tables))
            self._keep(
                name,
                f"mapping_tasks.{name}",
                self._times,
                python=self._mapper,
                tables=str(tables),
                out=str(self._work / "mapped.nq"),
            )
        shutil.rmtree(tables, ignore_errors=True)
        (self._work / "mapped.nq").unlink(missing_ok=True)

    def _checking(self) -> None:
        graph = str(self._graph)
        self._keep("page", "our_tasks.page", folder=graph)
        self._keep("validation", "our_tasks.validation", self._times, folder=graph)
        if self._plans <= SHOWN:
            self._validated_by_peers(graph)
        if self._plans <= SMALL:
            self._keep("formats", "our_tasks.formats", _REPEATS, folder=graph)
            self._keep("peer formats", "peer_tasks.formats", folder=graph)

    def _validated_by_peers(self, graph: str) -> None:
        """The same check of the same graphs by pySHACL; and pySHACL over all triples at once."""
        work = "our_tasks.validation"
        if "peer validation" not in self._results.trials:
            if run("our_tasks.engines").counted.get("choice"):
                self._keep("peer validation", work, folder=graph, engine="pyshacl")
            else:
                # Where our check is pySHACL's too, a ratio of the two would say nothing.
                missing = Trial(missing="no second engine")
                self._results.measure("peer validation", lambda: missing)
        rdflib = _RDFLIB_BYTES_A_QUAD
        self._within(rdflib, "pyshacl whole", "peer_tasks.validation", folder=graph)

    def _asking(self) -> None:
        graph = str(self._graph)
        asked = self._keep("questions", "question_tasks.names", folder=graph)
        skip = [] if self._plans <= ALL_PAIRS else ["shared-goals"]
        for name in asked.counted.get("names", ()):
            if name not in skip:
                limit = self._limits.query_seconds * 4
                work = "question_tasks.ours"
                self._keep(f"query {name}", work, most_seconds=limit, folder=graph, name=name)
        self._within(
            _RDFLIB_BYTES_A_QUAD,
            "peer queries",
            "question_tasks.rdflib",
            most_seconds=None,
            folder=graph,
            limit=self._limits.query_seconds,
            skip=skip,
        )

    def _analysing(self) -> None:
        for name in ("partners", "communities"):
            self._keep(name, f"our_tasks.{name}", folder=str(self._graph))

    def _again(self) -> None:
        """The graph built again: nothing changed, then one plan changed, added, removed."""
        edits: dict[str, Callable[[], None]] = {
            "same": lambda: None,
            "changed": self._change,
            "added": self._add,
            "removed": self._remove,
        }
        wanted = [name for name in edits if f"again {name}" not in self._results.trials]
        if wanted:
            self._built_once()
            for name in wanted:
                edits[name]()
                self._results.measure(f"again {name}", lambda: self._built(1))
        if self._plans <= SHOWN and "again whole" not in self._results.trials:
            whole = f"{self._graph}-whole"
            self._keep(
                "whole",
                "our_tasks.build",
                most_seconds=None,
                plans=str(self._texts),
                out=whole,
                whole=True,
            )
            if not Path(whole).exists():
                arguments = {"plans": str(self._texts), "out": whole, "whole": True}
                run("our_tasks.build", **arguments)
            self._change()
            work = "our_tasks.build"
            texts = str(self._texts)
            self._keep("again whole", work, most_seconds=None, plans=texts, out=whole, whole=True)

    # --- one trial

    def _keep(
        self,
        name: str,
        task: str,
        times: int = 1,
        /,
        *,
        most_seconds: float | None = _DEFAULT,
        python: Path | None = None,
        **arguments: object,
    ) -> Trial:
        if name in self._results.trials:
            return self._results.trials[name]
        self._written()
        if arguments.get("folder") == str(self._graph):
            self._built_once()
        most = self._limits.seconds if most_seconds == _DEFAULT else most_seconds
        interpreter = str(python) if python else None
        return self._results.measure(
            name, lambda: run(task, times=times, python=interpreter, most_seconds=most, **arguments)
        )

    def _within(
        self, bytes_a_quad: int, name: str, task: str, times: int = 1, /, **arguments: object
    ) -> None:
        """The same for what holds all quads in memory: left out where they do not fit."""
        need = bytes_a_quad * QUADS[self._kind] * self._plans
        if need > 0.8 * _free_memory():
            missing = Trial(missing=f"left out: some {need / (1 << 30):.0f} GiB of memory")
            self._results.measure(name, lambda: missing)
        else:
            self._keep(name, task, times, **arguments)  # type: ignore[arg-type]

    def _written(self) -> None:
        if not self._texts.exists():
            GENERATORS[self._kind].write_plans(self._texts, self._plans)

    def _built_once(self) -> None:
        if not self._graph.exists():
            self._written()
            self._built(1)

    def _built(self, times: int) -> Trial:
        """A build without shapes and page; of several, each makes the whole graph."""
        trials = []
        for number in range(times):
            if number:
                shutil.rmtree(self._graph)
            arguments = {"plans": str(self._texts), "out": str(self._graph), "whole": False}
            trials.append(run("our_tasks.build", **arguments))
            if trials[-1].counted.get("problems", 1):
                raise SystemExit("Not all plans are read without problems: it would mean nothing.")
        return sorted(trials, key=lambda trial: trial.seconds["build"])[len(trials) // 2]

    # --- one plan's edit

    def _change(self) -> None:
        """Have one plan say another year."""
        path = sorted(self._texts.iterdir())[self._plans // 2]
        text = path.read_text(encoding="utf-8")
        year = _YEAR.search(text)
        if year is None:
            raise SystemExit(f"{path}: no year to change.")
        other = str(int(year[0]) - 1)
        path.write_text(text[: year.start()] + other + text[year.end() :], encoding="utf-8")

    def _add(self) -> None:
        texts = GENERATORS[self._kind].plan_texts()
        name, text = next(islice(texts, self._plans, None))
        (self._texts / name).write_text(text, encoding="utf-8")

    def _remove(self) -> None:
        sorted(self._texts.iterdir())[self._plans].unlink()


def _free_memory() -> int:
    """Bytes that are free or can be freed."""
    for line in Path("/proc/meminfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("MemAvailable"):
            return int(line.split()[1]) * 1024
    return sys.maxsize


def need_of_disk(kind: str, plans: int) -> int:
    """The bytes of disk that a measurement needs, nearly."""
    return _DISK_BYTES_A_QUAD * QUADS[kind] * plans + (100 << 20)
