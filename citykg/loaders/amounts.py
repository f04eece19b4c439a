"""Words of amounts by language: scales, units of area, and what is said beside a number.

The words live in `amounts.toml`; adding a wording or a language is adding it there.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from citykg.loaders.late import Late
from citykg.loaders.markup import JOINER
from citykg.loaders.times import alternatives, same_length, times

SCALES = {"thousand": 1_000, "lakh": 100_000, "million": 1_000_000, "crore": 10_000_000}
"""What the words that multiply stand for."""

KM2_PER_UNIT = {
    "km2": 1.0,
    "ha": 0.01,
    "mi2": 2.589988110336,
    "acre": 0.0040468564224,
    "m2": 0.000001,
}
"""Square kilometres in one unit; mile and acre are the international ones, exactly."""

_BLANK = rf"[\s{JOINER}]*+"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W_]")
_HALVES = {"half": 0.5}


@dataclass(frozen=True)
class Amounts:
    """Regular expressions over text that `same_length` has folded."""

    scale: Late
    unit: Late
    in_words: Late
    values: dict[str, float]
    about: Late
    bound: Late
    beside: Late
    of_else: Late
    persons: Late
    density: Late
    metro_before: Late
    metro_behind: Late
    city_before: Late
    city_behind: Late
    note: Late
    to: Late
    between: Late


@functools.cache
def amounts() -> Amounts:
    """The words of all languages: a number is written alike in most of them."""
    data = tomllib.loads(files(__package__).joinpath("amounts.toml").read_text("utf-8"))
    lists: dict[str, set[str]] = {}
    values: dict[str, float] = {}
    for table in data.values():
        for name, words in table.items():
            lists.setdefault(name, set()).update(words)
        values.update({word: n for n, word in enumerate(table["units"], 1)})
        values.update({word: 10 * n for n, word in enumerate(table["tens"], 2)})
        values.update(dict.fromkeys(table["one"], 1))
    values.update(dict.fromkeys(lists["hundred"], 100))
    for name, value in (*SCALES.items(), *_HALVES.items()):
        values.update({w: value for w in lists[name] if len(w) > 2 and w[0].isalpha()})

    def any_of(*names: str) -> str:
        return alternatives({word for name in names for word in lists[name]})

    squared = rf"{_BLANK}(?:²|\^?2(?![\d.,]*\d)|sq(?!\w))"
    units = (
        rf"(?P<km2>kms?{squared}|км2|{any_of('km2')})|(?P<ha>{any_of('ha')})"
        rf"|(?P<mi2>mi{squared}|miles{squared}|{any_of('mi2')})|(?P<acre>{any_of('acre')})"
        rf"|(?P<m2>m{squared}|{any_of('m2')})"
    )
    unit = re.sub(r"\?P<\w+>", "?:", units)
    number_word = alternatives(values)
    join = rf"(?:[\s-]+(?:{any_of('and')}[\s-]+)?)"
    filler = rf"(?:[\s:~≈>+\-–,{JOINER}]|{any_of('about', 'metro', 'city')})*+"
    month = alternatives(times().months)
    return Amounts(
        scale=Late(
            _BLANK
            + "(?:"
            + "|".join(rf"(?P<{name}>{any_of(name)})" for name in SCALES)
            + r")(?![\w²]|\s?[²2]\b)"
        ),
        unit=Late(rf"{_BLANK}(?:{units})"),
        in_words=Late(rf"(?<![\w-]){number_word}(?:{join}{number_word})*"),
        values=values,
        about=Late(rf"(?<!\w){filler}$"),
        bound=Late(rf"(?<!\w){any_of('bound')}{_BLANK}$"),
        beside=Late(
            rf"(?:[\s,*†‡¹²³⁴{JOINER}]|\[\w\]|{any_of('persons')}"
            rf"|\({_BLANK}{any_of('persons')}{_BLANK}\))++"
        ),
        of_else=Late(
            rf"{_BLANK}(?:%|(?:st|nd|rd|th)(?!\w)|[ºª°]|{any_of('other')}|(?:{unit})"
            rf"|{any_of('persons')}?{_BLANK}{any_of('per')}{_BLANK}(?:{unit}|km|mi|ha|sq))"
        ),
        persons=Late(rf"{_BLANK}{any_of('persons')}"),
        density=Late(rf"(?<!\w){any_of('density')}[\s:]*(?:{any_of('about')}\s*)*$"),
        metro_before=Late(rf"(?<!\w){any_of('metro')}[^;,.\d()]*[\s:]*$"),
        metro_behind=Late(
            rf"{_BLANK}{any_of('persons')}?[\s,(–-]*(?:{any_of('note', 'about', 'and')}\s+)*"
            rf"{any_of('metro')}"
        ),
        city_before=Late(rf"(?<!\w){any_of('city')}[\s:(–-]*$"),
        city_behind=Late(
            rf"{_BLANK}{any_of('persons')}?[\s,(–-]*(?:{any_of('note', 'about')}\s+)*"
            rf"{any_of('city')}"
        ),
        note=Late(
            rf"(?:{any_of('note', 'persons', 'about', 'city')}|{month}"
            r"|(?<!\d)\d{1,2}(?!\d)(?:st|nd|rd|th)?|(?<!\d)(?:19|20)\d\d(?!\d)|[^\w()])++"
        ),
        to=Late(rf"{_BLANK}(?:[-–—]|{times().any_of('to')}){_BLANK}"),
        between=Late(rf"(?<!\w){times().any_of('between')}{_BLANK}$"),
    )


def unit_in(label: str) -> str | None:
    """The unit of area that a label names, a key of KM2_PER_UNIT, or None."""
    folded = same_length(label)
    for start in range(len(folded)):
        blank = folded[start].isspace() or folded[start] == JOINER
        if not blank and (start == 0 or not folded[start - 1].isalnum()):
            match = amounts().unit.match(folded, start)
            if match:
                return match.lastgroup
    return None


def scale_in(label: str) -> int:
    """What a label multiplies the numbers of its row by: `Population (in thousands)`.

    >>> scale_in("Population ('000)")
    1000
    """
    folded = same_length(label)
    if re.search(r"(?<!\d)['’`]?000s?(?!\d)", folded):
        return 1_000
    for start in range(1, len(folded)):
        if not folded[start - 1].isalnum() and folded[start].isalpha():
            match = amounts().scale.match(folded, start)
            if match and match.start() == start and len(match[0]) > 1:
                return SCALES[str(match.lastgroup)]
    return 1


def companions(text: str, start: int, end: int) -> tuple[int, int]:
    """The run around a number at `[start, end)` with the words that only go with it.

    These are how exact it is, whom it counts and of which year: "some", "inhabitants", "(2021)".

    >>> text = "approx. 34,000 inhabitants (2018 census), growing"
    >>> text[slice(*companions(text, 8, 14))]
    'approx. 34,000 inhabitants (2018 census)'
    """
    folded, words = same_length(text), amounts()
    before = words.about.search(folded, max(0, start - 40), start)
    first = before.start() if before else start
    last = end
    while True:
        beside = words.beside.match(folded, last)
        at = beside.end() if beside else last
        close = folded.find(")", at) if folded[at : at + 1] == "(" else -1
        if close >= 0 and _is_note(folded[at + 1 : close]):
            last = close + 1
        elif beside:
            return first, last + len(folded[last:at].rstrip(" ,"))
        else:
            return first, last


def says_persons(text: str, end: int) -> bool:
    """Whether words for persons, or nothing more, stand behind a number that ends at `end`."""
    folded = same_length(text)
    return not _WORD.search(text, end) or bool(amounts().persons.match(folded, end))


def _is_note(folded: str) -> bool:
    """Whether brackets hold the year of a value and nothing else."""
    return bool(_YEAR.search(folded) and amounts().note.fullmatch(folded))
