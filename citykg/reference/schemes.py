"""The concept schemes as trees, for whoever shows them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.ontology.files import SCHEMES, scheme_file
from citykg.ontology.terms import Dcterms, Skos
from citykg.ontology.vocabulary import Concept, concepts

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONG: Final = ("countries", "targets")
"""Schemes that everybody knows and that would fill the page: their size is told."""


class Branch(NamedTuple):
    """A concept and those below it."""

    concept: Concept
    definition: str
    below: tuple[Branch, ...]


class Scheme(NamedTuple):
    """A concept scheme."""

    name: str
    """`topics`, as its file is called."""
    title: str
    description: str
    size: int
    branches: tuple[Branch, ...]
    """Its top concepts; none of a scheme that is too long to be shown."""


@cache
def schemes() -> tuple[Scheme, ...]:
    """The schemes that ship, by name."""
    return tuple(_scheme(name) for name in SCHEMES)


def _scheme(name: str) -> Scheme:
    import pyoxigraph as ox

    title = description = ""
    above: dict[str, str] = {}
    definitions: dict[str, str] = {}
    for quad in ox.parse(scheme_file(name).read_bytes(), format=ox.RdfFormat.TURTLE):
        subject, predicate = quad.subject.value, quad.predicate.value
        value = quad.object.value
        if predicate == Dcterms.title:
            title = value
        elif predicate == Dcterms.description:
            description = value
        elif predicate == Skos.broader:
            above[subject] = value
        elif predicate == Skos.NS + "definition":
            definitions[subject] = value
    own = concepts(name)
    shown = () if name in _LONG else _branches(own, above, definitions)
    return Scheme(name, title or name.capitalize(), description, len(own), shown)


def _branches(
    own: Iterable[Concept], above: dict[str, str], definitions: dict[str, str]
) -> tuple[Branch, ...]:
    listed = list(own)

    def under(parent: str | None) -> tuple[Branch, ...]:
        return tuple(
            Branch(one, definitions.get(one.iri, ""), under(one.iri))
            for one in listed
            if above.get(one.iri) == parent
        )

    return under(None)
