"""The graph on disk: an Oxigraph store that is written once and then only read."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from citykg.errors import DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyoxigraph import Store

LAYOUT: Final = b"citykg graph folder, layout 1\n"
"""What the lock file of a graph folder says, so that nobody else's folder is taken for one."""

_OURS: Final = LAYOUT.split(b",")[0]
_CHUNK: Final = 1 << 20


def current_version(folder: Path) -> Path:
    """Where the current version of a graph is, with its store and its files.

    The link is followed here, once: whoever goes on with this path is not disturbed by a build.
    Raises UsageError where there is no graph, DataError where another layout of it is.
    """
    current = folder / "store" / "current"
    if not (current / "CURRENT").is_file():
        raise UsageError(_no_graph(folder))
    if layout_of(folder) not in {b"", LAYOUT}:
        raise DataError(
            f"The graph in {folder} was written by another version of citykg:"
            f" build it again with 'citykg build PLANS -o {folder}'."
        )
    return current.resolve()


def open_store(folder: Path) -> Store:
    """The graph of a folder that `citykg build` wrote, for reading only.

    Raises UsageError where there is no graph, DataError where there is one that cannot be read.
    A store that is open stays as it is when the folder is built again.
    """
    import pyoxigraph as ox

    version = current_version(folder)
    try:
        return ox.Store.read_only(str(version))
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(
            f"The graph in {folder} cannot be read ({error}):"
            f" build it again with 'citykg build PLANS -o {folder}'."
        ) from error


def write_store(target: Path, nquads: Path, loaded: Callable[[int], None]) -> int:
    """Write a new store from a file of N-Quads and give back its number of quads.

    `loaded` is told the number of bytes read so far.  Raises DataError where Oxigraph refuses
    a line; then the target holds nothing to be used.
    """
    import pyoxigraph as ox

    store = ox.Store(str(target))
    with nquads.open("rb") as stream:
        try:
            # Through Python, not by path: this is where Ctrl-C gets in.
            store.bulk_load(_Told(stream, loaded), format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
        except SyntaxError as error:
            raise DataError(f"The graph cannot be stored: {error}.") from error
    store.flush()
    return len(store)


def layout_of(folder: Path) -> bytes:
    """What the folder's lock file says about its layout; empty where it says nothing."""
    try:
        with (folder / ".lock").open("rb") as file:
            line = file.readline(len(LAYOUT) + 16)
    except OSError:
        return b""
    return line if line.startswith(_OURS) else b""


class _Told:
    """A stream that tells how far it was read."""

    def __init__(self, stream: IO[bytes], told: Callable[[int], None]) -> None:
        self._stream = stream
        self._told = told

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size if size > 0 else _CHUNK)
        self._told(self._stream.tell())
        return data


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
