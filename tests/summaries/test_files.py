"""Headings, templates and the verbs that write them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from citykg.cli import app
from citykg.errors import CitykgError, UsageError
from citykg.loaders import read_plans
from citykg.loaders.labels import label_of
from citykg.loaders.statuses import cues_in
from citykg.summaries import TEMPLATES, meaning, template, write
from citykg.summaries.headings import LANGUAGES, heading

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = tomllib.loads(files("citykg.summaries").joinpath("headings.toml").read_text("utf-8"))


@pytest.mark.parametrize("name", HEADINGS)
def test_a_heading_names_its_field_in_its_language(name: str) -> None:
    """The reader takes each heading for its field, and its status for the one it says."""
    field, _, status = name.partition("-")
    for language in LANGUAGES:
        label = label_of(heading(name, language))
        assert label, heading(name, language)
        assert label.fields == (field,)
        assert language in label.languages
        cues = [cue.status for cue in cues_in(heading(name, language), language)]
        assert cues[:1] == ([status] if status else [])


def test_another_language_gets_english_headings() -> None:
    """A regional tag is its language; one that is none of the seven gets English."""
    assert heading("city", "pt-BR") == "Cidade"
    assert heading("city", "ja") == "City"


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_is_a_plan_without_a_problem(kind: str, tmp_path: Path) -> None:
    """What we give to start from is read whole."""
    path = tmp_path / f"plan.{kind}"
    path.write_text(template(kind), encoding="utf-8")
    (reading,) = read_plans(path)
    plan = reading.plan
    assert not plan.problems
    assert not plan.unread
    assert plan.id == "porto-austin"
    assert [city.country.value for city in plan.cities] == ["PT", "US"]
    assert [city.population.value for city in plan.cities] == [231800, 961855]
    assert [goal.value for goal in plan.sdgs] == [6, 11, 13]
    assert [activity.type for activity in plan.activities] == ["study-visit", "workshop"]
    assert [activity.status for activity in plan.activities] == ["completed", "planned"]
    assert [(output.type, output.status) for output in plan.outputs] == [("report", "expected")]
    assert plan.challenges
    assert plan.results
    assert plan.contacts
    assert plan.sources


def test_the_templates_are_of_one_cooperation(tmp_path: Path) -> None:
    """Both say the same of the parties and the subjects."""
    plans = []
    for kind in TEMPLATES:
        path = tmp_path / f"plan.{kind}"
        path.write_text(template(kind), encoding="utf-8")
        plans.append(meaning(read_plans(path)[0].plan))
    table, record = plans
    for field in ("id", "programme", "cities"):
        assert table[field] == record[field]
    for field in ("themes", "sdgs", "urban_agenda_topics", "objectives", "results"):
        assert [value for value, _ in table[field]] == [value for value, _ in record[field]]


def test_what_there_is_not_is_named() -> None:
    """A wrong kind or format lists the right ones."""
    with pytest.raises(UsageError, match="csv, yaml"):
        template("xml")
    with pytest.raises(UsageError, match="ilap, md, yaml, json"):
        write(None, "docx")  # type: ignore[arg-type]


def test_template_goes_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    """`citykg template csv -o FILE` writes what `citykg template csv` prints."""
    runner = CliRunner()
    printed = runner.invoke(app, ["template", "csv"])
    target = tmp_path / "plan.csv"
    written = runner.invoke(app, ["template", "csv", "-o", str(target)])
    assert (printed.exit_code, written.exit_code) == (0, 0)
    assert target.read_bytes() == printed.stdout_bytes == template("csv").encode()


def test_write_writes_a_plan_of_a_graph(tmp_path: Path) -> None:
    """The record that `citykg write` gives is the plan that was built, and says so again."""
    from citykg.build import build

    source = tmp_path / "in" / "plan.yaml"
    source.parent.mkdir()
    source.write_text(template("yaml"), encoding="utf-8")
    graph = tmp_path / "graph"
    build([source.parent], graph, check=False)
    runner, target = CliRunner(), tmp_path / "again.yaml"
    call = ["write", "porto-austin", "-g", str(graph)]
    assert runner.invoke(app, [*call, "--format", "yaml", "-o", str(target)]).exit_code == 0
    before, after = (meaning(read_plans(path)[0].plan) for path in (source, target))
    for field in ("cities", "period", "title", "programme", "activities", "outputs", "contacts"):
        assert after[field] == before[field]
    printed = runner.invoke(app, call)
    assert printed.stdout.startswith("Porto and Austin, cooperation plan\nCity\tPorto\tAustin\n")
    wrong = runner.invoke(app, [*call, "--format", "docx"])
    assert isinstance(wrong.exception, CitykgError)
