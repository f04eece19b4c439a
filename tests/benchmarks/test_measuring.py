"""What measurements are made with and told by: short plans, tables of facts, the report."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest

from citykg.graph.names import Names
from citykg.graph.quads import plan_blocks
from citykg.loaders import read_plans

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Gives a module of the benchmarks, which are scripts beside the package."""
    monkeypatch.setattr(sys, "path", [str(BENCHMARKS), *sys.path])
    return import_module


def test_short_plans_are_the_same_for_a_seed(script: Callable[[str], Any]) -> None:
    """The first plans of a seed do not depend on how many are taken, and no two are alike."""
    texts = script("short_plans").plan_texts
    few, many = list(islice(texts(7), 20)), list(islice(texts(7), 300))
    assert many[:20] == few
    assert len({text for _, text in many}) == 300
    assert {text for _, text in islice(texts(8), 20)}.isdisjoint(text for _, text in many)


def test_short_plans_are_read_without_problems(
    script: Callable[[str], Any], tmp_path: Path
) -> None:
    """Each layout gives two cities with their countries, an activity, and a graph of its size."""
    sizes = []
    for file in script("short_plans").write_plans(tmp_path, 40):
        [reading] = read_plans(file)
        plan = reading.plan
        assert plan.problems == ()
        assert len(plan.cities) == 2
        assert all(city.country and city.country.value for city in plan.cities)
        assert plan.activities
        assert 500 < len(file.read_text(encoding="utf-8")) < 1_000
        blocks = plan_blocks(plan, Names.of([plan]), reading.document.line_of)
        sizes.append(sum("".join(part).count("\n") for part in blocks))
    assert 250 < sum(sizes) / len(sizes) < 350


def test_the_tables_hold_the_facts_and_nothing_else(
    script: Callable[[str], Any], tmp_path: Path
) -> None:
    """The rows of the tables are the quads that plans declare, each once."""
    plans = script("short_plans").write_plans(tmp_path / "plans", 8)
    readings = [reading for file in plans for reading in read_plans(file)]
    names = Names.of(reading.plan for reading in readings)
    blocks = [plan_blocks(each.plan, names, each.document.line_of) for each in readings]
    graph = tmp_path / "graph.nq"
    graph.write_text("".join("".join(part) for own in blocks for part in own), encoding="utf-8")
    declared = "".join("".join(own.facts) for own in blocks)
    found = set()
    for table in script("fact_tables").write_tables(graph, tmp_path / "tables"):
        head, *rows = _cells(tmp_path / "tables" / f"{table.name}.csv")
        assert head == ["thing", "value", "plan"]
        assert len(rows) == table.rows
        for thing, value, plan in rows:
            kind = {"language": table.language} if table.language else {}
            if table.datatype:
                kind = {"datatype": ox.NamedNode(table.datatype)}
            term = ox.NamedNode(value) if table.is_link else ox.Literal(value, **kind)
            where = ox.NamedNode(plan)
            found.add(ox.Quad(ox.NamedNode(thing), ox.NamedNode(table.predicate), term, where))
    assert found == set(ox.parse(declared, format=ox.RdfFormat.N_QUADS))
    mapping = (tmp_path / "tables" / "mapping.rml.ttl").read_bytes()
    assert list(ox.parse(mapping, format=ox.RdfFormat.TURTLE, base_iri="http://base.example/"))


def _cells(path: Path) -> list[list[str]]:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _data(plans: int, seconds: float, **more: Any) -> dict[str, Any]:
    about = dict.fromkeys(("machine", "versions", "mappers", "commit", "date", "command"), "x")
    build = {
        "seconds": {"build": seconds, "store": seconds / 2},
        "peak": 1 << 20,
        "counted": {"quads": plans * 300},
    }
    return {"about": {**about, "kind": "short", "plans": plans}, "trials": {"build": build, **more}}


def test_the_report_depends_on_the_results_alone(script: Callable[[str], Any]) -> None:
    """The same files give the same tables; a cost that grows as the plans do has exponent 1."""
    report = script("report").report
    data = [_data(1_000, 10.0), _data(10_000, 100.0)]
    assert report(data) == report(data)
    assert (
        "| build, files to a store on disk | 1,000 to 10,000 | plans^1.00 |"
        in report(data)["growth"]
    )
    assert report([_data(1_000, 20.0)]) != report([_data(1_000, 10.0)])


def test_a_target_without_figures_is_neither_met_nor_missed(script: Callable[[str], Any]) -> None:
    """Shapes are compared on the same graphs with the same faults only; else there is no ratio."""
    ours = {"seconds": {"validate": 1.0}, "counted": {"found": 0}}
    peer = {"seconds": {"validate": 20.0}, "counted": {"found": 0}}
    whole = {"seconds": {"validate": 30.0}}

    def row(**trials: Any) -> str:
        lines = script("report").report([_data(100, 1.0, **trials)])["targets"].splitlines()
        return next(line for line in lines if line.startswith("| shapes"))

    assert row(validation=ours, **{"pyshacl whole": whole}).endswith("| not measured | – |")
    assert row(validation=ours, **{"peer validation": peer}).endswith("| 20x | met |")
    other = {**peer, "counted": {"found": 1}}
    assert row(validation=ours, **{"peer validation": other}).endswith("**not met** |")


def test_few_plans_do_not_meet_what_is_wanted_of_many(script: Callable[[str], Any]) -> None:
    """A target at 10,000 plans is met or missed at that size only."""

    def row(plans: int) -> str:
        again = {"seconds": {"build": 0.01}}
        data = _data(plans, 10.0, **{"again changed": again})
        lines = script("report").report([data])["targets"].splitlines()
        return next(line for line in lines if line.startswith("| one plan changed"))

    assert row(1_000).endswith("| 0.10% | – |")
    assert row(10_000).endswith("| 0.10% | met |")


def test_a_stopped_run_goes_on(script: Callable[[str], Any], tmp_path: Path) -> None:
    """What a file of results holds is not measured again."""
    results, trial = script("results").Results, script("trial").Trial
    path, made = tmp_path / "short-1.json", []

    def work() -> Any:
        made.append(1)
        return trial({"read": 1.5}, 7, {"plans": 1})

    first = results.opened(path, {"kind": "short", "plans": 1}).measure("read", work)
    assert results.opened(path, {}).measure("read", work) == first
    assert made == [1]


def test_the_page_has_a_place_for_every_table(script: Callable[[str], Any], tmp_path: Path) -> None:
    """The tables of docs/performance.md are those that its files of results give."""
    report = script("report")
    kept = [each.to_json() for each in script("results").all_results()]
    docs = Path(__file__).parents[2] / "docs" / "performance.md"
    copy = tmp_path / "performance.md"
    copy.write_text(docs.read_text(encoding="utf-8"), encoding="utf-8")
    report.write_report(copy, report.report(kept))
    assert copy.read_text(encoding="utf-8") == docs.read_text(encoding="utf-8")


def test_the_endpoint_is_measured_with_what_its_tests_have() -> None:
    """The script finds all that it takes from the tests of the server."""
    command = [sys.executable, BENCHMARKS / "endpoint.py", "--help"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
