"""Rows whose labels stand above them, and what a label is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.loaders.labels import label_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.formats.extract import Part

    Row = tuple[tuple[Part, ...], ...]
    """The cells of a row, each its parts; a row of one cell is a heading across the table."""

_LONGEST_CONNECTIVE = 3
"""Letters: a label does not end with `of`, `and`, `der` or `las`."""


def is_label(text: str) -> bool:
    """Whether a text names a field for certain."""
    label = label_of(text)
    return label is not None and label.certain


def begins_label(before: str, below: str) -> bool:
    """Whether a line below a label is a label of its own, not the rest of the one above.

    >>> begins_label("Main objectives of cooperation", "Expected results")
    True
    >>> begins_label("Key Challenges of the", "Cooperation Theme")
    False
    """
    last = before.rpartition(" ")[2]
    if (last.islower() and len(last) <= _LONGEST_CONNECTIVE) or before.count("(") > before.count(
        ")"
    ):
        return False
    return is_label(below) and label_of(before) is not None


def with_labels(rows: Sequence[Row]) -> list[Row]:
    """The rows of a table; where labels stand alone above their values, the two made one row.

    Only a table without a column of labels is one of these.
    """
    alone = [len(row) == 1 or not any(row[1:]) for row in rows]
    if any(is_label(_text(row)) for row, lone in zip(rows, alone, strict=True) if not lone):
        return list(rows)
    joined: list[Row] = []
    waits = False
    for row, lone in zip(rows, alone, strict=True):
        if waits and not lone and row[0]:
            joined[-1] = (joined[-1][0], *row)
        else:
            joined.append(row)
        waits = lone and is_label(_text(row))
    return joined


def _text(row: Row) -> str:
    return " ".join(part.text for part in row[0])
