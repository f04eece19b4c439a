"""An RDF file of anybody's: its quads, in the order in which they stand in it.

Oxigraph parses it and fetches nothing.  Anonymous nodes, for which it makes up names, are called
`_:b1`, `_:b2` … in the order of the file: the same file gives the same quads each time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError, UsageError
from citykg.graph.untrusted import check_json, check_xml, tame

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import BlankNode, Quad, RdfFormat

    from citykg.graph.store import Term

SUFFIXES: Final = (".ttl", ".trig", ".nq", ".nt", ".jsonld", ".rdf", ".xml")

_WHERE: Final = re.compile(r"^Parser error at line .*?: ")


def read_quads(path: Path) -> list[Quad]:
    """The quads of a Turtle, TriG, N-Quads, N-Triples, JSON-LD or RDF/XML file.

    Raises UsageError for a file that is not there or is called otherwise, DataError, with the line
    where the parser knows it, for one that is something else inside.
    """
    import pyoxigraph as ox

    rdf_format = _format(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}.") from error
    if rdf_format == ox.RdfFormat.RDF_XML:
        check_xml(data, str(path))
    elif rdf_format == ox.RdfFormat.JSON_LD:
        check_json(data, str(path))
    names: dict[BlankNode, BlankNode] = {}
    try:
        return [
            _renamed(quad, names)
            for quad in ox.parse(data, format=rdf_format, base_iri=path.resolve().as_uri())
        ]
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else str(path)
        why = tame(_WHERE.sub("", str(error.msg)))
        raise DataError(f"{where}: is not {rdf_format.name}: {why}.") from None
    # Of a term that is longer than its buffer, the parser says MemoryError.
    except (OSError, ValueError, RecursionError, MemoryError) as error:
        raise DataError(f"{path}: is not {rdf_format.name}: {tame(str(error))}.") from None


def _format(path: Path) -> RdfFormat:
    from pyoxigraph import RdfFormat

    suffix = path.suffix.lower()
    found = RdfFormat.from_extension(suffix.removeprefix("."))
    if suffix not in SUFFIXES or found is None:
        raise UsageError(
            f"{path}: is neither a graph folder nor an RDF file ({', '.join(SUFFIXES)})."
        )
    return found


def _renamed(quad: Quad, names: dict[BlankNode, BlankNode]) -> Quad:
    from pyoxigraph import BlankNode, Quad, Triple

    def name(term: Term) -> Term:
        if isinstance(term, BlankNode):
            if term not in names:
                names[term] = BlankNode(f"b{len(names) + 1}")
            return names[term]
        if isinstance(term, Triple):
            return Triple(name(term.subject), term.predicate, name(term.object))  # type: ignore[arg-type]
        return term

    terms = (name(quad.subject), quad.predicate, name(quad.object))
    graph = name(quad.graph_name) if isinstance(quad.graph_name, BlankNode) else quad.graph_name
    return Quad(*terms, graph)  # type: ignore[arg-type]
