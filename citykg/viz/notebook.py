"""The page inside a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from citykg.graph.foreign import facts_of
from citykg.graph.texts import texts_of
from citykg.viz.page import render

if TYPE_CHECKING:
    from pyoxigraph import Store


@dataclass(frozen=True)
class Shown:
    """A page that a notebook shows where it stands in a cell."""

    page: str
    height: int = 640
    """In pixels."""

    def _repr_html_(self) -> str:
        from markupsafe import escape

        # Apart from the notebook: its scripts reach nothing but the page itself.
        return (
            f'<iframe sandbox="allow-scripts allow-downloads" srcdoc="{escape(self.page)}"'
            f' title="The graph" width="100%" height="{self.height}" style="border:0"></iframe>'
        )


def view(graph: Path | str | Store, *, title: str | None = None, height: int = 640) -> Shown:
    """The page of a graph folder, an RDF file or an open store, for a notebook to show.

        import citykg

        citykg.view("citykg-graph")

    Raises UsageError where there is no graph.
    """
    source = Path(graph) if isinstance(graph, str) else graph
    texts = texts_of(source) if isinstance(source, Path) else None
    return Shown(render(facts_of(source), title=title, texts=texts), height)
