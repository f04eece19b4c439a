"""The official vocabularies as data: where they are, whose they are, what of them is wanted."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final, Literal

import msgspec

from citykg.errors import UsageError
from citykg.graph.vocabulary import shipped_quads
from citykg.ontology.files import indicators_file
from citykg.ontology.terms import GRAPH_VOCABULARY, Skos

_FILE: Final = "sources.toml"
_END: Final = f" <{GRAPH_VOCABULARY}> .\n"
_MATCHES: Final = frozenset(
    f"<{match}>"
    for match in (
        Skos.exactMatch,
        Skos.closeMatch,
        Skos.broadMatch,
        Skos.narrowMatch,
        Skos.relatedMatch,
    )
)


class Keep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of what a vocabulary says with one predicate."""

    predicate: str
    kind: Literal["label", "code", "type", "inside", "same"]
    """Words in a language; a code; a wanted class; a thing that is kept too; the thing of another
    vocabulary that it is."""
    becomes: str = ""
    """The predicate that it is kept with, where that is another."""
    datatype: str = ""
    """Where a code is written in several ways, the one that is kept."""


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An official vocabulary: see `sources.toml`."""

    name: str
    title: str
    publisher: str
    namespace: str
    scheme: str
    url: str
    licence: str
    citation: str
    least: float
    second: Literal["alternative", "none"]
    keep: tuple[Keep, ...]
    asks: bool = False
    broader: bool = False
    rights: str = ""
    types: frozenset[str] = frozenset()

    def is_about(self, iri: str) -> bool:
        """Whether an IRI is one of the vocabulary's things."""
        return iri.startswith(self.namespace)

    @property
    def known(self) -> frozenset[str]:
        """The things that must be in it: those that our own concept schemes name."""
        return _known(self)

    @property
    def subjects(self) -> tuple[str, str]:
        """How the N-Quads lines begin that are about it or its things."""
        return f"<{self.scheme}> ", f"<{self.namespace}"


@cache
def sources() -> tuple[Source, ...]:
    """All of them, in the order in which they are shown."""
    data = tomllib.loads((files(__package__) / _FILE).read_text("utf-8"))
    return tuple(msgspec.convert(data["source"], list[Source]))


def known_source(name: str) -> Source:
    """The vocabulary of that name; raises UsageError, with all names, if there is none.

    >>> known_source("countries").scheme
    'http://publications.europa.eu/resource/authority/country'
    """
    for source in sources():
        if source.name == name:
            return source
    names = ", ".join(source.name for source in sources())
    raise UsageError(f"There is no official vocabulary {name!r}; there are {names}.")


@cache
def _known(source: Source) -> frozenset[str]:
    found: set[str] = set()
    for line in shipped_quads():
        if line.endswith(_END):
            subject, predicate, rest = line.split(" ", 2)
            target = rest.split(" ", 1)[0] if predicate in _MATCHES else ""
            found.update((subject[1:-1], target[1:-1]))
    if source.types:
        found.update(_indicators())
    return frozenset(filter(source.is_about, found))


def _indicators() -> set[str]:
    import pyoxigraph as ox

    quads = ox.parse(indicators_file().read_bytes(), format=ox.RdfFormat.TURTLE)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
