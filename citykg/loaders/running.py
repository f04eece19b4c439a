"""When a cooperation runs, as sentences tell it: "have been working together since May 2018".

A sentence is asked only where it says that parties work together, and only for years and months:
the days in such texts are those of visits.  Of an agreement the day counts from which it is in
force.
"""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING

from citykg.loaders.dates import days_in, is_run
from citykg.loaders.durations import durations_in
from citykg.loaders.sentences import sentences_of
from citykg.loaders.times import alternatives, same_length, times

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from citykg.loaders.dates import Day
    from citykg.loaders.durations import Duration

_WINDOW = 60


@dataclass(frozen=True)
class Running:
    """The start and end that a text tells, where it tells them."""

    start: Day | None = None
    end: Day | None = None
    duration: Duration | None = None


@dataclass(frozen=True)
class _Words:
    cooperate: re.Pattern[str]
    starts: re.Pattern[str]
    ends: re.Pattern[str]
    worked: re.Pattern[str]
    agreement: re.Pattern[str]
    force: re.Pattern[str]
    expires: re.Pattern[str]
    lasts: re.Pattern[str]
    long: re.Pattern[str] | None
    """Behind a duration; None in a language whose words before it suffice."""
    dated: re.Pattern[str]
    dates: re.Pattern[str]
    """The same behind the date, as verbs of German clauses stand."""
    it: re.Pattern[str]
    near: re.Pattern[str]
    until: re.Pattern[str]
    """Of a cooperation whose start the same sentence tells."""


@functools.cache
def _words(language: str | None) -> _Words:
    data = tomllib.loads(files(__package__).joinpath("running.toml").read_text("utf-8"))
    told = [data[language]] if language in data else list(data.values())
    clock = times(language)
    long, about = _all(told, "long") if language in data else set(), clock.any_of("circa")
    stems = "|".join(re.escape(stem) for table in told for stem in table["cooperate"])

    def before(name: str, own: str) -> re.Pattern[str]:
        verbs = alternatives({word for table in told for word in table[name]})
        small = rf"(?:{clock.any_of('near', 'of', 'early', 'from', 'until')}\s*)*"
        return re.compile(rf"(?<!\w)(?:{verbs}\s+{small}|{own}\s*{small})$")

    return _Words(
        cooperate=re.compile(rf"(?<!\w)(?:{stems})"),
        starts=before("starts", clock.any_of("from", "since")),
        ends=before("ends", r"(?!)"),
        worked=re.compile(
            rf"(?<!\w){alternatives({word for table in told for word in table['worked']})}"
        ),
        agreement=re.compile(rf"(?<!\w)(?:{'|'.join(_all(told, 'agreement'))})"),
        force=re.compile(rf"(?<!\w){alternatives(_all(told, 'force'))}[\s\u2060]*$"),
        expires=re.compile(
            rf"(?<!\w)(?:{alternatives(_all(told, 'expires'))}|{clock.any_of('until')})[\s\u2060]*$"
        ),
        lasts=re.compile(rf"(?<!\w){alternatives(_all(told, 'lasts'))}\s+(?:{about}\s+)*$"),
        long=re.compile(rf"\s+(?:\w+\s+)?{alternatives(long)}(?!\w)") if long else None,
        dated=re.compile(
            rf"(?<!\w){alternatives(_all(told, 'dated'))}\s+(?:(?:back|al|a|auf)\s+)?"
            rf"(?:{clock.any_of('from', 'since', 'of', 'near')}\s*)*$"
        ),
        dates=re.compile(rf"\s+{alternatives(_all(told, 'dated'))}(?!\w)"),
        it=re.compile(rf"\W*{alternatives(_all(told, 'it'))}(?!\w)"),
        near=re.compile(rf"(?<!\w){clock.any_of('near')}\s+$"),
        until=before("ends", clock.any_of("until")),
    )


def _all(told: Sequence[Mapping[str, list[str]]], name: str) -> set[str]:
    return {word for table in told for word in table[name]}


