"""A graph of two small plans, built once and copied for each test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from linked_folders import write_plans

from citykg.build import build

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the two plans."""
    return write_plans(tmp_path_factory.mktemp("linked") / "plans")


@pytest.fixture(scope="session")
def linked(plans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their graph, for reading only."""
    folder = tmp_path_factory.mktemp("linked") / "graph"
    build([plans], folder, suggest=False)
    return folder


@pytest.fixture
def graph(linked: Path, tmp_path: Path) -> Path:
    """Their graph, to be changed."""
    return shutil.copytree(linked, tmp_path / "graph", symlinks=True)
