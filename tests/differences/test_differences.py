"""What changed between two builds, as a person would tell it."""

from __future__ import annotations

import csv
import json
from functools import cache
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from jsonschema import validate
from typer.testing import CliRunner

from citykg.build import build
from citykg.cli import app
from citykg.differences import differences
from citykg.differences.change import json_schema
from citykg.differences.version import Version
from citykg.errors import DataError, UsageError
from citykg.graph.store import LAYOUT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from citykg.differences import Change, PlanChange

FILE = "manchester-montreal.txt"
OTHER = """Twin Cooperation Summary

City:\tLeeds\tGirona
Country:\tUnited Kingdom\tSpain
Population:\t793,139\t103,369
Period of cooperation\tMay 2018 - June 2020

Cooperation Themes:\t• Clean harbours
Activities:\t• Study visit to Girona (planned)
"""


@pytest.fixture(scope="session")
def built(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds the example with some words in the place of others, once for each set of words."""
    text = (examples / "plans" / FILE).read_text("utf-8")

    @cache
    def make(*swaps: tuple[str, str], name: str = FILE, more: tuple[str, ...] = ()) -> Path:
        folder = tmp_path_factory.mktemp("differences")
        (folder / "plans").mkdir()
        changed = text
        for old, new in swaps:
            assert old in changed
            changed = changed.replace(old, new)
        (folder / "plans" / name).write_text(changed, "utf-8")
        for number, other in enumerate(more):
            (folder / "plans" / f"other-{number}.txt").write_text(other, "utf-8")
        build([folder / "plans"], folder / "graph")
        return folder / "graph"

    return make


@pytest.fixture
def diff() -> Callable[..., str]:
    """Runs the command and gives back what it printed."""

    def run(*args: str | Path, code: int = 0) -> str:
        result = CliRunner().invoke(app, ["diff", *map(str, args)])
        assert result.exit_code == code, result.output
        return result.stdout

    return run


def only(old: Path, new: Path, **options: bool) -> PlanChange:
    """The one plan that differs."""
    (plan,) = differences(old, new).plans(**options)
    return plan


def told(plan: PlanChange) -> list[tuple[str, str]]:
    """Its changes in words."""
    return [(change.kind, change.words) for change in plan.changes]


def the_change(plan: PlanChange, words: str) -> Change:
    """The change that says this."""
    (change,) = [change for change in plan.changes if change.words == words]
    return change


def test_a_graph_does_not_differ_from_itself(
    built: Callable[..., Path], diff: Callable[..., str]
) -> None:
    """Nothing is told, and the exit code says so."""
    graph = built()
    assert diff(graph, graph, "--exit-code") == f"No difference between {graph} and {graph}.\n"


def test_a_value_is_told_with_the_words_of_both_sides(built: Callable[..., Path]) -> None:
    """A property that has one value says what it was and what it is."""
    plan = only(built(), built(("530,000", "545,000")))
    assert told(plan) == [("changed", "population of Manchester: 530,000 -> 545,000")]
    (change,) = plan.changes
    assert change.sentence == 'Manchester population "545000"'
    assert change.old
    assert change.new
    assert [(said.quote, said.document, said.line) for said in change.old.said] == [
        ("530,000", FILE, 8)
    ]
    assert [(said.quote, said.document, said.line) for said in change.new.said] == [
        ("545,000", FILE, 8)
    ]
    assert (plan.kind, plan.moved, plan.follows) == ("changed", 0, 0)


def test_a_status_is_told_as_a_step_of_its_activity(built: Callable[..., Path]) -> None:
    """That the sentence about it is another is part of that."""
    plan = only(built(("conducted a technical", "plans a technical")), built())
    assert told(plan) == [("changed", "technical visit: planned -> completed")]
    (change,) = plan.changes
    assert [part.words for part in change.parts] == ["sentence of technical visit: in other words"]


def test_an_activity_that_came_is_one_change(built: Callable[..., Path]) -> None:
    """What is said of it, and who has it, is not told as so many facts."""
    more = (
        "joint webinars.</p>",
        "joint webinars. Montreal hosted a workshop on smart meters.</p>",
    )
    plan = only(built(), built(more))
    (change,) = plan.changes
    assert change.kind == "added"
    assert change.words == "activity: workshop on smart meters (completed, host Montreal)"
    assert change.sentence == "Manchester – Montreal has activity workshop on smart meters"
    parts = {part.words for part in change.parts}
    assert {
        "status of workshop on smart meters: completed",
        "host of workshop on smart meters: Montreal",
    } <= parts
    back = only(built(more), built())
    assert told(back) == [("gone", change.words)]


def test_changes_stand_in_the_order_of_the_document(built: Callable[..., Path]) -> None:
    """What is gone stands where it stood."""
    new = built(
        ("1'942,044", "1'950,000"),
        ("10-Reduced inequalities ", ""),
        ("Social mobility", "Mobility of all"),
        ("info@iuc-na.eu", "hello@iuc-na.eu"),
    )
    assert [change.kind for change in only(built(), new).changes][:2] == ["changed", "gone"]
    words = [change.words for change in only(built(), new).changes]
    assert words[0] == "population of Montreal: 1,942,044 -> 1,950,000"
    assert words[1] == "goal: Reduced Inequalities (sdg:10)"
    assert words[-1] == "contact: info@iuc-na.eu -> hello@iuc-na.eu"


def test_a_theme_that_is_respelt_is_not_lost_and_found(built: Callable[..., Path]) -> None:
    """Another spelling is another label; other words are the theme's new ones."""
    plan = only(built(), built(("• Housing", "• Affordable housing")))
    assert told(plan) == [("changed", "theme: Housing -> Affordable housing")]
    respelt = only(built(), built(("• Housing", "• HOUSING")))
    assert told(respelt) == [("changed", "theme: Housing -> HOUSING")]


def test_a_line_more_at_the_top_changes_no_fact(
    built: Callable[..., Path], diff: Callable[..., str]
) -> None:
    """Facts that only stand elsewhere are counted, and shown on demand."""
    old, new = built(), built(("\n\nIUC-NA", "\n\n\nIUC-NA"))
    plan = only(old, new, evidence=True)
    assert (plan.kind, plan.changes, plan.reworded) == ("moved", (), 0)
    assert plan.moved > 200
    populations = [one for one in plan.evidence if one.predicate.endswith("population")]
    assert [(one.old[0].line, one.new[0].line) for one in populations] == [(8, 9), (8, 9)]
    short, long = diff(old, new), diff(old, new, "--evidence")
    assert "Manchester" not in short
    assert "1 plan with the same facts at other places" in short
    assert short.endswith("; --evidence shows the places.\n")
    assert f"now “530,000”  {FILE}:9" in long


def test_the_same_fact_in_other_words_is_no_change(built: Callable[..., Path]) -> None:
    """530,000 and 530 000 are one number."""
    plan = only(built(), built(("530,000", "530 000")))
    assert (plan.kind, plan.changes) == ("moved", ())
    assert (plan.moved, plan.reworded) == (1, 1)


def test_plans_come_and_go(built: Callable[..., Path], diff: Callable[..., str]) -> None:
    """A plan as a whole is one line, unless it is asked for."""
    old, new = built(), built(more=(OTHER,))
    plan = only(old, new)
    assert (plan.kind, plan.label, plan.old_iri) == ("added", "Leeds – Girona", None)
    assert plan.holds == {"city": 2, "theme": 1, "activity": 1}
    gone = diff(new, old)
    assert gone.startswith(f"Leeds – Girona ({plan.plan}): gone, other-0.txt (2 cities, ")
    assert "Clean harbours" not in gone.partition("\n\n")[0]
    assert "    - theme: Clean harbours\n" in diff(new, old, "--plan", plan.plan)
    assert "    + city: Leeds (United Kingdom, population 793,139)\n" in diff(
        old, new, "--plan", plan.plan
    )


def test_one_plan_can_be_asked_for(built: Callable[..., Path], diff: Callable[..., str]) -> None:
    """The others are left out, and so is what is beside the plans."""
    old, new = (
        built(more=(OTHER,)),
        built(("530,000", "545,000"), more=(OTHER.replace("793,139", "800,000"),)),
    )
    assert [plan.label for plan in differences(old, new).plans()] == [
        "Leeds – Girona",
        "Manchester – Montreal",
    ]
    shown = diff(old, new, "--plan", "manchester-montreal")
    assert "population of Manchester" in shown
    assert "Leeds" not in shown
    with pytest.raises(UsageError, match="did you mean plan/manchester-montreal"):
        differences(old, new, plan="manchester-montreel")


def test_a_file_of_another_name_is_told_as_such(
    built: Callable[..., Path], diff: Callable[..., str]
) -> None:
    """The plan is what it was."""
    old, new = built(), built(name="x.txt")
    assert (only(old, new).kind, only(old, new).moved) == ("moved", 0)
    assert f"The document is x.txt; it was {FILE}." in diff(old, new)


def test_a_plan_of_another_name_is_the_plan_that_it_was(
    built: Callable[..., Path], examples: Path
) -> None:
    """A second plan of the same cities takes the short id away: that is told, and nothing else."""
    text = (examples / "plans" / FILE).read_text("utf-8")
    second = text.replace("IUC-NA", "Twins").replace("November 2017", "June 2021")
    old, new = built(), built(more=(second,))
    other, first = differences(old, new).plans()
    assert (first.kind, other.kind) == ("changed", "added")
    assert first.old_iri != first.new_iri
    names = "now called plan/manchester-montreal-iuc-na, was plan/manchester-montreal"
    assert ("renamed", f"plan Manchester – Montreal: {names}") in told(first)
    assert {kind for kind, _ in told(first)} == {"renamed"}
    assert len(told(first)) <= 2


def test_a_city_whose_country_came_to_be_known_is_the_same_city(built: Callable[..., Path]) -> None:
    """It got another IRI, and its facts did not change."""
    unknown = ("Country:\tUnited Kingdom\tCanada\n", "")
    plan = only(built(unknown), built())
    words = [words for kind, words in told(plan) if kind == "renamed"]
    assert "city Manchester: now called city/gb/manchester, was city/zz/manchester" in words
    assert not [change for change in plan.changes if "population" in change.words]
    assert ("added", "country of Manchester and Greater Manchester: United Kingdom") in told(plan)
    (links,) = [s for s in differences(built(unknown), built()).sections if s.name == "links"]
    words = {change.words for change in links.changes if "Manchester" in change.words}
    to_place = "exact match Manchester (geonames:2643123/)"
    assert words == {f"Manchester (city/{code}/manchester): {to_place}" for code in ("zz", "gb")}


def test_another_base_is_no_difference(
    built: Callable[..., Path], examples: Path, tmp_path: Path, diff: Callable[..., str]
) -> None:
    """Names are compared without the base."""
    build([examples / "plans"], tmp_path / "graph", base="https://example.org/id/")
    assert list(differences(built(), tmp_path / "graph").plans()) == []
    assert "other bases, https://w3id.org/citykg/id/ and https://example.org/id/" in diff(
        built(), tmp_path / "graph"
    )


def test_suggestions_alone_can_differ(
    built: Callable[..., Path], examples: Path, tmp_path: Path, diff: Callable[..., str]
) -> None:
    """What is only suggested stands apart, with its words."""
    build([examples / "plans"], tmp_path / "graph", suggest=False)
    found = differences(tmp_path / "graph", built())
    assert list(found.plans()) == []
    (section,) = found.sections
    assert (section.name, section.gone) == ("suggestions", 0)
    assert section.added == len(section.changes) > 5
    shown = diff(tmp_path / "graph", built(), "--exit-code", code=1)
    assert (
        "    + Manchester – Montreal speaks of No Poverty (sdg:1)\n        “measure poverty”"
        in shown
    )
    assert shown.endswith("Only beside the plans: suggestions.\n")


def test_links_stand_apart(built: Callable[..., Path]) -> None:
    """A link is told with its two ends; that of a document whose words changed is the same link."""
    found = differences(built(), built(more=(OTHER,)))
    (links,) = [section for section in found.sections if section.name == "links"]
    words = [change.words for change in links.changes]
    assert "Leeds: exact match Leeds (geonames:2644688/)" in words
    same = differences(built(), built(("530,000", "545,000")))
    assert "links" not in {section.name for section in same.sections}


def test_the_version_before_is_what_the_last_build_replaced(
    examples: Path, tmp_path: Path, diff: Callable[..., str]
) -> None:
    """One folder is compared with its own past, if that is still there."""
    plan, graph = tmp_path / FILE, tmp_path / "graph"
    text = (examples / "plans" / FILE).read_text("utf-8")
    plan.write_text(text, "utf-8")
    build([plan], graph)
    with pytest.raises(UsageError, match="holds no version before the current one"):
        differences(graph)
    plan.write_text(text.replace("530,000", "545,000"), "utf-8")
    build([plan], graph)
    assert "~ population of Manchester: 530,000 -> 545,000" in diff(graph)


def test_text_of_a_document_cannot_steer_the_terminal(
    built: Callable[..., Path], diff: Callable[..., str]
) -> None:
    """Escape sequences, bells and marks that turn the writing are shown as what they are not."""
    hostile = built(("Social mobility", "Social \x1b[31mmobility\x07 \u202efor all"))
    for form in ("text", "md", "csv"):
        shown = diff(built(), hostile, "--format", form)
        assert "mobility" in shown
        assert not set("\x1b\x07\u202e\x9b") & set(shown)


def test_the_spreadsheet_holds_no_formula(
    built: Callable[..., Path], diff: Callable[..., str]
) -> None:
    """A row is a change, with the words of both sides, and no cell acts."""
    new = built(("530,000", "545,000"), ("Social mobility", "=HYPERLINK(1) for mobility"))
    rows = list(csv.DictReader(StringIO(diff(built(), new, "--format", "csv"))))
    population = next(row for row in rows if row["property"] == "ckg:population")
    assert population["old"] == population["old_quote"] == "530,000"
    assert (population["new"], population["new_file"], population["new_line"]) == (
        "545,000",
        FILE,
        "8",
    )
    assert any("=HYPERLINK" in cell for row in rows for cell in row.values())
    assert not any(cell.startswith("=") for row in rows for cell in row.values())


def test_the_schema_in_the_docs_is_that_of_the_records(examples: Path) -> None:
    """`python tools/schema.py` has been run after the last change of the records."""
    shipped = examples.parent / "docs" / "diff.schema.json"
    assert json.loads(shipped.read_text("utf-8")) == json.loads(json.dumps(json_schema()))


def test_json_is_what_its_schema_says(
    built: Callable[..., Path], diff: Callable[..., str], examples: Path
) -> None:
    """One object, with the sums of what it lists."""
    new = built(("530,000", "545,000"), ("\n\nIUC-NA", "\n\n\nIUC-NA"), more=(OTHER,))
    found = json.loads(diff(built(), new, "--format", "json", "--evidence"))
    schema = json.loads((examples.parent / "docs" / "diff.schema.json").read_text("utf-8"))
    validate(found, schema)
    assert found["totals"]["plans_added"] == found["totals"]["plans_changed"] == 1
    added, changed = found["plans"]
    assert (added["kind"], changed["kind"]) == ("added", "changed")
    assert [change["words"] for change in changed["changes"]] == [
        "population of Manchester: 530,000 -> 545,000"
    ]
    assert sum(changed["facts"].values()) == len(changed["changes"])
    assert changed["moved"] >= len(changed["evidence"]) > 0
    short = json.loads(diff(built(), new, "--format", "json", "--summary"))
    validate(short, schema)
    assert short["totals"] == found["totals"]
    assert not any(plan["changes"] for plan in short["plans"])


def test_a_summary_has_counts_only(built: Callable[..., Path], diff: Callable[..., str]) -> None:
    """A line a plan, a line for what is beside, and the sum."""
    new = built(("530,000", "545,000"), more=(OTHER,))
    first, second, *rest = diff(built(), new, "--summary").splitlines()
    assert first.startswith("Leeds – Girona")
    assert second == "Manchester – Montreal (plan/manchester-montreal): 1 changed"
    assert [line.partition(":")[0] for line in rest[:-1]] == ["links", "vocabulary"]
    assert rest[-1].startswith(
        "1 plan added, 1 plan changed; in the plans that both have: 1 changed;"
    )


def test_the_same_two_graphs_give_the_same_bytes(
    built: Callable[..., Path], diff: Callable[..., str]
) -> None:
    """Neither a store nor a set decides an order."""
    new = built(("530,000", "545,000"), ("joint webinars", "online seminars"), more=(OTHER,))
    for form in ("text", "json", "csv", "md"):
        shown = {diff(built(), new, "--format", form, "--evidence") for _ in range(2)}
        assert len(shown) == 1


def test_what_is_no_graph_is_one_sentence(built: Callable[..., Path], tmp_path: Path) -> None:
    """A folder of something else, a graph of another layout, a graph without its lines."""
    with pytest.raises(UsageError, match="There is no graph in"):
        differences(built(), tmp_path)
    old = tmp_path / "old"
    (old / "store" / "current").mkdir(parents=True)
    (old / "store" / "current" / "CURRENT").touch()
    (old / ".lock").write_bytes(LAYOUT.replace(b"layout", b"other layout"))
    with pytest.raises(DataError, match="written by another version of citykg"):
        differences(old, built())
    (old / ".lock").write_bytes(LAYOUT)
    with pytest.raises(DataError, match=r"has lost its graph\.nq"):
        differences(old, built())
    (old / "store" / "current" / "graph.nq").touch()
    version = Version(old, old / "store" / "current")
    with pytest.raises(DataError, match="cannot be read"):
        _ = version.store


def test_a_format_that_there_is_not_is_named(built: Callable[..., Path]) -> None:
    """The formats that there are stand beside it."""
    result = CliRunner().invoke(app, ["diff", str(built()), str(built()), "--format", "xml"])
    assert isinstance(result.exception, UsageError)
    assert "text, json, csv, md" in str(result.exception)
