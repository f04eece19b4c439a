"""What a store holds that can be linked: cities, themes, and the concepts that plans name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.graph.known import node, text_of
from citykg.links.cities import Stated
from citykg.ontology.terms import GRAPH_VOCABULARY, SCHEME, Ckg, Prov, Rdf, Rdfs, Schema, Skos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Literal, Quad, Store

    from citykg.graph.store import Term

_PLACES: Final = {"city": Ckg.City, "region": Ckg.Region}
_NAMED_BY: Final = (Ckg.hasGoal, Ckg.hasTopic, Ckg.inCountry)
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


def places_in(store: Store) -> Iterator[Stated]:
    """Yield the cities and regions of the plans, in the order of their IRIs."""
    for kind, kind_iri in _PLACES.items():
        for place in _of_type(store, kind_iri):
            countries = _objects(store, place, Ckg.inCountry)
            regions = (
                label
                for region in _objects(store, place, Ckg.inRegion)
                for label, _ in _labels(store, text_of(region), Rdfs.label)
            )
            codes = {text_of(country).rpartition("/")[2].upper() for country in countries}
            yield Stated(
                iri=place,
                kind=kind,
                names=tuple(_labels(store, place, Rdfs.label)),
                country=min(codes) if len(codes) == 1 else None,
                region=tuple(sorted(set(regions))),
                populations=tuple(int(text_of(n)) for n in _objects(store, place, Ckg.population)),
            )


def themes_in(store: Store) -> Iterator[Theme]:
    """Yield the themes of the plans, in the order of their IRIs."""
    for theme in _of_type(store, Ckg.Theme):
        yield Theme(theme, _all_labels(store, theme))


def concepts_in(store: Store) -> Iterator[Concept]:
    """Yield the matches of the goals, topics and countries that plans name."""
    named = {
        text_of(quad.object) for predicate in _NAMED_BY for quad in _quads(store, None, predicate)
    }
    for concept in sorted(named):
        labels = [*_labels(store, concept, Skos.prefLabel), *_labels(store, concept, Rdfs.label)]
        label = min(labels, key=_english_first, default=("", ""))[0]
        for predicate in _MATCHES:
            for target in _objects(store, concept, predicate, graph=GRAPH_VOCABULARY):
                yield Concept(concept, label, predicate, text_of(target))


def fields_in(store: Store) -> Iterator[Field]:
    """Yield the fields of cooperation, in the order of their IRIs."""
    fields = _quads(store, None, Skos.inScheme, node(SCHEME + "fields"))
    for iri in sorted({text_of(quad.subject) for quad in fields}):
        yield Field(iri, _all_labels(store, iri))


def documents_in(store: Store) -> Iterator[Document]:
    """Yield the documents of the plans, in the order of their IRIs."""
    types = {
        text_of(quad.subject): text_of(quad.object)
        for quad in _quads(store, None, Schema.encodingFormat)
    }
    languages: dict[str, set[str]] = {}
    for quad in _quads(store, None, Prov.wasDerivedFrom):
        said = languages.setdefault(text_of(quad.object), set())
        for predicate in _WORDED:
            for item in _objects(store, text_of(quad.subject), predicate):
                said.update(tag for _, tag in _labels(store, text_of(item), Rdfs.label) if tag)
    for iri, media_type in sorted(types.items()):
        yield Document(iri, media_type, tuple(sorted(languages.get(iri, ()))))


def _of_type(store: Store, kind: str) -> list[str]:
    return sorted({text_of(quad.subject) for quad in _quads(store, None, Rdf.type, node(kind))})


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
    quads = store.quads_for_pattern(node(thing), node(predicate), None, where)
    return sorted((quad.object for quad in quads), key=str)


def _quads(
    store: Store, thing: str | None, predicate: str, value: Term | None = None
) -> Iterator[Quad]:
    from pyoxigraph import DefaultGraph

    subject = node(thing) if thing else None
    return store.quads_for_pattern(subject, node(predicate), value, DefaultGraph())
