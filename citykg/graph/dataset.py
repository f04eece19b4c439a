"""The graph of a folder as an rdflib Dataset, for reading: what `citykg.open` gives.

rdflib and oxrdflib are imported with this module, which nothing else of the package imports.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from oxrdflib import OxigraphStore
from rdflib import Dataset
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from citykg.errors import UsageError
from citykg.graph.store import open_store
from citykg.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from os import PathLike
    from types import TracebackType
    from typing import Self

    import pyoxigraph as ox
    from rdflib import Graph
    from rdflib.query import Result

_NO_NAME: Final = ""
"""What oxrdflib is told so that the query itself says which graphs it asks."""


def open_dataset(folder: str | PathLike[str]) -> GraphDataset:
    """The graph of a folder that `citykg build` wrote, as an rdflib Dataset that cannot be written.

    Its default graph holds each declared triple once, and its named graphs say which plan states
    it: so it has no union of named graphs, which would hold what is only suggested as well.
    Queries are answered by Oxigraph; our prefixes need no declaration.  It stays as it is when
    the folder is built again.  Raises UsageError where there is no graph, DataError where there is
    one that cannot be read.

        with citykg.open("citykg-graph") as graph:
            for row in graph.query("SELECT ?name { ?city a ckg:City ; rdfs:label ?name }"):
                print(row.name)
    """
    path = Path(folder)
    return GraphDataset(_ReadOnly(open_store(path), path))


class GraphDataset(Dataset):
    """An rdflib Dataset over the store of a graph folder, which a `with` block closes."""

    def __init__(self, store: _ReadOnly) -> None:
        super().__init__(store=store, default_union=False)
        for prefix, namespace in PREFIXES.items():
            self.bind(prefix, namespace, override=True, replace=True)

    def __len__(self) -> int:
        """The number of declared triples: those of the default graph."""
        return len(self.default_graph)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class _ReadOnly(OxigraphStore):
    """Oxigraph behind rdflib, without the half of it that writes."""

    def __init__(self, store: ox.Store, folder: Path) -> None:
        self._folder = folder
        super().__init__(store=store)

    @property
    def _inner(self) -> ox.Store:
        # oxrdflib would go on with an empty store in memory.
        if self._store is None:
            raise UsageError(
                f"The graph of {self._folder} has been closed: open it again with citykg.open()."
            )
        return self._store

    def close(self, commit_pending_transaction: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Let go of the store; closing twice is fine."""
        self._store = None

    def query(
        self,
        query: Any,
        initNs: Any,  # noqa: N803 - rdflib's own names
        initBindings: Any,  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> Result:
        """The answer of Oxigraph; rdflib's own engine where a variable that is bound is hidden."""
        # Given as the graph to ask, the default graph would win over a FROM.
        graph = _NO_NAME if queryGraph == DATASET_DEFAULT_GRAPH_ID else queryGraph
        try:
            return super().query(query, initNs, initBindings, graph, **kwargs)
        except RuntimeError as error:
            if not initBindings:
                raise
            raise NotImplementedError from error

    def add_graph(self, graph: Graph) -> None:
        """Nothing: `Dataset.graph(name)` calls it, to read a graph as well."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise UsageError(
            f"The graph of {self._folder} is read-only: change the plans and build it again, or"
            " copy what you need into a Graph of your own."
        )

    add = addN = remove = remove_graph = update = _refuse  # noqa: N815
    open = create = destroy = commit = rollback = _refuse
