"""Items of a list, each as `[start, end)` in the text of its cell."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from citykg.loaders.labels import fold
from citykg.loaders.markup import JOINER, PARAGRAPH
from citykg.loaders.sentences import UNFINISHED, continues, trim
from citykg.loaders.wording import wordings

STRONG_BULLETS = "•·▪▫◦‣●○■□◆◇►▶➢➤✓✔❖⁃∙☐☑☒✅❌✗✘"
_WEAK_BULLETS = "-–—*+"
BULLETS = STRONG_BULLETS + _WEAK_BULLETS
_STRONG = re.compile(rf"[{STRONG_BULLETS}]|(?<![^\s]){chr(0xF0B7)}|(?<![^\s])§(?=\s)")
_STRONG_SIGNS = frozenset(STRONG_BULLETS + "\uf0b7§")
# Of a text with a line feed put before it: a blank to begin with is found fast.
_WEAK = re.compile(rf"[\s{PARAGRAPH}][{_WEAK_BULLETS}](?=\s|[^\W\d])")
_WEAK_AT_LINE = re.compile(
    rf"(?:^|[\n{PARAGRAPH}])[ \t\xa0]*([{_WEAK_BULLETS}])(?=\s|[^\W\d])", re.MULTILINE
)
_NUMBERED = re.compile(
    rf"(?:(?<=\s)|(?<=^)|(?<={PARAGRAPH}))\(?(?P<sign>\d{{1,2}}|[a-z]|[ivx]{{2,4}}|[IVX]{{1,4}}"
    rf"|[A-Z](?=\)))(?P<close>[.)])(?=\s)"
)
_BELOW = re.compile(r"(?:^|(?<=\n))(\d{1,2}\.\d{1,2}[.)]?)(?=\s+[^\W\d])")
_ANY_MARK = re.compile(
    rf"[{STRONG_BULLETS}{_WEAK_BULLETS[1:]}\-§\uf0b7]|[\da-zA-Z][.)](?:\d{{1,2}}[.)]?)?\s"
)
_PARAGRAPH = re.compile(PARAGRAPH)
_LINE = re.compile(r"\n")
_SEMICOLON = re.compile(r";(?![^()]*\))")
_BREAK = re.compile(rf"\n[ \t\xa0\r]*(?:\n|$)|{PARAGRAPH}")


_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv".split()
_FIRSTS: dict[str, list[str]] = {
    "1": [str(number) for number in range(1, 61)],
    "a": [chr(97 + number) for number in range(26)],
    "A": [chr(65 + number) for number in range(26)],
    "i": _ROMAN,
    "I": [numeral.upper() for numeral in _ROMAN],
}
"""What each way of numbering counts with, by its first sign."""

_FIRST_SIGNS = [first + close for first in _FIRSTS for close in ".)"]

_ITEM_WORDS = 6
_SENTENCE_WORDS = 5
_FULL = 12
"""Characters that a line behind an item is longer by, at least, if the item's line was not full."""
_DEEPEST = 80
"""Characters that the deepest item of a list is indented by."""


@dataclass(frozen=True)
class Items:
    """What a cell holds: the lead before the list, if any, and the items.

    `leads` gives for each item the heading, lead or item that it stands under, or None.
    """

    lead: tuple[int, int] | None
    items: tuple[tuple[int, int], ...]
    bulleted: bool
    leads: tuple[tuple[int, int] | None, ...] = ()
    tail: tuple[int, int] | None = None
    """The sentences behind the list, which are none of its items."""
    marks: tuple[tuple[int, int], ...] = ()
    """The bullets and numbers, which say nothing by themselves."""


def items_of(text: str) -> Items:
    """The items of a list, whatever its bullets; without bullets, its lines or paragraphs.

    A list within an item is read as items of their own that stand under it.

    >>> text = "They want: - clean air - more work – for all"
    >>> [text[a:b] for a, b in items_of(text).items]
    ['clean air', 'more work – for all']
    """
    marks = _marks(text)
    if marks:
        return _listed(text, marks)
    lines = _lines(text)
    if len(lines) > 1 and text[lines[0][1] - 1] == ":":
        items = tuple(lines[1:])
        return Items(lines[0], items, bulleted=True, leads=(lines[0],) * len(items))
    return Items(None, tuple(lines), bulleted=False, leads=(None,) * len(lines))


