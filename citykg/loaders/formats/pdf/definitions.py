"""Labels above values that are indented below them, as browsers set lists of definitions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.formats.pdf.labels import is_label
from citykg.loaders.formats.pdf.lines import parts_of
from citykg.loaders.formats.pdf.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.formats.pdf.hyphens import Hyphens
    from citykg.loaders.formats.pdf.lines import Line

_LEAST_INDENT = 1.5
"""Sizes: less is no indentation of a value."""
_MOST_GAP = 0.5
"""Sizes: what stands between a label and its value at most."""
_ALIGNED = 2.0
_LEAST_LABELS = 2


def definitions_of(lines: Sequence[Line]) -> list[tuple[Sequence[Line], bool]]:
    """The lines in runs, and whether each is a list of definitions: labels, values below them."""
    labels = [at for at in range(len(lines) - 1) if _defines(lines[at], lines[at + 1])]
    runs: list[tuple[Sequence[Line], bool]] = []
    done = 0
    while labels:
        start = labels[0]
        end = start
        count = 0
        while labels and labels[0] == end and _aligned(lines[start], lines[labels[0]]):
            count += 1
            end = _value_ends(lines, labels.pop(0))
        if count >= _LEAST_LABELS:
            runs += [(lines[done:start], False)] if start > done else []
            runs.append((lines[start:end], True))
            done = end
        elif not count:
            labels.pop(0)
    if done < len(lines):
        runs.append((lines[done:], False))
    return runs


def defined_table(lines: Sequence[Line], hyphens: Hyphens) -> Table:
    """A list of definitions as rows of a label and its value."""
    x0 = lines[0].x0
    starts = [at for at, line in enumerate(lines) if _aligned(lines[0], line)]
    width = max(line.x1 for line in lines)
    rows = []
    for start, end in pairwise([*starts, len(lines)]):
        value = lines[start + 1 : end]
        room = width - min((line.x0 for line in value), default=x0)
        label = tuple(parts_of(lines[start : start + 1], hyphens))
        rows.append((label, tuple(parts_of(value, hyphens, room))))
    return Table(tuple(rows), (x0,))


def _defines(label: Line, value: Line) -> bool:
    near = value.top - label.bottom <= _MOST_GAP * value.size
    indented = value.x0 - label.x0 >= _LEAST_INDENT * value.size
    return near and indented and not value.begins_item and is_label(label.text.rstrip(": "))


def _aligned(one: Line, other: Line) -> bool:
    return abs(one.x0 - other.x0) < _ALIGNED


def _value_ends(lines: Sequence[Line], label: int) -> int:
    """Where the value of a label ends: before what is not indented, or stands apart."""
    end = label + 1
    while (
        end < len(lines)
        and lines[end].x0 - lines[label].x0 >= _LEAST_INDENT * lines[end].size
        and (end == label + 1 or lines[end].top - lines[end - 1].bottom <= lines[end].size)
    ):
        end += 1
    return end
