"""From fields to a plan: each field understood, everything that none took kept as unread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from citykg.loaders import dates, events, mentions, numbers, places
from citykg.loaders.items import items_of, sentences_of
from citykg.loaders.labels import fold, label_of
from citykg.loaders.lexicon import tokens_of
from citykg.loaders.markup import JOINER, PARAGRAPH, clean
from citykg.loaders.programmes import programme_in
from citykg.loaders.roles import Parties
from citykg.plan import City, Passage, Period, Plan, Problem, Source, Stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.loaders.cell import Cell
    from citykg.loaders.document import Document
    from citykg.loaders.fields import Block, Fields

T = TypeVar("T")
_Part = tuple["Cell", int, int]
"""A run `[start, end)` of a cell's text."""

STATEMENTS = {
    "focus": "focus_areas",
    "challenges": "challenges",
    "objectives": "objectives",
    "results": "results",
}
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(r"https?://[^\s<>\"'|;)\]]+|\bwww\.[^\s<>\"'|;)\]]+")
_PLAUSIBLE_POPULATION = (100, 45_000_000)
_PLAUSIBLE_AREA = (0.2, 2_000_000.0)
_SLUG = re.compile(r"[^\w]+")


def plan_of(fields: Fields) -> Plan:
    """All that a document's fields say, as a Plan."""
    return _Reading(fields).plan()