def _listed(text: str, marks: list[tuple[int, int]]) -> Items:
    """The items behind marks, each with what it stands under."""
    starts = [end for _, end in marks]
    ends = [start for start, _ in marks[1:]] + [len(text)]
    lead = trim(text, 0, marks[0][0])
    items: list[tuple[int, int]] = []
    leads: list[tuple[int, int] | None] = []
    above = lead
    outer: tuple[tuple[int, int], int, str] | None = None  # an item, its indent and its sign
    indents = _indents(text, marks)
    for number, (start, stop) in enumerate(zip(starts, ends, strict=True)):
        run = trim(text, start, stop)
        if run is None:
            continue
        indent, sign = indents[number], text[marks[number][0]]
        if outer and (sign == outer[2] or indent < outer[1]):
            outer = None
        under = outer[0] if outer else above
        parts, heading = _paragraphs(text, *run)
        if parts and text[parts[0][1] - 1] == ":" and stop != len(text):
            # "• Training: – for staff – for schools": the parent is the lead of what follows.
            outer = parts[0], indent, sign
            continue
        items.extend(parts)
        leads.extend([under] * len(parts))
        # What the next mark opens is a list within this item, if it stands deeper.
        deeper = stop < len(text) and text[stop] != sign and indents[number + 1] > indent >= 0
        if parts and outer is None and deeper:
            outer = parts[-1], indent, sign
        if heading:
            above, outer = heading, None
    tail = _tail(text, items)
    if tail:
        items[-1] = trim(text, items[-1][0], tail[0]) or items[-1]
    return Items(
        lead, tuple(items), bulleted=True, leads=tuple(leads), marks=tuple(marks), tail=tail
    )


