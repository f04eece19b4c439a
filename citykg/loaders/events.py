"""Activities and outputs: what a plan did, plans, expects or denies, out of lists and prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.loaders.background import is_nothing
from citykg.loaders.dates import events_dates_in
from citykg.loaders.event_names import (
    BACK,
    BY_VERB,
    PLAIN_VISITS,
    SHORT_ITEM_WORDS,
    has_direction,
    has_place,
)
from citykg.loaders.items import items_of
from citykg.loaders.lexicon import Match
from citykg.loaders.mentions import NOTHING
from citykg.loaders.notes import boxed, noted, signs_of, stands_alone
from citykg.loaders.people import people_in
from citykg.loaders.phrases import phrases
from citykg.loaders.regions import Region, regions_of
from citykg.loaders.repeats import LOOKED_BACK, keep, renew
from citykg.loaders.sections import Section, without_none
from citykg.loaders.sentences import sentences_of
from citykg.loaders.statuses import Cue, cues_in
from citykg.loaders.telling import Event, Teller, Telling
from citykg.loaders.told import Part, Place, Told, joined_days, without_meant
from citykg.loaders.tongue import tongue_of
from citykg.loaders.words import words_of
from citykg.plan import Activity, Output

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.cell import Cell
    from citykg.loaders.roles import Parties, Roles
    from citykg.plan import Stated

__all__ = ["Found", "Part", "Reader", "Section"]

_SENTENCE_INSIDE = re.compile(r"[.!?]\s+[^\W\d_a-zà-ÿ]")


@dataclass
class Found:
    """The events of some cells, and the parts they were made from."""

    activities: list[Activity]
    outputs: list[Output]
    parts: list[tuple[Cell, Part]]


class Reader:
    """Reads the events of one plan; remembers them, so that none is told twice.

    `themes` are the plan's themes: an event that names one serves it.
    """

    def __init__(self, parties: Parties, language: str, themes: Sequence[str] = ()) -> None:
        self.parties = parties
        self.language = language
        self.found = Found([], [], [])
        self._themes = [(theme, _words(theme)) for theme in themes if _words(theme)]
        self._last: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
        """Hosts and visitors of the visit told last."""
        self._latest: str | None = None
        """The slug of the event told last."""

    def read(self, cells: Iterable[Cell], section: Section) -> None:
        """Add the events of a field's cells."""
        told = len(self.found.activities), len(self.found.outputs)
        for cell in cells:
            if not cell:
                continue
            language = tongue_of(cell.text, self.language)
            if told != (len(self.found.activities), len(self.found.outputs)):
                note = stands_alone(cell.text, language, output=not section.activities)
                if note:
                    self._state(told, cell, note)
                    continue
            for region in regions_of(cell.text, language):
                if region.label:
                    self.found.parts.append((cell, Part(*region.label, used=True)))
                under = section.under(region, cell)
                teller = Teller(
                    self.parties,
                    language,
                    under.wants,
                    outputs_first=not under.activities,
                    promised=under.status is not None,
                )
                self._region(Place(cell, under, language, teller), region)

    def _state(self, told: tuple[int, int], cell: Cell, note: Cue) -> None:
        """Give the events told since the status that a cell behind theirs states."""
        cue = cell.passage(note.start, note.end)
        for number in range(told[0], len(self.found.activities)):
            renew(self.found.activities, number, note.status, cue)
        for number in range(told[1], len(self.found.outputs)):
            renew(self.found.outputs, number, note.status, cue)
        self.found.parts.append((cell, Part(0, len(cell.text), used=True)))

    def _region(self, place: Place, region: Region) -> None:
        cell, section = place.cell, place.section
        text = cell.text[region.start : region.end]
        listed = items_of(text)
        spans = [(a + region.start, b + region.start) for a, b in listed.items]
        for a, b in listed.marks:
            self.found.parts.append((cell, Part(a + region.start, b + region.start, used=True)))
        if listed.bulleted:
            cues: dict[tuple[int, int] | None, Cue | None] = {None: None}
            leads = [s and (s[0] + region.start, s[1] + region.start) for s in listed.leads]
            head = listed.lead
            first = head and (head[0] + region.start, head[1] + region.start)
            for lead in dict.fromkeys((first, *leads)):
                if lead:
                    cues[lead] = self._prose(place, *lead)
            signs = signs_of(cell.text, region.start, listed)
            for (start, end), lead in zip(spans, leads, strict=True):
                self._item(place, start, end, cues[lead], signs.get(start))
            if listed.tail:
                self._prose(place, *(at + region.start for at in listed.tail))
            return
        spans = without_none(cell.text, spans)
        short = [(a, b) for a, b in spans if _is_item(cell.text[a:b])]
        lists = region.label is not None or section.every_item
        if region.label and len(spans) > 1:
            short = [(a, b) for a, b in spans if not _SENTENCE_INSIDE.search(cell.text, a, b)]
        if spans and len(short) == len(spans) and (len(spans) > 1 or lists):
            for start, end in spans:
                self._item(place, start, end, None)
        else:
            self._prose(place, region.start, region.end)

    def item(self, place: Place, start: int, end: int, status: Cue | None) -> None:
        """Add the events of `[start, end)` of a cell as those of a list item, with its status."""
        self._item(place, start, end, None, status)

    def _prose(self, place: Place, start: int, end: int) -> Cue | None:
        """Read sentence by sentence; gives the last cue, as it governs a list behind the prose."""
        last: Cue | None = None
        for a, b in sentences_of(place.cell.text, start, end):
            told, made = self._sentence(place, a, b, None)
            self._account(place.cell, a, b, told, made=made)
            if told.cues:
                cue = told.cues[-1]
                last = cue._replace(start=a + cue.start, end=a + cue.end)
        return last

    def _account(self, cell: Cell, start: int, end: int, told: Telling, *, made: bool) -> None:
        """Note what of a sentence was read; a clause of doing that gave nothing is not."""
        at = start
        for a, b in told.unread if made else ():
            if start + a > at:
                self.found.parts.append((cell, Part(at, start + a, used=True)))
            self.found.parts.append((cell, Part(start + a, start + b, used=False)))
            at = start + b
        if at < end:
            self.found.parts.append((cell, Part(at, end, used=made)))

    def _item(
        self, place: Place, start: int, end: int, lead: Cue | None, sign: Cue | None = None
    ) -> None:
        text = place.cell.text
        if NOTHING.match(text[start:end]):
            return
        box, skip = boxed(text[start:end])
        if box:
            sign = box.moved(start)
            self.found.parts.append((place.cell, Part(start, start + skip, used=True)))
            start += skip
        spans = [(start, end)]
        if _SENTENCE_INSIDE.search(text, start, end):
            spans = sentences_of(text, start, end)
        any_made = False
        for number, (a, b) in enumerate(spans):
            told, made = self._sentence(place, a, b, lead, item=number == 0, sign=sign)
            any_made |= made
            if not any_made and place.section.every_item and number == len(spans) - 1:
                made = any_made = self._other(place, start, end, lead, sign)
            self._account(place.cell, a, b, told, made=made or (number > 0 and not told.cues))

    def _sentence(  # noqa: PLR0913 - where is read, and what is known of it
        self,
        place: Place,
        start: int,
        end: int,
        lead: Cue | None,
        *,
        item: bool = False,
        sign: Cue | None = None,
    ) -> tuple[Telling, bool]:
        """Add the events of one sentence or item: what it tells, and whether any was added."""
        text = place.cell.text[start:end]
        told = place.teller.tell(text, item=item, last=self._latest)
        alone = len({event.match.start for event in told.events}) == 1
        made = False
        for event in told.events:
            note = sign
            if note is None and (item or event.cue is None):
                output = event.kind == "output"
                cue = noted(text, place.language, output=output, closing=alone)
                note = cue and cue.moved(start)
            made |= self._add(Told(place, start, end, event, lead, note), told)
        return told, made

    def _other(
        self, place: Place, start: int, end: int, lead: Cue | None, sign: Cue | None
    ) -> bool:
        """Add an activity told among outputs, or what has no type; a sentence is no output."""
        text = place.cell.text[start:end]
        if is_nothing(text, place.language):
            return False
        if not place.section.activities:
            if self._sentence(place.for_all(), start, end, lead, item=True, sign=sign)[1]:
                return True
            if text.rstrip().endswith(".") and cues_in(text, place.language):
                return False
        self._untyped(place, start, end, lead, sign)
        return True

    def _untyped(
        self, place: Place, start: int, end: int, lead: Cue | None, sign: Cue | None
    ) -> None:
        """An item of a list of activities or outputs whose type is not one that we know."""
        text = place.cell.text[start:end]
        kind = "activity" if place.section.activities else "output"
        match = Match(f"{kind}/", 0, len(text.rstrip(" .;,")), 0)
        cues = cues_in(text, place.language)
        cue = cues[0] if cues else None
        event = Event(match, cue, (match.start, match.end), (0, len(text)))
        note = noted(text, place.language, output=kind == "output")
        sign = sign or (note and note.moved(start))
        self._add(Told(place, start, end, event, lead, sign), Telling([event], cues))

    def _add(self, told: Told, telling: Telling) -> bool:
        """Add an event; gives False where it only points back to one that was told."""
        cell, start, event = told.place.cell, told.start, told.event
        language = told.place.language
        text = cell.text[start : told.end]
        words = phrases(language)
        visit = event.kind == "activity" and has_direction(event.slug)
        roles = self._roles(text, event, language, visit=visit)
        if event.match.words != BY_VERB and words.points_back(text, event.match):
            turned = visit and self.parties.turns_back(text, event.reach, language)
            known = self._told_before(event, roles, turned=turned)
            if known is not None:
                return self._update(known, told)
            if event.match.words == BACK or words.is_the_document(text, event.match):
                return False
        self._latest = event.match.slug if event.slug else None
        label = cell.words(start + event.label[0], start + event.label[1], language)
        kind = (event.slug or None, *told.status)
        type_cue = None
        if event.slug:
            type_cue = cell.passage(start + event.match.start, start + event.match.end)
        sentence = cell.words(start, told.end, language)
        dates = self._dates(told, text, telling)
        themes = self._served(text, event)
        if event.kind == "activity":
            if visit and (roles.hosts or roles.visitors) and not roles.mutual:
                self._last = roles.hosts, roles.visitors
            people = self._people(told, text)
            for hosts, visitors in roles.directions():
                activity = Activity(
                    label,
                    kind[0],
                    kind[1],
                    self._names(roles.parties),
                    self._names(hosts),
                    self._names(visitors),
                    type_cue,
                    kind[2],
                    sentence,
                    people,
                    dates,
                    themes,
                )
                keep(self.found.activities, activity)
            return True
        groups = [(party,) for party in roles.parties] if roles.each else [roles.parties]
        for group in groups:
            names = self._names(group)
            output = Output(
                label, kind[0], kind[1], names, type_cue, kind[2], sentence, dates, themes
            )
            keep(self.found.outputs, output)
        return True

    def _roles(self, text: str, event: Event, language: str, *, visit: bool) -> Roles:
        span = event.match.start, event.match.end
        reach = event.reach
        if event.movement:
            reach = min(reach[0], event.movement.begin), max(reach[1], event.movement.stop)
            reach = max(reach[0], event.movement.begin), min(reach[1], event.movement.stop)
        parties = self.parties
        gathering = event.kind == "activity" and bool(event.slug) and has_place(event.slug)
        roles = parties.roles(
            text,
            span,
            reach,
            event.movement,
            visit=visit,
            gathering=gathering,
            language=language,
        )
        if visit and parties.turns_back(text, reach, language):
            return parties.turned(roles, self._last)
        if not roles.parties and not visit:
            # Who is named once acts in all that the sentence tells.
            whole = 0, len(text)
            return parties.roles(text, span, whole, None, visit=False, language=language)
        return roles

    def _told_before(self, event: Event, roles: Roles, *, turned: bool) -> int | None:
        """The number of the event told last that a name may point back to; -1 for several.

        A visit that was `turned` is another one than that which it returns.
        """
        told: Sequence[Activity | Output] = (
            self.found.activities if event.kind == "activity" else self.found.outputs
        )
        plain = event.match.slug in PLAIN_VISITS
        hosts, visitors = self._names(roles.hosts), self._names(roles.visitors)
        alike = []
        for number in range(max(0, len(told) - LOOKED_BACK), len(told)):
            one = told[number]
            same = one.type == event.slug or (plain and has_direction(one.type or ""))
            if not same:
                continue
            if isinstance(one, Activity) and (
                (turned and (hosts, visitors) != (one.hosts, one.visitors))
                or (hosts and one.hosts and hosts != one.hosts)
                or (visitors and one.visitors and visitors != one.visitors)
            ):
                continue
            alike.append(number)
        if not alike:
            return None
        return alike[0] if len(alike) == 1 else -1

    def _update(self, number: int, told: Told) -> bool:
        """Give the event told before the status that is told of it now, if that is news."""
        event = told.event
        if number < 0 or event.cue is None or event.status is None:
            return False
        cell, start = told.place.cell, told.start
        cue = cell.passage(start + event.cue.start, start + event.cue.end)
        if event.kind == "activity":
            return renew(self.found.activities, number, event.status, cue)
        return renew(self.found.outputs, number, event.status, cue)

    def _dates(self, told: Told, text: str, telling: Telling) -> tuple[Stated[str], ...]:
        """The dates of the event's own clause; of the whole sentence where it tells of one."""
        event = told.event
        alone = len({e.match.start for e in telling.events}) == 1
        a, b = (0, len(text)) if alone else event.reach
        if not alone and telling.events[0] is event:
            a = 0
        cell, start = told.place.cell, told.start
        dates = [
            date
            for date in joined_days(events_dates_in(text, told.place.language))
            if a <= date.start and date.end <= b
        ]
        if event.status == "completed" and len(dates) > 1:
            dates = without_meant(dates, telling.cues)
        return tuple(cell.stated(date.edtf, start + date.start, start + date.end) for date in dates)

    def _people(self, told: Told, text: str) -> tuple[Stated[str], ...]:
        cell, start = told.place.cell, told.start
        return tuple(
            cell.words(start + a, start + b, told.place.language)
            for a, b in people_in(text, *told.event.reach, told.place.language)
        )

    def _served(self, text: str, event: Event) -> tuple[str, ...]:
        """The plan's themes that the event's part of the sentence names."""
        if not self._themes:
            return ()
        said = words_of(text[slice(*event.reach)]).said
        return tuple(theme for theme, words in self._themes if words <= said)

    def _names(self, indexes: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.parties.names[index] for index in indexes)


def _is_item(text: str) -> bool:
    """Whether a line is a list item: short, and no sentence."""
    if text.rstrip().endswith((".", "!", "?")):
        return False
    return len(text.split()) <= SHORT_ITEM_WORDS and not _SENTENCE_INSIDE.search(text)


def _words(text: str) -> frozenset[str]:
    return frozenset([word for word in words_of(text).said if len(word) > 2])
