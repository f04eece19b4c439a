"""What things are called: the name that is shown, the other ones, and the name in each language."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from citykg.graph.known import text_of
from citykg.ontology.terms import Dc, Dcterms, Foaf, Rdfs, Schema, Skos

if TYPE_CHECKING:
    from citykg.graph.store import Term

STATED: Final = (Skos.prefLabel, Rdfs.label)
"""What names a thing in our graphs, the best one first."""

ANYBODYS: Final = (
    *STATED,
    Schema.name,
    f"{Schema.PLAIN}name",
    Foaf.name,
    Dcterms.title,
    Dc.title,
)
"""What names a thing in graphs of others."""


class Called:
    """The names of things, gathered fact by fact."""

    def __init__(self, properties: tuple[str, ...] = STATED) -> None:
        self._rank = {name: place for place, name in enumerate(properties)}
        self._names: defaultdict[str, set[tuple[int, str, str]]] = defaultdict(set)
        self._others: defaultdict[str, set[str]] = defaultdict(set)

    def take(self, subject: str, predicate: str, value: Term) -> bool:
        """Whether this fact names its subject; then the name is kept."""
        if predicate in self._rank:
            self._names[subject].add(self._preference(predicate, value))
        elif predicate == Skos.altLabel:
            self._others[subject].add(text_of(value))
        else:
            return False
        return True

    def best(self, thing: str) -> str:
        """The name to show; empty where nothing names the thing."""
        names = self._names.get(thing)
        return min(names)[2] if names else ""

    def others(self, thing: str, label: str) -> tuple[str, ...]:
        """All names but the one that is shown."""
        every = {name for _, _, name in self._names.get(thing, ())} | self._others.get(thing, set())
        return tuple(sorted(every - {label}))

    def by_language(self, thing: str) -> dict[str, str]:
        """The best name in each language."""
        found: dict[str, str] = {}
        for _, language, name in sorted(self._names.get(thing, ())):
            if language:
                found.setdefault(language, name)
        return found

    def _preference(self, predicate: str, value: Term) -> tuple[int, str, str]:
        # English first, then untagged, then any language by its tag; then by the property.
        language = getattr(value, "language", None) or ""
        english = language == "en" or language.startswith("en-")
        rank = 0 if english else 1 if not language else 2
        return len(self._rank) * rank + self._rank[predicate], language, text_of(value)


def local_name(iri: str) -> str:
    """The last part of an IRI, decoded; all of it where it has no parts.

    >>> local_name("http://xmlns.com/foaf/0.1/Person"), local_name("urn:isbn:123")
    ('Person', '123')
    """
    parts = re.split(r"[#/]" if "//" in iri else r"[#/:]", iri.rstrip("#/"))
    return unquote(parts[-1]) or iri
