"""The things whose verdict a change of the graph may have changed.

A shape looks at what is said of a thing, and along its paths at what is said of others; a query of
the shapes says itself where it looks (`shapes:looksAlong`).  Both are walked backwards here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from citykg.graph.constraints import constraints
from citykg.graph.oxigraph_engine import shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.graph.blame import Term
    from citykg.graph.shapes import Path, Shape


def affected(store: ox.Store, changed: Iterable[str]) -> set[str]:
    """The IRIs of the things that a change may have made good or bad, those that changed first.

    `changed` are the IRIs of the subjects and objects of all triples that were added or removed,
    and `store` is as it is afterwards.  What led to them through a triple that was removed is among
    them already, for its subject has changed.
    """
    start = set(changed)
    found = set(start)
    paths = {path for shape in shapes() for path in _paths(shape, ())}
    paths.update(path for rule in constraints() for path in rule.looks_along)
    for path in sorted(paths, key=str):
        # Along a part of a path, too: each thing on the way is looked at.
        for length in range(1, len(path) + 1):
            found |= _before(store, path[:length], start)
    return found


def _paths(shape: Shape, before: Path) -> Iterator[Path]:
    """Yield the paths from a target to the things behind it that a shape looks at."""
    path = before + shape.path
    looks = bool(shape.properties) or any(
        item.kind == "class" or item.shapes for item in shape.constraints
    )
    if path and looks:
        yield path
    elif len(path) > 1:
        yield path[:-1]
    for item in (*shape.properties, *(one for part in shape.constraints for one in part.shapes)):
        yield from _paths(item, path)


def _before(store: ox.Store, path: Path, ends: set[str]) -> set[str]:
    """What leads along a path to any of some things."""
    things: set[Term] = {ox.NamedNode(end) for end in ends}
    for step in reversed(path):
        found: set[Term] = set()
        for name in step.properties:
            predicate = ox.NamedNode(name)
            for thing in things:
                if not step.inverse:
                    quads = store.quads_for_pattern(None, predicate, thing, None)
                    found.update(quad.subject for quad in quads)
                elif not isinstance(thing, ox.Literal):
                    quads = store.quads_for_pattern(thing, predicate, None, None)
                    found.update(quad.object for quad in quads)
        things = found
    return {thing.value for thing in things if isinstance(thing, ox.NamedNode)}
