"""Headings that name no field that we know: what stands below them is not the field above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders.labels import fold, numbering
from citykg.loaders.markup import HEADING, clean
from citykg.loaders.story import told_in

if TYPE_CHECKING:
    from citykg.loaders.blocks import Builder
    from citykg.loaders.lines import Span

_MAX_NUMBERED_WORDS = 9
_MAX_WORDS = 5


def is_foreign_heading(builder: Builder, start: int, end: int) -> bool:
    """Whether a line is such a heading, behind one block at least."""
    document = builder.document
    words = clean(document.masked[start:end])
    marked = document.masked[max(start - 1, 0) : start] == HEADING
    if marked or document.text[start:end].lstrip().startswith("#"):
        return True
    if builder.numbered and builder.after_blank and is_numbered(builder, (start, end)):
        return words[-1:] not in ".;," and len(words.split()) <= _MAX_NUMBERED_WORDS
    if _is_loose(builder, end, words):
        return True
    name, colon, rest = words.partition(":")
    if not words[:1].isupper() or not colon or len(name.split()) > _MAX_WORDS:
        return False
    return builder.after_blank or (bool(rest) and _follows_a_line(builder, name))


def is_numbered(builder: Builder, span: Span) -> bool:
    """Whether a line counts with figures, as headings do: `3. Challenges`."""
    words = clean(builder.document.masked[slice(*span)])
    number = numbering().match(words)
    return number is not None and any(c.isdigit() for c in number[0])


def _is_loose(builder: Builder, end: int, words: str) -> bool:
    """Whether a line of a few words opens the text below it, as the known headings do.

    A party's name is none: what stands below it is that party's part of the field.
    """
    block = builder.blocks[-1]
    if not (builder.after_blank and block.stacked and words[:1].isupper()):
        return False
    if words[-1:] in ".;,:!?)" or len(words.split()) > _MAX_WORDS:
        return False
    masked = builder.document.masked
    below, _, _ = masked[end:].lstrip(" \t\r").removeprefix("\n").partition("\n")
    return bool(told_in(below, [(0, len(below))])) and fold(words) not in _named(builder)


def _follows_a_line(builder: Builder, name: str) -> bool:
    """Whether the line above is `label: value`, so that this one is another, of no field.

    Where the name is one of a party, what follows it is that party's part of the field.
    """
    block = builder.blocks[-1]
    if not block.inline or sum(map(len, block.columns)) > 1 or name.startswith("http"):
        return False
    return fold(name) not in _named(builder)


def _named(builder: Builder) -> str:
    """The cells that name the parties, as one text in lower case."""
    cities = (
        span
        for known in builder.blocks
        if "city" in known.fields
        for column in known.columns
        for span in column
    )
    return fold(clean(" ".join(builder.document.masked[slice(*span)] for span in cities)))
