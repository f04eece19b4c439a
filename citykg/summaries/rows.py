"""The rows of a plan summary: a heading, then one cell a party, or one cell for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from citykg.ontology.vocabulary import concept, concepts
from citykg.summaries.headings import heading, language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from citykg.plan import Activity, City, Output, Owned, Plan, Stated

NOTHING = "–"
"""Stands in the cell of a party of which the row says nothing: an empty one would be no cell."""


_SENTENCE_ENDS = (".", "!", "?", "…")


class Row(NamedTuple):
    """A heading and its cells, each a list of items; `is_list` says whether they get bullets."""

    heading: str
    cells: tuple[tuple[str, ...], ...]
    is_list: bool = False


def rows(plan: Plan) -> Iterator[Row]:
    """The rows of a plan's summary, in the order of the published ones."""
    rows_of = _Rows(plan)
    yield from rows_of.parties()
    yield from rows_of.facts()
    yield from rows_of.subjects()
    yield from rows_of.statements()
    yield from rows_of.events()
    yield from rows_of.addresses()


class _Rows:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.language = language_of(plan)
        self.names = tuple(city.name.value or "" for city in plan.cities)
        self.written: set[str] = set()  # the words of events

    def _row(self, field: str, *cells: tuple[str, ...], is_list: bool = False) -> Row:
        return Row(heading(field, self.language), cells, is_list)

    def parties(self) -> Iterator[Row]:
        cities = self.plan.cities
        regions = bool(cities) and all(city.kind == "region" for city in cities)
        if cities:
            yield self._row("region" if regions else "city", *((name,) for name in self.names))
        columns: tuple[tuple[str, Callable[[City], str]], ...] = (
            ("region", lambda city: "" if regions else _words(city.region)),
            ("country", lambda city: self._country(_words(city.country))),
            ("population", lambda city: _number(city.population, ",d")),
            ("area", lambda city: _number(city.area_km2, "")),
        )
        for field, told in columns:
            cells = [told(city) for city in cities]
            if any(cells):
                yield self._row(field, *((cell or NOTHING,) for cell in cells))

    def _country(self, code: str) -> str:
        known = {item.slug for item in concepts("countries")}
        slug = code.lower()
        return concept("countries", slug).label(self.language) if slug in known else code

    def facts(self) -> Iterator[Row]:
        plan, period = self.plan, self.plan.period
        if plan.programme and plan.programme.value:
            yield self._row("programme", (plan.programme.value,))
        if period is None:
            return
        start, end = _words(period.start), _words(period.end)
        if start and end:
            yield self._row("period", (f"{start} – {end}",))
        elif start or end:
            yield self._row("start" if start else "end", (start or end,))

    def subjects(self) -> Iterator[Row]:
        plan = self.plan
        yield from self._owned("themes", plan.themes, str)
        goals: list[Owned[int] | Owned[str]] = [*plan.sdgs, *plan.sdg_targets]
        yield from self._owned("sdgs", (*goals, *plan.sdg_indicators), _goal)
        yield from self._owned("topics", plan.urban_agenda_topics, self._topic)

    def _topic(self, slug: object) -> str:
        known = {item.slug for item in concepts("topics")}
        return concept("topics", str(slug)).label(self.language) if slug in known else str(slug)

    def statements(self) -> Iterator[Row]:
        plan = self.plan
        yield from self._owned("focus", plan.focus_areas, str)
        yield from self._owned("challenges", plan.challenges, str)
        yield from self._owned("objectives", plan.objectives, str)

    def _owned(
        self,
        field: str,
        values: Sequence[Owned[int] | Owned[str]],
        worded: Callable[[object], str],
    ) -> Iterator[Row]:
        """A row with a cell for each party that owns values, and one for what all of them own."""
        columns: list[list[str]] = [[] for _ in self.names]
        shared: list[str] = []
        for value in values:
            if value.value is None:
                continue
            owners = value.cities
            alone = len(owners) == 1 < len(self.names) and owners[0] in self.names
            column = columns[self.names.index(owners[0])] if alone else shared
            column.append(worded(value.value))
        if any(columns):
            cells = (tuple(column) or (NOTHING,) for column in columns)
            yield self._row(field, *cells, is_list=True)
        if shared:
            yield self._row(field, tuple(shared), is_list=True)

    def events(self) -> Iterator[Row]:
        plan = self.plan
        # What the results tell anyway is not told twice.
        events: list[Activity | Output] = [*plan.activities, *plan.outputs]
        told = [event for event in events if _is_among(event, plan.results)]
        yield from self._events("activities", [a for a in plan.activities if a not in told])
        yield from self._events("outputs", [o for o in plan.outputs if o not in told])
        expected = any(_heading_status(event) == "expected" for event in told)
        prose = all((r.value or ".")[-1:] in _SENTENCE_ENDS for r in plan.results)
        for row in self._owned("results-expected" if expected else "results", plan.results, str):
            # A sentence is read otherwise than an item of a list: it stays one.
            yield row._replace(is_list=not prose)

    def _events(self, field: str, events: Sequence[Activity | Output]) -> Iterator[Row]:
        """The events by the status of their row, the items of lists apart from sentences."""
        told: dict[tuple[str, bool], list[str]] = {}
        for event in events:
            words, status = _told(event), _heading_status(event)
            if not words or words in self.written:
                continue  # of several events that one sentence tells, the sentence stands once
            self.written.add(words)
            # Only as an item of a list is an event of no type that we know one.
            is_item = words[-1] not in _SENTENCE_ENDS or event.type is None
            told.setdefault((f"{field}-{status}" if status else field, is_item), []).append(words)
        for (row, is_item), items in told.items():
            yield self._row(row, tuple(items), is_list=is_item)

    def addresses(self) -> Iterator[Row]:
        for field, stated in (("contact", self.plan.contacts), ("sources", self.plan.sources)):
            found = tuple(item.value for item in stated if item.value)
            if found:
                yield self._row(field, found, is_list=True)


def _told(event: Activity | Output) -> str:
    """The words that tell an event: its sentence, or its label."""
    return (event.sentence and event.sentence.value) or event.label.value or ""


def _is_among(event: Activity | Output, results: Sequence[Stated[str]]) -> bool:
    """Whether the words that tell an event stand among the results, or hold one of them."""
    said, words = event.sentence or event.label, _told(event)
    return any(
        result.value == words or (result.start < said.end and said.start < result.end)
        for result in results
    )


def _heading_status(event: Activity | Output) -> str | None:
    """The status that the row of an event must say, because no words of the event do."""
    said, cue = event.sentence or event.label, event.status_cue
    if cue and said.start <= cue.start and cue.end <= said.end:
        return None
    return event.status


def _words(stated: Stated[str] | None) -> str:
    return (stated.value or "") if stated else ""


def _number(stated: Stated[int] | Stated[float] | None, form: str) -> str:
    if stated is None or stated.value is None:
        return ""
    if form:
        return format(stated.value, form)
    text = f"{stated.value:.6f}".rstrip("0").rstrip(".")
    # "1.234" may be a thousand and more: with a fourth digit it is not.
    whole, point, decimals = text.partition(".")
    return f"{whole}.{decimals}0" if point and len(decimals) == 3 else text


def _goal(value: object) -> str:
    return str(value)
