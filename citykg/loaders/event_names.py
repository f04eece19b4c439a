"""The names of events in a sentence: which there are, which tell of one, and where each reaches."""

from __future__ import annotations

import functools
import re

from citykg.loaders.lexicon import Lexicon, Match
from citykg.ontology.vocabulary import concepts

SHORT_ITEM_WORDS = 16
_VISIT = re.compile(r"(?:^|-)(?:visit|exchange|mission|tour)$")
"""The types of activity that have a direction: somebody goes to somebody."""
VISIT_TOLD = "activity/visit"
"""The type of a visit that only a verb tells."""
BY_VERB = 0
"""The words of a match that is no name but the sentence's verb."""
PLAIN_VISITS = frozenset({VISIT_TOLD, "activity/delegation-visit"})
_GATHERINGS = frozenset({"activity/conference", "activity/exhibition", "activity/event"})
_AT_THE = re.compile(r"\b(?:at|to|for|in|during|of)\s+(?:the\s+)?(?:[A-Z0-9][\w-]*\s+){0,5}$")
_SEVERAL = re.compile(r"[;,&]|\b(?:and|y|e|et|und|och|followed by)\b", re.IGNORECASE)


@functools.cache
def lexicon_of(language: str) -> Lexicon:
    """Activity types and output types in one lexicon, so that the longest name wins."""
    phrases: list[tuple[str, str]] = []
    for kind, scheme in (("activity", "activity-types"), ("output", "output-types")):
        phrases.extend(
            (label.text, f"{kind}/{concept.slug}")
            for concept in concepts(scheme)
            for label in concept.labels
            # Names of two words or more say in any language what they mean.
            if label.language in (None, "en", language) or " " in label.text
        )
    return Lexicon(phrases)


def window(text: str, match: Match, events: list[Match]) -> tuple[int, int]:
    """The part of a sentence between the events beside this one, cut where a new one begins."""
    start, end = 0, len(text)
    for other in events:
        if other.end <= match.start:
            marks = list(_SEVERAL.finditer(text, other.end, match.start))
            start = marks[-1].end() if marks else other.end
        elif other.start >= match.end:
            marks = list(_SEVERAL.finditer(text, match.end, other.start))
            end = marks[-1].start() if marks else other.start
            break
    return start, end


def is_elsewhere(text: str, match: Match) -> bool:
    """Whether a fair or congress is only where something else was: "at the Smart City Expo"."""
    return match.slug in _GATHERINGS and bool(_AT_THE.search(text[: match.start]))


def without_echo(text: str, events: list[Match]) -> list[Match]:
    """The events without the verb or delegation that only carries another to its place.

    "Edmonton hosted a delegation for a technical visit" tells of one visit, the technical one.
    """
    visits = [match for match in events if is_visit(match)]
    if len(visits) < 2 or _SEVERAL.search(text, visits[0].end, visits[-1].start):
        return events
    plain = [match for match in visits if match.slug in PLAIN_VISITS]
    return [match for match in events if match not in plain or len(plain) == len(visits)]


def has_direction(slug: str) -> bool:
    """Whether an activity type is one in which somebody goes to somebody."""
    return bool(_VISIT.search(slug))


def is_visit(match: Match) -> bool:
    """Whether a match names an activity with a direction."""
    kind, slug = match.slug.split("/", 1)
    return kind == "activity" and has_direction(slug)


def head_of_item(text: str, events: list[Match]) -> list[Match]:
    """Of a short list item, the event it is about: "Report on the study visit" is a report."""
    if len(text.split()) > SHORT_ITEM_WORDS:
        return events
    joined = re.search(
        r"\b(?:and|&|y|e|et|und|och)\b|[,;/+]", text[events[0].end : events[-1].start]
    )
    return events if joined and len(events) > 1 else events[:1]
