"""Mentions of goals, targets, indicators and Urban Agenda topics, in every notation plans use.

The words around them live in `mentions.toml`, by language.
"""

from __future__ import annotations

import functools
import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from citykg.loaders.late import Late
from citykg.loaders.lexicon import Match, lexicon
from citykg.loaders.markup import PARAGRAPH, clean
from citykg.loaders.targets import TARGETS_PER_GOAL, is_indicator, is_target
from citykg.loaders.times import alternatives, same_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["NOTHING", "TARGETS_PER_GOAL", "Mention", "explicit_goals_in", "goals_in", "is_target"]

# Another number behind, joined by a sign or a short word: "SDGs 5, 7 and 9".
_LISTED = re.compile(r"\s*(?P<joined>[,;/&+–-]|[^\W\d_]{1,3}\b)\s*\d")
_CLOSED = re.compile(r"[^()\d\n;•]{0,80}\)")
_GOALS = 17
_WINDOW = 50
_LONGEST_NOTHING = 60
_ENOUGH = 200
"""Characters that hardly ever hold as few words as say nothing."""
_DASH = r"[-–—‐‑]"
_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?!\d|\.\d|,\d{3}|\s*%)")
_CODE = re.compile(
    r"(?<![\d.])(?P<goal>\d{1,2})\.(?P<target>\d{1,2}|[a-z](?![^\W\d_]))"
    r"(?:\.(?P<indicator>\d{1,2}))?(?!\d|\.\d|\s*%)"
)
_TO_TITLE = re.compile(r"[\s\-–—:.)(\"“«]{0,6}")
_AS_ITEM = re.compile(r"\s?[-–—:)]\s?[^\W\d_]|\.\s[^\W\d_]")
_BEHIND_TITLE = re.compile(r"\s?\((?:[^\W\d_]{0,5}\s?)?0?(?P<number>\d{1,2})\)")
_DIGITS = re.compile(r"\d+")
_AGENDA = re.compile(r"(?<!\d)2030(?!\d)")
_AGENDA_SENTENCE = re.compile(r"(?:[^.!?\n\u2029]|\.(?=\S))+")
_STOPPED = re.compile(r"[.;\n\d]")
_MARK = 12
_MARKS = " \t\u00a0\u2060•·▪◦●*-–—([#"
_OPENS_ITEM = re.compile(rf"[\n;|\t•·▪◦●{PARAGRAPH}][\s\u2060•*#(\[–-]*$")


@dataclass(frozen=True)
class Mention:
    """A goal (`8`), target (`11.3`), indicator (`11.3.2`) or topic at `[start, end)` of a text.

    `code` is None where the words stand for nothing we know, such as goal 18.  `doubt` says what a
    person should look at all the same.
    """

    kind: str
    code: str | None
    start: int
    end: int
    doubt: str | None = None


@dataclass(frozen=True)
class _Words:
    traps: tuple[Late, ...]
    sign: Late
    goal: Late
    between: Late
    goal_range: Late
    code_range: Late
    numbers: dict[str, int]
    in_words: Late
    lead: Late
    """The sign before a goal, target or indicator."""
    nothing: Late
    no_topic: frozenset[str]
    topics: dict[str, str]
    """The short names of topics."""


