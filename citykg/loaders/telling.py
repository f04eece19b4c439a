"""What one sentence or list item tells: its events, each with its cue, its words and its reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.background import background
from citykg.loaders.event_names import (
    BACK,
    BY_VERB,
    PLAIN_VISITS,
    SHORT_ITEM_WORDS,
    VISIT_TOLD,
    WEAK,
    compounds_in,
    deeds_in,
    head_of_item,
    is_elsewhere,
    is_manner,
    lexicon_of,
    window,
    without_echo,
    without_parts,
    without_qualifiers,
)
from citykg.loaders.lexicon import Match
from citykg.loaders.lines import joined
from citykg.loaders.markup import clean
from citykg.loaders.phrases import Phrases, phrases
from citykg.loaders.statuses import Cue, cues_apart, governing
from citykg.loaders.swaps import swaps_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.loaders.movements import Movement
    from citykg.loaders.roles import Parties

_MAX_EVENTS = 20
_LIST_WORDS = 8
_CLAUSE_WORDS = 4


class Event(NamedTuple):
    """An event named at `match` in a sentence; offsets are the sentence's."""

    match: Match
    cue: Cue | None
    label: tuple[int, int]
    reach: tuple[int, int]
    """The part of the sentence that is about this event alone."""
    movement: Movement | None = None
    """What a verb of the same clause tells of who went to whom."""

    @property
    def kind(self) -> str:
        """`activity` or `output`."""
        return self.match.slug.split("/", 1)[0]

    @property
    def slug(self) -> str:
        """The concept of the scheme of its kind."""
        return self.match.slug.split("/", 1)[1]

    @property
    def status(self) -> str | None:
        """The status that the cue gives: a plain future is expected of an output."""
        if self.cue is None:
            return None
        return "expected" if self.cue.future and self.kind == "output" else self.cue.status


@dataclass
class Telling:
    """The events of one sentence, and what of it tells of none."""

    events: list[Event] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    unread: list[tuple[int, int]] = field(default_factory=list)
    """The clauses that have a verb of doing of their own and gave no event."""


