"""The graph on disk."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from plan_examples import EXAMPLE, PLAN

from citykg.errors import DataError, UsageError
from citykg.graph.folder import FILES, next_version
from citykg.graph.names import Names
from citykg.graph.quads import plan_quads
from citykg.graph.store import LAYOUT, named_quads, open_store, write_store

if TYPE_CHECKING:
    from pathlib import Path

# One fact that two plans state, and one that only the second states.
SHARED = "<x:a> <x:b> <x:c> <x:one> .\n<x:a> <x:b> <x:c> <x:two> .\n<x:a> <x:b> <x:d> <x:two> .\n"
OLDER = LAYOUT.replace(b"2", b"1")


def write_version(folder: Path, digest: str = "a" * 64, text: str | None = None) -> bool:
    """One version of the example plan in the folder."""
    example = sorted(plan_quads(PLAN, Names.of([PLAN]), EXAMPLE.line_of))
    lines = "".join(example) if text is None else text
    with next_version(folder) as version:
        for name in FILES:
            (version.files / name).write_text(lines, encoding="utf-8")
        write_store(version.files, version.files / "graph.nq", lambda _: None)
        return version.promote(digest)


def listing(folder: Path) -> list[str]:
    """Everything in a folder, sorted."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_what_was_written_can_be_read(tmp_path: Path) -> None:
    """A store that was swapped in holds each quad of its N-Quads file."""
    write_version(tmp_path / "graph")
    lines = (tmp_path / "graph" / "graph.nq").read_text(encoding="utf-8").split("\n")[:-1]
    found = [f"{quad} ." for quad in named_quads(open_store(tmp_path / "graph"))]
    assert sorted(found) == lines


def test_the_default_graph_holds_each_triple_once(tmp_path: Path) -> None:
    """What two plans state is in both their graphs, and once in the default graph."""
    write_version(tmp_path, text=SHARED)
    store = open_store(tmp_path)
    named = list(named_quads(store))
    default = list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert len(named) == 3
    assert {quad.triple for quad in default} == {quad.triple for quad in named}
    assert len(default) == 2
    assert len(store) == 5


@pytest.mark.parametrize("value", ["a > <x:one>", 'say \\"a\\" <x:one> .', ""])
def test_words_are_not_taken_for_the_name_of_a_graph(tmp_path: Path, value: str) -> None:
    """A literal that looks like the end of a line stays whole."""
    write_version(tmp_path, text=f'<x:a> <x:b> "{value}" <x:one> .\n')
    one, other = open_store(tmp_path)
    assert one.triple == other.triple


def test_quads_by_pattern_are_those_of_named_graphs(tmp_path: Path) -> None:
    """A pattern finds a fact once for each plan that states it."""
    write_version(tmp_path, text=SHARED)
    a, b, c, d = (ox.NamedNode(f"x:{letter}") for letter in "abcd")
    store = open_store(tmp_path)
    assert len(list(named_quads(store, a, b, c))) == 2
    (found,) = named_quads(store, None, None, d)
    assert found == ox.Quad(a, b, d, ox.NamedNode("x:two"))


def test_a_store_is_open_for_reading_only(tmp_path: Path) -> None:
    """Nothing can be added to an open store."""
    write_version(tmp_path)
    store = open_store(tmp_path)
    with pytest.raises(RuntimeError):
        store.clear()


def test_an_open_store_stays_as_it_is(tmp_path: Path) -> None:
    """Whoever has a version open reads it to the end while another takes its place."""
    write_version(tmp_path)
    store = open_store(tmp_path)
    before = len(store)
    write_version(tmp_path, "b" * 64, "<x:a> <x:b> <x:c> <x:d> .\n")
    assert len(store) == before == len(list(store))
    assert len(list(named_quads(open_store(tmp_path)))) == 1


def test_all_names_lead_through_one_link(tmp_path: Path) -> None:
    """The files of a version change together: each name is a path through `current`."""
    write_version(tmp_path)
    assert [str((tmp_path / name).readlink()) for name in FILES] == [
        f"store/current/{name}" for name in FILES
    ]
    assert str((tmp_path / "store" / "current").readlink()) == "v-" + "a" * 16


