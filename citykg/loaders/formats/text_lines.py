"""Lines of plain text: what is layout in them, masked, without moving a character."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from citykg.loaders.formats.endings import endings
from citykg.loaders.markup import HEADING, JOINER

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028]")
_LEADING_TABS = re.compile(r"(?:^|(?<=\n))[ ]*\t[ \t]*")
_INNER_TAB = re.compile(r"[^\s][^\n]*?\t[ \t]*[^\s]")
_MARK_TAB = re.compile(
    r"(^[ \t]*(?:[•·▪◦●○■□‣➢✓\-–*o\uf0b7]|\(?\d{1,2}[.)]|[a-z][.)]))(\t+)(?=\S)", re.MULTILINE
)
_UNDERLINED = re.compile(
    r"(^|(?<=\n)\n|(?<=\n))(?=[^\n]*[^\W\d_])([^\n\t|]{2,110})\n([=\-~^*]{3,})[ \t]*(?=\n|$)"
)
_RULED = re.compile(r"\n[=\-~^*]{3}")
_HYPHEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})(-)([ \t]*\n[ \t]*)([^\W\d_]{2,})")
_HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)+(?![\w-])")
_WORD = re.compile(r"[^\W\d_]+")
_PAGE = re.compile(
    r"\W*(?:(?P<word>[^\W\d_]+)\.?\s+)?\d{1,3}(?:(?P<of>\s*(?:/|[^\W\d_]+)\s*)(?P<last>\d{1,3}))?\W*"
)
_GOAL = 4
_COUNTED = re.compile(
    r"(?:^(?:1|a) [^\W\d][^\n\t]*\n)(?:(?:[2-9]|[b-z]) [^\W\d][^\n\t]*(?:\n|\Z))+", re.MULTILINE
)
_LONE = re.compile(r"[ \t]*(?:[-–—] ?(?P<dashed>\d{1,3}) ?[-–—]|(?P<bare>\d{1,3}))[ \t]*")
_LEAST_PAGE = 5
"""Lines: a page has more; numbers that stand nearer are items of a list."""
_TAB_STOPS = (8, 4)


def mask_lines(masked: str, text: str) -> str:
    """The lines with tabs and line ends as rows have them; broken words are made whole."""
    masked = _line_ends(masked)
    if "\t" in masked:
        masked = _tabs(masked)
    if "-\n" in masked or "- \n" in masked:
        masked = _whole_words(masked)
    if _RULED.search(masked):
        masked = _UNDERLINED.sub(_heading, masked)
    masked = _COUNTED.sub(_items, masked)
    return _page_lines(masked, text)


def page_starts(text: str) -> tuple[int, ...]:
    """Where the pages begin that form feeds part; empty for a text without."""
    starts = [match.end() for match in re.finditer("\f", text)]
    return (0, *(start for start in starts if start < len(text))) if starts else ()


def _line_ends(masked: str) -> str:
    """Every end of a line as a line feed."""
    if "\r" not in masked and not re.search(r"[\v\f\x85\u2028]", masked):
        return masked
    return _LINE_END.sub(lambda m: " \n" if len(m[0]) == 2 else "\n", masked)


def _tabs(masked: str) -> str:
    """Tabs that stand for cells only: not those of an indentation, a list or a tab stop."""
    masked = _MARK_TAB.sub(lambda m: m[1] + " " * len(m[2]), masked)
    if not _INNER_TAB.search(masked):
        return _LEADING_TABS.sub(lambda m: " " * len(m[0]), masked)
    return _aligned(masked) if "\t\t" in masked else masked


def _aligned(masked: str) -> str:
    """Where values are brought into line with runs of tabs, a run is one border."""
    counts: list[int] = []
    lines = masked.split("\n")
    for line in lines:
        if line[:1].isspace():
            continue
        runs = re.findall(r"\t+", line.rstrip())
        if runs:
            counts.append(len(runs[0]))
    if len(counts) < 3 or max(counts) == 1 or not (min(counts) > 1 or _stops(lines)):
        return masked
    return re.sub(r"(?<=\S)([ ]*\t)([ \t]*\t)(?=\S)", lambda m: m[1] + " " * len(m[2]), masked)


def _stops(lines: list[str]) -> bool:
    """Whether the first values stand below one another only as runs of tabs differ."""
    for size in _TAB_STOPS:
        starts, runs = Counter[int](), set()
        for line in lines:
            found = re.match(r"[^\s][^\t]*(\t+)\S", line)
            if found:
                starts[len(line[: found.end() - 1].expandtabs(size))] += 1
                runs.add(len(found[1]))
        if len(runs) > 1 and starts.most_common(1)[0][1] * 5 >= sum(starts.values()) * 4:
            return True
    return False


def _whole_words(masked: str) -> str:
    """Words broken at a line end as one; a compound keeps its hyphen.

    Whether "inte-grated" is a word or "low-income" a compound, the rest of the text says; where
    it does not, the hyphen stays: a hyphen too many is read past, a word glued wrongly is not.
    """
    unbroken = _HYPHEN.sub(" ", masked)
    words = {word.casefold() for word in _WORD.findall(unbroken)}
    compounds = {word.casefold() for word in _HYPHENATED.findall(unbroken)}

    def whole(match: re.Match[str]) -> str:
        first, hyphen, rest, last = match.groups()
        if not (first[-1].islower() and last.islower()):
            return match[0]
        compound = f"{first}-{last}".casefold()
        if compound not in compounds:
            if (first + last).casefold() in words or last.casefold() in endings():
                hyphen = JOINER
            elif len(last) < 4 and last.casefold() in words:
                return match[0]  # "medium- and long-term"
        return first + hyphen + JOINER * len(rest) + last

    return _HYPHEN.sub(whole, masked)


def _heading(match: re.Match[str]) -> str:
    """A line that is underlined is a heading; the underline says no more."""
    before, title, rule = match.groups()
    if title.rstrip()[-1:] in ".;," or len(rule) * 2 < len(title.strip()):
        return match[0]
    rest = len(match[0]) - len(before) - len(title) - 1
    return (HEADING if before else "") + title + "\n" + " " * rest


def _items(match: re.Match[str]) -> str:
    """Lines that are counted, as a list loses the points of its numbers, as items of a list."""
    from citykg.loaders.mentions import goals_in

    lines = match[0].splitlines(keepends=True)
    for number, line in enumerate(lines):
        if ord(line[0]) != ord(lines[0][0]) + number:
            return match[0]
        if any(mention.code and mention.start < _GOAL for mention in goals_in(line, 1, len(line))):
            return match[0]
    return "".join("•" + line[1:] for line in lines)


def _page_lines(masked: str, text: str) -> str:
    """Without the numbers of pages, and what stands at the head or foot of each page again."""
    lines = list(_lines_of(masked))
    blank: set[int] = set()
    counted: dict[tuple[str, str, str], list[int]] = {}
    for number, (start, end) in enumerate(lines):
        found = _PAGE.fullmatch(masked, start, end)
        if found and found["last"]:
            key = (found["word"] or "", found["of"].strip(), found["last"])
            counted.setdefault(key, []).append(number)
    blank.update(n for numbers in counted.values() if len(numbers) > 1 for n in numbers)
    blank.update(_counting(masked, lines))
    blank.update(_running(masked, text, lines))
    if not blank:
        return masked
    pieces: list[str] = []
    at = 0
    for number in sorted(blank):
        start, end = lines[number]
        pieces += masked[at:start], " " * (end - start)
        at = end
    return "".join(pieces) + masked[at:]


def _counting(masked: str, lines: list[tuple[int, int]]) -> set[int]:
    """Lines that are a number each and count up, some way apart: the numbers of pages."""
    found: list[tuple[int, int, int]] = []  # the line, the lines of words before it, its number
    words = 0
    for n, (start, end) in enumerate(lines):
        number = _LONE.fullmatch(masked, start, end)
        if number:
            found.append((n, words, int(number["dashed"] or number["bare"])))
        words += bool(masked[start:end].strip())
    return {
        line
        for before, after in pairwise(found)
        if after[2] == before[2] + 1 and after[1] - before[1] > _LEAST_PAGE
        for line in (before[0], after[0])
    }


def _running(masked: str, text: str, lines: list[tuple[int, int]]) -> set[int]:
    """The lines at the edges of pages that are page numbers, or stand on most pages."""
    if "\f" not in text:
        return set()
    starts = page_starts(text)
    pages: dict[int, list[int]] = {}
    for n, (start, end) in enumerate(lines):
        if masked[start:end].strip():
            pages.setdefault(bisect_right(starts, start), []).append(n)
    edges = [n for own in pages.values() for n in dict.fromkeys((own[0], own[-1]))]
    shapes = Counter(_shape(masked, lines[n]) for n in edges)
    seen: set[str] = set()
    found = set()
    for n in edges:
        shape = _shape(masked, lines[n])
        if _PAGE.fullmatch(masked, *lines[n]) or (
            shape in seen and shapes[shape] * 2 > len(starts)
        ):
            found.add(n)
        seen.add(shape)
    return found


def _shape(masked: str, line: tuple[int, int]) -> str:
    return re.sub(r"\d+", "0", " ".join(masked[slice(*line)].split()))


def _lines_of(masked: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(masked):
        end = masked.find("\n", start)
        end = len(masked) if end < 0 else end
        yield start, end
        start = end + 1
