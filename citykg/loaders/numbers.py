"""Numbers as documents write them: populations and areas in every grouping.

Babel and the number parsers we tried refuse or misread `1'942,044`, hence a grammar of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from citykg.loaders.amounts import KM2_PER_UNIT, SCALES, amounts, scale_in, unit_in
from citykg.loaders.dates import days_in
from citykg.loaders.markup import JOINER
from citykg.loaders.times import same_length

__all__ = ["KM2_PER_UNIT", "Number", "areas_in", "populations_in", "scale_in", "unit_in"]

_APOSTROPHES = "'’‘´`"
_BLANKS = " \u00a0\u2007\u2009\u202f"
_GROUP = f"{JOINER}*[.,{_APOSTROPHES}{_BLANKS}]{JOINER}*"
# A number is grouped by one kind of sign: "302,971 588 250" is two numbers.
_DIGITS = re.compile(
    r"(?<![\w.,])(?:\d{1,2}(?:,\d\d){1,3},\d{3}|\d{1,2}(?:\.\d\d){1,3}\.\d{3})(?![\d.,]*\d)"
    r"|(?<![\w.,])\d{1,3}(?:"
    + "|".join(
        rf"(?:{JOINER}*[{signs}]{JOINER}*\d{{3}}(?!\d{unless})){{1,4}}"
        for signs, unless in (
            (f",{_APOSTROPHES}", ""),
            (f".{_APOSTROPHES}", ""),
            # In "231 800 974,447" the last group belongs to the next number.
            (_BLANKS, rf"|[.,{_APOSTROPHES}]\d{{3}}(?!\d)"),
        )
    )
    + rf")(?:{JOINER}*[.,]{JOINER}*\d{{1,2}}(?!\d))?"
    + rf"|(?<![\w.,])\d{{1,15}}(?!\d)(?:{JOINER}*[.,]{JOINER}*\d{{1,9}}(?!\d))?"
)
_INDIAN = re.compile(r"\d{1,2}(?:[.,]\d\d)+[.,]\d{3}")
_YEARS = range(1900, 2101)
_WINDOW = 40
_FOOTNOTE = 100
_SAME_AREA = 0.03


@dataclass(frozen=True)
class Number:
    """A number at `[start, end)` of a text; `ambiguous` if its grouping can be read in two ways."""

    value: float
    start: int
    end: int
    ambiguous: bool = False


def populations_in(text: str, expected: int = 1, scale: int = 1) -> list[Number]:
    """The numbers of persons in a cell, in order; years and densities are not among them.

    `expected` is how many the cell should hold, which decides `703 021 359 555`; `scale` is what
    the label multiplies by.  A range (`500,000-600,000`) is not one number, so there is none.

    >>> [n.value for n in populations_in("281 711 (2021)")]
    [281711]
    """
    folded = same_length(text)
    in_words = _in_words(folded)
    found = [*in_words]
    dates = [(d.start, d.end) for d in days_in(text, "en") if d.month]
    for digits in _DIGITS.finditer(text):
        number = _number(folded, digits, decimals=False)
        # Of those in digits, the last alone may reach so far.
        others = [*in_words, *found[max(len(in_words), len(found) - 1) :]]
        if _apart(number, others) and _apart(number, dates) and _counts_people(folded, number):
            # A number that is written out in full is not in thousands.
            small = scale > 1 and number.end == digits.end() and number.value < scale * 100
            found.append(replace(number, value=round(number.value * scale)) if small else number)
    found.sort(key=lambda number: number.start)
    people = [n for n in found if not _may_be_year(text, n)]
    found = people or found
    if expected < 2:
        found = [] if _is_range(folded, found) else _of_city(folded, found)
        return [_with_bound(folded, number) for number in found]
    if len(found) == 1:
        return _shared_out(text, found[0], expected) or found
    outside = [n for n in found if _depth(text, n.start) == 0]
    return outside if len(outside) == expected else found


def areas_in(text: str, unit: str | None = None) -> list[Number]:
    """The areas in a cell in square kilometres, in order; `unit` is the one its label names.

    Of one area in two units the square kilometres are given, with the characters of that number.

    >>> [n.value for n in areas_in("210.34 km 2 96.5 km 2")]
    [210.34, 96.5]
    """
    return _once_each(text, _every_area(text, unit))


def again_in(text: str, area: Number) -> list[Number]:
    """The numbers of a cell that say an area once more, in another unit: `(45 sq mi)`."""
    return [
        other
        for other, _ in _every_area(text, None)
        if other.start != area.start and _is_same(area, other)
    ]


def _is_same(area: Number, other: Number) -> bool:
    return abs(area.value - other.value) <= _SAME_AREA * area.value


def _every_area(text: str, unit: str | None) -> list[tuple[Number, str]]:
    folded, unit_of = same_length(text), amounts().unit
    found: list[tuple[Number, str]] = []
    at = 0
    while match := _DIGITS.search(text, at):
        number = _number(folded, match, decimals=True)
        unit_match = unit_of.match(folded, number.end)
        kind = unit_match.lastgroup if unit_match else unit
        # Behind the unit, or the 2 of a flattened "km 2" would begin the next number.
        at = unit_match.end() if unit_match else number.end
        if kind is None or (unit_match is None and not _measures(folded, number)):
            continue
        value = round(number.value * KM2_PER_UNIT[kind], 6)
        found.append((Number(value, number.start, at, number.ambiguous), kind))
    return found


def _once_each(text: str, found: list[tuple[Number, str]]) -> list[Number]:
    """The areas without those that say one again in another unit, or a part of it in brackets."""
    kept: list[tuple[Number, str]] = []
    for number, kind in found:
        if kept:
            before, unit = kept[-1]
            if _is_same(before, number) and kind != unit:
                if kind == "km2":
                    kept[-1] = number, kind
                continue
            if _depth(text, number.start) > _depth(text, before.start):
                continue  # "238.4 km2 (of which 209.6 land)"
        kept.append((number, kind))
    return [number for number, _ in kept]


def _depth(text: str, at: int) -> int:
    return text.count("(", 0, at) - text.count(")", 0, at)


def _apart(number: Number, others: list[Number] | list[tuple[int, int]]) -> bool:
    spans = [(o.start, o.end) if isinstance(o, Number) else o for o in others]
    return all(number.end <= start or end <= number.start for start, end in spans)


def _counts_people(folded: str, number: Number) -> bool:
    """Whether a number may count persons: no year of a note, no footnote, share or density."""
    window = max(0, number.start - _WINDOW)
    if _is_year_note(folded, number) or amounts().density.search(folded, window, number.start):
        return False
    before, after = folded[number.start - 1 : number.start], folded[number.end : number.end + 1]
    if number.value < _FOOTNOTE and (before, after) in {("[", "]"), ("(", ")")}:
        return False
    return amounts().of_else.match(folded, number.end) is None


def _measures(folded: str, number: Number) -> bool:
    """Whether a number without a unit may be an area all the same."""
    if amounts().persons.match(folded, number.end):
        return False
    after = folded[number.end : number.end + 3].lstrip()
    return not (_is_year_note(folded, number) or after.startswith("%"))


def _may_be_year(text: str, number: Number) -> bool:
    return number.value in _YEARS and text[number.start : number.end].isdigit()


def _is_range(folded: str, found: list[Number]) -> bool:
    """Whether two numbers are the ends of one range: `500,000-600,000`."""
    words = amounts()
    for first, second in pairwise(found):
        gap = folded[first.end : second.start]
        before = words.between.search(folded, max(0, first.start - _WINDOW), first.start)
        # "1.5-2 million" has its scale once.
        if (words.to.fullmatch(gap) and first.value < second.value) or (before and len(gap) <= 5):
            return True
    return False


def _of_city(folded: str, found: list[Number]) -> list[Number]:
    """Of a city and its metropolitan area, the city is asked for."""
    if len(found) < 2:
        return found
    words = amounts()
    marked = []
    for number in found:
        window = max(0, number.start - _WINDOW)
        metro = words.metro_before.search(folded, window, number.start)
        behind = words.metro_behind.match(folded, number.end)
        city = words.city_before.search(folded, window, number.start) or (
            words.city_behind.match(folded, number.end) and not behind
        )
        marked.append((number, bool(metro or behind), bool(city) and not metro))
    proper = [number for number, metro, city in marked if city] or [
        number for number, metro, _ in marked if not metro
    ]
    return proper or found


def _with_bound(folded: str, number: Number) -> Number:
    """The number with the words before it that make it a limit: "more than 1 million"."""
    bound = amounts().bound.search(folded, max(0, number.start - _WINDOW), number.start)
    return replace(number, start=bound.start()) if bound else number


def _in_words(folded: str) -> list[Number]:
    """The numbers of thousands and millions that are written in words: `half a million`."""
    found = []
    values = amounts().values
    for match in amounts().in_words.finditer(folded):
        words = re.split(r"[\s-]+", match[0])
        if values.get(words[0], 0) >= 1_000:
            continue
        total = part = 0.0
        scaled = last = 0.0
        index = 0
        while index < len(words):
            # "soixante-dix" and "half a" are two words and one value.
            pair = " ".join(words[index : index + 2])
            hyphened = "-".join(words[index : index + 2])
            word = next((w for w in (hyphened, pair) if w in values), words[index])
            index += 2 if word in (pair, hyphened) and word != words[index] else 1
            value = values.get(word)
            if value is None:
                continue
            if value >= 1_000:
                total += (part or 1) * value
                part, scaled, last = 0.0, value, value
            elif value == 100:
                part = (part or 1) * 100
            elif value == 0.5 and last and not part:
                total += 0.5 * last
            else:
                part += value
        if scaled:
            found.append(Number(round(total + part), *match.span()))
    return found


def _number(folded: str, match: re.Match[str], *, decimals: bool) -> Number:
    """The number that digits and a scale behind them ("1.5 million") write."""
    digits = match[0].replace(JOINER, "")
    value, ambiguous = _value(digits, decimals=decimals)
    end = match.end()
    scale = amounts().scale.match(folded, end)
    if scale and not (decimals and scale[0].strip() in ("m", "k")):
        # With "million" behind it, the last group is a fraction: 1,9 M and 1.5 million.
        fraction = re.fullmatch(r"(\d+)[.,](\d+)", digits)
        value = float(f"{fraction[1]}.{fraction[2]}") if fraction else value
        value = round(value * SCALES[str(scale.lastgroup)], 6)
        ambiguous = False
        end = scale.end()
    if not decimals and value == int(value):
        value = int(value)
    return Number(value, match.start(), end, ambiguous)


def _value(digits: str, *, decimals: bool) -> tuple[float, bool]:
    """The value of written digits, and whether it can be read in two ways."""
    if _INDIAN.fullmatch(digits):
        return int(re.sub(r"\D", "", digits)), False
    groups = re.split(_GROUP, digits)
    signs = re.findall(_GROUP, digits)
    if not signs:
        return int(digits), False
    last = groups[-1]
    if len(last) != 3:
        return float("".join(groups[:-1]) + "." + last), False
    if not decimals or len(signs) > 1 or signs[0] not in ".,":
        mixed = len(signs) > 1 and decimals and signs[-1] in ".," and signs[-1] not in signs[:-1]
        return int("".join(groups)), mixed
    # 1.234 of an area: a thousand in one country, a fraction in another; no city has 1.234 km2.
    return int("".join(groups)), signs[0] == "."


def _is_year_note(folded: str, number: Number) -> bool:
    """Whether a number is the year beside a value: `(2021)`, `(2018 estimate)`, `in 2016`."""
    if not _may_be_year(folded, number):
        return False
    if folded[number.end : number.end + 2].strip().startswith(":"):
        return True  # "2017: 530,000"
    before = folded[max(0, number.start - _WINDOW) : number.start].rstrip()
    return before.endswith(("(", "[")) or bool(
        re.search(r"(?:\b(?:in|en|em|nel|ar|census|of|as of|au|dato)|[(\[][^()\[\]]*)$", before)
    )


def _shared_out(text: str, number: Number, expected: int) -> list[Number] | None:
    """One run of grouped digits shared out evenly over the columns of a flat row."""
    run = text[number.start : number.end]
    groups = [(m.start(), m.end()) for m in re.finditer(r"\d+", run)]
    if len(groups) % expected or not re.fullmatch(r"[\d\s\u00a0\u2009\u202f]+", run):
        return None
    size = len(groups) // expected
    parts = []
    for first in range(0, len(groups), size):
        start, end = groups[first][0], groups[first + size - 1][1]
        value = int(re.sub(r"\D", "", run[start:end]))
        parts.append(Number(value, number.start + start, number.start + end, ambiguous=True))
    return parts
