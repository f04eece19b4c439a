"""The texts of the tests, written by hand, with what they speak of."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Snippet(NamedTuple):
    """A text, the values of a scheme that it speaks of, and those on which readers may differ."""

    text: str
    asked: frozenset[int | str]
    may: frozenset[int | str]


class Counts(NamedTuple):
    """How many values were found, wrongly found and missed."""

    found: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what is suggested that is right."""
        return self.found / (self.found + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what is asked for that is suggested."""
        return self.found / (self.found + self.missed)


def snippets(*registers: str) -> list[Snippet]:
    """The texts of some registers of snippets.toml, with their goals."""
    data = tomllib.loads((FOLDER / "snippets.toml").read_text("utf-8"))
    return [
        Snippet(text, frozenset(goals), frozenset(may))
        for register in registers or data
        for text, goals, may in data[register]["texts"]
    ]


def judged(file: str, scheme: str) -> list[Snippet]:
    """The texts of a file that names goals, targets and topics, with those of a scheme."""
    data = tomllib.loads((FOLDER / file).read_text("utf-8"))
    place = 1 + 2 * ("sdg", "sdg-target", "urban-agenda").index(scheme)
    return [
        Snippet(row[0], frozenset(row[place]), frozenset(row[place + 1])) for row in data["texts"]
    ]


def counts(texts: list[Snippet], scheme: str) -> Counts:
    """What `suggest` finds in the texts."""
    from citykg.suggestions import suggest

    found = wrong = missed = 0
    for snippet in texts:
        values = {one.value for one in suggest(snippet.text) if one.scheme == scheme}
        found += len(values & snippet.asked)
        wrong += len(values - snippet.asked - snippet.may)
        missed += len(snippet.asked - values)
    return Counts(found, wrong, missed)
