"""What named graphs of a remote store hold, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.mirror.manifest import Manifest
from citykg.mirror.requests import iri, request
from citykg.ontology.terms import GRAPH_PUSHED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.graph.remote import Remote, Row, Solutions

_MOST_ROWS: Final = 20_000
"""What is asked for at once; many a server gives less without saying so."""
_NAMES: Final = 200


def read_manifest(remote: Remote) -> Manifest:
    """What was pushed to a store; raises DataError where it does not answer."""
    return Manifest.of(row[1:] for row in rows_of(remote, [GRAPH_PUSHED]))


def rows_of(remote: Remote, graphs: Sequence[str], expected: int | None = None) -> Iterator[Row]:
    """Yield the triples of some graphs, each as graph, subject, predicate and object.

    They are asked for until `expected` of them came, or no more do: a page that is short may be
    the server's own limit.
    """
    names = " ".join(map(iri, graphs))
    got = 0
    while expected is None or got < expected:
        text = request("page.rq", graphs=names, limit=str(_MOST_ROWS), offset=str(got))
        rows = _solutions(remote, text).rows
        yield from rows
        got += len(rows)
        if not rows:
            return


def graphs_there(remote: Remote, graphs: Sequence[str]) -> set[str]:
    """Those of some graphs that hold anything."""
    there: set[str] = set()
    for first in range(0, len(graphs), _NAMES):
        names = " ".join(map(iri, graphs[first : first + _NAMES]))
        rows = _solutions(remote, request("there.rq", graphs=names)).rows
        there.update(str(getattr(row[0], "value", "")) for row in rows)
    return there


def times_told(remote: Remote) -> int:
    """How often the default graph tells what two named graphs tell."""
    return len(_solutions(remote, request("probe.rq", pushed=iri(GRAPH_PUSHED))).rows)


def _solutions(remote: Remote, text: str) -> Solutions:
    answer = remote.results(text)
    if isinstance(answer, bool):
        raise DataError(f"{remote.address} answered a SELECT with yes or no: is it an endpoint?")
    return answer
