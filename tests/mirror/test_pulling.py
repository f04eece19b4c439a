"""Pulling: the folder that was pushed, or a sentence and the folder as it was."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from mirrors import Handler, between, changed, pushed, silent, storing

from citykg.errors import DataError, UsageError
from citykg.mirror import RemoteStore, pull
from citykg.ontology.terms import GRAPH_VOCABULARY
from citykg.queries import catalogue, run

if TYPE_CHECKING:
    from pathlib import Path

REWRITTEN = """
    DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p "POINT(0 0)" } }
    WHERE { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?o), "POINT")) }
"""
FILES = ("graph.nq", "graph.ttl", "index.html", "links.sssom.tsv", "report.json")


def test_what_was_pushed_comes_back(first: Path, endpoint: str, tmp_path: Path) -> None:
    """Every file byte for byte, and a store that answers as the first one did."""
    pushed(first, endpoint)
    folder = tmp_path / "graph"
    pulled = pull(RemoteStore(endpoint), folder, progress=silent)
    for name in FILES:
        assert (folder / name).read_bytes() == (first / name).read_bytes(), name
    assert pulled.triples == len((first / "graph.nq").read_bytes().splitlines())
    assert pulled.is_new
    query = next(saved for saved in catalogue() if saved.name == "cities")
    assert run(query, folder) == run(query, first)
    assert pushed(folder, endpoint).sent == {}
    assert not pull(RemoteStore(endpoint), folder, progress=silent).is_new


def test_a_pull_takes_the_place_of_an_older_version(
    first: Path, second: Path, endpoint: str, tmp_path: Path
) -> None:
    """The folder follows the store."""
    folder = tmp_path / "graph"
    shutil.copytree(first, folder, symlinks=True)
    pushed(second, endpoint)
    pull(RemoteStore(endpoint), folder, progress=silent)
    assert (folder / "graph.nq").read_bytes() == (second / "graph.nq").read_bytes()


def test_a_report_names_no_text_that_did_not_come_along(
    first: Path, endpoint: str, tmp_path: Path
) -> None:
    """The texts of documents are not pushed."""
    folder = tmp_path / "with-texts"
    shutil.copytree(first, folder, symlinks=True)
    report = (folder / "report.json").resolve()
    text = f'"text": "texts/{"0" * 64}.txt"'
    report.write_text(report.read_text("utf-8").replace('"text": null', text), "utf-8")
    assert text in report.read_text("utf-8")
    pushed(folder, endpoint)
    pull(RemoteStore(endpoint), tmp_path / "graph", progress=silent)
    documents = json.loads((tmp_path / "graph/report.json").read_bytes())["documents"]
    assert documents
    assert all(document["text"] is None for document in documents)


def test_a_server_that_gives_a_few_rows_at_a_time_is_asked_on(
    first: Path, endpoint: str, tmp_path: Path
) -> None:
    """Many a server cuts off its answers without saying so."""
    pushed(first, endpoint)

    def passes(request: Handler) -> bool:
        # As if the server's own limit were lower than what it is asked for.
        request.path = request.path.replace("LIMIT+20000", "LIMIT+700")
        request.path = request.path.replace("LIMIT%2020000", "LIMIT%20700")
        return True

    with between(endpoint, passes) as server:
        pull(RemoteStore(server.address), tmp_path / "graph", progress=silent)
        assert len(server.asked) > 20
    assert (tmp_path / "graph/graph.nq").read_bytes() == (first / "graph.nq").read_bytes()


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (f"DROP GRAPH <{GRAPH_VOCABULARY}>", r"graph/vocabulary, 0 triples of"),
        (
            REWRITTEN,
            r"graph/links, its triples in another form, as some stores rewrite literals",
        ),
        (
            "DELETE WHERE { GRAPH ?g { ?s <https://schema.org/sha256> ?o } }",
            r"did not come to its end \(.* is not there as a whole\): push again first",
        ),
        (
            "DELETE WHERE { GRAPH ?g { ?s <https://schema.org/text> ?o } }",
            r"files .* cannot be read: push the graph again",
        ),
    ],
)
def test_another_graph_than_was_pushed_is_refused(
    update: str, words: str, first: Path, endpoint: str, tmp_path: Path
) -> None:
    """The folder is as it was."""
    pushed(first, endpoint)
    changed(endpoint, update)
    with pytest.raises(DataError, match=words):
        pull(RemoteStore(endpoint), tmp_path / "graph", progress=silent)
    assert not (tmp_path / "graph/graph.nq").exists()


def test_a_store_without_a_push_says_so(tmp_path: Path) -> None:
    """Its graphs are somebody else's."""
    with storing(Handler.be_empty) as server, pytest.raises(DataError, match="no graph that was"):
        pull(RemoteStore(server.address), tmp_path / "graph", progress=silent)


def test_a_folder_of_others_is_not_written_to(first: Path, endpoint: str, tmp_path: Path) -> None:
    """As a build would refuse it."""
    pushed(first, endpoint)
    (tmp_path / "thesis.doc").write_text("precious")
    with pytest.raises(UsageError, match=r"thesis\.doc"):
        pull(RemoteStore(endpoint), tmp_path, progress=silent)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.doc"]
