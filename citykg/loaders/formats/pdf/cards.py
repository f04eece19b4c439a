"""Cards: boxes that stand side by side and say each a thing of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.chunks import bases_of, chunks_of
from citykg.loaders.formats.pdf.hyphens import Hyphens
from citykg.loaders.formats.pdf.labels import is_label
from citykg.loaders.formats.pdf.lines import lines_of, parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.formats.pdf.boxes import Box
    from citykg.loaders.formats.pdf.chunks import Chunk
    from citykg.loaders.formats.pdf.grid import Grid
    from citykg.loaders.formats.pdf.lines import Line
    from citykg.loaders.formats.pdf.words import Word

_LEVEL = 6.0
_PADDING = 4.0
_LEAST_WIDTH = 0.7
"""The part of the widest card that the narrowest has; a column of labels is narrower."""
_MOST_PARTS = 4
_LEAST_HEADS = 3
_LONGEST_TILE = 60
_TILE = re.compile(r"(?:[^\W\d]{2,8}\.? )?\d{1,2}\b(?:[ .:–-]*[^\W\d]{2}.*)?")
"""The number of a goal, with what goals are called before it or what the goal is called behind."""
_NO_HYPHENS = Hyphens(())


def cards_of(grid: Grid, words: Sequence[Word], frames: Sequence[Box]) -> list[Box]:
    """The cards that what looks like a ruled table is; none if it is a table."""
    box = grid.box
    inside = [word for word in words if box.holds(word.middle, word.centre, 1.0)]
    row = [f for f in frames if box.holds((f.x0 + f.x1) / 2, (f.top + f.bottom) / 2)]
    held = [_within(frame, inside) for frame in row]
    apart = len(row) > 1 and sum(map(len, held)) == len(inside)
    if inside and apart and all(is_card(chunks_of(lines_of(card))) for card in held if card):
        return row
    return _cells(grid, inside)


def are_tiles(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether cells are the tiles of goals: each its number, and what it is called."""
    filled = [lines for lines in cells if lines]
    texts = [" ".join(line.text for line in lines) for lines in filled]
    short = all(len(text) <= _LONGEST_TILE for text in texts)
    return len(filled) > 1 and short and all(map(_TILE.fullmatch, texts))


def _within(frame: Box, words: Sequence[Word]) -> list[Word]:
    return [word for word in words if frame.holds(word.middle, word.centre, 1.0)]


def _cells(grid: Grid, words: Sequence[Word]) -> list[Box]:
    """The cells of a grid in which each row is one of cards: as wide, and each with paragraphs."""
    rows: dict[int, list[Box]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.box)
    boxes = [box for row in rows.values() for box in row if _within(box, words)]
    if _lays_out_page(boxes, words):
        return boxes
    wide = [box.x1 - box.x0 for box in boxes]
    if len(boxes) < 2 or min(wide) < _LEAST_WIDTH * max(wide):
        return []
    if any(sum(box in boxes for box in row) == 1 for row in rows.values()):
        return []
    for box in boxes:
        lines = lines_of(_within(box, words))
        parts = parts_of(lines, _NO_HYPHENS, box.x1 - box.x0 - 2 * _PADDING)
        if len(parts) < 2 or not is_card(chunks_of(lines)):
            return []
    return boxes


def _lays_out_page(boxes: Sequence[Box], words: Sequence[Word]) -> bool:
    """Whether cells are parts of a page, of which one holds several labels, and none is one."""
    if not 1 < len(boxes) <= _MOST_PARTS:
        return False
    texts = [[line.text for line in lines_of(_within(box, words))] for box in boxes]
    if any(is_label(" ".join(lines).rstrip(": ")) for lines in texts):
        return False
    return any(
        sum(is_label(line.rstrip(": ")) for line in lines) >= _LEAST_HEADS for lines in texts
    )


def rows_of_frames(frames: Sequence[Box]) -> list[list[Box]]:
    """Frames that stand side by side, each row from the left."""
    rows: list[list[Box]] = []
    for frame in sorted(frames, key=lambda frame: (round(frame.top), frame.x0)):
        for row in rows:
            first = row[-1]
            level = abs(first.top - frame.top) < _LEVEL
            overlap = min(first.bottom, frame.bottom) - max(first.top, frame.top)
            if level and overlap > 0 and frame.x0 >= first.x1 - 1.0:
                row.append(frame)
                break
        else:
            rows.append([frame])
    return [row for row in rows if len(row) > 1]


def holds(frame: Box, chunk: Chunk) -> bool:
    """Whether the middle of a chunk lies in a frame."""
    box = chunk.box
    return frame.holds((box.x0 + box.x1) / 2, (box.top + box.bottom) / 2, 1.0)


def is_card(chunks: Sequence[Chunk]) -> bool:
    """Whether a frame holds several lines, and is no cell that only names a field."""
    lines = bases_of(chunks)
    return len(lines) > 1 and not is_label(" ".join(chunk.text for chunk in chunks))
