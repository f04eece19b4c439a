"""The constraints that join several things or graphs: queries of the shapes, run on a store.

A SHACL engine binds `$this` to one target after another; here each query runs once over the whole
store and finds its own targets, which gives the same rows and takes milliseconds.
https://www.w3.org/TR/shacl/#sparql-constraints
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from citykg.graph.store import has_default_graph
from citykg.ontology.files import dataset_shapes_file, shapes_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from citykg.graph.blame import Term

Severity = Literal["violation", "warning", "info"]

SH: Final = "http://www.w3.org/ns/shacl#"


class Constraint(NamedTuple):
    """One query of the shapes."""

    name: str
    """The IRI of its shape."""
    severity: Severity
    message: str
    """For the people who wrote the plan."""
    query: str
    """A SELECT of `?this` and, where they say something, `?path` and `?value`."""


class Row(NamedTuple):
    """What a constraint finds wrong."""

    constraint: Constraint
    this: Term
    path: str | None
    value: Term | None


@cache
def constraints() -> tuple[Constraint, ...]:
    """The queries of the shapes that ship, in the order of their names."""
    import msgspec
    import rdflib

    shapes = rdflib.Graph()
    for file in (shapes_file(), dataset_shapes_file()):
        shapes.parse(data=file.read_bytes(), format="turtle")
    sh = rdflib.Namespace(SH)
    prefixes = {
        f"PREFIX {shapes.value(item, sh.prefix)}: <{shapes.value(item, sh.namespace)}>\n"
        for item in shapes.objects(None, sh.declare)
    }
    found = []
    for shape, query in shapes.subject_objects(sh.sparql):
        severity = str(shapes.value(shape, sh.severity, default=sh.Violation))
        found.append(
            Constraint(
                str(shape),
                msgspec.convert(severity.removeprefix(SH).casefold(), Severity),
                str(shapes.value(query, sh.message)),
                "".join(sorted(prefixes)) + str(shapes.value(query, sh.select)),
            )
        )
    return tuple(sorted(found))


def broken(store: Store) -> Iterator[Row]:
    """Yield what the constraints find wrong in a store."""
    import pyoxigraph as ox

    union = not has_default_graph(store)
    for constraint in constraints():
        rows = store.query(constraint.query, use_default_graph_as_union=union)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError(f"{constraint.name} is no SELECT")
        names = {variable.value for variable in rows.variables}
        for row in rows:
            path = row["path"] if "path" in names else None
            value = row["value"] if "value" in names else None
            yield Row(constraint, row["this"], path.value if path else None, value)
