"""Numbers as documents write them: populations and areas in every grouping.

Babel and the number parsers we tried refuse or misread `1'942,044`, hence a grammar of our own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from citykg.loaders.markup import JOINER

_APOSTROPHES = "'’‘´`"
_BLANKS = " \u00a0\u2007\u2009\u202f"
_GROUP = f"[.,{_APOSTROPHES}{_BLANKS}]{JOINER}*"
# A number is grouped by one kind of sign: "302,971 588 250" is two numbers.
_DIGITS = re.compile(
    r"(?<![\w.,])\d{1,3}(?:"
    + "|".join(
        rf"(?:[{signs}]{JOINER}*\d{{3}}(?!\d{unless})){{1,4}}"
        for signs, unless in (
            (f",{_APOSTROPHES}", ""),
            (f".{_APOSTROPHES}", ""),
            # In "231 800 974,447" the last group belongs to the next number.
            (_BLANKS, rf"|[.,{_APOSTROPHES}]\d{{3}}(?!\d)"),
        )
    )
    + r")(?:[.,]\d{1,2}(?!\d))?|(?<![\w.,])\d{1,15}(?!\d)(?:[.,]\d{1,9}(?!\d))?"
)
_SCALE = re.compile(
    r"[\s\u00a0]*(?:(?P<million>millions?|millones|mill[oó]n|milh[õo]es|milh[ãa]o|milioni|milione|"
    r"miljoner|miljon|millionen|mn|mln|mio\.?|m)|(?P<thousand>thousand|tausend|mille|mila|mil|"
    r"tusen|tsd\.?|k))(?![\w²])",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?P<count>half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
    r"(?P<hundred>\s+hundred)?(?:\s+and\s+(?P<half>a\s+half))?\s+(?P<scale>thousand|million)\b",
    re.IGNORECASE,
)
_COUNTS = {
    "half a": 0.5, "half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_UNIT = re.compile(
    rf"[\s{JOINER}\u00a0]*(?:"
    rf"(?P<km2>(?:km|kilom[eè]t?(?:re|er|ro)s?|chilometri|quil[oó]metros)[\s\u00a0{JOINER}]*"
    rf"(?:²|\^2|2(?![\d.,]*\d)|quadrat\w*|cuadrados|quadrados|carr[ée]s|kvadrat\w*)"
    rf"|sq\.?[\s\u00a0]*km|square[\s\u00a0]+kilomet(?:re|er)s?|qkm|kvkm|kmq)"
    rf"|(?P<ha>ha|hectares?|hect[aá]reas|ettari|hektar)\b"
    rf"|(?P<mi2>(?:sq\.?|square)[\s\u00a0]*mi(?:les?|\.)?|mi[\s\u00a0{JOINER}]*(?:²|\^2|2(?!\d))))",
    re.IGNORECASE,
)
_METRO = re.compile(
    r"\b(?:metro\w*|urban area|agglom\w*|conurbation|área|area)[^;,.]*$", re.IGNORECASE
)
KM2_PER_UNIT = {"km2": 1.0, "ha": 0.01, "mi2": 2.589988110336}
"""Square kilometres in one unit; the square mile is the international one, exactly."""


@dataclass(frozen=True)
class Number:
    """A number at `[start, end)` of a text; `ambiguous` if its grouping can be read in two ways."""

    value: float
    start: int
    end: int
    ambiguous: bool = False


def populations_in(text: str, expected: int = 1) -> list[Number]:
    """The numbers of persons in a cell, in order; years in brackets are not among them.

    `expected` is how many the cell should hold, which decides `703 021 359 555`.

    >>> [n.value for n in populations_in("281 711 (2021)")]
    [281711]
    """
    found = []
    for digits in _DIGITS.finditer(text):
        number = _number(text, digits, decimals=False)
        if not _is_year_note(text, number):
            found.append(number)
    for match in _WORDS.finditer(text):
        count = _COUNTS[" ".join(match["count"].lower().split())]
        count = count * 100 if match["hundred"] else count
        count = count + 0.5 if match["half"] else count
        scale = 1_000_000 if match["scale"].lower() == "million" else 1_000
        found.append(Number(int(count * scale), match.start(), match.end()))
    found.sort(key=lambda number: number.start)
    if expected == 1 and len(found) > 1:
        # Of a city and its metropolitan area, the city is asked for.
        proper = [n for n in found if not _METRO.search(text, max(0, n.start - 30), n.start)]
        found = proper or found
    if expected > 1 and len(found) == 1:
        found = _shared_out(text, found[0], expected) or found
    return found


def areas_in(text: str, unit: str | None = None) -> list[Number]:
    """The areas in a cell in square kilometres, in order; `unit` is the one its label names.

    >>> [n.value for n in areas_in("210.34 km 2 96.5 km 2")]
    [210.34, 96.5]
    """
    found = []
    at = 0
    while match := _DIGITS.search(text, at):
        number = _number(text, match, decimals=True)
        unit_match = _UNIT.match(text, number.end)
        kind = unit_match.lastgroup if unit_match else unit
        # Behind the unit, or the 2 of a flattened "km 2" would begin the next number.
        at = unit_match.end() if unit_match else number.end
        if kind is None or (unit_match is None and _is_year_note(text, number)):
            continue
        value = round(number.value * KM2_PER_UNIT[kind], 6)
        found.append(Number(value, number.start, at, number.ambiguous))
    return found


def unit_in(label: str) -> str | None:
    """The unit of area that a label names: `km2`, `ha`, `mi2` or None."""
    for start in range(len(label)):
        if start == 0 or not label[start - 1].isalnum():
            match = _UNIT.match(label, start)
            if match:
                return match.lastgroup
    return None


def _number(text: str, match: re.Match[str], *, decimals: bool) -> Number:
    """The number that digits and a scale behind them ("1.5 million") write."""
    digits = match[0].replace(JOINER, "")
    value, ambiguous = _value(digits, decimals=decimals)
    end = match.end()
    scale = _SCALE.match(text, end)
    if scale:
        # With "million" behind it, the last group is a fraction: 1,9 M and 1.5 million.
        fraction = re.fullmatch(r"(\d+)[.,](\d+)", digits)
        value = float(f"{fraction[1]}.{fraction[2]}") if fraction else value
        value = round(value * (1_000_000 if scale["million"] else 1_000), 6)
        ambiguous = False
        end = scale.end()
    if not decimals and value == int(value):
        value = int(value)
    return Number(value, match.start(), end, ambiguous)


def _value(digits: str, *, decimals: bool) -> tuple[float, bool]:
    """The value of written digits, and whether it can be read in two ways."""
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


def _is_year_note(text: str, number: Number) -> bool:
    """Whether a number is the year beside a value: `(2021)`, `(2018 estimate)`, `in 2016`."""
    if not (number.value == int(number.value) and 1900 <= number.value <= 2100):
        return False
    if not text[number.start : number.end].isdigit():
        return False
    if text[number.end : number.end + 2].strip().startswith(":"):
        return True  # "2017: 530,000"
    before = text[: number.start].rstrip()
    return before.endswith(("(", "[")) or bool(
        re.search(r"(?:\b(?:in|en|em|nel|år|census|of|as of|au|dato)|[(\[][^()\[\]]*)$", before)
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
