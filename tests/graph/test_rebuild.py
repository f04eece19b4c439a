"""A folder that is built again: only what has changed is done, and the outcome is the same."""

from __future__ import annotations

import json
import os
import random
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from folders import SUMMARY, contents, start_build, write_documents

from citykg.build import build, relink, state
from citykg.graph.store import open_store
from citykg.links import cities
from citykg.report import Report, read_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyoxigraph as ox

    from citykg.links.cities import Match, Stated

MANY = 6
EXAMPLES = Path(__file__).parents[2] / "examples"


def current(graph: Path) -> str:
    """The name of a folder's version."""
    return (graph / "store/current").readlink().name


def whole(graph: Path) -> tuple[dict[str, bytes], set[ox.Quad], dict[str, bytes], str]:
    """All that a folder says: its files, its store, its texts and the name of its version."""
    texts = {path.name: path.read_bytes() for path in graph.glob("texts/*")}
    return contents(graph), set(open_store(graph)), texts, current(graph)


def rebuilt(plans: Path, graph: Path, *, check: bool = False) -> Report:
    """The report of a build; the folder is what a whole build makes of the same documents."""
    report = build([plans], graph, check=check)
    anew = graph.with_name("anew")
    build([plans], anew, check=check)
    found, wanted = whole(graph), whole(anew)
    for name in wanted[0]:
        assert found[0][name] == wanted[0][name], name
    assert found == wanted
    shutil.rmtree(anew)
    return report


@pytest.fixture(autouse=True)
def gazetteer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each city is looked up once for all tests: to open the gazetteer takes a second."""

    def known(cities: Iterable[Stated]) -> tuple[Match, ...]:
        return tuple(map(match, cities))

    monkeypatch.setattr("citykg.links.held.match_all", known)


match = cache(cities.match)


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """Documents of our own, the real plan and the table of the examples."""
    folder = tmp_path / "plans"
    write_documents(folder, MANY)
    shutil.copy(EXAMPLES / "plans/manchester-montreal.txt", folder)
    lines = (EXAMPLES / "cooperations.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "few.csv").write_text("".join(lines[:6]), "utf-8")
    return folder


def replace(old: str, new: str) -> Callable[[Path], None]:
    """An edit of the real plan."""

    def edit(folder: Path) -> None:
        path = folder / "manchester-montreal.txt"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return edit


def rename(folder: Path) -> None:
    """The real plan gets another name, and with it another id."""
    (folder / "manchester-montreal.txt").rename(folder / "a-new-name.txt")


def remove(folder: Path) -> None:
    """A document goes."""
    (folder / "3.txt").unlink()


def copy(folder: Path) -> None:
    """A document comes that says what another says, and stands before it."""
    shutil.copy(folder / "manchester-montreal.txt", folder / "a-copy.txt")


def other_kind(folder: Path) -> None:
    """A document comes with the bytes of another, which is read as another format."""
    shutil.copy(folder / "5.txt", folder / "5.md")


def clash(folder: Path) -> None:
    """A document comes that changes what other plans are called: two regions of one city."""
    text = SUMMARY.format(programme="Twin", one="Leeds-4", two="Girona", population="1", theme="A")
    stated = text.replace("Country:", "Region:\tYorkshire\tCatalonia\nCountry:")
    (folder / "y.txt").write_text(stated, "utf-8")
    (folder / "z.txt").write_text(stated.replace("Yorkshire", "Kent"), "utf-8")


def respell(folder: Path) -> None:
    """A city is spelt in another way, so often that all plans show it so."""
    for number in range(2):
        path = folder / f"{number}.txt"
        path.write_text(path.read_text("utf-8").replace("Leeds", "LEEDS"), "utf-8")


def row(folder: Path) -> None:
    """A row of a table changes, which stands in the document of other plans."""
    path = folder / "few.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:3], lines[5]]), "utf-8")


def spoil(folder: Path) -> None:
    """A document can no longer be read."""
    (folder / "4.txt").write_bytes(b"\0\0\0")


def move(folder: Path) -> None:
    """All words of a document stand further down."""
    path = folder / "manchester-montreal.txt"
    path.write_text("\n" + path.read_text("utf-8"), "utf-8")


def nothing(folder: Path) -> None:
    """Nothing is done."""
    assert folder.is_dir()


EDITS = [
    pytest.param(replace("530,000", "545,000"), id="value"),
    pytest.param(replace("Manchester", "Salford"), id="city"),
    pytest.param(replace("Housing", "Co-housing"), id="theme"),
    *(
        pytest.param(edit, id=edit.__name__)
        for edit in (
            move, rename, remove, copy, other_kind, clash, respell, row, spoil, nothing
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_gives_what_a_whole_build_gives(
    plans: Path, tmp_path: Path, edit: Callable[[Path], None]
) -> None:
    """After an edit, the folder is that of a whole build."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    edit(plans)
    report = rebuilt(plans, graph)
    assert report.run.documents_read <= 4
    assert report.run.documents_read + report.run.documents_kept >= MANY


def test_edits_in_any_order_give_what_a_whole_build_gives(plans: Path, tmp_path: Path) -> None:
    """One edit upon the other, by a fixed seed, leaves no trace of the way."""
    graph = tmp_path / "graph"
    edits = [replace("530,000", "545,000"), move, copy, other_kind, clash, respell, row, spoil]
    random.Random(11).shuffle(edits)  # noqa: S311 - an order, not a secret
    build([plans], graph, check=False)
    for edit in (*edits, remove, rename):
        edit(plans)
        rebuilt(plans, graph)


