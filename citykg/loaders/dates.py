"""Dates and periods, with the precision that is stated: `2017`, `2017-11` or `2017-11-16`."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from importlib.resources import files

from citykg.loaders.labels import fold
from citykg.loaders.markup import JOINER

_DAY = r"(?P<d{n}>[0-3]?\d)(?:st|nd|rd|th|\.|er|º|°)?"
_BETWEEN = re.compile(
    r"^\s*(?:[-–—‐‑→/]|to|until|till|through|and|a|ao|al|à|au|bis|till|t\.o\.m\.|hasta|até|fino a|"
    r"jusqu'[aà]u?|e|y|et|und|och)"
    r"(?:\s*(?:until|the|end|beginning|start|of|mid|early|late|fin|de|fine|final|do|ende|mitte|slutet|av))*\s*$",
    re.IGNORECASE,
)
_OPEN_START = re.compile(
    r"(?:until|till|up to|by|ending|ends?(?: in)?|hasta|até|fino a|jusqu'[aà]u?|jusqu’[aà]u?|bis|"
    r"fram till)(?:\s+(?:the\s+)?end\s+of|\s+finales\s+de|\s+fine|\s+ende)?\s*$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:since|from|starting(?: in)?|started(?: in)?|began(?: in)?|as of|beginning(?: in)?|desde|"
    r"a partir de|dal|depuis|à partir de|seit|ab|från|sedan)\s*$",
    re.IGNORECASE,
)


_SHORT_YEAR = re.compile(r"(?<![\d./-])((?:19|20)\d\d)\s*[-–/]\s*(\d\d)(?![\d./-]|\s*[^\W\d_])")
_TO_THIS_DAY = re.compile(
    r"[-–—]\s*(?:$|present|ongoing|today|now|to date|date)|onwards?|to date|ongoing|"
    r"to present|until further notice",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Day:
    """A date at `[start, end)` of a text, as precise as it is stated."""

    year: int
    month: int | None
    day: int | None
    start: int
    end: int

    @property
    def iso(self) -> str:
        """The date in ISO 8601: `2017`, `2017-11` or `2017-11-16`."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text


@dataclass(frozen=True)
class Span:
    """A period: either end may be open, that is, not stated."""

    start: Day | None
    end: Day | None


@functools.cache
def _months() -> dict[str, int]:
    data = tomllib.loads(files(__package__).joinpath("months.toml").read_text("utf-8"))
    months: dict[str, int] = {"sep": 9}
    for language in data.values():
        for form in ("names", "short"):
            for number, name in enumerate(language[form], 1):
                months.setdefault(name, number)
    return months


@functools.cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    month = rf"(?P<m{{n}}>{names})\b\.?"
    of = r"(?:\s+(?:of|de|del|di))?"
    year = r"(?P<y{n}>(?:19|20)\d\d)(?!\d)"
    sep = r"[\s,]*"
    day = _DAY
    forms = [
        rf"{year}-(?P<m{{n}}>0[1-9]|1[0-2])(?:-(?P<d{{n}}>[0-3]\d))?(?![\d-])",  # ISO
        rf"{year}/(?P<m{{n}}>0[1-9]|1[0-2])(?![\d/])",  # 2018/04
        rf"{day}[./](?P<m{{n}}>0?[1-9]|1[0-2])[./]{year}",  # 15.10.2018
        rf"(?P<m{{n}}>0?[1-9]|1[0-2])[./]{year}",  # 06/2017
        rf"{day}{of}\s*{month}{of}{sep}{year}",  # 16 November 2018
        rf"{month}\s*{day},?\s+{year}",  # December 18th, 2019
        rf"{month}{of}{sep}{year}",  # November 2017
        rf"{year}",  # 2017
        rf"{month}(?=\s*(?:[-–—]|to|a|bis|au)\s)",  # the month of a shared year
    ]
    return re.compile(
        "|".join(rf"(?<![\w])(?:{form.replace('{n}', str(n))})" for n, form in enumerate(forms))
    )


def days_in(text: str) -> list[Day]:
    """The dates in a text, in order; a month takes the year of the date it runs to."""
    folded = _same_length(text)
    found: list[Day] = []
    for match in _pattern().finditer(folded):
        groups = {key[0]: value for key, value in match.groupdict().items() if value}
        name = groups.get("m")
        month = None if name is None else int(name) if name.isdigit() else _months()[name]
        day = int(groups["d"]) if "d" in groups else None
        year = int(groups.get("y", "0"))
        if year and day is not None and not _exists(year, month, day):
            continue
        found.append(Day(year, month, day, match.start(), match.end()))
    for index in range(len(found) - 2, -1, -1):
        if not found[index].year:
            found[index] = replace(found[index], year=found[index + 1].year)
    return [day for day in found if day.year]


def period_in(text: str) -> Span | None:
    """The period that a cell states, or None if it states none that we understand.

    >>> span = period_in("November 2017- November 2019")
    >>> span.start.iso, span.end.iso
    ('2017-11', '2019-11')
    """
    aside = _ASIDE.sub(lambda m: " " * len(m[0]), text)
    if days_in(aside):
        text = aside
    days = days_in(text)
    if not days:
        return None
    return _short_years(text) or _period(text, days)


def _period(text: str, days: list[Day]) -> Span | None:
    first = days[0]
    before, rest = text[: first.start], text[first.end :].strip()
    if len(days) > 1 and _BETWEEN.match(text[first.end : days[1].start].replace(JOINER, "")):
        return Span(first, days[1])
    if _OPEN_START.search(before):
        return Span(None, first)
    if _OPEN_END.search(before) or _TO_THIS_DAY.match(rest):
        return Span(first, None)
    alone = len(days) == 1 and not before.strip(" :") and not rest.strip(" .")
    return Span(first, first) if alone else None


def _short_years(text: str) -> Span | None:
    """The years of `2021-23`; `2017-11` is a month, so the second must be beyond 12."""
    short = _SHORT_YEAR.search(text)
    if not short or int(short[2]) <= max(12, int(short[1][2:])):
        return None
    year = int(short[1])
    until = year - year % 100 + int(short[2])
    return Span(Day(year, None, None, *short.span(1)), Day(until, None, None, *short.span(2)))


def _exists(year: int, month: int | None, day: int) -> bool:
    try:
        date(year, month or 1, day)
    except ValueError:
        return False
    return True


def _same_length(text: str) -> str:
    """The text folded character by character, so that positions hold."""
    if text.isascii():
        return text.lower()
    return "".join(_fold_one(c) for c in text)


@functools.lru_cache(maxsize=2048)
def _fold_one(character: str) -> str:
    folded = fold(character)
    return folded if len(folded) == 1 else character
