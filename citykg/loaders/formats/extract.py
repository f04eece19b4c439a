"""What a format makes of a file's bytes: its text, with the layout said in signs.

The readers of PDF, Word and spreadsheet files write the text themselves, and say in it what the
layout says: a line is a row or a paragraph, a tab stands between the cells of a row, and the
parts of a cell are told apart.  In `masked`, which has the same length, what must not be taken for
a word or a border is masked with the signs of `citykg.loaders.markup`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.markup import PARAGRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Note(NamedTuple):
    """Something a person should know of the file, such as a page without text."""

    code: str
    message: str
    offset: int = 0


@dataclass(frozen=True)
class Extract:
    """The text of a file; `len(masked) == len(text)`."""

    text: str
    masked: str
    encoding: str = "utf-8"
    guessed: bool = False
    """Whether the encoding is a guess."""
    pages: tuple[int, ...] = ()
    """Where each page begins, for files that have pages."""
    notes: tuple[Note, ...] = ()


class Part(NamedTuple):
    """A paragraph or list item of a cell; `level` counts from 1, and is 0 for a paragraph."""

    text: str
    level: int = 0
    masked: str = ""
    """`text` with masks, where some are needed; both are then written as they are."""


class LayoutWriter:
    r"""Writes the text of a file that has none of its own, row by row.

    >>> writer = LayoutWriter()
    >>> writer.row([[Part("Challenges")], [Part("noise", 1), Part("dust", 1)], []])
    >>> writer.extract().text
    'Challenges\t• noise\n• dust\t\n'
    >>> writer.extract().masked
    'Challenges\t• noise\u2029• dust\t\n'
    """

    def __init__(self) -> None:
        self._text: list[str] = []
        self._masked: list[str] = []
        self._length = 0
        self._pages: list[int] = []
        self._notes: list[Note] = []

    def page(self) -> None:
        """Note that a page begins here."""
        self._pages.append(self._length)

    def note(self, code: str, message: str) -> None:
        """Note what a person should know of the place reached."""
        self._notes.append(Note(code, message, self._length))

    def paragraph(self, part: Part) -> None:
        """Write a paragraph or list item that stands outside of any table, as a line."""
        self._write([[part]])

    def row(self, cells: Sequence[Sequence[Part]]) -> None:
        """Write a row; its first cell is empty where it goes on with the row above."""
        self._write(cells)

    def blank(self) -> None:
        """Write an empty line, such as stands between two tables."""
        self._add("\n", "\n")

    def extract(self) -> Extract:
        """What was written."""
        text, masked = "".join(self._text), "".join(self._masked)
        return Extract(text, masked, pages=tuple(self._pages), notes=tuple(self._notes))

    def _write(self, cells: Iterable[Sequence[Part]]) -> None:
        for number, parts in enumerate(cells):
            if number:
                self._add("\t", "\t")
            for place, part in enumerate(parts):
                if place:
                    self._add("\n", PARAGRAPH)
                indent = "  " * (part.level - 1) + "• " if part.level else ""
                text = part.text if part.masked else " ".join(part.text.split())
                self._add(indent + text, indent + (part.masked or text))
        self._add("\n", "\n")

    def _add(self, text: str, masked: str) -> None:
        self._text.append(text)
        self._masked.append(masked)
        self._length += len(text)
