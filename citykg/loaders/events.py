"""Activities and outputs: what a plan did, plans, expects or denies, out of lists and prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from citykg.loaders.event_names import (
    BY_VERB,
    PLAIN_VISITS,
    SHORT_ITEM_WORDS,
    VISIT_TOLD,
    has_direction,
    head_of_item,
    is_elsewhere,
    lexicon_of,
    window,
    without_echo,
)
from citykg.loaders.items import items_of, sentences_of
from citykg.loaders.lexicon import Match, tokens_of
from citykg.loaders.markup import clean
from citykg.loaders.mentions import NOTHING
from citykg.loaders.phrases import Phrases, phrases
from citykg.loaders.statuses import Cue, cues_in, governing
from citykg.plan import Activity, Output, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.loaders.cell import Cell
    from citykg.loaders.roles import Parties, Roles

T = TypeVar("T", Activity, Output)

_MAX_EVENTS = 20
_LIST_WORDS = 8
_LISTED = re.compile(r"[,;&]|\b(?:and|as well as|y|e|et|und|och)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A list item or sentence of a cell, whether it made an event or not."""

    start: int
    end: int
    used: bool


@dataclass
class Found:
    """The events of some cells, and the parts they were made from."""

    activities: list[Activity]
    outputs: list[Output]
    parts: list[tuple[Cell, Part]]


@dataclass(frozen=True)
class Section:
    """What a field promises of its cells."""

    activities: bool
    outputs: bool
    status: str | None = None
    """The status that the field's own label states, as in "Expected results"."""
    status_cue: Passage | None = None
    every_item: bool = False
    """Whether each list item is an event, even one of no type that we know."""

    def wants(self, match: Match) -> bool:
        """Whether an event of the match's kind belongs here."""
        return self.activities if match.slug.startswith("activity/") else self.outputs


