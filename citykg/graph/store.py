"""The graph on disk: an Oxigraph store that is written once and then only read.

The named graphs say which plan says what.  The default graph repeats each of their triples once,
and is what queries read: asked for the union of named graphs, Oxigraph counts a triple once for
each graph that holds it.  What is only suggested stands in its named graph alone: no query reads
it without asking for it.  Whoever reads quads reads the one (`named_quads`) or the other: both
together tell every fact twice.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

from citykg.errors import DataError, UsageError
from citykg.ontology.terms import GRAPH_SUGGESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

    Resource = NamedNode | BlankNode | Triple
    Term = Resource | Literal

LAYOUT: Final = b"citykg graph folder, layout 2\n"
"""What the lock file of a graph folder says, so that nobody else's folder is taken for one."""

_OURS: Final = LAYOUT.split(b",")[0]
_CHUNK: Final = 1 << 20
_SUGGESTED: Final = f"<{GRAPH_SUGGESTIONS}>".encode()


def current_version(folder: Path) -> Path:
    """Where the current version of a graph is, with its store and its files.

    The link is followed here, once: whoever goes on with this path is not disturbed by a build.
    Raises UsageError where there is no graph, DataError where another layout of it is.
    """
    current = folder / "store" / "current"
    if not (current / "CURRENT").is_file():
        raise UsageError(_no_graph(folder))
    if layout_of(folder) not in {b"", LAYOUT}:
        raise DataError(_other_layout(folder))
    return current.resolve()


def open_store(folder: Path) -> Store:
    """The graph of a folder that `citykg build` wrote, for reading only.

    Raises UsageError where there is no graph, DataError where there is one that cannot be read.
    A store that is open stays as it is when the folder is built again.
    """
    version = current_version(folder)
    while True:
        try:
            return open_version(folder, version)
        except DataError:
            # Another version may have taken its place while it was being opened.
            now = current_version(folder)
            if now == version:
                raise
            version = now


def open_version(folder: Path, version: Path) -> Store:
    """One version of a folder's graph, for reading only; raises DataError as `open_store` does."""
    import pyoxigraph as ox

    try:
        store = ox.Store.read_only(str(version))
        if not has_default_graph(store) and next(iter(store), None):
            # The lock file, which says the layout, was not copied along.
            raise DataError(_other_layout(folder))
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(
            f"The graph in {folder} cannot be read ({error}):"
            f" build it again with 'citykg build PLANS -o {folder}'."
        ) from error
    return store


def declared_quads(
    store: Store,
    subject: Resource | None = None,
    predicate: NamedNode | None = None,
    value: Term | None = None,
) -> Iterator[Quad]:
    """Yield the quads of the named graphs but for what is only suggested."""
    from pyoxigraph import NamedNode

    suggested = NamedNode(GRAPH_SUGGESTIONS)
    for quad in named_quads(store, subject, predicate, value):
        if quad.graph_name != suggested:
            yield quad


def has_default_graph(store: Store) -> bool:
    """Whether the default graph holds anything: that of a store in memory may not."""
    from pyoxigraph import DefaultGraph

    quads = store.quads_for_pattern(None, None, None, DefaultGraph())
    return next(quads, None) is not None


def named_quads(
    store: Store,
    subject: Resource | None = None,
    predicate: NamedNode | None = None,
    value: Term | None = None,
) -> Iterator[Quad]:
    """Yield the quads of the named graphs; None stands for any term."""
    from pyoxigraph import DefaultGraph

    default = DefaultGraph()
    for quad in store.quads_for_pattern(subject, predicate, value, None):
        if quad.graph_name != default:
            yield quad


def write_store(
    target: Path,
    nquads: Path,
    loaded: Callable[[int], None],
    more: Callable[[Store], Iterable[bytes]] | None = None,
) -> int:
    """Write a new store from a sorted file of N-Quads and give back the number of its quads.

    `loaded` is told the number of bytes read so far.  `more` is asked, when the file is in the
    store, for further lines of N-Quads, such as the links of what it holds.  Raises DataError
    where Oxigraph refuses a line or holds less than it was given; then the target holds nothing
    to be used.
    """
    import pyoxigraph as ox

    store = ox.Store(str(target))
    with nquads.open("rb") as file:
        lines = _Lines(file, loaded)
        try:
            # Through Python, not by path: this is where Ctrl-C gets in.
            store.bulk_load(lines, format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
            given = lines.quads + lines.triples
            added = _added(store, b"".join(more(store))) if more else ()
            store.bulk_extend(added)
        except SyntaxError as error:
            raise DataError(f"The graph cannot be stored: {error}.") from error
    # A bulk load leaves runs that overlap; in one run, look-ups take half the time.
    store.optimize()
    store.flush()
    given, held = given + len(added), len(store)
    if held != given:
        raise DataError(f"The store holds {held} quads of {given}: the disk may be full.")
    default = ox.DefaultGraph()
    return lines.quads + sum(quad.graph_name != default for quad in added)


def _added(store: Store, nquads: bytes) -> list[Quad]:
    """The quads of these lines that the store lacks, each also in the default graph."""
    import pyoxigraph as ox

    quads = list(ox.parse(nquads, format=ox.RdfFormat.N_QUADS))
    triples = dict.fromkeys(ox.Quad(*quad.triple) for quad in quads)
    return [quad for quad in dict.fromkeys((*quads, *triples)) if quad not in store]


def layout_of(folder: Path) -> bytes:
    """What the folder's lock file says about its layout; empty where it says nothing."""
    try:
        with (folder / ".lock").open("rb") as file:
            line = file.readline(len(LAYOUT) + 16)
    except OSError:
        return b""
    return line if line.startswith(_OURS) else b""


class _Lines:
    """A stream of the lines of a file, each triple also without the name of its graph, once.

    But for what is suggested, which stands in its graph alone.

    The lines of a triple are neighbours, for the file is sorted.
    """

    def __init__(self, file: IO[bytes], told: Callable[[int], None]) -> None:
        self._chunks = self._read(file, told)
        self._held = BytesIO()
        self.quads = 0
        self.triples = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes, no more than asked for; empty at the end."""
        data = self._held.read(size)
        if not data:
            self._held = BytesIO(next(self._chunks, b""))
            data = self._held.read(size)
        return data

    def _read(self, file: IO[bytes], told: Callable[[int], None]) -> Iterator[bytes]:
        previous = b""
        while lines := file.readlines(_CHUNK):
            told(file.tell())
            self.quads += len(lines)
            found = []
            for line in lines:
                # No IRI holds a space.
                triple, graph, _ = line.rsplit(b" ", 2)
                if triple != previous and graph != _SUGGESTED:
                    found.append(triple + b" .\n")
                    previous = triple
            self.triples += len(found)
            yield b"".join(found + lines)


def _other_layout(folder: Path) -> str:
    return (
        f"The graph in {folder} was written by another version of citykg:"
        f" build it again with 'citykg build PLANS -o {folder}'."
    )


def _no_graph(folder: Path) -> str:
    if not folder.exists():
        return (
            f"There is no folder {folder}:"
            f" make the graph first with 'citykg build PLANS -o {folder}'."
        )
    if not folder.is_dir():
        return f"{folder} is a file: give the folder that 'citykg build' wrote."
    for near in (folder.parent, folder.parent.parent, folder / "citykg-graph"):
        if (near / "store" / "current" / "CURRENT").is_file():
            return f"{folder} is not the folder of a graph: did you mean {near}?"
    return (
        f"There is no graph in {folder}: make one first with 'citykg build PLANS -o {folder}',"
        " or give the folder that was built."
    )
