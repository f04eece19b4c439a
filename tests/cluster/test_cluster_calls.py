"""Calls of the verb that go to a cluster, and calls that are wrong: one sentence each."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cluster_examples import write_small_plans

from citykg.build.state import Item
from citykg.cli.clusters import Call, Lines, build_there
from citykg.cluster import build_parts
from citykg.cluster.inputs import Input
from citykg.cluster.partitions import partitions
from citykg.cluster.sharing import shares
from citykg.errors import CitykgError, DataError, UsageError
from citykg.graph.names import Names
from citykg.graph.outlines import Outline

if TYPE_CHECKING:
    from pathlib import Path


def called(*arguments: object) -> subprocess.CompletedProcess[str]:
    """What a call of the verb gives."""
    command = [sys.executable, "-m", "citykg", "build", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_verb_says_what_was_built_and_what_was_not(threads: str, tmp_path: Path) -> None:
    """Numbers, failures, and where the parts are; --strict makes a failure an exit code."""
    folder = write_small_plans(tmp_path / "plans", 3)
    (folder / "bad.json").write_text("{")
    out = tmp_path / "out"
    result = called(
        folder, "-o", out, "--scheduler", threads, "--strict", "--partition-size", "1MB"
    )
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert lines[0].startswith("3 plans from 3 documents: ")
    assert lines[0].endswith("in 1 part")
    assert lines[1].startswith(f"{folder}/bad.json:1: ")
    assert lines[2].startswith("Not made on a cluster: links")
    assert lines[3] == f"The parts: {out}/part-*.nq.gz   what they are: {out}/manifest.json"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["s3://k:secret@b/plans"], "s3://b/plans: addresses are for a build on a cluster"),
        (["plans", "-o", "s3://b/graph"], "s3://b/graph: addresses are for a build on a cluster"),
        (["plans", "--partition-size", "1MB"], "--partition-size is for a build on a cluster"),
        (["plans", "--scheduler", "tcp://x", "--partition-size", "much"], "--partition-size much: is no size"),
        (["plans", "--scheduler", "tcp://x", "--mappings", "m.tsv"], "A build on a cluster makes no links"),
        (["plans", "--scheduler", "tcp://127.0.0.1:9", "-o", "https://h/x"], "https://h/x: nothing can be written there"),
    ],
)  # fmt: skip
def test_a_call_that_is_wrong_is_one_sentence(arguments: list[str], said: str) -> None:
    """The exit code is 2, and nothing was touched."""
    result = called(*arguments)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(f"citykg: {said}")


def test_a_scheduler_that_is_not_there_is_said_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what starts one."""
    monkeypatch.setattr("citykg.cluster.workers._CONNECT_SECONDS", 1)
    folder = write_small_plans(tmp_path / "plans", 1)
    with pytest.raises(UsageError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9: start one"):
        build_parts("tcp://127.0.0.1:9", [str(folder)], str(tmp_path / "out"))


def test_nothing_to_read_is_said_before_anything_is_done(threads: str, tmp_path: Path) -> None:
    """An empty folder is a wrong call; documents of which none can be read are wrong data."""
    (tmp_path / "empty").mkdir()
    out = tmp_path / "out"
    with pytest.raises(UsageError, match="There is no document in the folder"):
        build_parts(threads, [str(tmp_path / "empty")], str(out))
    assert not out.exists()
    (tmp_path / "empty" / "blank.txt").write_text(" \n")
    with pytest.raises(DataError, match=r"could not be read: .*blank\.txt: is empty"):
        build_parts(threads, [str(tmp_path / "empty")], str(out))
    assert not (out / "manifest.json").exists()


def test_the_folder_of_a_build_on_one_machine_is_left_alone(threads: str, tmp_path: Path) -> None:
    """Its store and its pages are not mixed with parts."""
    folder = write_small_plans(tmp_path / "plans", 1)
    (tmp_path / "graph" / "store").mkdir(parents=True)
    with pytest.raises(UsageError, match="holds the graph of a build on one machine"):
        build_parts(threads, [str(folder)], str(tmp_path / "graph"))


def test_partitions_hold_neighbours_and_no_more_bytes_than_asked() -> None:
    """One that is larger stands alone; without a size there are some 64, of 4 to 16 MiB."""
    inputs = [Input(f"{n:04}", f"/{n:04}", size) for n, size in enumerate([5, 5, 30, 1, 9, 10, 1])]
    groups = [[one.size for one in cut.inputs] for cut in partitions(inputs, 10)]
    assert groups == [[5, 5], [30], [1, 9], [10], [1]]
    for mebibytes, count in ((1, 1), (64, 16), (2048, 128)):
        few = [Input(f"{n:06}", "", 1 << 15) for n in range(mebibytes << 5)]
        assert len(partitions(few)) == count
    assert [len(cut.inputs) for cut in partitions([Input("", "", 0)] * 20_001)] == [20_000, 1]


def test_a_call_that_is_stopped_says_where_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C loses nothing, and the sentence shows no credentials."""

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("citykg.cluster.build_parts", stopped)
    with pytest.raises(CitykgError, match=r"goes on from s3://b/x/\.work$") as said:
        build_there(Call("tcp://x", ["plans"], "s3://k:secret@b/x"), strict=False)
    assert said.value.exit_code == 130


def test_a_long_call_says_how_fast_it_is_and_how_long_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every ten seconds, of the stage that it is in."""
    clock = iter([0.0, 4.0, 10.0, 11.0, 20.0, 31.0])
    monkeypatch.setattr("citykg.cli.clusters.monotonic", lambda: next(clock))
    tell = Lines()
    for stage, done in (
        ("read", 0),
        ("read", 4),
        ("read", 500),
        ("read", 600),
        ("write", 0),
        ("write", 11),
    ):
        tell(stage, done, 180_500)
    assert capsys.readouterr().err.splitlines() == [
        "read: 500 of 180,500 documents, 50/s, 1 h 0 min left",
        "write: 11 of 180,500 documents, 1/s, 50 h 8 min left",
    ]


def test_a_document_that_two_partitions_hold_is_written_with_the_first() -> None:
    """The same bytes read as two plans; a mere copy is written nowhere, and changes nothing."""

    def item(path: str, content: str, document: str) -> Item:
        outline = Outline(content, path, path, document, None, "", "", (), (), ())
        return Item(path=path, sha256=document, outlines=(outline,))

    cut = [
        [item("a.txt", "1", "x"), item("b.txt", "2", "y")],
        [item("c.txt", "1", "x")],
        [item("d.md", "3", "y")],
    ]
    names = Names.of(outline for items in cut for one in items for outline in one.outlines)
    first, second, third = shares(cut, names)
    assert (first.here, first.elsewhere, first.sources) == ({"y"}, frozenset(), (2,))
    assert not any(second)
    assert (third.here, third.elsewhere, third.sources) == (frozenset(), {"y"}, ())
