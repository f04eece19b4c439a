"""One plan out of a mapping of its fields."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import structs

from citykg.loaders import topics
from citykg.loaders.addresses import EMAIL, WEB, addresses_in
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.record.cities import cities_of
from citykg.loaders.record.events import EventReader
from citykg.loaders.record.keys import BOOKKEEPING
from citykg.loaders.record.period import period_of
from citykg.loaders.record.values import Values, concept_in
from citykg.loaders.subjects import Subjects
from citykg.plan import Owned, Plan, Source, Stated, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.document import Document
    from citykg.loaders.record.cities import Party
    from citykg.loaders.record.tree import Node
    from citykg.loaders.record.values import Entry, Leaf
    from citykg.plan import Activity, Output, Passage

_NOT_SLUG = re.compile(r"[^\w]+")
_GOALS = {"sdgs": "goal", "sdg_targets": "target", "sdg_indicators": "indicator"}
_PER_PARTY = frozenset(("countries", "regions", "populations", "areas"))


class PlanReader:
    """Reads one plan; `row` is its line where the file holds several."""

    def __init__(self, document: Document, node: Node, row: int | None = None) -> None:
        self.document = document
        self.row = row
        self.values = Values(document, node.start)
        self.entries = self.values.entries(node, "plan")
        self.values.language = self._language()
        self.parties: list[Party] = []

    def plan(self) -> Plan:
        """All that the mapping says."""
        values, ledger, document = self.values, self.values.ledger, self.document
        self.parties = cities_of(values, self.entries)
        cities = tuple(party.city for party in self.parties)
        if len(cities) < 2:
            ledger.problem(
                "parties",
                f"a cooperation has two parties or more, and {len(cities)} was found; "
                "write them under `cities`",
                0,
            )
        goals = self._goals()
        themes = self._words("themes")
        activities, outputs = self._events(theme.value or "" for theme in themes)
        # In this order: what is unread is known when every field is read.
        plan = Plan(
            id=self._id(),
            template="record",
            source=Source(
                path=document.path,
                sha256=document.sha256,
                media_type=document.media_type,
                characters=len(document.text),
                encoding=document.encoding,
                row=self.row,
            ),
            title=self._text("title"),
            programme=self._text("programme"),
            cities=cities,
            period=period_of(values, self.entries),
            themes=themes,
            sdgs=tuple(_numbered(goal) for goal in goals["goal"]),
            sdg_targets=goals["target"],
            sdg_indicators=goals["indicator"],
            urban_agenda_topics=self._topics(),
            focus_areas=self._statements("focus_areas"),
            challenges=self._statements("challenges"),
            objectives=self._statements("objectives"),
            results=self._statements("results"),
            activities=activities,
            outputs=outputs,
            contacts=self._addresses("contacts", EMAIL, WEB),
            sources=self._addresses("sources", WEB),
            empty=self._empty(),
        )
        unread = self._unread()
        problems = sorted(set(ledger.problems), key=lambda p: (p.line, p.code, p.message))
        coverage = ledger.coverage(unread)
        return structs.replace(plan, unread=unread, problems=tuple(problems), coverage=coverage)

    # --- what a field holds

    def _language(self) -> str:
        """The language that the record names, else that of most of its keys."""
        for entry in self.entries.get("language", ()):
            language = self.values.language_of(entry.value)
            if language:
                return language
        keys = [entry for found in self.entries.values() for entry in found]
        told = Counter(language for entry in keys for language in entry.named.languages)
        # English wins a tie: many words are spelt alike in several languages.
        return min(told, key=lambda tag: (-told[tag], tag != "en", tag)) if told else "en"

    def _entries(self, field: str) -> list[Entry]:
        return self.entries.get(field, [])

    def _leaves(self, field: str) -> Iterator[tuple[Leaf, bool]]:
        """The scalars of a field, the plan's own first, then those of each party's."""
        for entry in self._entries(field):
            yield from self.values.leaves(field, entry.value)
        for party in self.parties:
            for entry in party.entries.get(field, ()):
                yield from self.values.leaves(field, entry.value, (party.city.name.value or "",))

    def _text(self, field: str) -> Stated[str] | None:
        first, *again = [*self._entries(field), None]
        for entry in again:
            if entry:
                self.values.misplaced(field, entry.value)
        return self.values.words(field, first.value) if first else None

    def _id(self) -> str:
        stated = self._text("id")
        names = "-".join(filter(None, map(_slug, self.values.names)))
        return _slug((stated and stated.value) or "") or names or f"plan-{self._digest}"

    @property
    def _digest(self) -> str:
        return self.document.sha256[:12]

    def _words(self, field: str) -> tuple[Owned[str], ...]:
        """The words of a field, each once."""
        found: dict[object, Owned[str]] = {}
        for leaf, item in self._leaves(field):
            for words in self.values.pieces(leaf, item=item):
                _own(found, _owned(words, leaf))
        return tuple(found.values())

    def _statements(self, field: str) -> tuple[Statement, ...]:
        """The statements of a field, each once, with the sentence that opens their list."""
        found: dict[object, Owned[str]] = {}
        leads: dict[int, Passage | None] = {}
        subjects = Subjects.of(self.values.names, (), self.values.language)
        for leaf, item in self._leaves(field):
            lead = self.values.lead(leaf)
            for words in self.values.pieces(leaf, item=item):
                owned = _owned(words, leaf)
                if not item and owned.cities == subjects.names:
                    # Sentences, not a list whose items have their parties beside them.
                    whose = subjects.opens(words.value or "")
                    owned = structs.replace(owned, cities=whose or owned.cities)
                _own(found, owned)
                leads[words.start] = lead
        return tuple(
            Statement(s.value, s.start, s.end, s.quote, s.language, s.cities, leads[s.start])
            for s in found.values()
        )

    def _goals(self) -> dict[str, tuple[Owned[str], ...]]:
        """The goals, targets and indicators, each once."""
        found: dict[str, dict[object, Owned[str]]] = {kind: {} for kind in _GOALS.values()}
        for field, due in _GOALS.items():
            for leaf, _ in self._leaves(field):
                for kind, stated in self.values.goals(leaf, due):
                    _own(found[kind], _owned(stated, leaf))
        return {kind: tuple(known.values()) for kind, known in found.items()}

    def _topics(self) -> tuple[Owned[str], ...]:
        """The Urban Agenda topics, by slug or by any of their names, each once."""
        found: dict[object, Owned[str]] = {}
        values = self.values
        for leaf, _ in self._leaves("urban_agenda_topics"):
            cell = values.cell(leaf.node)
            slug = None if leaf.unknown else concept_in("topics", clean(cell.text))
            if slug:
                stated = values.ledger.took(cell.stated(slug, 0, len(cell.text)))
                _own(found, _owned(stated, leaf))
                continue
            named = [] if leaf.unknown else topics.topics_in(cell.text, 0, len(cell.text))
            if not any(mention.code for mention in named):
                _own(found, _owned(values.unknown("Urban Agenda topic", leaf), leaf))
                continue
            for mention in named:
                stated = cell.stated(mention.code, mention.start, mention.end)
                if mention.code is None:
                    values.ledger.not_understood("Urban Agenda topic", stated)
                _own(found, _owned(values.ledger.took(stated), leaf))
        return tuple(found.values())

    def _events(self, themes: Iterator[str]) -> tuple[tuple[Activity, ...], tuple[Output, ...]]:
        reader = EventReader(self.values, themes)
        for field in ("activities", "outputs"):
            for entry in self._entries(field):
                reader.read(entry)
        return reader.finish()

    def _addresses(self, field: str, *patterns: re.Pattern[str]) -> tuple[Stated[str], ...]:
        found: list[Stated[str]] = []
        for leaf, _ in self._leaves(field):
            cell = self.values.cell(leaf.node)
            spans = addresses_in(cell.text, *patterns)
            if leaf.unknown or not spans:
                found.append(self.values.unknown(field, leaf))
            found.extend(self.values.ledger.took(cell.words(*span)) for span in spans)
        return tuple(sorted(found, key=lambda stated: stated.start))

    def _empty(self) -> tuple[Stated[str], ...]:
        """The fields that are named and left blank, and those that the record says were."""
        found = []
        for field, entries in self.entries.items():
            if field in BOOKKEEPING or any(entry.value.kind != "nothing" for entry in entries):
                continue
            cell = self.values.cell(entries[0].key)
            found.append(cell.stated(field, 0, len(cell.text)))
        for entry in self._entries("empty"):
            for leaf, _ in self.values.leaves("empty", entry.value):
                cell = self.values.cell(leaf.node)
                field = clean(cell.text)
                found.append(self.values.ledger.took(cell.stated(field, 0, len(cell.text))))
        return tuple(sorted(found, key=lambda stated: stated.start))

    def _unread(self) -> tuple[Stated[str], ...]:
        """What no field took; what the record itself calls unread, and notes, are so here too."""
        for field in ("unread", "notes", *(("source",) if self._source_is_words() else ())):
            for entry in self._entries(field):
                self.values.leave(entry.value)
            for party in self.parties:
                for entry in party.entries.get(field, ()):
                    self.values.leave(entry.value)
        return tuple(self.values.ledger.unread())

    def _source_is_words(self) -> bool:
        return any(entry.value.kind != "mapping" for entry in self._entries("source"))


def _numbered(goal: Owned[str]) -> Owned[int]:
    number = None if goal.value is None else int(goal.value)
    return Owned(number, goal.start, goal.end, goal.quote, None, goal.cities)


def _owned(stated: Stated[str], leaf: Leaf) -> Owned[str]:
    return Owned(
        stated.value, stated.start, stated.end, stated.quote, stated.language, leaf.owners or ()
    )


def _own(found: dict[object, Owned[str]], value: Owned[str]) -> None:
    """Add a value, or its owners where it is known; one not understood is kept each time."""
    key = value.start if value.value is None else fold(value.value)
    known = found.get(key)
    if known:
        cities = tuple(dict.fromkeys((*known.cities, *value.cities)))
        found[key] = structs.replace(known, cities=cities)
    else:
        found[key] = value


def _slug(text: str) -> str:
    return _NOT_SLUG.sub("-", text.casefold()).strip("-_")
