"""What merged cells say in a table of cooperations, where each row must speak for itself.

A header over two rows is brought into the lower one.  A value merged downwards holds for each of
its rows; but where most of a cooperation is merged over several rows, they are one row, with a
party on each line.  In a plan summary merged cells stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders.fields import PARTY_FIELDS
from citykg.loaders.labels import label_of

if TYPE_CHECKING:
    from citykg.loaders.formats.xlsx.sheet import Merge, Sheet
    from citykg.loaders.labels import Label

_MIN_LABELS = 3
_HEADER_WITHIN = 30
"""A header stands among the first rows that hold something."""
_MOST_MERGED_ROWS = 10_000


def settle_merges(sheet: Sheet) -> None:
    """Write each value of a table of cooperations into the rows for which it holds."""
    down = [merge for merge in sheet.merges if merge.bottom > merge.top and _value(sheet, merge)]
    header = _header(sheet, down) if sheet.merges else None
    if header is None:
        return
    for merge in down:
        if merge.top < header <= merge.bottom:
            cells = sheet.rows[merge.top]
            sheet.rows.setdefault(header, {})[merge.left] = cells.pop(merge.left)
    _name_by_group(sheet, header)
    below = [merge for merge in down if merge.top > header]
    _settle_rows(sheet, header, [m for m in below if m.bottom - m.top < _MOST_MERGED_ROWS])


def _settle_rows(sheet: Sheet, header: int, down: list[Merge]) -> None:
    labels = {column: _label(text) for column, text in sheet.rows[header].items()}
    cities = {column for column, label in labels.items() if label and "city" in label.fields}
    shared = [column for column, label in labels.items() if not _is_party(label)]
    blocks: dict[tuple[int, int], set[int]] = {}
    for merge in down:
        blocks.setdefault((merge.top, merge.bottom), set()).add(merge.left)
    for (top, bottom), merged in sorted(blocks.items()):
        if len(merged) * 2 >= len(shared) and len(merged) > 1 and not merged & cities:
            _join(sheet, top, bottom, [column for column in labels if column not in merged])
            continue
        for row in range(top + 1, bottom + 1):
            if sheet.rows.get(row):
                sheet.rows[row].update({column: sheet.rows[top][column] for column in merged})


def _value(sheet: Sheet, merge: Merge) -> str:
    return sheet.rows.get(merge.top, {}).get(merge.left, "")


def _header(sheet: Sheet, down: list[Merge]) -> int | None:
    """The row that names the columns, if the sheet is a table of cooperations."""
    best, most = None, _MIN_LABELS - 1
    for row in sorted(sheet.rows)[:_HEADER_WITHIN]:
        named = dict(sheet.rows[row])
        named.update({m.left: _value(sheet, m) for m in down if m.top < row <= m.bottom})
        groups = _groups(sheet, row)
        texts = [groups.get(column, "") + text for column, text in named.items()]
        labels = [label for text in texts if (label := _label(text))]
        if len(labels) > most and any("city" in label.fields for label in labels):
            best, most = row, len(labels)
    return best


def _groups(sheet: Sheet, row: int) -> dict[int, str]:
    """What stands over a column that does not name itself: "City 1" over "Name"."""
    return {
        column: _value(sheet, merge) + " "
        for merge in sheet.merges
        if merge.bottom == row - 1 and merge.right > merge.left and _value(sheet, merge)
        for column in range(merge.left, merge.right + 1)
        if (name := sheet.rows[row].get(column)) and _label(name) is None
    }


def _name_by_group(sheet: Sheet, header: int) -> None:
    groups = _groups(sheet, header)
    for column, group in groups.items():
        sheet.rows[header][column] = group + sheet.rows[header][column]
    for merge in sheet.merges:
        if merge.bottom == header - 1 and any(merge.left <= c <= merge.right for c in groups):
            sheet.rows[merge.top].pop(merge.left, None)


def _join(sheet: Sheet, top: int, bottom: int, columns: list[int]) -> None:
    """Make rows one, whose cells hold the values of all, one a line."""
    rows = [sheet.rows.get(row, {}) for row in range(top, bottom + 1)]
    for column in columns:
        values = [" ".join(row.get(column, "").split()) for row in rows]
        if any(values):
            sheet.rows[top][column] = "\n".join(values).rstrip("\n")
    for row in range(top + 1, bottom + 1):
        sheet.rows[row] = {}


def _label(text: str) -> Label | None:
    label = label_of(text)
    return label if label and label.certain and not label.alone else None


def _is_party(label: Label | None) -> bool:
    return label is not None and bool(PARTY_FIELDS.intersection(label.fields))