class Reader:
    """Reads the events of one plan; remembers them, so that none is told twice."""

    def __init__(self, parties: Parties, language: str) -> None:
        self.parties = parties
        self.language = language
        self.phrases = phrases(language)
        self.found = Found([], [], [])
        self._seen: set[str] = set()

    def read(self, cells: Iterable[Cell], section: Section) -> None:
        """Add the events of a field's cells."""
        for cell in cells:
            if not cell:
                continue
            listed = items_of(cell.text)
            if listed.bulleted:
                lead_cue = None
                if listed.lead:
                    lead_cue = self._prose(cell, *listed.lead, section)
                for start, end in listed.items:
                    self._item(cell, start, end, section, lead_cue)
                continue
            short = [(a, b) for a, b in listed.items if self._is_item(cell.text[a:b])]
            if len(listed.items) > 1 and len(short) == len(listed.items):
                for start, end in listed.items:
                    self._item(cell, start, end, section, None)
            elif len(listed.items) == 1 and section.every_item and short:
                self._item(cell, *listed.items[0], section, None)
            else:
                self._prose(cell, 0, len(cell.text), section)

    @staticmethod
    def _is_item(text: str) -> bool:
        """Whether a line is a list item: short, and no sentence."""
        words = text.split()
        if text.rstrip().endswith((".", "!", "?")):
            return False
        return len(words) <= SHORT_ITEM_WORDS and not re.search(r"[.!?]\s+[A-Z]", text)

    def _prose(self, cell: Cell, start: int, end: int, section: Section) -> Cue | None:
        """Read sentence by sentence; gives the last cue, as it governs a list behind the prose."""
        last: Cue | None = None
        for a, b in sentences_of(cell.text, start, end):
            made, cues = self._sentence(cell, a, b, section, None)
            self.found.parts.append((cell, Part(a, b, made > 0)))
            if cues:
                last = Cue(cues[-1].status, a + cues[-1].start, a + cues[-1].end)
        return last

    def _item(self, cell: Cell, start: int, end: int, section: Section, lead: Cue | None) -> None:
        if NOTHING.match(cell.text, start, end):
            return
        made, _ = self._sentence(cell, start, end, section, lead, item=True)
        if not made and section.every_item:
            self._untyped(cell, start, end, section, lead)
            made = 1
        self.found.parts.append((cell, Part(start, end, made > 0)))

    def _sentence(  # noqa: PLR0913 - a sentence, where it stands and what surrounds it
        self,
        cell: Cell,
        start: int,
        end: int,
        section: Section,
        lead: Cue | None,
        *,
        item: bool = False,
    ) -> tuple[int, list[Cue]]:
        """Add the events of one sentence or item: how many, and its cues."""
        text = cell.text[start:end]
        cues = cues_in(text, self.language)
        events = self._told(text, section, item=item)
        made = 0
        told = Match("", 0, 0, 0)
        for match in events:
            kind, slug = match.slug.split("/", 1)
            others = [(m.start, m.end) for m in events if m is not match]
            span = match.start, match.end
            cue = self.phrases.denial(text, match) or governing(text, cues, *span, others)
            stands = item or _stands(self.phrases, text, match, cue, section)
            if not stands and not (made and self._goes_on(text, told.end, match.start)):
                continue
            told = match
            whole = item and len(events) == 1 and len(text.split()) <= SHORT_ITEM_WORDS
            if whole:
                label = self.phrases.without_opening(text)
            elif _is_verb(match, cues):
                label = self.phrases.clause(text, match)
            else:
                label = self.phrases.noun_phrase(text, match, cues)
            reach = window(text, match, events)
            event = _Event(cell, start, end, match, kind, slug, label, cue, reach)
            self._add(event, section, lead)
            self._seen.add(slug)
            made += 1
        return made, cues

    def _goes_on(self, text: str, end: int, start: int) -> bool:
        """Whether a list goes on from one event to the next: "two visits, a call and a fair"."""
        between = text[end:start]
        listed = len(between.split()) <= _LIST_WORDS and bool(_LISTED.search(between))
        return listed and not self.phrases.is_purpose(between)

    def _told(self, text: str, section: Section, *, item: bool) -> list[Match]:
        """The events that a sentence or item names, of the kinds that its field is for."""
        words = self.phrases
        events = [m for m in lexicon_of(self.language).find(text) if words.is_thing(text, m)]
        if len(events) > _MAX_EVENTS:
            return []  # no sentence of a person: it stays unread
        if item and events:
            events = head_of_item(text, events)
        if not any(match.slug.startswith("activity/") for match in events):
            events = self._with_movement(text, events)
        return [
            match
            for match in without_echo(text, events)
            if section.wants(match)
            and not (len(events) > 1 and is_elsewhere(text, match))
            and not (match.slug.startswith("output/") and words.is_aside(text, match, item=item))
            and not (words.points_back(text, match) and self._told_before(match))
        ]

    def _told_before(self, match: Match) -> bool:
        """Whether an event of the type was told; "these visits" are visits of any kind."""
        if match.slug in PLAIN_VISITS:
            return any(has_direction(seen) for seen in self._seen)
        return match.slug.split("/", 1)[1] in self._seen

    def _with_movement(self, text: str, events: list[Match]) -> list[Match]:
        """The events, and the visits that verbs tell: "Leeds welcomed planners from Jaipur"."""
        visits = [
            Match(VISIT_TOLD, move.start, move.end, BY_VERB)
            for move in self.parties.movements(text)
        ]
        return sorted([*events, *visits], key=lambda match: match.start)

    def _untyped(
        self, cell: Cell, start: int, end: int, section: Section, lead: Cue | None
    ) -> None:
        """An item of a list of activities or outputs whose type is not one that we know."""
        text = cell.text[start:end]
        match = Match("", 0, len(text.rstrip(" .;,")), 0)
        cues = cues_in(text, self.language)
        cue = cues[0] if cues else None
        kind = "activity" if section.activities else "output"
        event = _Event(cell, start, end, match, kind, "", (match.start, match.end), cue)
        self._add(event, section, lead)

    def _add(self, event: _Event, section: Section, lead: Cue | None) -> None:
        cell, start = event.cell, event.start
        text = cell.text[start : event.end]
        status, status_cue = section.status, section.status_cue
        if event.cue:
            status = _status(event, event.cue)
            status_cue = cell.passage(start + event.cue.start, start + event.cue.end)
        elif lead:
            status, status_cue = lead.status, cell.passage(lead.start, lead.end)
        label = cell.words(start + event.label[0], start + event.label[1], self.language)
        match = event.match
        type_cue = cell.passage(start + match.start, start + match.end) if event.slug else None
        sentence = cell.words(start, event.end, self.language)
        visit = event.kind == "activity" and has_direction(event.slug)
        a, b = event.window or (0, len(text))
        roles = self.parties.roles(text[a:b], match.start - a, match.end - a, visit=visit)
        if not roles.parties and not visit:
            # Who is named once acts in all that the sentence tells.
            roles = self.parties.roles(text, match.start, match.end, visit=False)
        told = label, event.slug or None, status
        if event.kind == "activity":
            who = self._names(roles.parties)
            for hosts, visitors in _directions(roles):
                came, received = self._names(visitors), self._names(hosts)
                activity = Activity(*told, who, received, came, type_cue, status_cue, sentence)
                _keep(self.found.activities, activity)
        else:
            groups = [(party,) for party in roles.parties] if roles.each else [roles.parties]
            for group in groups:
                output = Output(*told, self._names(group), type_cue, status_cue, sentence)
                _keep(self.found.outputs, output)

    def _names(self, indexes: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.parties.names[index] for index in indexes)