@dataclass(frozen=True)
class Teller:
    """Reads sentences of one language; `wants` says which kinds of event belong to the field."""

    parties: Parties
    language: str
    wants: Callable[[Match], bool]
    outputs_first: bool = False
    promised: bool = False
    """Whether the field's own heading states that what it holds was done, planned or expected."""

    def tell(self, text: str, *, item: bool = False, last: str | None = None) -> Telling:
        """What a sentence or a list item tells; `last` is the slug of the event told last."""
        words = phrases(self.language)
        certain, otherwise = cues_apart(text, self.language)
        cues = certain or otherwise
        found, movements = self._named(text, words, cues, item=item)
        others = [m for m in words.others(text, found, cues, last) if self.wants(m)]
        if others:
            found = sorted([*found, *others], key=_span)
        telling = Telling(cues=cues)
        if not found:
            return telling
        spans = [(m.start, m.end) for m in found]
        told_until: int | None = None
        swaps = swaps_in(text, found, cues, self.language)
        for match in found:
            apart = [span for span in spans if span[0] != match.start]
            cue = (
                swaps.get(match.start)
                or words.denial(text, match)
                or words.elided(text, match, cues)
                or governing(text, cues, match.start, match.end, apart, self.language)
            )
            if cue and words.in_adjunct(text, match) and "," in text[match.end : cue.start]:
                cue = None  # "After a study tour, they decided …"
            goes_on = told_until is not None and _goes_on(words, text, told_until, match.start)
            if not (item or goes_on or match in others or self._stands(words, text, match, cue)):
                continue
            if match.slug.startswith("output/") and (
                words.is_handed(text, match, cue) or (not item and words.is_left(text, match, cue))
            ):
                continue
            told_until = match.end
            whole = item and len(found) == 1 and len(text.split()) <= SHORT_ITEM_WORDS
            if whole:
                label = words.without_opening(text)
            elif match.words == BY_VERB or _is_cue(match, cues):
                label = words.clause(text, match)
            else:
                label = words.noun_phrase(text, match, cues)
            reach = window(text, match, found, self.language)
            event = Event(match, cue, label, reach, movements.get(match.start))
            telling.events.append(event)
        self._account(text, telling, [*certain, *otherwise], item=item)
        return telling

    def _account(self, text: str, telling: Telling, cues: list[Cue], *, item: bool) -> None:
        """Take out the events that are none of the cooperation; note what tells of no event."""
        parties = [(n.start, n.end) for n in self.parties.named(text)]
        apart = background(text, telling.events, parties, self.language) if telling.events else []
        telling.events = [event for event in telling.events if event not in apart]
        if telling.events and not item:
            telling.unread = _unread(phrases(self.language), text, telling, cues)
        if telling.events and apart:
            telling.unread = joined([*telling.unread, *(event.reach for event in apart)])

    def _named(
        self, text: str, words: Phrases, cues: list[Cue], *, item: bool
    ) -> tuple[list[Match], dict[int, Movement]]:
        """The events that a sentence names, and the movements told of them, by their start."""
        lexicon = lexicon_of(self.language, outputs_first=self.outputs_first)
        found = lexicon.find(text)
        for match in compounds_in(text, self.language, outputs_first=self.outputs_first):
            if not any(_overlaps(match, *_span(name)) for name in found):
                found.append(match)
        names = self._told_apart(text, sorted(found, key=_span), words, cues, item=item)
        events = words.things(text, without_qualifiers(text, names, self.language))
        events = words.without_topics(text, events)
        if len(events) > _MAX_EVENTS:
            return [], {}  # no sentence of a person: it stays unread
        if item:
            events = head_of_item(text, events, self.language)
        events = [m for m in events if not self._aside(text, m, words, item=item)]
        events, movements = self._with_verbs(text, events, words, cues)
        events = without_parts(text, events, self.language)
        several = len(events) > 1
        events = [
            match
            for match in without_echo(text, words.without_making(text, events), self.language)
            if self.wants(match)
            and not (several and self._elsewhere(text, match, words))
            and not (several and is_manner(text, match, self.language))
        ]
        return events, movements

    def _told_apart(
        self, text: str, names: list[Match], words: Phrases, cues: list[Cue], *, item: bool
    ) -> list[Match]:
        """The names, of plain nouns those that the sentence makes one: "drafted a guide"."""
        if not any(match.slug.startswith(WEAK) for match in names):
            return names
        kept = []
        for match in names:
            if not match.slug.startswith(WEAK):
                kept.append(match)
            elif self._is_news(text, match, words, cues):
                slug = match.slug.removeprefix(WEAK)
                kept.append(Match(slug, match.start, match.end, BACK))
            elif not _is_cue(match, cues) and (
                (words.makes(text, match, cues) and (cues or item))
                or (item and match is names[0] and words.opens(text, match))
                or self.parties.turns_back(text, (0, len(text)), self.language)
            ):
                slug = match.slug.removeprefix(WEAK)
                kept.append(Match(slug, match.start, match.end, match.words))
        return kept

    @staticmethod
    def _is_news(text: str, match: Match, words: Phrases, cues: list[Cue]) -> bool:
        """Whether a plain noun points to what was told and says what became of it."""
        behind = next((cue.start for cue in cues if cue.start >= match.end), None)
        if behind is None or text[match.end : behind].strip():
            return False
        return words.points_back(text, match)

    def _elsewhere(self, text: str, match: Match, words: Phrases) -> bool:
        return is_elsewhere(text, match, self.language) and not words.is_indefinite(text, match)

    @staticmethod
    def _aside(text: str, match: Match, words: Phrases, *, item: bool) -> bool:
        if match.slug.startswith("output/"):
            return words.is_aside(text, match, item=item)
        return False

    def _with_verbs(
        self, text: str, events: list[Match], words: Phrases, cues: list[Cue]
    ) -> tuple[list[Match], dict[int, Movement]]:
        """The events with those that only verbs tell: "Leeds welcomed planners from Jaipur"."""
        doing = [(cue.start, cue.end) for cue in cues]
        moves = self.parties.movements(text, self.language, doing)
        movements: dict[int, Movement] = {}
        added: list[Match] = []
        for move in moves:
            events = [
                m
                for m in events
                if m.slug not in PLAIN_VISITS or not _overlaps(m, move.start, move.end)
            ]
            carried = [m for m in events if self._carries(text, move, m, words)]
            for match in carried:
                movements[match.start] = move
            # "spent a week in Porto, where they took part in a workshop" tells of both.
            if move.sure and not any(m.end <= move.stop for m in carried):
                added.append(Match(VISIT_TOLD, move.start, move.end, BY_VERB))
                movements[move.start] = move
        for start, end in self.parties.returns(text, self.language):
            if not any(_overlaps(m, start, end) for m in (*events, *added)):
                added.append(Match(VISIT_TOLD, start, end, BY_VERB))
        named = any(
            m.slug.startswith("activity/") and not words.in_adjunct(text, m) for m in events
        )
        if not named:
            for deed in deeds_in(text, self.language):
                if not any(_overlaps(deed, *_span(m)) for m in added):
                    added.append(deed)
        if not added:
            return events, movements
        return sorted([*events, *added], key=_span), movements

    def _carries(self, text: str, move: Movement, match: Match, words: Phrases) -> bool:
        """Whether people went for an activity: "sent planners to Porto for a workshop"."""
        if not match.slug.startswith("activity/") or words.in_adjunct(text, match):
            return False
        if self._elsewhere(text, match, words):
            return False
        if move.begin <= match.start and match.end <= move.stop:
            return True
        there = match.start > move.stop and self.parties.goes_on_there(text, move, self.language)
        return bool(there) and not text[move.stop : match.start].count(";")

    def _stands(self, words: Phrases, text: str, match: Match, cue: Cue | None) -> bool:
        """Whether prose tells of an event itself, not of what one is for."""
        if match.words == BY_VERB:
            return True
        if words.in_adjunct(text, match):
            return words.is_indefinite(text, match)
        if cue is None:
            # "Study visit to Porto, May 2018." tells of one; "The study visit shows …" does not.
            opens = words.opens(text, match) and not words.points_back(text, match)
            told = self.promised or opens
            return told and not words.is_purpose(text[: match.start])
        return cue.start > match.start or not words.is_purpose(text[cue.end : match.start])


