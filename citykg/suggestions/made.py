"""What a worker process makes of a document beside its plans: suggestions, small enough to send.

The functions are named to `citykg.loaders` as text, for that room does not know this one.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from citykg.plan import passages
from citykg.suggestions.declared import declared_in, declaring, suggestions_for
from citykg.suggestions.suggesting import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders import Reading
    from citykg.loaders.document import Document
    from citykg.plan import Plan
    from citykg.suggestions.suggesting import Suggestion

FOR_PLANS = "citykg.suggestions.made:for_plans"
IN_DOCUMENT = "citykg.suggestions.made:in_document"

_BETWEEN = "|\n"
"""No phrase runs over it."""


def for_plans(readings: list[Reading]) -> list[bytes]:
    """The suggestions for each plan of a document: MessagePack of the six members of each."""
    return [
        msgspec.msgpack.encode([msgspec.structs.astuple(one) for one in found])
        for found in map(_for_plan if len(readings) == 1 else _for_one_of_many, readings)
    ]


def in_document(document: Document, language: str | None) -> list[Suggestion]:
    """What a document of any kind speaks of."""
    return suggest(document.text, language, masked=document.masked)


def _for_plan(reading: Reading) -> tuple[Suggestion, ...]:
    document = reading.document
    return suggestions_for(reading.plan, document.text, masked=document.masked)


def _for_one_of_many(reading: Reading) -> tuple[Suggestion, ...]:
    """The suggestions for a plan whose document holds others too, such as the row of a table.

    Only its own words are read; the others' say nothing of it, and ten thousand rows would be
    read ten thousand times.
    """
    document = reading.document
    spans = _own_spans(reading.plan)
    begins, read = [], ""
    for start, end in spans:
        begins.append(len(read))
        read += document.masked[start:end] + _BETWEEN
    declared = set(declared_in(reading.plan))
    found = []
    for one in suggest(read):
        number = bisect_right(begins, one.start) - 1
        start, end = (spans[number][0] + place - begins[number] for place in (one.start, one.end))
        # A phrase that ran over the end of a span would not be in the document.
        if end <= spans[number][1] and (one.scheme, one.value) not in declared:
            quote = document.text[start:end]
            found.append(msgspec.structs.replace(one, start=start, end=end, quote=quote))
    return tuple(found)


def _own_spans(plan: Plan) -> list[tuple[int, int]]:
    """Where the words of a plan stand, but for those by which it declares; in order, apart."""
    # Labels and drift may be those of the table's head, which all rows share.
    own = msgspec.structs.replace(plan, drift=(), empty=())
    spans: list[tuple[int, int]] = []
    for start, end in sorted((one.start, one.end) for one in passages(own)):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    taken = sorted((one.start, one.end) for one in declaring(plan))
    return [span for whole in spans for span in _without(whole, taken)]


def _without(span: tuple[int, int], taken: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a span."""
    start, last = span
    for begin, end in taken:
        if begin < last and end > start:
            if start < begin:
                yield start, begin
            start = max(start, end)
    if start < last:
        yield start, last
