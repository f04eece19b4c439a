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
    from collections.abc import Callable, Sequence

    from citykg.loaders.dates import Day
    from citykg.loaders.durations import Duration
    from citykg.loaders.record.tree import Node
    from citykg.loaders.record.values import Entry, Values
    from citykg.plan import Stated

    _Said = Day | Duration

_ISO = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_DURATION = re.compile(r"P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?", re.ASCII)


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
    return _exact_or_said(values, node, "date", _ISO, dates.days_in)


def _duration(values: Values, node: Node) -> Stated[str] | None:
    return _exact_or_said(values, node, "duration", _DURATION, durations_in)


def _interval(values: Values, node: Node) -> Stated[str] | None:
    return _exact_or_said(values, node, "interval", EDTF, lambda _: ())


def _exact_or_said(
    values: Values,
    node: Node,
    name: str,
    exact: re.Pattern[str],
    said_in_words: Callable[[str], Sequence[_Said]],
) -> Stated[str] | None:
    """A value in its own notation, or the one that words say; what says several is not known."""
    leaf = values.leaf(name, node)
    if leaf is None:
        return None
    cell = values.cell(leaf.node)
    text = cell.text.strip()
    if not leaf.unknown and exact.fullmatch(text):
        return values.ledger.took(cell.stated(text, 0, len(cell.text)))
    said = () if leaf.unknown else said_in_words(cell.text)
    if len(said) != 1:
        return values.unknown(name, leaf)
    return values.ledger.took(cell.stated(said[0].iso, said[0].start, said[0].end))


def _in_words(values: Values, node: Node) -> dict[str, Stated[str]]:
    """What the words of a period say, by the same grammar as in any document."""
    leaf = values.leaf("period", node)
    if leaf is None:
        return {}
    cell = values.cell(leaf.node)
    if leaf.unknown:
        return {"start": values.unknown("period", leaf)}
    return said_in(values.ledger, cell, language=None)
