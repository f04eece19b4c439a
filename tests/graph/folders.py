"""Documents of our own on disk, and builds of them in other processes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from citykg.graph.folder import FILES

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY = """{programme} Cooperation Summary

City:\t{one}\t{two}
Country:\tUnited Kingdom\tSpain
Population:\t{population}\t103,369
Period of cooperation\tMay 2018 - June 2020

Cooperation Themes:\t• {theme} • Clean harbours
Related SDGs and Urban Agenda topics:\tSDGs: 11, 13 Urban Agenda: Air quality
Expected results and benefits:\tA joint report will be published.
"""


def write_documents(folder: Path, count: int = 3) -> list[Path]:
    """That many summaries, the first two of them of the same pair of cities."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"{number}.txt"
        text = SUMMARY.format(
            programme="Twin",
            one="Leeds" if number < 2 else f"Leeds-{number}",
            two="Girona",
            population=f"{793_000 + number:,}",
            theme=f"Housing {number}",
        )
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a graph folder, the report without what its build took."""
    found = {name: (folder / name).read_bytes() for name in FILES}
    report = json.loads(found["report.json"])
    del report["run"]
    return {**found, "report.json": json.dumps(report).encode()}


PROGRAM = """
import signal, sys, time
from pathlib import Path
from citykg.build import build
from citykg.errors import CitykgError

stop = sys.argv[2]

def progress(stage, done, total):
    if stage == stop:
        print("at", stage, flush=True)
        time.sleep(30)

try:
    build(sys.argv[3:], Path(sys.argv[1]), progress=progress)
except CitykgError as error:
    print(type(error).__name__, error)
    raise SystemExit(error.exit_code)
"""


def start_build(out: Path, *paths: Path, stop: str = "") -> subprocess.Popen[str]:
    """A build in another process, which stands still when it comes to a stage."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(out), stop, *map(str, paths)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
