"""The period of a record: its start, end, duration and interval, or words that say them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders import dates
from citykg.loaders.durations import durations_in
from citykg.loaders.periods import said_in
from citykg.loaders.record.events import EDTF
from citykg.loaders.record.values import is_value
from citykg.plan import Period

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.loaders.record.tree import Node
    from citykg.loaders.record.values import Entry, Values
    from citykg.plan import Stated

_ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_DURATION = re.compile(r"P(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?", re.ASCII)


def period_of(values: Values, entries: dict[str, list[Entry]]) -> Period | None:
    """The period that a record states; None where it states none."""
    found: dict[str, Stated[str]] = {}
    parts: dict[str, list[Entry]] = {
        name: entries[name] for name in ("start", "end") if name in entries
    }
    for entry in entries.get("period", ()):
        node = entry.value
        if node.kind == "mapping" and not is_value(node):
            for name, more in values.entries(node, "period").items():
                parts.setdefault(name, []).extend(more)
        else:
            found = _in_words(values, node) | found
    readers: dict[str, Callable[[Values, Node], Stated[str] | None]] = {
        "start": _day,
        "end": _day,
        "duration": _duration,
        "interval": _interval,
    }
    for name, told in parts.items():
        stated = readers[name](values, told[0].value)
        for again in told[1:]:
            values.misplaced(name, again.value)
        if stated:
            found[name] = stated
    start, end = found.get("start"), found.get("end")
    if start and end and start.value and end.value and end.value < start.value[: len(end.value)]:
        values.ledger.problem(
            "period",
            f"the period ends ({end.value}) before it starts ({start.value})",
            start.start,
        )
    return Period(**found) if found else None


def _day(values: Values, node: Node) -> Stated[str] | None:
    leaf = values.leaf("date", node)
    if leaf is None:
        return None
    cell = values.cell(leaf.node)
    text = cell.text.strip()
    if _ISO.fullmatch(text) and not leaf.unknown:
        return values.ledger.took(cell.stated(text, 0, len(cell.text)))
    days = [] if leaf.unknown else dates.days_in(cell.text)
    if len(days) != 1:
        return values.unknown("date", leaf)
    return values.ledger.took(cell.stated(days[0].iso, days[0].start, days[0].end))


def _duration(values: Values, node: Node) -> Stated[str] | None:
    leaf = values.leaf("duration", node)
    if leaf is None:
        return None
    cell = values.cell(leaf.node)
    text = cell.text.strip()
    if len(text) > 1 and _DURATION.fullmatch(text) and not leaf.unknown:
        return values.ledger.took(cell.stated(text, 0, len(cell.text)))
    said = [] if leaf.unknown else durations_in(cell.text)
    if len(said) != 1:
        return values.unknown("duration", leaf)
    return values.ledger.took(cell.stated(said[0].iso, said[0].start, said[0].end))


def _interval(values: Values, node: Node) -> Stated[str] | None:
    leaf = values.leaf("interval", node)
    if leaf is None:
        return None
    cell = values.cell(leaf.node)
    text = cell.text.strip()
    if EDTF.fullmatch(text) and not leaf.unknown:
        return values.ledger.took(cell.stated(text, 0, len(cell.text)))
    return values.unknown("interval", leaf)


def _in_words(values: Values, node: Node) -> dict[str, Stated[str]]:
    """What the words of a period say, by the same grammar as in any document."""
    leaf = values.leaf("period", node)
    if leaf is None:
        return {}
    cell = values.cell(leaf.node)
    if leaf.unknown:
        return {"start": values.unknown("period", leaf)}
    return said_in(values.ledger, cell, language=None)
