"""Whose a value is: that of the party in whose column or section it stands, else of all."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.fields import Block, Fields
    from citykg.plan import City


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
