"""Dates in EDTF (level 1), with the precision that is stated and not a day more.

https://www.loc.gov/standards/datetime/ - a season is `2019-21` to `2019-24`, about a year is
`2019~`.  EDTF has no word for early, mid or late in a year: such a date says its year.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from datetime import date

from citykg.loaders.date_forms import DASH, date_forms
from citykg.loaders.late import Late
from citykg.loaders.times import same_length, times

_MONTHS = 12
_A_YEAR = re.compile(r"(?:19|20)\d\d|['’]\d\d|\d[./-]\d\d(?!\d)")
_FIGURES = re.compile(r"\d\s?[./-]\s?\d")
_BLANK = "[\\s\u2060]*"
_NUMBER = re.compile(r"(\d+)(?:(?:st|nd|rd|th|er|re)(?!\w)|\.(?!\d)|[º°ª])?")


@dataclass(frozen=True)
class Date:
    """A date or run of days at `[start, end)` of a text, in EDTF.

    `edtf` is None where the text can be read in two ways: `03/04/2018`.
    """

    edtf: str | None
    start: int
    end: int


@dataclass(frozen=True)
class Day:
    """One date at `[start, end)` of a text, as precise as it is stated."""

    year: int
    month: int | None
    day: int | None
    start: int
    end: int
    season: int | None = None
    """21 is spring, 24 winter, as in EDTF."""
    months: tuple[int, int] | None = None
    """The first and last month of a quarter or half of a year."""
    until: int | None = None
    """The year of the end, where the words of one date are a run: `2017/18`."""
    circa: bool = False
    ambiguous: bool = False
    """Whether day and month can be told apart: `03/04/2018` may be in March or April."""

    @property
    def iso(self) -> str:
        """The date in ISO 8601: `2017`, `2017-11` or `2017-11-16`."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text

    @property
    def edtf(self) -> str:
        """The date in EDTF: that of `iso`, a season, or about a date."""
        text = f"{self.year:04d}-{self.season}" if self.season else self.iso
        return f"{text}~" if self.circa else text

    @property
    def whole(self) -> str:
        """The date in EDTF where it stands alone: a quarter is its months."""
        if self.months:
            first, last = self.months
            return f"{self.year:04d}-{first:02d}/{self.year:04d}-{last:02d}"
        if self.until:
            return f"{self.year:04d}/{self.until:04d}"
        return self.edtf


@dataclass(frozen=True)
class _Words:
    """The regular expressions of a language."""

    dates: re.Pattern[str]
    part: Late
    circa: Late
    between: Late
    run: Late
    both: Late
    near: Late
    not_before: Late
    not_after: Late


@functools.cache
def _words(language: str | None) -> _Words:
    words = times(language)
    of = words.any_of("of")
    early = words.any_of("early")
    to = rf"(?:{DASH}|/|{words.any_of('to')})"
    filler = rf"(?:\s*(?:{of}|{early}|{words.any_of('from', 'until')}))*+"
    a_list = rf"(?:[,&+;/]|{words.any_of('and')})"
    return _Words(
        dates=date_forms(language),
        part=Late(rf"(?<!\w)(?:{early}{_BLANK}-?{_BLANK}(?:{of}\s*)*)$"),
        circa=Late(rf"(?<!\w){words.any_of('circa')}{_BLANK}(?:{of}\s*)*$"),
        between=Late(rf"(?<!\w){words.any_of('between')}{_BLANK}(?:{of}\s*)*$"),
        run=Late(rf"{_BLANK},?{_BLANK}{to}{filler}{_BLANK}"),
        both=Late(rf"{_BLANK}{a_list}(?:{_BLANK}{a_list})?{filler}{_BLANK}"),
        near=Late(
            rf"(?:(?<!\w){words.any_of('near', 'early')}{_BLANK}(?:{of}\s*)*|[(\[,;:]\s*|^\W*)$"
        ),
        not_before=Late(rf"(?<!\w){words.any_of('not_before')}[\s:-]*$"),
        not_after=Late(rf"\s*[-–]?\s*{words.any_of('not_after')}"),
    )


