"""One sheet of a workbook: its cells as text, where something stands, and what is hidden.

A sheet is read row by row and held sparse, so that one value in its last corner costs nothing.
The elements are those of ECMA-376, part 1, section 18.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.formats.signs import INVISIBLE, raised
from citykg.loaders.formats.xlsx.numbers import date_of_text, text_of_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON = ("1", "true")


class Merge(NamedTuple):
    """A block of merged cells; rows and columns count from 1, all ends included."""

    top: int
    left: int
    bottom: int
    right: int


class Shared(NamedTuple):
    """What the sheets of a workbook share."""

    strings: Sequence[str]
    codes: Sequence[str]
    """The number format of each cell style."""
    from_1904: bool = False


@dataclass
class Sheet:
    """The visible cells of a sheet, by row and column."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    """Those of them that hold something."""
    hidden_columns: set[int] = field(default_factory=set)
    """Those of them that hold something."""
    errors: list[str] = field(default_factory=list)
    """The cells that hold an error (`#N/A`)."""
    uncomputed: list[str] = field(default_factory=list)
    """The cells whose formula was never computed."""


def read_sheet(elements: Iterable[Element], shared: Shared) -> Sheet:
    """A sheet from its elements, in the order in which they end."""
    sheet = Sheet()
    hidden: list[tuple[int, int]] = []
    at = 0
    for element in elements:
        tag = element.tag
        if tag == f"{S}row":
            at = _number(element.get("r")) or at + 1
            _read_row(element, at, hidden, shared, sheet)
            element.clear()
        elif tag == f"{S}sheetData":
            element.clear()
        elif tag == f"{S}col" and element.get("hidden") in _ON:
            hidden.append((_number(element.get("min")), _number(element.get("max"))))
        elif tag == f"{S}mergeCell":
            first, _, last = element.get("ref", "").partition(":")
            a, b = _place(first), _place(last or first)
            if a and b:
                sheet.merges.append(Merge(*a, *b))
    return sheet


def _read_row(
    row: Element, at: int, hidden: list[tuple[int, int]], shared: Shared, sheet: Sheet
) -> None:
    unseen = row.get("hidden") in _ON
    cells: dict[int, str] = {}
    column = 0
    for cell in row:
        if cell.tag != f"{S}c":
            continue
        place = _place(cell.get("r", ""))
        column = place[1] if place else column + 1
        text = _text(cell, shared, sheet, cell.get("r") or f"row {at}")
        if not text.strip():
            continue
        if hidden and any(first <= column <= last for first, last in hidden):
            sheet.hidden_columns.add(column)
        else:
            cells[column] = text
    if cells and unseen:
        sheet.hidden_rows.append(at)
    elif cells:
        sheet.rows[at] = cells


def _text(cell: Element, shared: Shared, sheet: Sheet, name: str) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inline = cell.find(f"{S}is")
        return "" if inline is None else string_of(inline)
    value = cell.findtext(f"{S}v") or ""
    if not value and kind != "str" and cell.find(f"{S}f") is not None:
        sheet.uncomputed.append(name)
    if kind == "s":
        index = _number(value, -1)
        return shared.strings[index] if 0 <= index < len(shared.strings) else ""
    if kind == "e":
        sheet.errors.append(name)
        return ""
    return _value(cell, kind, value, shared)


def _value(cell: Element, kind: str, value: str, shared: Shared) -> str:
    if kind == "b":
        return {"1": "TRUE", "0": "FALSE"}.get(value, value)
    if kind == "str" or not value:
        return plain(value)
    style = _number(cell.get("s"))
    code = shared.codes[style] if style < len(shared.codes) else "General"
    if kind == "d":
        return date_of_text(value, code)
    try:
        return text_of_number(float(value), code, from_1904=shared.from_1904)
    except ValueError:
        return value


def string_of(node: Element) -> str:
    """The text of a string, be it in runs; how East Asian words are spoken is left out."""
    text = node.findtext(f"{S}t") or ""
    for run in node.findall(f"{S}r"):
        piece = run.findtext(f"{S}t") or ""
        align = run.find(f"{S}rPr/{S}vertAlign")
        if align is not None and align.get("val") == "superscript":
            # A raised figure is no part of the number that it stands behind.
            piece = raised(piece, text)[0]
        text += piece
    return plain(text)


def plain(text: str) -> str:
    """Text as a cell shows it: line feeds for line ends, no escapes, no invisible signs."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: _unescaped(int(match[1], 16), match[0]), text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else text.translate(INVISIBLE)


def _unescaped(code: int, escape: str) -> str:
    if code in (9, 10, 13) or (code >= 32 and not 0xD800 <= code < 0xE000):
        return chr(code)
    return "" if code < 32 else escape


def _place(reference: str) -> tuple[int, int] | None:
    """The row and column of a reference such as `B7`; None if there is no such cell."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (row, column) if 0 < row <= LAST_ROW and column <= LAST_COLUMN else None


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise
