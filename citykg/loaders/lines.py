"""The lines of a document, and the cells that signs cut them into."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.markup import PARAGRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.loaders.document import Document

Span = tuple[int, int]

_INDENT = 3
"""Blanks before a table of Markdown, at most."""
_TAB = re.compile(r"\t")
_PIPE = re.compile(r"\|")
_PARAGRAPH = re.compile(PARAGRAPH)
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028]")


def lines_of(masked: str) -> Iterator[Span]:
    """The lines; a block of mark-up ends one too, but inside a row it is part of a cell."""
    start = 0
    for mark in (*_LINE_END.finditer(masked), None):
        end = mark.start() if mark else len(masked)
        if "\t" in masked[start:end] or masked.count("|", start, end) > 1:
            yield start, end
        else:
            yield from split_at(_PARAGRAPH, masked[start:end], start)
        start = mark.end() if mark else end


def is_signed(line: str) -> bool:
    """Whether tabs or pipes cut a line into cells."""
    pipes = line.count("|")
    return "\t" in line or pipes > 1 or (pipes == 1 and line.strip()[:1] != "|")


def signed_cells(document: Document, start: int, end: int) -> list[Span]:
    """The cells of a line cut by tabs or pipes, or none; one that is empty keeps its place."""
    line = document.masked[start:end]
    if "\t" in line:
        cells = [trimmed(document.masked, a, b) for a, b in split_at(_TAB, line, start)]
        # The tab that stands for a <td> begins a cell, one of the file ends it.
        leading = cells[0][0] == cells[0][1]
        # (The reader of whole pages writes tabs between cells only.)
        page = document.media_type == "text/html"
        tag = not page and document.text[start + line.index("\t")] == "<"
        return cells[1:] if leading and tag and len(cells) > 1 else cells
    if is_signed(line):
        cells = [trimmed(document.masked, a, b) for a, b in split_at(_PIPE, line, start)]
        closed = line.rstrip().endswith("|")
        blank = len(line) - len(line.lstrip())
        # A first pipe is a border; behind a column of blanks it ends a cell that is empty.
        if line[blank : blank + 1] == "|" and (closed or blank <= _INDENT):
            cells = cells[1:]
        return cells[:-1] if closed else cells
    return []


def split_at(border: re.Pattern[str], line: str, start: int) -> list[Span]:
    """The parts of a line, which begins at `start`, between borders."""
    spans = []
    begin = 0
    for match in border.finditer(line):
        spans.append((start + begin, start + match.start()))
        begin = match.end()
    spans.append((start + begin, start + len(line)))
    return spans


def trimmed(masked: str, start: int, end: int) -> Span:
    """The span without the blanks at its ends."""
    run = masked[start:end]
    start = end - len(run.lstrip())
    return start, max(start, end - len(run) + len(run.rstrip()))


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found
