"""Names of parties that stand as headings above their own rows, with no label that says "City"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.fields import PARTY_FIELDS, Block
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.story import told_in

if TYPE_CHECKING:
    from citykg.loaders.document import Document
    from citykg.loaders.lines import Span

_MAX_WORDS = 8
_PARTIES = 2


class _Heading(NamedTuple):
    """A line that may be a name, the list that holds it, and the block that it stands above."""

    span: Span
    holder: list  # type: ignore[type-arg]
    block: int


class Names:
    """The lines that stand above the first row of a party, as they are met."""

    def __init__(self) -> None:
        self._last: tuple[Span, list] | None = None  # type: ignore[type-arg]
        self._found: list[_Heading] = []

    def may_be(self, span: Span, holder: list) -> None:  # type: ignore[type-arg]
        """Note a line that stands alone, and the list of lines or blocks that holds it."""
        self._last = span, holder

    def forget(self) -> None:
        """Note that something else stands between the line and what comes."""
        self._last = None

    def note(self, block: int) -> None:
        """Note that the next block, by its number, is of a field that each party has."""
        if self._last:
            self._found.append(_Heading(*self._last, block))
            self._last = None

    def put(self, document: Document, blocks: list[Block]) -> None:
        """Make blocks of names of the lines, where there are rows for more parties than names."""
        cities = [
            column
            for b in blocks
            if "city" in b.fields
            for column in b.columns
            if len(told_in(document.masked, column)) < len(column)  # sentences name no party
        ]
        if self._rows(blocks) <= len(cities):
            return
        named = [
            heading
            for heading in self._found
            if _is_name(clean(document.masked[slice(*heading.span)]))
            and not any(heading.holder is column for column in cities)
        ]
        words = {fold(clean(document.masked[slice(*heading.span)])) for heading in named}
        if len(words) + len(cities) < _PARTIES:
            return
        for heading in reversed(named):
            start = heading.span[0]
            name = Block(("city",), (start, start), [[heading.span]])
            if heading.holder is blocks:
                # A heading that made a block of its own: that block is the name's.
                place = next(i for i, b in enumerate(blocks) if b.label == heading.span)
                blocks[place] = name
            else:
                if heading.span in heading.holder:
                    heading.holder.remove(heading.span)
                blocks.insert(heading.block, name)

    @staticmethod
    def _rows(blocks: list[Block]) -> int:
        """The most rows that a field of the parties has, each with one value."""
        rows = Counter(
            name
            for block in blocks
            if len(block.columns) == 1
            for name in PARTY_FIELDS.intersection(block.fields)
            if name != "city"
        )
        return max(rows.values(), default=0)


def _is_name(text: str) -> bool:
    """Whether a line may be a party's name: short, capital, no sentence."""
    return (
        len(text.split()) <= _MAX_WORDS
        and text[:1].isupper()
        and text[-1:] not in ".:;!?"
        and not any(c.isdigit() for c in text)
    )
