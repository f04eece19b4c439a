"""Words of time by language: months, seasons, and what joins dates to periods.

The words live in `times.toml`; adding a wording or a language is adding it there.
"""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from citykg.loaders.labels import fold
from citykg.loaders.markup import JOINER

SEASONS = ("spring", "summer", "autumn", "winter")
ORDINALS = ("first", "second", "third", "fourth")
UNITS = ("day", "week", "month", "year")


@dataclass(frozen=True)
class Times:
    """The words of some languages; `months`, `seasons`, `ordinals`, `units` give numbers."""

    months: dict[str, int]
    seasons: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    numbers: dict[str, float]
    words: dict[str, tuple[str, ...]]
    """The other lists, such as `from`, longest first."""

    def any_of(self, *lists: str) -> str:
        """A regular expression for any word of the lists, the longest first."""
        return alternatives({word for name in lists for word in self.words[name]})


@functools.cache
def times(language: str | None = None) -> Times:
    """The words of a language and of English; of all languages where none is given."""
    data = _data()
    tongues = list(data) if language not in data else list(dict.fromkeys((language, "en")))
    months: dict[str, int] = {"sep": 9}
    seasons: dict[str, int] = {}
    ordinals: dict[str, int] = {}
    units: dict[str, str] = {}
    numbers: dict[str, float] = {}
    lists: dict[str, set[str]] = {}
    for tongue in tongues:
        table = data[tongue]
        for name in ("months", "short"):
            for number, word in enumerate(table[name], 1):
                months.setdefault(word, number)
        for names, into, first in ((SEASONS, seasons, 21), (ORDINALS, ordinals, 1)):
            for number, name in enumerate(names, first):
                into.update(dict.fromkeys(table[name], number))
        for unit in UNITS:
            units.update(dict.fromkeys(table[unit], unit[0].upper()))
        for number, word in enumerate(table["numbers"], 1):
            # Behind twelve stand the forms of one: "a", "una", "zwei" has one form only.
            numbers.setdefault(word, number if number <= 12 else 1)
        numbers.update(table["named"])
        for name, words in table.items():
            if isinstance(words, list):
                lists.setdefault(name, set()).update(words)
    return Times(
        months,
        seasons,
        ordinals,
        units,
        numbers,
        {name: tuple(sorted(words, key=len, reverse=True)) for name, words in lists.items()},
    )


@functools.cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("times.toml").read_text("utf-8"))


def alternatives(words: set[str] | dict[str, int] | dict[str, str] | dict[str, float]) -> str:
    """Any of the words as a whole word, blanks inside of any kind; the longest first.

    Those that begin alike stand together: most places of a text begin none, and asking for a
    letter is faster than asking for each word.
    """
    alike: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        alike.setdefault(word[0], []).append(word)
    return "(?:" + "|".join(_any_of(first, begun) for first, begun in alike.items()) + ")"


def _any_of(first: str, words: list[str]) -> str:
    """Any of some words with one first character, in their order."""
    rests = []
    for ends_word, run in itertools.groupby(words, key=lambda word: word[-1].isalnum()):
        rest = "|".join(_spelt(word[1:]) for word in run)
        # A group that needs not be takes time to compile.
        grouped = rf"(?:{rest})" if "|" in rest else rest
        rests.append(rf"{grouped}(?!\w)" if ends_word else rest)
    whole = "|".join(rests)
    return re.escape(first) + (f"(?:{whole})" if len(rests) > 1 or "|" in rests[0] else whole)


def _spelt(word: str) -> str:
    return r"\s+".join(map(re.escape, re.split(r"\s+", word)))


def same_length(text: str) -> str:
    """The text folded character by character, so that positions hold."""
    if text.isascii():
        return text.lower()
    # "16&ndash;19 May": an entity is its sign and what fills up its length.
    text = text.replace(JOINER, " ")
    for character in {*text}:
        if character > "\x7f":
            folded = _fold_one(character)
            if folded == character != character.lower():
                # Longer in lower case, and so left alone, which the rest of the text is not.
                return "".join(map(_fold_one, text))
            if folded != character:
                text = text.replace(character, folded)
    return text.lower()


@functools.lru_cache(maxsize=2048)
def _fold_one(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character
