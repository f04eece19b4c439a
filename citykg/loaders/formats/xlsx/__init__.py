"""Excel workbooks (.xlsx): the visible sheets as tab-separated values (RFC 4180 quotes).

A row of the sheet is a row of text; columns in which a sheet has nothing are left out, and an
empty line stands where rows are empty and between sheets.  A merged cell is written once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.formats.archive import Link, Package
from citykg.loaders.formats.extract import Extract, Note
from citykg.loaders.formats.xlsx.merges import settle_merges
from citykg.loaders.formats.xlsx.numbers import code_of
from citykg.loaders.formats.xlsx.sheet import S, Shared, Sheet, read_sheet, string_of
from citykg.loaders.markup import JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

MOST_CHARACTERS = 16_000_000
"""Of the text: cells may share one long string a hundred thousand times."""
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def text_of(data: bytes, path: str) -> Extract:
    """The text of a workbook; raises DataError if it cannot be read or shows nothing."""
    package = Package(data, path, ".xlsx")
    links = package.links_of(package.main)
    workbook = package.root(package.main)
    shared = _shared(package, links, workbook)
    lines: list[str] = []
    notes: list[Note] = []
    length = 0
    for name, hidden, part in _sheets(workbook, links):
        if hidden:
            notes.append(Note("hidden-sheet", f"the hidden sheet {name!r} was not read", length))
            continue
        if part not in package:
            raise DataError(f"{path}: is damaged (the sheet {name!r} is missing); save it again")
        sheet = read_sheet(package.elements(part), shared)
        settle_merges(sheet)
        notes.extend(Note(*note, length) for note in _unseen(name, sheet))
        for line in _lines(sheet, blank=bool(lines)):
            lines.append(line)
            length += len(line)
            if length > MOST_CHARACTERS:
                raise DataError(
                    f"{path}: holds more than {MOST_CHARACTERS:,} characters; "
                    "split it, or take the summary out of it"
                )
    if not lines:
        raise DataError(f"{path}: its visible sheets hold nothing; show the sheet with the plan")
    text = "".join(lines)
    return Extract(text, text.replace('""', '"' + JOINER), notes=tuple(notes))


def _shared(package: Package, links: dict[str, Link], workbook: Element) -> Shared:
    def part(kind: str) -> str | None:
        named = (link.target for link in links.values() if link.kind == kind and not link.external)
        return next((target for target in named if target in package), None)

    strings: list[str] = []
    name = part("sharedStrings")
    if name:
        for element in package.elements(name):
            if element.tag == f"{S}si":
                strings.append(string_of(element))
                element.clear()
    codes: list[str] = []
    name = part("styles")
    if name:
        styles = package.root(name)
        named = {
            int(code.get("numFmtId", "0")): code.get("formatCode", "")
            for code in styles.iterfind(f"{S}numFmts/{S}numFmt")
            if code.get("numFmtId", "").isdecimal()
        }
        for look in styles.iterfind(f"{S}cellXfs/{S}xf"):
            number = look.get("numFmtId", "0")
            codes.append(code_of(int(number) if number.isdecimal() else 0, named))
    kept = workbook.find(f"{S}workbookPr")
    from_1904 = kept is not None and kept.get("date1904") in ("1", "true")
    return Shared(strings, codes, from_1904)


def _sheets(workbook: Element, links: dict[str, Link]) -> Iterator[tuple[str, bool, str]]:
    """Of each worksheet its name, whether it is hidden, and its part; charts are none."""
    for sheet in workbook.iterfind(f"{S}sheets/{S}sheet"):
        link = links.get(sheet.get(_ID, ""))
        if link and link.kind == "worksheet" and not link.external:
            yield sheet.get("name", ""), sheet.get("state", "visible") != "visible", link.target


def _lines(sheet: Sheet, *, blank: bool) -> Iterator[str]:
    """The rows of a sheet as lines of tab-separated values; an empty one first if `blank`."""
    columns = sorted({column for cells in sheet.rows.values() for column in cells})
    at = {column: place for place, column in enumerate(columns)}
    last = None
    for row in sorted(sheet.rows):
        cells = sheet.rows[row]
        if cells and ((last is None and blank) or (last is not None and row > last + 1)):
            yield "\n"
        last = row if cells or last is not None else None
        if not cells:
            continue
        line: list[str] = []
        for column in sorted(cells):
            line.extend([""] * (at[column] - len(line)))
            line.append(_quoted(cells[column]))
        yield "\t".join(line) + "\n"


def _quoted(text: str) -> str:
    if "\n" in text or "\t" in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def _unseen(name: str, sheet: Sheet) -> Iterator[tuple[str, str]]:
    """What a person should know of a sheet: a code, and a message."""
    if sheet.hidden_rows:
        rows = _some([str(row) for row in sheet.hidden_rows])
        yield "hidden-rows", f"hidden rows of the sheet {name!r} were not read: {rows}"
    if sheet.hidden_columns:
        count = len(sheet.hidden_columns)
        yield "hidden-columns", f"hidden columns of the sheet {name!r} were not read: {count}"
    if sheet.errors:
        cells = _some(sheet.errors)
        yield "cell-error", f"cells of the sheet {name!r} hold an error and no value: {cells}"
    if sheet.uncomputed:
        cells = _some(sheet.uncomputed)
        message = f"formulas of the sheet {name!r} have no value: {cells}"
        yield "no-value", f"{message}; save the file again in a spreadsheet program"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
