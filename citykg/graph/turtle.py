"""The whole graph as one Turtle file for people: grouped by subject, with prefixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Triple


def write_turtle(target: Path, sections: Mapping[str, Path], base: str) -> None:
    """Write files of sorted N-Quads as Turtle, one section after the other, each with its title.

    Turtle has no named graphs: a triple that several plans state is written once in a section.
    """
    import pyoxigraph as ox

    def triples() -> Iterator[Triple]:
        for path in sections.values():
            previous = None
            # Lenient: Oxigraph has read these very lines into the store.
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS, lenient=True):
                triple = quad.triple
                if triple != previous:
                    yield triple
                    previous = triple

    with target.open("wb") as file:
        titles = ", then ".join(sections)
        file.write(f"# {titles}.\n# The same with its named graphs: graph.nq.\n".encode())
        ox.serialize(
            triples(), file, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES), base_iri=base
        )
