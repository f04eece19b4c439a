"""Sentences that no label governs: told as a story, before, between and behind the rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.fields import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.lines import Span

_MIN_WORDS = 5
"""A sentence that is shorter may be a heading with a full stop."""
_SENTENCE = re.compile(r"[.!?][\"”’»)]*\s+[\"“‘«(¿¡]?[^\W\d_a-z]")


def prose_block(lines: Sequence[Span]) -> Block:
    """A block without a label, whose sentences may tell what was done and made."""
    start = lines[0][0]
    return Block(("activities", "outputs"), (start, start), [list(lines)], told=True)


def told_in(masked: str, lines: Iterable[Span]) -> list[Span]:
    """The lines that are sentences."""
    return [line for line in lines if _is_told(masked, line)]


def _is_told(masked: str, line: Span) -> bool:
    """Whether a line is one sentence or several, and no heading or menu."""
    text = masked[line[0] : line[1]]
    whole = text.rstrip('"”’»)')[-1:] in ".!?" or _SENTENCE.search(text)
    return bool(whole) and len(text.split()) >= _MIN_WORDS
