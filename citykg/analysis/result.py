"""What an analysis gives: a table with its notes, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    Cell: TypeAlias = str | int | float | tuple[str, ...]
    Row: TypeAlias = tuple[Cell, ...]


class Iri(str):
    """The name of a thing of the graph, as a cell: a table shows it short."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an analysis, the first the most important.

    A cell is an `Iri`, words, a number, or a tuple of words.
    """

    name: str
    """One of `ANALYSES`."""
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """How it was computed, what was left out, and what of it is only suggested: a sentence each."""

    def records(self) -> list[dict[str, Cell]]:
        """The rows as dictionaries: `pandas.DataFrame(table.records())`."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 plan`, `1,200 plans`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
