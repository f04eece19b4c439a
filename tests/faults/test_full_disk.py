"""A disk that is full at some moment of a build."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"

_PROGRAM = """
import json, os, shutil, subprocess, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from builder import builder
from citykg.graph.store import open_store

plans, more, disk = map(Path, sys.argv[2:])

def used():
    found = os.statvfs(disk)
    return (found.f_blocks - found.f_bfree) * found.f_frsize / (1 << 20)

def resize(kibibytes):
    size = f"remount,size={kibibytes}k"
    subprocess.run(["mount", "-o", size, str(disk)], check=True)

graph, told = disk / "graph", []
with builder() as (builds, process):
    assert builds.build(plans, graph) == 0
    before = len(open_store(graph)), (graph / "graph.nq").read_bytes()
    # Once with room, to see how much it takes; the version before is still there then.
    held = used()
    assert builds.build(more, disk / "other") == 0
    needed = used() - held
    shutil.rmtree(disk / "other")
    for part in range(10):
        resize(int((held + needed * part / 10) * 1024) + 4)
        code = builds.build(more, graph)
        same = (len(open_store(graph)), (graph / "graph.nq").read_bytes()) == before
        told.append({"code": code, "same": same, "said": process.stderr.readline() if code else ""})
    resize(1 << 20)
    code = builds.build(more, graph)
    told.append({"code": code, "same": len(open_store(graph)) == before[0]})
print(json.dumps(told))
"""


def may_mount() -> bool:
    """Whether this system lets a test have a small disk of its own."""
    command = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not may_mount(), reason="no disk can be mounted here without being root")
def test_a_full_disk_leaves_the_graph_before(tmp_path: Path) -> None:
    """At ten sizes of the disk: one clear sentence, and the graph before as it was.

    When there is room again, the next build goes through.
    """
    plans, more, disk = (tmp_path / name for name in ("plans", "more", "disk"))
    for folder in (plans, more, disk):
        folder.mkdir()
    shutil.copy(EXAMPLES / "plans/manchester-montreal.txt", plans)
    shutil.copy(EXAMPLES / "plans/manchester-montreal.txt", more)
    shutil.copy(EXAMPLES / "cooperations.csv", more)
    arguments = [str(Path(__file__).parent), str(plans), str(more), str(disk)]
    mount = f'mount -t tmpfs -o size=1g tmpfs {disk} && exec "$0" "$@"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", mount, sys.executable, "-c", _PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    *full, last = json.loads(done.stdout)
    assert len(full) == 10
    for one in full:
        assert one["same"], one
        if one["code"]:
            assert one["code"] in {1, 2}, one
            assert one["said"].count("\n") == 1
            assert "No space left" in one["said"] or "disk may be full" in one["said"], one
    assert sum(bool(one["code"]) for one in full) >= 5
    assert last == {"code": 0, "same": False}
