"""The constraints that join several things or graphs: queries of the shapes, run on a store.

A SHACL engine binds `$this` to one target after another; here each query runs once over the whole
store and finds its own targets, which gives the same rows and takes milliseconds.
https://www.w3.org/TR/shacl/#sparql-constraints
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.shapes import SH, Reader
from citykg.graph.store import has_default_graph
from citykg.ontology.files import dataset_shapes_file, shapes_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Store

    from citykg.graph.blame import Term
    from citykg.graph.shapes import Path, Severity

SHAPES: Final = "https://w3id.org/citykg/ontology/shapes#"
_AT_A_TIME: Final = 1000


class Constraint(NamedTuple):
    """One query of the shapes."""

    name: str
    """The IRI of its shape."""
    severity: Severity
    message: str
    """For the people who wrote the plan."""
    query: str
    """A SELECT of `?this` and, where they say something, `?path` and `?value`."""
    looks_along: tuple[Path, ...] = ()
    """The paths from `?this` to other things whose triples the query looks at."""


class Row(NamedTuple):
    """What a constraint finds wrong."""

    constraint: Constraint
    this: Term
    path: str | None
    value: Term | None


@cache
def constraints() -> tuple[Constraint, ...]:
    """The queries of the shapes that ship, in the order of their names."""
    found = []
    for file in (shapes_file(), dataset_shapes_file()):
        reader = Reader(file.read_bytes())
        prefixes = _prefixes(reader)
        for shape in reader.subjects(SH + "sparql"):
            found += [
                Constraint(
                    str(getattr(shape, "value", shape)),
                    reader.severity(shape),
                    reader.text(query, SH + "message") or "",
                    prefixes + (reader.text(query, SH + "select") or ""),
                    tuple(
                        reader.path(path, query)
                        for path in reader.values(query, SHAPES + "looksAlong")
                    ),
                )
                for query in reader.values(shape, SH + "sparql")
            ]
    return tuple(sorted(found, key=lambda item: item.name))


def _prefixes(reader: Reader) -> str:
    declared = {
        f"PREFIX {reader.text(item, SH + 'prefix')}: <{reader.text(item, SH + 'namespace')}>\n"
        for subject in reader.subjects(SH + "declare")
        for item in reader.values(subject, SH + "declare")
    }
    return "".join(sorted(declared))


def broken(store: Store, focus: frozenset[NamedNode] | None = None) -> Iterator[Row]:
    """Yield what the constraints find wrong in a store; with `focus`, with those things only."""
    import pyoxigraph as ox

    union = not has_default_graph(store)
    for constraint in constraints():
        for query in _bound(constraint.query, focus):
            rows = store.query(query, use_default_graph_as_union=union)
            if not isinstance(rows, ox.QuerySolutions):
                raise TypeError(f"{constraint.name} is no SELECT")
            names = {variable.value for variable in rows.variables}
            for row in rows:
                path = row["path"] if "path" in names else None
                value = row["value"] if "value" in names else None
                yield Row(constraint, row["this"], path.value if path else None, value)


def _bound(query: str, focus: frozenset[NamedNode] | None) -> Iterator[str]:
    """Yield a query with `$this` bound to some things at a time; as it is without any.

    The block of values comes first in the query: what follows is looked up for each of them.
    """
    if focus is None:
        yield query
        return
    before, where, after = query.partition("WHERE {")
    ordered = sorted(focus, key=str)
    for first in range(0, len(ordered), _AT_A_TIME):
        things = " ".join(map(str, ordered[first : first + _AT_A_TIME]))
        yield f"{before}{where} VALUES $this {{ {things} }} {after}"
