"""The names of the parties, and which cells are whose: by column, or by the rows below a name."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders import places
from citykg.loaders.fields import PARTY_FIELDS
from citykg.loaders.markup import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.cell import Cell
    from citykg.loaders.fields import Block
    from citykg.loaders.ledger import Ledger

_MAX_WORDS = 40
"""A cell of more words tells of parties, and does not name them."""


def tells_of_parties(cell: Cell) -> bool:
    """Whether a cell tells of parties in sentences, and names none."""
    return len(cell.text.split()) > _MAX_WORDS and places.is_told(cell.text)


@dataclass
class NamedParties:
    """The parties that the fields name, each once: a title and a row may both name them."""

    ledger: Ledger
    label: str
    """The field of their names: `city`, or `region` where no row names cities."""
    names: list[tuple[Cell, places.Name]] = field(default_factory=list)
    columns: list[int | None] = field(default_factory=list)
    """Where the row of names has the name of each, if it has columns."""
    starts: list[int] = field(default_factory=list)
    """Where the name of each stands, if each has rows of its own below it."""

    def __post_init__(self) -> None:
        self.read(self.ledger.fields.of(self.label))

    def read(self, blocks: Sequence[Block]) -> None:
        """Take the names that blocks hold."""
        named: dict[str, tuple[Cell, places.Name]] = {}
        columns: dict[str, int] = {}
        alone_at: dict[str, int] = {}
        for block in blocks:
            cells = block.cells(self.ledger.document)
            alone = sum(map(bool, cells)) == 1
            keys: list[tuple[str, int]] = []
            for column, cell in enumerate(cells):
                for name in self._names_of(cell, alone=alone) if cell else ():
                    key = places.aliases_of(clean(cell.text[name.start : name.end]))[-1]
                    if key not in named or (name.country and not named[key][1].country):
                        named[key] = cell, name
                    keys.append((key, cell.offset(name.start)))
                    if len(cells) > 1:
                        columns.setdefault(key, column)
            if len(keys) == 1:
                alone_at.setdefault(*keys[0])
        self.names = list(named.values())
        self.columns = [columns.get(key) for key in named]
        self.starts = self._sections([alone_at.get(key, -1) for key in named])

    def placed(self, cells: Sequence[Cell]) -> list[tuple[int, Cell]] | None:
        """For each party, by its number, the cell below its name; None where none stands so."""
        columns = [column for column in self.columns if column is not None]
        # Of two names in one cell, neither has a column to itself.
        if not columns or len(set(columns)) < len(self.columns) or max(columns) >= len(cells):
            return None
        return [(i, cells[c]) for i, c in enumerate(self.columns) if c is not None]

    def section(self, name: str, cell: Cell, blocks: Sequence[Block]) -> int | None:
        """The number of the party below whose name a cell stands, if that says whose it is.

        `name` is the field, `blocks` are all its blocks.
        """
        if not self.starts:
            return None
        at = cell.offset(0)
        number = bisect_right(self.starts, at) - 1
        table = self.ledger.fields.row is not None
        if table and name == "country" and len(blocks) == 1 and number == len(self.starts) - 1:
            return None  # a last column may be that of all
        return number if number >= 0 else None

    def _sections(self, starts: list[int]) -> list[int]:
        """Where the rows of each party begin; none where the names do not part the rows."""
        if len(starts) < 2 or starts[0] < 0 or starts != sorted(set(starts)):
            return []
        own = [
            pieces[0][0]
            for block in self.ledger.fields.blocks
            if PARTY_FIELDS.intersection(block.fields) and self.label not in block.fields
            for pieces in block.columns
            if pieces
        ]
        parted = [any(a < at < b for at in own) for a, b in pairwise(starts)]
        return starts if all(parted) else []

    def _names_of(self, cell: Cell, *, alone: bool) -> list[places.Name]:
        if tells_of_parties(cell):
            return []
        document = self.ledger.document
        counts = [len(places.countries_in(c.text)) for c in self.ledger.cells("country")]
        count = counts[0] if len(counts) == 1 else 0
        names = places.names_in(cell.text, many=alone, count=count)
        if not alone or len(names) != 1:
            return names
        start, end = cell.span(0, len(cell.text))
        elsewhere = document.masked[:start] + document.masked[end:]
        halves = places.halves_of(cell.text, elsewhere)
        if halves or count < 2 or len(self.ledger.fields.of("city")) > 1:
            return halves or names
        # A flat row has lost the border between two names; the countries tell how many there are.
        return places.names_apart(cell.text, count, elsewhere) or names