def in_force(text: str, language: str | None = None, *, any_text: bool = False) -> Running:
    """From when until when an agreement is in force, by the first sentence that says so.

    `any_text` where the text stands below a label for it, and need not name the agreement.

    >>> told = in_force("This agreement takes effect on 1 May 2019 and ends after 24 months.", "en")
    >>> told.start.iso, told.duration.iso
    ('2019-05-01', 'P24M')
    """
    folded, words = same_length(text), _words(language)
    for begin, stop in sentences_of(text, 0, len(text)):
        if not (any_text or words.agreement.search(folded, begin, stop)):
            continue
        days = days_in(text[begin:stop], language)
        for number, day in enumerate(days):
            first = _moved(day, begin)
            if day.ambiguous or not words.force.search(folded, begin, first.start):
                continue
            last = _moved(days[number + 1], begin) if number + 1 < len(days) else None
            ends = last and (
                is_run(folded, first, last, language)
                or words.expires.search(folded, first.end, last.start)
            )
            lengths = durations_in(text[begin:stop], language)
            length = lengths[0] if len(lengths) == 1 and lengths[0].iso else None
            if length:
                length = replace(length, start=length.start + begin, end=length.end + begin)
            return Running(first, last if ends else None, length)
    return Running()


def _moved(day: Day, by: int) -> Day:
    return replace(day, start=day.start + by, end=day.end + by)


def running_in(text: str, language: str | None = None) -> Running:
    """The start and end of a cooperation that the sentences of a text tell.

    >>> told = running_in("Since October 2021 both cities have worked together.", "en")
    >>> told.start.iso
    '2021-10'
    """
    start = end = length = None
    folded = same_length(text)
    words = _words(language)
    about = False
    for begin, stop in sentences_of(text, 0, len(text)):
        about = bool(
            words.cooperate.search(folded, begin, stop)
            or (about and words.it.match(folded, begin, stop))
        )
        if not about and not words.agreement.search(folded, begin, stop):
            continue
        length = length or _length(text[begin:stop], begin, language)
        if about:
            found = _sentence(text[begin:stop], begin, language)
            start, end = start or found.start, end or found.end
    if start and end and end.iso < start.iso[: len(end.iso)]:
        return Running(start, None, length)
    return Running(start, end, length)


def _length(text: str, at: int, language: str | None) -> Duration | None:
    """How long the cooperation of a sentence lasts, in years or months."""
    lengths = [length for length in durations_in(text, language) if length.iso]
    if len(lengths) != 1 or (lengths[0].iso or "")[-1] not in "YM":
        return None
    folded, words, length = same_length(text), _words(language), lengths[0]
    if not words.lasts.search(folded, max(0, length.start - _WINDOW), length.start):
        return None
    if words.long and not words.long.match(folded, length.end):
        return None
    return replace(length, start=length.start + at, end=length.end + at)


def _sentence(text: str, at: int, language: str | None) -> Running:
    folded, words = same_length(text), _words(language)
    days = days_in(text, language)
    if any(day.day or day.ambiguous for day in days):
        return Running()
    if len(days) == 1 and _worked_in(folded, days[0], language):
        whole = replace(days[0], start=days[0].start + at, end=days[0].end + at)
        return Running(whole, whole)
    start = end = None
    for index, day in enumerate(days):
        window = max(0, day.start - _WINDOW)
        following = days[index + 1] if index + 1 < len(days) else None
        moved = replace(day, start=day.start + at, end=day.end + at)
        if words.dated.search(folded, window, day.start) or words.dates.match(folded, day.end):
            continue
        if start is None and words.starts.search(folded, window, day.start):
            start = moved
            if following and is_run(folded, day, following, language):
                last = replace(following, start=following.start + at, end=following.end + at)
                return Running(start, last)
        elif end is None and (words.until if start else words.ends).search(
            folded, window, day.start
        ):
            end = moved
    return Running(start, end)


def _worked_in(folded: str, day: Day, language: str | None) -> bool:
    """Whether a sentence says of a whole year that parties worked together in it."""
    words = _words(language)
    if day.month or day.season or not words.worked.search(folded):
        return False
    window = max(0, day.start - _WINDOW)
    if words.starts.search(folded, window, day.start):
        return False
    near = words.near.search(folded, window, day.start)
    return bool(near or words.worked.match(folded, day.end + 1))
