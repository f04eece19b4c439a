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
    """Phrases and what they stand for.

    The phrases that begin with a word are put in order when a text first has that word: no text
    has more than a few of them.
    """

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        self._phrases: dict[str, list[tuple[str, str]]] = {}  # by their first word
        self._nodes: dict[str, _Node] = {}
        known = _parts
        for phrase, slug in phrases:
            first = _WORD.search(phrase)
            if first:
                parts = known[first[0]]
                word = parts if isinstance(parts, str) else parts[0][0]
                if word in self._phrases:
                    self._phrases[word].append((phrase, slug))
                else:
                    self._phrases[word] = [(phrase, slug)]

    def _node(self, first: str) -> _Node:
        """What may follow a first word."""
        root: _Node = {first: {}}
        for phrase, slug in self._phrases[first]:
            tokens = tokens_of(phrase)
            words = [token.word for token in tokens]
            # "Industry, innovation" is found with its comma and without it.
            ends = [token.end for token in tokens]
            commas = [
                _key(phrase, end, token) for end, token in zip(ends, tokens[1:], strict=False)
            ]
            for spelling in dict.fromkeys((tuple(words), (first, *commas))):
                _add(root, spelling, slug)
        return root[first]  # type: ignore[return-value]

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Match]:
        """The phrases in `text[start:end]`, longest first, none overlapping, in order."""
        end = len(text) if end is None else end
        root = self._phrases
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
        first = tokens[index].word
        node = self._nodes.get(first)
        if node is None:
            node = self._nodes[first] = self._node(first)
        begin, before = tokens[index].start, tokens[index].end
        slug = node.get(None)
        best = None if slug is None else Match(str(slug), begin, before, 1)
        for position in range(index + 1, len(tokens)):
            token = tokens[position]
            stop = token.end
            if stop > end or not _near(text, before, token.start):
                break
            following = node.get(_key(text, before, token))
            if following is None:
                break
            node, before = following, stop  # type: ignore[assignment]
            slug = node.get(None)
            if slug is not None:
                best = Match(str(slug), begin, stop, position - index + 1)
        return best


def _add(node: _Node, words: tuple[str, ...], slug: str) -> None:
    for word in words:
        node = node.setdefault(word, {})  # type: ignore[assignment]
    node.setdefault(None, slug)


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
