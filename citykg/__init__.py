"""City cooperation plans in, a knowledge graph out, every statement traced to its words.

    import citykg

    citykg.open("citykg-graph")                        an rdflib Dataset, read-only
    citykg.network("citykg-graph")                     a networkx graph
    citykg.analyse("citykg-graph", "similar")          a table
    citykg.view("citykg-graph")                        the page, in a notebook

What these need is imported when one of them is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from citykg.analysis.analysing import analyse
    from citykg.analysis.networks import network
    from citykg.graph.dataset import open_dataset as open  # noqa: A004 - as in gzip.open
    from citykg.viz.notebook import view

__all__ = ["__version__", "analyse", "network", "open", "view"]

__version__ = "0.1.0"


_WHERE: Final = {
    "open": ("citykg.graph.dataset", "open_dataset"),
    "network": ("citykg.analysis.networks", "network"),
    "analyse": ("citykg.analysis.analysing", "analyse"),
    "view": ("citykg.viz.notebook", "view"),
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _WHERE[name]
    found = globals()[name] = getattr(import_module(module), attribute)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
