"""The graph that was pushed to a remote store, as a graph folder again."""

from __future__ import annotations

import re
from contextlib import ExitStack
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.build.sections import LINKS as LINKS_TITLE
from citykg.build.sections import Sections
from citykg.errors import DataError
from citykg.graph.folder import FILES, LINKS, next_version
from citykg.graph.sorted_blocks import SortedBlocks
from citykg.graph.store import write_store
from citykg.graph.turtle import write_turtle
from citykg.links.official import Replaced
from citykg.mirror.digests import digests_of
from citykg.mirror.files import REPORT, files_of
from citykg.mirror.reading import read_manifest, rows_of
from citykg.ontology.terms import GRAPH_LINKS, GRAPH_PUSHED, GRAPH_PUSHED_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from citykg.build import Progress
    from citykg.graph.folder import NextVersion
    from citykg.graph.remote import Remote
    from citykg.mirror.digests import Digest
    from citykg.mirror.manifest import Manifest
    from citykg.mirror.store import RemoteStore

_TOGETHER: Final = 10_000
"""The triples that are fetched at once, where several graphs have no more."""
_MOST_TOGETHER: Final = 200
_HELD: Final = 16 << 20
_CHUNK: Final = 1 << 20
_TEXT: Final = re.compile(rb'"text": "texts/[^"]*"')
_LINKS_END: Final = f" <{GRAPH_LINKS}> .\n".encode()


class Pulled(NamedTuple):
    """What a pull fetched."""

    graphs: int
    triples: int
    is_new: bool
    """Whether the folder was not the same before."""


def pull(store: RemoteStore, out: Path, *, progress: Progress) -> Pulled:
    """Make what was pushed to a store the current version of a folder: graph.nq byte for byte.

    Raises UsageError where the folder cannot be written, DataError where nothing was pushed, a
    push did not come to its end, or the store gives back anything else than was pushed; then the
    folder is as it was.
    """
    remote, endpoint = store.remote(), store.endpoint
    progress("ask", 0, 1)
    manifest = read_manifest(remote)
    _check_whole(manifest, endpoint)
    files = files_of(row[1:] for row in rows_of(remote, [GRAPH_PUSHED_FILES]))
    if not {LINKS, REPORT} <= files.keys():
        raise DataError(f"{endpoint} has no report of what was pushed to it: push the graph again.")
    wanted = {g: d for g, d in manifest.whole.items() if g != GRAPH_PUSHED_FILES}
    with next_version(out) as version:
        nquads = version.files / "graph.nq"
        _fetch(remote, wanted, nquads, version.folder, progress)
        size = nquads.stat().st_size
        _check_same(wanted, digests_of(nquads, lambda n: progress("compare", n, size)), endpoint)
        (version.files / LINKS).write_bytes(files[LINKS])
        # The texts of documents are not pushed.
        (version.files / REPORT).write_bytes(_TEXT.sub(b'"text": null', files[REPORT]))
        is_new = _finish(version, manifest.base or "", progress)
    return Pulled(len(wanted), sum(digest.triples for digest in wanted.values()), is_new)


def _fetch(
    remote: Remote, wanted: Mapping[str, Digest], target: Path, work: Path, progress: Progress
) -> None:
    """Write the triples of the graphs as sorted N-Quads, without having them all in memory."""
    blocks = SortedBlocks(work, "pulled", held=_HELD)
    total = sum(digest.triples for digest in wanted.values())
    done = 0
    for graphs in _together(wanted):
        progress("fetch", done, total)
        expected = sum(wanted[graph].triples for graph in graphs)
        blocks.add(
            f"{subject} {predicate} {value} {graph} .\n"
            for graph, subject, predicate, value in rows_of(remote, graphs, expected)
        )
        done += expected
    progress("fetch", total, total)
    with target.open("wb") as file:
        file.writelines(blocks)
    blocks.close()


def _together(wanted: Mapping[str, Digest]) -> Iterator[list[str]]:
    """Yield the graphs by as many as are fetched at once."""
    graphs: list[str] = []
    triples = 0
    for graph, digest in wanted.items():
        if graphs and (triples + digest.triples > _TOGETHER or len(graphs) == _MOST_TOGETHER):
            yield graphs
            graphs, triples = [], 0
        graphs.append(graph)
        triples += digest.triples
    if graphs:
        yield graphs


def _finish(version: NextVersion, base: str, progress: Progress) -> bool:
    """Make the rest of a version out of its graph.nq, and the version the current one."""
    from citykg.viz.page import write_page

    nquads = version.files / "graph.nq"
    size = nquads.stat().st_size
    write_store(version.files, nquads, lambda done: progress("store", done, size))
    sections = Sections(version.folder)
    sections.from_graph(nquads, progress, Replaced((), []))
    links = version.folder / "links.nq"
    with ExitStack() as stack:
        source, own = (stack.enter_context(p.open(m)) for p, m in ((nquads, "rb"), (links, "wb")))
        while lines := source.readlines(_CHUNK):
            own.writelines(line for line in lines if line.endswith(_LINKS_END))
    write_turtle(version.files / "graph.ttl", {**sections.files, LINKS_TITLE: links}, base)
    progress("draw", 0, 1)
    write_page(version.folder, version.files / "index.html")
    total = sha256()
    for name in FILES:
        with (version.files / name).open("rb") as file:
            total.update(file_digest(file, "sha256").digest())
    return version.promote(total.hexdigest())


def _check_whole(manifest: Manifest, endpoint: str) -> None:
    if manifest.base is None:
        raise DataError(
            f"{endpoint} holds no graph that was pushed to it (it has no {GRAPH_PUSHED}):"
            " push one with 'citykg push DIR --endpoint URL'."
        )
    missing = [entry.graph for entry in manifest.entries.values() if entry.digest is None]
    if missing or not manifest.entries:
        what = f"{missing[0]} is not there as a whole" if missing else "no graph is there yet"
        raise DataError(
            f"The last push to {endpoint} did not come to its end ({what}): push again first."
        )


def _check_same(wanted: Mapping[str, Digest], got: Mapping[str, Digest], endpoint: str) -> None:
    """Raise a DataError where what came is not what was pushed."""
    other = [graph for graph, digest in wanted.items() if got.get(graph) != digest]
    if not other:
        return
    graph = other[0]
    came, pushed = got[graph].triples if graph in got else 0, wanted[graph].triples
    what = (
        f"{came:,} triples of {pushed:,}"
        if came != pushed
        else "its triples in another form, as some stores rewrite literals"
    )
    more = f"; {len(other) - 1:,} more graphs are changed" if len(other) > 1 else ""
    raise DataError(
        f"{endpoint} gives back something else than was pushed: of {graph}, {what}{more}."
        " If nobody pushed at the same time, keep the folder: this store cannot give it back."
    )
