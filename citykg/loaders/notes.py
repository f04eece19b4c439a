"""Notes of a status: "(draft)", "Done: …", "☑ …", a word in the status column of a table.

Where a word stands by itself it states a status that it would not state within a sentence.  The
words live in `notes.toml`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from citykg.loaders.statuses import Cue, cues_in
from citykg.loaders.wording import any_of, language_in, wordings

if TYPE_CHECKING:
    from citykg.loaders.items import Items

CHECKED = "☑✅🗹"
UNCHECKED = "☐"
CROSSED = "❌✗✘🗷"
TICKED = "✓✔"
"""Ticks, which are mere bullets where no other sign stands beside them."""
SIGNS = CHECKED + UNCHECKED + CROSSED + TICKED + "☒"

_BOX = re.compile(r"\s*(?:\[(?P<box>[xX✓✔ ]?)\]|(?P<sign>[☑✅🗹☐❌✗✘🗷☒]))(?=\s|\w|$)")
_HEAD = re.compile(
    r"\s*(?:[(\[](?P<inside>[^()\[\]\n]{2,40})[)\]]|(?P<open>[^:()\n–—]{2,40}?)\s*[:–—](?=\s))"
)
_TAIL = re.compile(r"[(\[](?P<inside>[^()\[\]]{2,70})[)\]]\s*[.;]?\s*$")
_PARTS = re.compile(r"\s*(?:[:;|\n\u2029–—]|,|\s-\s)\s*")
_OTHER = frozenset({"tail", "past", "next"})
_LONGEST = 70
_CELL_WORDS = 5
_MOST = 3
"""Separators, counted from the end of an item, behind which a note may stand."""


@functools.cache
def _pattern(language: str) -> re.Pattern[str]:
    language = language_in("notes", language)
    tail = any_of("notes", "tail", language)
    groups = "|".join(
        f"(?P<{name.replace('-', '_')}>{any_of('notes', name, language)})"
        for name in wordings("notes")[language]
        if name not in _OTHER
    )
    return re.compile(
        rf"(?:{groups})(?:\s*[,(]?\s*(?:{tail}\s+.{{1,40}}|\d.{{0,30}}))?\)?", re.IGNORECASE
    )


def note_in(text: str, start: int, end: int, language: str, *, output: bool = False) -> Cue | None:
    """The status that `text[start:end]`, as a whole, notes; `output` where it is an output's.

    >>> note_in("done in May", 0, 11, "en")
    Cue(status='completed', start=0, end=11, future=False)
    """
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".;"):
        end -= 1
    if end - start > _LONGEST:
        return None
    match = _pattern(language).fullmatch(text, start, end)
    if match is None:
        return None
    status = (match.lastgroup or "").replace("_", "-")
    if status == "made":
        return Cue("completed", start, end) if output else None
    return Cue(status, start, end)


def stands_alone(text: str, language: str, *, output: bool = False) -> Cue | None:
    """The status that a cell of a row states which holds nothing else: "done 11/2019"."""
    note = note_in(text, 0, len(text), language, output=output)
    if note:
        return note
    cue = next(iter(cues_in(text, language)), None)
    first = len(text) - len(text.lstrip())
    short = len(text.split()) <= _CELL_WORDS
    return cue if cue is not None and short and cue.start == first else None


def noted(text: str, language: str, *, output: bool = False, closing: bool = True) -> Cue | None:
    """The status that a list item notes at its end, if `closing`, or at its beginning, or None.

    >>> noted("Guide for schools (first draft)", "en").status
    'ongoing'
    """
    bracket = _TAIL.search(text) if closing else None
    if bracket:
        cue = note_in(text, *bracket.span("inside"), language, output=output)
        if cue:
            return cue
    for mark in list(_PARTS.finditer(text))[-_MOST:] if closing else ():
        cue = note_in(text, mark.end(), len(text), language, output=output)
        if cue:
            return cue
    opening = _HEAD.match(text)
    if opening:
        group = "inside" if opening["inside"] else "open"
        return note_in(text, *opening.span(group), language, output=output)
    return None


@functools.cache
def _headings(language: str) -> re.Pattern[str]:
    language = language_in("notes", language)
    past, following = any_of("notes", "past", language), any_of("notes", "next", language)
    return re.compile(rf"\b(?:(?P<completed>{past})|(?P<planned>{following}))(?!\w)", re.IGNORECASE)


def heading_cue(text: str, language: str) -> Cue | None:
    """The status that a heading gives to what stands under it; None where it names several.

    >>> heading_cue("Next activities", "en").status, heading_cue("Activities", "en")
    ('planned', None)
    >>> heading_cue("Completed and planned activities", "en")
    """
    cues = cues_in(text, language)
    denial = next((cue for cue in cues if cue.status == "not-done"), None)
    if denial:
        return denial
    note = note_in(text.rstrip(" :\u2060"), 0, len(text.rstrip(" :\u2060")), language, output=True)
    if note:
        return note
    if not cues:
        cues = [
            Cue(match.lastgroup or "", match.start(), match.end())
            for match in _headings(language).finditer(text)
        ]
    if len({cue.status for cue in cues}) > 1:
        # "Completed and planned activities" says neither; of "Produits attendus" the last counts.
        listed = re.compile(rf"[,/&]|\b{any_of('phrases', 'listed', language)}\b", re.IGNORECASE)
        return None if listed.search(text, cues[0].end, cues[-1].start) else cues[-1]
    return cues[0] if cues else None


def boxed(text: str) -> tuple[Cue | None, int]:
    """The status that a box before an item states, and where the item begins behind it.

    >>> boxed("[x] Manual"), boxed("Manual")
    ((Cue(status='completed', start=0, end=3, future=False), 3), (None, 0))
    """
    match = _BOX.match(text)
    if match is None:
        return None, 0
    sign = match["sign"] or match["box"]
    at = match.start("sign") if match["sign"] else text.index("[")
    return Cue(_of_sign(sign), at, match.end()), match.end()


def signed(text: str, at: int, *, mixed: bool) -> Cue | None:
    """The status of the sign at a place; of a tick only in a list of `mixed` signs."""
    sign = text[at]
    if sign in TICKED and not mixed:
        return None
    return Cue(_of_sign(sign), at, at + 1) if sign in SIGNS else None


def _is_mixed(text: str) -> bool:
    """Whether ticks stand beside other boxes, so that they say more than a bullet."""
    ticks = any(sign in text for sign in TICKED)
    return ticks and any(sign in text for sign in UNCHECKED + CROSSED + "○")


def signs_of(text: str, begin: int, listed: Items) -> dict[int, Cue]:
    """The statuses that the bullets of a list state, by where their items begin in the cell."""
    mixed = _is_mixed(text)
    found: dict[int, Cue] = {}
    marks = list(listed.marks)
    for start, _ in listed.items:
        while len(marks) > 1 and marks[1][1] <= start:
            marks.pop(0)
        cue = signed(text, begin + marks[0][0], mixed=mixed) if marks else None
        if cue:
            found[begin + start] = cue
    return found


def _of_sign(sign: str) -> str:
    if sign in CROSSED:
        return "not-done"
    return "planned" if sign.strip() == "" or sign in UNCHECKED + "○" else "completed"
