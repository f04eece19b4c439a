"""What a graph holds that can be linked, taken from a store once and revised where it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from citykg.graph.known import node, text_of
from citykg.links.cities import Match, Stated, match_all
from citykg.links.things import (
    NAMED_BY,
    PLACES,
    Concept,
    Document,
    Field,
    Theme,
    concepts_in,
    document_in,
    field_in,
    of_type,
    place_in,
    quads,
    theme_in,
)
from citykg.ontology.terms import SCHEME, Ckg, Schema, Skos

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from pyoxigraph import Store

T = TypeVar("T", Stated, Theme, Document)

_REGION: Final = "region"


class Held(msgspec.Struct, frozen=True, array_like=True):
    """The things of a graph that linkers look at, each kind in the order of the IRIs."""

    cities: tuple[Stated, ...]
    """Cities, then regions."""
    matches: tuple[Match, ...]
    """What the gazetteer says of each of them."""
    themes: tuple[Theme, ...]
    fields: tuple[Field, ...]
    concepts: tuple[Concept, ...]
    """The matches that the goals, topics and countries that plans name have in our schemes."""
    documents: tuple[Document, ...]


def held_in(store: Store) -> Held:
    """What a store holds."""
    places = {iri for kind in PLACES.values() for iri in of_type(store, kind)}
    cities = _places(_found(store, places, place_in))
    documents = {text_of(quad.subject) for quad in quads(store, None, Schema.encodingFormat)}
    named = {text_of(quad.object) for name in NAMED_BY for quad in quads(store, None, name)}
    fields = quads(store, None, Skos.inScheme, node(SCHEME + "fields"))
    return Held(
        cities=cities,
        matches=match_all(cities),
        themes=_found(store, of_type(store, Ckg.Theme), theme_in),
        fields=tuple(field_in(store, iri) for iri in sorted({text_of(q.subject) for q in fields})),
        concepts=_concepts(store, named),
        documents=_found(store, documents, document_in),
    )


def held_again(store: Store, before: Held, touched: AbstractSet[str]) -> Held:
    """What a store holds after a change.

    `before` is what it held, and `touched` are all subjects and objects of the quads that came or
    went.  The concept schemes themselves are as they were.
    """
    regions = {city.iri for city in before.cities if city.kind == _REGION}
    if regions & touched or any(f"/{_REGION}/" in iri for iri in touched):
        # A city is told by the name of its region too.
        touched = touched | {city.iri for city in before.cities}
    cities = _places(_revised(store, before.cities, touched, place_in))
    kept = [one for one in before.concepts if one.iri not in touched]
    return msgspec.structs.replace(
        before,
        cities=cities,
        matches=_matches(before, cities),
        themes=_revised(store, before.themes, touched, theme_in),
        concepts=tuple(sorted((*kept, *_concepts(store, touched)), key=_iri)),
        documents=_revised(store, before.documents, touched, document_in),
    )


def _matches(before: Held, cities: tuple[Stated, ...]) -> tuple[Match, ...]:
    """What the gazetteer says, asked for new cities only: it takes a second to open."""
    known = dict(zip(before.cities, before.matches, strict=True))
    new = [city for city in cities if city not in known]
    if new:
        known.update(zip(new, match_all(new), strict=True))
    return tuple(known[city] for city in cities)


def _revised(
    store: Store,
    before: tuple[T, ...],
    touched: AbstractSet[str],
    find: Callable[[Store, str], T | None],
) -> tuple[T, ...]:
    revised: list[T] = [thing for thing in before if thing.iri not in touched]
    revised += _found(store, touched, find)
    return tuple(sorted(revised, key=_iri))


def _found(
    store: Store, iris: Iterable[str], find: Callable[[Store, str], T | None]
) -> tuple[T, ...]:
    each = (find(store, iri) for iri in sorted(iris))
    return tuple(thing for thing in each if thing is not None)


def _concepts(store: Store, iris: Iterable[str]) -> tuple[Concept, ...]:
    return tuple(one for iri in sorted(iris) for one in concepts_in(store, iri))


def _places(found: tuple[Stated, ...]) -> tuple[Stated, ...]:
    return tuple(sorted(found, key=lambda place: (place.kind, place.iri)))


def _iri(thing: Stated | Theme | Concept | Document) -> str:
    return thing.iri