def _goes_on(words: Phrases, text: str, end: int, start: int) -> bool:
    """Whether a list goes on from one event to the next: "two visits, a call and a fair"."""
    between = text[end:start]
    listed = len(between.split()) <= _LIST_WORDS and bool(words.listed.search(between))
    return listed and not words.is_purpose(between)


def _overlaps(match: Match, start: int, end: int) -> bool:
    return match.start < end and start < match.end


def _span(match: Match) -> tuple[int, int]:
    return match.start, match.end


def _is_cue(match: Match, cues: list[Cue]) -> bool:
    """Whether the event's name is the sentence's verb: "Leeds visited Jaipur"."""
    return any(cue.start < match.end and match.start < cue.end for cue in cues)


def _unread(words: Phrases, text: str, telling: Telling, cues: list[Cue]) -> list[tuple[int, int]]:
    """The coordinate clauses with a cue of their own that no event was made from."""
    borders = [
        m.start()
        for m in words.coordination.finditer(text)
        if not _is_opening(words, text[: m.start()], cues)
    ]
    if not borders:
        return []
    starts = [0, *borders]
    ends = [*borders, len(text)]
    used = [(e.match.start, e.match.end) for e in telling.events]
    used += [(e.cue.start, e.cue.end) for e in telling.events if e.cue]
    found = []
    for start, end in zip(starts, ends, strict=True):
        told = any(start <= a and b <= end for a, b in used)
        doing = any(start <= c.start and c.end <= end for c in cues)
        if doing and not told and len(clean(text[start:end]).split()) > _CLAUSE_WORDS:
            found.append((start, end))
    return found


def _is_opening(words: Phrases, before: str, cues: list[Cue]) -> bool:
    """Whether a sentence has only begun: "Before the programme started, Porto AND Austin …"."""
    comma = before.rfind(",")
    opened = comma >= 0 and words.adjunct.match(before) is not None
    return opened and not any(cue.start > comma and cue.end <= len(before) for cue in cues)
