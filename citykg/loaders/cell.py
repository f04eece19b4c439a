"""A cell: the masked text of one field, in one or more pieces, that knows where it stands."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING, TypeVar

from citykg.loaders.markup import JOINER, clean
from citykg.plan import Passage, Stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.loaders.document import Document

T = TypeVar("T")


class Cell:
    """Text pieces of a document read as one, such as a cell that a page break cut in two.

    `text` is the masked pieces joined by line feeds; positions in it map back to the document.
    """

    __slots__ = ("_at", "_starts", "document", "text")

    def __init__(self, document: Document, pieces: Iterable[tuple[int, int]]) -> None:
        self.document = document
        self._starts: list[int] = []  # of each piece, in the document
        self._at: list[int] = []  # of each piece, in self.text
        texts = []
        at = 0
        for start, end in pieces:
            self._starts.append(start)
            self._at.append(at)
            texts.append(document.masked[start:end])
            at += end - start + 1
        self.text = "\n".join(texts)

    def __bool__(self) -> bool:
        text = self.text
        return bool(text) and (text[0].isalnum() or bool(text.replace(JOINER, "").strip()))

    def offset(self, position: int) -> int:
        """Where in the document the character at `position` of `text` stands."""
        piece = bisect.bisect_right(self._at, position) - 1
        return self._starts[piece] + position - self._at[piece]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The document's `[start, end)` for `text[start:end]`, trimmed of white space."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start == end:
            here = self.offset(start)
            return here, here
        if len(self._at) == 1:
            at = self._starts[0]
            first, last = at + start, at + end - 1
        else:
            first, last = self.offset(start), self.offset(end - 1)
        if self.document.text[last] == "&":
            # What stands for one character is quoted whole: "km&sup2;".
            while end < len(text) and text[end] == JOINER:
                end, last = end + 1, last + 1
        return first, last + 1

    def passage(self, start: int, end: int) -> Passage:
        """The document's own characters for `text[start:end]`."""
        return self.document.passage(*self.span(start, end))

    def stated(
        self, value: T | None, start: int, end: int, language: str | None = None
    ) -> Stated[T]:
        """A value that `text[start:end]` states."""
        a, b = self.span(start, end)
        return Stated(value, a, b, self.document.text[a:b], language)

    def words(self, start: int, end: int, language: str | None = None) -> Stated[str]:
        """The words of `text[start:end]` as a value."""
        return self.stated(clean(self.text[start:end]), start, end, language)
