"""The numbers of a spreadsheet as people see them: a number, a percentage, a date.

A sheet stores dates as days since 1900 or 1904, and says by a format code (ECMA-376, part 1,
section 18.8.30) what is shown of them.  What is not shown is not written: a cell that shows
"Nov 2017" states no day.
"""

from __future__ import annotations

import functools
import math
import re
from datetime import datetime, timedelta
from typing import NamedTuple

# The codes that files name by number only; 27-36 and 50-58 are dates in East Asia.
_BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm",
    19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", **dict.fromkeys((*range(27, 32), 36, *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_ASIDE = re.compile(r"\[(?![hms]+\])[^\]]*\]|_.|\*.", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,. ]*(?:[eE][+-]0+)?")
_SCALED = re.compile(r"[#0?],+(?![#0?,])")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_LAST_DAY = 2_958_465  # 9999-12-31
_LEAP_DAY = 60  # 29 February 1900, which never was


class Look(NamedTuple):
    """What a format code shows of a number."""

    date: str = ""
    """The `strftime` pattern of what is shown of a date; empty for a number."""
    percent: bool = False
    before: str = ""
    after: str = ""
    """Words around the number, such as a unit."""


def code_of(number: int, codes: dict[int, str]) -> str:
    """The format code that a file names by a number."""
    return codes.get(number) or _BUILT_IN.get(number, "General")


@functools.lru_cache(maxsize=1024)
def look_of(code: str, *, negative: bool = False) -> Look:
    """What a format code shows; its second section is that of negative numbers."""
    sections = _sections(code)
    section = sections[1] if negative and len(sections) > 1 else sections[0]
    words = _ASIDE.sub("", section)
    bare = _QUOTED.sub("", words)
    shown = _ELAPSED.sub("h", bare).lower().replace("general", "").replace("am/pm", "h")
    if re.search(r"[ymdhsge]", _DIGITS.sub("", shown)):
        return Look(date=_pattern(shown))
    percent = "%" in bare
    number = _DIGITS.search(_QUOTED.sub(lambda m: "\1" * len(m[0]), words))
    if number is None or _SCALED.search(bare):
        return Look(percent=percent)
    before, after = words[: number.start()], words[number.end() :]
    return Look("", percent, _literal(before).lstrip("+-( "), _literal(after).rstrip(") "))


def text_of_number(stored: float, code: str, *, from_1904: bool = False) -> str:
    """A stored number as text: `530000`, `115.64`, `25%`, `2017-11`.

    >>> text_of_number(43040.0, "mmm yyyy")
    '2017-11'
    """
    if not math.isfinite(stored):
        return ""
    look = look_of(code, negative=stored < 0)
    if look.date:
        shown = _date(stored, look.date, from_1904=from_1904)
        if shown is not None:
            return shown
    if look.percent:
        return _plain(stored * 100) + "%"
    return look.before + _plain(stored) + look.after


def date_of_text(iso: str, code: str) -> str:
    """A date that is stored as ISO 8601 text, with as much of it as its format shows."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    look = look_of(code)
    return _shown(moment, look.date or "%Y-%m-%d")


def _sections(code: str) -> list[str]:
    parts, quoted = [""], False
    for sign in code:
        quoted ^= sign == '"'
        if sign == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _literal(code: str) -> str:
    words = _QUOTED.sub(lambda match: match[1] or match[2] or "", code)
    return re.sub(r"%|General", "", words, flags=re.IGNORECASE)


def _pattern(shown: str) -> str:
    """What is shown of a date, in the order of ISO 8601."""
    year = "y" in shown or "e" in shown
    day = re.search(r"(?<!d)d{1,2}(?!d)", shown) is not None
    hour = "h" in shown
    month = re.search(r"(?<![hs:])m(?!:)", shown) is not None if hour or "s" in shown else True
    if not year and not day and (hour or "s" in shown):
        return "%H:%M"
    if not year and not day:
        return "%Y-%m-%d"  # "March" alone: which year it is stands in the cell
    if year and not day:
        return "%Y-%m" if month and "m" in shown else "%Y"
    return "%Y-%m-%d %H:%M" if hour else "%Y-%m-%d"


def _date(stored: float, pattern: str, *, from_1904: bool) -> str | None:
    if not 0 <= stored <= _LAST_DAY:
        return None
    if pattern == "%H:%M":
        minutes = round(stored * 24 * 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    if from_1904:
        first = datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet knows no time zones
    else:
        first = datetime(1899, 12, 31 if stored < _LEAP_DAY else 30)  # noqa: DTZ001 - same
    try:
        moment = first + timedelta(days=stored)
    except OverflowError:
        return None
    return _shown(moment, pattern)


def _shown(moment: datetime, pattern: str) -> str:
    moment = (moment + timedelta(seconds=30)).replace(second=0) if moment.second else moment
    if pattern.endswith(" %H:%M") and (moment.hour, moment.minute) == (0, 0):
        pattern = "%Y-%m-%d"
    # strftime does not pad years before 1000 on every system.
    return moment.strftime(pattern.replace("%Y", f"{moment.year:04d}"))


def _plain(number: float) -> str:
    """A number with the fifteen digits that a sheet keeps, never in powers of ten."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.15g}"
    if "e" in text:
        text = f"{number:.15f}" if abs(number) < 1 else f"{number:.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
