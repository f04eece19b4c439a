"""Events that are told and are not the plan's own: those of others, and of other programmes.

The words live in `background.toml`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

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


def background(
    text: str, events: Sequence[Event], parties: Sequence[tuple[int, int]], language: str
) -> list[Event]:
    """The events that a sentence tells as none of the cooperation.

    `parties` is where the sentence names parties.
    """
    marks = [mark.span() for mark in _apart(language).finditer(text)]
    others = _others(language)[0].search(text)
    if not marks and others is None:
        return []
    alone = len({event.match.start for event in events}) == 1
    found = []
    for event in events:
        reach = (0, len(text)) if alone else event.reach
        apart = any(reach[0] <= start and end <= reach[1] for start, end in marks)
        if apart or (others and _is_of_others(text, event, reach, parties, language)):
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
