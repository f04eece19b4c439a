"""The parties of a plan: each with the region, country, population and area of its own column."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders import numbers, places
from citykg.loaders.amounts import companions, says_persons
from citykg.loaders.markup import clean
from citykg.loaders.mentions import NOTHING
from citykg.loaders.parties import NamedParties
from citykg.loaders.portraits import is_of_inhabitants, names_several, portraits_of
from citykg.loaders.words import words_of
from citykg.plan import City, Stated

if TYPE_CHECKING:
    from citykg.loaders.cell import Cell
    from citykg.loaders.ledger import Ledger
    from citykg.loaders.portraits import Portrait

PLAUSIBLE = {"population": (100, 45_000_000), "area": (0.2, 2_000_000.0)}
"""Persons and square kilometres outside of which a value is flagged, not refused."""

LIKELY_DENSITY = (1, 60_000)
"""Persons per square kilometre outside of which population and area are flagged."""


class _Run(NamedTuple):
    """The characters `[start, end)` of a cell that belong to one party."""

    cell: Cell
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.cell.text[self.start : self.end]


def cities_of(ledger: Ledger) -> list[City]:
    """The parties that the fields name, in the order of the document."""
    return _Parties(ledger).cities()


class _Parties:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        # Where no row names cities, the regions are the parties.
        self.field = "city" if ledger.fields.of("city") else "region"
        self.parties = NamedParties(ledger, self.field)
        self.names = self.parties.names
        names = [clean(cell.text[name.start : name.end]) for cell, name in self.names]
        self.aliases = [places.aliases_of(name) for name in names]
        self.named = names

    @functools.cached_property
    def portraits(self) -> list[Portrait]:
        """What sentences say of each party: asked only where no field says it."""
        return portraits_of(self.ledger, self.named)

    def cities(self) -> list[City]:
        ledger = self.ledger
        regions = self._runs("region") if self.field == "city" else [[] for _ in self.names]
        countries = self._runs("country")
        populations, areas = self._numbers("population"), self._numbers("area")
        kinds = self._stated_kinds()
        own = "region" if self.field == "region" else None
        cities = []
        for index, (cell, name) in enumerate(self.names):
            label = ledger.took(cell.words(name.start, name.end))
            people = (
                populations[index]
                or self._beside("population", cell, name)
                or self._among("population", countries[index] + regions[index])
                or self._told("population", self.portraits[index].population)
            )
            area = (
                areas[index]
                or self._beside("area", cell, name)
                or self._among("area", countries[index] + regions[index])
                or self._told("area", self.portraits[index].area)
            )
            country = self._country_of(countries[index], regions[index], cell, name)
            region = self._region(regions[index], cell, name)
            city = City(
                name=label,
                region=region or self._region_told(self.portraits[index]),
                country=country or self._country_told(self.portraits[index]),
                population=None if people is None else _whole(people),
                area_km2=area,
                kind=_kind(kinds[index] or own, label.value or ""),
            )
            self._check_density(city)
            cities.append(city)
        return cities

    def _runs(self, field: str) -> list[list[_Run]]:
        """For each party, what is its own of a field: by column, by block, or out of one cell."""
        runs: list[list[_Run]] = [[] for _ in self.names]
        document = self.ledger.document
        blocks = [b for b in self.ledger.fields.of(field) if any(b.cells(document))]
        for number, block in enumerate(blocks):
            cells = block.cells(document)
            if len(cells) > 1:
                self._check_columns(field, cells)
                placed = self.parties.placed(cells) or list(enumerate(cells))
                own = [(i, _Run(cell, 0, len(cell.text))) for i, cell in placed if cell]
            elif (mine := self.parties.section(field, cells[0], blocks)) is not None:
                own = [(mine, _Run(cells[0], 0, len(cells[0].text)))]
            elif len(blocks) > 1:
                # One block of rows a party: the n-th belongs to the n-th.
                own = [(number, _Run(cells[0], 0, len(cells[0].text)))]
            elif block.separated and field != "country":
                own = [(0, _Run(cells[0], 0, len(cells[0].text)))]
            else:
                own = list(enumerate(self._shares(field, cells[0])))
            for index, run in own:
                if index < len(runs):
                    runs[index].append(run)
        return runs

    def _shares(self, field: str, cell: Cell) -> list[_Run]:
        """One cell shared out over the parties; a country named once is that of all."""
        count = len(self.names)
        apart = self._apart(field, cell)
        if apart:
            return [_Run(cell, start, end) for start, end in apart]
        if count > 1:
            # Whose it is cannot be told: nobody gets it, and it stays unread.
            shown = clean(cell.text)
            message = f"it is not clear to which of {count} parties the {field} “{shown}” belongs"
            self.ledger.problem(field, message, cell.offset(0))
            return []
        return [_Run(cell, 0, len(cell.text))]

    def _apart(self, field: str, cell: Cell) -> list[tuple[int, int]]:
        """The pieces of a cell that are those of the parties, in order; none if it is not clear."""
        text, count = cell.text, len(self.names)
        named = places.countries_in(text) if field in {"country", "region"} else []
        if field == "country" and len({code for code, _, _ in named}) == 1 < count:
            return [(0, len(text))] * count
        if len(named) == count:
            # "California, USA Bulgaria": each country ends the place of a party.
            ends = [end for _, _, end in named]
            starts = [start for _, start, _ in named] if field == "country" else [0, *ends[:-1]]
            return list(zip(starts, ends, strict=True))
        names = places.names_in(text, many=True)
        if len(names) == count:
            return [(name.start, name.end) for name in names]
        return places.states_apart(text) if count == 2 else []

    def _check_columns(self, field: str, cells: list[Cell]) -> None:
        count = len(self.names)
        filled = [cell for cell in cells if cell]
        if len(cells) > max(count, 1) and filled:
            shown = "; ".join(clean(cell.text) for cell in cells)
            self.ledger.problem(
                field,
                f"{len(cells)} values of {field} for {count} parties: “{shown}”; "
                "write one for each, in their order",
                filled[0].offset(0),
            )

    def _country(self, runs: list[_Run], cell: Cell, name: places.Name) -> Stated[str] | None:
        for run in runs:
            named = places.country_in(run.text)
            if named:
                return self._named(run, named)
            if words_of(run.text) and not NOTHING.match(run.text):
                return self.ledger.not_understood(
                    "country", run.cell.stated(None, run.start, run.end)
                )
        if name.country:
            code, start, end = name.country
            return self.ledger.took(cell.stated(code, start, end))
        return None

    def _country_of(
        self, runs: list[_Run], regions: list[_Run], cell: Cell, name: places.Name
    ) -> Stated[str] | None:
        """The country of a party; that its region's cell names it too says no more."""
        country = self._country(runs, cell, name)
        if country is None:
            return self._country_beside(regions)
        for run in regions:
            for code, start, end in places.countries_in(run.text):
                if code == country.value:
                    self.ledger.take(run.cell.passage(run.start + start, run.start + end))
        return country

    def _country_beside(self, runs: list[_Run]) -> Stated[str] | None:
        """The country that a cell of regions names too: State/Country in one row."""
        for run in runs:
            named = places.country_in(run.text)
            if named:
                return self._named(run, named)
        return None

    def _named(self, run: _Run, named: tuple[str, int, int]) -> Stated[str]:
        code, start, end = named
        return self.ledger.took(run.cell.stated(code, run.start + start, run.start + end))

    def _region(self, runs: list[_Run], cell: Cell, name: places.Name) -> Stated[str] | None:
        for run in runs:
            span = places.region_in(run.text)
            own = run.cell.offset(run.start) == cell.offset(0)  # a row "City/Region"
            if span and not own:
                return self.ledger.took(run.cell.words(run.start + span[0], run.start + span[1]))
        return self.ledger.took(cell.words(*name.region)) if name.region else None

    def _stated_kinds(self) -> list[str | None]:
        """The kind that a row states for each party, or for all in one cell: "region pair"."""
        kinds: list[str | None] = [None] * len(self.names)
        for block in self.ledger.fields.of("kind"):
            cells = block.cells(self.ledger.document)
            placed = self.parties.placed(cells) or list(enumerate(cells))
            for party, cell in placed:
                kind = places.kind_stated(clean(cell.text))
                if kind is None:
                    continue
                self.ledger.take(cell.passage(0, len(cell.text)))
                for index in [party] if len(cells) > 1 else range(len(kinds)):
                    if index < len(kinds):
                        kinds[index] = kinds[index] or kind
        return kinds

    def _numbers(self, field: str) -> list[Stated[float] | None]:
        """The populations or areas of the parties; an unlikely one is flagged."""
        values: list[Stated[float] | None] = [None] * len(self.names)
        for index, cell, number in self._all_numbers(field):
            if index >= len(values) or values[index] is not None:
                continue
            if number is None:
                if cell and not NOTHING.match(cell.text):
                    unknown: Stated[float] = cell.stated(None, 0, len(cell.text))
                    values[index] = self.ledger.not_understood(field, unknown)
                continue
            values[index] = self._number(field, cell, number)
        return values

    def _number(self, field: str, cell: Cell, number: numbers.Number) -> Stated[float]:
        stated = self.ledger.took(cell.stated(number.value, number.start, number.end))
        self._take_companions(field, cell, number)
        self._check(field, stated, number)
        return stated

    def _told(self, field: str, said: tuple[Cell, numbers.Number] | None) -> Stated[float] | None:
        """A number that a sentence says of a party."""
        return self._number(field, *said) if said else None

    def _country_told(self, portrait: Portrait) -> Stated[str] | None:
        said = portrait.country or portrait.people
        if said is None:
            return None
        cell, (code, start, end) = said
        return self.ledger.took(cell.stated(code, start, end))

    def _region_told(self, portrait: Portrait) -> Stated[str] | None:
        if portrait.region is None:
            return None
        cell, span = portrait.region
        return self.ledger.took(cell.words(*span))

    def _beside(self, field: str, cell: Cell, name: places.Name) -> Stated[float] | None:
        """A number that stands behind the name: "Calgary, Canada – 1.3 million inhabitants"."""
        if name.tail is None:
            return None
        start, end = name.tail
        text = cell.text[start:end]
        found = numbers.populations_in(text) if field == "population" else numbers.areas_in(text)
        if len(found) != 1 or (field == "population" and not says_persons(text, found[0].end)):
            return None
        number = replace(found[0], start=start + found[0].start, end=start + found[0].end)
        return self._number(field, cell, number)

    def _among(self, field: str, runs: list[_Run]) -> Stated[float] | None:
        """A number that stands with the country or region: "Japan, 172,710 residents"."""
        for run in runs:
            found = (
                numbers.populations_in(run.text)
                if field == "population"
                else numbers.areas_in(run.text)
            )
            for number in found:
                if field == "area" or is_of_inhabitants(run.text, number):
                    start, end = run.start + number.start, run.start + number.end
                    return self._number(field, run.cell, replace(number, start=start, end=end))
        return None

    def _take_companions(self, field: str, cell: Cell, number: numbers.Number) -> None:
        """Take what only goes with a number: "some", "inhabitants", "(2021)", "(45 sq mi)"."""
        self.ledger.take(cell.passage(*companions(cell.text, number.start, number.end)))
        for other in numbers.again_in(cell.text, number) if field == "area" else ():
            self.ledger.take(cell.passage(other.start, other.end))

    def _check_density(self, city: City) -> None:
        """Flag a city that is too full or too empty: one of its numbers may be wrong."""
        people, area = city.population, city.area_km2
        if not (people and people.value and area and area.value):
            return
        density = people.value / area.value
        if not LIKELY_DENSITY[0] <= density <= LIKELY_DENSITY[1]:
            self.ledger.problem(
                "density",
                f"{city.name.value} would have {density:,.1f} persons per km², which is unlikely: "
                f"is “{area.quote}” its area and “{people.quote}” its population?",
                area.start,
            )

    def _check(self, field: str, stated: Stated[float], number: numbers.Number) -> None:
        low, high = PLAUSIBLE[field]
        if number.ambiguous:
            self.ledger.problem(
                field,
                f"“{stated.quote}” can be read in more than one way; taken as {number.value:,}",
                stated.start,
            )
        if not low <= number.value <= high:
            self.ledger.problem(
                field,
                f"“{stated.quote}” is an unlikely {field} ({number.value:,}); "
                "is it in the right row?",
                stated.start,
            )

    def _all_numbers(self, field: str) -> list[tuple[int, Cell, numbers.Number | None]]:
        """The numbers of a field, each with its party's; a flat row holds several in one cell."""
        blocks = self.ledger.fields.of(field)
        document = self.ledger.document
        found: list[tuple[int, Cell, numbers.Number | None]] = []
        following = 0
        for block in blocks:
            cells = block.cells(document)
            label = clean(document.masked[slice(*block.label)])
            if len(cells) == 1 and names_several(cells[0].text, self.aliases):
                continue  # "Leeds 790,000; Jaipur 3.1 million": by name, not by order
            flat = len(cells) == len(blocks) == 1 and not block.separated
            if not flat:
                self._check_columns(field, cells)
            placed = self.parties.placed(cells) if len(cells) > 1 else None
            own = dict(placed or ())
            for number, cell in enumerate(own.values() if placed else cells):
                every = _read(field, cell.text, label, len(self.names) if flat else 1)
                index = list(own)[number] if placed else following
                mine = self.parties.section(field, cell, blocks) if len(cells) == 1 else None
                index = index if mine is None else mine
                said: list[numbers.Number | None] = [*(every if flat else every[:1])] or [None]
                found.extend((index + more, cell, one) for more, one in enumerate(said))
                following += len(said)
        return found


def _read(field: str, text: str, label: str, expected: int) -> list[numbers.Number]:
    if field == "population":
        return numbers.populations_in(text, expected, numbers.scale_in(label))
    # A bare number in a row of areas is in square kilometres where the label is silent.
    return numbers.areas_in(text, numbers.unit_in(label) or "km2")


def _whole(stated: Stated[float]) -> Stated[int]:
    """A number of persons is whole."""
    value = None if stated.value is None else int(stated.value)
    return Stated(value, stated.start, stated.end, stated.quote)


def _kind(stated: str | None, name: str) -> str:
    """The kind of a party: what is stated, but "city pair" makes no city of a council."""
    return stated if stated and stated != "city" else places.kind_of(name)
