"""Several plans in one document: a summary that begins anew, with its own row of parties."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from citykg.loaders.markup import clean
from citykg.loaders.places import names_in

if TYPE_CHECKING:
    from citykg.loaders.document import Document
    from citykg.loaders.fields import Block, Fields
    from citykg.loaders.lines import Span

_BETWEEN = 2
"""The fields, other than those of parties, that a plan states at least."""


def several(fields: Fields) -> list[Fields]:
    """The fields of each plan of a document: one, unless several rows name whole pairs."""
    starts = _starts(fields)
    if len(starts) < 2:
        return [fields]
    blocks = fields.blocks
    runs = [blocks[a:b] for a, b in zip(starts, [*starts[1:], len(blocks)], strict=True)]
    # What stands before the first plan, such as a heading that nobody knows, is its own.
    runs[0] = blocks[: starts[1]]
    titles = [fields.preamble, *(_title(fields.document, run) for run in runs[:-1])]
    begins = [
        title[0][0] if title else run[0].label[0] for title, run in zip(titles, runs, strict=True)
    ]
    begins[0] = 0
    ends = [*begins[1:], len(fields.document.text)]
    return [
        replace(fields, blocks=run, preamble=title, extent=extent)
        for run, title, extent in zip(runs, titles, zip(begins, ends, strict=True), strict=True)
    ]


def _starts(fields: Fields) -> list[int]:
    """The blocks that each plan begins with: its parties, or what all plans have before them."""
    blocks = fields.blocks
    pairs = [i for i, block in enumerate(blocks) if _names_parties(fields.document, block)]
    if len(pairs) < 2:
        return pairs
    first = pairs[0]
    starts = [first]
    for number in pairs[1:]:
        told = {name for block in blocks[starts[-1] : number] for name in block.fields}
        if len(told.difference({"city", "region", "country", "population", "area"})) < _BETWEEN:
            return []
        starts.append(number)
    lead = 0
    while lead < first and all(
        blocks[start - lead - 1].fields == blocks[first - lead - 1].fields for start in starts
    ):
        lead += 1
    return [start - lead for start in starts]


def _names_parties(document: Document, block: Block) -> bool:
    """Whether a block names two parties or more."""
    if "city" not in block.fields:
        return False
    cells = [cell for cell in block.cells(document) if cell]
    return len(cells) > 1 or any(len(names_in(cell.text, many=True)) > 1 for cell in cells)


def _title(document: Document, run: tuple[Block, ...]) -> tuple[Span, ...]:
    """The title of the plan that follows: it was taken for the last words of this one."""
    last = run[-1]
    pieces = last.columns[-1] if last.columns else []
    if len(pieces) < 2:
        return ()
    title = pieces[-1]
    words = clean(document.masked[slice(*title)])
    if words[-1:] in ".;:" or len(names_in(words, many=True)) < 2:
        return ()
    pieces.pop()
    return (title,)
