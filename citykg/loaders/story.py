"""Sentences that no label governs: told as a story, before, between and behind the rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.fields import Block
from citykg.loaders.markup import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.lines import Span

_MIN_WORDS = 5
"""A sentence that is shorter may be a heading with a full stop."""
_FULL = 60
"""Characters of a line that was wrapped, at least."""
_MOST_LINES = 12
_CLOSING = f'"”’»){JOINER}'
"""What may stand behind the end of a sentence."""
_ASIDE = re.compile(rf"[^{JOINER}]{JOINER}{{1,3}}$")
"""The stars of a paragraph in italics, which tells of something else; a tag leaves more signs."""
_SENTENCE = re.compile(r"[.!?][\"”’»)]*\s+[\"“‘«(¿¡]?[^\W\d_a-z]")


def prose_block(lines: Sequence[Span]) -> Block:
    """A block without a label, whose sentences may tell what was done and made."""
    start = lines[0][0]
    return Block(("activities", "outputs"), (start, start), [list(lines)], told=True)


def told_in(masked: str, lines: Iterable[Span]) -> list[Span]:
    """The lines that are sentences."""
    return [line for line in lines if _is_told(masked, line) or _is_wrapped(masked, line)]


def _is_told(masked: str, line: Span) -> bool:
    """Whether a line is one sentence or several, and no heading or menu."""
    text = masked[line[0] : line[1]]
    whole = text.rstrip(_CLOSING)[-1:] in ".!?" and not _ASIDE.search(text)
    whole = whole or _SENTENCE.search(text) is not None
    return whole and len(text.split()) >= _MIN_WORDS


def _is_wrapped(masked: str, line: Span) -> bool:
    """Whether a line is full, and goes on in the next lines as a sentence does."""
    start, end = line
    for _ in range(_MOST_LINES):
        if end - start < _FULL or masked[end - 1 : end] in ".:;!?":
            return False
        start = end + 1
        if masked[end:start] != "\n" or not masked[start : start + 1].isalnum():
            return False
        end = masked.find("\n", start)
        end = len(masked) if end < 0 else end
        if "\t" in masked[start:end] or masked.count("|", start, end) > 1:
            return False
        if _is_told(masked, (start, end)):
            return True
        end = start + len(masked[start:end].rstrip())
    return False
