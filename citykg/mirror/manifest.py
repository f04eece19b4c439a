"""What was pushed to a store, as it is written down there, in a named graph of ours.

    graph/pushed            a sd:Dataset ; void:uriSpace "https://…/id/" ;
                            sd:defaultGraph graph/pushed#default .       if a push fills it
    graph/pushed#<hash>     a sd:NamedGraph ; sd:name <the graph> ;      before it is sent
                            schema:sha256 "…" ; void:triples n .         when it is there, whole

A graph that has a name here and no hash was begun and not finished: the next push sends it again.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.errors import DataError
from citykg.graph.nquads import integer, literal, node
from citykg.mirror.digests import Digest
from citykg.ontology.terms import GRAPH_PUSHED, Rdf, Schema, Sd, Void

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.graph.remote import Row

_DEFAULT: Final = f"{GRAPH_PUSHED}#default"


class Entry(NamedTuple):
    """What is written down of one graph."""

    graph: str
    digest: Digest | None = None
    """None where it is not there as a whole."""
    whole: tuple[str, ...] = ()
    """The lines that say so, as they are on the store."""


class Manifest(NamedTuple):
    """What was pushed: graphs by IRI."""

    base: str | None = None
    """The base of the things that were pushed; None where nothing was."""
    fills_default: bool = False
    """Whether the default graph is filled from the named ones."""
    entries: dict[str, Entry] = {}  # noqa: RUF012 - it is never changed

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Manifest:
        """The manifest of these triples; raises DataError where they are none."""
        base: str | None = None
        fills_default = False
        names: dict[str, str] = {}
        said: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in rows:
            about, what = _value(subject), _value(predicate)
            if about == GRAPH_PUSHED and what == Void.uriSpace:
                base = _value(value)
            elif about == GRAPH_PUSHED and what == Sd.defaultGraph:
                fills_default = True
            elif what == Sd.name:
                names[about] = _value(value)
            elif what in {Schema.sha256, Void.triples}:
                said.setdefault(about, {}).setdefault(what, []).append(str(value))
        entries = {graph: _entry(graph, said.get(name, {})) for name, graph in names.items()}
        return cls(base, fills_default, dict(sorted(entries.items())))

    @property
    def whole(self) -> dict[str, Digest]:
        """The graphs that are there as a whole."""
        return {entry.graph: entry.digest for entry in self.entries.values() if entry.digest}


def head_lines(base: str) -> list[str]:
    """The lines that say whose manifest it is."""
    return [
        f"{node(GRAPH_PUSHED)} {node(Rdf.type)} {node(Sd.Dataset)} .\n",
        f"{node(GRAPH_PUSHED)} {node(Void.uriSpace)} {literal(base)} .\n",
    ]


def default_lines() -> list[str]:
    """The lines that say that the default graph is filled."""
    return [f"{node(GRAPH_PUSHED)} {node(Sd.defaultGraph)} {node(_DEFAULT)} .\n"]


def name_lines(graph: str) -> list[str]:
    """The lines that say that a graph is ours, whatever it holds."""
    own = node(_iri(graph))
    return [
        f"{own} {node(Rdf.type)} {node(Sd.NamedGraph)} .\n",
        f"{own} {node(Sd.name)} {node(graph)} .\n",
    ]


def whole_lines(graph: str, digest: Digest) -> list[str]:
    """The lines that say that a graph is there as a whole."""
    own = node(_iri(graph))
    return [
        f"{own} {node(Schema.sha256)} {literal(digest.sha256)} .\n",
        f"{own} {node(Void.triples)} {integer(digest.triples)} .\n",
    ]


def _entry(graph: str, said: dict[str, list[str]]) -> Entry:
    own = node(_iri(graph))
    lines = tuple(f"{own} {node(p)} {value} .\n" for p, values in said.items() for value in values)
    sums, counts = said.get(Schema.sha256, []), said.get(Void.triples, [])
    # Two pushes at once may both have said something: then nobody knows what is there.
    if len(sums) != 1 or len(counts) != 1:
        return Entry(graph, None, lines)
    try:
        digest = Digest(int(counts[0].split('"')[1]), sums[0].split('"')[1])
    except (IndexError, ValueError) as error:
        raise DataError(
            f"The store says of {graph} in the graph {GRAPH_PUSHED} what no push wrote:"
            f" take that graph away and push again with --replace."
        ) from error
    return Entry(graph, digest, lines)


def _iri(graph: str) -> str:
    return f"{GRAPH_PUSHED}#{sha256(graph.encode()).hexdigest()[:32]}"


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))
