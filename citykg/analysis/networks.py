"""The graph of a folder as a networkx graph: what `citykg.network` gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from os import PathLike

    import networkx as nx
    from pyoxigraph import Store


@overload
def network(source: str | PathLike[str] | Store, between: None = None) -> nx.MultiDiGraph[str]: ...


@overload
def network(
    source: str | PathLike[str] | Store, between: str, *, top: int = ...
) -> nx.Graph[str]: ...


def network(
    source: str | PathLike[str] | Store, between: str | None = None, *, top: int = 10
) -> nx.MultiDiGraph[str] | nx.Graph[str]:
    """The things of the plans with their facts; or one kind of them, joined by what they share.

    `between` is `cities`, `cooperations`, `plans` or `countries`; then an edge says what two have
    in common, and each has edges to its `top` most similar others.  Raises UsageError where there
    is no graph, or no network of this name.

        import citykg, networkx as nx

        cities = citykg.network("citykg-graph", between="cities")
        nx.write_gexf(cities, "cities.gexf")
    """
    from pyoxigraph import Store

    place = source if isinstance(source, Store) else Path(source)
    if between is None:
        from citykg.graph.network import network as whole

        return whole(place)
    from citykg.analysis.projection import projection
    from citykg.analysis.rows import read_rows

    return projection(read_rows(place), between, top)
