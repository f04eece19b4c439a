"""A lexicon: phrases found in running text, the longest first, in any case, with any spacing."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.words import first_word, words_of
from citykg.ontology.vocabulary import concepts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.loaders.words import Words

_GAP = re.compile(r"[\s\u2060\-‐‑–'’.,&/]*")
_SENTENCE_GAP = re.compile(r"[.]\s|\n\s*\n|\s[-–]\s")

_Node = dict[str | None, object]


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
        for phrase, slug in phrases:
            first = first_word(phrase)
            if first:
                self._phrases.setdefault(first, []).append((phrase, slug))

    def _node(self, first: str) -> _Node:
        """What may follow a first word."""
        root: _Node = {first: {}}
        for phrase, slug in self._phrases[first]:
            said = words_of(phrase)
            # "Industry, innovation" is found with its comma and without it.
            gaps = zip(said.words[1:], said.ends, said.starts[1:], strict=False)
            commas = [_key(phrase, *gap) for gap in gaps]
            for spelling in dict.fromkeys((tuple(said.words), (first, *commas))):
                _add(root, spelling, slug)
        return root[first]  # type: ignore[return-value]

    def begins(self, word: str | None) -> bool:
        """Whether a phrase begins with a folded word."""
        return word in self._phrases

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[Match]:
        """The phrases in `text[start:end]`, longest first, none overlapping, in order."""
        end = len(text) if end is None else end
        said, first = words_of(text), self._phrases.keys()
        if first.isdisjoint(said.said):
            return []
        found = []
        begin = start
        for number, word in enumerate(said.words):
            # Most words begin no phrase: asking the root first makes this loop cheap.
            if word in first and said.starts[number] >= begin and said.ends[number] <= end:
                match = self._longest(text, said, number, end)
                if match:
                    found.append(match)
                    begin = match.end
        return found

    def exact(self, text: str) -> str | None:
        """What the whole text stands for, or None."""
        matches = self.find(text)
        if len(matches) == 1 and matches[0].words == len(words_of(text)):
            return matches[0].slug
        return None

    def _longest(self, text: str, said: Words, number: int, end: int) -> Match | None:
        words, starts, ends = said.words, said.starts, said.ends
        node = self._nodes.get(words[number])
        if node is None:
            node = self._nodes[words[number]] = self._node(words[number])
        begin, before = starts[number], ends[number]
        slug = node.get(None)
        best = None if slug is None else Match(str(slug), begin, before, 1)
        for following in range(number + 1, len(words)):
            at, stop = starts[following], ends[following]
            if stop > end or not _near(text, before, at):
                break
            deeper = node.get(_key(text, words[following], before, at))
            if deeper is None:
                break
            node, before = deeper, stop  # type: ignore[assignment]
            slug = node.get(None)
            if slug is not None:
                best = Match(str(slug), begin, stop, following - number + 1)
        return best


def _add(node: _Node, words: tuple[str, ...], slug: str) -> None:
    for word in words:
        node = node.setdefault(word, {})  # type: ignore[assignment]
    node.setdefault(None, slug)


def _key(text: str, word: str, end: int, start: int) -> str:
    """The word at `start`, with the comma that stands between it and the word before."""
    return f",{word}" if "," in text[end:start] else word


def _near(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return gap == " " or bool(_GAP.fullmatch(gap) and not _SENTENCE_GAP.search(gap))


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
