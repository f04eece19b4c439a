"""A graph that is linked again without its documents: whole, or as it was."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

import pytest
from linked_folders import (
    ILLINOIS,
    LEEDS,
    LEEDS_THERE,
    SPRINGFIELD,
    contents,
    start_relink,
    triples,
    write_plans,
)

from citykg.build import build, relink
from citykg.errors import DataError, UsageError
from citykg.graph.store import open_store
from citykg.links import Mapping
from citykg.ontology.terms import Skos

if TYPE_CHECKING:
    from pathlib import Path

STAGES = ("write", "store", "link", "draw")


def accepted(subject: str = SPRINGFIELD, target: str = ILLINOIS) -> Mapping:
    """A decision."""
    return Mapping(subject_id=subject, predicate_id=Skos.exactMatch, object_id=target)


def test_a_folder_in_which_nothing_changed_stays_as_it_is(graph: Path) -> None:
    """Linked again it is the same version, to the byte."""
    before, version = contents(graph), (graph / "store/current").readlink()
    relink(graph)
    assert contents(graph) == before
    assert (graph / "store/current").readlink() == version
    assert not (graph / ".next").exists()


def test_a_relink_is_a_build_with_the_same_decisions(graph: Path, plans: Path) -> None:
    """Every file but the report, which knows whether the shapes were asked, is that of a build."""
    relink(graph, decided=[accepted()])
    linked = contents(graph)
    build([plans], graph, suggest=False)
    built = contents(graph)
    assert linked.keys() == built.keys()
    assert {name for name in linked if linked[name] != built[name]} == set()


def test_what_the_plans_declare_is_as_it_was(graph: Path) -> None:
    """All but the links: the same lines, no quad lost, the store and the file agree."""
    before = (graph / "graph.nq").read_bytes().splitlines()
    relink(graph, decided=[accepted()])
    after = (graph / "graph.nq").read_bytes().splitlines()
    assert after == sorted(after)
    assert [line for line in after if b"/graph/links>" not in line] == [
        line for line in before if b"/graph/links>" not in line
    ]
    named = [quad for quad in open_store(graph) if str(quad.graph_name) != "DEFAULT"]
    assert len(named) == len(after)


def test_a_decision_that_is_taken_back_gives_the_version_before(graph: Path) -> None:
    """There and back again: the same bytes."""
    before = contents(graph)
    relink(graph, decided=[accepted()])
    assert contents(graph) != before
    shutil.copyfile(_file(graph, before), graph / "links.sssom.tsv")
    relink(graph)
    assert contents(graph) == before


def _file(graph: Path, before: dict[str, bytes]) -> Path:
    path = graph.with_name("before.sssom.tsv")
    path.write_bytes(before["links.sssom.tsv"])
    return path


def test_texts_are_kept(tmp_path: Path) -> None:
    """The texts that passages point into are those of the version before, not copies."""
    folder = write_plans(tmp_path / "plans")
    (folder / "word.docx").write_bytes(_docx())
    graph = tmp_path / "graph"
    build([folder], graph, check=False, suggest=False)
    texts = {path.name: path.read_bytes() for path in (graph / "texts").iterdir()}
    assert texts
    relink(graph, decided=[accepted()])
    assert {path.name: path.read_bytes() for path in (graph / "texts").iterdir()} == texts
    # The version before goes with the next one; its texts stay.
    relink(graph, decided=[accepted(LEEDS, LEEDS_THERE)])
    assert {path.name: path.read_bytes() for path in (graph / "texts").iterdir()} == texts


def _docx() -> bytes:
    import io

    import docx

    document = docx.Document()
    for line in (
        "Twin Cooperation Summary",
        "City: Bristol and Porto",
        "Country: United Kingdom and Portugal",
        "Cooperation Themes: Housing",
    ):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("stage", STAGES)
def test_a_relink_that_is_killed_leaves_the_version_before(stage: str, graph: Path) -> None:
    """Whenever it is killed, the graph is whole and old; the next one is whole and new."""
    before, size = contents(graph), len(open_store(graph))
    with start_relink(graph, stage, SPRINGFIELD, ILLINOIS) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == f"at {stage}\n"
        process.send_signal(signal.SIGKILL)
    left = {name: data for name, data in contents(graph).items() if ".next/" not in name}
    assert left == before
    assert len(open_store(graph)) == size
    assert triples(graph, SPRINGFIELD) == set()
    relink(graph, decided=[accepted()])
    assert not (graph / ".next").exists()
    assert (SPRINGFIELD, Skos.exactMatch, ILLINOIS) in triples(graph, SPRINGFIELD)


def test_two_at_once_say_so(graph: Path) -> None:
    """A folder that is being written is not written by another."""
    with start_relink(graph, "link", SPRINGFIELD, ILLINOIS) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at link\n"
        with pytest.raises(UsageError, match="Another build is writing"):
            relink(graph)
        process.kill()


def test_without_a_graph_nothing_is_linked(tmp_path: Path) -> None:
    """One sentence, and no folder is made."""
    with pytest.raises(UsageError, match="no folder"):
        relink(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_folder_without_a_file_of_links_gets_one(graph: Path, linked: Path) -> None:
    """Whoever removed it removed the decisions; what is found is found again."""
    relink(graph, decided=[accepted()])
    (graph / "links.sssom.tsv").unlink()
    relink(graph)
    assert (graph / "links.sssom.tsv").read_bytes() == (linked / "links.sssom.tsv").read_bytes()


def test_a_report_of_an_older_version_is_told(graph: Path) -> None:
    """A report that says nothing of links: build the graph again."""
    path = graph / "report.json"
    path.write_bytes(path.read_bytes().replace(b'"links": {', b'"bonds": {'))
    with pytest.raises(DataError, match="build the graph again"):
        relink(graph)
