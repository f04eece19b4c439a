"""The table of cooperations: one cooperation a row, columns named as plan summaries name rows.

Several values in one cell are separated by `;`, `|` or a new line; the n-th country belongs to
the n-th city.  Offsets are those of the file, so the rows are cut here and not by `csv`, which
forgets where it was.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.fields import Block, Fields
from citykg.loaders.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.document import Document

MAX_CELL = 100_000
_Span = tuple[int, int]


def table_fields(document: Document) -> Iterator[Fields]:
    """The fields of each row; raises DataError if the first row names too few columns."""
    separator = _separator(document)
    rows = _rows(document, separator)
    header = next(rows, [])
    labels = [label_of(document.text[a:b].lstrip("\ufeff")) for a, b in header]
    named = {name for label in labels if label for name in label.fields}
    if "city" not in named or len(named) < 2:
        raise DataError(
            f"{document.path}:1: is not a table of cooperations that we know: its first row must "
            "name a column of cities and others such as country, programme, themes"
        )
    languages = [language for label in labels if label for language in label.languages]
    language = max(sorted(set(languages)), key=lambda tag: (languages.count(tag), tag == "en"))
    for cells in rows:
        if all(a == b for a, b in cells):
            continue
        line = document.line_of(cells[0][0])
        if len(cells) > len(header):
            raise DataError(
                f"{document.path}:{line}: the row has {len(cells)} cells and the header "
                f"{len(header)}; put a cell that holds a separator in double quotes"
            )
        blocks = []
        for cell, label, head in zip(cells, labels, header, strict=False):
            if cell[0] == cell[1]:
                continue
            block = Block(label.fields if label else (), head)
            for column, value in enumerate(_values(document.text, *cell)):
                block.add(column, value)
            blocks.append(block)
        yield Fields(document, "table-row", language, tuple(blocks), row=line)


def _values(text: str, start: int, end: int) -> list[_Span]:
    """The values of a cell, cut at its strongest separator; one left blank keeps its place."""
    cell = text[start:end]
    for sign in "\n|;":
        # "meetings (May 2021; June 2022)" is one value.
        borders = list(re.finditer(rf"{re.escape(sign)}(?![^()]*\))", cell))
        if borders and sign in cell.strip("\r\n "):
            starts = [start, *(start + border.end() for border in borders)]
            ends = [*(start + border.start() for border in borders), end]
            return list(zip(starts, ends, strict=True))
    return [(start, end)]


def _separator(document: Document) -> str:
    """The sign that cuts the first line into the most cells."""
    text = document.text
    end = text.find("\n")
    first = text[: end if end >= 0 else len(text)]
    unquoted = re.sub(r'"[^"]*"', "", first)
    if document.media_type == "text/tab-separated-values":
        return "\t"
    return max(",;\t", key=unquoted.count)


def _rows(document: Document, separator: str) -> Iterator[list[_Span]]:
    """The cells of each row (RFC 4180) as spans, without the quotes around them."""
    text = document.text
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    at, row = 0, []
    while at < len(text):
        if text[at] == '"':
            end = _closing_quote(document, at)
            row.append((at + 1, end))
            at = end + 1
        else:
            match = plain.match(text, at)
            end = match.end() if match else at
            row.append((at, end))
            at = end
        if at < len(text) and text[at] == separator:
            at += 1
            if at == len(text) or text[at] in "\r\n":
                row.append((at, at))
            else:
                continue
        elif at < len(text) and text[at] not in "\r\n":
            line = document.line_of(at)
            raise DataError(
                f"{document.path}:{line}: a cell goes on after its closing quote; "
                'write a quote inside a cell as ""'
            )
        yield row
        row = []
        while at < len(text) and text[at] in "\r\n":
            at += 1


def _closing_quote(document: Document, start: int) -> int:
    text = document.text
    at = start + 1
    while True:
        at = text.find('"', at)
        if at < 0 or at - start > MAX_CELL:
            line = document.line_of(start)
            raise DataError(f"{document.path}:{line}: the quote that opens a cell is not closed")
        if text.startswith('""', at):
            at += 2
            continue
        return at
