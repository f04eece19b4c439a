"""The wheel: everything that the package reads at run time is in it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import citykg

PACKAGE = Path(citykg.__file__).parent
ROOT = PACKAGE.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in the wheel built from this checkout."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; make test installs it")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return set(zipfile.ZipFile(path).namelist())


def test_every_file_of_the_package_is_in_the_wheel(wheel: set[str]) -> None:
    """Turtle, queries, templates, word lists and the typing marker travel with the code."""
    files = {
        str(path.relative_to(ROOT))
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {Path(name).suffix for name in files} >= {
        ".py",
        ".ttl",
        ".rq",
        ".toml",
        ".html",
        ".typed",
    }
    assert files <= wheel


def test_nothing_else_is_in_the_wheel(wheel: set[str]) -> None:
    """Tests, documents and benchmarks stay at home."""
    assert {name.split("/")[0] for name in wheel} == {
        "citykg",
        f"citykg-{citykg.__version__}.dist-info",
    }


def test_both_licences_are_in_the_wheel(wheel: set[str]) -> None:
    """The code's licence and the ontology's go with it."""
    names = {Path(name).name for name in wheel}
    assert {"LICENSE", "LICENSE-ontology"} <= names
