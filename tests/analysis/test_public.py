"""What `import citykg` gives, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest

import citykg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

HEAVY = {"rdflib", "networkx", "oxrdflib", "pyoxigraph", "igraph", "typer", "msgspec"}


def test_importing_it_imports_nothing_heavy(python: Callable[..., CompletedProcess[str]]) -> None:
    """No library is loaded before one of the functions is asked for."""
    loaded = python("-c", "import sys, citykg; print(*sys.modules)").stdout.split()
    assert "citykg" in loaded
    assert not HEAVY.intersection(loaded)
    assert [name for name in loaded if name.startswith("citykg.")] == []


def test_each_function_loads_what_it_needs(python: Callable[..., CompletedProcess[str]]) -> None:
    """Analysing needs no rdflib, and networks need none before one is made."""
    code = "import sys, citykg; citykg.analyse; citykg.network; print(*sys.modules)"
    assert not HEAVY.intersection(python("-c", code).stdout.split())


def test_names_are_listed_and_others_are_not_there() -> None:
    """`dir` shows the functions, and a wrong name is an AttributeError as everywhere."""
    assert {"open", "network", "analyse"} <= set(dir(citykg))
    with pytest.raises(AttributeError, match="no attribute 'bulid'"):
        _ = citykg.bulid  # type: ignore[attr-defined]


def test_network_without_a_kind_is_the_whole_graph(built: Path) -> None:
    """The facts as edges, with typed nodes."""
    graph = citykg.network(built)
    assert isinstance(graph, nx.MultiDiGraph)
    kinds = {kind for _, kind in graph.nodes(data="kind")}
    assert {"city", "plan", "cooperation", "goal", "theme", "activity"} <= kinds
