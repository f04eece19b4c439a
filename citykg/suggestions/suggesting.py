"""What a text speaks of: goals, targets and topics, each with a score and the words that say so."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from citykg.suggestions.scoring import LEAST, Evidence, Verdict, evidence_in, verdict, worth_in
from citykg.suggestions.vocabulary import Concept, vocabulary
from citykg.suggestions.words import BREAK, LANGUAGES, languages_of, stems_of, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PASSAGE = 120  # words after which a passage ends with its sentence
_LONGEST_PASSAGE = 240
_SENTENCE_ENDS = frozenset(".!?\n\u2029")
_NAMED = 0.95  # "SDG 11" says it itself
_SIGN = re.compile(r"\b(?:SDGs?|ODS|ODD)\s*(?:n[o°º.]*\s*)?\d", re.IGNORECASE)
_SIGN_REACH = 160
_MOST_SIGNS = 1000  # there are seventeen goals
# A thing said once on a hundred pages is not what the text speaks of.
_RARE = 0.4
_OFTEN = 0.1
_SUREST = 0.99
_SCHEMES = ("sdg", "sdg-target", "urban-agenda")


class Suggestion(msgspec.Struct, frozen=True):
    """A goal, target or topic that a text speaks of: `text[start:end] == quote`."""

    scheme: str
    """`sdg`, `sdg-target` or `urban-agenda`."""
    value: int | str
    """11, "11.1", or the slug of a topic."""
    score: float
    """From 0.5 to 0.99."""
    start: int
    end: int
    quote: str


class _Passage(NamedTuple):
    """Some sentences: the words, and the places where they stand."""

    words: list[str]
    spans: list[tuple[int, int]]


def suggest(
    text: str, language: str | None = None, *, masked: str | None = None
) -> list[Suggestion]:
    """The goals, targets and topics that a text speaks of, the surest first.

    Without a language, each passage is read in its own.  `masked` is the text with mark-up
    masked, of the same length.  Raises ValueError for a language without a vocabulary.

    >>> [(found.value, found.quote) for found in suggest("We build affordable housing.")]
    [(11, 'affordable housing'), ('11.1', 'affordable housing'), ('housing', 'affordable housing')]
    """
    if language is not None and language not in LANGUAGES:
        raise ValueError(f"no vocabulary in {language!r}; there are {', '.join(LANGUAGES)}")
    read = text if masked is None else masked
    best: dict[Concept, Verdict] = {}
    seen: Counter[Concept] = Counter()
    passages = 0
    for passage in _passages(read):
        passages += 1
        for concept, said in _spoken_of(passage, language).items():
            seen[concept] += 1
            if concept not in best or said.score > best[concept].score:
                best[concept] = said
    for concept, said in _named(read):
        best.setdefault(concept, said)
        best[concept] = max(best[concept], said)
        seen[concept] = passages
    found = [
        _suggestion(concept, _tempered(said.score, seen[concept], passages), said.best, text)
        for concept, said in best.items()
    ]
    return sorted(
        (one for one in found if one.score >= LEAST),
        key=lambda one: (-one.score, _SCHEMES.index(one.scheme), one.start, str(one.value)),
    )


def _passages(text: str) -> Iterator[_Passage]:
    """The text in pieces of about a hundred words: what stands far apart is no company."""
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for word, start, end in tokens_of(text):
        words.append(word)
        spans.append((start, end))
        if len(words) >= _PASSAGE and (
            len(words) >= _LONGEST_PASSAGE or (word == BREAK and text[start] in _SENTENCE_ENDS)
        ):
            yield _Passage(words, spans)
            words, spans = [], []
    if words:
        yield _Passage(words, spans)


def _spoken_of(passage: _Passage, language: str | None) -> dict[Concept, Verdict]:
    # Without small words ("Vivienda social") it may be in any language.
    for each in (language,) if language else languages_of(passage.words):
        known = vocabulary(each)
        stems = stems_of(each)
        stemmed = [stems[word] for word in passage.words]
        worth = worth_in(len(stemmed))
        found = {
            number: said
            for number, evidence in evidence_in(stemmed, passage.spans, known).items()
            if (said := verdict(evidence, worth)) is not None and said.score >= LEAST
        }
        if found:
            # A target is spoken of where its goal is.
            return {
                known.concepts[number]: said
                for number, said in found.items()
                if known.goals[number] in found
            }
    return {}


def _named(text: str) -> Iterator[tuple[Concept, Verdict]]:
    """The goals and targets that a text names with their sign: `SDG 11`, `SDGs 5, 7 and 9`."""
    signs = list(itertools.islice(_SIGN.finditer(text), _MOST_SIGNS))
    if not signs:
        return
    from citykg.loaders.mentions import explicit_goals_in

    for sign, following in zip(signs, [*signs[1:], None], strict=True):
        reach = sign.start() + _SIGN_REACH
        run = text[sign.start() : min(reach, following.start()) if following else reach]
        for mention in explicit_goals_in(run):
            first = mention.start < sign.end() - sign.start()
            start = sign.start() + (0 if first else mention.start)
            said = Verdict(_NAMED, Evidence(_NAMED, start, sign.start() + mention.end, -1))
            code = str(mention.code)
            yield Concept("sdg", int(code.partition(".")[0])), said
            if mention.kind == "target":
                yield Concept("sdg-target", code), said


def _tempered(score: float, seen: int, passages: int) -> float:
    rare = 1.0 - min(1.0, seen / passages / _OFTEN)
    return min(_SUREST, round(score * (1.0 - _RARE * rare), 2))


def _suggestion(concept: Concept, score: float, said: Evidence, text: str) -> Suggestion:
    quote = text[said.start : said.end]
    return Suggestion(concept.scheme, concept.value, score, said.start, said.end, quote)
