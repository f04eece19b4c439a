"""The masked text of a page, written from its first character to its last."""

from __future__ import annotations

import re

from citykg.loaders.markup import HEADING, JOINER, PARAGRAPH

_NOT_BLANK = re.compile(r"\S")


class Canvas:
    """Writes words where they stand, and between them the signs of the layout.

    What stands between two words (tags, blanks, what is not shown) is the gap; the signs go to
    its end, right before the next words.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces: list[str] = []
        self._at = 0  # everything before is written
        self._breaks = 0  # line ends owed: 1, or 2 for an empty line
        self._tail = 0  # tabs owed to the row that has ended
        self._tabs = 0  # tabs owed to this row
        self._paragraph = self._bullet = self._heading = self._blank = False
        self.in_row = False
        """Whether a row is open: no line may end in it."""

    @property
    def fresh(self) -> bool:
        """Whether the next words begin a line or a cell."""
        return bool(self._breaks or self._tabs or not self._at)

    @property
    def bulleted(self) -> bool:
        """Whether the next words are those of a list item."""
        return self._bullet

    def block(self) -> None:
        """A block of text begins or ends."""
        if not self.in_row:
            self._breaks = max(self._breaks, 1)
        elif not self.fresh:
            self._paragraph = True

    def section(self) -> None:
        """A table or a section begins or ends: an empty line, if no row is open."""
        self.block()
        if not self.in_row:
            self._breaks = 2

    def item(self) -> None:
        """A list item begins."""
        self.block()
        self._bullet = True

    def item_ends(self) -> None:
        """A list item ends; without words it was none."""
        self._bullet = False
        self.block()

    def heading(self, begins: bool) -> None:  # noqa: FBT001 - it begins or it ends
        """A heading begins or ends."""
        if begins:
            self.section()
        else:
            self.block()
        self._heading = begins and not self.in_row

    def blank(self) -> None:
        """What comes next is another word."""
        self._blank = True

    def row(self) -> None:
        """A row begins, with its first cell."""
        self.in_row = False
        self.block()
        self._tail += self._tabs
        self._tabs = 0
        self._paragraph = self._bullet = False
        self.in_row = True

    def cell(self, tabs: int = 1) -> None:
        """The next cell of the row begins."""
        self._tabs += tabs
        self._paragraph = self._bullet = False

    def row_ends(self) -> None:
        """The row ends; cells that were empty are still cells."""
        self.in_row = False
        self._tail, self._tabs = self._tail + self._tabs, 0
        self._paragraph = self._bullet = False
        self.block()

    def words(self, start: int, end: int, masked: str) -> None:
        """Words at `[start, end)`; blanks around them belong to the gaps."""
        first = _NOT_BLANK.search(masked)
        if first is None:
            return
        length = len(masked.rstrip())
        begin = start + first.start()
        self._gap(begin)
        self._pieces.append(masked[first.start() : length])
        self._at = start + length
        if self._at < begin or self._at > end:
            raise AssertionError(start, end)

    def finished(self) -> str:
        """The whole; `len` as the page has."""
        signs = "\t" * (self._tail + self._tabs)
        self._fill(len(self.text), signs)
        return "".join(self._pieces)

    def _gap(self, to: int) -> None:
        signs = "\t" * self._tail + "\n" * self._breaks + "\t" * self._tabs
        if self._paragraph and not (self._breaks or self._tabs):
            signs += PARAGRAPH
        if self._bullet:
            signs += "• "
        if self._heading:
            signs += HEADING
        self._fill(to, signs)
        self._breaks = self._tail = self._tabs = 0
        self._paragraph = self._bullet = self._heading = self._blank = False

    def _fill(self, to: int, signs: str) -> None:
        gap = self.text[self._at : to]
        self._at = to
        if not signs:
            glued = not self._blank and not any(c.isspace() for c in gap) and not self._after_sign()
            self._pieces.append((JOINER if glued else " ") * len(gap))
            return
        if len(signs) > len(gap):
            # Nothing that a page holds needs more signs than its tags have characters.
            signs = "".join(dict.fromkeys(signs))[: len(gap)]
        plain = len(gap) - len(signs)
        filled = list(" " * plain + signs)
        if plain and gap[plain] == "<" and signs[0] == "\t":
            # A tab in the place of "<" is one that begins a cell.
            filled[plain - 1 : plain + 1] = ["\t", " "]
        self._pieces.append("".join(filled))

    def _after_sign(self) -> bool:
        """Whether what stands before the gap is no part of a word: "Themes:<b>Water</b>"."""
        return bool(self._pieces) and self._pieces[-1][-1:] in ":;•"
