"""The verb `link`: what is linked, what is open, and decisions, as people type them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Result = subprocess.CompletedProcess[str]

PLAN = """Twin Cooperation Summary

City:\tLeeds\tSpringfield
Country:\tUnited Kingdom\tUnited States
Population:\t793,000\t
Period of cooperation\tMay 2018 - June 2020

Cooperation Themes:\t• Housing • Clean harbours
Related SDGs and Urban Agenda topics:\tSDGs: 11, 13 Urban Agenda: Air quality
Expected results and benefits:\tA joint report will be published.
"""


@pytest.fixture(scope="module")
def citykg() -> Callable[..., Result]:
    """Runs the command as a person does."""

    def run(*args: str | Path) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "citykg", *map(str, args)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def built(citykg: Callable[..., Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of one plan."""
    folder = tmp_path_factory.mktemp("link")
    (folder / "plan.txt").write_text(PLAN, encoding="utf-8")
    result = citykg("build", folder / "plan.txt", "-o", folder / "graph")
    assert result.returncode == 0, result.stderr
    return folder / "graph"


@pytest.fixture
def graph(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(built, tmp_path / "graph", symlinks=True)


def failed(result: Result, code: int) -> str:
    """The one sentence that a failed call says."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def links(citykg: Callable[..., Result], graph: Path) -> dict[str, list[dict[str, str]]]:
    """The report as JSON."""
    result = citykg("link", graph, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_it_shows_what_is_linked_and_what_is_open(
    citykg: Callable[..., Result], built: Path
) -> None:
    """Numbers by vocabulary, doubts with candidates and how to settle one, and differences."""
    result = citykg("link", built)
    assert result.returncode == 0
    assert result.stderr == ""
    text = result.stdout
    assert text.startswith("Linked\n")
    assert "  GeoNames " in text
    assert "decided by people: 0 accepted, 0 rejected\n" in text
    assert "Left open: GeoNames (1)\n  Springfield (city/us/springfield): " in text
    assert "      geonames:4250542  Springfield, Illinois, US, " in text
    assert f"  To decide: citykg link {built} --accept 'city/us/springfield geonames:" in text
    assert "Plans and gazetteer differ (1)\n  Leeds: 793,000 stated, " in text


def test_looking_changes_nothing(citykg: Callable[..., Result], built: Path) -> None:
    """A folder that nobody edited is not linked again."""
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    assert "Linked again" not in citykg("link", built).stderr
    assert before == {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}


def test_json_is_the_report(citykg: Callable[..., Result], built: Path) -> None:
    """All of it, where the words are cut short."""
    found = links(citykg, built)
    report = json.loads((built / "report.json").read_bytes())
    assert found == report["links"]
    assert {one["name"] for one in found["open"]} == {"Springfield", "Clean harbours"}
    assert found["disagreements"][0]["stated"] == 793_000


@pytest.mark.parametrize(
    "pair",
    [
        "city/us/springfield geonames:4250542",
        "city/us/springfield geonames:4250542/",
        "citykg:city/us/springfield <https://sws.geonames.org/4250542/>",
        "<https://w3id.org/citykg/id/city/us/springfield> https://sws.geonames.org/4250542",
        "Springfield geonames:4250542",
    ],
)
def test_a_pair_is_accepted_however_it_is_written(
    pair: str, citykg: Callable[..., Result], graph: Path
) -> None:
    """By its short name, its label, its IRI, or as the file of links has it."""
    result = citykg("link", graph, "--accept", pair, "--author", "Ana Sousa")
    assert result.returncode == 0, result.stderr
    assert result.stderr == f"Linked again: {graph}/links.sssom.tsv\n"
    assert "decided by people: 1 accepted, 0 rejected\n" in result.stdout
    assert "Springfield" not in result.stdout
    rows = (graph / "links.sssom.tsv").read_text(encoding="utf-8").splitlines()
    (row,) = [line.split("\t") for line in rows if "city/us/springfield" in line]
    assert row[:9] == [
        "citykg:city/us/springfield",
        "Springfield",
        "skos:exactMatch",
        "",
        "geonames:4250542/",
        "Springfield",
        "semapv:ManualMappingCuration",
        "Ana Sousa",
        "",
    ]


def test_a_pair_is_rejected(citykg: Callable[..., Result], graph: Path) -> None:
    """It is gone from the graph, and the city is open."""
    result = citykg("link", graph, "--reject", "city/gb/leeds geonames:2644688")
    assert result.returncode == 0, result.stderr
    assert "decided by people: 0 accepted, 1 rejected\n" in result.stdout
    assert "Leeds (city/gb/leeds): what was found was rejected" in result.stdout
    assert b"sws.geonames.org/2644688" not in (graph / "graph.nq").read_bytes()


def test_several_decisions_at_once(citykg: Callable[..., Result], graph: Path) -> None:
    """Each option may be given as often as there is something to decide."""
    result = citykg(
        "link",
        graph,
        *("--accept", "city/us/springfield geonames:4250542"),
        *("--accept", "city/us/springfield wd:Q28515"),
        *("--reject", "city/gb/leeds geonames:2644688"),
    )
    assert "decided by people: 2 accepted, 1 rejected\n" in result.stdout, result.stderr


def test_an_edited_file_is_replayed(citykg: Callable[..., Result], graph: Path) -> None:
    """After an edit, `citykg link` is enough; the second time there is nothing to do."""
    path = graph / "links.sssom.tsv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("geonames:2644688/", "geonames:2654993/"), encoding="utf-8")
    result = citykg("link", graph)
    assert result.stderr.startswith("Linked again")
    assert "1 accepted" in result.stdout
    assert citykg("link", graph).stderr == ""


def test_a_file_of_decisions(citykg: Callable[..., Result], graph: Path, tmp_path: Path) -> None:
    """Brought along with --mappings, kept in the folder, here and at a build."""
    head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    row = "citykg:city/us/springfield\tskos:exactMatch\tgeonames:4250542/\t"
    file = tmp_path / "own.sssom.tsv"
    file.write_text(f"{head}{row}semapv:ManualMappingCuration\n", encoding="utf-8")
    result = citykg("link", graph, "--mappings", file)
    assert "1 accepted" in result.stdout, result.stderr
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    result = citykg("build", plan, "-o", tmp_path / "other", "--mappings", file)
    assert result.returncode == 0, result.stderr
    assert "1 accepted" in citykg("link", tmp_path / "other").stdout


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        ("", "is no decision"),
        ("city/us/springfield", "is no decision"),
        ("city/us/springfield geonames:1 geonames:2", "is no decision"),
        ("city/us/springfeld geonames:4250542", "did you mean city/us/springfield"),
        ("city/us/springfield Illinois", "'Illinois' is no IRI"),
        ("city/us/springfield geonames:Illinois", "is no place of GeoNames"),
        ("city/us/springfield geonames:", "is no place of GeoNames"),
        ("city/us/springfield mailto:a@example.org", "is no IRI"),
        ('city/us/springfield http://example.org/a"b', "is no IRI"),
        ("city/us/springfield http://example.org/<a>", "is no IRI"),
    ],
)
def test_a_wrong_pair_is_one_sentence(
    pair: str, says: str, citykg: Callable[..., Result], built: Path
) -> None:
    """The call is wrong: exit 2, and nothing is written."""
    before = (built / "store/current").readlink()
    for option in ("--accept", "--reject"):
        assert says in failed(citykg("link", built, option, pair), 2)
    assert (built / "store/current").readlink() == before


def test_decisions_that_contradict_each_other_are_one_sentence(
    citykg: Callable[..., Result], built: Path
) -> None:
    """Yes and no of one pair, and two places for one city: exit 2."""
    one, other = "city/us/springfield geonames:4250542", "city/us/springfield geonames:4409896"
    says = failed(citykg("link", built, "--accept", one, "--reject", one), 2)
    assert says.endswith(
        "Springfield cannot both be and not be https://sws.geonames.org/4250542/: say which."
    )
    says = failed(citykg("link", built, "--accept", one, "--accept", other), 2)
    assert "Springfield cannot be both" in says


def test_wrong_folders_and_files_are_one_sentence(
    citykg: Callable[..., Result], graph: Path, tmp_path: Path
) -> None:
    """No graph is a wrong call; a file that cannot be used is wrong data."""
    assert "no folder" in failed(citykg("link", tmp_path / "nothing"), 2)
    (tmp_path / "empty").mkdir()
    assert "citykg build" in failed(citykg("link", tmp_path / "empty"), 2)
    missing = tmp_path / "missing.tsv"
    assert "cannot be read" in failed(citykg("link", graph, "--mappings", missing), 1)
    missing.write_text("<!DOCTYPE html>\n", encoding="utf-8")
    assert "is no SSSOM table" in failed(citykg("link", graph, "--mappings", missing), 1)
    (graph / "links.sssom.tsv").write_text("spoilt\n", encoding="utf-8")
    assert "links.sssom.tsv:1: is no SSSOM table" in failed(citykg("link", graph), 1)


def test_a_folder_of_an_older_version_is_told(citykg: Callable[..., Result], graph: Path) -> None:
    """Without a file of links, and with a report that says nothing of links: build it again."""
    (graph / "links.sssom.tsv").unlink()
    report = graph / "report.json"
    found = json.loads(report.read_bytes())
    del found["links"]
    report.write_text(json.dumps(found), encoding="utf-8")
    assert "build the graph again with 'citykg build'" in failed(citykg("link", graph), 1)
    result = citykg("link", graph, "--accept", "city/us/springfield geonames:4250542")
    assert "build the graph again with 'citykg build'" in failed(result, 1)


def test_a_build_links_a_folder_of_an_older_version(
    citykg: Callable[..., Result], graph: Path, tmp_path: Path
) -> None:
    """It needs nothing of what was there before."""
    (graph / "links.sssom.tsv").unlink()
    (graph / "report.json").write_text("{}", encoding="utf-8")
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    result = citykg("build", tmp_path / "plan.txt", "-o", graph)
    assert result.returncode == 0, result.stderr
    assert "GeoNames" in citykg("link", graph).stdout
    assert (graph / "links.sssom.tsv").is_symlink()
