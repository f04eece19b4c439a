"""Links of goals, topics and countries: the matches that our own concept schemes carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.links.findings import Found
from citykg.links.mapping import TOOL, Mapping
from citykg.links.vocabularies import vocabulary_of
from citykg.ontology.terms import Skos

if TYPE_CHECKING:
    from citykg.links.held import Held

_CONFIDENCE: Final = {Skos.exactMatch: 1.0, Skos.closeMatch: 0.8}
"""A scheme's match was chosen by hand; close means near in meaning, not the same."""
_LOOSE: Final = 0.6


def link_concepts(held: Held) -> Found:
    """The mappings of the concepts that plans name, as their schemes have them."""
    return Found(
        tuple(
            Mapping(
                subject_id=concept.iri,
                predicate_id=concept.predicate,
                object_id=concept.target,
                subject_label=concept.label,
                confidence=_CONFIDENCE.get(concept.predicate, _LOOSE),
                tool=TOOL,
                comment=vocabulary.because if vocabulary else "",
            )
            for concept in held.concepts
            for vocabulary in (vocabulary_of(concept.target),)
        )
    )
