"""The command line: data to stdout, talk to stderr, one sentence for what is wrong."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Result = subprocess.CompletedProcess[str]
VERBS = (
    *("read", "build", "write", "template", "suggest", "query", "queries", "validate", "explain"),
    *(
        "link",
        "vocabulary",
        "ontology",
        "view",
        "export",
        "diff",
        "push",
        "pull",
        "analyse",
        "shell",
    ),
)


@pytest.fixture(scope="session")
def citykg() -> Callable[..., Result]:
    """Runs the command as a person does."""

    def run(*args: str | Path, stdin: str | None = None) -> Result:
        return subprocess.run(
            [sys.executable, "-m", "citykg", *map(str, args)],
            capture_output=True,
            text=True,
            input=stdin,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def graph(
    citykg: Callable[..., Result], examples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The graph of the example plan."""
    folder = tmp_path_factory.mktemp("built") / "graph"
    result = citykg("build", examples / "plans", "-o", folder)
    assert result.returncode == 0, result.stderr
    return folder


def failed(result: Result, code: int) -> str:
    """The one sentence that a failed call says."""
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_a_real_example(verb: str, citykg: Callable[..., Result]) -> None:
    """The help of a verb ends in a line that can be typed."""
    result = citykg(verb, "--help")
    assert result.returncode == 0
    assert f"Example: citykg {verb}" in " ".join(result.stdout.split())


def test_the_help_lists_every_verb(citykg: Callable[..., Result]) -> None:
    """No verb is undocumented."""
    shown = citykg("--help").stdout
    assert all(f"  {verb} " in shown for verb in VERBS)


def test_read_prints_plans_as_json(citykg: Callable[..., Result], examples: Path) -> None:
    """The output is one JSON array, whatever the number of files."""
    result = citykg(
        "read", examples / "plans/manchester-montreal.txt", examples / "cooperations.csv"
    )
    plans = json.loads(result.stdout)
    assert len(plans) == 79
    assert plans[0]["cities"][0]["name"]["value"] == "Manchester"
    assert plans[0]["source"]["characters"] > 1000
    assert plans[0]["outputs"][0]["type"] == "memorandum-of-understanding"


def test_read_goes_on_after_a_file_that_fails(
    citykg: Callable[..., Result], examples: Path, tmp_path: Path
) -> None:
    """The plans that can be read are printed; the exit code says that one could not."""
    bad = tmp_path / "bad.txt"
    bad.write_text("nothing of the kind")
    result = citykg("read", bad, examples / "plans/manchester-montreal.txt")
    assert result.returncode == 1
    assert len(json.loads(result.stdout)) == 1
    assert "bad.txt" in result.stderr


def test_read_takes_standard_input_folders_and_packed_files(
    citykg: Callable[..., Result], examples: Path, tmp_path: Path
) -> None:
    """What stdin holds is told by what is in it; each document is read once, in order."""
    table = (examples / "cooperations.csv").read_text("utf-8")
    result = citykg("read", "-", examples / "plans", examples / "plans", stdin=table)
    plans = json.loads(result.stdout)
    assert result.returncode == 0
    assert [plan["source"]["path"] for plan in plans[:78]] == ["stdin"] * 78
    assert plans[0]["source"]["media_type"] == "text/csv"
    assert len(plans) == 79
    packed = tmp_path / "plan.txt.gz"
    packed.write_bytes(gzip.compress((examples / "plans/manchester-montreal.txt").read_bytes()))
    (plan,) = json.loads(citykg("read", packed).stdout)
    assert plan["source"] == plans[78]["source"] | {"path": str(packed)}


def test_read_goes_on_after_a_path_that_leads_nowhere(
    citykg: Callable[..., Result], examples: Path
) -> None:
    """A path without a document is said so, and the exit code tells."""
    result = citykg("read", "--strict", "nowhere.txt", examples / "plans")
    assert result.returncode == 1
    assert len(json.loads(result.stdout)) == 1
    assert "There is no file nowhere.txt" in result.stderr


def test_build_takes_standard_input(
    citykg: Callable[..., Result], examples: Path, tmp_path: Path
) -> None:
    """A plan can come through a pipe, and its evidence names stdin."""
    text = (examples / "plans/manchester-montreal.txt").read_text("utf-8")
    result = citykg("build", "-", "-o", tmp_path / "graph", stdin=text)
    assert result.returncode == 0, result.stderr
    said = citykg("explain", tmp_path / "graph", "city/gb/manchester population").stdout
    assert "stdin:8, characters" in said


