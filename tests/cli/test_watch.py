"""`citykg build --watch`: the graph follows the documents."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from citykg.build import changes
from citykg.errors import UsageError

PLAN = Path(__file__).parents[2] / "examples/plans/manchester-montreal.txt"
COMMAND = [sys.executable, "-m", "citykg", "build", "--watch"]


def told(stream: IO[str] | None) -> list[str]:
    """What is said until it is watched again."""
    assert stream is not None
    lines = []
    for line in stream:
        lines.append(line)
        if line.startswith("Watching"):
            break
    return lines


def test_the_graph_follows_an_edit(tmp_path: Path) -> None:
    """An edit is built, one that spoils the document is told, and Ctrl-C ends it."""
    plan = Path(shutil.copy(PLAN, tmp_path))
    graph = tmp_path / "graph"
    with subprocess.Popen(
        [*COMMAND, str(plan), "-o", str(graph)], stderr=subprocess.PIPE, text=True
    ) as process:
        assert told(process.stderr)[-1].startswith("Watching")
        before = (graph / "store/current").readlink()
        plan.write_text(plan.read_text("utf-8").replace("530,000", "545,000"), "utf-8")
        assert any("1 document read" in line or "1 plan" in line for line in told(process.stderr))
        after = (graph / "store/current").readlink()
        assert after != before
        assert b'"545000"' in (graph / "graph.nq").read_bytes()
        plan.write_bytes(b"\0\0")
        assert any("could not be read" in line for line in told(process.stderr))
        assert (graph / "store/current").readlink() == after
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


def test_a_change_while_the_caller_is_busy_is_not_missed(tmp_path: Path) -> None:
    """A file that comes between two looks is seen at the next, and none is seen twice."""
    (tmp_path / "a.txt").write_text("one", "utf-8")
    seen = changes([tmp_path])
    next(seen)
    (tmp_path / "b.txt").write_text("two", "utf-8")
    next(seen)
    (tmp_path / "b.txt").unlink()
    next(seen)


def test_a_pipe_cannot_be_watched() -> None:
    """Standard input is read once: to watch it is a wrong call."""
    with pytest.raises(UsageError, match="cannot be watched"):
        next(changes(["/dev/null"]))
