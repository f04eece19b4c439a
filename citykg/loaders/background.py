"""Events that are told and are not the plan's own: those of others, and of other programmes.

The words live in `background.toml`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from citykg.loaders.known_cities import is_known_city
from citykg.loaders.late import Late, Seldom
from citykg.loaders.wording import any_of, language_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.telling import Event

_BEFORE = r"(?:[^.;,]{0,30},\s+|(?:[^\s.;,]+\s+){0,2})"
"""What may stand before the subject: "In 2015, …"."""


@functools.cache
def _apart(language: str) -> Seldom:
    language = language_in("background", language)
    words = any_of("background", "apart", language)
    return Seldom(rf"(?<!\w){words}(?!\w)", re.IGNORECASE, words=words)


@functools.cache
def _others(language: str) -> tuple[Seldom, Late, Late]:
    """Others anywhere, others as the subject that a clause opens with, and what joins them."""
    language = language_in("background", language)
    words = any_of("background", "others", language)
    joined = any_of("background", "joined", language)
    return (
        Seldom(rf"(?<!\w){words}(?!\w)", re.IGNORECASE, words=words),
        Late(rf"\W*{_BEFORE}?{words}(?!\w)", re.IGNORECASE),
        Late(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE),
    )


@functools.cache
def _parted(language: str) -> re.Pattern[str]:
    listed = any_of("phrases", "listed", language_in("phrases", language))
    return re.compile(rf",\s+|\s+{listed}\s+", re.IGNORECASE)


@functools.cache
def _subject(language: str) -> Late:
    """Names as the subject that a sentence opens with, up to its verb."""
    listed = any_of("phrases", "listed", language_in("phrases", language))
    city = any_of("background", "city", language_in("background", language))
    name = r"[^\W\d_a-z][\w’'-]{3,}(?:\s+[^\W\d_a-z][\w’'-]+){0,2}"
    return Late(
        rf"\W*(?:[^.;,]{{0,30}},\s+)?(?:(?i:{city})\s+)?"
        rf"(?P<names>{name}(?:(?:,\s+|\s+{listed}\s+){name}){{0,3}})\s+"
    )


@functools.cache
def _nothing(language: str) -> Late:
    words = any_of("background", "nothing", language_in("background", language))
    return Late(rf"\W*{words}(?!\w)", re.IGNORECASE)


def is_nothing(text: str, language: str) -> bool:
    """Whether a sentence opens with what need not be: "Nothing in this Agreement obliges …"."""
    return _nothing(language).match(text) is not None


def background(
    text: str, events: Sequence[Event], parties: Sequence[tuple[int, int]], language: str
) -> list[Event]:
    """The events that a sentence tells as none of the cooperation.

    `parties` is where the sentence names parties.
    """
    marks = [mark.span() for mark in _apart(language).finditer(text)]
    others = _others(language)[0].search(text)
    foreign = () if parties else _foreign(text, events, language)
    if not marks and others is None and not foreign:
        return []
    alone = len({event.match.start for event in events}) == 1
    found = []
    for event in events:
        reach = (0, len(text)) if alone else event.reach
        apart = any(reach[0] <= start and end <= reach[1] for start, end in marks)
        if (
            apart
            or event in foreign
            or (others and _is_of_others(text, event, reach, parties, language))
        ):
            found.append(event)
    return found


def _foreign(text: str, events: Sequence[Event], language: str) -> list[Event]:
    """The events whose verb has only other cities as its subject: "Lyon and Turin signed …".

    The sentence names no party.
    """
    subject, joined = _subject(language), _others(language)[2]
    if joined.search(text):
        return []
    found = []
    for event in events:
        cue = event.cue
        if cue is None or cue.status != "completed" or cue.end > event.match.start:
            continue
        named = subject.fullmatch(text, 0, cue.start)
        names = [name.strip() for name in _parted(language).split(named["names"])] if named else []
        if names and all(map(is_known_city, names)):
            found.append(event)
    return found


def _is_of_others(
    text: str,
    event: Event,
    reach: tuple[int, int],
    parties: Sequence[tuple[int, int]],
    language: str,
) -> bool:
    """Whether others are the subject of the verb that tells an event, and no party is named."""
    a, b = reach
    _, opening, joined = _others(language)
    if event.cue is None or event.cue.end > event.match.start:
        return False
    subject = opening.match(text, a, event.cue.start)
    if subject is None or joined.search(text, a, b):
        return False
    return not any(a <= start and end <= b for start, end in parties)
