"""Documents in, a graph folder out."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from folders import PROGRAM, SUMMARY, contents, start_build, write_documents

from citykg.build import build
from citykg.errors import DataError, UsageError
from citykg.graph.explain import explain
from citykg.graph.facts import read_facts
from citykg.graph.folder import FILES
from citykg.graph.store import named_quads, open_store
from citykg.graph.validate import validate, validate_store
from citykg.loaders.outcome import Limits
from citykg.report import read_report

STAGES = ("read", "write", "store", "check", "draw")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of three documents; do not write into it."""
    folder = tmp_path_factory.mktemp("built")
    write_documents(folder / "plans")
    build([folder / "plans"], folder / "graph")
    return folder / "graph"


def test_a_build_writes_all_that_it_promises(built: Path) -> None:
    """A graph folder holds the store and the four files, and nothing else that is seen."""
    seen = {path.name for path in built.iterdir() if not path.name.startswith(".")}
    assert seen == {"store", *FILES}


def test_the_file_of_quads_is_sorted_and_is_the_store(built: Path) -> None:
    """graph.nq holds what the named graphs hold, each quad once, in the order of their bytes."""
    lines = (built / "graph.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    quads = set(ox.parse(path=str(built / "graph.nq"), format=ox.RdfFormat.N_QUADS))
    found = list(named_quads(open_store(built)))
    assert len(found) == len(lines)
    assert set(found) == quads


def test_the_turtle_holds_every_triple(built: Path) -> None:
    """rdflib reads from graph.ttl as many triples as the graph has without its graph names."""  # noqa: D403
    triples = {quad.triple for quad in open_store(built)}
    turtle = rdflib.Graph().parse(built / "graph.ttl")
    assert len(turtle) == len(triples)


def test_the_report_says_what_was_read(built: Path) -> None:
    """The report lists each document with its plans and what was understood of them."""
    report = json.loads((built / "report.json").read_bytes())
    assert [Path(document["path"]).name for document in report["documents"]] == [
        "0.txt",
        "1.txt",
        "2.txt",
    ]
    counts = report["documents"][0]["plans"][0]["counts"]
    assert (counts["cities"], counts["themes"]) == (2, 2)
    assert report["totals"]["quads"] == len((built / "graph.nq").read_bytes().splitlines())
    reasons = [decision["reason"] for decision in report["decisions"]]
    assert any("one cooperation with the plans" in reason for reason in reasons)


def test_what_reads_the_store_reads_each_quad_once(built: Path) -> None:
    """Explanations, faults and facts are those of graph.nq: the default graph adds nothing."""
    alone = ox.Store()
    alone.load(path=str(built / "graph.nq"))
    for what in ("city/gb/leeds", "city/gb/leeds hasPlan", "sdg:11", "ckg:City"):
        assert explain(built, what) == explain(alone, what)
    assert read_facts(built) == read_facts(alone)
    assert validate(built) == validate_store(alone)


def test_a_build_does_not_depend_on_order_or_seed(tmp_path: Path) -> None:
    """The same documents in any order, under any hash seed, give the same bytes."""
    write_documents(tmp_path / "plans", 4)
    results = []
    for seed in ("0", "1", "4242"):
        files = [f"plans/{number}.txt" for number in range(4)]
        random.Random(seed).shuffle(files)  # noqa: S311 - any order will do
        subprocess.run(
            [sys.executable, "-c", PROGRAM, f"graph-{seed}", "", *files],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        results.append(contents(tmp_path / f"graph-{seed}"))
    assert results[0] == results[1] == results[2]


def test_a_second_build_of_the_same_keeps_the_version(tmp_path: Path) -> None:
    """Building the same documents again leaves the current version in its place."""
    write_documents(tmp_path / "plans")
    build([tmp_path / "plans"], tmp_path / "graph")
    current = tmp_path / "graph" / "store" / "current"
    before = (current.readlink(), (current / "CURRENT").stat().st_ino)
    build([tmp_path / "plans"], tmp_path / "graph")
    assert (current.readlink(), (current / "CURRENT").stat().st_ino) == before


def test_one_bad_document_does_not_stop_the_others(tmp_path: Path) -> None:
    """A document that cannot be read is in the report, and the others are in the graph."""
    write_documents(tmp_path / "plans", 2)
    (tmp_path / "plans" / "bad.txt").write_bytes(b"\0\0\0")
    (tmp_path / "plans" / "photo.png").write_bytes(b"\x89PNG")
    report = build([tmp_path / "plans"], tmp_path / "graph")
    assert [Path(failure.path).name for failure in report.failures] == ["bad.txt"]
    assert [Path(path).name for path in report.passed_over] == ["photo.png"]
    assert report.totals.plans == 2


def test_a_document_that_hangs_does_not_stop_the_others(tmp_path: Path) -> None:
    """A document that takes too long is in the report, and the others are in the graph."""
    write_documents(tmp_path / "plans", 2)
    os.mkfifo(tmp_path / "hanging")
    (tmp_path / "plans" / "1a.txt").symlink_to(tmp_path / "hanging")
    files = [*(tmp_path / "plans").iterdir()]
    # Found as files: a pipe that a call names would be read by the caller.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("citykg.sources._is_pipe", lambda path: False)  # noqa: ARG005 - its shape
        report = build(files, tmp_path / "graph", limits=Limits(seconds=3))
    assert [Path(failure.path).name for failure in report.failures] == ["1a.txt"]
    assert "took longer than 3 s" in report.failures[0].message
    assert report.totals.plans == 2


def word_document(path: Path) -> None:
    """A summary as a Word document with one table."""
    from docx import Document

    document = Document()
    table = document.add_table(rows=0, cols=3)
    for line in SUMMARY.format(
        programme="Twin", one="Leeds", two="Girona", population="793,000", theme="Housing"
    ).splitlines():
        row = table.add_row()
        for cell, words in zip(row.cells, line.split("\t"), strict=False):
            cell.text = words
    document.save(path)


def test_an_extracted_text_is_kept_beside_the_graph(tmp_path: Path) -> None:
    """Of a file without a text of its own, the text is kept in which the passages count."""
    word_document(tmp_path / "plan.docx")
    graph = tmp_path / "graph"
    build([tmp_path / "plan.docx"], graph)
    (document,) = read_report(graph).documents
    digest = sha256((tmp_path / "plan.docx").read_bytes()).hexdigest()
    assert document.text == f"texts/{digest}.txt"
    assert [path.name for path in (graph / "texts").iterdir()] == [f"{digest}.txt"]
    with (graph / document.text).open(encoding="utf-8", newline="") as file:
        text = file.read()
    assert len(text) == document.characters
    said = [fact.said for fact in explain(graph, "city/gb/leeds") if fact.said]
    assert said
    assert all(text[place.start : place.end] == place.quote for place in said)


def pdf_document(path: Path) -> None:
    """A summary as a PDF with one table, the period and what follows on the second page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import PageBreak, SimpleDocTemplate, Table

    rows = [
        line.split("\t")
        for line in SUMMARY.format(
            programme="Twin", one="Leeds", two="Girona", population="793,000", theme="Housing"
        ).splitlines()
        if "\t" in line
    ]
    rows = [[*row, ""][:3] for row in rows]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    first, second = Table(rows[:3], style=grid), Table(rows[3:], style=grid)
    SimpleDocTemplate(str(path), pagesize=A4).build([first, PageBreak(), second])


def test_a_quote_of_a_pdf_has_its_page(tmp_path: Path) -> None:
    """Report, evidence and explanation say on which page something stands."""
    pdf_document(tmp_path / "plan.pdf")
    graph = tmp_path / "graph"
    build([tmp_path / "plan.pdf"], graph)
    (document,) = read_report(graph).documents
    assert (document.media_type, document.pages) == ("application/pdf", 2)

    def pages(what: str) -> set[int | None]:
        return {fact.said.page for fact in explain(graph, what) if fact.said}

    assert pages("city/gb/leeds population") == {1}
    assert pages("city/gb/leeds hasTheme") == {2}


def test_the_texts_belong_to_the_version(tmp_path: Path) -> None:
    """A version without extracted texts has no folder of them; the same version is kept."""
    word_document(tmp_path / "plan.docx")
    (plain,) = write_documents(tmp_path / "plans", 1)
    graph = tmp_path / "graph"
    build([tmp_path / "plan.docx"], graph)
    current = (graph / "store" / "current").readlink()
    build([tmp_path / "plan.docx"], graph)
    assert (graph / "store" / "current").readlink() == current
    build([plain], graph)
    assert not (graph / "texts").is_symlink()
    assert json.loads((graph / "report.json").read_bytes())["documents"][0]["text"] is None


def test_the_report_says_how_a_document_was_read(tmp_path: Path) -> None:
    """Type, encoding, pages, template, fit and share are in the report; so are wrong names."""
    (path,) = write_documents(tmp_path / "plans", 1)
    text = path.read_text("utf-8").replace("Girona", "Málaga")
    path.write_bytes(text.encode("cp1252"))
    path.with_name("packed.txt").write_bytes(gzip.compress(text.replace("Leeds", "York").encode()))
    build([tmp_path / "plans"], tmp_path / "graph")
    first, second = json.loads((tmp_path / "graph/report.json").read_bytes())["documents"]
    assert (first["media_type"], first["encoding_guessed"], first["pages"]) == (
        "text/plain",
        True,
        None,
    )
    assert first["encoding"].startswith(("cp125", "latin"))
    (plan,) = second["plans"]
    assert (second["encoding"], second["encoding_guessed"]) == ("utf-8", False)
    assert {problem["code"] for problem in plan["problems"]} >= {"mislabelled"}
    assert 0 < plan["coverage"] <= 1
    assert 0 < plan["confidence"] <= 1
    assert {"template", "drift"} <= plan.keys()


def test_nothing_readable_is_an_error(tmp_path: Path) -> None:
    """Where no document can be read there is no graph, and the message says why."""
    (tmp_path / "bad.txt").write_bytes(b"\0\0\0")
    with pytest.raises(DataError, match=r"bad\.txt"):
        build([tmp_path / "bad.txt"], tmp_path / "graph")
    with pytest.raises(UsageError, match="There is no graph"):
        open_store(tmp_path / "graph")


def test_a_copy_is_read_once_and_listed(tmp_path: Path) -> None:
    """The same document under two names is one plan, whatever the names."""
    (first, *_) = write_documents(tmp_path / "plans", 1)
    build([tmp_path / "plans"], tmp_path / "one")
    shutil.copy(first, tmp_path / "plans" / "copy.txt")
    report = build([tmp_path / "plans"], tmp_path / "two")
    assert report.totals.plans == 1
    assert [Path(decision.name).name for decision in report.decisions] == ["copy.txt"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("plans/1.tx", r"did you mean .*1\.txt"),
        ("plans/*.xyz", "No file matches"),
        ("empty", "no document in the folder"),
    ],
)
def test_a_path_to_nothing_is_a_wrong_call(tmp_path: Path, given: str, message: str) -> None:
    """A path, pattern or folder without a document is said so, and nothing is written."""
    write_documents(tmp_path / "plans", 2)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=message):
        build([tmp_path / given], tmp_path / "graph")
    assert not (tmp_path / "graph").exists()


def test_patterns_and_folders_lead_to_each_file_once(tmp_path: Path) -> None:
    """A file that a pattern, a folder and its own name lead to is read once."""
    paths = write_documents(tmp_path / "plans", 2)
    report = build([tmp_path / "plans" / "*.txt", tmp_path, paths[0]], tmp_path / "graph")
    assert report.totals.documents == 2
    again = build([tmp_path], tmp_path / "graph")
    assert again.statement == report.statement


def test_a_foreign_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    """A folder that is somebody else's is not written to."""
    paths = write_documents(tmp_path / "plans", 1)
    with pytest.raises(UsageError, match="holds no citykg graph"):
        build(paths, tmp_path / "plans")
    assert [path.name for path in (tmp_path / "plans").iterdir()] == ["0.txt"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_build_leaves_the_graph_before(tmp_path: Path, stage: str) -> None:
    """Whenever a build is killed, the graph before is whole, and the next build cleans up."""
    paths = write_documents(tmp_path / "plans", 3)
    graph = tmp_path / "graph"
    build(paths[:2], graph)
    before, size = contents(graph), len(open_store(graph))
    with start_build(graph, *paths, stop=stage) as process:
        assert process.stdout.readline() == f"at {stage}\n"
        process.send_signal(signal.SIGKILL)
    assert contents(graph) == before
    assert len(open_store(graph)) == size
    build(paths, graph)
    assert not (graph / ".next").exists()
    assert contents(graph) != before


@pytest.mark.parametrize("stage", STAGES)
def test_ctrl_c_leaves_the_graph_before_and_no_litter(tmp_path: Path, stage: str) -> None:
    """An interrupted build leaves the folder exactly as it was."""
    paths = write_documents(tmp_path / "plans", 3)
    graph = tmp_path / "graph"
    build(paths[:2], graph)
    before = sorted(graph.rglob("*"))
    with start_build(graph, *paths, stop=stage) as process:
        assert process.stdout.readline() == f"at {stage}\n"
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert "KeyboardInterrupt" in errors
    assert sorted(graph.rglob("*")) == before


def test_two_builds_at_once_say_so_and_the_first_goes_on(tmp_path: Path) -> None:
    """A second build into a folder that is being written is told to wait."""
    paths = write_documents(tmp_path / "plans", 2)
    with start_build(tmp_path / "graph", *paths, stop="write") as process:
        assert process.stdout.readline() == "at write\n"
        with pytest.raises(UsageError, match="Another build is writing"):
            build(paths, tmp_path / "graph")
        process.kill()


def test_a_base_names_the_things_of_the_plans(tmp_path: Path) -> None:
    """With a base of one's own, the cities lie under it."""
    paths = write_documents(tmp_path / "plans", 1)
    build(paths, tmp_path / "graph", base="https://example.org/kg/")
    assert b"<https://example.org/kg/city/gb/leeds>" in (tmp_path / "graph/graph.nq").read_bytes()


def test_the_rows_of_a_table_share_their_document(tmp_path: Path) -> None:
    """Plans of one table are told apart, describe one document, and the lines stay in order."""
    table = "Programme,Cities,Country,Themes\n"
    table += "".join(f"Twin,Leeds; Girona,United Kingdom; Spain,Housing {n}\n" for n in range(3))
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    report = build([tmp_path / "table.csv"], tmp_path / "graph")
    documents = read_report(tmp_path / "graph").documents
    ids = [plan.id for document in documents for plan in document.plans]
    assert len(set(ids)) == 3
    assert report.totals.documents == 1
    lines = (tmp_path / "graph" / "graph.nq").read_bytes().splitlines()
    assert lines == sorted(set(lines))
    assert len(list(named_quads(open_store(tmp_path / "graph")))) == len(lines)