def _tail(text: str, items: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The sentences on lines of their own behind the last item of a list that has none."""
    if not items:
        return None
    start, end = items[-1]
    line = text.find("\n", start, end)
    if line >= 0 and "\t" in text[line + 1 : end].split("\n", 1)[0]:
        return trim(text, line, end)  # the rows of a table go on with no item
    listed = any(text[stop - 1] in ".!?" for _, stop in items[:-1])
    if listed or line < 0 or text[line - 1] in ".;:!?,":
        return None
    run = trim(text, line, end)
    item = fold(text[start:line]).split()
    if run is None or not item or item[-1] in _small_words() or not text[run[0]].isupper():
        return None
    behind = text[run[0] : run[1]].split("\n", maxsplit=1)[0]
    # A line that was full goes on in the next one, whatever that begins with.
    whole = len(behind.split()) >= _SENTENCE_WORDS and len(behind) > line - start + _FULL
    ended = behind.rstrip()[-1] in ".!?" or text[end - 1] in ".!?"
    return run if whole and ended else None


def _indents(text: str, marks: list[tuple[int, int]]) -> list[int]:
    """How far from the beginning of its line each mark stands; -1 within a line."""
    found = []
    begin = last = 0
    for at, _ in marks:
        line = max(text.rfind("\n", last, at), text.rfind(PARAGRAPH, last, at)) + 1
        begin, last = line or begin, at
        alone = at - begin <= _DEEPEST and not text[begin:at].strip()
        found.append(at - begin if alone else -1)
    return found


def _paragraphs(
    text: str, start: int, end: int
) -> tuple[list[tuple[int, int]], tuple[int, int] | None]:
    """An item, and what stands behind it in paragraphs of their own; a heading is no item."""
    parts: list[tuple[int, int]] = []
    for part in _split(text, _PARAGRAPH, start, end):
        if parts and continues(text[slice(*parts[-1])], text[slice(*part)]):
            parts[-1] = parts[-1][0], part[1]
        else:
            parts.append(part)
    headings = [p for p in parts if p[0] > start and text[p[1] - 1] == ":"]
    return [p for p in parts if p not in headings], headings[-1] if headings else None


def _marks(text: str) -> list[tuple[int, int]]:
    """Where the bullets stand: (start, end) of each sign."""
    if not _ANY_MARK.search(text):
        return []
    signs = set(text)
    strong = at_lines = []
    if not signs.isdisjoint(_STRONG_SIGNS):
        strong = [(m.start(), m.end()) for m in _STRONG.finditer(text)]
    dashed = not signs.isdisjoint(_WEAK_BULLETS)
    if dashed:
        at_lines = [(m.start(1), m.end(1)) for m in _WEAK_AT_LINE.finditer(text)]
    first = next((c for c in text if not c.isspace() and c != JOINER), "")
    if strong:
        # Signs of both kinds are mixed only where the weak one begins a line.
        return sorted({*strong, *at_lines})
    if len(at_lines) > 1 and "\n" in text.strip():
        return at_lines
    weak = []
    if dashed:
        found = [m.start() for m in _WEAK.finditer("\n" + text)]
        weak = [(at, at + 1, text[at]) for at in found]
    if weak and (first in _WEAK_BULLETS or at_lines or _opens_list(text, weak[0][0])):
        sign = weak[0][2]
        return [(start, end) for start, end, kind in weak if kind == sign]
    series = _series(text)
    return series if len(series) > 1 else []


def _opens_list(text: str, at: int) -> bool:
    """Whether what stands before `at` announces a list."""
    return text[:at].rstrip(f" \t\r\n\xa0{PARAGRAPH}{JOINER}")[-1:] in (":", ";")


def _series(text: str) -> list[tuple[int, int]]:
    """The marks that count 1, 2, 3 or a, b, c or i, ii, iii, or 2.1, 2.2 on lines of their own."""
    below = [m.span(1) for m in _BELOW.finditer(text)] if text[:1].isdigit() else []
    if len(below) > 1:
        return below
    if not any(first in text for first in _FIRST_SIGNS):
        return []
    numbered = list(_NUMBERED.finditer(text))
    first = next((m for m in numbered if m["sign"] in _FIRSTS), None)
    if first is None:
        return []
    series = []
    count, close = _FIRSTS[first["sign"]], first["close"]
    due = 0
    for mark in numbered:
        if due < len(count) and mark["sign"] == count[due] and mark["close"] == close:
            series.append((mark.start(), mark.end()))
            due += 1
    return series


def _lines(text: str) -> list[tuple[int, int]]:
    """Paragraphs, and the lines of a paragraph where each begins anew."""
    runs = []
    for paragraph in _split(text, _BREAK):
        lines = _split(text, _LINE, *paragraph)
        joined: list[tuple[int, int]] = []
        for start, end in lines:
            if joined and continues(text[joined[-1][0] : joined[-1][1]], text[start:end]):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        runs.extend(joined)
    # A page break leaves an empty line in the middle of a sentence.
    whole: list[tuple[int, int]] = []
    begun = 0  # where the line before begins
    for start, end in runs:
        before = text[whole[-1][0] : whole[-1][1]] if whole else ""
        hard = bool(whole) and PARAGRAPH in text[whole[-1][1] : start]
        if hard and _are_items(text[begun:start], text[start:end]):
            whole.append((start, end))
        elif whole and continues(before, text[start:end]):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
        begun = start
    return [part for start, end in whole for part in _semicolons(text, start, end)]


def _semicolons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a line that lists with semicolons; sentences are left whole."""
    run = text[start:end]
    if ";" not in run or re.search(r"[.!?]\s+[^\W\d_a-z]", run):
        return [(start, end)]
    return _split(text, _SEMICOLON, start, end)


def _are_items(before: str, after: str) -> bool:
    """Whether two lines that an author parted are items: "housing", "water".

    Both are short and begin in lower case, and no small word is left hanging between them.
    """
    ours, theirs = fold(before).split(), fold(after).split()
    if not (0 < len(ours) <= _ITEM_WORDS and 0 < len(theirs) <= _ITEM_WORDS):
        return False
    lower = before.lstrip()[:1].islower() and after[:1].islower()
    joined = before.rstrip(f" {PARAGRAPH}{JOINER}\n")[-1:] in UNFINISHED
    small = _small_words()
    opens = theirs[0] not in small or theirs[0] == ours[0]  # "to reduce …", "to plant …"
    return lower and not joined and ours[-1] not in small and opens


@functools.cache
def _small_words() -> frozenset[str]:
    """The small words of all languages, which neither end an item nor begin one."""
    return frozenset(word for lists in wordings("phrases").values() for word in lists["common"])


def _split(
    text: str, border: re.Pattern[str], start: int = 0, end: int | None = None
) -> list[tuple[int, int]]:
    end = len(text) if end is None else end
    runs = []
    begin = start
    for mark in border.finditer(text, start, end):
        runs.append(trim(text, begin, mark.start()))
        begin = mark.end()
    runs.append(trim(text, begin, end))
    return [run for run in runs if run]
