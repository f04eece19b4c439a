"""Headings inside a cell: "Outputs:", "Planned activities:", "Attività previste:"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.loaders.items import BULLETS
from citykg.loaders.labels import label_of
from citykg.loaders.markup import PARAGRAPH, clean
from citykg.loaders.notes import heading_cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.statuses import Cue

_BORDER = re.compile(rf"[\n{PARAGRAPH}]|[.;]\s")
_SIGNS = f" \t\r\xa0\u2060{BULLETS}"
_LONGEST = 62
_LIST_NEXT = re.compile(rf"[ \t\u2060]*(?:[\n{PARAGRAPH}]|[{re.escape(BULLETS)}]|\(?[1ai][.)])")
_FIELDS = frozenset({"activities", "outputs", "results"})
_STATUS_WORDS = 4


@dataclass(frozen=True)
class Region:
    """A part `[start, end)` of a cell, and the heading at `[label[0], label[1])` it stands under.

    `fields` are what the heading names; `cue` is the status that it states, placed in the cell.
    """

    start: int
    end: int
    label: tuple[int, int] | None = None
    fields: tuple[str, ...] = ()
    cue: Cue | None = None


def regions_of(text: str, language: str) -> list[Region]:
    """The parts of a cell in their order; one, without a heading, where it has none.

    >>> text = "A workshop was held. Outputs: a report"
    >>> [text[r.start : r.end].strip() for r in regions_of(text, "en")]
    ['A workshop was held.', 'a report']
    """
    found: list[Region] = []
    begin: Region = Region(0, len(text))
    for start, end, after in _candidates(text):
        heading = _heading(text, (start, end), after, language)
        if heading is None:
            continue
        found.append(Region(begin.start, start, *_of(begin)))
        begin = heading
    found.append(Region(begin.start, len(text), *_of(begin)))
    return [r for r in found if r.label or clean(text[r.start : r.end]).strip(BULLETS + " ")]


def _candidates(text: str) -> Iterator[tuple[int, int, int]]:
    """Runs that may be headings: short, from a border on, up to a colon or the end of a line."""
    borders = [m.end() for m in _BORDER.finditer(text)]
    if not borders and ":" not in text:
        return
    for number, start in enumerate((0, *borders)):
        stop = borders[number] - 1 if number < len(borders) else len(text)
        colon = text.find(":", start, min(stop, start + _LONGEST * 2) + 1)
        last = colon if colon > 0 else stop
        if last - start > _LONGEST * 2 or (colon < 0 and not text[stop : stop + 1].isspace()):
            continue
        run = text[start:last]
        first = start + len(run) - len(run.lstrip(_SIGNS))
        end = first + len(text[first:last].rstrip(_SIGNS))
        if first < end <= first + _LONGEST and text[first].isalpha():
            if colon < 0:
                if text[stop] in f"\n{PARAGRAPH}":
                    yield first, end, last
            elif not text[colon + 1 : colon + 2].strip("\u2060 \t\r\n\xa0\u2029"):
                yield first, end, colon + 1


def _of(region: Region) -> tuple[tuple[int, int] | None, tuple[str, ...], Cue | None]:
    return region.label, region.fields, region.cue


def _heading(text: str, span: tuple[int, int], after: int, language: str) -> Region | None:
    """The region under the words at `span`, if they are a heading; `after` is where it begins."""
    start, end = span
    words = text[start:end]
    colon = text[after - 1] == ":"
    short = len(words.split()) <= _STATUS_WORDS
    if not (colon or short):
        return None
    label = label_of(words)
    cue = heading_cue(words, language)
    fields: tuple[str, ...] = ()
    # "Attività previste": the word that labels do not know states the status.
    if label and (label.certain or (cue and short)):
        fields = tuple(f for f in label.fields if f in _FIELDS)
    if not fields and not (cue and colon and short and _LIST_NEXT.match(text, after)):
        return None
    placed = cue._replace(start=start + cue.start, end=start + cue.end) if cue else None
    return Region(after, len(text), span, fields, placed)
