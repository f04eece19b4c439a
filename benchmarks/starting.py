"""How long it takes to start: commands and imports, beside a bare Python."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from trial import Trial

if TYPE_CHECKING:
    from measuring import Bench
    from results import Results

_TIMES: Final = 6
_SIZE: Final = 100


def measure_start(results: Results, bench: Bench) -> None:
    """Add what starting takes, for the smallest graph of short plans only."""
    if (results.about["kind"], results.about["plans"]) != ("short", _SIZE):
        return
    results.measure("start", lambda: Trial(_seconds(bench.graph())))


def _seconds(graph: Path) -> dict[str, float]:
    python, command = sys.executable, str(Path(sys.executable).with_name("citykg"))
    ask = ["query", "cities-by-goal", "-p", "goal=11", "-g", str(graph)]
    return {
        "python -c pass": _cpu_of([python, "-c", "pass"]),
        "import citykg": _cpu_of([python, "-c", "import citykg"]),
        "import pyoxigraph": _cpu_of([python, "-c", "import pyoxigraph"]),
        "import rdflib.plugins.sparql": _cpu_of([python, "-c", "import rdflib.plugins.sparql"]),
        "citykg --help": _cpu_of([command, "--help"]),
        "citykg query": _cpu_of([command, *ask]),
    }


def _cpu_of(command: list[str]) -> float:
    """The median CPU seconds of a command, after one run that fills the caches."""
    print(" ".join(command), file=sys.stderr, flush=True)
    seconds = []
    for _ in range(_TIMES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(seconds[1:])