def events_dates_in(text: str, language: str | None = None) -> list[Date]:
    """The dates of a sentence, in order, in EDTF; a bare year only where words make it one.

    >>> [d.edtf for d in events_dates_in("visited Porto on 22-27 April 2018")]
    ['2018-04-22/2018-04-27']
    >>> [d.edtf for d in events_dates_in("workshops on 26, 27 and 30 May 2022")]
    ['2022-05-26', '2022-05-27', '2022-05-30']
    """
    if not _A_YEAR.search(text):
        return []
    folded = same_length(text)
    words = _words(language)
    atoms = _atoms(text, language)
    found: list[Date] = []
    index = 0
    while index < len(atoms):
        first = atoms[index]
        last = atoms[index + 1] if index + 1 < len(atoms) else None
        index += 1
        if not _dated(folded, first, words):
            continue
        if last and is_run(folded, first, last, language):
            found.append(Date(_interval(first, last), first.start, last.end))
            index += 1
        else:
            edtf = None if first.ambiguous else first.whole
            found.append(Date(edtf, first.start, first.end))
    return found


def days_in(text: str, language: str | None = None) -> list[Day]:
    """The dates in a text, in order; one without a year takes that of the date it runs to."""
    return _atoms(text, language) if _A_YEAR.search(text) else []


def is_run(
    folded: str, first: Day, last: Day, language: str | None = None, *, backwards: bool = False
) -> bool:
    """Whether two dates of a folded text are a start and an end: `22-27 April`, `2017 to 2019`.

    `backwards` asks for an end that lies before the start.
    """
    words = _words(language)
    gap = folded[first.end : last.start]
    if words.between.search(folded, max(0, first.start - 40), first.start):
        return joined(gap, language) or bool(words.run.fullmatch(gap))
    # "2018/2019" is a run, "May 2018 / June 2019" as well; what runs back is none.
    forwards = first.iso[:4] <= last.iso[:4]
    return forwards != backwards and bool(words.run.fullmatch(gap))


def joined(gap: str, language: str | None = None) -> bool:
    """Whether the folded text between two dates says "both of them": `2018 and 2019`."""
    return bool(_words(language).both.fullmatch(gap))


def _interval(first: Day, last: Day) -> str | None:
    if first.ambiguous or last.ambiguous:
        return None
    return f"{first.edtf}/{last.edtf}"


def _dated(folded: str, day: Day, words: _Words) -> bool:
    """Whether a year by itself is a date: not the year of an agenda, nor a number of people."""
    if day.month or day.season or day.months or day.circa:
        return True
    before = folded[max(0, day.start - 40) : day.start]
    if words.not_before.search(before) or words.not_after.match(folded, day.end):
        return False
    return bool(words.near.search(before)) or folded[day.start].isalpha() or day.until is not None


def _atoms(text: str, language: str | None) -> list[Day]:
    """The dates one by one: `26, 27 and 30 May 2022` is three, `22-27 April` is two."""
    folded = same_length(text)
    words = _words(language)
    order = _order(folded, words, language)
    found: list[Day] = []
    for match in words.dates.finditer(folded):
        found.extend(_read(match, language, order))
    _inherit(folded, found, words)
    return [_with_words(folded, day, words) for day in found if day.year]


def _said(match: re.Match[str]) -> dict[str, str]:
    """What the groups of a form hold, by the letter that says what it is."""
    names = match.re.groupindex
    return {name[0]: value for name, value in zip(names, match.groups(), strict=True) if value}


def _read(match: re.Match[str], language: str | None, order: str | None) -> list[Day]:
    """The dates that one match of a form states, one for each day it names."""
    groups = _said(match)
    span = match.span()
    year = 2000 + int(groups["z"]) if "z" in groups else int(groups.get("y", "0"))
    if "a" in groups:
        return _numeric(groups, year, span, order)
    if "m" in groups:
        name = groups["m"]
        month = int(name) if name.isdigit() else times(language).months[name]
        if "x" in groups or "t" in groups:
            return _each_day(match, year, month)
        day = int(groups["d"]) if "d" in groups else None
        exists = day is None or _exists(year or 2000, month, day)
        return [Day(year, month, day, *span)] if exists else []
    found = Day(year, None, None, *span)
    if "u" in groups:
        until = year // 100 * 100 + int(groups["u"][-2:])
        # "2017-11" and "2018-05" are months.
        two_years = until > year and (until % 100 > _MONTHS or match[0][4:5] == "/")
        return [replace(found, until=until)] if two_years or "s" in groups else []
    if "s" in groups:
        return [replace(found, season=times(language).seasons[groups["s"]])]
    return [replace(found, months=_months_of(groups, language))]


