"""Recognition: which template a document follows, how sure that is, and how it has drifted."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.labels import fold, normal
from citykg.loaders.markup import clean
from citykg.loaders.templates import templates
from citykg.plan import Drift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.loaders.fields import Block, Fields
    from citykg.loaders.templates import Template

# What the confidence is made of: shares, that add up to 1.
_MUST, _KNOWN, _ORDER, _LAYOUT, _LABELS = 0.3, 0.1, 0.15, 0.25, 0.2
_MARKED = 0.15
"""What a document that names its kind adds for that kind."""

_ALONE = frozenset({"prose", "table"})
"""Layouts that are all that tells their template."""

_OTHER_LAYOUT = 0.6
"""The worth of a layout that a template's documents come in, but not usually."""


class Recognition(NamedTuple):
    """What a document was recognised as."""

    template: str
    confidence: float
    """From 0 to 1: the shares of the template's fields, order, layout and labels that fit."""
    drift: tuple[Drift, ...]


def recognise(fields: Fields) -> Recognition:
    """The template that a document's fields fit best, and where they do not fit it."""
    named = _first_places(fields.blocks)
    known = sum(bool(block.fields) for block in fields.blocks) / max(len(fields.blocks), 1)
    layout = layout_of(fields)
    marks = _opening(fields)
    rated = [
        (_fit(kind, named, layout, known) + _MARKED * _marked(kind, marks), -place, kind)
        for place, kind in enumerate(templates())
        if (layout in _ALONE) == (kind.layouts[0] in _ALONE) and _may_be(kind, fields, marks)
    ]
    confidence, _, kind = max(rated)
    return Recognition(kind.name, round(min(confidence, 1.0), 2), drift_from(kind, fields))


def layout_of(fields: Fields) -> str:
    """How a document shows its values.

    `table` (a row a plan), `sections` (a block of rows for each party), `flat` (rows that lost
    their borders), `rows` (a column for each party), `pairs` (a label and one value), `stacked`
    (values below their labels), `inline` (`label: value` on one line) or `prose` (no labels).
    """
    if fields.prose or fields.row is not None:
        return "prose" if fields.prose else "table"
    parties = fields.of("city")
    if len(parties) > 1 and all(len(block.columns) <= 1 for block in parties):
        return "sections"
    if fields.flat:
        return "flat"
    blocks = [block for block in fields.blocks if block.columns]
    if any(block.separated and len(block.columns) > 1 for block in blocks):
        return "rows"
    if 2 * sum(block.separated for block in blocks) >= len(blocks):
        return "pairs"
    return "stacked" if 2 * sum(block.stacked for block in blocks) >= len(blocks) else "inline"


def drift_from(kind: Template, fields: Fields) -> tuple[Drift, ...]:
    """How fields differ from a template, in the order of the document; what is missing last."""
    document = fields.document
    sections = layout_of(fields) == "sections"
    # Where each party has a section, what all share comes behind the last.
    places = _first_places(fields.blocks[::-1])[::-1] if sections else _first_places(fields.blocks)
    in_order = _longest_rise([kind.order[name] for name in places if name in kind.order])
    repeats = {entry.name for entry in kind.fields if entry.each or sections}
    found: list[Drift] = []
    seen: set[str] = set()
    for block in fields.blocks:
        label = document.passage(*block.label)
        if not block.fields:
            found.append(Drift("unknown", clean(document.masked[slice(*block.label)]), label))
        for name in block.fields:
            if name in seen:
                if name not in repeats:
                    found.append(Drift("twice", name, label))
                continue
            seen.add(name)
            if name not in kind.order:
                found.append(Drift("new", name, label))
            elif fields.row is None and kind.order[name] not in in_order:
                found.append(Drift("moved", name, label))
    found.extend(Drift("missing", name) for name in kind.must if name not in places)
    return tuple(found)


def _fit(kind: Template, named: Sequence[str], layout: str, known: float) -> float:
    """How well fields in their order fit a template: 0 to 1."""
    common = [kind.order[name] for name in named if name in kind.order]
    must = sum(name in named for name in kind.must) / len(kind.must)
    usual = layout == kind.layouts[0]
    shape = 1.0 if usual else _OTHER_LAYOUT * (layout in kind.layouts)
    # The columns of a table come in any order.
    order = len(_longest_rise(common)) / len(common) if common and layout != "table" else 1.0
    return (
        _MUST * must
        + _KNOWN * len(common) / max(len(named), 1)
        + _ORDER * order
        + _LAYOUT * shape
        + _LABELS * known
    )


def _first_places(blocks: Sequence[Block]) -> list[str]:
    """The fields in the order in which a document first names them."""
    return list(dict.fromkeys(name for block in blocks for name in block.fields))


def _opening(fields: Fields) -> str:
    """The words before the first label, where a document says what it is."""
    masked = fields.document.masked
    return fold(clean(" ".join(masked[a:b] for a, b in fields.preamble)))


def _may_be(kind: Template, fields: Fields, opening: str) -> bool:
    """Whether a document may be of a kind: one with labels of its own has one of them."""
    if not kind.labels or _marked(kind, opening):
        return True
    masked = fields.document.masked
    return any(normal(masked[slice(*block.label)]) in kind.labels for block in fields.blocks)


def _marked(kind: Template, opening: str) -> bool:
    padded = f" {opening} "
    return any(f" {mark} " in padded for mark in kind.marks)


def _longest_rise(places: Sequence[int]) -> set[int]:
    """The places that stand in order: a longest rising run among them.

    >>> sorted(_longest_rise([0, 3, 1, 2]))
    [0, 1, 2]
    """
    ends: list[int] = []  # the smallest end of a rise of each length
    at: list[int] = []  # the length that each place ends
    for place in places:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        at.append(length)
    rise: set[int] = set()
    length, below = len(ends) - 1, max(places, default=0) + 1
    for place, ending in zip(reversed(places), reversed(at), strict=True):
        if ending == length and place < below:
            rise.add(place)
            length, below = length - 1, place
    return rise
