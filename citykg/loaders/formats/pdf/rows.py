"""Rows of a table without lines: told by what is free between them, or by their labels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.labels import begins_label, is_label
from citykg.loaders.formats.pdf.lines import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.formats.pdf.boxes import Box
    from citykg.loaders.formats.pdf.columns import Gutter, Stretch
    from citykg.loaders.formats.pdf.words import Word

_ROW_GAP = 0.17
"""Sizes: what stands between two rows more than between two lines of a cell."""
_LEAST_ROW_GAP = 1.4
_MOST_LEADING = 0.9
_LITTLE_LEADING = 0.25
"""Sizes: what lines of one paragraph are apart at most, and what nothing tells of others."""
_LEAST_WRAPPED = 3
_ALIGNED = 2.0
WIDE_BLANK = 0.4
"""Sizes: no blank between two words is wider, unless its line is stretched."""
FILLED = 0.75
"""The part of a column that its lines fill at least where they wrap."""
_MOST_LABEL_LINES = 2.5
"""Lines of a label on the average; where more stand together, they are several labels."""


@dataclass(frozen=True)
class Piece:
    """A line of a cell, which may lie across several columns."""

    line: Line
    first: int
    last: int


@dataclass(frozen=True)
class Band:
    """The lines of one row."""

    pieces: tuple[Piece, ...]

    @property
    def labels(self) -> list[Piece]:
        """What stands in the first column alone."""
        return [piece for piece in self.pieces if piece.last == 0]

    @property
    def is_loose(self) -> bool:
        """Whether it has values only."""
        return all(piece.first for piece in self.pieces)

    @property
    def is_row(self) -> bool:
        """Whether it has a label, and nothing that runs across from the first column."""
        return not any(piece.first == 0 and piece.last for piece in self.pieces)

    @property
    def top(self) -> float:
        """Where its first line begins."""
        return min(piece.line.top for piece in self.pieces)

    @property
    def bottom(self) -> float:
        """Where its last line ends."""
        return max(piece.line.bottom for piece in self.pieces)


def bands_of(stretch: Stretch, rules: Iterable[Box] = ()) -> list[Band]:
    """The rows of a stretch with gutters, downwards; `rules` are level lines that part rows."""
    pieces = pieces_of(stretch)
    if not pieces:
        return []
    x0 = min(piece.line.x0 for piece in pieces)
    x1 = max(piece.line.x1 for piece in pieces)
    parting = sorted(
        rule.top for rule in rules if min(rule.x1, x1) - max(rule.x0, x0) >= 0.5 * (x1 - x0)
    )
    room = room_of([Band(tuple(pieces))], stretch)
    return _by_label(_centred(_parted(pieces, parting, room)), room)


def pieces_of(stretch: Stretch) -> list[Piece]:
    """The lines of each cell; words that run across a gutter lie in both its columns."""
    gutters = stretch.gutters
    starts = _column_starts(stretch)
    groups: dict[tuple[int, int], list[Word]] = {}
    for line in stretch.lines:
        chunk: list[Word] = []
        blank = _blank(line)
        for word in line.words:
            if chunk and _parts(chunk[-1], word, gutters, starts, blank):
                groups.setdefault(_columns(chunk, gutters), []).extend(chunk)
                chunk = []
            chunk.append(word)
        groups.setdefault(_columns(chunk, gutters), []).extend(chunk)
    pieces = [
        Piece(line, first, last)
        for (first, last), words in groups.items()
        for line in lines_of(words)
    ]
    return sorted(pieces, key=lambda piece: (piece.line.top, piece.first))


def _columns(words: Sequence[Word], gutters: Sequence[Gutter]) -> tuple[int, int]:
    first = sum(gutter.at <= words[0].x0 + 1.0 for gutter in gutters)
    last = sum(gutter.at < words[-1].x1 - 1.0 for gutter in gutters)
    return first, max(first, last)


def _column_starts(stretch: Stretch) -> list[float]:
    """Where the words of each column but the first mostly begin."""
    starts = []
    for gutter in stretch.gutters:
        xs = sorted(
            after.x0
            for line in stretch.lines
            for before, after in zip(line.words, line.words[1:], strict=False)
            if before.x1 <= gutter.at <= after.x0
        )
        starts.append(xs[len(xs) // 4] if xs else gutter.x1)
    return starts


def _blank(line: Line) -> float:
    """How wide a blank between two words of a line mostly is."""
    gaps = sorted(after.x0 - before.x1 for before, after in pairwise(line.words))
    return gaps[len(gaps) // 2] if len(gaps) > 2 else 0.0


def _parts(
    before: Word, after: Word, gutters: Sequence[Gutter], starts: Sequence[float], blank: float
) -> bool:
    """Whether a gutter lies between two words that follow one another on a line.

    A gap as narrow as a blank is none, though a word may begin by chance where a column does.
    """
    gap = after.x0 - before.x1
    for gutter, start in zip(gutters, starts, strict=True):
        if not before.x1 - 1.0 <= gutter.at <= after.x0 + 1.0:
            continue
        if not gutter.parts(after.centre):
            return gap >= after.size
        wide = gap >= WIDE_BLANK * after.size
        return wide or (abs(after.x0 - start) <= _ALIGNED and gap > 1.1 * blank)
    return False


def _parted(pieces: Sequence[Piece], parting: Sequence[float], room: Sequence[float]) -> list[Band]:
    """The pieces in bands with more between them than between the lines of a cell."""
    usual = _usual_gap(pieces, room)
    bands: list[list[Piece]] = []
    bottom = 0.0
    for piece in pieces:
        line = piece.line
        threshold = usual + max(_LEAST_ROW_GAP, _ROW_GAP * line.size)
        ruled = bands and any(
            bottom - 0.3 * line.size <= y <= line.top + 0.3 * line.size for y in parting
        )
        if bands and line.top - bottom < threshold and not ruled:
            bands[-1].append(piece)
            bottom = max(bottom, line.bottom)
        else:
            bands.append([piece])
            bottom = line.bottom
    return [Band(tuple(band)) for band in bands]


def _usual_gap(pieces: Sequence[Piece], room: Sequence[float]) -> float:
    """What stands between two lines of a cell, as between a full line and the one below it."""
    size = pieces[0].line.size
    gaps, wrapped = [], []
    widest = max(piece.line.x1 - piece.line.x0 for piece in pieces)
    last: dict[int, Piece] = {}
    for piece in pieces:
        upper, line = last.get(piece.first), piece.line
        last[piece.first] = piece
        if upper is None or line.top - upper.line.bottom < -0.5 * size:
            continue
        above = upper.line
        gaps.append(line.top - above.bottom)
        needed = above.x1 - above.x0 + 0.3 * line.size + line.words[0].x1 - line.x0
        wide = room[piece.first] if upper.first == upper.last else widest
        if piece.first and needed > wide and not line.begins_item:
            wrapped.append(gaps[-1])
    wrapped.sort()
    if len(wrapped) >= _LEAST_WRAPPED:
        return min(wrapped[(len(wrapped) - 1) // 3], _MOST_LEADING * size)
    gaps.sort()
    return min([*gaps[len(gaps) // 20 :], _LITTLE_LEADING * size])


def _centred(bands: list[Band]) -> list[Band]:
    """Bands without a label joined to the one whose label stands in the middle of them all."""
    labelled = [band for band in bands if band.labels]
    high = [
        band.labels[0].line.top - band.top
        for band in labelled
        if band.bottom - band.top > 2.5 * (band.labels[-1].line.bottom - band.labels[0].line.top)
    ]
    lone = any(not band.labels for band in bands[1:])
    size = bands[0].pieces[0].line.size
    if not lone or not high or sorted(high)[len(high) // 2] < 0.5 * size:
        return bands
    joined: list[Band] = []
    loose: list[Band] = []
    above: Band | None = None  # the row that what follows may belong to
    for band in bands:
        if band.is_loose:
            loose.append(band)
            continue
        whole = band.is_row
        border = _border(above, loose, band) if whole else len(loose)
        if above and border:
            joined[-1] = _together([above, *loose[:border]])
        else:
            joined += loose[:border]
        joined.append(_together([*loose[border:], band]))
        above = joined[-1] if whole else None
        loose = []
    if above and loose:
        joined[-1] = _together([above, *loose])
        loose = []
    return joined + loose


def _border(above: Band | None, loose: Sequence[Band], below: Band) -> int:
    """How many of the bands between two labels belong to the upper one."""
    if above is None:
        return 0

    def off(bands: Sequence[Band]) -> float:
        band = _together(bands)
        lines = [piece.line for piece in band.labels]
        return abs(band.top + band.bottom - lines[0].top - lines[-1].bottom)

    return min(
        range(len(loose) + 1),
        key=lambda place: (
            (off([above, *loose[:place]]) if above else 0.0) + off([*loose[place:], below])
        ),
    )


def _together(bands: Sequence[Band]) -> Band:
    return Band(tuple(piece for band in bands for piece in band.pieces))


def _by_label(bands: Sequence[Band], room: Sequence[float]) -> list[Band]:
    """The rows of bands in some of which nothing but the labels tells where a row begins."""
    labelled = [band for band in bands if band.labels]
    if not labelled:
        return list(bands)
    lines = sum(len(band.labels) for band in labelled)
    close = lines > _MOST_LABEL_LINES * len(labelled)
    width = max(piece.line.x1 - piece.line.x0 for band in labelled for piece in band.labels)
    rows = []
    for band in bands:
        starts = band.labels[:1]
        whole = starts[0].line.text if starts else ""
        for above, below in pairwise(band.labels):
            if _begins_row(
                above.line, below.line, band, (width if close else 0.0, *room[1:]), whole
            ):
                starts.append(below)
                whole = ""
            whole = f"{whole} {below.line.text}"
        rows += _cut(band, starts)
    return rows


def _cut(band: Band, starts: Sequence[Piece]) -> list[Band]:
    """The rows of a band whose labels begin with `starts`."""
    if len(starts) < 2:
        return [band]
    tops = [piece.line.top - 0.4 * piece.line.size for piece in starts[1:]]
    rows: list[list[Piece]] = [[] for _ in starts]
    for piece in band.pieces:
        rows[sum(top <= piece.line.top for top in tops)].append(piece)
    return [Band(tuple(row)) for row in rows if row]


def _wraps(piece: Piece, band: Band, room: Sequence[float]) -> bool:
    """Whether a line of a value goes on with the line above it, which has no room for its word."""
    line = piece.line
    above = [
        other
        for other in band.pieces
        if other.first == piece.first and other.line.base < line.base - 0.4 * line.size
    ]
    if not above or line.begins_item:
        return False
    last = max(above, key=lambda other: other.line.base)
    wide = max(sum(room[last.first : last.last + 1]), line.x1 - line.x0)
    first = line.words[0]
    needed = last.line.x1 - last.line.x0 + first.x1 - first.x0 + 0.3 * line.size
    return line.top - last.line.bottom < 0.8 * line.size and needed > wide


def _begins_row(above: Line, below: Line, band: Band, room: Sequence[float], label: str) -> bool:
    """Whether a line of the first column is a label of its own, not the rest of the one above.

    `room` is how wide the lines of each column can be, 0 for labels whose rows stand apart;
    `label` is what the label above says so far.
    """
    width = room[0]
    values = [
        piece
        for piece in band.pieces
        if piece.first and abs(piece.line.base - below.base) < 0.4 * below.size
    ]
    if values and begins_label(label, below.text) and is_label(label):
        return True
    if not values or below.text[0].islower() or all(_wraps(piece, band, room) for piece in values):
        return False
    if below.top - above.bottom > 0.8 * below.size:
        return True
    if not width:
        return False
    first = below.words[0]
    if above.x1 - above.x0 + 0.3 * first.size + first.x1 - first.x0 < width:
        return True
    return begins_label(label, below.text)


def room_of(bands: Sequence[Band], stretch: Stretch) -> list[float]:
    """How wide a line can be in each column: as its widest, and most of what it has."""
    starts = [min(line.x0 for line in stretch.lines), *(g.x1 for g in stretch.gutters)]
    ends = [*starts[1:], max(stretch.x1, *(line.x1 for line in stretch.lines))]
    room = [FILLED * (end - start) for start, end in zip(starts, ends, strict=True)]
    for band in bands:
        for piece in band.pieces:
            if piece.first == piece.last:
                room[piece.first] = max(room[piece.first], piece.line.x1 - piece.line.x0)
    return room