def _months_of(groups: dict[str, str], language: str | None) -> tuple[int, int] | None:
    """The months of the quarter or half that the groups of a match name, if they name one."""
    ordinal = 0
    if "o" in groups:
        ordinal = int(groups["o"])
    elif "w" in groups:
        ordinal = times(language).ordinals[" ".join(groups["w"].split())]
    quarter = int(groups.get("q") or groups.get("r") or (ordinal if "k" in groups else 0))
    half = int(groups.get("h") or (ordinal if "l" in groups else 0))
    if quarter:
        return 3 * quarter - 2, 3 * quarter
    if half in (1, 2):
        return 6 * half - 5, 6 * half
    return None


def _each_day(match: re.Match[str], year: int, month: int) -> list[Day]:
    """The days of a list before or behind their month; the outer ones take its words."""
    (name,) = (k for k, v in match.groupdict().items() if v and k[0] in "xt")
    numbers = list(_NUMBER.finditer(match.string, *match.span(name)))
    days = []
    for number in numbers:
        value = int(number[1])
        if not _exists(year or 2000, month, value):
            return []
        days.append(Day(year, month, value, *number.span()))
    last = max(days[-1].end, match.end())
    days[-1] = replace(days[-1], end=last)
    days[0] = replace(days[0], start=match.start())
    return days


def _numeric(
    groups: dict[str, str], year: int, span: tuple[int, int], order: str | None
) -> list[Day]:
    """A date in figures: with dots the day is first, with strokes one reading must be left."""
    first, second = int(groups["a"]), int(groups["b"])
    readings = []
    if _exists(year, second, first) and second <= _MONTHS:
        readings.append((second, first))
    if groups["i"] != "." and first <= _MONTHS and _exists(year, first, second):
        readings.append((first, second))
    if not readings:
        return []
    if len(set(readings)) > 1 and order:
        readings = readings[:1] if order == "day" else readings[1:]
    month, day = readings[0]
    if len(set(readings)) > 1:
        return [Day(year, None, None, *span, ambiguous=True)]
    return [Day(year, month, day, *span)]


def _order(folded: str, words: _Words, language: str | None) -> str | None:
    """Which comes first in figures, `day` or `month`: by the language, or by a sibling date."""
    if language not in (None, "en"):
        return "day"
    if not _FIGURES.search(folded):
        return None
    for match in words.dates.finditer(folded):
        groups = _said(match)
        if "a" in groups and groups["i"] != ".":
            if int(groups["a"]) > _MONTHS:
                return "day"
            if int(groups["b"]) > _MONTHS:
                return "month"
    return None


def _inherit(folded: str, found: list[Day], words: _Words) -> None:
    """Give a date without a year the year of the one it is joined to, if that comes later."""
    for index in range(len(found) - 2, -1, -1):
        day, following = found[index], found[index + 1]
        if day.year or not following.year or following.until:
            continue
        gap = folded[day.end : following.start]
        together = words.run.fullmatch(gap) or words.both.fullmatch(gap)
        earlier = (day.month or 0, day.day or 0) <= (following.month or 13, following.day or 32)
        if together and earlier:
            found[index] = replace(day, year=following.year)


def _with_words(folded: str, day: Day, words: _Words) -> Day:
    """The date with the words before it that are a part of it: "late 2019", "circa 2018"."""
    part = words.part.search(folded, max(0, day.start - 40), day.start)
    start = part.start() if part else day.start
    circa = words.circa.search(folded, max(0, start - 40), start)
    if circa:
        return replace(day, start=circa.start(), circa=True)
    return replace(day, start=start) if part else day


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