@functools.cache
def words_around() -> _Words:
    """The words around goals and topics, in all languages."""
    data = tomllib.loads(files(__package__).joinpath("mentions.toml").read_text("utf-8"))
    topics = {word: topic for topic, words in data.pop("topics").items() for word in words}

    def any_of(*names: str) -> str:
        return alternatives({word for t in data.values() for name in names for word in t[name]})

    goal = any_of("sign", "goal")
    blanks = r"[\s\u2060]*"  # an entity leaves word joiners behind
    number = rf"(?:{blanks}(?:{any_of('number')}|[#:n°º.\-–]))*{blanks}"
    # A dash that begins a line is the bullet of the next item.
    to = rf"(?:[^\S\n]*{_DASH}|\s*{any_of('to')})\s*"
    again = rf"(?:{goal}{number})?"
    words = any_of("and", "number", "sign", "goal", "target")
    joined = rf"(?:[\s,;&/+()\[\]:#•·\-–—°º\u2060]|\.(?!\s)|{words})*+"
    numbers: dict[str, int] = {}
    for table in data.values():
        for value, word in enumerate(table["numbers"], 1):
            numbers.setdefault(word, value)
    return _Words(
        traps=tuple(
            Late(rf"(?<!\w){pattern}")
            for pattern in (
                # All of them are none in particular.
                rf"(?:17|{any_of('all')}\s+(?:17\s+)?)\s*(?:{any_of('between')}\s+)?{goal}(?!\s*(?:#|n\s?[°º.])?\s*\d)",
                any_of("agenda"),
                rf"{any_of('millennium')}{number}(?:\d{{1,2}}(?:[\s,&-]|{any_of('and')})*)*",
                rf"{any_of('page')}\s*\d+(?:\s*[-–]\s*\d+)?",
            )
        ),
        sign=Late(rf"(?<![^\W\d_]){any_of('sign')}|(?<![^\W\d_])(?:sdgs?|ods|odd|oss)(?=\d)"),
        goal=Late(
            rf"(?<![^\W\d_]){any_of('sign', 'goal', 'target')}"
            r"|(?<![^\W\d_])(?:sdgs?|ods|odd|oss|goal)(?=\d)"
        ),
        between=Late(joined),
        goal_range=Late(rf"(?<![\d.,])(\d{{1,2}}){to}{again}(\d{{1,2}})(?!\d|\.[\da-d]|\s*%)"),
        code_range=Late(
            rf"(?<![\d.])(\d{{1,2}})\.(\d{{1,2}}){to}(\d{{1,2}})\.(\d{{1,2}})(?!\d|\.\d)"
        ),
        numbers=numbers,
        in_words=Late(rf"{goal}{number}(?P<n>{alternatives(numbers)})"),
        lead=Late(rf"(?<![^\W\d_]){any_of('sign', 'goal', 'target')}{number}$"),
        nothing=Late(
            rf"[\s\u2060\u2029(\[<_*]*(?:n\.?\s?/?\s?a\.?|{any_of('nothing')}|[-–—‐‑‒−./*…_]+|\?+)?"
            r"[\s\u2060\u2029.)\]>_*]*"
        ),
        no_topic=frozenset(word for t in data.values() for word in t["no_topic"]),
        topics=topics,
    )


class _Nothing:
    """A cell that says that there is nothing to say: `n/a`, `none`, a dash."""

    def match(self, text: str) -> bool:
        """Whether that is all that a text says."""
        words = clean(text[:_ENOUGH])
        if len(words) <= _LONGEST_NOTHING and len(text) > _ENOUGH:
            words = clean(text)
        return len(words) <= _LONGEST_NOTHING and bool(
            words_around().nothing.fullmatch(same_length(words))
        )


NOTHING = _Nothing()


def sign_before(text: str, start: int) -> int:
    """Where the sign of a goal at `start` begins: `SDG`, `target`; `start` where it has none.

    >>> sign_before("target 11.3", 7)
    0
    """
    at = max(0, start - _WINDOW)
    lead = words_around().lead.search(same_length(text), at, start)
    return lead.start() if lead else start


def goals_in(text: str, start: int, end: int) -> list[Mention]:
    """The goals, targets and indicators that a run of a goals field names, in order.

    >>> text = "8-Decent work and Economic Growth 10-Reduced inequalities"
    >>> [(m.code, text[m.start:m.end]) for m in goals_in(text, 0, len(text))]
    [('8', '8-Decent work and Economic Growth'), ('10', '10-Reduced inequalities')]
    """
    return _Reader(text, start, end, listed=True).mentions()


def explicit_goals_in(text: str) -> list[Mention]:
    """The goals that running text names with their sign: `SDG 11`, `SDGs 5, 7 and 9`."""
    if not _DIGITS.search(text):
        return []
    found = _Reader(text, 0, len(text), listed=False).mentions()
    if _AGENDA.search(text):
        # "Goals 8 and 9 of the 2030 Agenda" are no other goals.
        for sentence in _AGENDA_SENTENCE.finditer(text):
            if _AGENDA.search(sentence[0]):
                taken = {mention.start for mention in found}
                more = _Reader(text, *sentence.span(), listed=False, signs="goal").mentions()
                found += [mention for mention in more if mention.start not in taken]
    found.sort(key=lambda mention: (mention.start, mention.end))
    return [mention for mention in found if mention.code is not None]


