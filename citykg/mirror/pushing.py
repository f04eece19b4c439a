"""A graph folder pushed to a remote store: what changed since the last push, and no more."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from citykg.errors import DataError, UsageError
from citykg.graph.base import base_of
from citykg.graph.sorted_blocks import SortedBlocks
from citykg.graph.store import current_version
from citykg.mirror.batches import Batches
from citykg.mirror.by_store import ByStore
from citykg.mirror.by_update import ByUpdate
from citykg.mirror.digests import Digest, digest_of, digests_of, graph_of, triple_of
from citykg.mirror.files import file_lines
from citykg.mirror.reading import graphs_there, read_manifest, times_told
from citykg.ontology.terms import GRAPH_PUSHED_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.build import Progress
    from citykg.graph.remote import Remote
    from citykg.mirror.manifest import Manifest
    from citykg.mirror.store import RemoteStore

DefaultGraph: TypeAlias = Literal["auto", "fill", "leave"]
"""What a push does about the default graph: what the server needs, fill it, or nothing."""

State: TypeAlias = Literal["filled", "union", "all", "unknown"]
"""What queries without GRAPH see: all graphs together, each triple once, because pushes fill the
default graph, or because the server shows that union; all that the graphs tell, some of it twice;
or what only the server knows."""

_CHUNK: Final = 1 << 20
_HELD: Final = 16 << 20
"""The characters of a sorted piece of the graph that are in memory at a time."""


class Pushed(NamedTuple):
    """What a push did, or would do."""

    sent: dict[str, int]
    """The graphs that were sent, each with its number of triples."""
    removed: tuple[str, ...]
    """The graphs that were taken away."""
    kept: int
    """How many graphs were there already."""
    default_graph: State


def push(  # noqa: PLR0913 - each has a default, and a name
    folder: Path,
    store: RemoteStore,
    *,
    default_graph: DefaultGraph = "auto",
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress,
) -> Pushed:
    """Make a remote store hold the named graphs of a folder, and say what was done.

    Graphs that are on the store as they are in the folder are not sent; those that an earlier push
    wrote and that the folder no longer has are taken away; graphs of others are never touched.
    Whatever stops it, the same push goes on from there.  Raises UsageError where there is no graph
    or the call is wrong, DataError where the store does not do what it is asked.
    """
    version = current_version(folder)
    base = base_of(version)
    remote = store.remote()
    progress("ask", 0, 1)
    manifest = read_manifest(remote)
    _check_same(manifest, base, store, replace=replace)
    found = _compared(version, manifest, progress)
    there = graphs_there(remote, [g for g in found.changed if g not in manifest.entries])
    if there and not replace:
        raise UsageError(_taken(sorted(there), store))
    told = _told(manifest, default_graph)
    if dry_run:
        return found.pushed(told)
    target: ByUpdate | ByStore = (
        ByUpdate(Batches(store.writer()), manifest, base)
        if store.update
        else ByStore(store.writer(), manifest, base)
    )
    asks = told == "unknown" and default_graph == "auto"
    if found.changed or found.removed:
        target.begin((*found.changed, *found.removed), probe=asks)
        told = _seen(remote, is_twice_there=True) if asks else told
        if asks:
            target.end_probe()
    elif asks:
        told = _seen(remote, is_twice_there=False)
    if told == "filled" and not manifest.fills_default:
        if isinstance(target, ByStore):
            raise UsageError(_apart(store))
        target.fill_default()
        found = found._replace(changed=found.wanted)
    with _sorted_graphs(version / "graph.nq", found) as graphs:
        for done, (graph, triples) in enumerate(graphs):
            progress("send", done, len(found.changed))
            target.replace(graph, found.changed[graph], triples, there)
    for graph in found.removed:
        target.remove(graph)
    target.finish()
    progress("send", len(found.changed), len(found.changed))
    return found.pushed(told)


class _Compared(NamedTuple):
    """A folder beside what was pushed before."""

    wanted: dict[str, Digest]
    """All graphs of the folder."""
    changed: dict[str, Digest]
    """Those that the store has not, or not so."""
    removed: tuple[str, ...]
    """Those that the store has from a push, and the folder has not."""
    files: list[bytes]
    """The lines of the files that go along."""

    def pushed(self, told: State) -> Pushed:
        """What a push of it does."""
        sent = {graph: digest.triples for graph, digest in self.changed.items()}
        return Pushed(sent, self.removed, len(self.wanted) - len(sent), told)


def _compared(version: Path, manifest: Manifest, progress: Progress) -> _Compared:
    """What of a version has changed since it was pushed; raises DataError where it is not whole."""
    nquads = version / "graph.nq"
    try:
        size = nquads.stat().st_size
        wanted = digests_of(nquads, lambda done: progress("compare", done, size))
    except OSError as error:
        raise DataError(
            f"{nquads} cannot be read ({error.strerror}): build the graph again with"
            " 'citykg build'."
        ) from error
    files = file_lines(version)
    wanted[GRAPH_PUSHED_FILES] = digest_of(files)
    there = manifest.whole
    return _Compared(
        wanted=wanted,
        changed={graph: digest for graph, digest in wanted.items() if there.get(graph) != digest},
        removed=tuple(graph for graph in manifest.entries if graph not in wanted),
        files=files,
    )


def _told(manifest: Manifest, default_graph: DefaultGraph) -> State:
    """What is known of the default graph before the store is asked."""
    if manifest.fills_default and default_graph == "leave":
        raise UsageError(
            "An earlier push fills the store's default graph, which would be left out of date:"
            " push without --default-graph leave."
        )
    return "filled" if manifest.fills_default or default_graph == "fill" else "unknown"


def _seen(remote: Remote, *, is_twice_there: bool) -> State:
    """What the default graph tells of the named graphs; to be filled where it tells nothing."""
    times = times_told(remote)
    if not times:
        return "filled"
    if not is_twice_there:
        return "unknown"
    return "union" if times == 1 else "all"


@contextmanager
def _sorted_graphs(
    nquads: Path, found: _Compared
) -> Iterator[Iterator[tuple[str, Iterator[bytes]]]]:
    """The graphs that changed, one after the other, each with its triples as N-Triples.

    They are sorted on the disk: neither the graph nor one of its graphs need fit into memory.
    """
    try:
        with TemporaryDirectory(prefix="citykg-") as folder:
            blocks = SortedBlocks(Path(folder), "graphs", held=_HELD)
            if found.changed:
                if GRAPH_PUSHED_FILES in found.changed:
                    blocks.add(f"{GRAPH_PUSHED_FILES}\t{line.decode()}" for line in found.files)
                with nquads.open("rb") as file:
                    while lines := file.readlines(_CHUNK):
                        named = ((graph_of(line).decode(), line) for line in lines)
                        blocks.add(f"{g}\t{n.decode()}" for g, n in named if g in found.changed)
            yield _grouped(iter(blocks))
    except OSError as error:
        raise UsageError(
            f"The graph cannot be sorted on the disk ({error}): make room, or set TMPDIR to"
            " a folder that has some."
        ) from error


def _grouped(blocks: Iterator[bytes]) -> Iterator[tuple[str, Iterator[bytes]]]:
    for graph, found in groupby(blocks, key=_name):
        yield graph, (triple_of(block.partition(b"\t")[2]) for block in found)


def _name(block: bytes) -> str:
    return block.partition(b"\t")[0].decode()


def _check_same(manifest: Manifest, base: str, store: RemoteStore, *, replace: bool) -> None:
    if manifest.base is not None and manifest.base != base and not replace:
        raise UsageError(
            f"{store.endpoint} holds the graph of another folder, under {manifest.base}, and this"
            f" one is under {base}: push it to another store, or say --replace."
        )


def _taken(there: list[str], store: RemoteStore) -> str:
    return (
        f"{store.endpoint} holds {there[0]}"
        + (f" and {len(there) - 1:,} more graphs" if len(there) > 1 else "")
        + " that no push wrote: push to another store, or say --replace to replace them."
    )


def _apart(store: RemoteStore) -> str:
    return (
        f"The default graph of {store.endpoint} does not show what is in its named graphs, and the"
        " Graph Store Protocol cannot fill it: push with --update, or let the server show their"
        " union, or say --default-graph leave."
    )
