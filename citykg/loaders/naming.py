"""Who the parties are, where no row says so: known when all lines of a document are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders.fields import Block
from citykg.loaders.introduced import countries_alone, parties_introduced
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.parties import tells_of_parties
from citykg.loaders.places import countries_in
from citykg.loaders.story import told_in

if TYPE_CHECKING:
    from citykg.loaders.blocks import Builder
    from citykg.loaders.lines import Span


_PARTIES = 2


def blocks_with_parties(built: Builder) -> list[Block]:
    """The blocks of a document; parties in the header of the columns or in prose have one too."""
    masked = built.document.masked
    built.names.put(built.document, built.blocks)
    blocks = _without_sentences(built)
    if len(built.header) > 1:
        # The columns say who the parties are; what else names cities names others.
        blocks = [block for block in blocks if block.fields != ("city",) or block.separated]
    if any("city" in block.fields and _names_some(built, block) for block in blocks):
        return blocks
    if _name_rows(built, blocks):
        return blocks
    cells = (
        built.header
        or parties_introduced(masked, _lines_without_label(built, blocks))
        or parties_introduced(masked, _lines_of_blocks(blocks))
    )
    if len(cells) > 1 and not _are_regions(built, blocks, cells):
        start = cells[0][0]
        blocks.insert(0, Block(("city",), (start, start), [[cell] for cell in cells]))
    if not any("country" in block.fields for block in blocks):
        blocks[:0] = countries_alone(masked, built.preamble)
    return blocks


def _names_some(built: Builder, block: Block) -> bool:
    """Whether a row of parties names one: it may be blank, or tell of them in sentences."""
    cells = [cell for cell in block.cells(built.document) if cell]
    return any(not tells_of_parties(cell) for cell in cells)


def _are_regions(built: Builder, blocks: list[Block], cells: list[Span]) -> bool:
    """Whether the names are those of the row of regions: then the regions are the parties."""
    masked = built.document.masked
    regions = " ".join(
        fold(clean(masked[slice(*piece)]))
        for block in blocks
        if "region" in block.fields
        for column in block.columns
        for piece in column
    )
    return all(fold(clean(masked[slice(*cell)])) in regions for cell in cells)


def _name_rows(built: Builder, blocks: list[Block]) -> bool:
    """Make the rows of parties out of rows whose label is a name: `Zagreb | Croatia; 641 km²`."""
    masked = built.document.masked
    rows = [
        block
        for block in blocks
        if not block.fields
        and block.separated
        and len(block.columns) == 1
        and any(countries_in(masked[slice(*piece)]) for piece in block.columns[0])
    ]
    if len(rows) < _PARTIES:
        return False
    place = blocks.index(rows[0])
    for row in rows:
        blocks.remove(row)
    start = rows[0].label[0]
    made = [Block(("city",), (start, start), [[row.label] for row in rows], separated=True)]
    for name in ("country", "population", "area"):
        columns = [list(row.columns[0]) for row in rows]
        made.append(Block((name,), (start, start), columns, separated=True))
    blocks[place:place] = made
    return True


def _lines_of_blocks(blocks: list[Block]) -> list[Span]:
    """All lines of blocks that are not rows: a sentence of any field may introduce the parties."""
    return sorted(p for block in blocks if not block.separated for c in block.columns for p in c)


def _lines_without_label(built: Builder, blocks: list[Block]) -> list[Span]:
    """The lines that no label governs, in order."""
    below = [p for block in blocks if not block.fields for c in block.columns for p in c]
    return sorted([*built.preamble, *below, *built.story])


def _without_sentences(built: Builder) -> list[Block]:
    """The blocks, with no sentence in a row of parties: it tells of cities and names none."""
    kept = []
    for block in built.blocks:
        filled = any(block.columns)
        if block.fields == ("city",) and block.stacked:
            for column in block.columns:
                told = told_in(built.document.masked, column)
                column[:] = [line for line in column if line not in told]
                built.story += told
        if any(block.columns) or not filled:
            kept.append(block)
    return kept
