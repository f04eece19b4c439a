"""Claims: what a sentence of prose says to be a challenge, an objective, a focus or a theme.

The words that introduce them live in `claims.toml`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.late import Late, Seldom
from citykg.loaders.markup import BLANK
from citykg.loaders.wording import any_of, language_in

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = {
    "challenge": "challenges",
    "lack": "challenges",
    "hard": "challenges",
    "objective": "objectives",
    "wish": "objectives",
    "focus": "focus",
    "theme": "themes",
}
"""The field of each kind of cue."""

WEAK = frozenset({"lack", "wish"})
"""The kinds of cues that an event outranks."""

_FEWEST = 2
"""Words of a claim, at least; a theme may be any one word, another claim a long one."""
_INTRODUCED = 3
"""Words before a colon that only announce what is claimed."""
_LONG = 7
_ENDS = re.compile(r";|[.!?…](?=\s|$|[»”\"])|[»”\"]|\n\n|\u2029|\s[–—]\s")
_NEXT_SUBJECT = r",\s+(?:{})\s+(?=[A-ZÀ-ÖØ-Þ])"
_SIGNS = ' \t\n\u00a0\u2060*_„“«"‘:,–—-'


class Claim(NamedTuple):
    """What a sentence says to be of a field, at `[start, end)`; its cue begins at `cue`."""

    field: str
    start: int
    end: int
    cue: int
    weak: bool = False


@dataclass(frozen=True)
class _Words:
    cues: Seldom
    hard: Seldom
    joint: Late
    ends: Late
    denied: Late
    commas: Late


@functools.cache
def _words(language: str) -> _Words:
    language = language_in("claims", language)

    def words(key: str) -> str:
        return any_of("claims", key, language)

    kinds = ("challenge", "objective", "theme", "focus", "lack", "wish")
    every = "|".join(f"(?P<{kind}>{words(kind)})" for kind in kinds)
    opening = "|".join(words(kind) for kind in kinds)
    listed = any_of("phrases", "listed", language)
    flags = re.IGNORECASE
    return _Words(
        cues=Seldom(rf"(?<!\w)(?:{every})", flags, words=f"(?:{opening})"),
        hard=Seldom(rf"(?<!\w){words('hard')}", flags, words=words("hard")),
        joint=Late(rf"\s{words('joint')}|,{BLANK}{words('joint')}", flags),
        ends=Late(
            rf"(?-i:{_ENDS.pattern})|{words('stop')}|(?-i:{_NEXT_SUBJECT.format(listed)})", flags
        ),
        denied=Late(rf"(?<!\w){words('denied')}(?:{BLANK}\w+)?[’\x27]?{BLANK}?$", flags),
        commas=Late(rf",(?!\d){BLANK}(?:{listed}{BLANK})?|{BLANK}{listed}{BLANK}", flags),
    )


def claims_in(text: str, start: int, end: int, language: str) -> list[Claim]:
    """The claims of the sentence `[start, end)` of a text, in order.

    >>> text = "The partnership aims to plant trees and to open the river."
    >>> [(c.field, text[c.start:c.end]) for c in claims_in(text, 0, len(text), "en")]
    [('objectives', 'plant trees'), ('objectives', 'open the river')]
    """
    words, sentence = _words(language), text[start:end]
    found: list[Claim] = []
    if words.cues.may_match(sentence):
        cues = _apart(words, sentence)
        for number, cue in enumerate(cues):
            if words.denied.search(sentence, max(0, cue.start() - 16), cue.start()):
                continue
            border = cues[number + 1].start() if number + 1 < len(cues) else len(sentence)
            found.extend(_claims(words, sentence, cue, border))
    if not found and words.hard.may_match(sentence):
        hard = words.hard.search(sentence)
        if hard and not words.denied.search(sentence, max(0, hard.start() - 16), hard.start()):
            found.extend(_claim("challenges", sentence, 0, hard.start(), hard.start()))
    return [
        claim._replace(start=start + claim.start, end=start + claim.end, cue=start + claim.cue)
        for claim in found
    ]


def lead_of(text: str, start: int, end: int, language: str) -> str | None:
    """The field of the items that a lead announces: "The partnership aims to"; None of none."""
    words, lead = _words(language), text[start:end].rstrip(" :–—-\n\u2060\u2029") + " "
    for cue in words.cues.finditer(lead) if words.cues.may_match(lead) else ():
        if not lead[cue.end() :].strip() and cue.lastgroup not in {None, *WEAK}:
            return FIELDS[str(cue.lastgroup)]
    return None


def _claims(words: _Words, sentence: str, cue: re.Match[str], border: int) -> Iterator[Claim]:
    """What stands behind a cue, cut where another objective or theme begins."""
    kind = str(cue.lastgroup)
    field, weak = FIELDS[kind], kind in WEAK
    stop = words.ends.search(sentence, cue.end(), border)
    end = stop.start() if stop else border
    if border < len(sentence) and not stop:
        end = _before_subject(sentence, cue.end(), border)
    begin = cue.end()
    colon = sentence.find(":", begin, end)
    if colon >= 0 and len(sentence[begin:colon].split()) <= _INTRODUCED:
        begin = colon + 1  # "focuses on two areas: parks and water"
    cuts: list[re.Match[str]] = []
    if field == "objectives":
        cuts = list(words.joint.finditer(sentence, begin, end))
    elif field == "themes":
        cuts = _in_list(list(words.commas.finditer(sentence, begin, end)))
    again = cue[0].split()[-1].lower() + " "  # "ON parks and ON water"
    for mark in cuts:
        yield from _claim(field, sentence, begin, mark.start(), cue.start(), weak=weak)
        begin = mark.end()
        if sentence[begin:end].lower().startswith(again):
            begin += len(again)
    yield from _claim(field, sentence, begin, end, cue.start(), weak=weak)


def _in_list(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The commas of a list, and the last word that joins: "parks, salt and water and roads"."""
    words = [mark for mark in marks if mark[0][0] != ","]
    return [mark for mark in marks if mark[0][0] == "," or mark is words[-1]]


