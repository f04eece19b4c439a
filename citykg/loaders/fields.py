"""Fields: what a template makes of a document, before any of it is understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citykg.loaders.cell import Cell

if TYPE_CHECKING:
    from citykg.loaders.document import Document

PARTY_FIELDS = frozenset({"city", "region", "country", "population", "area"})
"""The fields that hold one value for each party."""


@dataclass
class Block:
    """A label and the cells behind it: one for each column, a cell in one or more pieces."""

    fields: tuple[str, ...]
    label: tuple[int, int]
    columns: list[list[tuple[int, int]]] = field(default_factory=list)
    stacked: bool = False
    """Whether the values stand on lines of their own below the label."""
    separated: bool = False
    """Whether the row had separators: a cell then belongs to the party of its column."""
    inline: bool = False
    """Whether label and value stand on one line: `label: value`."""
    flat: bool = False
    """Whether the one cell may hold the values of all columns, with nothing between."""

    announced: bool = False
    """Whether a sentence stands for the label, and only the items of the list below it count."""
    told: bool = False
    """Whether it has no label, and its sentences are read for what was done."""

    def add(self, column: int, piece: tuple[int, int]) -> None:
        """Add a piece of text to a column."""
        while len(self.columns) <= column:
            self.columns.append([])
        if piece[0] < piece[1]:
            self.columns[column].append(piece)

    def cells(self, document: Document) -> list[Cell]:
        """The cells, left to right; those that hold no word are there, and empty."""
        return [Cell(document, pieces) for pieces in self.columns]


@dataclass(frozen=True)
class Fields:
    """The blocks of one plan, in the order of the document."""

    document: Document
    language: str
    blocks: tuple[Block, ...]
    preamble: tuple[tuple[int, int], ...] = ()
    """The lines before the first label: the title."""
    row: int | None = None
    """The line of the table row, where the plan is one."""
    prose: bool = False
    """Whether the document has no labels: its sentences are read for what was done."""
    extent: tuple[int, int] | None = None
    """The part of the document that is the plan, where it holds several one below the other."""
    beside: list[tuple[int, int]] = field(default_factory=list)
    """What stands beside the rows, where the plan is one: nothing reads it."""

    @property
    def flat(self) -> bool:
        """Whether rows of the document have lost what stood between their cells."""
        return any(block.flat for block in self.blocks)

    def of(self, name: str) -> list[Block]:
        """The blocks that name a field, in order."""
        return [block for block in self.blocks if name in block.fields]