def is_all_goals(text: str) -> bool:
    """Whether a text lists goals and nothing else, though its label may not say which.

    >>> is_all_goals("SDG 11; SDG 13"), is_all_goals("9, 11, 14"), is_all_goals("30 trees")
    (True, True, False)
    """
    if len(text) > _ENOUGH or not _DIGITS.search(text):
        return False
    left, at, found = "", 0, goals_in(text, 0, len(text))
    for mention in found:
        start = sign_before(text, mention.start)
        left += text[at : max(at, start)] + " "
        at = max(at, mention.end)
    known = all(mention.code for mention in found)
    return bool(found) and known and not re.search(r"\w{3}|\d", left + text[at:])


class _Reader:
    """Reads one run of text; what has been read is taken, and not read again."""

    def __init__(
        self, text: str, start: int, end: int, *, listed: bool, signs: str = "sign"
    ) -> None:
        self.text, self.start, self.end, self.listed = text, start, end, listed
        self.folded = same_length(text)
        self.words = words_around()
        self.found: list[Mention] = []
        self.taken = bytearray(end - start)
        # Words that say "goal", and where the last goal that was read ends.
        every = self.words.goal if listed or signs == "goal" else self.words.sign
        spans = [match.span() for match in every.finditer(self.folded, start, end)]
        self.sign_starts = [begin for begin, _ in spans]
        self.sign_ends = [stop for _, stop in spans]
        self.last = -1
        run = self.folded[start:end]
        self.first = start + len(run) - len(run.lstrip(_MARKS))

    def mentions(self) -> list[Mention]:
        """All mentions, in order."""
        for trap in self.words.traps:
            for match in self._matches(trap):
                self._take(*match.span())
        titles = {
            match.start: match
            for match in lexicon("goals").find(self.text, self.start, self.end)
            if self._free(match.start, match.end)
        }
        forms: tuple[tuple[Late | re.Pattern[str], Callable[[re.Match[str]], None]], ...] = (
            (self.words.code_range, self._code_range),
            (_CODE, self._code),
            (self.words.goal_range, self._goal_range),
            (_NUMBER, lambda number: self._number(number, titles)),
        )
        found = [
            (match.start(), order, match, read)
            for order, (pattern, read) in enumerate(forms)
            for match in self._matches(pattern)
        ]
        for _, _, match, read in sorted(found, key=lambda item: item[:2]):
            if self._free(*match.span()):
                read(match)
        if self.listed:
            self._without_figures(titles)
        return sorted(self.found, key=lambda mention: (mention.start, mention.end))

    def _without_figures(self, titles: dict[int, Match]) -> None:
        """Goals by their number in words, and by their title alone."""
        for match in self._matches(self.words.in_words):
            if self._free(*match.span("n")):
                self._add(match.span("n"), "goal", str(self.words.numbers[match["n"]]))
        for title in titles.values():
            if self._free(title.start, title.end) and self._is_title(title):
                # "Clean water (6)": the number stands behind its title.
                behind = _BEHIND_TITLE.match(self.text, title.end)
                same = behind and behind["number"] == title.slug
                end = behind.end() if behind and same else title.end
                self.found.append(Mention("goal", title.slug, title.start, end))

    def _matches(self, pattern: Late | re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.folded, self.start, self.end)

    def _take(self, start: int, end: int) -> None:
        self.taken[start - self.start : end - self.start] = b"\1" * (end - start)

    def _free(self, start: int, end: int) -> bool:
        return 1 not in self.taken[start - self.start : end - self.start]

    def _add(self, span: tuple[int, int], kind: str, *codes: str | None) -> None:
        self.found.extend(Mention(kind, code, *span) for code in codes)
        self._take(*span)
        self.last = max(self.last, span[1])

    def _code_range(self, match: re.Match[str]) -> None:
        """Targets from one to another: `11.1-11.3`."""
        goal, first, last = match[1], int(match[2]), int(match[4])
        codes = [f"{int(goal)}.{number}" for number in range(first, last + 1)]
        whole = goal == match[3] and len(codes) > 1 and all(map(is_target, codes))
        if whole and self._said(match.start()):
            self._add(match.span(), "target", *codes)

    def _code(self, match: re.Match[str]) -> None:
        """A target (`11.3`) or an indicator (`11.3.2`)."""
        code = f"{int(match['goal'])}.{match['target']}"
        if not (self._said(match.start()) or self._is_below(match, code)):
            return
        if match["indicator"]:
            code = f"{code}.{match['indicator']}"
            self._add(match.span(), "indicator", code if is_indicator(code) else None)
        else:
            self._add(match.span(), "target", code if is_target(code) else None)

    def _is_below(self, match: re.Match[str], code: str) -> bool:
        """Whether a code is a target of a goal named just before: "Goal 8, above all 8.9"."""
        if not self.found or not is_target(code):
            return False
        last = max(self.found, key=lambda mention: mention.end)
        near = 0 <= match.start() - last.end <= _WINDOW
        between = self.text[last.end : match.start()]
        return near and not _STOPPED.search(between) and last.code == str(int(match["goal"]))

    def _goal_range(self, match: re.Match[str]) -> None:
        """Goals from one to another: `1-4`, `7 to 9`."""
        first, last = int(match[1]), int(match[2])
        if 1 <= first < last <= _GOALS and self._said(match.start()):
            self._add(match.span(), "goal", *(str(number) for number in range(first, last + 1)))

    def _number(self, number: re.Match[str], titles: dict[int, Match]) -> None:
        """A number that is a goal, with the title behind it."""
        value, (start, end) = int(number[0]), number.span()
        gap = _TO_TITLE.match(self.text, end)
        title = titles.get(gap.end()) if gap else None
        # "04" is written on the goals' own icons; a bare number may count anything.
        agrees = title is not None and title.slug == str(value)
        if not (self._said(start) or (self.listed and agrees)):
            return
        if not 1 <= value <= _GOALS:
            self._add((start, end), "goal", None)
            return
        doubt = None
        if title is not None:
            del titles[title.start]
            end = title.end
            doubt = None if agrees else f"{value} is not the number of goal {title.slug}"
        self._add((start, end), "goal")
        start, end = self._whole(start, end)
        self.found.append(Mention("goal", str(value), start, end, doubt))

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """The words of one goal: with the sign before it, and the bracket that it opens.

        The sign before a list is that of all its numbers, and of none alone.
        """
        if "(" in self.text[start:end] and ")" not in self.text[start:end]:
            closed = _CLOSED.match(self.text, end)
            end = closed.end() if closed and closed.end() <= self.end else end
        sign = words_around().lead.search(self.folded, max(0, start - _WINDOW), start)
        begin = sign.start() if sign else start
        # "SDG 6 SDG 7": each has a sign of its own.
        listed = _LISTED.match(self.text, end)
        many = listed and not words_around().sign.match(self.folded, listed.start("joined"))
        return (start, end) if many or begin < self.start else (begin, end)

    def _said(self, at: int) -> bool:
        """Whether a number is said to be a goal: behind a sign, in a list, or as an item."""
        place = bisect_left(self.sign_starts, at)
        before = max(self.last, self.sign_ends[place - 1] if place else -1)
        if before >= at or (
            before >= 0 and self.words.between.fullmatch(self.folded, before, at) is not None
        ):
            return True
        if not self.listed:
            return False
        digits = _DIGITS.match(self.folded, at)
        opens = _OPENS_ITEM.search(self.folded, max(self.start, at - _MARK), at)
        first = opens is not None or at <= self.first
        return first or (digits is not None and bool(_AS_ITEM.match(self.text, digits.end())))

    def _is_title(self, title: Match) -> bool:
        """Whether a goal's name stands as an item, not as part of a longer one."""
        before = self.text[max(0, title.start - _MARK) : title.start].rstrip(" \t\xa0")[-1:]
        after = self.text[title.end : title.end + _MARK].lstrip(" \t\xa0")[:1]
        return title.words > 1 or not (before.isalnum() or after.isalnum())