@dataclass(frozen=True)
class _Event:
    """A type's name found in a sentence `[start, end)` of a cell; offsets within the sentence."""

    cell: Cell
    start: int
    end: int
    match: Match
    kind: str
    slug: str
    label: tuple[int, int]
    cue: Cue | None
    window: tuple[int, int] | None = None
    """The part of the sentence that is about this event alone."""


def _is_verb(match: Match, cues: list[Cue]) -> bool:
    """Whether the event's name is the sentence's verb: "Leeds visited Jaipur"."""
    return match.words == BY_VERB or any(
        cue.start < match.end and match.start < cue.end for cue in cues
    )


def _stands(words: Phrases, text: str, match: Match, cue: Cue | None, section: Section) -> bool:
    """Whether prose tells of an event itself, not of what one is for."""
    if match.words == BY_VERB:
        return True
    if cue is None:
        told = section.status is not None or words.opens(text, match)
        return told and not words.is_purpose(text[: match.start])
    return cue.start > match.start or not words.is_purpose(text[cue.end : match.start])


def _status(event: _Event, cue: Cue) -> str:
    """The status a cue gives: what "will be held" is planned, what "will be written" expected."""
    at = event.start + cue.start
    words = clean(event.cell.text[at : at + cue.end - cue.start]).lower()
    future = cue.status == "planned" and words.startswith(("will", "shall"))
    return "expected" if future and event.kind == "output" else cue.status


def _direction(event: Activity | Output) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (event.hosts, event.visitors) if isinstance(event, Activity) else ((), ())


def _directions(roles: Roles) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Hosts and visitors of each visit: one to the other and back are two."""
    if roles.mutual and len(roles.parties) == 2:
        first, second = roles.parties
        return [((second,), (first,)), ((first,), (second,))]
    if roles.mutual:
        return [(roles.parties, roles.parties)]
    return [(roles.hosts, roles.visitors)]


def _keep(known: list[T], event: T) -> None:
    """Add an event that was not told before."""
    if not any(_same(event, other) for other in known):
        known.append(event)


def _same(one: Activity | Output, other: Activity | Output) -> bool:
    """Whether two events are one event told twice: alike in words, type, status and parties."""
    if (one.type, one.status, one.cities) != (other.type, other.status, other.cities):
        return False
    if _direction(one) != _direction(other):
        return False
    words = {t.word for t in tokens_of(one.label.value or "")}
    return words == {t.word for t in tokens_of(other.label.value or "")}
