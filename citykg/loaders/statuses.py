"""Whether a thing was done: the cues of a status in running text.

The cues live in `cues.toml`.  A denial outranks the verb that it denies.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.late import Late
from citykg.loaders.markup import BLANK
from citykg.loaders.scanner import Scanner
from citykg.loaders.wording import any_of, language_in, wordings
from citykg.loaders.words import words_of
from citykg.ontology.vocabulary import concept

if TYPE_CHECKING:
    from collections.abc import Sequence

STATUSES = ("not-done", "possible", "expected", "planned", "ongoing", "completed")
_OTHERWISE = {"regular": "ongoing", "otherwise": "completed"}
"""What the words that count only where nothing else tells the status tell of it."""
_PART = "part"
_RANKED = (
    "not-done", "possible", "ongoing", "expected", "planned", "future", "completed",
    _PART, *_OTHERWISE,
)  # fmt: skip
"""In the order in which a cue outranks another that begins where it does."""

_INFINITIVE = r"~to(?:~(?:also~|jointly~)?\w+(?:~(?:up|out|off|over))?)?"
_ELIDED = re.compile(r"(?<=[dln][’'])[^\W\d_]")
_IN_BRACKETS = re.compile(r"[^,;:.()]{0,60}\((?:[^()]{0,40}[,\s])?")
_COMMA = re.compile(r"[,;]\s*(?:[^\s,;]{1,4}\s+)?\Z")
_SEVERAL = 2
_NEAR = 3
_REST = 40
"""Characters before a denial in which words for the rest may stand."""
_CLOSE = 3
"""Characters from the comma that closes a relative clause to the verb of the main one."""


class Cue(NamedTuple):
    """Words at `[start, end)` that tell a status.

    `future` is a plain future, which makes an activity planned and an output expected.
    """

    status: str
    start: int
    end: int
    future: bool = False

    def moved(self, by: int) -> Cue:
        """The cue in a text that begins so many characters before."""
        return self._replace(start=self.start + by, end=self.end + by)


@functools.cache
def _scanner(language: str) -> Scanner:
    """The cues of a language, in lower case."""
    lists = wordings("cues")[language]
    doing = f"(?:{'|'.join(lists['doing'])})"
    expressions: list[tuple[str, str]] = []
    for name in _RANKED:
        cues = list(lists[name])
        if name in STATUSES:
            cues += [re.escape(label).replace(r"\ ", "~") for label in _names(name, language)]
        expressions.extend(
            (name, cue.replace("@", _INFINITIVE).replace("DOING", doing)) for cue in cues
        )
    return Scanner(expressions)


def _names(status: str, language: str) -> list[str]:
    """The names of a status in its scheme, in lower case."""
    labels = concept("statuses", status).labels
    return [label.text.lower() for label in labels if label.language == language]


@dataclass(frozen=True)
class _Grammar:
    clause: Late
    relative: Late
    relative_next: Late
    pronoun: Late
    own: Late
    attributive: Late
    listed: Late
    rest: Late


@functools.cache
def _grammar(language: str) -> _Grammar:
    def words(key: str) -> str:
        return any_of("phrases", key, language)

    def compiled(expression: str) -> Late:
        return Late(expression, re.IGNORECASE)

    return _Grammar(
        clause=compiled(
            rf";|[,.]?\s+{words('clause')}\s|,\s+{words('listed')}\s|\s[–—]\s"
            rf"|,\s+{words('relative')}\s|\s{words('within')}\s"
        ),
        relative=compiled(rf"\b{words('relative')}\b"),
        relative_next=compiled(rf",?\s+{words('relative')}\s+"),
        pronoun=compiled(rf"{words('pronoun')}{BLANK}"),
        # "but have not run a pilot" denies the pilot, not what was told before it.
        own=compiled(rf"{BLANK}{words('own')}{BLANK}"),
        listed=compiled(rf"[,;:]|\b{words('listed')}\b"),
        attributive=compiled(rf"\b{words('attributive')}{BLANK}$"),
        rest=compiled(rf"\b{words('rest')}(?:{BLANK})?$"),
    )


def cues_in(text: str, language: str) -> list[Cue]:
    """The cues of a text, in order, none overlapping."""
    found, otherwise = cues_apart(text, language)
    # "was followed by monthly calls" is done; "they hold monthly calls" goes on.
    return found or otherwise


def cues_apart(text: str, language: str) -> tuple[list[Cue], list[Cue]]:
    """The cues of a text, and those that count only where there are none of the others."""
    language = language_in("cues", language)
    scanner = _scanner(language)
    attributive = _grammar(language).attributive
    found: list[Cue] = []
    otherwise: list[Cue] = []
    # Lower case first: without IGNORECASE the alternation is four times faster.
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters are longer in lower case
        lowered = text
    begin = 0
    for start in _begins(text, scanner):
        if start < begin or not _is_begin(lowered, start):
            continue
        match = scanner.match(lowered, start)
        if match is None:
            continue
        name, end = match
        if lowered[start:end].isalpha() and attributive.search(lowered, max(0, start - 12), start):
            continue  # "a project on shared parking" shares nothing
        begin = end
        if name in _OTHERWISE:
            otherwise.append(Cue(_OTHERWISE[name], start, begin))
            continue
        if name == _PART:
            # "will host …; the programme includes a workshop": the workshop is planned as well.
            if found:
                found.append(found[-1]._replace(start=start, end=begin))
            continue
        future = name == "future"
        found.append(Cue("planned" if future else name, start, begin, future))
    return found, otherwise


def _begins(text: str, scanner: Scanner) -> list[int]:
    """Where words stand that a cue may begin with, and brackets."""
    said, begins = words_of(text), scanner.begins
    found = [place for run, place in zip(said.runs, said.places, strict=True) if begins[run]]
    at = text.find("(")
    if at < 0:
        return found
    while at >= 0:
        found.append(at)
        at = text.find("(", at + 1)
    return sorted(found)


def _is_begin(text: str, start: int) -> bool:
    """Whether a word begins at a run; behind an apostrophe only where it elides an article."""
    if start and text[start - 1] in "’'":
        return _ELIDED.match(text, start) is not None
    return text[start] != "_"


def governing(  # noqa: PLR0913 - the words, their sentence and what else stands in it
    text: str,
    cues: list[Cue],
    start: int,
    end: int,
    others: Sequence[tuple[int, int]] = (),
    language: str = "en",
) -> Cue | None:
    """The cue that governs the words at `[start, end)`, or None.

    A denial in their clause wins; then a verb that is itself the words; then a note in brackets
    right behind them; then the verb before them; then the one behind them in their clause; then
    the last one before them in the sentence.

    >>> text = "They held a workshop but have not implemented a pilot project"
    >>> cues = cues_in(text, "en")
    >>> governing(text, cues, 12, 20).status, governing(text, cues, 48, 61).status
    ('completed', 'not-done')
    """
    if not cues:
        return None
    grammar = _grammar(language_in("phrases", language))
    dropped = _dropped(grammar, text, cues, end)
    if dropped:
        return dropped
    done = _done_after_all(grammar, text, cues, end, others)
    if done:
        return done
    cues = _of_all(grammar, text, cues, end)
    clause_start, clause_end, (gap, gap_end) = _clause(grammar, text, cues, start, end)
    inside = [
        c
        for c in cues
        if c.start >= clause_start and c.end <= clause_end and not gap <= c.start < gap_end
    ]
    # In "action plan to improve" the plan is the thing, and no verb.
    inside = [c for c in inside if not start < c.start < end < c.end]
    for cue in inside:
        if cue.status == "not-done" and _denies(grammar, text, cue, cues, (start, end), others):
            return cue
    return _verb(grammar, text, inside, start, end) or _earlier(text, cues, start)


def _verb(grammar: _Grammar, text: str, inside: list[Cue], start: int, end: int) -> Cue | None:
    """The cue of the clause that is the words, is noted behind them, or is the nearest verb."""
    verb = next((c for c in inside if c.start < end and start < c.end), None)
    if verb:
        return verb
    inside = [c for c in inside if c.status != "not-done"]
    before = [c for c in inside if c.end <= start]
    after = [c for c in inside if c.start >= end]
    if after and _IN_BRACKETS.fullmatch(text, end, after[0].start):
        return after[0]
    main = None if before or len(after) < _SEVERAL else _main_verb(text, end, after)
    if main:
        return main
    if not before and len(after) > 1 and _is_participle(text, end, *after[:2]):
        return after[1]  # "The visit planned for April took place"
    if before and after:
        # "was held", "will be held" right behind the thing says more than a verb far before it.
        near = _follows(grammar, text[end : after[0].start])
        nearer = start - before[-1].end > after[0].start - end
        return after[0] if near and nearer else before[-1]
    return before[-1] if before else next(iter(after), None)


def _done_after_all(
    grammar: _Grammar,
    text: str,
    cues: Sequence[Cue],
    end: int,
    others: Sequence[tuple[int, int]],
) -> Cue | None:
    """The verb behind words for what was meant: ", planned for May and then put off, was held"."""
    after = [c for c in cues if c.start >= end]
    opening = text[end : after[0].start].strip() if after else "."
    if opening not in ("", ","):
        return None
    for number, cue in enumerate(after):
        if cue.status in ("planned", "expected") and not cue.future:
            continue
        # "…, se celebró": one small word may stand before the verb.
        comma = _COMMA.search(text[end : cue.start]) is not None
        closed = comma if opening else not comma
        if number < _SEVERAL or not closed or cue.status not in ("completed", "not-done"):
            return None
        if ";" in text[end : cue.start] or any(end <= a < cue.start for a, _ in others):
            return None
        return None if grammar.relative.search(text, end, cue.start) else cue
    return None


def _of_all(grammar: _Grammar, text: str, cues: list[Cue], end: int) -> list[Cue]:
    """The cues without what is told of the rest alone: "the other two were cancelled"."""
    if not any(c.status == "completed" and c.start >= end for c in cues):
        return cues
    kept = [
        cue
        for cue in cues
        if cue.status != "not-done"
        or cue.start < end
        or not grammar.rest.search(text, max(end, cue.start - _REST), cue.start)
    ]
    return kept if any(c.status == "completed" for c in kept) else cues


def _main_verb(text: str, end: int, after: list[Cue]) -> Cue | None:
    """The verb behind a clause between commas: ", first set for May and then put off, was held"."""
    if not text[end : after[0].start].rstrip().endswith(","):
        return None
    for cue in after[1:]:
        if text[: cue.start].rstrip().endswith(","):
            return cue if cue.status in ("completed", "not-done") else None
    return None


def _is_participle(text: str, end: int, cue: Cue, verb: Cue) -> bool:
    """Whether a word right behind the words says what was meant with them, and a verb what was."""
    meant = cue.status in ("planned", "expected") and text[cue.start : cue.end].isalpha()
    apart = len(text[cue.end : verb.start].split()) >= _NEAR
    told = text[cue.end : verb.start].startswith(",") and verb.status == "completed"
    return meant and (apart or told) and not cue.future and not text[end : cue.start].strip()


def _earlier(text: str, cues: list[Cue], start: int) -> Cue | None:
    """The last cue of the sentence before the words, unless a semicolon parts them."""
    earlier = [c for c in cues if c.end <= start]
    return earlier[-1] if earlier and ";" not in text[earlier[-1].end : start] else None


def _dropped(grammar: _Grammar, text: str, cues: list[Cue], end: int) -> Cue | None:
    """The denial in a relative clause right behind the words: ", which was dropped"."""
    relative = grammar.relative_next.match(text, end)
    if relative is None:
        return None
    cue = next((c for c in cues if c.start >= relative.end()), None)
    near = cue is not None and len(text[relative.end() : cue.start].split()) <= 1
    return cue if cue is not None and near and cue.status == "not-done" else None


def _denies(  # noqa: PLR0913 - a denial, the words, and what else stands there
    grammar: _Grammar,
    text: str,
    cue: Cue,
    cues: list[Cue],
    span: tuple[int, int],
    others: Sequence[tuple[int, int]],
) -> bool:
    """Whether a denial is one of the words at `span`: nothing else is nearer to it."""
    start, end = span
    if cue.start < end and start < cue.end:
        return False
    a, b = (cue.end, start) if cue.end <= start else (end, cue.start)
    if any(a <= other and stop <= b for other, stop in others):
        return False
    relative = grammar.relative.search(text, a, b)
    # "the fair which had been announced did not take place": the clause between has its own verb.
    return relative is None or any(relative.end() <= c.start < cue.start for c in cues)


def _clause(
    grammar: _Grammar, text: str, cues: list[Cue], start: int, end: int
) -> tuple[int, int, tuple[int, int]]:
    """The clause around the words, and the relative clause within it, if any.

    "but has not been started" goes on with the same subject.
    """
    begins = {cue.start: cue for cue in cues}
    clause_start, clause_end, gap = 0, len(text), (0, 0)
    for mark in grammar.clause.finditer(text):
        if mark.end() <= start:
            clause_start = mark.end()
        elif mark.start() >= end:
            if mark.start() < gap[1]:
                continue
            follows = grammar.pronoun.match(text, mark.end())
            if grammar.relative.search(mark[0]):
                closing = text.find(", ", mark.end())
                if closing > 0 and any(closing < c.start <= closing + _CLOSE for c in cues):
                    gap = mark.start(), closing + 1  # "The report, which was due, is not out"
                    continue
                clause_end = mark.start()
                break
            cue = begins.get(follows.end() if follows else mark.end())
            if cue is None:
                # "but the council stopped it": one cue with the word that opens the clause.
                cue = next((c for c in cues if mark.start() <= c.start < mark.end()), None)
            if cue and not grammar.own.match(text, cue.end):
                continue
            clause_end = mark.start()
            break
    return clause_start, clause_end, gap


def _follows(grammar: _Grammar, between: str) -> bool:
    return len(between.split()) <= _NEAR and not grammar.listed.search(between)
