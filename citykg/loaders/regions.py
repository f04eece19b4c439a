"""Headings inside a cell: "Outputs:", "Planned activities:", "Attività previste:"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citykg.loaders.items import BULLETS
from citykg.loaders.labels import label_of
from citykg.loaders.markup import PARAGRAPH, clean
from citykg.loaders.statuses import Cue, cues_in

_HEADING = re.compile(
    rf"(?:^|[\n{PARAGRAPH}]|(?<=[.;])\s)[\s{PARAGRAPH}\u2060{re.escape(BULLETS)}]*"
    rf"(?P<words>[^\W\d_][^.:;\n{PARAGRAPH}]{{1,60}})(?:[\u2060]*:(?=[\s{PARAGRAPH}\u2060]|$)"
    rf"|(?=[ \u2060]*[\n{PARAGRAPH}]))"
)
_LIST_NEXT = re.compile(rf"[ \t\u2060]*(?:[\n{PARAGRAPH}]|[{re.escape(BULLETS)}]|\(?[1ai][.)])")
_FIELDS = frozenset({"activities", "outputs", "results"})
_STATUS_WORDS = 4
_MAY_HOLD = re.compile(rf":|[\n{PARAGRAPH}]")


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
    if not _MAY_HOLD.search(text):
        return [Region(0, len(text))]
    found: list[Region] = []
    begin: Region = Region(0, len(text))
    for match in _HEADING.finditer(text):
        heading = _heading(text, match, language)
        if heading is None:
            continue
        found.append(Region(begin.start, match.start("words"), *_of(begin)))
        begin = heading
    found.append(Region(begin.start, len(text), *_of(begin)))
    return [r for r in found if r.label or clean(text[r.start : r.end]).strip(BULLETS + " ")]


def _of(region: Region) -> tuple[tuple[int, int] | None, tuple[str, ...], Cue | None]:
    return region.label, region.fields, region.cue


def _heading(text: str, match: re.Match[str], language: str) -> Region | None:
    words = match["words"]
    start, end = match.span("words")
    if not match[0].endswith(":") and len(words.split()) > _STATUS_WORDS:
        return None
    cue = next((c for c in cues_in(words, language)), None)
    placed = Cue(cue.status, start + cue.start, start + cue.end, cue.future) if cue else None
    label = label_of(words)
    if label and label.certain and _FIELDS.intersection(label.fields):
        fields = tuple(f for f in label.fields if f in _FIELDS)
        return Region(match.end(), len(text), (start, end), fields, placed)
    short = len(words.split()) <= _STATUS_WORDS
    if placed and short and match[0].endswith(":") and _LIST_NEXT.match(text, match.end()):
        return Region(match.end(), len(text), (start, end), (), placed)
    return None