@dataclass
class _Reading:
    """One plan in the making: what was taken, and what was wrong."""

    fields: Fields
    taken: list[tuple[int, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    empty: list[Stated[str]] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return self.fields.document

    def plan(self) -> Plan:
        fields, document = self.fields, self.document
        self._labels()
        cities = self._cities()
        names = [city.name.value or "" for city in cities]
        if len(cities) < 2:
            self._problem("parties", "a cooperation has two parties or more, and "
                          f"{len(cities)} was found; is there a row that names the cities?", 0)
        title, programme = self._title(), self._programme()
        reader = events.Reader(Parties(names, fields.language), fields.language)
        statements = {name: self._statements(key) for key, name in STATEMENTS.items()}
        sdgs, targets, topics = self._mentions()
        themes = self._themes()
        self._events(reader)
        contacts = self._contacts()
        period = self._period()
        sources = self._addresses("sources")
        return Plan(
            id=self._id(names),
            template=fields.template,
            source=Source(
                path=document.path,
                sha256=document.sha256,
                media_type=document.media_type,
                characters=len(document.text),
                encoding=document.encoding,
                row=fields.row,
            ),
            title=title,
            programme=programme,
            cities=tuple(cities),
            period=period,
            themes=themes,
            sdgs=sdgs,
            sdg_targets=targets,
            urban_agenda_topics=topics,
            activities=tuple(reader.found.activities),
            outputs=tuple(reader.found.outputs),
            contacts=contacts,
            sources=sources,
            empty=tuple(self.empty),
            unread=tuple(self._unread()),
            problems=tuple(sorted(self.problems, key=lambda p: (p.line, p.code, p.message))),
            **statements,
        )

    # what is common to the fields

    def _cells(self, name: str) -> list[Cell]:
        return [c for b in self.fields.of(name) for c in b.cells(self.document) if c]

    def _take(self, passage: Passage | Stated[T]) -> None:
        self.taken.append((passage.start, passage.end))

    def _took(self, stated: Stated[T]) -> Stated[T]:
        self._take(stated)
        return stated

    def _problem(self, code: str, message: str, offset: int) -> None:
        line = self.document.line_of(offset)
        self.problems.append(Problem(code, message, line))

    def _not_understood(self, what: str, stated: Stated[T]) -> None:
        quote = clean(stated.quote)
        shown = quote if len(quote) <= 80 else quote[:79] + "…"
        self._problem(what, f"{what} not understood: “{shown}”", stated.start)

    def _labels(self) -> None:
        """Take the labels; a field that is named and left blank is kept as such."""
        filled = {
            name
            for block in self.fields.blocks
            for name in block.fields
            if any(not mentions.NOTHING.match(cell.text) for cell in block.cells(self.document))
        }
        reported: set[str] = set()
        for block in self.fields.blocks:
            if not block.fields:
                label = self.document.text[slice(*block.label)]
                self._problem(
                    "label", f"no field is known by the label “{clean(label)}”; its row is unread",
                    block.label[0],
                )
                continue
            if self.fields.row is None:
                self.taken.append(block.label)
            for name in block.fields:
                if name in filled or name in reported:
                    continue
                reported.add(name)
                passage = self.document.passage(*block.label)
                self.empty.append(Stated(name, passage.start, passage.end, passage.quote))
                for cell in block.cells(self.document):
                    if cell:
                        self._take(cell.passage(0, len(cell.text)))

    # the parties

    def _cities(self) -> list[City]:
        names = self._names()
        count = len(names)
        regions = self._by_party("region", count)
        countries = self._by_party("country", count)
        cities = []
        populations = self._numbers("population", count)
        areas = self._numbers("area", count)
        for index, (cell, name) in enumerate(names):
            stated = self._took(cell.words(name.start, name.end))
            country = self._country(countries[index])
            if country is None and name.country:
                code, a, b = name.country
                country = self._took(cell.stated(code, a, b))
            region = self._region(regions[index])
            if region is None and name.region:
                region = self._took(cell.words(*name.region))
            if country is None and regions[index]:
                country = self._country_beside(regions[index])
            cities.append(
                City(
                    name=stated,
                    region=region,
                    country=country,
                    population=populations[index],
                    area_km2=areas[index],
                    kind=self._kind(stated.value or ""),
                )
            )
        return cities

    def _names(self) -> list[tuple[Cell, places.Name]]:
        named: list[tuple[Cell, places.Name]] = []
        for block in self.fields.of("city"):
            cells = [cell for cell in block.cells(self.document) if cell]
            # One cell holds all parties where no other cell or row names one.
            many = len(cells) == 1 and len(self.fields.of("city")) == 1
            for cell in cells:
                named.extend((cell, name) for name in places.names_in(cell.text, many=many))
        return named

    def _by_party(self, name: str, count: int) -> list[list[_Part]]:
        """For each party, the parts of cells that are its own, by column or by block."""
        parts: list[list[_Part]] = [[] for _ in range(count)]
        blocks = [b for b in self.fields.of(name) if any(b.cells(self.document))]
        for number, block in enumerate(blocks):
            cells = block.cells(self.document)
            if len(blocks) > 1 and len(cells) == 1:
                # One block of rows a party: the n-th belongs to the n-th.
                own = [(number, (cells[0], 0, len(cells[0].text)))]
            elif len(cells) == 1:
                own = list(enumerate(self._shares(name, cells[0], count)))
            else:
                own = [(i, (cell, 0, len(cell.text))) for i, cell in enumerate(cells) if cell]
                self._check_columns(name, cells, count)
            for index, part in own:
                if index < count:
                    parts[index].append(part)
        return parts

    def _check_columns(self, name: str, cells: list[Cell], count: int) -> None:
        if len(cells) > max(count, 1):
            shown = "; ".join(clean(cell.text) for cell in cells)
            self._problem(
                name, f"{len(cells)} values of {name} for {count} parties: “{shown}”; "
                "write one for each, in their order", cells[0].offset(0),
            )

    def _shares(self, name: str, cell: Cell, count: int) -> list[_Part]:
        """One cell shared out over the parties; a country named once is that of all."""
        text = cell.text
        if name == "country":
            named = places.countries_in(text)
            if len(named) == count:
                return [(cell, a, b) for _, a, b in named]
            if len({code for code, _, _ in named}) == 1:
                return [(cell, 0, len(text))] * count
        names = places.names_in(text, many=True)
        if len(names) == count:
            return [(cell, n.start, n.end) for n in names]
        return [(cell, 0, len(text))]

    def _country(self, parts: list[_Part]) -> Stated[str] | None:
        for cell, start, end in parts:
            text = cell.text[start:end]
            if not clean(text):
                continue
            named = places.country_in(text)
            if named:
                code, a, b = named
                return self._took(cell.stated(code, start + a, start + b))
            if places.region_in(text) is None and not tokens_of(text):
                continue
            unknown: Stated[str] = cell.stated(None, start, end)
            self._not_understood("country", unknown)
            return self._took(unknown)
        return None

    def _country_beside(self, parts: list[_Part]) -> Stated[str] | None:
        """The country that a cell of regions names too: State/Country in one row."""
        for cell, start, end in parts:
            named = places.country_in(cell.text[start:end])
            if named:
                code, a, b = named
                return self._took(cell.stated(code, start + a, start + b))
        return None

    def _region(self, parts: list[_Part]) -> Stated[str] | None:
        for cell, start, end in parts:
            text = cell.text[start:end]
            span = places.region_in(text)
            if span:
                return self._took(cell.words(start + span[0], start + span[1]))
        return None

    def _kind(self, name: str) -> str:
        stated = " ".join(fold(clean(cell.text)) for cell in self._cells("kind"))
        if stated:
            for cell in self._cells("kind"):
                self._take(cell.passage(0, len(cell.text)))
            if stated.startswith("region"):
                return "region"
        return places.kind_of(name)

    def _numbers(self, name: str, count: int) -> list[Stated[T] | None]:
        """The populations or areas of the parties, checked for plausibility."""
        values: list[Stated[T] | None] = [None] * count
        parts = self._number_parts(name, count)
        low, high = _PLAUSIBLE_POPULATION if name == "population" else _PLAUSIBLE_AREA
        for index, (cell, start, end, number) in enumerate(parts[:count]):
            if number is None:
                if clean(cell.text[start:end]) and not mentions.NOTHING.match(cell.text[start:end]):
                    unknown: Stated[T] = cell.stated(None, start, end)
                    self._not_understood(name, unknown)
                    values[index] = self._took(unknown)
                continue
            stated = cell.stated(number.value, start + number.start, start + number.end)
            values[index] = self._took(stated)  # type: ignore[assignment]
            if number.ambiguous:
                self._problem(
                    name, f"“{stated.quote}” can be read in more than one way; taken as "
                    f"{number.value:,}", stated.start,
                )
            if not low <= number.value <= high:
                self._problem(
                    name, f"“{stated.quote}” is an unlikely {name} ({number.value:,}); "
                    "is it in the right row?", stated.start,
                )
        return values

    def _number_parts(
        self, name: str, count: int
    ) -> list[tuple[Cell, int, int, numbers.Number | None]]:
        blocks = self.fields.of(name)
        found: list[tuple[Cell, int, int, numbers.Number | None]] = []
        for block in blocks:
            cells = block.cells(self.document)
            unit = numbers.unit_in(clean(self.document.masked[slice(*block.label)]))
            if len(cells) == 1 and len(blocks) == 1 and count > 1:
                # A flat row: both values in one cell.
                cell = cells[0]
                every = self._all_numbers(name, cell.text, unit, count) or [None]
                found.extend((cell, 0, len(cell.text), number) for number in every)
                continue
            self._check_columns(name, cells, count)
            found.extend(
                (cell, 0, len(cell.text), self._number(name, cell.text, unit)) for cell in cells
            )
        return found

    def _number(self, name: str, text: str, unit: str | None) -> numbers.Number | None:
        found = self._all_numbers(name, text, unit, 1)
        return found[0] if found else None

    @staticmethod
    def _all_numbers(name: str, text: str, unit: str | None, count: int) -> list[numbers.Number]:
        if name == "population":
            return numbers.populations_in(text, count)
        # A bare number in a row of areas is in square kilometres where the label is silent.
        return numbers.areas_in(text, unit or "km2")

    # the plan as a whole

    def _title(self) -> Stated[str] | None:
        for start, end in self.fields.preamble:
            text = clean(self.document.masked[start:end])
            if tokens_of(text):
                passage = self.document.passage(start, end)
                return self._took(Stated(text, start, end, passage.quote, self.fields.language))
        return None

    def _programme(self) -> Stated[str] | None:
        for cell in self._cells("programme"):
            passage = cell.words(0, len(cell.text))
            return self._took(passage)
        spots = [*self.fields.preamble]
        for cell in self._cells("contact"):
            spots.append(cell.span(0, len(cell.text)))
        found = None
        for start, end in spots:
            span = programme_in(self.document.masked[start:end])
            if span:
                a, b = start + span[0], start + span[1]
                stated = Stated(self.document.masked[a:b], a, b, self.document.text[a:b])
                self._take(stated)
                found = found or stated
        return found

    def _period(self) -> Period | None:
        start = self._one_date("start")
        end = self._one_date("end")
        for cell in self._cells("period"):
            span = dates.period_in(cell.text)
            if span is None:
                unknown: Stated[str] = cell.stated(None, 0, len(cell.text))
                if not mentions.NOTHING.match(cell.text):
                    self._not_understood("period", unknown)
                    self._take(unknown)
                    start = start or unknown
                continue
            if span.start and not (start and start.value):
                start = cell.stated(span.start.iso, span.start.start, span.start.end)
            if span.end and not (end and end.value):
                end = cell.stated(span.end.iso, span.end.start, span.end.end)
            first = min(d.start for d in (span.start, span.end) if d)
            last = max(d.end for d in (span.start, span.end) if d)
            self._take(cell.passage(first, last))
            break
        if not (start or end):
            return None
        if start and end and start.value and end.value and end.value < start.value[: len(end.value)]:
            self._problem(
                "period", f"the period ends ({end.value}) before it starts ({start.value})",
                start.start,
            )
        return Period(start, end)

    def _one_date(self, name: str) -> Stated[str] | None:
        for cell in self._cells(name):
            days = dates.days_in(cell.text)
            if len(days) == 1:
                return self._took(cell.stated(days[0].iso, days[0].start, days[0].end))
            unknown: Stated[str] = cell.stated(None, 0, len(cell.text))
            self._not_understood(name, unknown)
            return self._took(unknown)
        return None

    def _contacts(self) -> tuple[Stated[str], ...]:
        found = []
        for cell in self._cells("contact"):
            for pattern in (_EMAIL, _ADDRESS):
                for match in pattern.finditer(cell.text):
                    end = match.start() + len(match[0].rstrip(".,"))
                    found.append(self._took(cell.words(match.start(), end)))
        return tuple(sorted(found, key=lambda stated: stated.start))

    def _addresses(self, name: str) -> tuple[Stated[str], ...]:
        found = []
        for cell in self._cells(name):
            for match in _ADDRESS.finditer(cell.text):
                end = match.start() + len(match[0].rstrip(".,"))
                found.append(self._took(cell.words(match.start(), end)))
        return tuple(found)

    # what it is about

    def _themes(self) -> tuple[Stated[str], ...]:
        found: list[Stated[str]] = []
        for block in self.fields.of("themes"):
            cells = [cell for cell in block.cells(self.document) if cell]
            for cell in cells:
                listed = items_of(cell.text)
                spans = listed.items
                if not listed.bulleted and len(spans) * len(cells) == 1:
                    spans = tuple(_separated(cell.text, *spans[0]))
                for start, end in spans:
                    stop = start + len(cell.text[start:end].rstrip(" .;,"))
                    stated = cell.words(start, stop, self.fields.language)
                    if not stated.value or mentions.NOTHING.match(stated.value):
                        continue
                    self._take(stated)
                    if all(fold(stated.value) != fold(known.value or "") for known in found):
                        found.append(stated)
        return tuple(found)

    def _statements(self, name: str) -> tuple[Stated[str], ...]:
        found: list[Stated[str]] = []
        for cell in self._cells(name):
            listed = items_of(cell.text)
            spans = listed.items
            if not listed.bulleted:
                spans = tuple(s for span in spans for s in sentences_of(cell.text, *span))
            for start, end in spans:
                stop = start + len(cell.text[start:end].rstrip(" ;,"))
                stated = cell.words(start, stop, self.fields.language)
                if stated.value and not mentions.NOTHING.match(stated.value):
                    found.append(self._took(stated))
        return tuple(found)

    def _mentions(
        self,
    ) -> tuple[tuple[Stated[int], ...], tuple[Stated[str], ...], tuple[Stated[str], ...]]:
        goals: dict[object, Stated[int]] = {}
        targets: dict[object, Stated[str]] = {}
        topics: dict[object, Stated[str]] = {}
        for cell, start, end, kind in self._mention_runs():
            found = (mentions.goals_in if kind == "sdgs" else mentions.topics_in)(cell.text, start, end)
            for mention in found:
                self._take(cell.passage(mention.start, mention.end))
                where = (cell, mention.start, mention.end)
                key = mention.code or cell.offset(mention.start)
                if mention.kind == "topic":
                    topics.setdefault(key, self._mention("urban agenda topic", mention.code, *where))
                elif mention.kind == "target":
                    targets.setdefault(key, self._mention("target", mention.code, *where))
                else:
                    number = int(mention.code) if mention.code else None
                    goals.setdefault(key, self._mention("goal", number, *where))
        if not self.fields.of("sdgs"):
            self._explicit(goals, targets)
        return tuple(goals.values()), tuple(targets.values()), tuple(topics.values())

    def _mention(self, what: str, value: T | None, cell: Cell, start: int, end: int) -> Stated[T]:
        stated = cell.stated(value, start, end)
        if value is None:
            self._not_understood(what, stated)
        return stated

    def _explicit(
        self, goals: dict[object, Stated[int]], targets: dict[object, Stated[str]]
    ) -> None:
        """Goals named by their sign in the other fields, where the plan has no field for them."""
        for block in self.fields.blocks:
            for cell in block.cells(self.document):
                for mention in mentions.explicit_goals_in(cell.text):
                    where = (mention.start, mention.end)
                    if mention.kind == "goal" and mention.code:
                        goals.setdefault(mention.code, cell.stated(int(mention.code), *where))
                    elif mention.code:
                        targets.setdefault(mention.code, cell.stated(mention.code, *where))

    def _mention_runs(self) -> Iterable[tuple[Cell, int, int, str]]:
        """The runs of text that list goals, and those that list topics, by their own labels."""
        for block in self.fields.blocks:
            wanted = [name for name in block.fields if name in ("sdgs", "topics")]
            if not wanted:
                continue
            for cell in block.cells(self.document):
                kind, at = wanted[0], 0
                marks = list(re.finditer(r"[^\s:•;|\u2029][^:•;|\u2029]{0,70}?(?=\s*:)", cell.text))
                for mark in marks:
                    label = self._sub_label(cell.text, mark)
                    if label is None:
                        continue
                    begin, name = label
                    yield cell, at, begin, kind
                    kind = name
                    at = mark.end() + cell.text[mark.end() :].index(":") + 1
                    self._take(cell.passage(begin, at))
                if len(wanted) > 1 and at == 0:
                    # No label of its own tells the two apart: what is no goal may be a topic.
                    yield from self._mixed(cell)
                    continue
                yield cell, at, len(cell.text), kind

    def _mixed(self, cell: Cell) -> Iterable[tuple[Cell, int, int, str]]:
        goals = mentions.goals_in(cell.text, 0, len(cell.text))
        yield cell, 0, len(cell.text), "sdgs"
        at = 0
        for start, end in [*((m.start, m.end) for m in goals), (len(cell.text), len(cell.text))]:
            if at < start:
                yield cell, at, start, "topics"
            at = max(at, end)

    @staticmethod
    def _sub_label(text: str, mark: re.Match[str]) -> tuple[int, str] | None:
        """A label inside a cell (`EU Urban Agenda:`): where it begins and what it names."""
        words = list(re.finditer(r"\S+", mark[0]))
        for word in words:
            begin = mark.start() + word.start()
            label = label_of(clean(text[begin : mark.end()]))
            if label and label.certain:
                named = [name for name in label.fields if name in ("sdgs", "topics")]
                if named:
                    return begin, named[0]
        return None

    # what was done

    def _events(self, reader: events.Reader) -> None:
        for block in self.fields.blocks:
            both = {"activities", "outputs"}.intersection(block.fields)
            if both:
                section = events.Section(
                    activities="activities" in both,
                    outputs=True,
                    every_item=True,
                    **self._promised(block),
                )
                reader.read([c for c in block.cells(self.document) if c], section)
        for block in self.fields.of("results"):
            section = events.Section(activities=False, outputs=True, **self._promised(block))
            reader.read([c for c in block.cells(self.document) if c], section)
        for cell, part in reader.found.parts:
            if part.used:
                self._take(cell.passage(part.start, part.end))

    def _promised(self, block: Block) -> dict[str, object]:
        """The status that a label states: "Expected results", "Planned activities"."""
        from citykg.loaders.statuses import cues_in

        text = self.document.masked[slice(*block.label)]
        for cue in cues_in(text, self.fields.language):
            start = block.label[0] + cue.start
            return {
                "status": cue.status,
                "status_cue": self.document.passage(start, start + cue.end - cue.start),
            }
        return {}

    # what is left

    def _unread(self) -> Iterable[Stated[str]]:
        """The runs of words that nothing took, sentence by sentence, in the order of the text."""
        masked = self.document.masked
        for start, end in self._left():
            for a, b in sentences_of(masked, start, end):
                words = tokens_of(masked[a:b])
                if not words or all(token.word in _CONNECTING for token in words):
                    continue
                # Separators around the words belong to what was taken beside them.
                first = a + words[0].start
                if masked[first - 1 : first] in ("(", "“", "‘", "[") and first > a:
                    first -= 1
                last = a + len(masked[a:b].rstrip(f" \t\r\n,;|:\"{PARAGRAPH}{JOINER}"))
                quote = self.document.text[first:last]
                yield Stated(clean(masked[first:last]), first, last, quote, self.fields.language)

    def _left(self) -> Iterable[tuple[int, int]]:
        """The gaps between what was taken; in a row of a table, those inside its cells."""
        taken = sorted(self.taken)
        for at, last in self._extents():
            for start, end in taken:
                if end <= at:
                    continue
                if start >= last:
                    break
                if start > at:
                    yield at, start
                at = max(at, end)
            if at < last:
                yield at, last

    def _extents(self) -> list[tuple[int, int]]:
        if self.fields.row is None:
            return [(0, len(self.document.text))]
        return sorted(p for b in self.fields.blocks for c in b.columns for p in c)

    def _id(self, names: list[str]) -> str:
        for cell in self._cells("id"):
            stated = self._took(cell.words(0, len(cell.text)))
            slug = _SLUG.sub("-", (stated.value or "").casefold()).strip("-_")
            if slug:
                return slug
        slugs = [_SLUG.sub("-", name.casefold()).strip("-_") for name in names]
        joined = "-".join(slug for slug in slugs if slug)
        return joined or f"plan-{self.document.sha256[:12]}"


_CONNECTING = frozenset({"and", "y", "e", "et", "und", "och", "to", "&", "the", "of", "as"})


def _separated(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The themes of a line without bullets, cut at its strongest separator."""
    for sign in (r"[;|]", r"\s[/–—]\s", r",(?!\d)(?![^()]*\))"):
        if re.search(sign, text[start:end]):
            runs, at = [], start
            for match in re.finditer(sign, text[start:end]):
                runs.append((at, start + match.start()))
                at = start + match.end()
            runs.append((at, end))
            # A comma inside a sentence separates nothing: an item of a list is short.
            if "," not in sign or all(len(text[a:b].split()) <= 5 for a, b in runs):
                return [(a, b) for a, b in runs if clean(text[a:b])]
    return [(start, end)]
