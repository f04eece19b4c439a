"""Many documents read in bounded processes: in order, and whatever any one of them does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from citykg import loaders
from citykg.errors import CitykgError
from citykg.loaders import pool, process, read_all, read_plans
from citykg.loaders.outcome import Given, Limits, Outcome

PLAN = "City:\t{0}\tGirona\nCountry:\tUnited Kingdom\tSpain\nThemes:\tHousing\n"
QUICK = Limits(seconds=2)
"""Long enough for the first document of a worker on a busy machine."""


@pytest.fixture(params=["forked", "spawned"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which a worker begins."""
    if request.param == "spawned":
        monkeypatch.setattr(process, "_is_alone", lambda: False)
    elif not process._is_alone():
        pytest.skip("this process has several threads, and is not forked")
    return str(request.param)


@pytest.fixture
def plans(tmp_path: Path) -> list[Path]:
    """Forty small plans."""
    paths = [tmp_path / f"{number:02}.txt" for number in range(40)]
    for number, path in enumerate(paths):
        path.write_text(PLAN.format(f"Leeds-{number}"), encoding="utf-8")
    return paths


@pytest.fixture
def hanging(tmp_path: Path) -> Path:
    """A document that is never read to its end: a pipe that nobody writes to."""
    path = tmp_path / "hanging.txt"
    os.mkfifo(path)
    return path


def children() -> set[int]:
    """The processes that this one has started and not yet buried."""
    tasks = Path("/proc/self/task")
    return {int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()}


def names(outcomes: list[Outcome]) -> list[str | None]:
    """The first city of each document, or why there is none."""
    return [outcome.failure or outcome.plans[0].cities[0].name.value for outcome in outcomes]


@pytest.mark.usefixtures("start")
@pytest.mark.parametrize("workers", [1, 3])
def test_the_outcomes_come_in_the_order_of_the_documents(plans: list[Path], workers: int) -> None:
    """However many processes read, the first document's outcome is the first."""
    found = list(read_all(plans, workers=workers))
    assert [outcome.path for outcome in found] == [str(path) for path in plans]
    assert names(found) == [f"Leeds-{number}" for number in range(40)]


