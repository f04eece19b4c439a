"""A mirror kept by SPARQL 1.1 Update: graphs, manifest and default graph in the same requests.

Whoever is stopped between two operations leaves no graph that is said to be whole and is not,
and nothing in the default graph that no graph tells: the next push goes on from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.mirror.manifest import default_lines, head_lines, name_lines, whole_lines
from citykg.mirror.requests import iri
from citykg.ontology.terms import (
    GRAPH_PUSHED,
    GRAPH_PUSHED_FILES,
    GRAPH_PUSHED_PROBE,
    GRAPH_SUGGESTIONS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from citykg.mirror.batches import Batches
    from citykg.mirror.digests import Digest
    from citykg.mirror.manifest import Manifest

APART: Final = (GRAPH_SUGGESTIONS, GRAPH_PUSHED, GRAPH_PUSHED_FILES, GRAPH_PUSHED_PROBE)
"""The graphs that the default graph is not filled from."""


class ByUpdate:
    """The mirror of a graph on a store that takes SPARQL Update."""

    def __init__(self, batches: Batches, manifest: Manifest, base: str) -> None:
        self._batches = batches
        self._manifest = manifest
        self._base = base
        self._fills = manifest.fills_default
        self._apart = ", ".join(map(iri, APART))

    def begin(self, changed: Iterable[str], *, probe: bool) -> None:  # noqa: ARG002 - see ByStore
        """Write down whose graph is pushed; with `probe`, in a second graph as well."""
        if self._manifest.base is None:
            self._batches.insert(GRAPH_PUSHED, head_lines(self._base))
        elif self._manifest.base != self._base:
            self._batches.delete(GRAPH_PUSHED, head_lines(self._manifest.base)[1:])
            self._batches.insert(GRAPH_PUSHED, head_lines(self._base))
        if probe:
            self._batches.insert(GRAPH_PUSHED_PROBE, head_lines(self._base))
        self._batches.flush()

    def end_probe(self) -> None:
        """Take the second graph away again."""
        self._batches.do("drop.ru", graph=iri(GRAPH_PUSHED_PROBE))
        self._batches.flush()

    def fill_default(self) -> None:
        """From here on, put into the default graph what goes into the others; all are sent anew."""
        for entry in self._manifest.entries.values():
            self._batches.delete(GRAPH_PUSHED, entry.whole)
        self._batches.insert(GRAPH_PUSHED, default_lines())
        self._fills = True

    def replace(
        self, graph: str, digest: Digest, triples: Iterable[bytes], there: AbstractSet[str]
    ) -> None:
        """Make a named graph hold these triples; `there` are graphs that hold something."""
        self._open(graph, there)
        self._batches.insert(graph, (line.decode() for line in triples))
        if self._fills and graph not in APART:
            self._batches.do("add.ru", graph=iri(graph))
        self._batches.insert(GRAPH_PUSHED, whole_lines(graph, digest))

    def remove(self, graph: str) -> None:
        """Take a named graph away."""
        self._open(graph, {graph})
        self._batches.delete(GRAPH_PUSHED, name_lines(graph))

    def finish(self) -> None:
        """Send what is left to send."""
        self._batches.flush()

    def _open(self, graph: str, there: AbstractSet[str]) -> None:
        """Empty a named graph, of which nothing is said until it is whole again."""
        entry = self._manifest.entries.get(graph)
        if entry is None:
            self._batches.insert(GRAPH_PUSHED, name_lines(graph))
        elif entry.whole:
            self._batches.delete(GRAPH_PUSHED, entry.whole)
        if self._fills and graph not in APART and (entry or graph in there):
            self._batches.do("forget.ru", graph=iri(graph), apart=self._apart)
        self._batches.do("drop.ru", graph=iri(graph))
