"""A graph in parts is the graph of a build on one machine, whoever is lost while it is made."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cluster_examples import (
    SIZE,
    cluster_of,
    files_in,
    lines_of,
    local_lines,
    plan_text,
    write_small_plans,
)

from citykg.cluster import Wanted, build_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import LocalCluster

WANTED = Wanted(partition_bytes=SIZE)
CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def processes() -> Iterator[LocalCluster]:
    """A cluster of two worker processes."""
    with cluster_of(2, processes=True) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """Plans of all kinds: small ones, a table, a Word file, copies, one that is damaged."""
    folder = write_small_plans(tmp_path_factory.mktemp("plans"), 60)
    shutil.copytree(examples, folder / "examples")
    shutil.copy(CORPUS / "31-fuenlabrada-hangzhou.docx", folder)
    (folder / "copy-of-the-first.txt").write_text(plan_text(0), "utf-8")
    # The same bytes read as another format: two plans, in two partitions, of one document.
    (folder / "second-as-markdown.md").write_text(plan_text(1), "utf-8")
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.7 and nothing that follows")
    (folder / "picture.png").write_bytes(b"no plan")
    return folder


@pytest.fixture(scope="module")
def expected(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The lines of the graph."""
    return local_lines([str(folder)], tmp_path_factory.mktemp("local") / "graph")


@pytest.fixture(scope="module")
def built(processes: LocalCluster, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph in parts."""
    out = tmp_path_factory.mktemp("built") / "parts"
    build_parts(processes.scheduler_address, [str(folder)], str(out), WANTED)
    return out


def test_all_parts_together_are_the_graph_of_a_build_on_one_machine(
    built: Path, expected: list[bytes]
) -> None:
    """No line is lost, made up, or in two parts; what was kept for the work is gone."""
    files = files_in(built)
    assert sum(name.startswith("part-") for name in files) >= 4
    assert lines_of(files) == expected
    assert sorted(path.name for path in built.iterdir() if path.is_dir()) == ["texts"]


def test_the_report_says_what_failed_and_what_was_not_done(built: Path, folder: Path) -> None:
    """A document that fails is one sentence; the documents stand in files of their own."""
    report = json.loads((built / "report.json").read_bytes())
    (failure,) = report["failures"]
    assert failure["path"] == str(folder / "damaged.pdf")
    assert failure["message"].startswith(f"{folder / 'damaged.pdf'}: ")
    assert report["passed_over"] == [str(folder / "picture.png")]
    assert any(said.startswith("links") for said in report["not_done"])
    assert report["totals"]["documents"] == 60 + 2 + 1 + 1
    copies = [one for one in report["decisions"] if one["kind"] == "document"]
    assert [one["name"] for one in copies] == [str(folder / "copy-of-the-first.txt")]


def test_the_text_of_a_word_file_is_kept(built: Path, expected: list[bytes]) -> None:
    """Passages point into it, so it is there under the sum of the document."""
    (text,) = (built / "texts").iterdir()
    assert any(text.stem.encode() in line for line in expected)
    assert "Fuenlabrada" in text.read_text("utf-8")


def test_another_cluster_writes_the_same_bytes(threads: str, built: Path, folder: Path) -> None:
    """One worker or two, a process or a thread, a disk or a store: the files are the same."""
    import fsspec

    build_parts(threads, [str(folder)], "memory://other/parts", WANTED)
    fs = fsspec.filesystem("memory")
    files = {
        Path(path).name: fs.cat_file(path)
        for path in fs.ls("/other/parts", detail=False)
        if fs.isfile(path)
    }
    assert files == files_in(built)


def test_a_worker_that_is_lost_loses_nothing(
    processes: LocalCluster, folder: Path, expected: list[bytes], tmp_path: Path
) -> None:
    """Its tasks are done by another one."""
    lost: list[int] = []

    def kill(stage: str, done: int, _total: int) -> None:
        if stage == "read" and done and not lost:
            pid = processes.workers[0].pid
            os.kill(pid, signal.SIGKILL)
            lost.append(pid)

    build_parts(processes.scheduler_address, [str(folder)], str(tmp_path), WANTED, kill)
    assert lost
    assert lines_of(files_in(tmp_path)) == expected


def test_a_call_goes_on_where_a_killed_one_ended(
    processes: LocalCluster, folder: Path, expected: list[bytes], tmp_path: Path
) -> None:
    """What was read is not read again, and the result is that of a call nobody disturbed."""
    out = tmp_path / "parts"
    address = processes.scheduler_address
    command = [sys.executable, "-m", "citykg", "build", folder, "-o", out]
    options = ["--scheduler", address, "--partition-size", str(SIZE)]
    with subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL) as client:
        deadline = time.monotonic() + 120
        while len(list(out.glob(".work/read-*.items"))) < 2 and time.monotonic() < deadline:
            assert client.poll() is None, "the client ended by itself"
            time.sleep(0.02)
        client.kill()
    assert not (out / "manifest.json").exists()
    before = {path: path.stat().st_mtime_ns for path in out.glob(".work/read-*.items")}
    assert len(before) >= 2
    after: dict[Path, int] = {}

    def look(stage: str, _done: int, _total: int) -> None:
        if stage == "name":
            after.update({path: path.stat().st_mtime_ns for path in before})

    build_parts(address, [str(folder)], str(out), WANTED, look)
    assert after == before
    assert lines_of(files_in(out)) == expected


def test_a_document_that_changes_is_read_again(threads: str, tmp_path: Path) -> None:
    """What was kept counts for the same bytes only, and parts of a larger graph go."""
    folder = write_small_plans(tmp_path / "plans", 30)
    out = tmp_path / "parts"

    def stop(stage: str, _done: int, _total: int) -> None:
        if stage == "name":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_parts(threads, [str(folder)], str(out), WANTED, stop)
    (folder / "000.txt").write_text(plan_text(59), "utf-8")
    (out / "part-00099.nq.gz").write_bytes(b"of a larger graph")
    build_parts(threads, [str(folder)], str(out), WANTED)
    files = files_in(out)
    assert lines_of(files) == local_lines([str(folder)], tmp_path / "local")
    assert "part-00099.nq.gz" not in files


def test_two_calls_at_a_time_do_not_disturb_each_other(threads: str, tmp_path: Path) -> None:
    """Calls for two folders share the workers."""
    folder = write_small_plans(tmp_path / "plans", 6)
    outs = [tmp_path / "one", tmp_path / "two"]
    calls = [
        threading.Thread(target=build_parts, args=(threads, [str(folder)], str(out)))
        for out in outs
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    assert files_in(outs[0]) == files_in(outs[1])
    assert lines_of(files_in(outs[0]))
