"""Where an event is told: the part of a cell, and what states its status there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.dates import Date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.cell import Cell
    from citykg.loaders.sections import Section
    from citykg.loaders.statuses import Cue
    from citykg.loaders.telling import Event, Teller
    from citykg.plan import Passage


_PAIR = 2
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_JOINED = 5
"""Characters between two days that are told as one run."""


class Part(NamedTuple):
    """A list item, a sentence or a clause of a cell, whether it made an event or not."""

    start: int
    end: int
    used: bool


@dataclass(frozen=True)
class Place:
    """Where is read: a cell, what its field promises, its language and who reads it."""

    cell: Cell
    section: Section
    language: str
    teller: Teller

    def for_all(self) -> Place:
        """The same place, where activities are told as well as outputs."""
        section = replace(self.section, activities=True)
        teller = replace(self.teller, wants=section.wants, outputs_first=False)
        return replace(self, section=section, teller=teller)


class Told(NamedTuple):
    """An event of the sentence `[start, end)` of a cell, and the cue of the list it stands in."""

    place: Place
    start: int
    end: int
    event: Event
    lead: Cue | None
    note: Cue | None = None
    """What stands by itself and states the status: "(draft)", "☑"; placed in the cell."""

    @property
    def status(self) -> tuple[str | None, Passage | None]:
        """The status and what tells it: a note, its own cue, the list's, or the field's."""
        cell, cue = self.place.cell, self.event.cue
        if self.note:
            return self.note.status, cell.passage(self.note.start, self.note.end)
        if cue:
            return self.event.status, cell.passage(self.start + cue.start, self.start + cue.end)
        if self.lead:
            status = self.lead.status
            if self.lead.future and self.event.kind == "output":
                status = "expected"
            return status, cell.passage(self.lead.start, self.lead.end)
        return self.place.section.status, self.place.section.status_cue


def joined_days(dates: list[Date]) -> list[Date]:
    """The dates; two days of which one follows the other are one run: "4 and 5 June 2018"."""
    if len(dates) != _PAIR or dates[1].start - dates[0].end > _JOINED:
        return dates
    first, last = (_DAY.fullmatch(date.edtf or "") for date in dates)
    if first is None or last is None:
        return dates
    days = dt.date.fromisoformat(last[0]) - dt.date.fromisoformat(first[0])
    if days != dt.timedelta(days=1):
        return dates
    return [Date(f"{first[0]}/{last[0]}", dates[0].start, dates[1].end)]


def without_meant(dates: list[Date], cues: Sequence[Cue]) -> list[Date]:
    """The dates of what was done without those of what was meant: "set for May, held in June"."""

    def is_meant(date: Date) -> bool:
        # "ursprünglich für Mai 2020 geplant": the words may stand around the date.
        cue = next((cue for cue in reversed(cues) if cue.start <= date.start), None)
        return cue is not None and cue.status == "planned"

    return [date for date in dates if not is_meant(date)] or dates