@pytest.mark.usefixtures("start")
def test_an_outcome_is_what_reading_in_this_process_gives(examples: Path) -> None:
    """The plans, and the lines of their passages, are those of `read_plans`."""
    paths = [examples / "plans/manchester-montreal.txt", examples / "cooperations.csv"]
    for path, outcome in zip(paths, read_all(paths), strict=True):
        readings = read_plans(path)
        assert list(outcome.plans) == [reading.plan for reading in readings]
        document = readings[0].document
        ends = (0, 1, len(document.text) // 2, len(document.text))
        assert [outcome.line_of(at) for at in ends] == [document.line_of(at) for at in ends]
        assert outcome.text is None


@pytest.mark.usefixtures("start")
def test_a_document_that_hangs_is_named_and_the_others_are_read(
    plans: list[Path], hanging: Path
) -> None:
    """A document that takes too long has a failure; those on the way behind it have none."""
    found = list(read_all([*plans[:7], hanging, *plans[7:]], limits=QUICK, workers=1))
    late = found.pop(7)
    assert late.failure == (
        f"{hanging}: took longer than 2 s to read; split it, or take the summary out of it"
    )
    assert names(found) == [f"Leeds-{number}" for number in range(40)]


@pytest.mark.usefixtures("start")
def test_a_document_that_fills_the_memory_is_named(plans: list[Path], tmp_path: Path) -> None:
    """A document that needs too much memory has a failure; those on the way behind it have none."""
    if not Path("/proc/self/statm").exists():
        pytest.skip("this system does not bound the memory of a process")
    large = tmp_path / "large.csv"
    large.write_text("Cities,Country\n" + "Leeds; Girona,UK; Spain\n" * 400_000)
    found = list(read_all([plans[0], large, *plans[1:]], limits=Limits(mebibytes=32), workers=1))
    assert found.pop(1).failure == (
        f"{large}: needs more than 32 MB of memory to read; split it, or take the summary out of it"
    )
    assert names(found) == [f"Leeds-{number}" for number in range(40)]


def test_a_document_that_breaks_its_reader_is_named(
    plans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies, by a signal or by its own will, loses the document that it read."""
    if not process._is_alone():
        pytest.skip("this process has several threads, and is not forked")

    def broken(path: Path) -> list[loaders.Reading]:
        if path == plans[3]:
            os.abort()
        if path == plans[4]:
            os._exit(3)
        if path == plans[5]:
            raise KeyError("x")
        return read_plans(path)

    monkeypatch.setattr(loaders, "read_plans", broken)
    found = list(read_all(plans[:8], workers=2))
    assert found[3].failure.startswith(f"{plans[3]}: the process that read it broke down (SIGABRT)")
    assert "broke down (exit code 3)" in found[4].failure
    assert "the reader stumbled over it (KeyError: 'x')" in found[5].failure
    assert [bool(outcome.failure) for outcome in found] == [False] * 3 + [True] * 3 + [False] * 2


@pytest.mark.usefixtures("start")
def test_what_is_no_plan_or_no_file_is_one_sentence(tmp_path: Path) -> None:
    """Whatever is wrong with a document, its failure is one sentence that names it."""
    (tmp_path / "no.txt").write_text("Dear all")
    odd = tmp_path / os.fsdecode(b"\xff.txt")
    odd.write_text(PLAN)
    paths = [tmp_path / "no.txt", tmp_path / "gone.txt", tmp_path, odd]
    for path, outcome in zip(paths, read_all(paths), strict=True):
        assert outcome.failure.startswith(str(path).encode("utf-8", "backslashreplace").decode())
        assert "\n" not in outcome.failure


@pytest.mark.usefixtures("start")
def test_bytes_are_read_as_files_are() -> None:
    """A document without a file goes to the worker as bytes, however many."""
    small = PLAN.format("Leeds").encode()
    padded = small + b"Focus:\t" + b"clean air " * 100_000
    found = list(read_all([Given("stdin", small), Given("large", padded)], workers=1))
    assert [outcome.plans[0].source.path for outcome in found] == ["stdin", "large"]
    assert found[1].plans[0].source.characters == len(padded)


@pytest.mark.usefixtures("start")
def test_no_process_is_left(plans: list[Path], hanging: Path) -> None:
    """At the end, or when nobody wants the rest, all workers are gone and buried."""
    before = children()
    list(read_all(plans))
    assert children() == before
    some = read_all([*plans, hanging])
    next(some)
    assert children() != before
    some.close()
    assert children() == before


@pytest.mark.usefixtures("start")
def test_a_caller_who_takes_time_makes_nobody_late(plans: list[Path]) -> None:
    """What the caller does between two documents does not count against them."""
    found = []
    for outcome in read_all(plans[:6], limits=QUICK, workers=1):
        found.append(outcome)
        time.sleep(0.5)
    assert names(found) == [f"Leeds-{number}" for number in range(6)]


@pytest.mark.parametrize("executable", ["/bin/false", "/nowhere/python"])
def test_a_worker_that_cannot_start_is_said_so(
    plans: list[Path], monkeypatch: pytest.MonkeyPatch, executable: str
) -> None:
    """Where no interpreter runs, there is one sentence, not one for each document."""
    monkeypatch.setattr(process, "_is_alone", lambda: False)
    monkeypatch.setattr(sys, "executable", executable)
    with pytest.raises(CitykgError, match="No process can be started"):
        list(read_all(plans))


def test_fewer_workers_than_asked_for_will_do(
    plans: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system gives one process only, that one reads all."""
    given = [process.Process]

    def start() -> process.Process:
        if not given:
            raise OSError(11, "Resource temporarily unavailable")
        return given.pop()()

    monkeypatch.setattr(pool, "Process", start)
    assert names(list(read_all(plans, workers=4))) == [f"Leeds-{number}" for number in range(40)]


PROGRAM = """
import sys, threading, time
from pathlib import Path
from citykg.loaders import read_all
from citykg.loaders.outcome import Limits

if sys.argv[1] == "threads":
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
found = read_all(map(Path, sys.argv[3:]), limits=Limits(seconds=float(sys.argv[2])), workers=2)
print(next(found).path, flush=True)
next(found)
"""


def caller(kind: str, seconds: float, *paths: Path) -> subprocess.Popen[str]:
    """Another process that reads documents, with all its children in a group of their own."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, kind, str(seconds), *map(str, paths)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def is_left(group: int) -> bool:
    """Whether any process of a group still runs."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, 0)
        return True
    return False


def wait_until_gone(group: int, seconds: float) -> None:
    """Wait until no process of the group is left; fail after so many seconds."""
    end = time.monotonic() + seconds
    while is_left(group):
        assert time.monotonic() < end, "a worker outlived who started it"
        time.sleep(0.02)


@pytest.mark.parametrize("kind", ["alone", "threads"])
def test_ctrl_c_ends_all_at_once(plans: list[Path], hanging: Path, kind: str) -> None:
    """An interrupt, which a terminal sends to all, ends the caller and every worker promptly."""
    with caller(kind, 30, plans[0], hanging) as called:
        assert called.stdout.readline().strip() == str(plans[0])
        begun = time.monotonic()
        os.killpg(called.pid, signal.SIGINT)
        _, errors = called.communicate(timeout=10)
    assert time.monotonic() - begun < 5
    assert errors.rstrip().endswith("KeyboardInterrupt")
    wait_until_gone(called.pid, 2)


@pytest.mark.parametrize("kind", ["alone", "threads"])
def test_workers_end_when_their_caller_is_killed(
    plans: list[Path], hanging: Path, kind: str
) -> None:
    """Workers that nobody asks any more end, an idle one at once, a hanging one at its time."""
    with caller(kind, 0.5, plans[0], hanging) as called:
        called.stdout.readline()
        called.kill()
    wait_until_gone(called.pid, 10)
