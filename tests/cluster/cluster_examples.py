"""Small plans in folders, clusters to build their graph on, and what the graph must hold."""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING

from distributed import LocalCluster

from citykg.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PLAN = """City:\t{one}\t{two}
Country:\tPortugal\tCanada
Population:\t{people:,}\t960,000
Period:\tMay 20{year} - June 2024
Themes:\t{theme}
SDGs:\t{goal}
Challenges:\tTraffic in both cities, and floods in spring
Activities:\t- A study visit to {one} took place in May 2019 - {two} will host a workshop
Results:\tA report on affordable housing for older people will be published.
"""
_ONES = "Porto Lisboa Braga Faro Aveiro Coimbra Évora Setúbal Viseu Leiria".split()
_TWOS = "Ottawa Calgary Regina Halifax Toronto Laval".split()
_THEMES = ("Housing", "housing", "Urban Mobility", "Air quality")

SIZE = 8_000
"""Bytes of a partition that make a handful of them."""


def plan_text(number: int) -> str:
    """The text of a small plan; no two are alike."""
    return _PLAN.format(
        one=_ONES[number % 10],
        two=_TWOS[number // 10 % 6],
        people=200_000 + number,
        year=10 + number % 8,
        theme=_THEMES[number % 4],
        goal=1 + number % 17,
    )


def write_small_plans(folder: Path, count: int) -> Path:
    """The folder, with that many plans in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(plan_text(number), "utf-8")
    return folder


def local_lines(paths: list[str], out: Path) -> list[bytes]:
    """The graph.nq of a build on one machine, but for its links."""
    build(paths, out, check=False)
    lines = (out / "graph.nq").read_bytes().splitlines(keepends=True)
    return [line for line in lines if not line.endswith(b"/graph/links> .\n")]


def lines_of(files: dict[str, bytes]) -> list[bytes]:
    """All lines of a graph in parts, sorted; its manifest must tell the truth of them."""
    manifest = json.loads(files["manifest.json"])
    lines: list[bytes] = []
    for told in manifest["files"]:
        packed = files[told["name"]]
        assert len(packed) == told["bytes"]
        assert sha256(packed).hexdigest() == told["sha256"]
        own = gzip.decompress(packed).splitlines(keepends=True)
        assert len(own) == told["lines"]
        if told["kind"] != "documents":
            assert own == sorted(set(own))
            lines += own
    assert len(lines) == manifest["quads"]
    return sorted(lines)


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder of this machine."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@contextmanager
def cluster_of(workers: int, *, processes: bool) -> Iterator[LocalCluster]:
    """A cluster on this machine, without a page to look at."""
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=processes,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address=":0",
        silence_logs=50,
    ) as cluster:
        yield cluster
