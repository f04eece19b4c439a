"""IRIs as prefixed names: which of our prefixes an IRI begins with, and what is left of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
