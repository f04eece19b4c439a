"""The names of events in a sentence: which there are, which tell of one, and where each reaches."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.labels import fold
from citykg.loaders.late import Late, Seldom
from citykg.loaders.lexicon import Lexicon, Match
from citykg.loaders.swaps import is_swap
from citykg.loaders.wording import any_of, language_in, wordings
from citykg.loaders.words import words_of
from citykg.ontology.vocabulary import concepts

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT_ITEM_WORDS = 16
_VISIT = re.compile(r"(?:^|-)(?:visit|exchange|mission|tour)$")
"""The types of activity that have a direction: somebody goes to somebody."""
VISIT_TOLD = "activity/visit"
"""The type of a visit that only a verb tells."""
WEAK = "?"
"""Opens the slug of a plain noun."""
BY_VERB = 0
"""The words of a match that is no name but the sentence's verb."""
BACK = -1
"""The words of a match that counts only where what it points back to was told."""
PLAIN_VISITS = frozenset({VISIT_TOLD, "activity/delegation-visit"})
_ONLINE = "activity/online-meeting"
_PART = "activity/site-visit"
_COMPOUNDING = frozenset({"de", "sv"})
_HEAD_LAST = frozenset({"en", "de", "sv"})
_HEAD = 5
"""Letters of the shortest name that a compound may end with; three more stand before it."""
_PREFIX = 3
_GATHERINGS = frozenset(
    f"activity/{slug}" for slug in ("conference", "exhibition", "event", "cultural-event")
)


@functools.cache
def lexicon_of(language: str, *, outputs_first: bool = False) -> Lexicon:
    """Activity types and output types in one lexicon, so that the longest name wins.

    A name that both have, such as "study", is an activity's unless outputs come first.  Plain
    nouns, which name an event only where the sentence makes them one, are marked WEAK.
    """
    schemes = [("activity", "activity-types"), ("output", "output-types")]
    phrases: list[tuple[str, str]] = []
    for kind, scheme in reversed(schemes) if outputs_first else schemes:
        phrases.extend(
            (label.text, f"{kind}/{concept.slug}")
            for concept in concepts(scheme)
            for label in concept.labels
            # Names of two words or more say in any language what they mean.
            if label.language in (None, "en", language) or " " in label.text
        )
    phrases.extend(_weak_names(language))
    return Lexicon(phrases)


def _weak_names(language: str) -> Iterator[tuple[str, str]]:
    """Plain nouns that name an event only where the sentence makes them one: "a guide"."""
    data = tomllib.loads(files(__package__).joinpath("weak.toml").read_text("utf-8"))
    for kind, types in data.items():
        for slug, languages in types.items():
            for name in languages.get(language, ()):
                yield name, f"{WEAK}{kind}/{slug}"


@dataclass(frozen=True)
class _Borders:
    several: Late
    gathered: Late
    manner: Late
    having: Late
    deeds: Late
    deed_types: tuple[str, ...]


@functools.cache
def _borders(language: str) -> _Borders:
    several = any_of("phrases", "several", language)
    deeds = wordings("verbs")[language_in("verbs", language)]
    types = tuple(name for name, expressions in deeds.items() if expressions)
    joined = "|".join(
        f"(?P<t{number}>{any_of('verbs', name, language)})" for number, name in enumerate(types)
    )
    every = "|".join(any_of("verbs", name, language) for name in types)
    return _Borders(
        several=Late(rf"[;,&]|\b{several}\b", re.IGNORECASE),
        gathered=Late(
            rf"\b{any_of('phrases', 'gathered', language)}\s+(?:\w{{1,3}}\s+)?"
            r"(?:(?-i:[A-Z0-9])[\w-]*\s+){0,5}$",
            re.IGNORECASE,
        ),
        manner=Late(
            rf"\b{any_of('phrases', 'manner', language)}\s+(?:\w{{1,4}}\s+)?$", re.IGNORECASE
        ),
        having=Late(
            rf"\b{any_of('phrases', 'having', language)}\s+(?:[^\s,;]+\s+){{0,2}}$", re.IGNORECASE
        ),
        deeds=Seldom(rf"\b(?:{joined})(?!\w)", re.IGNORECASE, words=every),
        deed_types=types,
    )


def deeds_in(text: str, language: str) -> Iterator[Match]:
    """The activities that only a verb tells: "Leeds trained 15 planners" is a training."""
    borders = _borders(language)
    for match in borders.deeds.finditer(text):
        kind = borders.deed_types[int((match.lastgroup or "t0")[1:])]
        yield Match(f"activity/{kind}", match.start(), match.end(), BY_VERB)


def window(text: str, match: Match, events: list[Match], language: str) -> tuple[int, int]:
    """The part of a sentence between the events beside this one, cut where a new one begins."""
    several = _borders(language).several
    start, end = 0, len(text)
    for other in events:
        if other.end <= match.start:
            marks = list(several.finditer(text, other.end, match.start))
            start = marks[-1].end() if marks else other.end
        elif other.start >= match.end:
            marks = list(several.finditer(text, match.end, other.start))
            end = marks[-1].start() if marks else other.start
            break
    return start, end


