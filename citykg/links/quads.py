"""Mappings as the lines of the graph of links, and what the gazetteer says of its places.

The link itself is one triple, so that queries stay short; beside it stands the mapping, an
`owl:Axiom` as SSSOM has it in RDF, with its justification, its confidence and its reason.
What GeoNames says is said of the place in GeoNames, never of the city of the plans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.graph.iris import digest
from citykg.graph.nquads import decimal, integer, literal, node, typed
from citykg.ontology.prefixes import parted
from citykg.ontology.terms import (
    GRAPH_LINKS,
    Geo,
    Gn,
    Owl,
    Prov,
    Rdf,
    Rdfs,
    Sssom,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.links.cities import Place
    from citykg.links.mapping import Mapping

END: Final = f" {node(GRAPH_LINKS)} .\n"
"""How a line of this graph ends."""


def mapping_lines(mappings: Iterable[Mapping], base: str) -> Iterator[str]:
    """Yield the lines of each mapping that holds; a rejected one says nothing."""
    for mapping in mappings:
        if mapping.is_rejected:
            continue
        subject, predicate = node(mapping.subject_id), node(mapping.predicate_id)
        target = node(mapping.object_id)
        own = node(mapping_iri(mapping, base))
        yield f"{subject} {predicate} {target}{END}"
        if mapping.object_label:
            yield f"{target} {node(Rdfs.label)} {literal(mapping.object_label)}{END}"
        yield f"{own} {node(Rdf.type)} {node(Owl.Axiom)}{END}"
        yield f"{own} {node(Rdf.type)} {node(Sssom.Mapping)}{END}"
        yield f"{own} {node(Owl.annotatedSource)} {subject}{END}"
        yield f"{own} {node(Owl.annotatedProperty)} {predicate}{END}"
        yield f"{own} {node(Owl.annotatedTarget)} {target}{END}"
        yield f"{own} {node(Sssom.mapping_justification)} {node(mapping.justification)}{END}"
        yield f"{own} {node(Sssom.confidence)} {decimal(mapping.confidence)}{END}"
        if mapping.author:
            yield f"{own} {node(Sssom.author_label)} {literal(mapping.author)}{END}"
        if mapping.comment:
            yield f"{own} {node(Rdfs.comment)} {literal(mapping.comment, 'en')}{END}"


def place_lines(city: str, place: Place, base: str) -> Iterator[str]:
    """Yield what the gazetteer says of a place, and the point that a city is given from it."""
    there = node(f"{Gn.PLACES}{place.geonames}/")
    point = node(f"{base}geometry/geonames-{place.geonames}")
    wkt = typed(f"POINT ({_degrees(place.longitude)} {_degrees(place.latitude)})", Geo.wktLiteral)
    yield f"{there} {node(Rdf.type)} {node(Gn.Feature)}{END}"
    yield f"{there} {node(Gn.name)} {literal(place.name)}{END}"
    yield f"{there} {node(Gn.countryCode)} {literal(place.country)}{END}"
    if place.population:
        yield f"{there} {node(Gn.population)} {integer(place.population)}{END}"
    yield f"{there} {node(Geo.hasGeometry)} {point}{END}"
    yield f"{node(city)} {node(Geo.hasGeometry)} {point}{END}"
    yield f"{point} {node(Rdf.type)} {node(Geo.Geometry)}{END}"
    yield f"{point} {node(Geo.asWKT)} {wkt}{END}"
    yield f"{point} {node(Prov.wasDerivedFrom)} {there}{END}"


def mapping_iri(mapping: Mapping, base: str) -> str:
    """The IRI of a mapping: `mapping/city/gb/manchester/geonames-2643123`.

    A pair of which one has no short name is named by its hash.
    """
    subject = mapping.subject_id
    path = subject.removeprefix(base) if subject.startswith(base) else _short(subject)
    target = _short(mapping.object_id)
    if not path or not target:
        return f"{base}mapping/{digest(' '.join(mapping.pair))[:16]}"
    return f"{base}mapping/{path}/{target}"


def _short(iri: str) -> str:
    prefix, rest = parted(iri) or ("", "")
    rest = rest.strip("/")
    return f"{prefix}-{rest}" if rest and "/" not in rest else ""


def _degrees(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")
