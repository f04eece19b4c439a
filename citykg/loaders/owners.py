"""Whose a value is: that of the party in whose column or section it stands, else of all."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.roles import named_party
from citykg.loaders.subjects import Subjects
from citykg.loaders.wording import any_of, wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.fields import Block, Fields
    from citykg.plan import City

_BEHIND = re.compile(r"[\s\u2060_*]*[(\[](?P<who>[^()\[\]]{2,70})[)\]][\s\u2060_*.;,]*$")
_BEFORE = re.compile(
    r"(?P<who>[^\W\d_][^:;.!?\n–—]{1,60}?)[\s\u2060_*]*"
    r"(?::[_*\u2060]*|[ \u00a0][–—-])[\s\u2060]+(?=\S)"
)


@dataclass(frozen=True)
class Owners:
    """The parties of a plan, and where the document tells them apart."""

    names: tuple[str, ...] = ()
    columns: tuple[tuple[str, ...], ...] = ()
    """The parties that the row of names has in each column; empty where it is one cell."""
    sections: tuple[int, ...] = ()
    """Where each party's own section begins; empty where there are none."""
    sectioned: frozenset[str] = frozenset()
    """The fields that each party's section has a block of."""
    subjects: Subjects = field(default_factory=Subjects)
    """How sentences call the parties."""

    @classmethod
    def of_cities(cls, fields: Fields, cities: Sequence[City]) -> Owners:
        """The owners that the parties of a plan can be."""
        names = tuple(city.name.value or "" for city in cities)
        if len(names) < 2:
            return cls(names)
        starts = [city.name.start for city in cities]
        blocks = fields.of("city") or fields.of("region")
        for block in blocks:
            columns = tuple(
                tuple(
                    name
                    for name, start in zip(names, starts, strict=True)
                    if any(a <= start < b for a, b in pieces)
                )
                for pieces in block.columns
            )
            if sum(map(bool, columns)) > 1:
                return cls(names, columns)
        if len(blocks) != len(names) or starts != sorted(starts):
            return cls(names)
        sections = tuple(starts)
        return cls(names, (), sections, _sectioned(fields, sections))

    def of(self, block: Block, column: int) -> tuple[str, ...]:
        """The parties whose value a cell of a block holds."""
        # The count comes first: a hostile row has thousands of columns, each asked for its owners.
        if self.columns and len(block.columns) <= len(self.columns):
            filled = [number for number, pieces in enumerate(block.columns) if pieces]
            if filled != [0]:
                return self.columns[column] or self.names
        if self.sections and self.sectioned.intersection(block.fields):
            return (self.names[bisect_right(self.sections, block.label[0]) - 1],)
        return self.names


def _sectioned(fields: Fields, sections: tuple[int, ...]) -> frozenset[str]:
    """The fields of which each section has one block: said of each party, not of all."""
    found = []
    for name in {name for block in fields.blocks for name in block.fields}:
        places = [bisect_right(sections, block.label[0]) for block in fields.of(name)]
        if places == list(range(1, len(sections) + 1)):
            found.append(name)
    return frozenset(found)


def without_owner(
    text: str, names: tuple[str, ...], language: str
) -> tuple[int, int, tuple[str, ...]]:
    """Where the words of an item begin and end without the parties that it names as its owners.

    They stand behind it in brackets, or before it with a colon or a dash.

    >>> text = "Heat in summer (Porto)"
    >>> without_owner(text, ("Porto", "Austin"), "en")
    (0, 14, ('Porto',))
    """
    if len(names) < 2:
        return 0, len(text), ()
    behind = _BEHIND.search(text) if "(" in text or "[" in text else None
    # "The ring (Porto) and the belt (Austin)": each has its own part.
    if behind and behind.start() and text.count("(") <= 1:
        whose = _whose(behind["who"], names, language)
        if whose:
            return 0, behind.start(), whose
    before = _BEFORE.match(text)
    if before:
        whose = _whose(before["who"], names, language)
        if whose:
            return before.end(), len(text), whose
    return 0, len(text), ()


def _whose(who: str, names: tuple[str, ...], language: str) -> tuple[str, ...]:
    """The parties that words name and nothing else."""
    words = clean(who).strip(" _*")
    if _all().fullmatch(words):
        return names
    whose = named_party(f"{words}:", names, language)
    said = set(re.findall(r"\w+", fold(" ".join(whose))))
    others = [word for word in re.findall(r"\w{4,}", fold(words)) if word not in said]
    return whose if len(others) <= len(whose) - 1 or not others else ()


@functools.cache
def _all() -> re.Pattern[str]:
    """What means all the parties, in any language."""
    words = "|".join(any_of("owners", "all", tag) for tag in wordings("owners"))
    return re.compile(words, re.IGNORECASE)
