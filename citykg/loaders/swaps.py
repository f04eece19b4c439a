"""One event in the place of another: "the seminar was replaced by a webinar".

The words live in `swaps.toml`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from citykg.loaders.late import Seldom
from citykg.loaders.statuses import Cue
from citykg.loaders.wording import any_of, language_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.lexicon import Match

_KINDS = ("swapped", "swaps", "turned")
_ONLINE = frozenset(
    f"activity/{slug}" for slug in ("online-meeting", "webinar", "virtual-study-visit")
)
_FAR = 90
"""Characters between the words and an event beyond which they do not speak of it."""
_MEANT = ("planned", "possible", "expected")


@functools.cache
def _pattern(language: str) -> Seldom:
    language = language_in("swaps", language)
    joined = "|".join(f"(?P<{kind}>{any_of('swaps', kind, language)})" for kind in _KINDS)
    words = "|".join(any_of("swaps", kind, language) for kind in _KINDS)
    return Seldom(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE, words=words)


def is_swap(text: str, start: int, end: int, language: str) -> bool:
    """Whether the words at `[start, end)` say that one event gave way to another."""
    return _pattern(language).search(text, start, end) is not None


def swaps_in(
    text: str, events: Sequence[Match], cues: Sequence[Cue], language: str
) -> dict[int, Cue]:
    """The cues of the events that gave way to others, and of those, by where their names begin.

    >>> from citykg.loaders.lexicon import Match
    >>> text = "The seminar was replaced by a webinar"
    >>> events = [Match("activity/seminar", 4, 11, 1), Match("activity/webinar", 30, 37, 1)]
    >>> {at: cue.status for at, cue in swaps_in(text, events, [], "en").items()}
    {4: 'not-done', 30: 'completed'}
    """
    found: dict[int, Cue] = {}
    if not events:
        return found
    for mark in _pattern(language).finditer(text):
        a, b = mark.span()
        before = [m for m in events if m.end <= a and a - m.end <= _FAR]
        after = [m for m in events if m.start >= a and m.start - b <= _FAR]
        if not before or ";" in text[before[-1].end : a]:
            continue
        given, placed = before[-1:], after[:1]
        if mark.lastgroup == "swaps":
            given, placed = placed, given
        if mark.lastgroup == "turned" and not (placed and placed[0].slug in _ONLINE):
            continue  # "The workshop became a yearly event"
        if not given or (placed and given[0].slug == placed[0].slug):
            continue
        verb = next((c for c in cues if c.start < b and a < c.end), None)
        meant = verb is not None and verb.status in _MEANT
        found[given[0].start] = Cue("not-done", a, b)
        for match in placed:
            found[match.start] = verb if meant and verb else Cue("completed", a, b)
    return found
