"""News, letters and case studies: sentences instead of rows, with a label here and there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from citykg.loaders.fields import Block, Fields
from citykg.loaders.introduced import parties_introduced
from citykg.loaders.labels import normal
from citykg.loaders.lines import Span, lines_of, trimmed
from citykg.loaders.markup import HEADING, clean
from citykg.loaders.story import prose_block, told_in
from citykg.loaders.templates import template
from citykg.loaders.tongue import tongue_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.document import Document

_STATED = frozenset({"themes", "sdgs", "topics", "challenges", "objectives", "focus"})
"""Fields that a text may have as a section of their own."""
_WORDS = 24
"""A text that is shorter tells nothing."""


def prose_fields(document: Document, labelled: Sequence[Block]) -> Fields | None:
    """The parties and the prose of a text, or None if it introduces no two cooperating cities.

    `labelled` are the few rows that have a label.
    """
    masked = document.masked
    words = f" {normal(masked)} "
    if not any(f" {mark} " in words for mark in template("prose").marks):
        return None
    lines = [trimmed(masked, *line) for line in lines_of(masked)]
    lines = [line for line in lines if line[0] < line[1]]
    rows = [block for block in labelled if block.fields and block.inline]
    rows += [
        _section(masked, block)
        for block in labelled
        if block.fields and not block.inline and any(block.columns) and block.fields[0] in _STATED
    ]
    rows.sort(key=lambda block: block.label)
    named = next((block for block in rows if "city" in block.fields), None)
    parties = [] if named else parties_introduced(masked, lines)
    taken = {block.label[0] for block in rows}
    taken |= {start for block in rows if block.announced for c in block.columns for start, _ in c}
    body = told_in(masked, [line for line in lines if line[0] not in taken])
    if not (named or parties) or sum(len(masked[a:b].split()) for a, b in body) < _WORDS:
        return None
    if parties:
        start = parties[0][0]
        named = Block(("city",), (start, start), [[party] for party in parties])
    language = tongue_of(clean(masked[body[0][0] : body[-1][1]]), "en")
    title = next((line for line in lines if _is_heading(masked, line)), lines[0])
    blocks = ([named] if parties and named else []) + rows + [prose_block(body)]
    preamble = () if title in body or title[0] in taken else (title,)
    return Fields(document, language, tuple(blocks), preamble, prose=True)


def _section(masked: str, block: Block) -> Block:
    """A block below its label, as far as its first empty line: no other label may end it."""
    if block.announced:
        return block
    columns = []
    for column in block.columns:
        kept = column[:1]
        for line in column[1:]:
            if masked.count("\n", kept[-1][1], line[0]) > 1:
                break
            kept.append(line)
        columns.append(kept)
    return replace(block, columns=columns)


def _is_heading(masked: str, line: Span) -> bool:
    return line[0] > 0 and masked[line[0] - 1] == HEADING
