"""One mapping: a thing of ours, the thing of another vocabulary, and why they are joined."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import msgspec

from citykg.links.vocabularies import vocabulary_of
from citykg.ontology.terms import Owl, Semapv, Skos

PREDICATES: Final = (
    Skos.exactMatch,
    Skos.closeMatch,
    Skos.broadMatch,
    Skos.narrowMatch,
    Skos.relatedMatch,
    Owl.sameAs,
)
"""What a mapping may say, the strongest of SKOS first."""

TOOL: Final = "citykg"
"""The tool of the mappings that are found here; another's, or none, is a person's."""


class Mapping(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """A mapping with the slots of SSSOM 1.0 (https://w3id.org/sssom/Mapping) that we use.

    Every id is a whole IRI.
    """

    subject_id: str
    predicate_id: str
    object_id: str
    subject_label: str = ""
    object_label: str = ""
    justification: str = Semapv.ManualMappingCuration
    """An IRI of semapv: how the mapping was found."""
    confidence: float = 1.0
    """Above 0, up to 1."""
    is_rejected: bool = False
    """Whether the mapping is one that must not be made (`predicate_modifier` Not)."""
    author: str = ""
    """Who decided, if a person did."""
    tool: str = ""
    """What found it, if a program did."""
    comment: str = ""
    """Why, in words."""
    other: tuple[tuple[str, str], ...] = ()
    """What else a file says of it, slot by slot: kept, not used."""

    @property
    def pair(self) -> tuple[str, str]:
        """What is joined to what; there is one mapping a pair."""
        return self.subject_id, self.object_id

    @property
    def vocabulary(self) -> str:
        """Whose thing the object is: the vocabulary's name, or the host of an unknown one.

        >>> Mapping(subject_id="s", predicate_id="p",
        ...         object_id="https://sws.geonames.org/2643123/").vocabulary
        'GeoNames'
        """
        known = vocabulary_of(self.object_id)
        return known.name if known else urlsplit(self.object_id).hostname or self.object_id
