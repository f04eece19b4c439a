"""What sentences say of a party: its country, region, population and area, beside its name.

"Almada lies on the Tagus. It has 174 030 inhabitants": a number is that of the party named last
before it, in its own sentence, or in the one before where a word stands for the name.  Sentences
on challenges, objectives, activities and outputs are not asked: the numbers there count others.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import TYPE_CHECKING

from citykg.loaders import numbers, places
from citykg.loaders.aliases import bare_name
from citykg.loaders.cell import Cell
from citykg.loaders.divisions import is_division, is_division_of
from citykg.loaders.late import Late
from citykg.loaders.markup import JOINER, PARAGRAPH
from citykg.loaders.origins import origin_before, origin_behind
from citykg.loaders.sentences import sentences_of
from citykg.loaders.times import alternatives, same_length

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.loaders.ledger import Ledger
    from citykg.loaders.numbers import Number

_OTHERS = frozenset({"challenges", "objectives", "results", "activities", "outputs", "themes"})
_BEFORE = 40
_MOST = 40
"""A document with more parties is a list, and tells of none."""
_CITY = 5_000
"""Persons in a number that no word says to be of persons, at least."""
_LEAST = 100
"""Persons that a city has at least: less is a count of something else."""
_IN_BRACKETS = re.compile(r"[\s\u2060]*\((?P<inside>[^()\n]{2,60})\)")
_BEHIND_COMMA = re.compile(r",\s+(?P<inside>[^\W\d_a-z][^,.;()\n]{1,40})(?=[,.;(]|$)")
_FEW_WORDS = re.compile(r"[\s\u2060,:]*(?:[^\W\d_]{1,9}\.?[\s\u2060]+){0,2}")
_CLAUSE_ENDS = re.compile(r"\s*(?:[,;.)]|$)(?!\d)")
_ALONE = re.compile(
    r"[\s\u2060]*\([^\d()]{2,40}[,;]\s+(?:[^\W\d_A-Z][^\W\d_]{0,11}[.:]?\s+){0,2}"
    r"(?P<number>\d{1,3}(?:[.,'’\s]\d{3})+)\)"
)
# A line that goes on in small letters or with a number is one with the line above it.
_LINE = re.compile(rf"[^\n{PARAGRAPH}]+(?:\n[^\S\n]*(?=[^\W_A-ZÀ-ÖØ-Þ])[^\n{PARAGRAPH}]+)*")


@dataclass(frozen=True)
class _Words:
    inhabitants: Late
    population: Late
    it: Late
    other: Late
    part: Late


@functools.cache
def _words() -> _Words:
    data = tomllib.loads(files(__package__).joinpath("portraits.toml").read_text("utf-8"))

    def any_of(name: str) -> str:
        return alternatives({word for table in data.values() for word in table[name]})

    return _Words(
        inhabitants=Late(rf"[\s\u2060]*(?:[^\W\d]{{2,12}}[\s\u2060]+)?{any_of('inhabitants')}"),
        population=Late(rf"(?<!\w){any_of('population')}(?:\s+[^\W\d]{{1,6}}\.?)?[\s\u2060:]*$"),
        it=Late(rf"\W*{any_of('it')}"),
        other=Late(rf"(?<!\w){any_of('else')}(?:\s+[^\W\d]+){{0,2}}\s*$"),
        part=Late(rf"\s+{any_of('part')}"),
    )


@dataclass
class Portrait:
    """What is said of one party, each with the cell that says it."""

    country: tuple[Cell, tuple[str, int, int]] | None = None
    people: tuple[Cell, tuple[str, int, int]] | None = None
    """The country that the word for its people names."""
    region: tuple[Cell, tuple[int, int]] | None = None
    population: tuple[Cell, Number] | None = None
    area: tuple[Cell, Number] | None = None


@dataclass
class _Reader:
    names: Sequence[str]
    found: list[Portrait] = field(init=False)
    aliases: dict[str, int] = field(init=False)
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self.found = [Portrait() for _ in self.names]
        every = [(a, i) for i, name in enumerate(self.names) for a in places.aliases_of(name)]
        self.aliases = {" ".join(alias.split()): index for alias, index in every if len(alias) > 2}
        self.pattern = re.compile(rf"(?<!\w)({alternatives(self.aliases)})(?:['’]s)?")

    def read(self, cell: Cell, field: str) -> None:
        """Read one run of text; `field` is the field that it stands in."""
        about: int | None = None
        folded = same_length(cell.text)
        pattern = self._with_joiners if JOINER in folded else self.pattern
        for line in _LINE.finditer(cell.text):
            for start, end in sentences_of(cell.text, *line.span()):
                named = list(pattern.finditer(folded, start, end))
                if not named:
                    if about is not None and _words().it.match(folded, start):
                        self._segment(cell, about, start, end, field)
                    continue
                told = [self._index(match) for match in named]
                self._origins(cell, folded, (start, end), named)
                about = told[0] if len(set(told)) == 1 else None
                if field and _behind(cell.text, start, named):
                    # As in: 31 million (Chongqing).
                    begins = [start] + [match.end() for match in named[:-1]]
                    for match, index, begin in zip(named, told, begins, strict=True):
                        self._segment(cell, index, begin, match.start(), field)
                    continue
                stops = [match.start() for match in named[1:]] + [end]
                for match, index, stop in zip(named, told, stops, strict=True):
                    self._segment(cell, index, match.end(), stop, field)
                people = [self.found[index].population for index in told]
                if any(said and said[0] is cell and said[1].start >= start for said in people):
                    for match, index, stop in zip(named, told, stops, strict=True):
                        self._elliptic(cell, index, match.end(), stop)

    @functools.cached_property
    def _with_joiners(self) -> re.Pattern[str]:
        """The names where entities have left word joiners behind their letters."""
        ways = sorted(self.aliases, key=len, reverse=True)
        letters = (f"{JOINER}*".join(map(re.escape, way)) for way in ways)
        return re.compile(rf"(?<!\w)({'|'.join(letters)})(?![\w{JOINER}]*\w)")

    def _index(self, match: re.Match[str]) -> int:
        words = " ".join(match[1].replace(JOINER, "").split())
        return self.aliases[words]

    def _segment(self, cell: Cell, index: int, start: int, end: int, field: str) -> None:
        """Read what stands behind the name of a party."""
        portrait, text = self.found[index], cell.text[start:end]
        if portrait.country is None or portrait.region is None:
            self._place(cell, portrait, self.names[index], start, end)
        if portrait.population is None:
            for number in numbers.populations_in(text):
                if _is_population(text, number, field):
                    portrait.population = cell, _moved(number, start)
                    break
        if portrait.area is None:
            for number in numbers.areas_in(text):
                if _is_area(text, number):
                    portrait.area = cell, _moved(number, start)
                    break

    def _elliptic(self, cell: Cell, index: int, start: int, end: int) -> None:
        """Read a bare number in a sentence that counts the people of another party."""
        portrait, text = self.found[index], cell.text[start:end]
        found = numbers.populations_in(text) if portrait.population is None else []
        if len(found) == 1 and found[0].value >= _CITY:
            before, after = text[: found[0].start], text[found[0].end :]
            if _FEW_WORDS.fullmatch(before) and _CLAUSE_ENDS.match(after):
                portrait.population = cell, _moved(found[0], start)

    def _origins(
        self, cell: Cell, folded: str, sentence: tuple[int, int], named: Sequence[re.Match[str]]
    ) -> None:
        """Read what a sentence calls the parties that it names: "a Belgian town"."""
        start, end = sentence
        stops = [match.start() for match in named[1:]] + [end]
        for match, stop in zip(named, stops, strict=True):
            portrait = self.found[self._index(match)]
            if portrait.country is None or portrait.region is None:
                for said in (
                    origin_before(folded, start, match.start()),
                    origin_behind(cell.text, folded, match.end(), stop),
                ):
                    # What stands in brackets says more, and is read behind it.
                    if said.country and portrait.people is None:
                        portrait.people = cell, said.country
                    if said.region and portrait.region is None:
                        portrait.region = cell, said.region

    @staticmethod
    def _place(cell: Cell, portrait: Portrait, name: str, start: int, end: int) -> None:
        """The country in brackets or behind a comma, right behind the name; a state as well."""
        at = start
        for _ in range(2):
            match = _IN_BRACKETS.match(cell.text, at, end) or _BEHIND_COMMA.match(
                cell.text, at, end
            )
            if not match:
                return
            inside = match.span("inside")
            if portrait.region is None and is_division_of(name, match["inside"].strip()):
                portrait.region = cell, inside
                return
            named = places.country_in(cell.text[slice(*inside)])
            if named:
                country = named[0], inside[0] + named[1], inside[0] + named[2]
                portrait.country = portrait.country or (cell, country)
                return
            bare = bare_name(match["inside"])
            own = places.is_state(match["inside"]) or (
                bare != match["inside"] and is_division(bare)
            )
            if portrait.region is None and own:
                at = match["inside"].find(bare)
                portrait.region = cell, (inside[0] + at, inside[0] + at + len(bare))
            at = match.end()


def _behind(text: str, start: int, named: Sequence[re.Match[str]]) -> bool:
    """Whether names stand in brackets behind their values."""
    first = named[0].start()
    return bool(re.search(r"\d", text[start:first])) and all(
        text[start : match.start()].rstrip().endswith(("(", "[")) for match in named
    )


def _is_population(text: str, number: Number, field: str) -> bool:
    folded, words = same_length(text), _words()
    if number.value < _LEAST or words.other.search(
        folded, max(0, number.start - _BEFORE), number.start
    ):
        return False
    if words.inhabitants.match(folded, number.end):
        return True
    if words.population.search(folded, max(0, number.start - _BEFORE), number.start):
        return True
    # "Calgary 1,306,784; Lazio 5,720,536" in a row of populations.
    if field == "population":
        return not re.search(r"\d", text[: number.start])
    # "Christchurch (New Zealand, 396 200)": behind the country, and nothing else there.
    alone = _ALONE.match(text)
    return alone is not None and alone.span("number") == (number.start, number.end)


def is_of_inhabitants(text: str, number: Number) -> bool:
    """Whether words for those who live in a place stand behind a number."""
    return bool(_words().inhabitants.match(same_length(text), number.end))


def _is_area(text: str, number: Number) -> bool:
    folded, words = same_length(text), _words()
    if words.other.search(folded, max(0, number.start - _BEFORE), number.start):
        return False
    return not words.part.match(folded, number.end)


def _moved(number: Number, by: int) -> Number:
    return replace(number, start=number.start + by, end=number.end + by)


def names_several(text: str, aliases: Sequence[Sequence[str]]) -> bool:
    """Whether a cell names two of the parties or more, each by one of its aliases."""
    if not 1 < len(aliases) <= _MOST:
        return False
    folded = same_length(text)
    named = 0
    for ways in aliases:
        named += any(re.search(rf"(?<!\w){re.escape(way)}(?!\w)", folded) for way in ways)
        if named > 1:
            return True
    return False


def portraits_of(ledger: Ledger, names: Sequence[str]) -> list[Portrait]:
    """What the text says of each of the parties, in their order."""
    if len(names) > _MOST:
        return [Portrait() for _ in names]
    reader = _Reader(names)
    if not reader.aliases:
        return reader.found
    for cell, kind in telling_cells(ledger):
        reader.read(cell, kind)
    return reader.found


def telling_cells(ledger: Ledger) -> Iterator[tuple[Cell, str]]:
    """The runs of text that may tell of the parties and their cooperation, each with its field."""
    fields, document = ledger.fields, ledger.document
    if fields.row is not None:
        return
    if fields.prose:
        yield Cell(document, [fields.extent or (0, len(document.masked))]), ""
        return
    for span in fields.preamble:
        yield Cell(document, [span]), ""
    for block in fields.blocks:
        if block.told or not _OTHERS.intersection(block.fields):
            field = block.fields[0] if block.fields and not block.told else ""
            for cell in block.cells(document):
                yield cell, field
        if not block.fields:
            yield Cell(document, [block.label]), ""
