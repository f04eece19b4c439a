"""Tables of activities or outputs within a document: one a row, under heads such as Date, Status.

The words of the heads live in `columns.toml`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from citykg.loaders.fields import Block
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.wording import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from citykg.loaders.document import Document
    from citykg.loaders.lines import Span

THINGS = ("activity", "output", "what")
_BESIDE = ("when", "status", "where", "visitor", "who")
_HELD = ("activities", "outputs")
_MOST_WORDS = 4


@dataclass
class EventTable(Block):
    """A block whose columns are rows: of each, the pieces of its cells.

    `kinds` says what the columns of the table hold, `head` is where its heads stand.
    """

    kinds: tuple[str, ...] = ()
    head: tuple[tuple[int, int], ...] = ()
    rows: list[list[list[tuple[int, int]]]] = field(default_factory=list)


@functools.cache
def _heads() -> dict[str, str]:
    """What the words at the head of a column say that it holds; of two, the first counts."""
    found: dict[str, str] = {}
    for kind in (*THINGS, *_BESIDE):
        for lists in wordings("columns").values():
            for word in lists[kind]:
                found.setdefault(word, kind)
    return found


def head_language(heads: Iterable[str], default: str) -> str:
    """The language that most heads are words of; the default where others are no better."""
    said = [_folded(head) for head in heads]

    def known(language: str) -> int:
        words = {
            word for kind in (*THINGS, *_BESIDE) for word in wordings("columns")[language][kind]
        }
        return sum(head in words for head in said)

    best = max(wordings("columns"), key=known)
    return best if default not in wordings("columns") or known(best) > known(default) else default


def _folded(head: str) -> str:
    return " ".join(fold(head).strip(" :?.#").split())


def is_status_head(text: str) -> bool:
    """Whether a label names what a column of statuses or remarks holds: "Status", "Situação"."""
    return _heads().get(_folded(clean(text))) == "status"


def with_event_tables(blocks: Sequence[Block], document: Document) -> list[Block]:
    """The blocks, those that are the rows of a table of events made one block of its own."""
    found: list[Block] = []
    at = 0
    while at < len(blocks):
        kinds = _kinds(blocks[at], document)
        rows = _rows(blocks[at + 1 :], len(kinds)) if kinds else []
        fields = _fields(kinds, found[-1] if found else None) if rows else ()
        if not fields:
            found.append(blocks[at])
            at += 1
            continue
        head = _cells(blocks[at])
        label = blocks[at].label
        if found and not found[-1].columns and set(found[-1].fields).intersection(_HELD):
            label = found.pop().label  # the heading above the table
        cells = [_cells(row) for row in rows]
        found.append(
            EventTable(
                fields,
                label,
                [[piece for cell in row for piece in cell] for row in cells],
                kinds=kinds,
                head=tuple(piece for cell in head for piece in cell),
                rows=cells,
            )
        )
        at += 1 + len(rows)
    return found


def _cells(block: Block) -> list[list[Span]]:
    label = [block.label] if block.label[0] < block.label[1] else []
    return [label, *block.columns]


def _kinds(block: Block, document: Document) -> tuple[str, ...]:
    """What the columns under a row of heads hold; empty where the row is none."""
    if not block.columns or block.inline or block.stacked:
        return ()
    kinds = []
    for cell in _cells(block):
        words = _folded(" ".join(clean(document.masked[a:b]) for a, b in cell))
        if len(words.split()) > _MOST_WORDS or len(cell) > 1:
            return ()
        kinds.append(_heads().get(words, ""))
    known = [kind for kind in kinds if kind]
    thing = any(kind in THINGS for kind in known)
    beside = any(kind in _BESIDE for kind in known)
    return tuple(kinds) if thing and beside and len(known) * 2 >= len(kinds) else ()


def _rows(blocks: Iterable[Block], columns: int) -> list[Block]:
    """The blocks that are rows below the heads."""
    rows = []
    for block in blocks:
        cells = _cells(block)
        if block.inline or block.stacked or block.told or not 1 < len(cells) <= columns:
            break
        rows.append(block)
    return rows


def _fields(kinds: tuple[str, ...], above: Block | None) -> tuple[str, ...]:
    """The field that a table belongs to: as its heads say, else the heading above it."""
    if "activity" in kinds:
        return ("activities",)
    if "output" in kinds:
        return ("outputs",)
    held = above.fields if above is not None and not above.columns else ()
    named = tuple(name for name in held if name in _HELD)
    # "What, when, status" says by itself that the rows are things done.
    return named or (("activities",) if {"when", "status"} <= set(kinds) else ())


def row_spans(row: Sequence[Sequence[Span]]) -> list[tuple[int, int]]:
    """Where in the text of a row's cell, its pieces joined by line feeds, each column stands."""
    spans = []
    at = 0
    for pieces in row:
        length = sum(b - a + 1 for a, b in pieces)
        spans.append((at, max(at, at + length - 1)))
        at += length
    return spans
