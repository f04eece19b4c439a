"""Triples about the catalogue and the endpoint, out of plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, Triple


def link(subject: str, predicate: str, value: str) -> Triple:
    """A triple between two IRIs."""
    from pyoxigraph import NamedNode

    return stated(subject, predicate, NamedNode(value))


def words(
    subject: str,
    predicate: str,
    text: str,
    *,
    language: str | None = None,
    datatype: str | None = None,
) -> Triple:
    """A triple that ends in words, of a language or of a datatype."""
    from pyoxigraph import Literal, NamedNode

    kind = NamedNode(datatype) if datatype else None
    return stated(subject, predicate, Literal(text, language=language, datatype=kind))


def stated(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    """A triple that ends in any term."""
    from pyoxigraph import NamedNode, Triple

    return Triple(NamedNode(subject), NamedNode(predicate), value)
