"""What a store holds that can be linked: cities, themes, and the concepts that plans name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.known import node, text_of
from citykg.links.cities import Stated
from citykg.ontology.terms import GRAPH_VOCABULARY, Ckg, Prov, Rdf, Rdfs, Schema, Skos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal, Quad, Store

    from citykg.graph.store import Term

PLACES: Final = {"city": Ckg.City, "region": Ckg.Region}
"""The classes of places, the first that a thing has being its kind."""
NAMED_BY: Final = (Ckg.hasGoal, Ckg.hasTopic, Ckg.inCountry)
"""What leads from plans to concepts of our schemes that carry matches of their own."""
_WORDED: Final = (Ckg.hasObjective, Ckg.hasChallenge, Ckg.hasFocusArea, Ckg.hasResult)
"""What leads from a plan to its statements, which are tagged with the language of their words."""
_MATCHES: Final = (Skos.exactMatch, Skos.closeMatch, Skos.broadMatch, Skos.relatedMatch)


class Concept(NamedTuple):
    """A concept of a scheme that ships, as far as another vocabulary has it too."""

    iri: str
    label: str
    predicate: str
    target: str


class Theme(NamedTuple):
    """A theme as the plans state it, with all its spellings."""

    iri: str
    labels: tuple[tuple[str, str], ...]
    """Each with its language or ''; the preferred ones first, English before others."""


class Field(NamedTuple):
    """A field of cooperation with all its names, the English one first."""

    iri: str
    labels: tuple[tuple[str, str], ...]


class Document(NamedTuple):
    """A document of the plans."""

    iri: str
    media_type: str
    languages: tuple[str, ...]
    """The languages of what was read in it, as BCP 47 tags."""


def place_in(store: Store, iri: str) -> Stated | None:
    """A city or region of the plans; None for what is none."""
    kinds = {text_of(kind) for kind in _objects(store, iri, Rdf.type)}
    kind = next((kind for kind, kind_iri in PLACES.items() if kind_iri in kinds), None)
    if kind is None:
        return None
    countries = _objects(store, iri, Ckg.inCountry)
    regions = (
        label
        for region in _objects(store, iri, Ckg.inRegion)
        for label, _ in _labels(store, text_of(region), Rdfs.label)
    )
    codes = {text_of(country).rpartition("/")[2].upper() for country in countries}
    return Stated(
        iri=iri,
        kind=kind,
        names=tuple(_labels(store, iri, Rdfs.label)),
        country=min(codes) if len(codes) == 1 else None,
        region=tuple(sorted(set(regions))),
        populations=tuple(int(text_of(n)) for n in _objects(store, iri, Ckg.population)),
    )


def theme_in(store: Store, iri: str) -> Theme | None:
    """A theme of the plans; None for what is none."""
    if not _has(store, iri, Rdf.type, Ckg.Theme):
        return None
    return Theme(iri, _all_labels(store, iri))


def field_in(store: Store, iri: str) -> Field:
    """A field of cooperation."""
    return Field(iri, _all_labels(store, iri))


def concepts_in(store: Store, iri: str) -> list[Concept]:
    """The matches of a goal, topic or country; none if no plan names it."""
    if not any(_is_object(store, predicate, iri) for predicate in NAMED_BY):
        return []
    labels = [*_labels(store, iri, Skos.prefLabel), *_labels(store, iri, Rdfs.label)]
    label = min(labels, key=_english_first, default=("", ""))[0]
    return [
        Concept(iri, label, predicate, text_of(target))
        for predicate in _MATCHES
        for target in _objects(store, iri, predicate, graph=GRAPH_VOCABULARY)
    ]


def document_in(store: Store, iri: str) -> Document | None:
    """A document of the plans; None for what is none."""
    types = _objects(store, iri, Schema.encodingFormat)
    if not types:
        return None
    languages: set[str] = set()
    for quad in quads(store, None, Prov.wasDerivedFrom, node(iri)):
        for predicate in _WORDED:
            for item in _objects(store, text_of(quad.subject), predicate):
                labels = _labels(store, text_of(item), Rdfs.label)
                languages.update(tag for _, tag in labels if tag)
    return Document(iri, text_of(types[-1]), tuple(sorted(languages)))


def of_type(store: Store, kind: str) -> set[str]:
    """The things of a class."""
    return {text_of(quad.subject) for quad in quads(store, None, Rdf.type, node(kind))}


def quads(
    store: Store, thing: str | None, predicate: str, value: Term | None = None
) -> Iterator[Quad]:
    """Yield the quads of the default graph, where each triple is once."""
    from pyoxigraph import DefaultGraph

    subject = node(thing) if thing else None
    return store.quads_for_pattern(subject, node(predicate), value, DefaultGraph())


def _labels(store: Store, thing: str, predicate: str) -> list[tuple[str, str]]:
    literals: set[Literal] = {*_objects(store, thing, predicate)}  # type: ignore[arg-type]
    return sorted((text.value, text.language or "") for text in literals)


def _all_labels(store: Store, concept: str) -> tuple[tuple[str, str], ...]:
    labels = (
        label
        for predicate in (Skos.prefLabel, Skos.altLabel, Skos.hiddenLabel)
        for label in sorted(_labels(store, concept, predicate), key=_english_first)
    )
    return tuple(dict.fromkeys(labels))


def _english_first(label: tuple[str, str]) -> tuple[bool, str, str]:
    text, language = label
    return not language.startswith("en"), language, text


def _objects(store: Store, thing: str, predicate: str, graph: str | None = None) -> list[Term]:
    from pyoxigraph import DefaultGraph, NamedNode

    where = NamedNode(graph) if graph else DefaultGraph()
    found = store.quads_for_pattern(node(thing), node(predicate), None, where)
    return sorted((quad.object for quad in found), key=str)


def _has(store: Store, thing: str, predicate: str, value: str) -> bool:
    return next(quads(store, thing, predicate, node(value)), None) is not None


def _is_object(store: Store, predicate: str, value: str) -> bool:
    return next(quads(store, None, predicate, node(value)), None) is not None