def _apart(words: _Words, sentence: str) -> list[re.Match[str]]:
    """The cues of a sentence, without those within what another introduces."""
    found: list[re.Match[str]] = []
    for cue in words.cues.finditer(sentence):
        last = found[-1] if found else None
        within = last and not re.search(r"[,;]", sentence[last.end() : cue.start()])
        # "struggles with a lack of space" tells one thing; "aims to … and seeks to …" two.
        if not (within and cue.lastgroup in WEAK):
            found.append(cue)
    return found


def is_of_paper(text: str, language: str) -> bool:
    """Whether a sentence speaks of the document: "This note informs the council"."""
    return bool(_paper(language).match(text.lstrip(_SIGNS)))


def is_background(label: str, language: str) -> bool:
    """Whether a label of notes, folded, is one of what tells how a cooperation came about."""
    return bool(re.fullmatch(rf"[\d ]*{any_of('claims', 'background', language)}", label))


@functools.cache
def _paper(language: str) -> Late:
    this = any_of("phrases", "deictic", language_in("phrases", language))
    return Late(rf"{this}{BLANK}{any_of('claims', 'paper', language)}(?!\w)", re.IGNORECASE)


def _before_subject(sentence: str, begin: int, border: int) -> int:
    """Where a claim ends that another cue follows: before the last comma, or nowhere."""
    comma = sentence.rfind(",", begin, border)
    return max(begin, comma)


def _claim(  # noqa: PLR0913 - a field, a run of the sentence, and the cue
    field: str, sentence: str, start: int, end: int, cue: int, *, weak: bool = False
) -> Iterator[Claim]:
    while start < end and sentence[start] in _SIGNS:
        start += 1
    end = start + len(sentence[start:end].rstrip(_SIGNS + ".;"))
    said = sentence[start:end]
    if len(said.split()) >= _FEWEST or len(said) >= (1 if field == "themes" else _LONG):
        yield Claim(field, start, end, cue, weak)
