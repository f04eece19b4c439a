"""Tables of cooperations: one cooperation a row, columns named as plan summaries name rows.

A file of comma- or tab-separated values is one, and so may be a table on a page.  Several values
in one cell are separated by `;`, `|` or a new line; the n-th country belongs to the n-th city.
Offsets are those of the file, so the rows are cut here and not by `csv`, which forgets where it
was.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from citykg.errors import DataError
from citykg.loaders.fields import Block, Fields
from citykg.loaders.labels import Label, head_label_of
from citykg.loaders.lines import Span, is_signed, lines_of, signed_cells
from citykg.loaders.markup import PARAGRAPH, clean
from citykg.loaders.sentences import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.loaders.document import Document

MAX_CELL = 100_000
_HEADER_ROWS = 12
"""A header stands below a title and a note or two, if not in the first row."""
_SUMMARY_ROWS = 40
_COLUMNS = 3
"""A table on a page that lists cooperations has no fewer."""


class _Table(NamedTuple):
    """A header, and the rows below it."""

    header: list[Span]
    labels: list[Label | None]
    rows: list[list[Span]]


def table_fields(document: Document) -> list[Fields]:
    """The fields of each row, or none if the document holds no table of cooperations."""
    beside: list[Span] = []
    if document.shape == "table":
        tables = _sheet(document, beside)
    else:
        tables = _tables_on_page(document)
        inside = [(table.header[0][0], _last(table)[1]) for table in tables]
        beside = _outside(len(document.text), inside)
    found = [fields for table in tables for fields in _plans(document, table)]
    if found:
        found[0].beside.extend(beside)
    return found


def _plans(document: Document, table: _Table) -> Iterator[Fields]:
    languages = [tag for label in table.labels if label for tag in label.languages]
    language = max(sorted(set(languages)), key=lambda tag: (languages.count(tag), tag == "en"))
    for cells in table.rows:
        if all(a == b for a, b in cells):
            continue
        line = document.line_of(cells[0][0])
        if len(cells) > len(table.header):
            raise DataError(
                f"{document.path}:{line}: the row has {len(cells)} cells and the header "
                f"{len(table.header)}; put a cell that holds a separator in double quotes"
            )
        blocks = []
        for cell, label, head in zip(cells, table.labels, table.header, strict=False):
            if cell[0] == cell[1]:
                continue
            block = Block(label.fields if label else (), head)
            for column, value in enumerate(_values(document.masked, *cell)):
                block.add(column, value)
            blocks.append(block)
        yield Fields(document, language, tuple(blocks), row=line)


def _sheet(document: Document, beside_cells: list[Span]) -> list[_Table]:
    """The table that a file is, where one of its first rows names parties and something else.

    The cells of the rows above that, and of those below that are no plans, go into `beside_cells`.
    """
    beside: list[list[Span]] = []
    first = list(islice(rows_of(document), _SUMMARY_ROWS))
    # A summary in a sheet names its fields one below another.
    below = first[1:]
    down = len(_fields(_labels(document, [cells[0] for cells in first])))
    rows = rows_of(document)
    for number, cells in enumerate(rows):
        if number == _HEADER_ROWS:
            break
        labels = [
            None if _names_city(label) and _counts(document, below, column) else label
            for column, label in enumerate(_labels(document, cells))
        ]
        named = _fields(labels)
        filled = sum(a < b for a, b in cells)
        # Below the first row stand titles, and the labels of a summary in a sheet.
        enough = (
            len(named) > 1
            and len(named) >= down
            and (number == 0 or 2 * sum(map(bool, labels)) >= filled)
        )
        party = _party_field(labels)
        if party and enough:
            table = _Table(cells, labels, [])
            for row in rows:
                # A row that names no party is a note below the table, or a table of its own.
                is_plan = _has_party(table, row, party) and not _is_note(document, row)
                (table.rows if is_plan else beside).append(row)
            beside_cells.extend(cell for row in beside for cell in row)
            return [table]
        beside_cells.extend(cells)
    return []


def _names_city(label: Label | None) -> bool:
    return label is not None and label.fields == ("city",)


def _counts(document: Document, rows: Sequence[Sequence[Span]], column: int) -> bool:
    """Whether a column only counts its rows: `R-04`, `7`."""
    values = [clean(document.masked[slice(*row[column])]) for row in rows if column < len(row)]
    values = [value for value in values if value]
    return bool(values) and all(_CODE.fullmatch(value) for value in values)


def _party_field(labels: Sequence[Label | None]) -> str | None:
    """The field of the parties: cities, or regions where two columns or more are of them."""
    fields = [name for label in labels if label for name in label.fields]
    if "city" in fields:
        return "city"
    return "region" if fields.count("region") > 1 else None


def _has_party(table: _Table, row: Sequence[Span], party: str) -> bool:
    """Whether a row fills a column of parties, or has none that could be left blank."""
    return any(
        start < end
        for (start, end), label in zip(row, table.labels, strict=False)
        if label and party in label.fields
    )


def _is_note(document: Document, row: Sequence[Span]) -> bool:
    """Whether a row has one cell alone, and in it more than one sentence: no city is called so."""
    filled = [cell for cell in row if cell[0] < cell[1]]
    return len(filled) == 1 and len(sentences_of(document.masked, *filled[0])) > 1


def _tables_on_page(document: Document) -> list[_Table]:
    """The tables of a page whose header names cities and more, and whose rows name parties."""
    found = []
    for first, *lines in _runs(document):
        header = signed_cells(document, *first)
        if len(header) < _COLUMNS or not lines:
            continue
        labels = _labels(document, header)
        if not all(labels):
            continue
        fields = [name for label in labels if label for name in label.fields]
        if "city" not in fields or len(set(fields)) < _COLUMNS - fields.count("city") + 1:
            continue
        rows = [signed_cells(document, *line) for line in lines]
        table = _Table(header, labels, [row for row in rows if len(row) <= len(header)])
        if all(len(_parties(document, table, row)) > 1 for row in table.rows):
            found.append(table)
    return found


def _runs(document: Document) -> Iterator[list[Span]]:
    """The lines with signs that follow each other."""
    masked = document.masked
    if "\t" not in masked and "|" not in masked:
        return
    run: list[Span] = []
    for start, end in lines_of(masked):
        if _RULE.fullmatch(masked, start, end) and document.text[start:end].strip():
            continue  # what a page draws below a header
        if is_signed(masked[start:end]):
            run.append((start, end))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _parties(document: Document, table: _Table, row: Sequence[Span]) -> list[Span]:
    """The names in the cells of cities of a row."""
    from citykg.loaders.places import names_in

    return [
        (name.start, name.end)
        for (start, end), label in zip(row, table.labels, strict=False)
        if label and "city" in label.fields
        for a, b in _values(document.masked, start, end)
        for name in names_in(document.masked[a:b], many=True)
    ]


def _labels(document: Document, cells: Sequence[Span]) -> list[Label | None]:
    words = [document.masked[a:b].lstrip("\ufeff") for a, b in cells]
    labels = [head_label_of(word) for word in words]
    return _from_to(words, labels) if None in labels else labels


def _from_to(words: Sequence[str], labels: list[Label | None]) -> list[Label | None]:
    """The labels, with a pair of columns such as From and To as the start and the end."""
    from citykg.loaders.record.keys import key_of

    if any(label and {"start", "end", "period"}.intersection(label.fields) for label in labels):
        return labels
    keys = [
        None if label else key_of(word, "period") for word, label in zip(words, labels, strict=True)
    ]
    told = [key.fields for key in keys if key]
    if sorted(told) != [("end",), ("start",)]:
        return labels
    return [
        Label(key.fields, key.languages, certain=True) if key else label
        for key, label in zip(keys, labels, strict=True)
    ]


def _fields(labels: Sequence[Label | None]) -> set[str]:
    return {name for label in labels if label for name in label.fields}


def _last(table: _Table) -> Span:
    """The last cell of a table."""
    return (table.rows or [table.header])[-1][-1]


def _outside(length: int, inside: Sequence[Span]) -> list[Span]:
    """What of a document stands before, between and behind its tables."""
    starts = [0, *(end for _, end in inside)]
    ends = [*(start for start, _ in inside), length]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


_CODE = re.compile(r"[A-Z]{1,4}[-–. ]?\d{1,4}")
_RULE = re.compile(r"[\s|:+=_\-–—\u2060]*")


def _values(text: str, start: int, end: int) -> list[Span]:
    """The values of a cell, cut at its strongest separator; one left blank keeps its place."""
    cell = text[start:end]
    for sign in ("\n", PARAGRAPH, "|", ";"):
        # "meetings (May 2021; June 2022)" is one value.
        borders = list(re.finditer(rf"{re.escape(sign)}(?![^()]*\))", cell))
        if borders and sign in cell.strip(f"\r\n {PARAGRAPH}"):
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
    if document.extracted or document.media_type == "text/tab-separated-values":
        return "\t"  # a workbook's text is written so
    return max(",;\t", key=unquoted.count)


def rows_of(document: Document) -> Iterator[list[Span]]:
    """The cells of each row (RFC 4180) as spans, without the quotes around them."""
    text, separator = document.text, _separator(document)
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
