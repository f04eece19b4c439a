"""The words of quotes, each stretch of a document once: a short quote stands in a longer one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.graph.facts import Quote


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


def open_windows(quotes: Iterable[Quote]) -> tuple[list[Window], dict[Quote, int]]:
    """Windows in which all the quotes stand, and the place of the window of each.

    Quotes that overlap stand in one.  One that does not fit those around it, which only a graph
    that is not ours holds, has a window of its own.
    """
    windows: list[Window] = []
    window_of: dict[Quote, int] = {}
    for _, group in groupby(sorted(quotes), key=attrgetter("document")):
        last: Window | None = None
        for quote in sorted(group, key=lambda one: (one.start, -one.end)):
            if last is not None and _fits(quote, last):
                last.text += quote.text[last.end - quote.start :]
            else:
                last = Window(quote.document, quote.start, quote.text)
                windows.append(last)
            window_of[quote] = len(windows) - 1
    return windows, window_of


def _fits(quote: Quote, window: Window) -> bool:
    if quote.end - quote.start != len(quote.text) or quote.start >= window.end:
        return False
    shared = window.text[quote.start - window.start :][: len(quote.text)]
    return quote.text.startswith(shared)
