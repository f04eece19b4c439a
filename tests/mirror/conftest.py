"""Two versions of a graph folder, and a store to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from loopback import oxigraph

from citykg.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _built(plans: Path, head: str, rows: list[str], folder: Path, examples: Path) -> Path:
    plans.mkdir()
    (plans / "plan.txt").write_bytes((examples / "plans/manchester-montreal.txt").read_bytes())
    for row in rows:
        # A document each: one that changes leaves the others as they were.
        (plans / f"{row[:12].replace(',', '-')}.csv").write_text(head + row, "utf-8")
    build([plans], folder, check=False)
    return folder


@pytest.fixture(scope="session")
def first(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of six plans."""
    here = tmp_path_factory.mktemp("first")
    rows = (examples / "cooperations.csv").read_text("utf-8").splitlines(keepends=True)
    return _built(here / "plans", rows[0], rows[1:6], here / "graph", examples)


@pytest.fixture(scope="session")
def second(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with one plan gone, one new, and one city of a plan smaller."""
    here = tmp_path_factory.mktemp("second")
    rows = (examples / "cooperations.csv").read_text("utf-8").splitlines(keepends=True)
    folder = here / "graph"
    plans = here / "plans"
    _built(plans, rows[0], [*rows[1:4], *rows[5:7]], folder, examples)
    plan = plans / "plan.txt"
    plan.write_text(plan.read_text("utf-8").replace("530,000", "529,000"), "utf-8", newline="")
    build([plans], folder, check=False)
    return folder


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The endpoint of an empty Oxigraph server that can be written to."""
    with oxigraph(None, verb="serve") as address:
        yield address
