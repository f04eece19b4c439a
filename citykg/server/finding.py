"""Finds things by their names, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.known import node, text_of
from citykg.ontology.terms import Ckg, Rdf
from citykg.server.addresses import PAGE, place
from citykg.server.own import solutions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.server.served import Served

LEAST: Final = 2
"""So many characters are looked for, at least: fewer stand in nearly every name."""


class Found(NamedTuple):
    """A thing that was found: the name that holds the words, its class, and where its page is."""

    name: str
    kind: str
    href: str


def find(served: Served, words: str) -> Iterator[Found]:
    """The things of our classes of which a name holds the words, whatever its case.

    Where very many names do, the longest are not looked at.
    """
    from pyoxigraph import Literal

    folded = words.casefold()

    def far(name: str, iri: str) -> tuple[bool, bool, int, str, str]:
        """How far a name is from the words."""
        same = name.casefold()
        return same != folded, not same.startswith(folded), len(name), name, iri

    names = {
        (text_of(row[1]), text_of(row[0]))
        for row in solutions(served.store, "names", _words=Literal(words))
    }
    told: set[str] = set()
    for name, iri in sorted(names, key=lambda one: far(*one)):
        if iri in told:
            continue
        told.add(iri)
        # Looked up for those alone that somebody wants to see.
        if kind := _kind(served, iri):
            yield Found(name, served.known.label(node(kind)), place(PAGE, iri, served.base))


def _kind(served: Served, iri: str) -> str:
    """The first class of ours of a thing; empty where it has none."""
    quads = served.known.quads(node(iri), node(Rdf.type), None)
    ours = [text_of(quad.object) for quad in quads if text_of(quad.object).startswith(Ckg.NS)]
    return min(ours, default="")
