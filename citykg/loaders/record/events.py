"""The activities and outputs of a record: mappings, or words as a list of them has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from citykg.loaders import dates
from citykg.loaders.events import Reader
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.notes import heading_cue
from citykg.loaders.record.values import concept_in
from citykg.loaders.roles import Parties
from citykg.loaders.sections import Section
from citykg.plan import Activity, Output, Stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.loaders.record.tree import Node
    from citykg.loaders.record.values import Entry, Values
    from citykg.plan import Passage

T = TypeVar("T")

_DAY = r"\d{4}(?:-(?:(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|2[1-4]))?[~?%]?"
EDTF = re.compile(rf"{_DAY}(?:/(?:{_DAY}|\.\.)?)?|(?:\.\.)?/{_DAY}", re.ASCII)
"""A date or interval in EDTF, level 1; a month of 21 to 24 is a season."""


class EventReader:
    """Reads the activities and outputs of one plan."""

    def __init__(self, values: Values, themes: Iterable[str]) -> None:
        self.values = values
        self.themes = {fold(theme): theme for theme in themes}
        self.reader = Reader(Parties(values.names, values.language), values.language)

    def read(self, entry: Entry) -> None:
        """Add what an entry holds, in its order."""
        named = entry.named.fields
        section = Section(
            activities="activities" in named, outputs="outputs" in named, every_item=True
        )
        if section.activities:
            section = Section(activities=True, outputs=True, every_item=True)
        for node in entry.value.items if entry.value.kind == "list" else (entry.value,):
            if node.kind == "mapping":
                self._event(node, entry, activity=section.activities)
            elif node.kind == "list":
                self.values.misplaced("activity", node)
            else:
                leaf = self.values.leaf("activity", node)
                if leaf:
                    self.reader.read([self.values.cell(leaf.node)], section)

    def finish(self) -> tuple[tuple[Activity, ...], tuple[Output, ...]]:
        """What was read, accounted for."""
        found, ledger = self.reader.found, self.values.ledger
        for cell, part in found.parts:
            if part.used:
                ledger.take(cell.passage(part.start, part.end))
        return tuple(found.activities), tuple(found.outputs)

    def _event(self, node: Node, entry: Entry, *, activity: bool) -> None:
        values = self.values
        entries = values.entries(node, "event")
        first = {field: found[0].value for field, found in entries.items()}
        for found in entries.values():
            for again in found[1:]:
                values.misplaced(clean(again.key.masked), again.value)
        label = values.words("label", first["label"]) if "label" in first else None
        sentence = values.words("sentence", first["sentence"]) if "sentence" in first else None
        if label is None and "type" in first:
            # "A workshop in May" may have no other name.
            label = values.words("type", first["type"])
        label = label or sentence
        if label is None:
            what = entry.named.fields[0]
            values.ledger.problem(what, "an event has no label; say what it is", node.start)
            values.leave(node)
            return
        scheme = "activity-types" if activity else "output-types"
        kind = self._concept(scheme, "type", first.get("type"))
        status = self._status(first.get("status"))
        # A record of ours says all of an event; in others its name may.
        named = entries["label"][0] if "label" in entries else None
        ours = named is None or clean(named.key.masked) == "label"
        told = None if named is None or ours else self._told(named.value, activity=activity)
        cities, hosts, visitors = (
            values.parties(first[field]) if field in first else ()
            for field in ("cities", "hosts", "visitors")
        )
        if isinstance(told, Activity) and not (hosts or visitors):
            hosts, visitors = told.hosts, told.visitors
        if told and not cities:
            cities = told.cities
        taking_part = {*cities, *hosts, *visitors}
        every = tuple(name for name in values.names if name in taking_part)
        cities = cities if set(cities) == taking_part else every
        said = told if told and not kind else None
        output = Output(
            label,
            kind.value if kind else said.type if said else None,
            status.value if status else None,
            cities,
            _cue(kind) if kind else said.type_cue if said else None,
            _cue(status),
            sentence,
            self._dates(first.get("dates")),
            self._themes(first.get("themes")),
        )
        if activity:
            others = self._words("participants", first.get("participants"))
            shared = {name: getattr(output, name) for name in output.__struct_fields__}
            self.reader.found.activities.append(
                Activity(**shared, hosts=hosts, visitors=visitors, participants=others)
            )
            return
        for field in ("hosts", "visitors", "participants"):
            if field in first:
                values.misplaced(field, first[field])
        self.reader.found.outputs.append(output)

    def _told(self, node: Node, *, activity: bool) -> Activity | Output | None:
        """The one event that a label tells, as in any document: "Visit of Porto to Austin"."""
        values = self.values
        if node.kind in {"mapping", "list"}:
            return None
        reader = Reader(Parties(values.names, values.language), values.language)
        section = Section(activities=activity, outputs=not activity, every_item=True)
        reader.read([values.cell(node)], section)
        found = reader.found.activities if activity else reader.found.outputs
        return found[0] if len(found) == 1 else None

    def _status(self, node: Node | None) -> Stated[str] | None:
        """The status that a scalar names, or that its words tell: "signed", "in preparation"."""
        if node is None:
            return None
        if node.kind in {"mapping", "list"} or concept_in("statuses", clean(node.masked)):
            return self._concept("statuses", "status", node)
        cell = self.values.cell(node)
        cue = heading_cue(cell.text, self.values.language)
        if cue is None:
            return self._concept("statuses", "status", node)
        return self.values.ledger.took(cell.stated(cue.status, 0, len(cell.text)))

    def _concept(self, scheme: str, what: str, node: Node | None) -> Stated[str] | None:
        return self.values.concept(scheme, what, node) if node else None

    def _words(self, what: str, node: Node | None) -> tuple[Stated[str], ...]:
        if node is None:
            return ()
        values = self.values
        found = (values.pieces(leaf, item=item) for leaf, item in values.leaves(what, node))
        return tuple(words for pieces in found for words in pieces)

    def _themes(self, node: Node | None) -> tuple[str, ...]:
        """The plan's themes that an event names; another is told as it is."""
        found = (words.value or "" for words in self._words("themes", node))
        return tuple(self.themes.get(fold(words), words) for words in found if words)

    def _dates(self, node: Node | None) -> tuple[Stated[str], ...]:
        """The dates that an event names, in EDTF."""
        if node is None:
            return ()
        values = self.values
        found: list[Stated[str]] = []
        for leaf, _ in values.leaves("dates", node):
            cell = values.cell(leaf.node)
            text = cell.text.strip()
            if EDTF.fullmatch(text) and not leaf.unknown:
                found.append(values.ledger.took(cell.stated(text, 0, len(cell.text))))
                continue
            named = [] if leaf.unknown else dates.events_dates_in(cell.text, leaf.language)
            if not named:
                found.append(values.unknown("date", leaf))
            for date in named:
                stated = cell.stated(date.edtf, date.start, date.end)
                if date.edtf is None:
                    values.ledger.not_understood("date", stated)
                found.append(values.ledger.took(stated))
        return tuple(found)


def _cue(stated: Stated[str] | None) -> Passage | None:
    return stated.passage if stated and stated.value else None
