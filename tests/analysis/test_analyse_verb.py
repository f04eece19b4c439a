"""`citykg analyse`: tables to stdout, notes to stderr."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from told_graphs import Told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def analyse(python: Run, built: Path) -> Run:
    """Runs the verb on the graph of all examples."""
    return lambda *args: python("-m", "citykg", "analyse", str(built), *args)


def test_without_a_choice_all_are_shown(analyse: Run) -> None:
    """Each analysis under its name; for partners a city is needed, and that is said."""
    found = analyse("-k", "2")
    lines = found.stdout.splitlines()
    wanted = ["degree", "centrality", "communities", "similar", "co-occurrence"]
    assert [line for line in lines if line in wanted] == wanted
    assert "--of partners --city CITY" in found.stderr
    assert "partners" in analyse("-k", "2", "--city", "Almada").stdout.splitlines()


def test_suggested_partners_have_reasons(analyse: Run) -> None:
    """The suggestion stands in a column of that name, and stderr says what it is."""
    found = analyse("--of", "partners", "--city", "city/pt/almada")
    head, first = found.stdout.splitlines()[:2]
    assert head.split() == ["city", "suggested", "name", "score", "shared", "experience"]
    assert "theme flood management" in first
    assert "These are suggestions: no plan declares them." in found.stderr


def test_json_holds_the_notes_and_full_names(analyse: Run) -> None:
    """One object an analysis, its rows as objects, lists as lists."""
    (found,) = json.loads(analyse("--of", "communities", "--format", "json").stdout)
    assert found["analysis"] == "communities"
    assert any("no plan declares" in note for note in found["notes"])
    assert len(found["rows"][0]["members"]) == found["rows"][0]["size"]
    assert all(name.startswith("https://") for name in found["rows"][0]["members"])


def test_csv_is_one_table(analyse: Run) -> None:
    """Full IRIs, one line a row; several tables are refused with what to do."""
    rows = list(csv.reader(io.StringIO(analyse("--of", "similar", "--format", "csv").stdout)))
    assert len(rows) == 11
    assert {len(row) for row in rows} == {6}
    found = analyse("--format", "csv")
    assert found.returncode == 2
    assert "choose it with --of" in found.stderr


def test_markdown_has_headings(analyse: Run) -> None:
    """Sections and tables that Markdown shows."""
    found = analyse("--format", "md", "-k", "1").stdout
    assert "## degree\n\n| city | name |" in found


def test_csv_cells_are_no_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    """A city whose name begins like a formula stays a name in a spreadsheet."""
    from citykg.analysis.analysing import analyse as analysed
    from citykg.cli.analysis import _write_csv

    told = Told().plan("a", "gb/leeds", "de/=1+1")
    _write_csv(analysed(told.store, "degree"))
    names = [row[1] for row in csv.reader(io.StringIO(capsys.readouterr().out))]
    assert names == ["name", "'=1+1", "Leeds"]


def test_a_wrong_format_is_one_sentence(analyse: Run) -> None:
    """The formats that there are, and the code of a wrong call."""
    found = analyse("--format", "xml")
    assert (found.returncode, len(found.stderr.splitlines())) == (2, 1)
    assert "table, json, csv, md" in found.stderr