def test_build_leaves_all_files(graph: Path) -> None:
    """A graph folder holds the store, the graph in two formats, the report and the page."""
    names = {path.name for path in graph.iterdir()}
    assert {"store", "graph.nq", "graph.ttl", "report.json", "index.html"} <= names
    report = json.loads((graph / "report.json").read_text("utf-8"))
    assert report["totals"]["plans"] == 1
    assert report["totals"]["violations"] == 0


def test_build_says_what_it_suggests(
    citykg: Callable[..., Result], graph: Path, examples: Path, tmp_path: Path
) -> None:
    """Suggestions are counted apart; without them the graph of facts is the same."""
    totals = json.loads((graph / "report.json").read_text("utf-8"))["totals"]
    result = citykg("build", examples / "plans", "-o", tmp_path / "graph", "--no-suggestions")
    assert result.returncode == 0
    without = json.loads((tmp_path / "graph/report.json").read_text("utf-8"))["totals"]
    assert totals["suggestions"] > without["suggestions"] == 0
    assert totals["facts"] == without["facts"]
    assert "suggest" not in result.stderr


def test_query_asks_for_suggestions_on_demand(citykg: Callable[..., Result], graph: Path) -> None:
    """A query of one's own sees them with the option, and not without."""
    text = "SELECT ?s { ?s a ckg:Suggestion ; dcterms:subject ?goal } ORDER BY ?s"
    call = ("query", "-", "-g", graph, "--format", "csv")
    rows = citykg(*call, stdin=text).stdout.splitlines()
    assert rows == ["s"]
    rows = citykg(*call, "--with-suggestions", stdin=text).stdout.splitlines()
    assert len(rows) > 1
    assert len(rows) == len(
        citykg("query", "suggestions", "-g", graph, "--format", "csv").stdout.splitlines()
    )
    sentence = failed(
        citykg("query", "plans", "--endpoint", "http://localhost:1/", "--with-suggestions"), 2
    )
    assert "own choice" in sentence


def test_explain_marks_what_is_only_suggested(citykg: Callable[..., Result], graph: Path) -> None:
    """Behind what the plan says, with words, place and score."""
    shown = citykg("explain", graph, "plan/manchester-montreal").stdout
    declared, _, suggested = shown.partition(" speaks of ")
    assert "suggested" not in declared
    assert "suggested, not declared (score 0." in suggested


@pytest.mark.parametrize(
    ("query", "params", "header"),
    [
        ("cities", (), "city,name,country,population,area_km2,geonames,wikidata"),
        ("plans", (), "plan,title,programme,start,end"),
        ("city-themes", (), "city,name,theme,label,plan"),
        ("city-goals", (), "city,name,goal,number,plan"),
        ("city-topics", (), "city,name,topic,label,plan"),
        ("suggestions", (), "plan,scheme,subject,label,score,quote"),
        ("activities", (), "plan,activity,label,type,status"),
        ("outputs", (), "plan,output,label,type,status"),
        ("cities-by-goal", ("goal=11",), "city,name,plan"),
        ("shared-goals", (), "plan1,plan2,goals"),
        (
            "evidence",
            ("subject=city/gb/manchester",),
            "predicate,object,quote,start,end,document",
        ),
        ("partners-for", ("city=city/gb/manchester",), "city,name,score,shared"),
    ],
)
def test_saved_queries_have_the_columns_that_scripts_rely_on(
    query: str, params: tuple[str, ...], header: str, graph: Path, citykg: Callable[..., Result]
) -> None:
    """The names and columns of the saved queries are a contract."""
    options = [option for param in params for option in ("-p", param)]
    result = citykg("query", query, *options, "-g", graph, "--format", "csv")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[0] == header


def test_a_query_of_ones_own_knows_the_prefixes(graph: Path, citykg: Callable[..., Result]) -> None:
    """A query on standard input needs no PREFIX lines."""
    text = "SELECT ?name WHERE { ?city a ckg:City ; rdfs:label ?name } ORDER BY ?name"
    result = citykg("query", "-", "-g", graph, "--format", "tsv", stdin=text)
    assert result.stdout.splitlines() == ["?name", '"Manchester"', '"Montreal"']


def test_the_same_query_gives_the_same_rows_on_a_file(
    graph: Path, citykg: Callable[..., Result]
) -> None:
    """A graph folder and its Turtle file answer alike."""
    on_folder = citykg("query", "activities", "-g", graph, "--format", "json")
    on_file = citykg("query", "activities", "-g", graph / "graph.ttl", "--format", "json")
    assert json.loads(on_folder.stdout) == json.loads(on_file.stdout)
    assert len(json.loads(on_folder.stdout)["results"]["bindings"]) == 6


def test_explain_shows_words_file_and_offsets(graph: Path, citykg: Callable[..., Result]) -> None:
    """A fact leads back to its characters."""
    result = citykg("explain", graph, "city/gb/manchester population")
    assert "“530,000”" in result.stdout
    assert "manchester-montreal.txt:8, characters" in result.stdout


