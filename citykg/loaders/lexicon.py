"""A lexicon: phrases found in running text, the longest first, in any case, with any spacing."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.labels import fold
from citykg.ontology.vocabulary import concepts

if TYPE_CHECKING:
    from collections.abc import Iterable

# Words are also told apart where capitals begin inside ("economySmart"): lists lose their
# separators when a page is copied.
_WORD = re.compile(r"\d+|[^\W\d_]+(?:\u2060+[^\W\d_]*)*")
_PLAIN_WORD = re.compile(r"\d+|[^\W\d_]+")
_GLUED = re.compile(r"(?<=[^\W\d_A-ZÀ-Ý])(?=[A-ZÀ-Ý][^\W\d_A-ZÀ-Ý])")
_GAP = re.compile(r"[\s\u2060\-‐‑–'’.,&/]*")
_SENTENCE_GAP = re.compile(r"[.]\s|\n\s*\n|\s[-–]\s")

_MOST_KEPT = 50_000
_LONGEST_KEPT = 40

_Node = dict[str | None, object]


class Token(NamedTuple):
    """A word at `[start, end)`: folded to lower case without accents."""

    word: str
    start: int
    end: int


class Match(NamedTuple):
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
        root = self._root
        if root.keys().isdisjoint(words_of(text)):
            return []
        tokens = tokens_of(text)
        found = []
        begin = start
        for index, (word, at, stop) in enumerate(tokens):
            # Most words begin no phrase: asking the root first makes this loop cheap.
            if word in root and at >= begin and stop <= end:
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


class _Parts(dict[str, "str | tuple[tuple[str, int, int], ...]"]):
    """What each word of a text is in lexicons: folded, cut where capitals begin inside.

    The words of plans are few, and the same ones come again and again.
    """

    def __missing__(self, word: str) -> str | tuple[tuple[str, int, int], ...]:
        whole = word.rstrip("\u2060") if word[-1] == "\u2060" else word
        borders = []
        if not whole[1:].islower():
            borders = [border.start() for border in _GLUED.finditer(whole)]
        parts: str | tuple[tuple[str, int, int], ...]
        if borders or whole != word:
            ends = [*borders, len(whole)]
            spans = zip([0, *borders], ends, strict=True)
            parts = tuple((fold(whole[a:b]), a, b) for a, b in spans)
        else:
            parts = fold(word)
        if len(self) < _MOST_KEPT and len(word) <= _LONGEST_KEPT:
            self[word] = parts
        return parts


_parts = _Parts()


@functools.lru_cache(maxsize=512)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text, in order."""
    pattern = _WORD if "\u2060" in text else _PLAIN_WORD
    known = _parts
    make = tuple.__new__
    tokens = []
    for match in pattern.finditer(text):
        parts = known[match[0]]
        start, stop = match.span()
        if isinstance(parts, str):
            tokens.append(make(Token, (parts, start, stop)))
        else:
            tokens.extend(Token(word, start + a, start + b) for word, a, b in parts)
    return tuple(tokens)


@functools.lru_cache(maxsize=512)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, each once: faster than its tokens, where no place is asked for."""
    pattern = _WORD if "\u2060" in text else _PLAIN_WORD
    found: set[str] = set()
    known = _parts
    for word in pattern.findall(text):
        parts = known[word]
        if isinstance(parts, str):
            found.add(parts)
        else:
            found.update(part for part, _, _ in parts)
    return frozenset(found)


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
