"""A lexicon: phrases found in running text, the longest first, in any case, with any spacing."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.labels import fold
from citykg.ontology.vocabulary import concepts

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words are also told apart where capitals begin inside ("economySmart"): lists lose their
# separators when a page is copied.
_WORD = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|\u2060)*")
_GLUED = re.compile(r"(?<=[^\W\d_A-ZÀ-Ý])(?=[A-ZÀ-Ý][^\W\d_A-ZÀ-Ý])")
_GAP = re.compile(r"[\s\u2060\-‐‑–'’.,&/]*")
_SENTENCE_GAP = re.compile(r"[.]\s|\n\s*\n|\s[-–]\s")

_Node = dict[str | None, object]


class Token(NamedTuple):
    """A word at `[start, end)`: folded to lower case without accents."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Match:
    """A concept's label found at `[start, end)` of a text."""

    slug: str
    start: int
    end: int
    words: int


class Lexicon:
    """Phrases and what they stand for."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._root: _Node = {}
        for phrase, slug in phrases:
            tokens = tokens_of(phrase)
            words = [token.word for token in tokens]
            # "Industry, innovation" is found with its comma and without it.
            ends = [0, *(token.end for token in tokens)]
            commas = [_key(phrase, end, token) for end, token in zip(ends, tokens, strict=False)]
            for spelling in dict.fromkeys((tuple(words), tuple(commas))):
                self._add(spelling, slug)

    def _add(self, words: tuple[str, ...], slug: str) -> None:
        node = self._root
        for word in words:
            node = node.setdefault(word, {})  # type: ignore[assignment]
        if words:
            node.setdefault(None, slug)

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Match]:
        """The phrases in `text[start:end]`, longest first, none overlapping, in order."""
        end = len(text) if end is None else end
        tokens = tokens_of(text)
        root = self._root
        found = []
        begin = start
        for index, token in enumerate(tokens):
            # Most words begin no phrase: asking the root first makes this loop cheap.
            if token.word in root and token.start >= begin and token.end <= end:
                match = self._longest(text, tokens, index, end)
                if match:
                    found.append(match)
                    begin = match.end
        return found

    def exact(self, text: str) -> str | None:
        """What the whole text stands for, or None."""
        matches = self.find(text)
        tokens = tokens_of(text)
        if len(matches) == 1 and matches[0].words == len(tokens):
            return matches[0].slug
        return None

    def _longest(self, text: str, tokens: tuple[Token, ...], index: int, end: int) -> Match | None:
        node = self._root
        best: Match | None = None
        for position in range(index, len(tokens)):
            token = tokens[position]
            if token.end > end:
                break
            word = token.word
            if position > index:
                before = tokens[position - 1].end
                if not _near(text, before, token.start):
                    break
                word = _key(text, before, token)
            following = node.get(word)
            if following is None:
                break
            node = following  # type: ignore[assignment]
            slug = node.get(None)
            if slug is not None:
                words = position - index + 1
                best = Match(str(slug), tokens[index].start, token.end, words)
        return best


def _key(text: str, end: int, token: Token) -> str:
    """The word, with the comma that stands between it and the word before."""
    return f",{token.word}" if "," in text[end : token.start] else token.word


def _near(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return gap == " " or bool(_GAP.fullmatch(gap) and not _SENTENCE_GAP.search(gap))


@functools.lru_cache(maxsize=512)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    tokens = []
    for match in _WORD.finditer(text):
        word, start = match[0], match.start()
        if word[-1] == "\u2060":
            word = word.rstrip("\u2060")
        begin = 0
        if not word[1:].islower():
            for border in _GLUED.finditer(word):
                part = word[begin : border.start()]
                tokens.append(Token(_folded(part), start + begin, start + border.start()))
                begin = border.start()
        tokens.append(Token(_folded(word[begin:]), start + begin, start + len(word)))
    return tuple(tokens)


# The words of plans are few, and the same ones come again and again.
_folded = functools.lru_cache(maxsize=16_384)(fold)


@functools.cache
def lexicon(scheme: str, *languages: str) -> Lexicon:
    """The labels of a concept scheme, in the languages named or, with none named, in all."""
    phrases = [
        (label.text, concept.slug)
        for concept in concepts(scheme)
        for label in concept.labels
        if not languages or label.language is None or label.language in languages
    ]
    return Lexicon(phrases)