def test_validate_finds_nothing_wrong_with_the_example(
    graph: Path, citykg: Callable[..., Result]
) -> None:
    """The example is a good plan."""
    result = citykg("validate", graph)
    assert (result.returncode, result.stdout) == (0, "")


def test_a_reversed_period_is_a_violation_with_its_line(
    citykg: Callable[..., Result], tmp_path: Path
) -> None:
    """A violation names the file, the line and the quote; the exit code is 1."""
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "City:\tPorto\tAustin\nCountry:\tPortugal\tUSA\nPeriod:\tMay 2019 - March 2018\n",
        encoding="utf-8",
    )
    citykg("build", plan, "-o", tmp_path / "graph")
    result = citykg("validate", tmp_path / "graph")
    assert result.returncode == 1
    assert "plan.txt:3" in result.stdout
    assert "“March 2018”" in result.stdout


@pytest.mark.parametrize(
    ("to_format", "begins"),
    [
        ("turtle", "#"), ("trig", "@"), ("nquads", "<"), ("jsonld", "["), ("graphml", "<?xml"),
        ("gexf", "<?xml"), ("csv", "plan,subject"), ("ntriples", "<"), ("rdfxml", "<?xml"),
    ],
)  # fmt: skip
def test_export_writes_every_format(
    to_format: str, begins: str, graph: Path, citykg: Callable[..., Result]
) -> None:
    """Each format begins as it must."""
    result = citykg("export", graph, "--format", to_format)
    assert result.returncode == 0, result.stderr
    assert result.stdout.lstrip("\ufeff").startswith(begins)


def test_view_writes_one_page(graph: Path, tmp_path: Path, citykg: Callable[..., Result]) -> None:
    """The page stands where it was asked for."""
    page = tmp_path / "page.html"
    assert citykg("view", graph, "-o", page).returncode == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")


def test_a_wrong_name_offers_the_nearest(graph: Path, citykg: Callable[..., Result]) -> None:
    """A typo in a query's name is answered with the name that was meant."""
    said = failed(citykg("query", "city-gaols", "-g", graph), 2)
    assert "city-goals" in said


def test_a_missing_parameter_is_named(graph: Path, citykg: Callable[..., Result]) -> None:
    """The sentence shows how to give the parameter."""
    said = failed(citykg("query", "cities-by-goal", "-g", graph), 2)
    assert "-p goal=" in said


def test_a_syntax_error_says_where(graph: Path, citykg: Callable[..., Result]) -> None:
    """The line and column are those of the query."""
    said = failed(citykg("query", "-", "-g", graph, stdin="SELECT ?x WHERE {\n ?x a }"), 2)
    assert ":2:" in said


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (("build", "no-such-file.txt"), 2, "no-such-file.txt"),
        (("query", "cities", "-g", "no-such-folder"), 2, "no-such-folder"),
        (("validate", "no-such-folder"), 2, "no-such-folder"),
        (("explain", "no-such-folder", "x"), 2, "no-such-folder"),
        (("export", "no-such-folder"), 2, "no-such-folder"),
        (("analyse", "no-such-folder"), 2, "no-such-folder"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    args: tuple[str, ...], code: int, says: str, citykg: Callable[..., Result]
) -> None:
    """A missing file or folder is named, and the exit code says whose fault it is."""
    assert says in failed(citykg(*args), code)


def test_a_folder_that_is_not_ours_is_not_touched(
    citykg: Callable[..., Result], examples: Path, tmp_path: Path
) -> None:
    """A build never writes among somebody's files."""
    (tmp_path / "thesis.doc").write_text("precious")
    result = citykg("build", examples / "plans", "-o", tmp_path)
    failed(result, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]


def test_a_failed_build_leaves_the_previous_graph(
    citykg: Callable[..., Result], graph: Path, tmp_path: Path
) -> None:
    """What was there before is there after."""
    before = (graph / "graph.nq").read_bytes()
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01")
    assert citykg("build", bad, "-o", graph).returncode == 1
    assert (graph / "graph.nq").read_bytes() == before


def test_strict_turns_a_failed_document_into_exit_1(
    citykg: Callable[..., Result], examples: Path, tmp_path: Path
) -> None:
    """Without --strict the others are built and the code is 0; with it the code is 1."""
    (tmp_path / "bad.txt").write_text("no plan")
    paths = (examples / "plans", tmp_path / "bad.txt")
    assert citykg("build", *paths, "-o", tmp_path / "a").returncode == 0
    assert citykg("build", *paths, "-o", tmp_path / "b", "--strict").returncode == 1
    assert (tmp_path / "b" / "graph.nq").exists()
