"""The concepts of the schemes, with all their labels, for whoever recognises them in a text."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import msgspec

from citykg.ontology.files import scheme_file
from citykg.ontology.terms import Dcterms, Rdf, Rdfs, Skos

Kind = Literal["preferred", "alternative", "hidden"]

_KINDS: Final[dict[str, Kind]] = {
    # A country is no concept: its name is an rdfs:label.
    Rdfs.label: "preferred",
    Skos.prefLabel: "preferred",
    Skos.altLabel: "alternative",
    Skos.hiddenLabel: "hidden",
}
_CODES: Final = (Skos.notation, Dcterms.identifier)
# What a scheme file holds besides concepts.
_NOT_CONCEPTS: Final = frozenset((Skos.ConceptScheme, Skos.NS + "Collection"))


class Label(msgspec.Struct, frozen=True, gc=False):
    """One name of a concept.

    A hidden label is a wording that documents use and nobody should be shown: a plural, a
    variant spelling, an old name.
    """

    text: str
    language: str | None
    """BCP 47; None where the name belongs to no language."""
    kind: Kind


class Concept(msgspec.Struct, frozen=True, gc=False):
    """A concept of a scheme: `slug` is the last step of its IRI, such as `study-visit`."""

    iri: str
    slug: str
    notation: str | None
    """`11` for a goal, `GB` for a country; None where the scheme has no codes."""
    codes: tuple[str, ...]
    """The notation and other codes, such as `GB` and `GBR`.

    They are no labels: a code means the concept only where it stands alone, in capitals.  Andorra
    is AND, Peru is PER.
    """
    labels: tuple[Label, ...]

    def label(self, language: str = "en") -> str:
        """The preferred label in a language, else in English, else the slug.

        >>> concept("topics", "housing").label("fr")
        'Logement'
        """
        names = {label.language: label.text for label in self.labels if label.kind == "preferred"}
        return names.get(language) or names.get("en") or self.slug


@cache
def concepts(scheme: str) -> tuple[Concept, ...]:
    """The concepts of a scheme, such as `activity-types`, in the order of their file.

    Read once.  Raises ValueError for a scheme that does not ship.

    >>> [concept.slug for concept in concepts("statuses")]
    ['completed', 'expected', 'not-done', 'ongoing', 'planned', 'possible']
    """
    import pyoxigraph

    described: dict[str, _Description] = {}
    turtle = scheme_file(scheme).read_bytes()
    for quad in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE):
        iri, predicate, value = quad.subject, quad.predicate.value, quad.object
        if not isinstance(iri, pyoxigraph.NamedNode):
            continue
        description = described.setdefault(iri.value, _Description())
        if isinstance(value, pyoxigraph.Literal):
            description.add(predicate, value.value, value.language)
        elif isinstance(value, pyoxigraph.NamedNode) and predicate == Rdf.type:
            description.is_concept &= value.value not in _NOT_CONCEPTS
    return tuple(item.concept(iri) for iri, item in described.items() if item.is_concept)


def concept(scheme: str, slug: str) -> Concept:
    """The concept of a scheme by its slug; raises KeyError, naming both."""
    found = _by_slug(scheme).get(slug)
    if found is None:
        raise KeyError(f"no concept {slug!r} in the scheme {scheme!r}")
    return found


@cache
def _by_slug(scheme: str) -> dict[str, Concept]:
    return {concept.slug: concept for concept in concepts(scheme)}


class _Description:
    """What a file says of one resource, while it is being read."""

    __slots__ = ("codes", "is_concept", "labels")

    def __init__(self) -> None:
        self.is_concept = True
        self.labels: list[Label] = []
        self.codes: dict[str, str] = {}

    def add(self, predicate: str, text: str, language: str | None) -> None:
        kind = _KINDS.get(predicate)
        if kind is not None:
            self.labels.append(Label(text, language, kind))
        elif predicate in _CODES:
            self.codes[predicate] = text

    def concept(self, iri: str) -> Concept:
        slug = iri.rsplit("/", 1)[1]
        codes = tuple(self.codes[predicate] for predicate in _CODES if predicate in self.codes)
        return Concept(iri, slug, self.codes.get(Skos.notation), codes, tuple(self.labels))
