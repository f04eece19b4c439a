"""Lists that a sentence announces: "Together the cities want to:", and items below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.claims import lead_of
from citykg.loaders.items import BULLETS
from citykg.loaders.labels import Label
from citykg.loaders.lines import trimmed
from citykg.loaders.markup import clean
from citykg.loaders.tongue import tongue_of
from citykg.loaders.wording import wordings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.fields import Block
    from citykg.loaders.lines import Span

_BULLET = rf"[{re.escape(BULLETS)}\uf0b7§]"
_MARK = re.compile(rf"[\s\u2029\u2060]*+(?:{_BULLET}[\s\u2060]*[^\W_]|(?:1|\(?[ai1])[.)]\s)")
_ITEM = re.compile(rf"{_BULLET}|\(?(?:\d{{1,2}}|[a-zA-Z]|[ivx]{{1,4}})[.)]\s")
_FEWEST = 3
_MOST = 45
"""Words of a sentence that announces a list."""
_ENDED = ".!?"


def announced(masked: str, start: int, end: int) -> Label | None:
    """The field that the items below a line are of, if the line announces them."""
    if not _MARK.match(masked, end):
        return None
    words = clean(masked[start:end])
    if words[-1:] in _ENDED or not _FEWEST <= len(words.split()) <= _MOST:
        return None
    # A few words seldom tell their language.
    for language in dict.fromkeys((tongue_of(words, "en"), *wordings("claims"))):
        field = lead_of(words, 0, len(words), language)
        if field:
            return Label((field,), (language,), certain=True)
    return None


def list_of(masked: str, lines: Sequence[Span]) -> list[Span]:
    """The first lines that are items, or go on with one."""
    found: list[Span] = []
    for line in lines:
        start, end = trimmed(masked, *line)
        item = _ITEM.match(masked, start, end) is not None
        if not item and (not found or not _goes_on(masked, found[-1], (start, end))):
            break
        found.append(line)
    return found


def _goes_on(masked: str, above: Span, line: Span) -> bool:
    """Whether a line goes on with the item above it."""
    between = masked[above[1] : line[0]]
    wrapped = between.count("\n") == 1 and "\u2029" not in between
    before = masked[slice(*above)].rstrip()[-1:]
    return wrapped and (before not in ".;:!?" or masked[line[0] : line[0] + 1].islower())


def is_over(masked: str, block: Block, line: Span) -> bool:
    """Whether the list of an announced block ends before a line."""
    lines = [piece for column in block.columns for piece in column]
    return len(list_of(masked, [*lines, line])) <= len(lines)
