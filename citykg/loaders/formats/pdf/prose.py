"""Columns of prose, which are read one after the other, told from the columns of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.lines import Line

if TYPE_CHECKING:
    from citykg.loaders.formats.pdf.columns import Stretch
    from citykg.loaders.formats.pdf.words import Word

_WORDS_IN_LINE = 4.0
_LEAST_WIDTH = 0.3
_LEAST_LINES = 5
_LEAST_FULL = 0.5
_LEAST_TWINS = 2


def is_prose(stretch: Stretch) -> bool:
    """Whether the columns of a stretch are read one by one: prose, or each with labels."""
    lines = stretch.lines
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    columns = [[line for line in column if line] for column in _split(stretch)]
    if _twins(columns) >= _LEAST_TWINS:
        return True
    edges = [x0, *(gutter.at for gutter in stretch.gutters), x1]
    for column, start, end in zip(columns, edges, edges[1:], strict=False):
        if len(column) < _LEAST_LINES:
            return False
        if end - start < _LEAST_WIDTH * (x1 - x0) * 2 / len(columns):
            return False
        if sum(map(len, column)) / len(column) < _WORDS_IN_LINE:
            return False
        widest = max(words[-1].x1 - words[0].x0 for words in column)
        full = sum(words[-1].x1 - words[0].x0 > 0.8 * widest for words in column)
        if full < _LEAST_FULL * len(column):
            return False
    return True


def prose_columns(stretch: Stretch) -> list[list[Line]]:
    """The lines of each column, left to right; one across all parts those above and below."""
    blocks: list[list[Line]] = []
    columns: list[list[Line]] = [[] for _ in range(len(stretch.gutters) + 1)]
    for line, parts in zip(stretch.lines, zip(*_split(stretch), strict=True), strict=True):
        if _crosses(line, stretch):
            blocks += [column for column in columns if column]
            blocks.append([line])
            columns = [[] for _ in columns]
            continue
        for column, words in zip(columns, parts, strict=True):
            if words:
                column.append(Line(tuple(words)))
    return blocks + [column for column in columns if column]


def _crosses(line: Line, stretch: Stretch) -> bool:
    gaps = list(zip(line.words, line.words[1:], strict=False))
    return any(
        line.x0 < gutter.at < line.x1
        and not any(before.x1 - 1 <= gutter.at <= after.x0 + 1 for before, after in gaps)
        for gutter in stretch.gutters
    )


def _split(stretch: Stretch) -> list[list[list[Word]]]:
    """The words of each line, column by column."""
    columns: list[list[list[Word]]] = [[] for _ in range(len(stretch.gutters) + 1)]
    for line in stretch.lines:
        for column in columns:
            column.append([])
        for word in line.words:
            place = sum(gutter.at < word.middle for gutter in stretch.gutters)
            columns[place][-1].append(word)
    return columns


def _twins(columns: list[list[list[Word]]]) -> int:
    """How many labels with a colon the first two columns share: blocks that stand side by side."""
    labels = []
    for column in columns[:2]:
        texts = (" ".join(word.text for word in words) for words in column)
        labels.append({text.partition(":")[0].casefold() for text in texts if ":" in text[:40]})
    return len(labels[0] & labels[1])
