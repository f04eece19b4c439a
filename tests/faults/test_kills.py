"""Builds and rebuilds that are killed at any moment, while others read."""

from __future__ import annotations

import os
import random
import shutil
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from builder import builder

from citykg.graph.store import open_store
from citykg.ontology.terms import Ckg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from builder import Builder

KILLS = 50
EXAMPLES = Path(__file__).parents[2] / "examples"
POPULATION = ox.NamedNode(Ckg.population)


class Seen(NamedTuple):
    """What a reader sees of a version."""

    quads: int
    populations: frozenset[str]


def seen(store: ox.Store) -> Seen:
    """What a store holds."""
    found = store.quads_for_pattern(None, POPULATION, None, ox.DefaultGraph())
    return Seen(len(store), frozenset(quad.object.value for quad in found))


class Reader(threading.Thread):
    """Opens the folder again and again, and keeps what it saw and what went wrong."""

    def __init__(self, graph: Path) -> None:
        super().__init__(daemon=True)
        self._graph = graph
        self._ended = threading.Event()
        self.versions: set[Seen] = set()
        self.looks = 0
        self.errors: list[str] = []

    def run(self) -> None:
        """Look at two times at each version that is opened: it may have been replaced between."""
        while not self._ended.is_set():
            try:
                store = open_store(self._graph)
                first = seen(store)
                time.sleep(0.02)
                if seen(store) != first:
                    self.errors.append("an open store has changed")
                self.versions.add(first)
                self.looks += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
                self.errors.append(repr(error))

    def stop(self) -> None:
        """End."""
        self._ended.set()
        self.join()


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """The real plan and some rows of the table."""
    folder = tmp_path / "plans"
    folder.mkdir()
    shutil.copy(EXAMPLES / "plans/manchester-montreal.txt", folder)
    lines = (EXAMPLES / "cooperations.csv").read_text("utf-8").splitlines(keepends=True)
    for part in range(3):
        rows = lines[1 + 2 * part : 3 + 2 * part]
        (folder / f"{part}.csv").write_text("".join([lines[0], *rows]), "utf-8")
    return folder


@pytest.fixture
def builds() -> Iterator[Builder]:
    """A process that builds."""
    with builder() as (found, _):
        yield found


def test_killed_at_any_moment_a_folder_holds_one_version_whole(
    plans: Path, tmp_path: Path, builds: Builder
) -> None:
    """Fifty builds are killed while others read: each reader sees one version, never a mixture.

    Whole builds and rebuilds take turns; what a killed one leaves, the next one cleans up.
    """
    graph, plan = tmp_path / "graph", plans / "manchester-montreal.txt"
    texts = [plan.read_text("utf-8")]
    texts.append(texts[0].replace("530,000", "545,000"))
    known, slowest = [], 0.0
    for text in reversed(texts):
        plan.write_text(text, "utf-8")
        shutil.rmtree(graph, ignore_errors=True)
        begun = time.monotonic()
        assert builds.build(plans, graph) == 0
        slowest = max(slowest, time.monotonic() - begun)
        known.append(seen(open_store(graph)))
    reader = Reader(graph)
    reader.start()
    chance = random.Random(2017)  # noqa: S311 - moments, not secrets
    killed = 0
    for number in range(KILLS):
        plan.write_text(texts[number % 2], "utf-8")
        if number % 5 == 0:
            # What it knows of the version before is lost: it builds all anew.
            (graph / "store/current/state").unlink(missing_ok=True)
        build = builds.start(plans, graph)
        time.sleep(chance.uniform(0, 1.1 * slowest))
        with suppress(ProcessLookupError):
            os.kill(build, signal.SIGKILL)
        killed += builds.wait() == -signal.SIGKILL
        assert seen(open_store(graph)) in known
    assert builds.build(plans, graph) == 0
    reader.stop()
    assert reader.errors == []
    assert reader.versions <= set(known)
    assert reader.looks > KILLS
    assert killed > KILLS / 3
    last = known[0] if (KILLS - 1) % 2 else known[1]
    assert seen(open_store(graph)) == last
    assert not (graph / ".next").exists()
    assert len([entry for entry in (graph / "store").iterdir() if entry.is_dir()]) <= 3
    nquads = {*ox.parse(path=str(graph / "graph.nq"), format=ox.RdfFormat.N_QUADS)}
    default = ox.DefaultGraph()
    assert nquads == {quad for quad in open_store(graph) if quad.graph_name != default}
