"""The words of quotes and those around them, each stretch of a document once."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from citykg.graph.facts import Quote
    from citykg.graph.texts import Texts

AROUND: Final = 81
"""So many characters on each side of a quote: one more than the panel shows, so that it sees that
the text goes on."""


@dataclass(slots=True)
class Window:
    """A stretch of a document, from an offset in characters on."""

    document: str
    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)


def open_windows(
    quotes: Iterable[Quote], texts: Texts | None = None
) -> tuple[list[Window], dict[Quote, int]]:
    """Windows in which all the quotes stand, and the place of the window of each.

    A window goes on around its quotes where the text of the document is at hand; quotes that
    overlap, or all but do, stand in one.  One whose words are not those of the text, or that does
    not fit those around it, which only a graph that is not ours holds, has a window of its own.
    """
    windows: list[Window] = []
    window_of: dict[Quote, int] = {}
    for (_, sha256), group in groupby(sorted(quotes, key=_document_of), key=_document_of):
        text = texts.of(sha256) if texts else ""
        last = -1
        for quote in sorted(group, key=lambda one: (one.start, -one.end)):
            stands = _stands_in(text, quote)
            window = _around(quote, text) if stands else _alone(quote)
            # What is not in a text that is at hand joins nothing that is.
            joins = stands or not text
            if joins and last >= 0 and _fits(window, quote, windows[last]):
                windows[last].text += window.text[windows[last].end - window.start :]
                window_of[quote] = last
                continue
            window_of[quote] = len(windows)
            if joins:
                last = len(windows)
            windows.append(window)
    return windows, window_of


def units_of(window: Window) -> Callable[[int], int]:
    """What turns an offset in the document into one in UTF-16 units of the window."""
    twice = [] if window.text.isascii() else [n for n, c in enumerate(window.text) if c > "\uffff"]

    def units(offset: int) -> int:
        at = offset - window.start
        return at + bisect_left(twice, at)

    return units


def _document_of(quote: Quote) -> tuple[str, str]:
    return quote.document, quote.sha256


def _stands_in(text: str, quote: Quote) -> bool:
    start, end = quote.start, quote.end
    return 0 <= start < end <= len(text) and text[start:end] == quote.text


def _alone(quote: Quote) -> Window:
    return Window(quote.document, quote.start, quote.text)


def _around(quote: Quote, text: str) -> Window:
    start = max(0, quote.start - AROUND)
    return Window(quote.document, start, text[start : quote.end + AROUND])


def _fits(window: Window, quote: Quote, before: Window) -> bool:
    if quote.end - quote.start != len(quote.text) or not before.start <= window.start < before.end:
        return False
    shared = before.text[window.start - before.start :][: len(window.text)]
    return window.text.startswith(shared)
