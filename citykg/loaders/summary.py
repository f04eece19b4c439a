"""The plan summary: one row a field, one column a party, as text in any layout."""

from __future__ import annotations

import functools
import re
from collections import Counter
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.blocks import Builder
from citykg.loaders.event_tables import with_event_tables
from citykg.loaders.fields import Fields
from citykg.loaders.flat import flat_label
from citykg.loaders.labels import Wordings, fold, known_wordings, normal
from citykg.loaders.lines import lines_of
from citykg.loaders.naming import blocks_with_parties
from citykg.loaders.prose import prose_fields
from citykg.loaders.several import several
from citykg.loaders.story import prose_block, told_in
from citykg.loaders.table import rows_of
from citykg.loaders.templates import templates, wordings_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.loaders.document import Document
    from citykg.loaders.fields import Block
    from citykg.loaders.lines import Span

MIN_FIELDS = 3
"""A document that names fewer fields is no plan summary."""

_FLAT_ROWS = 2


def summary_fields(document: Document) -> list[Fields]:
    """The fields of each plan summary of a document; raises DataError if it holds none."""
    built = max((_built(document, known_wordings()), *_built_with_own_labels(document)), key=_known)
    named = {name for block in built.blocks if not block.announced for name in block.fields}
    if len(named) < MIN_FIELDS:
        prose = None if document.shape == "table" else prose_fields(document, built.blocks)
        if prose:
            return [prose]
        raise DataError(_refusal(document, named))
    languages = Counter(built.languages)
    # English wins a tie: many labels are spelt alike in several languages.
    language = min(languages, key=lambda tag: (-languages[tag], tag != "en", tag))
    blocks = with_event_tables(blocks_with_parties(built), document)
    story = [] if document.shape == "table" else _story(built, blocks)
    if story:
        blocks.append(prose_block(story))
    title = tuple(line for line in built.preamble if line not in story)
    return several(Fields(document, language, tuple(blocks), title))


def _refusal(document: Document, named: set[str]) -> str:
    if document.shape == "table":
        return (
            f"{document.path}:1: is not a table of cooperations that we know: its first row "
            "must name a column of cities and others such as country, programme, themes"
        )
    found = f"only {', '.join(sorted(named))}" if named else "none"
    return (
        f"{document.path}: is not a plan summary that we know: of the labels such as City, "
        f"Country, Population, Period, Themes, SDGs, Objectives, {found} was found"
    )


def _story(built: Builder, blocks: Sequence[Block]) -> list[Span]:
    """The sentences before, between and behind the rows, and those below unknown headings."""
    masked = built.document.masked
    below = [
        line
        for block in blocks
        if block.stacked and not block.fields
        for column in block.columns
        for line in column
    ]
    return sorted([*told_in(masked, built.preamble), *built.story, *told_in(masked, below)])


def _built_with_own_labels(document: Document) -> Iterator[Builder]:
    """The blocks by each template that has labels of its own and finds one in the document."""
    folded = fold(document.masked)
    for kind in templates():
        # Most documents have not even the parts of such a label.
        near = [
            wording for wording in kind.labels if all(part in folded for part in _parts(wording))
        ]
        words = f" {normal(document.masked)} " if near else ""
        if any(f" {wording} " in words for wording in near):
            yield _built(document, wordings_for(kind.name))


@functools.cache
def _parts(wording: str) -> tuple[str, ...]:
    """The runs of a wording's letters that are spelt so in any text that has it, the longest first.

    A plural may be spelt with brackets: "partner(s)".
    """
    return tuple(sorted(re.split(r"[\Ws]+", wording), key=len, reverse=True))


def _built(document: Document, wordings: Wordings) -> Builder:
    """The blocks that a document's lines make, with the labels of some wordings."""
    builder = Builder(document, wordings)
    if document.shape == "table":
        for cells in rows_of(document):
            builder.row(cells)
        return builder
    lines = list(lines_of(document.masked))
    if document.masked.count("\t") < _FLAT_ROWS:
        # Where rows have separators, none is flat.
        builder.flat = sum(flat_label(builder, *line) is not None for line in lines) >= _FLAT_ROWS
    for start, end in lines:
        builder.line(start, end)
    return builder


def _known(builder: Builder) -> int:
    """How many labels of known fields the blocks have, less those of none."""
    return sum(1 if block.fields else -1 for block in builder.blocks)
