"""IRIs as prefixed names: which of our prefixes an IRI begins with, and what is left of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from citykg.ontology import terms
from citykg.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Mapping

Prefixes = tuple[tuple[str, str], ...]


def by_length(prefixes: Mapping[str, str]) -> Prefixes:
    """Prefixes with their namespaces, the longest namespace first: `sdgo` lies within `sdg`."""
    return tuple(sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0])))


OURS: Final = by_length(PREFIXES)


def parted(iri: str, prefixes: Prefixes = OURS) -> tuple[str, str] | None:
    """The prefix of an IRI and the rest of it, which is never empty; None without a prefix.

    >>> parted("http://metadata.un.org/sdg/ontology#Goal"), parted("https://example.org/x")
    (('sdgo', 'Goal'), None)
    """
    for prefix, namespace in prefixes:
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return prefix, iri[len(namespace) :]
    return None


@cache
def local_names(prefix: str) -> tuple[str, ...]:
    """The terms that we use of the vocabulary that a prefix stands for, sorted.

    >>> local_names("prov")
    ('Entity', 'wasDerivedFrom', 'wasQuotedFrom')
    """
    namespace = PREFIXES.get(prefix, "")
    found: set[str] = set()
    for vocabulary in vars(terms).values():
        if isinstance(vocabulary, type) and getattr(vocabulary, "NS", None) == namespace:
            iris = (iri for name, iri in vars(vocabulary).items() if not name.startswith("_"))
            found.update(iri.removeprefix(namespace) for iri in iris if isinstance(iri, str))
    return tuple(sorted(found - {""}))