def test_the_same_version_is_kept(tmp_path: Path) -> None:
    """A version of the same content does not take the place of the one that is there."""
    assert write_version(tmp_path)
    inode = (tmp_path / "store" / "current" / "CURRENT").stat().st_ino
    assert not write_version(tmp_path)
    assert (tmp_path / "store" / "current" / "CURRENT").stat().st_ino == inode


def test_a_damaged_version_is_replaced(tmp_path: Path) -> None:
    """A version that lacks a file is written again though its content is the same."""
    write_version(tmp_path)
    (tmp_path / "store" / "current" / "graph.ttl").unlink()
    assert write_version(tmp_path)
    assert (tmp_path / "graph.ttl").is_file()
    assert write_version(tmp_path)
    assert str((tmp_path / "store" / "current").readlink()) == "v-" + "a" * 16


def test_the_version_before_goes_at_the_next_build(tmp_path: Path) -> None:
    """A folder holds the current version and the one before, and no more."""
    for letter in "abc":
        write_version(tmp_path, letter * 64, f"<x:{letter}> <x:b> <x:c> <x:d> .\n")
    versions = sorted(path.name for path in (tmp_path / "store").iterdir())
    assert versions == ["current", "v-" + "b" * 16, "v-" + "c" * 16]


def test_what_a_killed_build_left_goes_at_the_next_build(tmp_path: Path) -> None:
    """Half-written versions and links are removed by the next build."""
    write_version(tmp_path)
    (tmp_path / ".next" / "store" / "v-next").mkdir(parents=True)
    (tmp_path / "store" / "v-half").mkdir()
    (tmp_path / "store" / ".current.new").symlink_to("v-half")
    (tmp_path / ".graph.nq.new").symlink_to("nowhere")
    write_version(tmp_path, "b" * 64, "<x:a> <x:b> <x:c> <x:d> .\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([".lock", "store", *FILES])
    assert sorted(path.name for path in (tmp_path / "store").iterdir()) == [
        "current",
        "v-" + "a" * 16,
        "v-" + "b" * 16,
    ]


def test_a_version_that_was_not_promoted_leaves_nothing(tmp_path: Path) -> None:
    """When a build fails, the folder is as it was."""
    write_version(tmp_path)
    before = listing(tmp_path)

    def fail() -> None:
        with next_version(tmp_path) as version:
            (version.files / "graph.nq").write_text("half")
            raise DataError("stop")

    with pytest.raises(DataError):
        fail()
    assert listing(tmp_path) == before


def test_a_line_that_oxigraph_refuses_changes_nothing(tmp_path: Path) -> None:
    """A bad line is one clear error, and the version before stays."""
    write_version(tmp_path)
    with pytest.raises(DataError, match="cannot be stored"):
        write_version(tmp_path, "b" * 64, "<x:a> <x:b> broken .\n")
    assert len(open_store(tmp_path)) > 1


def test_ctrl_c_gets_in_while_the_store_loads(tmp_path: Path) -> None:
    """An interrupt during the bulk load ends it, and the version before stays."""
    write_version(tmp_path)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    def build() -> None:
        with next_version(tmp_path) as version:
            nquads = version.files / "graph.nq"
            nquads.write_text("<x:a> <x:b> <x:c> <x:d> .\n")
            write_store(version.files, nquads, interrupt)

    with pytest.raises(KeyboardInterrupt):
        build()
    assert not (tmp_path / ".next").exists()
    assert len(open_store(tmp_path)) > 1


def test_a_page_put_over_a_link_is_linked_again(tmp_path: Path) -> None:
    """A file that somebody wrote in the place of a link gives way to the next version."""
    write_version(tmp_path)
    page = tmp_path / "index.html"
    page.unlink()
    page.write_text("mine")
    write_version(tmp_path, "b" * 64, "<x:a> <x:b> <x:c> <x:d> .\n")
    assert page.is_symlink()


@pytest.mark.parametrize("content", ["notes.txt", ".lock"])
def test_a_foreign_folder_is_not_touched(tmp_path: Path, content: str) -> None:
    """A folder that holds something else is refused, and nothing is written into it."""
    (tmp_path / content).write_text("mine")
    with pytest.raises(UsageError, match="is not empty and holds no citykg graph"):
        write_version(tmp_path)
    assert listing(tmp_path) == [content]
    assert (tmp_path / content).read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A file in the place of the folder is a wrong call."""
    path = tmp_path / "graph"
    path.write_text("mine")
    with pytest.raises(UsageError, match="is a file"):
        write_version(path)
    with pytest.raises(UsageError, match="is a file"):
        open_store(path)
    assert path.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    """A path below a file cannot be written to, and the message says it in one sentence."""
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match=r"cannot be written to .*file/graph"):
        write_version(tmp_path / "file" / "graph")


def test_a_first_build_killed_at_once_leaves_a_usable_folder(tmp_path: Path) -> None:
    """An empty lock file alone is what a killed first build leaves; the next one goes on."""
    (tmp_path / ".lock").touch()
    assert write_version(tmp_path)


def test_two_builds_at_once_say_so(tmp_path: Path) -> None:
    """While one build holds a folder, another is told, and the first is not disturbed."""
    with next_version(tmp_path):
        with pytest.raises(UsageError, match="Another build is writing"):
            write_version(tmp_path)
        assert (tmp_path / ".next").is_dir()
    assert write_version(tmp_path)


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    """A build that is killed does not lock the folder for the next one."""
    ready, tell = os.pipe()
    child = os.fork()
    if child == 0:
        with next_version(tmp_path):
            os.write(tell, b".")
            time.sleep(60)
        os._exit(0)
    os.read(ready, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert write_version(tmp_path)
    assert not (tmp_path / ".next").exists()


def test_no_folder_says_how_to_make_one(tmp_path: Path) -> None:
    """A missing folder is a wrong call, and the message holds the command that makes one."""
    with pytest.raises(UsageError, match="citykg build PLANS -o"):
        open_store(tmp_path / "graph")


def test_an_empty_folder_says_how_to_fill_it(tmp_path: Path) -> None:
    """A folder without a graph is a wrong call."""
    with pytest.raises(UsageError, match="There is no graph in"):
        open_store(tmp_path)


@pytest.mark.parametrize("inside", ["store", "store/current"])
def test_a_folder_inside_a_graph_hints_at_the_graph(tmp_path: Path, inside: str) -> None:
    """Whoever gives a part of a graph folder is told the folder."""
    write_version(tmp_path)
    with pytest.raises(UsageError, match="did you mean"):
        open_store(tmp_path / inside)


def test_a_graph_of_another_layout_is_said_so(tmp_path: Path) -> None:
    """A graph that another version of citykg laid out is not opened but explained."""
    write_version(tmp_path)
    (tmp_path / ".lock").write_bytes(OLDER)
    with pytest.raises(DataError, match=r"another version of citykg: build it again with '[^\n]*$"):
        open_store(tmp_path)
    assert write_version(tmp_path, "b" * 64, SHARED)
    assert (tmp_path / ".lock").read_bytes() == LAYOUT
    assert len(open_store(tmp_path)) == 5


def test_a_graph_of_another_layout_is_replaced_by_the_same(tmp_path: Path) -> None:
    """A build that says what the older graph says is laid out anew all the same."""
    write_version(tmp_path)
    (tmp_path / ".lock").write_bytes(OLDER)
    assert write_version(tmp_path)
    assert len(open_store(tmp_path)) > 1


def test_a_failed_build_does_not_make_a_graph_newer(tmp_path: Path) -> None:
    """As long as the graph of another layout is there, its folder says so."""
    write_version(tmp_path)
    (tmp_path / ".lock").write_bytes(OLDER)
    with pytest.raises(DataError, match="cannot be stored"):
        write_version(tmp_path, "b" * 64, "<x:a> <x:b> broken .\n")
    with pytest.raises(DataError, match="another version of citykg"):
        open_store(tmp_path)


def test_an_older_store_without_its_lock_file_is_told_by_what_it_lacks(tmp_path: Path) -> None:
    """A store without a default graph would answer nothing: it is refused."""
    target = tmp_path / "store" / "current"
    target.mkdir(parents=True)
    store = ox.Store(str(target))
    store.load(SHARED, format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    with pytest.raises(DataError, match="another version of citykg"):
        open_store(tmp_path)


def test_a_broken_store_is_said_so(tmp_path: Path) -> None:
    """A store that Oxigraph cannot open is one sentence with the way out."""
    write_version(tmp_path)
    for manifest in (tmp_path / "store" / "current").glob("MANIFEST-*"):
        manifest.write_bytes(b"broken")
    with pytest.raises(DataError, match="build it again"):
        open_store(tmp_path)
