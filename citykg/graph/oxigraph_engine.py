"""The shapes asked of a store: SELECTs find what is suspicious, and each thing found is checked.

Memory is that of the suspicious things, not of the graph.  Asked about some things only, it looks
at those and at nothing else.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from citykg.graph.conformance import faults_of, is_target
from citykg.graph.shacl_queries import candidate_queries
from citykg.graph.shapes import read_shapes
from citykg.graph.store import has_default_graph
from citykg.graph.views import BEHIND, part_of, parts
from citykg.ontology.files import shapes_file
from citykg.ontology.terms import GRAPH_SUGGESTIONS, GRAPH_VOCABULARY, Rdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.graph.blame import Term
    from citykg.graph.conformance import Fault
    from citykg.graph.shapes import Shape
    from citykg.graph.views import Part, View

_DEFAULT: Final = ox.DefaultGraph()
_TYPE: Final = ox.NamedNode(Rdf.type)
_SUGGESTIONS: Final = ox.NamedNode(GRAPH_SUGGESTIONS)
_VOCABULARY: Final = ox.NamedNode(GRAPH_VOCABULARY)


@cache
def shapes() -> tuple[Shape, ...]:
    """The shapes that ship."""
    return read_shapes(shapes_file().read_bytes())


def find_faults(
    store: ox.Store, asked: tuple[Shape, ...], focus: frozenset[Term] | None = None
) -> Iterator[tuple[Part, Fault]]:
    """Yield what breaks some shapes, with the part of the store that it is in.

    With `focus`, only what those things break is looked for.
    """
    views = parts(store)
    search = _Search(store, views) if focus is None else None
    for shape in asked:
        things: Iterable[Term] = search.suspicious(shape) if search else focus or ()
        for thing in things:
            for view in views:
                if view.is_about(thing) and is_target(shape, thing, view):
                    for fault in faults_of(shape, thing, view):
                        yield view.part, fault


class _Search:
    """Finds what may break a shape in any part of a store."""

    def __init__(self, store: ox.Store, views: list[View]) -> None:
        self._store = store
        self._views = views
        self._union = not has_default_graph(store)
        self._rows: dict[tuple[str, bool], tuple[Term, ...]] = {}
        self._told_twice = self._described_twice()

    def suspicious(self, shape: Shape) -> set[Term]:
        """The things that may break a shape, and some that do not."""
        queries = candidate_queries(shape, self._below)
        found = set(self._told_twice)
        if self._union or any(map(self._declared, shape.targets)):
            for query in (*queries.near, *queries.far):
                found.update(self._asked(query, suggested=False))
        if not self._union:
            for query in (*queries.near, *queries.far):
                found.update(self._asked(query, suggested=True, far=query in queries.far))
        for kind, term in shape.targets:
            if kind == "targetNode":
                found.add(term)
            elif kind == "targetClass":
                # Of the vocabulary, the plans are given less than its graph says.
                quads = self._store.quads_for_pattern(None, _TYPE, term, _VOCABULARY)
                found.update(quad.subject for quad in quads)
        return found

    def _asked(self, query: str, *, suggested: bool, far: bool = False) -> tuple[Term, ...]:
        """What a query finds; shapes that share a property are asked of it once."""
        found = self._rows.get((query, suggested))
        if found is None:
            if suggested:
                graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [_SUGGESTIONS]
                if far:
                    graphs.append(_DEFAULT)
                rows = self._store.query(query, default_graph=graphs, named_graphs=[_SUGGESTIONS])
            else:
                rows = self._store.query(query, use_default_graph_as_union=self._union)
            found = self._rows[query, suggested] = tuple(_this(rows))
        return found

    def _declared(self, target: tuple[str, Term]) -> bool:
        """Whether the default graph holds anything that a shape may be about."""
        kind, term = target
        quads = self._store.quads_for_pattern
        if kind == "targetClass":
            names = self._below(getattr(term, "value", ""))
            patterns = [(_TYPE, ox.NamedNode(name)) for name in names]
            return any(next(quads(None, *item, _DEFAULT), None) for item in patterns)
        if not isinstance(term, ox.NamedNode):
            return True
        return kind == "targetNode" or next(quads(None, term, None, _DEFAULT), None) is not None

    def _below(self, name: str) -> list[str]:
        return sorted({found for view in self._views for found in view.below(name)})

    def _described_twice(self) -> tuple[Term, ...]:
        """The words that suggestions rest on, where other graphs describe them too."""
        behind = " | ".join(f"<{name}>" for name in BEHIND)
        suggestions = f"GRAPH {_SUGGESTIONS} {{ ?any {behind} ?this . ?this ?path ?value }}"
        return tuple(
            thing
            for thing in _this(self._store.query(_select(suggestions)))
            if not isinstance(thing, ox.Literal)
            and any(
                part_of(quad.graph_name) not in {"", "suggestions"}
                for quad in self._store.quads_for_pattern(thing, None, None, None)
            )
        )


def _select(block: str) -> str:
    return f"SELECT DISTINCT ?this WHERE {{ {block} }}"


def _this(rows: object) -> Iterator[Term]:
    if not isinstance(rows, ox.QuerySolutions):
        raise TypeError("a generated query is a SELECT")
    return (row[0] for row in rows)
