"""When a cooperation runs: start, end, duration and the whole as an EDTF interval (level 1).

An end that goes on is open (`2019/..`), one that is not stated is unknown (`2018-05/`), and so is
a start (`/2023-09`): https://www.loc.gov/standards/datetime/.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from citykg.loaders.date_forms import DASH
from citykg.loaders.dates import Day, days_in, is_run, joined
from citykg.loaders.durations import Duration, durations_in
from citykg.loaders.late import Late
from citykg.loaders.mentions import NOTHING
from citykg.loaders.portraits import telling_cells
from citykg.loaders.running import in_force, running_in
from citykg.loaders.times import same_length, times
from citykg.plan import Period

if TYPE_CHECKING:
    from citykg.loaders.cell import Cell
    from citykg.loaders.ledger import Ledger
    from citykg.loaders.running import Running
    from citykg.plan import Stated

_ASIDE = re.compile(r"\([^()]*\)")
_WINDOW = 60


@dataclass(frozen=True)
class Span:
    """A period at `[at[0], at[1])` of a text; what is not stated is None."""

    start: Day | None
    end: Day | None
    duration: Duration | None = None
    interval: str | None = None
    """In EDTF; None where only a duration is stated, or a date can be read in two ways."""
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Words:
    begins: Late
    goes_on_since: Late
    ends: Late
    then_ends: Late
    goes_on: Late
    alone: Late
    filler: Late


@functools.cache
def _words(language: str | None) -> _Words:
    words = times(language)
    of = rf"(?:\s*(?:{words.any_of('of', 'early')}))*\s*"
    on = words.any_of("present")
    to = rf"(?:{DASH}|/|{words.any_of('to', 'until')})"
    return _Words(
        begins=Late(rf"(?<!\w){words.any_of('from')}\s*:?{of}$"),
        goes_on_since=Late(rf"(?<!\w){words.any_of('since')}\s*:?{of}$"),
        ends=Late(rf"(?<!\w){words.any_of('until')}\s*:?{of}$"),
        then_ends=Late(rf"[\s;,.]*{words.any_of('until')}\s*:?{of}"),
        goes_on=Late(rf"\s*(?:,?\s*{to}?\s*\(?(?:{words.any_of('of')}\s*)*{on}|{DASH}\s*$)"),
        alone=Late(rf"(?:[\s:.,()]|{words.any_of('near', 'about', 'of', 'early')})*+"),
        filler=Late(
            rf"(?:[^\w()]|\(|\)|{words.any_of('about', 'from', 'until', 'near', 'of', 'since')})*+"
        ),
    )


def period_in(text: str, language: str | None = None) -> Span | None:
    """The period that a cell states, or None if it states none that we understand.

    >>> span = period_in("November 2017- November 2019")
    >>> span.start.iso, span.end.iso, span.interval
    ('2017-11', '2019-11', '2017-11/2019-11')
    >>> period_in("18 months from May 2018").interval
    '2018-05/'
    """
    durations = durations_in(text, language)
    length = durations[0] if len(durations) == 1 or _same(durations) else None
    outside = _ASIDE.sub(lambda m: " " * len(m[0]), text)
    days = days_in(outside, language)
    if days:
        text = outside
    else:
        days = days_in(text, language)
    span = _dated(same_length(text), days, language) if days else None
    if span is None and length and len(days) == 1:
        span = _begun(same_length(text), days[0], length, language)
    if span is None and len(days) == 2:
        first, last = days
        if is_run(same_length(text), first, last, language, backwards=True):
            # Stated so: whoever reads the plan is told that it ends before it starts.
            span = replace(_span(first, last, first.start, last.end), interval=None)
    if span is None:
        if length is None or length.iso is None or days:
            return None
        return Span(None, None, length, None, (length.start, length.end))
    return replace(span, duration=length if length and length.iso else None)


def period_of(ledger: Ledger) -> Period | None:
    """The period that the fields of a plan state: in one cell, or its start and end apart."""
    language = ledger.fields.language
    found: dict[str, Stated[str]] = {}
    for name in ("start", "end"):
        stated = _day(ledger, name)
        if stated:
            found[name] = stated
    for cell in ledger.cells("period"):
        said = said_in(ledger, cell, language)
        if said:
            found = said | found
            break
    if not found:
        found = _told(ledger)
    start, end = found.get("start"), found.get("end")
    if start and end and start.value and end.value and end.value < start.value[: len(end.value)]:
        ledger.problem(
            "period",
            f"the period ends ({end.value}) before it starts ({start.value})",
            start.start,
        )
    return Period(**found) if found else None


def _told(ledger: Ledger) -> dict[str, Stated[str]]:
    """The start and end that sentences tell, where no field states a period."""
    found: dict[str, Stated[str]] = {}
    for cell, _ in telling_cells(ledger):
        _take(ledger, cell, running_in(cell.text, ledger.fields.language), found)
    if "start" not in found:
        for cell, _ in telling_cells(ledger):
            _take(ledger, cell, in_force(cell.text, ledger.fields.language), found)
    return found


def _take(ledger: Ledger, cell: Cell, said: Running, found: dict[str, Stated[str]]) -> None:
    """Take what sentences say of the period, if nothing said it before."""
    parts = (("start", said.start), ("end", said.end), ("duration", said.duration))
    for name, part in parts:
        if part and name not in found:
            found[name] = ledger.took(cell.stated(part.iso, part.start, part.end))


def said_in(ledger: Ledger, cell: Cell, language: str | None) -> dict[str, Stated[str]]:
    """The parts of a Period that a cell states, accounted for; empty where it says nothing."""
    if NOTHING.match(cell.text):
        return {}
    span = period_in(cell.text, language)
    if span is None:
        told: dict[str, Stated[str]] = {}
        _take(ledger, cell, in_force(cell.text, language, any_text=True), told)
        if told:
            return told
        return {"start": ledger.not_understood("period", cell.stated(None, 0, len(cell.text)))}
    found: dict[str, Stated[str]] = {}
    for name, day in (("start", span.start), ("end", span.end)):
        if day and day.ambiguous:
            unknown: Stated[str] = cell.stated(None, day.start, day.end)
            found[name] = ledger.not_understood(f"{name} of the period", unknown)
        elif day:
            found[name] = ledger.took(cell.stated(day.iso, day.start, day.end))
    if span.duration:
        length = span.duration
        found["duration"] = ledger.took(cell.stated(length.iso, length.start, length.end))
    if span.interval:
        found["interval"] = ledger.took(cell.stated(span.interval, *span.at))
    _take_filler(ledger, cell, span, language)
    return found


def _take_filler(ledger: Ledger, cell: Cell, span: Span, language: str | None) -> None:
    """Take the words around what was read that say nothing more: "a period of", "for"."""
    taken = [span.at]
    if span.duration:
        taken.append((span.duration.start, span.duration.end))
    folded = same_length(cell.text)
    at = 0
    for start, end in [*sorted(taken), (len(folded), len(folded))]:
        if at < start and _words(language).filler.fullmatch(folded, at, start):
            ledger.take(cell.passage(at, start))
        at = max(at, end)


def _day(ledger: Ledger, name: str) -> Stated[str] | None:
    """The date of a field that holds one: the start or the end."""
    for cell in ledger.cells(name):
        days = days_in(cell.text, ledger.fields.language)
        if len(days) == 1 and not days[0].ambiguous:
            return ledger.took(cell.stated(days[0].iso, days[0].start, days[0].end))
        unknown: Stated[str] = cell.stated(None, 0, len(cell.text))
        return ledger.not_understood(name, unknown)
    return None


def _same(durations: list[Duration]) -> bool:
    """Whether the durations of a text say one: "one year", then "(12 months)"."""
    lengths = {d.iso.replace("P1Y", "P12M").replace("P2Y", "P24M") for d in durations if d.iso}
    return len(lengths) == 1


def _dated(folded: str, days: list[Day], language: str | None) -> Span | None:
    """The period of a text that holds dates."""
    words = _words(language)
    first = days[0]
    if len(days) > 1:
        last = days[1]
        gap = folded[first.end : last.start]
        both = len(days) == 2 and last.year == first.year + 1 and joined(gap, language)
        if both or is_run(folded, first, last, language) or words.then_ends.fullmatch(gap):
            begin = words.begins.search(folded, max(0, first.start - _WINDOW), first.start)
            return _span(first, last, begin.start() if begin else first.start, last.end)
    window = max(0, first.start - _WINDOW)
    after = words.goes_on.match(folded, first.end)
    since = words.goes_on_since.search(folded, window, first.start)
    begins = words.begins.search(folded, window, first.start)
    if since or begins:
        # "a partire dal 2019" begins, "dal 2019" goes on: the longer wording counts.
        start = min(match.start() for match in (since, begins) if match)
        is_open = after or (since and since.start() == start)
        stop = after.end() if after else first.end
        return _span(first, None, start, stop, ".." if is_open else "")
    before = words.ends.search(folded, window, first.start)
    if before:
        return _span(None, first, before.start(), first.end)
    if after:
        return _span(first, None, first.start, after.end(), "..")
    if first.until or first.months:
        return _whole(first)
    rest = folded[: first.start] + " " + folded[first.end :]
    return _whole(first) if len(days) == 1 and words.alone.fullmatch(rest) else None


def _begun(folded: str, day: Day, length: Duration, language: str | None) -> Span | None:
    """The period that a date and a duration are, and nothing else: "September 2021, 24 months"."""
    if day.months or day.until or length.start < day.end:
        return None
    rest = f"{folded[: day.start]} {folded[day.end : length.start]} {folded[length.end :]}"
    words = re.sub(r"[;/+–—-]", " ", rest)
    if not _words(language).alone.fullmatch(words):
        return None
    return _span(day, None, day.start, day.end)


def _span(first: Day | None, last: Day | None, start: int, end: int, open_end: str = "") -> Span:
    unclear = any(day and day.ambiguous for day in (first, last))
    begin, stop = (day.edtf if day else "" for day in (first, last))
    interval = None if unclear else f"{begin}/{stop or open_end}"
    if last and last.until:  # "2017 - 2018/19"
        return Span(first, last, None, None, (start, end))
    return Span(first, last, None, interval, (start, end))


def _whole(day: Day) -> Span:
    """The period that one date is: a year, or the months of a quarter."""
    at = day.start, day.end
    if day.ambiguous:
        return Span(day, day, None, None, at)
    if day.months:
        first, last = day.months
        start = replace(day, month=first, months=None)
        end = replace(day, month=last, months=None)
    elif day.until:
        start = replace(day, until=None)
        end = replace(day, year=day.until, until=None)
    else:
        start = end = day
    return Span(start, end, None, f"{start.edtf}/{end.edtf}", at)
