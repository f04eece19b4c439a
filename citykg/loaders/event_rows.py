"""The rows of a table of events: each read as a list item, its other cells beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from citykg.loaders.cell import Cell
from citykg.loaders.dates import events_dates_in
from citykg.loaders.event_names import has_direction, has_place
from citykg.loaders.event_tables import THINGS, head_language, row_spans
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.notes import boxed, note_in, signed
from citykg.loaders.statuses import Cue, cues_in
from citykg.loaders.telling import Teller
from citykg.loaders.told import Part, Place
from citykg.loaders.tongue import tongue_of
from citykg.loaders.wording import language_in, wordings
from citykg.plan import Activity, Output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.document import Document
    from citykg.loaders.event_tables import EventTable
    from citykg.loaders.events import Reader
    from citykg.loaders.sections import Section

Columns = dict[str, tuple[int, int]]
"""Where the columns of a row stand in its cell, by what they hold."""
T = TypeVar("T", Activity, Output)
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*%")
_ALL = 100.0
"""Percent of what is done."""


def read_rows(reader: Reader, document: Document, table: EventTable, section: Section) -> None:
    """Add the events of a table to what a reader has found."""
    heads = [Cell(document, [piece]) for piece in table.head]
    for head in heads:
        reader.found.parts.append((head, Part(0, len(head.text), used=True)))
    language = head_language([clean(head.text) for head in heads], reader.language)
    for row in table.rows:
        cell = Cell(document, [piece for pieces in row for piece in pieces])
        if cell:
            columns = dict(_columns(table.kinds, row_spans(row)))
            _read(reader, cell, columns, section, tongue_of(cell.text, language))


def _columns(
    kinds: Sequence[str], spans: Sequence[tuple[int, int]]
) -> list[tuple[str, tuple[int, int]]]:
    """Where the columns of a row stand, by kind; of two alike, the first."""
    known = [(k, s) for k, s in zip(kinds, spans, strict=False) if k and s[0] < s[1]]
    return list(reversed(known))


def _read(reader: Reader, cell: Cell, columns: Columns, section: Section, language: str) -> None:
    thing = next((columns[kind] for kind in THINGS if kind in columns), None)
    if thing is None:
        return
    teller = Teller(
        reader.parties,
        language,
        section.wants,
        outputs_first=not section.activities,
        promised=section.status is not None,
    )
    place = Place(cell, section, language, teller)
    status = _status(cell.text, columns.get("status"), language, output=not section.activities)
    activities, outputs = len(reader.found.activities), len(reader.found.outputs)
    reader.item(place, *thing, status)
    found = reader.found
    found.activities[activities:] = [
        _placed(reader, cell, _dated(place, event, columns), columns)
        for event in found.activities[activities:]
    ]
    found.outputs[outputs:] = [_dated(place, event, columns) for event in found.outputs[outputs:]]
    for name, (a, b) in columns.items():
        if name == "status" and status is None:
            continue  # a remark that says nothing we know stays unread
        found.parts.append((cell, Part(a, b, used=True)))


def _dated(place: Place, event: T, columns: Columns) -> T:
    """The event with the dates of its row, where its own words give none."""
    if event.dates or "when" not in columns:
        return event
    a, b = columns["when"]
    dates = tuple(
        place.cell.stated(date.edtf, a + date.start, a + date.end)
        for date in events_dates_in(place.cell.text[a:b], place.language)
    )
    return structs.replace(event, dates=dates)


def _placed(reader: Reader, cell: Cell, event: Activity, columns: Columns) -> Activity:
    """The event with who hosted it and who came, where its own words do not tell."""
    slug = event.type or ""
    acting = _acting(reader, cell, columns.get("who"))
    if not slug or not (has_direction(slug) or has_place(slug)):
        cities = tuple(name for name in reader.parties.names if name in {*event.cities, *acting})
        return structs.replace(event, cities=cities)
    hosts = event.hosts or _parties(reader, cell, columns.get("where"))
    visitors = event.visitors or _parties(reader, cell, columns.get("visitor"))
    if hosts and not visitors and len(acting) == 1:
        visitors = acting  # who acts at another's place has come there
    visitors = tuple(name for name in visitors if name not in hosts)
    told = {*event.cities, *hosts, *visitors, *acting}
    cities = tuple(name for name in reader.parties.names if name in told)
    return structs.replace(event, cities=cities, hosts=hosts, visitors=visitors)


def _acting(reader: Reader, cell: Cell, span: tuple[int, int] | None) -> tuple[str, ...]:
    """The parties that a cell says act or take part: by their names, or "both"."""
    if span is None:
        return ()
    word = fold(cell.text[slice(*span)]).strip(" .*")
    if any(word in lists["every"] for lists in wordings("columns").values()):
        return reader.parties.names
    return _parties(reader, cell, span)


def _parties(reader: Reader, cell: Cell, span: tuple[int, int] | None) -> tuple[str, ...]:
    if span is None:
        return ()
    named = reader.parties.named(cell.text[slice(*span)])
    return tuple(dict.fromkeys(reader.parties.names[n.party] for n in named))


def _status(text: str, span: tuple[int, int] | None, language: str, *, output: bool) -> Cue | None:
    """What a cell of status or remarks states: a sign, yes or no, a share, a note, or its words."""
    if span is None:
        return None
    a, b = span
    said = text[a:b].strip()
    sign = signed(said, 0, mixed=True) or boxed(said)[0] if said else None
    if sign:
        return Cue(sign.status, a, b)
    words = wordings("columns")[language_in("columns", language)]
    share = _SHARE.fullmatch(said)
    if share:
        done = float(share[1].replace(",", "."))
        return Cue("completed" if done >= _ALL else "ongoing" if done else "planned", a, b)
    word = fold(said).strip(" .!%")
    for kind, status in (("yes", "completed"), ("no", "not-done"), ("open", "planned")):
        if word in words[kind]:
            return Cue(status, a, b)
    note = note_in(text, a, b, language, output=output)
    if note:
        return note
    cue = next(iter(cues_in(text[a:b], language)), None)
    return cue and cue._replace(start=a + cue.start, end=a + cue.end)
