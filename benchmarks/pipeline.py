"""Measures the whole against a plain rdflib pipeline, Morph-KGC and maplib, and tells of it.

    make bench                  or
    python benchmarks/pipeline.py [--short 100 1000] [--long 100 1000]
    python benchmarks/pipeline.py --report

Each kind and number of plans is measured in a folder of its own, which is removed; what was
measured is kept in `results/<kind>-<plans>.json`, and a run that was stopped goes on there.
`--report` measures nothing: it writes the tables of docs/performance.md from these files.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from machine import commit, machine, versions, versions_of
from measuring import Bench, Limits, need_of_disk
from report import report, write_report
from results import FOLDER, Results, all_results
from starting import measure_start

DOCS: Final = Path(__file__).parents[1] / "docs" / "performance.md"
_MAPPER: Final = Path(__file__).parents[1] / ".venv-bench" / "bin" / "python"


def main() -> None:
    """Measure, and write the tables."""
    options = _options()
    options.results.mkdir(exist_ok=True)
    for kind in ("short", "long"):
        for plans in () if options.report else getattr(options, kind):
            _measure(options, kind, plans)
    sections = report([each.to_json() for each in all_results(options.results)])
    if options.results == FOLDER:
        write_report(DOCS, sections)
    print("\n\n".join(sections.values()))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure citykg beside other ways.")
    for kind in ("short", "long"):
        parser.add_argument(
            f"--{kind}",
            type=int,
            nargs="*",
            default=[100, 1000],
            metavar="COUNT",
            help=f"how many {kind} plans, one number or several",
        )
    parser.add_argument("--report", action="store_true", help="only write the tables")
    parser.add_argument("--anew", action="store_true", help="measure again what has been measured")
    parser.add_argument(
        "--seconds", type=float, default=900, help="what takes longer, builds apart, is left out"
    )
    parser.add_argument(
        "--query-seconds", type=int, default=60, help="what a query may take by rdflib"
    )
    parser.add_argument("--results", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument(
        "--mapper", type=Path, default=_MAPPER, help="the Python with Morph-KGC and maplib"
    )
    return parser.parse_args()


def _measure(options: argparse.Namespace, kind: str, plans: int) -> None:
    path = options.results / f"{kind}-{plans}.json"
    if options.anew:
        path.unlink(missing_ok=True)
    need, free = need_of_disk(kind, plans), shutil.disk_usage(tempfile.gettempdir()).free
    if need > free:
        raise SystemExit(
            f"{plans:,} {kind} plans need some {need / 1e9:.0f} GB of disk, and"
            f" {tempfile.gettempdir()} has {free / 1e9:.0f} GB free: take fewer plans,"
            " or set TMPDIR."
        )
    results = Results.opened(path, _about(options, kind, plans))
    if results.about["commit"] != commit():
        print(
            f"{path.name} is of {results.about['commit']}: what it has stays; --anew measures it"
            " again.",
            file=sys.stderr,
        )
    limits = Limits(options.seconds, options.query_seconds)
    with tempfile.TemporaryDirectory(prefix="citykg-bench-") as work:
        bench = Bench(results, Path(work), limits, options.mapper, kind, plans)
        bench.measure()
        measure_start(results, bench)


def _about(options: argparse.Namespace, kind: str, plans: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "plans": plans,
        "machine": machine(),
        "versions": versions(),
        "mappers": versions_of(options.mapper),
        "commit": commit(),
        "date": datetime.now(tz=UTC).date().isoformat(),
        "command": f"python benchmarks/pipeline.py --{kind} {plans}",
    }


if __name__ == "__main__":
    main()
