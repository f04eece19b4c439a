"""The forms in which dates are written, as one regular expression a language."""

from __future__ import annotations

import functools
import re

from citykg.loaders.times import alternatives, times

DASH = r"[-–—‐‑→]"
"""What stands between the start and the end of a run."""


@functools.cache
def date_forms(language: str | None) -> re.Pattern[str]:
    """The forms of a date, tried in their order, over text folded by `same_length`.

    Each form has its own groups; the first letter of a group's name says what it holds: y(ear),
    z (a year of two figures), u (the year it runs to), m(onth), d(ay), x and t (a list of days),
    a and b (day and month, or month and day), i (what stands between figures), s(eason),
    q and r (a quarter), h (a half), o and w (an ordinal in figures or words, before a k, quarter,
    or an l, half).
    """
    words = times(language)
    month = rf"(?P<m{{n}}>{alternatives(words.months)})\.?"
    of = rf"(?:\s+{words.any_of('of')})*"
    year = r"(?P<y{n}>(?:19|20)\d\d)(?!\d)"
    # A year may be short behind a month: Nov '17.
    any_year = r"(?:(?P<y{n}>(?:19|20)\d\d)|['’](?P<z{n}>\d\d))(?!\d)"
    day = r"[0-3]?\d(?!\d|[.,]\d)(?:(?:st|nd|rd|th|er|re|a|o|:a|:e)(?!\w)|\.(?!\d)|º|°|ª)?"
    between = rf"\s{{0,8}}(?:{DASH}|[,&+/]|{words.any_of('and', 'to')})"
    days = rf"(?P<x{{n}}>{day}(?:(?:{between}){{1,2}}{of}\s*{day}){{0,8}})"
    sep = r"[\s,]*"
    two = r"[0-3]?\d"
    figures = r"(?P<m{n}>0?[1-9]|1[0-2])"
    numeral = r"(?P<o{n}>[1-4])(?:st|nd|rd|th|er|re|ere|e|eme|\.?[oaº°ª]|\.)?"
    ordinal = rf"(?:{numeral}|(?P<w{{n}}>{alternatives(words.ordinals)}))"
    of_year = rf"{ordinal}\s*(?P<k{{n}}>{words.any_of('quarter')})"
    quarter = rf"(?:[qt](?P<q{{n}}>[1-4])|(?P<r{{n}}>[1-4])q|{of_year})"
    half = rf"(?:[hs](?P<h{{n}}>[12])|{ordinal}\s*(?P<l{{n}}>{words.any_of('half')}))"
    season = rf"(?P<s{{n}}>{alternatives(words.seasons)})"
    forms = [
        (
            rf"{year}(?P<i{{n}}>[-./]){figures}(?:(?P=i{{n}})(?P<d{{n}}>{two}))?"
            r"(?!\d|[/-](?!(?:19|20)\d\d))"
        ),
        # The first day of a run in figures, of which the last has the year: 28.05.–03.06.2019.
        rf"(?P<d{{n}}>{two})\.\s?{figures}\.(?=\s?[-–—]\s?{two}\.\s?[01]?\d\.\s?(?:19|20)\d\d)",
        rf"(?P<t{{n}}>{two}\.?\s?[-–/+]\s?{two})\.\s?{figures}\.\s?{year}",
        (
            rf"(?P<a{{n}}>{two})\s?(?P<i{{n}}>[./-])\s?(?P<b{{n}}>{two})\s?(?P=i{{n}})\s?"
            rf"(?:{year}|(?P<z{{n}}>\d\d)(?![\d./-]))"
        ),
        rf"{figures}[./-]{year}",
        rf"{days}{of}\s*{month}{of}{sep}{any_year}",
        rf"{month}(?:\s+the)?\s*{days}{sep}{year}",
        rf"{month}{of}[\s,/-]*{any_year}",
        rf"{year}\s*[-,/]?\s*{month}(?:\s+(?P<d{{n}}>[0-3]?\d)(?!\d))?",
        rf"{season}{of}{sep}{year}(?:\s?[-–/]\s?(?P<u{{n}}>(?:20)?\d\d)(?!\d))?",
        rf"{quarter}{of}[\s,/-]*{year}",
        rf"{year}[\s,/-]*{quarter}",
        rf"{half}{of}[\s,/-]*{year}",
        rf"{year}[\s,/-]*{half}",
        rf"{year}\s?[-–/]\s?(?P<u{{n}}>\d\d)(?![\d./-]|\s*(?:{alternatives(words.months)}))",
        rf"{year}",
        # The day, month or season of a year that follows: "28 April - 3 May 2018".
        rf"{days}{of}\s*{month}",
        rf"{month}(?:\s+the)?\s*{days}",
        rf"{month}",
        rf"{season}",
        rf"{quarter}",
    ]
    opening = alternatives({**words.months, **words.seasons, **words.ordinals})
    # What a date opens with is asked first: most words open none.
    return re.compile(
        rf"(?:(?<![\w./])(?=\d|[qths]\d|{opening})|(?<=\d/)(?=(?:19|20)\d\d(?!\d)))"
        r"(?:" + "|".join(form.replace("{n}", str(n)) for n, form in enumerate(forms)) + ")"
    )