def compounds_in(text: str, language: str, *, outputs_first: bool) -> Iterator[Match]:
    """The names at the end of longer words, in languages that write them as one: `Fachworkshop`."""
    if language not in _COMPOUNDING:
        return
    heads = _heads(language, outputs_first=outputs_first)
    for token in words_of(text):
        word = token.word
        for length in range(len(word) - _PREFIX, _HEAD - 1, -1):
            slug = heads.get(word[-length:])
            if slug:
                yield Match(slug, token.start, token.end, 1)
                break


@functools.cache
def _heads(language: str, *, outputs_first: bool) -> dict[str, str]:
    """The names of one word, folded, that may stand at the end of a compound."""
    lexicon = lexicon_of(language, outputs_first=outputs_first)
    heads: dict[str, str] = {}
    for scheme in ("activity-types", "output-types"):
        for concept in concepts(scheme):
            for label in concept.labels:
                word = fold(label.text)
                if label.language in (language, "en") and word.isalpha() and len(word) >= _HEAD:
                    slug = lexicon.exact(label.text)
                    if slug:
                        heads.setdefault(word, slug)
    return heads


def without_qualifiers(text: str, matches: list[Match], language: str) -> list[Match]:
    """The names without those right before another, where the last word of a name is its head.

    "kick-off seminar" is a seminar, "workshop report" a report.
    """
    if language not in _HEAD_LAST or len(matches) < 2:
        return matches
    return [
        match
        for match, following in zip(matches, [*matches[1:], None], strict=True)
        if following is None or text[match.end : following.start] not in (" ", "-")
    ]


def is_manner(text: str, match: Match, language: str) -> bool:
    """Whether an online meeting is only how another was held: "by video call"."""
    if match.slug != _ONLINE:
        return False
    return bool(_borders(language).manner.search(text, max(0, match.start - 20), match.start))


def is_elsewhere(text: str, match: Match, language: str) -> bool:
    """Whether a fair or congress is only where something else was: "at the Smart City Expo"."""
    if match.slug not in _GATHERINGS:
        return False
    begin = max(0, match.start - 80)
    return bool(_borders(language).gathered.search(text[begin : match.start]))


def without_echo(text: str, events: list[Match], language: str) -> list[Match]:
    """The events without the verb or delegation that only carries another to its place.

    "Edmonton hosted a delegation for a technical visit" tells of one visit, the technical one.
    """
    visits = [match for match in events if is_visit(match)]
    if len(visits) < 2:
        return events
    several = _borders(language).several
    kept = list(events)
    for one, other in pairwise(visits):
        if several.search(text, one.end, other.start):
            continue
        if is_swap(text, one.end, other.start, language):
            continue  # "This visit was replaced by a virtual study visit"
        plain = [match for match in (one, other) if match.slug in PLAIN_VISITS]
        if len(plain) == 1 and plain[0] in kept:
            kept.remove(plain[0])
    return kept


def without_parts(text: str, events: list[Match], language: str) -> list[Match]:
    """The events without the walks that are part of a visit: "a study visit with site visits"."""
    having = _borders(language).having
    kept: list[Match] = []
    for match in events:
        part = match.slug == _PART and bool(kept) and is_visit(kept[-1])
        if not (part and having.search(text, kept[-1].end, match.start)):
            kept.append(match)
    return kept


_PLACELESS = frozenset(
    "online-meeting webinar virtual-study-visit study feasibility-study survey interview campaign "
    "pilot-project joint-project benchmarking technical-assistance mentoring peer-review "
    "knowledge-exchange exchange".split()
)


@functools.cache
def has_place(slug: str) -> bool:
    """Whether an activity type is one that people gather for in a place."""
    return not has_direction(slug) and slug not in _PLACELESS


@functools.cache
def has_direction(slug: str) -> bool:
    """Whether an activity type is one in which somebody goes to somebody."""
    return bool(_VISIT.search(slug))


def is_visit(match: Match) -> bool:
    """Whether a match names an activity with a direction."""
    kind, slug = match.slug.split("/", 1)
    return kind == "activity" and has_direction(slug)


def head_of_item(text: str, events: list[Match], language: str) -> list[Match]:
    """Of a short list item, the event it is about: "Report on the study visit" is a report."""
    if len(events) < 2:
        return events
    colon = text.find(": ")
    if events[0].end <= colon <= events[1].start:
        return events[:1]  # "Learning exchange in Porto: a workshop, two site visits"
    if len(text.split()) > SHORT_ITEM_WORDS:
        return events
    kept = [events[0]]
    for event in events[1:]:
        if re.search(
            rf"[,;/+&]|\b{any_of('phrases', 'listed', language)}\b",
            text[kept[-1].end : event.start],
            re.IGNORECASE,
        ):
            kept.append(event)
    return kept
