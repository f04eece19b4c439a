"""What a linker gives back: mappings, and what it left open and why."""

from __future__ import annotations

from typing import Literal

import msgspec

from citykg.links.mapping import Mapping  # noqa: TC001 - msgspec reads the fields' types


class Candidate(msgspec.Struct, frozen=True):
    """Something that a thing might be."""

    iri: str
    name: str
    """Its name and what tells it from the others: `Córdoba, AR, 1,428,214 inhabitants`."""


class Open(msgspec.Struct, frozen=True, order=True):
    """A thing that is not linked, and why."""

    vocabulary: str
    """The name of the vocabulary in which it was looked for."""
    iri: str
    name: str
    outcome: Literal["doubt", "unknown"]
    """`doubt` where there are candidates, `unknown` where there is none."""
    reason: str
    candidates: tuple[Candidate, ...] = ()


class Found(msgspec.Struct, frozen=True):
    """What one linker found in a store."""

    mappings: tuple[Mapping, ...]
    open: tuple[Open, ...] = ()
    facts: tuple[tuple[str, str, str], ...] = ()
    """Triples of IRIs that are no mappings: the language of a document."""
