"""Sentences of prose, each as `[start, end)` in the text of its cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.labels import fold
from citykg.loaders.markup import JOINER, PARAGRAPH
from citykg.loaders.times import times

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED = ",(-–/&"
"""What a line ends with that goes on in the next."""
MAX_SENTENCE = 2_000
"""Characters; the longest sentences of real plans have some 600."""

_HYPHENATED = re.compile(r"[^\W\d_][\u00ad\u2010-]$")
_SENTENCE_END = re.compile(
    r"[.!?…]+[\"”’»)\]]*(?=\u2060*\s[\s\u2060]*[\"“‘«(\[¿¡]?[A-ZÀ-ÖØ-ÞŁŚŠŽ0-9])|[\n\u2029](?=\s*[\n\u2029])|\u2029"
)
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:no|nos|e\.g|i\.e|etc|cf|approx|ca|incl|vs|Dr|Mr|Mrs|Ms|Prof|St|Sta|Ste|No|Nr|Art|Fig|p|pp|"
    r"z\.B|d\.h|bzw|inkl|bl\.a|t\.ex|p\.ej|ej|Sr|Sra|M|Mme|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|"
    r"Nov|Dec)|\b[A-Z])\.$"
)
_WORD_NEXT = re.compile(r"[\s\u2060]+([^\W\d_]{3,})")
_LONGEST_ABBREVIATION = 12
_NEARBY = 200


def sentences_of(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of a run of prose; a line or page break alone ends none.

    >>> [text for text in map(lambda s: "A plan, e.g. this. It is."[slice(*s)],
    ...                       sentences_of("A plan, e.g. this. It is."))]
    ['A plan, e.g. this.', 'It is.']
    """
    end = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    begin = start
    for mark in _SENTENCE_END.finditer(text, start, end):
        before = max(begin, mark.start() - _LONGEST_ABBREVIATION)
        if mark[0][0] in ".!?…" and (
            _ABBREVIATIONS.search(text[before : mark.start() + 1])
            or _is_ordinal(text, mark.start(), mark.end())
        ):
            continue
        stop = mark.end()
        if mark[0][0] in "\n" + PARAGRAPH and not _paragraph_ends(text, begin, mark, end):
            continue
        found.extend(_bounded(text, begin, stop))
        begin = stop
    found.extend(_bounded(text, begin, end))
    return found


def _is_ordinal(text: str, stop: int, end: int) -> bool:
    """Whether a full stop is a day's: "14. November", "14.-17. augusti"."""
    if stop - end != -1 or not text[stop - 1 : stop].isdigit():
        return False
    word = _WORD_NEXT.match(text, end)
    return word is not None and fold(word[1]) in times().months


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The run, trimmed; one that no sentence is as long as is cut, so that work stays in bounds."""
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + 1, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        run = trim(text, start, cut)
        if run:
            yield run
        start = cut
    run = trim(text, start, end)
    if run:
        yield run


def _paragraph_ends(text: str, begin: int, mark: re.Match[str], end: int) -> bool:
    """Whether a paragraph sign or an empty line really ends the sentence before it."""
    # Only the words next to the sign matter; the whole rest would be read again for each.
    before = text[max(begin, mark.start() - _NEARBY) : mark.start()]
    after = text[mark.end() : min(end, mark.end() + _NEARBY)]
    before = before.rstrip(f"{PARAGRAPH}{JOINER} \t\r\n\xa0")
    after = after.lstrip(f"{PARAGRAPH}{JOINER} \t\r\n\xa0")
    return not (before and after and continues(before, after))


def continues(before: str, after: str) -> bool:
    """Whether a line goes on in the next: no end, and no new beginning."""
    last, first = before[-1:], after[:1]
    if last in UNFINISHED or _HYPHENATED.search(before):
        return True
    return last not in ".;:!?" and first.islower()


def trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The run without the blanks and joiners around it; None where nothing is left."""
    while True:  # joiners may stand between blanks
        run = text[start:end].rstrip()
        end = start + len(run)
        start = end - len(run.lstrip())
        if run[-1:] != JOINER and text[start : start + 1] != JOINER:
            return (start, end) if start < end else None
        if start >= end:
            return None
        end -= run[-1] == JOINER
        start += text[start] == JOINER and start < end
