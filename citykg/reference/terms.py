"""The classes and properties of the ontology as records, for whoever shows them."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from citykg.ontology.files import alignments_file, ontology_files
from citykg.ontology.prefixes import by_length, parted
from citykg.ontology.terms import PREFIXES, Ckg, Owl, Rdf, Rdfs, Schema, Skos

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from pyoxigraph import Quad

Kind = Literal["class", "object property", "datatype property", "annotation"]

ONTOLOGY: Final = Ckg.NS.rstrip("#")
"""The IRI of the ontology itself."""

_KINDS: Final[dict[str, Kind]] = {
    Owl.NS + "Class": "class",
    Owl.NS + "ObjectProperty": "object property",
    Owl.NS + "DatatypeProperty": "datatype property",
    Owl.NS + "AnnotationProperty": "annotation",
}
_CHARACTERISTICS: Final = {
    Owl.NS + name: words
    for name, words in {
        "FunctionalProperty": "functional: one value at most",
        "AsymmetricProperty": "asymmetric: never both ways",
        "IrreflexiveProperty": "irreflexive: never of itself",
        "SymmetricProperty": "symmetric: always both ways",
        "TransitiveProperty": "transitive",
    }.items()
}


class Words(NamedTuple):
    """Some words and their language, or ''."""

    text: str
    language: str


class Term(NamedTuple):
    """A class or property, ours or one that is declared for us."""

    iri: str
    name: str
    """`ckg:City`."""
    kind: Kind
    labels: tuple[Words, ...]
    """English first."""
    definition: str
    notes: tuple[str, ...]
    examples: tuple[str, ...]
    characteristics: tuple[str, ...]
    domain: tuple[str, ...]
    """The classes it is at home on: the domain, or those that the definition includes."""
    range: tuple[str, ...]
    above: tuple[str, ...]
    """What it is below: its superclasses or superproperties of our own."""
    inverse: tuple[str, ...]
    disjoint: tuple[str, ...]
    """Stated once for each pair, and told of both."""
    aligned: tuple[tuple[str, str], ...]
    """How it relates to terms of others: predicate and term, both as prefixed names."""

    @property
    def is_ours(self) -> bool:
        """Whether it is a term of this ontology."""
        return self.iri.startswith(Ckg.NS)

    @property
    def anchor(self) -> str:
        """Where it stands on a page: `City`, as in the IRI."""
        return self.iri.removeprefix(Ckg.NS) if self.is_ours else self.name.replace(":", "-")


@cache
def terms() -> tuple[Term, ...]:
    """All terms that the ontology declares: ours, then those of others, by name."""
    said = _statements(*ontology_files())
    elsewhere = _statements(alignments_file())
    pairs: dict[str, set[str]] = defaultdict(set)
    for iri in said:
        for other in said[iri].get(Owl.NS + "disjointWith", ()):
            pairs[iri].add(other.text)
            pairs[other.text].add(iri)
    found = [
        _term(iri, about, pairs[iri], elsewhere.get(iri, {}))
        for iri, about in list(said.items())
        if any(kind.text in _KINDS for kind in about.get(Rdf.type, ()))
    ]
    return tuple(sorted(found, key=lambda term: (not term.is_ours, term.kind, term.name)))


@cache
def ontology() -> dict[str, tuple[Words, ...]]:
    """What the ontology says of itself, by predicate IRI."""
    return {key: tuple(values) for key, values in _statements(*ontology_files())[ONTOLOGY].items()}


def prefixed(iri: str) -> str:
    """An IRI as a prefixed name, where we have a prefix for it.

    >>> prefixed("https://schema.org/City")
    'schema:City'
    """
    named = parted(iri, _KNOWN)
    return ":".join(named) if named and not set("/#") & set(named[1]) else iri


_KNOWN: Final = by_length(
    {
        **PREFIXES,
        "bibo": "http://purl.org/ontology/bibo/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "org": "http://www.w3.org/ns/org#",
        "proj": "https://linked.data.gov.au/def/project#",
        "vann": "http://purl.org/vocab/vann/",
    }
)
"""Our prefixes, and those of what the ontology is aligned with."""

_Said = dict[str, dict[str, list[Words]]]


def _statements(*files: Traversable) -> _Said:
    """What files say: subject, predicate, objects, in their order."""
    said: _Said = {}
    for quad in _quads(files):
        about = said.setdefault(quad.subject.value, {})  # type: ignore[union-attr]
        value = quad.object
        language = getattr(value, "language", None) or ""
        words = Words(value.value, language)  # type: ignore[union-attr]
        about.setdefault(quad.predicate.value, []).append(words)
    return said


def _quads(files: tuple[Traversable, ...]) -> Iterator[Quad]:
    import pyoxigraph as ox

    for file in files:
        yield from ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)


def _term(
    iri: str, about: dict[str, list[Words]], pairs: set[str], elsewhere: dict[str, list[Words]]
) -> Term:
    def iris(*predicates: str) -> tuple[str, ...]:
        return tuple(sorted(w.text for p in predicates for w in about.get(p, ())))

    def texts(predicate: str) -> tuple[str, ...]:
        return tuple(words.text for words in about.get(predicate, ()))

    types = [words.text for words in about[Rdf.type]]
    return Term(
        iri=iri,
        name=prefixed(iri),
        kind=next(_KINDS[one] for one in types if one in _KINDS),
        labels=tuple(sorted(about.get(Rdfs.label, ()), key=lambda w: (w.language != "en", w))),
        definition=" ".join(texts(Skos.NS + "definition")),
        notes=texts(Skos.NS + "scopeNote"),
        examples=texts(Skos.NS + "example"),
        characteristics=tuple(_CHARACTERISTICS[one] for one in types if one in _CHARACTERISTICS),
        domain=iris(Rdfs.NS + "domain", Schema.NS + "domainIncludes"),
        range=iris(Rdfs.NS + "range"),
        above=iris(Rdfs.NS + "subClassOf", Rdfs.NS + "subPropertyOf"),
        inverse=iris(Owl.NS + "inverseOf"),
        disjoint=tuple(sorted(pairs)),
        aligned=tuple(
            sorted(
                (prefixed(predicate), prefixed(words.text))
                for predicate, values in elsewhere.items()
                for words in values
                if words.text.startswith("http")
            )
        ),
    )
