"""The ledger of one reading: what was taken, what was left blank, what was wrong, what is left."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from citykg.loaders.lines import joined
from citykg.loaders.markup import JOINER, PARAGRAPH, clean
from citykg.loaders.mentions import NOTHING
from citykg.loaders.owners import Owners
from citykg.loaders.sentences import sentences_of
from citykg.loaders.words import words_of
from citykg.plan import Passage, Problem, Stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.loaders.cell import Cell
    from citykg.loaders.document import Document
    from citykg.loaders.fields import Fields

T = TypeVar("T")

# Words that say nothing by themselves between what was taken.
_CONNECTING = frozenset(
    "and y e et und och to the of as sdg sdgs ods odd oss goal goals target targets ziel ziele mal "
    "cible cibles meta metas objetivo objetivos objectif objectifs obiettivo".split()
)
_SHOWN = 80
_WORD = re.compile(r"[^\W_]")
_ASCII = bytes(range(128))
_BEYOND = bytes(range(128, 256))
_SIGNS = bytes(code for code in _ASCII if not chr(code).isalnum())


@dataclass
class Ledger:
    """Keeps account of the characters of one plan, so that nothing is dropped in silence."""

    fields: Fields
    taken: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty: list[Stated[str]] = field(default_factory=list)
    owners: Owners = field(default_factory=Owners)
    """Known when the parties are."""

    @property
    def document(self) -> Document:
        """The document that is read."""
        return self.fields.document

    def cells(self, name: str) -> list[Cell]:
        """The cells of a field that hold words, in order."""
        return [c for b in self.fields.of(name) for c in b.cells(self.document) if c]

    def owned(self, name: str) -> Iterator[tuple[Cell, tuple[str, ...]]]:
        """The cells of a field that hold words, in order, each with the parties it is said of."""
        for block in self.fields.of(name):
            for column, cell in enumerate(block.cells(self.document)):
                if cell:
                    yield cell, self.owners.of(block, column)

    def take(self, passage: Passage | Stated[T]) -> None:
        """Account for the characters of a passage."""
        self.taken.append((passage.start, passage.end))

    def took(self, stated: Stated[T]) -> Stated[T]:
        """The value, accounted for."""
        self.take(stated)
        return stated

    def problem(self, code: str, message: str, offset: int) -> None:
        """Note what a person should look at."""
        self.problems.append(Problem(code, message, self.document.line_of(offset)))

    def not_understood(self, what: str, stated: Stated[T]) -> Stated[T]:
        """The value that could not be read, noted and accounted for."""
        quote = clean(stated.quote)
        shown = quote if len(quote) <= _SHOWN else quote[: _SHOWN - 1] + "…"
        self.problem(what, f"{what} not understood: “{shown}”", stated.start)
        return self.took(stated)

    def labels(self) -> None:
        """Take the labels; a field that is named and left blank is kept as such."""
        filled = {
            name
            for block in self.fields.blocks
            if any(not NOTHING.match(cell.text) for cell in block.cells(self.document))
            for name in block.fields
        }
        reported: set[str] = set()
        for block in self.fields.blocks:
            label = self.document.passage(*block.label)
            if not block.fields:
                shown = clean(self.document.masked[label.start : label.end])
                self.problem(
                    "label",
                    f"no field is known by the label “{shown}”; what it says is unread",
                    label.start,
                )
                continue
            if self.fields.row is None:
                self.take(label)
            for name in block.fields:
                if name in filled or name in reported:
                    continue
                reported.add(name)
                self.empty.append(Stated(name, label.start, label.end, label.quote))
                for cell in block.cells(self.document):
                    if cell:
                        self.take(cell.passage(0, len(cell.text)))

    def unread(self) -> Iterator[Stated[str]]:
        """The runs of words that nothing took, sentence by sentence, in the order of the text."""
        masked = self.document.masked
        for start, end in self._left():
            if not _WORD.search(masked, start, end):
                continue
            for a, b in sentences_of(masked, start, end):
                words = words_of(masked[a:b])
                if words.said <= _CONNECTING:
                    continue
                # Separators around the words belong to what was taken beside them.
                first = a + words[0].start
                if first > a and masked[first - 1] in "(“‘[":
                    first -= 1
                last = a + len(masked[a:b].rstrip(f' \t\r\n,;|:"{PARAGRAPH}{JOINER}'))
                quote = self.document.text[first:last]
                yield Stated(clean(masked[first:last]), first, last, quote, self.fields.language)

    def coverage(self, unread: Iterable[Stated[str]]) -> float:
        """The share of the letters and digits that are read, given those that are not."""
        masked = self.document.masked
        every = sum(_letters(masked[a:b]) for a, b in self._extents())
        left = sum(_letters(masked[stated.start : stated.end]) for stated in unread)
        return round(1 - left / every, 4) if every else 1.0

    def _left(self) -> Iterator[tuple[int, int]]:
        """The gaps between what was taken; in a row of a table, those inside its cells."""
        taken = joined(self.taken)
        ends = [end for _, end in taken]
        for begin, last in self._extents():
            at = begin
            for index in range(bisect_right(ends, begin), len(taken)):
                start, end = taken[index]
                if start >= last:
                    break
                if start > at:
                    yield at, start
                at = max(at, end)
            if at < last:
                yield at, last

    def _extents(self) -> list[tuple[int, int]]:
        if self.fields.row is None:
            return [self.fields.extent or (0, len(self.document.text))]
        cells = (p for b in self.fields.blocks for c in b.columns for p in c)
        return sorted((*cells, *self.fields.beside))


def _letters(text: str) -> int:
    """How many letters and digits a text has."""
    encoded = text.encode("utf-8", "surrogatepass")
    beyond = encoded.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    return len(encoded.translate(None, _SIGNS + _BEYOND)) + sum(map(str.isalnum, beyond))
