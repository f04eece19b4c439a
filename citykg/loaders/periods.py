"""Periods, with the precision that is stated."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citykg.loaders.dates import Day, days_in
from citykg.loaders.markup import JOINER

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
class Span:
    """A period: either end may be open, that is, not stated."""

    start: Day | None
    end: Day | None


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
