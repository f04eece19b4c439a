"""Flat rows: a label and the values of all parties on one line, with nothing between them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from citykg.loaders.blocks import Builder
    from citykg.loaders.labels import Label

_MAX_FLAT_LINE = 200
_MAX_LABEL_WORDS = 9
_WORD = re.compile(r"\S+")


def flat_label(builder: Builder, start: int, end: int) -> tuple[Label, int] | None:
    """A label and its values on one line with nothing between, and where the label ends.

    `Population 530,000 1'942,044` is one by what follows; once the document is known to be
    flat, any line that opens with a label is.
    """
    masked = builder.document.masked
    if end - start > _MAX_FLAT_LINE and not builder.flat:
        return None
    words = [m.span() for m in islice(_WORD.finditer(masked, start, end), _MAX_LABEL_WORDS)]
    for count in range(len(words) - 1, 0, -1):
        border, begin = words[count - 1][1], words[count][0]
        if not (masked[border - 1].isalnum() or masked[border - 1] in ").²"):
            continue
        label = builder.label_at((start, border))
        if not (label and label.certain):
            continue
        rest = masked[begin:end]
        if "sdgs" in label.fields and rest[:1].isdigit() and _goes_on(builder, label):
            continue  # "SDG 8" below "SDG 4": a value of the list
        opens = rest[:1].isupper() or rest[:1].isdigit() or rest[:1] in "•▪-–"
        if _fits(label, rest) or (builder.flat and opens):
            return label, border
    return None


def _goes_on(builder: Builder, label: Label) -> bool:
    """Whether the block that is open is of the field that a label names."""
    return bool(builder.blocks) and builder.blocks[-1].fields == label.fields


def _fits(label: Label, rest: str) -> bool:
    """Whether what follows a label on its line is what the label announces."""
    from citykg.loaders.numbers import areas_in, populations_in, unit_in
    from citykg.loaders.periods import period_in
    from citykg.loaders.places import countries_in

    first = label.fields[0]
    if first == "population":
        return rest[:1].isdigit() and bool(populations_in(rest))
    if first == "area":
        return rest[:1].isdigit() and bool(areas_in(rest, unit_in(rest) or "km2"))
    if first == "country":
        named = countries_in(rest)
        return bool(named) and named[0][1] <= 4 and len(rest.split()) <= 10
    if first == "contact":
        return "@" in rest or "www." in rest
    if first == "period":
        return period_in(rest) is not None and len(rest.split()) <= 10
    return False
