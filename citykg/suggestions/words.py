"""Words of a text, brought to the form in which the vocabulary holds them."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.labels import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LANGUAGES = ("en", "es", "pt", "it", "fr", "de", "sv")
BREAK = ""
"""Stands for what no phrase runs over: the end of a sentence, a bracket, a cell's border."""
COMMA = ","

# A word, with what masks a character inside it; or a sign that ends a phrase.  A hyphen and a
# slash only part words: "low-income", "HIV/AIDS".
_TOKEN = re.compile(
    r"(\w+(?:[\u2060\u00ad]+\w+)*(?:['’]s\b)?)|(,)|[.;:!?()\[\]\t\u2029•▪◦●|“”\"]|\n\s*\n|[-–—]\s|\n[-–*]"
)
_SHORTEST_CUT = 4
_SHORTEST_STEM = 3
_SHORTEST_RESPELT = 6
_LONGEST_WORD = 40
_MOST_KEPT = 50_000
_NO_WORD = "?"


class _Language(NamedTuple):
    common: frozenset[str]
    endings: tuple[tuple[str, str], ...]
    spelling: tuple[tuple[str, str], ...]


class Stems(dict[str, str]):
    """The stems of a language's words, each made when it is first asked for.

    >>> stems = stems_of("en")
    >>> stems["Cities"] == stems["city"], stems["urbanisation"] == stems["urbanization"]
    (True, True)
    """

    def __init__(self, language: str) -> None:
        super().__init__({BREAK: BREAK, COMMA: COMMA})
        self._rules = _languages()[language]

    def __missing__(self, word: str) -> str:
        if len(word) > _LONGEST_WORD:
            return _NO_WORD  # a word of no language, and too long to keep
        stem = _cut(fold(word).replace("\u00ad", ""), self._rules)
        if len(self) < _MOST_KEPT:
            self[word] = stem
        return stem


stems_of = functools.cache(Stems)


def tokens_of(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text as they are written, between them `,` and breaks, each with its place.

    >>> [word for word, _, _ in tokens_of("Women's work, water-related. End")]
    ["Women's", 'work', ',', 'water', 'related', '', 'End']
    """
    for match in _TOKEN.finditer(text):
        kind = match.lastindex
        start, end = match.span()
        yield (match[0] if kind == 1 else COMMA if kind else BREAK), start, end


def languages_of(words: Iterable[str]) -> tuple[str, ...]:
    """The languages whose small words are most among some words; without any, all languages.

    >>> languages_of("The reports of 2019 by a group".split())
    ('en',)
    """
    counts = dict.fromkeys(LANGUAGES, 0)
    speakers = _speakers()
    for word in words:
        if word in speakers:
            for language in speakers[word]:
                counts[language] += 1
    most = max(counts.values())
    return tuple(language for language in LANGUAGES if counts[language] == most)


def _cut(word: str, rules: _Language) -> str:
    if len(word) < _SHORTEST_CUT:
        return word
    for ending, other in rules.endings:
        if word.endswith(ending) and len(word) - len(ending) + len(other) >= _SHORTEST_STEM:
            word = word[: -len(ending)] + other
            break
    if len(word) >= _SHORTEST_RESPELT:
        for written, common in rules.spelling:
            word = word.replace(written, common)
    return word


@functools.cache
def _languages() -> dict[str, _Language]:
    data = tomllib.loads(files(__package__).joinpath("languages.toml").read_text("utf-8"))
    return {
        name: _Language(
            frozenset(table["common"].split()), _rules(table["endings"]), _rules(table["spelling"])
        )
        for name, table in data.items()
    }


def _rules(lines: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((line.partition("=")[0], line.partition("=")[2]) for line in lines)


@functools.cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Each small word, and the languages that have it."""
    found: dict[str, list[str]] = {}
    for name in LANGUAGES:
        for word in _languages()[name].common:
            found.setdefault(word, []).append(name)
            found.setdefault(word.capitalize(), []).append(name)
    return {word: tuple(languages) for word, languages in found.items()}
