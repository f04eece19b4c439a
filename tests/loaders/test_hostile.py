"""Documents made to do harm: each ends in a plan or in one sentence, and harms no other."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hostile import GOOD, hostile_files

from citykg.build import build
from citykg.loaders import read_all
from citykg.plan import passages
from citykg.report import read_report

if TYPE_CHECKING:
    from pathlib import Path

FILES = hostile_files()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of them, with a good document before, among and behind them."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    for number, name in enumerate(("0-good.txt", "m-good.txt", "z-good.txt")):
        (folder / name).write_text(GOOD.replace("Leeds", f"Leeds-{number}"), encoding="utf-8")
    return folder


def test_there_are_enough_of_every_format() -> None:
    """A format that nobody attacks is not held by these tests."""
    assert len(FILES) >= 100
    endings = [name.rsplit(".", 1)[1] for name in FILES]
    for ending in ("txt", "md", "html", "csv", "json", "yaml", "pdf", "docx", "xlsx", "gz"):
        assert endings.count(ending) >= 3, ending


def test_each_ends_in_a_plan_or_in_one_sentence(folder: Path) -> None:
    """No document takes its time limit, breaks its reader or gets a traceback; quotes are exact."""
    paths = sorted(folder.iterdir())
    begun = time.monotonic()
    for path, outcome in zip(paths, read_all(paths, workers=1), strict=True):
        # One worker reads one after the other: what has passed is this document's time.
        passed, begun = time.monotonic() - begun, time.monotonic()
        assert passed < 9, path.name
        if outcome.failure is None:
            assert outcome.plans
            for plan in outcome.plans:
                assert all(said.end - said.start == len(said.quote) for said in passages(plan))
            continue
        assert outcome.failure.startswith(str(path)), outcome.failure
        assert "\n" not in outcome.failure
        for accident in ("stumbled", "broke down", "took longer", "MB of memory", "Traceback"):
            assert accident not in outcome.failure


def test_the_good_documents_among_them_are_built(folder: Path, tmp_path: Path) -> None:
    """The graph holds what can be read, and the report says of each other document why not."""
    report = build([folder], tmp_path / "graph", check=False)
    documents = read_report(tmp_path / "graph").documents
    built = {document.path.rsplit("/", 1)[1] for document in documents}
    assert {"0-good.txt", "m-good.txt", "z-good.txt"} <= built
    failed = {failure.path.rsplit("/", 1)[1] for failure in report.failures}
    assert built | failed <= {*FILES, "0-good.txt", "m-good.txt", "z-good.txt"}
    assert "surrogate.json" in failed
