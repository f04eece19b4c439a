"""What things of other vocabularies a thing is linked with, and where on the earth it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citykg.ontology.terms import GRAPH_LINKS, Geo, Owl, Rdfs, Sssom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Quad, Store

    from citykg.graph.store import Resource

_POINT: Final = re.compile(r"POINT ?\((-?[0-9.]{1,20}) (-?[0-9.]{1,20})\)")


@dataclass(frozen=True, order=True, slots=True)
class Link:
    """A thing of another vocabulary that a thing is linked with, and how that was found."""

    iri: str
    match: str
    """The property that links: `skos:exactMatch` …, by its IRI."""
    confidence: str
    reason: str
    """Why, in words."""


def links_of(store: Store, thing: str) -> tuple[Link, ...]:
    """The links of a thing, in a fixed order."""
    about = _node(thing)
    if about is None:
        return ()
    found = []
    for mapping in _quads(store, None, Owl.annotatedSource, about):
        # One value each; were there two, the store's order must not decide.
        parts: dict[str, str] = {}
        for quad in _quads(store, mapping.subject):
            words = str(getattr(quad.object, "value", ""))
            name = quad.predicate.value
            parts[name] = min(words, parts.get(name, words))
        if Owl.annotatedTarget in parts:
            found.append(
                Link(
                    parts[Owl.annotatedTarget],
                    parts.get(Owl.annotatedProperty, ""),
                    parts.get(Sssom.confidence, ""),
                    parts.get(Rdfs.comment, ""),
                )
            )
    return tuple(sorted(found))


def point_of(store: Store, thing: str) -> tuple[float, float] | None:
    """Longitude and latitude in degrees (WGS 84); None where no place is known."""
    about = _node(thing)
    if about is None:
        return None
    points = [
        point_in(str(getattr(words.object, "value", "")))
        for place in _quads(store, about, Geo.hasGeometry)
        for words in _quads(store, place.object, Geo.asWKT)  # type: ignore[arg-type]
    ]
    return min((one for one in points if one), default=None)


def point_in(words: str) -> tuple[float, float] | None:
    """Longitude and latitude of a point as WKT has it; None for anything else."""
    found = _POINT.fullmatch(words)
    try:
        return (float(found[1]), float(found[2])) if found else None
    except ValueError:
        return None  # two dots in a number


def _node(name: str) -> NamedNode | None:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(name)
    except ValueError:
        return None  # a blank node of a graph that is not ours


def _quads(
    store: Store,
    subject: Resource | None,
    predicate: str | None = None,
    value: NamedNode | None = None,
) -> Iterator[Quad]:
    from pyoxigraph import NamedNode

    asked = NamedNode(predicate) if predicate else None
    return store.quads_for_pattern(subject, asked, value, NamedNode(GRAPH_LINKS))