def test_nothing_is_read_or_written_where_nothing_changed(plans: Path, tmp_path: Path) -> None:
    """A build of the same documents keeps the version, its files and its report."""
    graph = tmp_path / "graph"
    build([plans], graph)
    before = {path: path.stat().st_ino for path in (graph / "store/current/").iterdir()}
    report = build([plans], graph)
    assert (report.run.documents_read, report.run.documents_kept) == (0, MANY + 2)
    assert {path: path.stat().st_ino for path in (graph / "store/current/").iterdir()} == before


def test_a_store_that_is_open_stays_as_it_is(plans: Path, tmp_path: Path) -> None:
    """Who has the version before open goes on reading it, though its files are shared."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    store = open_store(graph)
    before = set(store)
    replace("530,000", "545,000")(plans)
    build([plans], graph, check=False)
    assert set(store) == before
    assert set(open_store(graph)) != before


def test_documents_are_read_again_by_other_rules(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another version of the rules read is not relied on."""
    graph = tmp_path / "graph"
    with monkeypatch.context() as patched:
        patched.setattr(state, "rules_version", lambda: "other rules")
        patched.setattr("citykg.build.building.rules_version", lambda: "other rules")
        build([plans], graph, check=False)
    assert build([plans], graph, check=False).run.documents_kept == 0


@pytest.mark.parametrize("wish", [{"base": "https://example.org/id/"}, {"suggest": False}])
def test_documents_are_read_again_for_other_wishes(
    plans: Path, tmp_path: Path, wish: dict[str, object]
) -> None:
    """Another base, or no suggestions, makes another graph of every document."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    assert build([plans], graph, check=False, **wish).run.documents_kept == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "harm"),
    [("state", "cut"), ("graph.nq", "gone"), ("graph.nq", "changed"), ("graph.ttl", "cut")],
)
def test_a_damaged_version_costs_time_and_nothing_else(
    plans: Path, tmp_path: Path, name: str, harm: str
) -> None:
    """Where the version before is not as it was written, everything is built anew."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    path = graph / "store/current" / name
    data = path.read_bytes()
    # The other files of the version may share their bytes with it.
    path.unlink()
    if harm != "gone":
        place = data.find(b"Manchester")
        changed = data[:place] + b"Winchester" + data[place + 10 :]
        path.write_bytes(data[: len(data) // 2] if harm == "cut" else changed)
    replace("Manchester", "Salford")(plans)
    rebuilt(plans, graph)


@pytest.mark.parametrize("name", ["graph.nq", "graph.ttl", "report.json"])
def test_what_somebody_wrote_into_a_version_is_not_copied_on(
    plans: Path, tmp_path: Path, name: str
) -> None:
    """A file that was edited where no document has changed does not come into the next version."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    path = graph / "store/current" / name
    path.write_bytes(path.read_bytes().replace(b"Girona", b"Gerona"))
    replace("530,000", "545,000")(plans)
    rebuilt(plans, graph)


def test_a_folder_that_was_linked_again_is_built_upon(plans: Path, tmp_path: Path) -> None:
    """After new links, too, only what has changed is read."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    relink(graph)
    replace("530,000", "545,000")(plans)
    assert rebuilt(plans, graph).run.documents_read == 1


def test_texts_of_documents_that_stay_are_kept(plans: Path, tmp_path: Path) -> None:
    """The text of a Word file that was not read again is in the next version, too."""
    from docx import Document

    document = Document()
    document.add_paragraph((plans / "manchester-montreal.txt").read_text("utf-8"))
    document.save(str(plans / "word.docx"))
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    assert len(list((graph / "texts").iterdir())) == 1
    remove(plans)
    assert rebuilt(plans, graph).run.documents_read == 0
    (plans / "word.docx").unlink()
    rebuilt(plans, graph)
    assert not (graph / "texts").exists()


def test_what_went_wrong_is_tried_again(plans: Path, tmp_path: Path) -> None:
    """A document that could not be read is read again, though it is as it was."""
    spoil(plans)
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    report = build([plans], graph, check=False)
    assert (report.run.documents_read, len(report.failures)) == (1, 1)


def test_a_whole_build_can_be_asked_for(plans: Path, tmp_path: Path) -> None:
    """`anew` reads everything, and the same version comes of it."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    before = current(graph)
    assert build([plans], graph, check=False, anew=True).run.documents_kept == 0
    assert current(graph) == before


def test_the_report_says_what_the_build_took(plans: Path, tmp_path: Path) -> None:
    """Seconds by stage, memory, and how many documents were read are in the report alone."""
    graph = tmp_path / "graph"
    build([plans], graph)
    run = read_report(graph).run
    assert list(run.seconds) == ["find", "read", "name", "write", "store", "link", "check", "draw"]
    assert all(seconds >= 0 for seconds in run.seconds.values())
    assert run.documents_read == MANY + 2
    assert run.cpu_seconds > 0
    assert run.peak_mebibytes > 20
    assert "run" not in json.loads(read_report(graph).statement)["totals"]


@pytest.mark.parametrize("stage", ["find", "read", "name", "write", "store", "link", "draw"])
def test_a_killed_rebuild_leaves_the_graph_before(plans: Path, tmp_path: Path, stage: str) -> None:
    """Whenever a rebuild is killed, the graph before is whole, and the next one cleans up."""
    graph = tmp_path / "graph"
    build([plans], graph, check=False)
    before = whole(graph)
    replace("530,000", "545,000")(plans)
    with start_build(graph, plans, stop=stage) as process:
        assert process.stdout.readline() == f"at {stage}\n"
        os.kill(process.pid, 9)
    assert whole(graph) == before
    rebuilt(plans, graph)
    assert not (graph / ".next").exists()
