"""How long: durations in words or figures, as ISO 8601 (`P18M`)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from citykg.loaders.times import alternatives, same_length, times

_RANGE_BEFORE = re.compile(r"\d\s*(?:[-–—]|to|a|à|bis|till|or|o|ou|oder)\s*$")
_MONTHS_IN_YEAR = 12


@dataclass(frozen=True)
class Duration:
    """A length of time at `[start, end)` of a text.

    `iso` is None where the text gives two lengths: `18-24 months`.
    """

    iso: str | None
    start: int
    end: int


@functools.cache
def _pattern(language: str | None) -> re.Pattern[str]:
    words = times(language)
    number = rf"\d{{1,3}}(?:[.,]\d)?(?![\d.,]*\d)|{alternatives(words.numbers)}"
    # "18 (eighteen) months" says its number twice.
    again = r"(?:\s*\([^()\d]{1,20}\))?"
    unit = rf"{alternatives(words.units)}"
    joined = rf"\s*(?:,|{words.any_of('and')})?\s*"
    to = rf"\s*(?:[-–—]|{words.any_of('to', 'and')})\s*"
    return re.compile(
        rf"(?<![\w./,])(?:(?P<low>{number}){to})?(?P<n>{number}){again}[\s-]*(?P<unit>{unit})"
        rf"(?:{joined}(?P<more>{number})[\s-]*(?P<part>{unit}))?"
    )


def durations_in(text: str, language: str | None = None) -> list[Duration]:
    """The durations that a text gives, in order.

    >>> [d.iso for d in durations_in("one year and six months")]
    ['P1Y6M']
    """
    words = times(language)
    found = []
    for match in _pattern(language).finditer(same_length(text)):
        size, unit = _number(match["n"], words.numbers), words.units[_plain(match["unit"])]
        iso = None if match["low"] else _iso(size, unit)
        if iso and match["more"]:
            rest, part = _number(match["more"], words.numbers), words.units[_plain(match["part"])]
            end = _iso(rest, part)
            iso = iso + end[1:] if end and "YMWD".index(unit) < "YMWD".index(part) else None
        found.append(Duration(iso, *match.span()))
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())


def _number(text: str, numbers: dict[str, float]) -> float:
    plain = _plain(text)
    return numbers[plain] if plain in numbers else float(plain.replace(",", "."))


def _iso(size: float, unit: str) -> str | None:
    """`P18M`; a year and a half is 18 months, other fractions have no whole number."""
    if size != int(size) and unit == "Y":
        size, unit = size * _MONTHS_IN_YEAR, "M"
    return f"P{int(size)}{unit}" if size == int(size) else None
