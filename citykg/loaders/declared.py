"""What a plan declares itself to be about: its themes, goals, targets and Urban Agenda topics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from citykg.loaders import mentions
from citykg.loaders.items import items_of
from citykg.loaders.labels import fold, label_of
from citykg.loaders.markup import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.cell import Cell
    from citykg.loaders.ledger import Ledger
    from citykg.plan import Stated

T = TypeVar("T")

_FIELDS = ("sdgs", "topics")
_BEFORE_COLON = re.compile(r"[^\s:•;|\u2029][^:•;|\u2029]{0,70}?(?=\s*:)")


@dataclass(frozen=True)
class Declared:
    """Goals by number, targets by code, topics by slug; None where one was not understood."""

    goals: tuple[Stated[int], ...]
    targets: tuple[Stated[str], ...]
    topics: tuple[Stated[str], ...]


class _Run(NamedTuple):
    """The characters `[start, end)` of a cell that list things of one kind."""

    cell: Cell
    start: int
    end: int
    kind: str


def themes_of(ledger: Ledger) -> tuple[Stated[str], ...]:
    """The themes, each once, without the full stop that ends an item."""
    found: list[Stated[str]] = []
    known: set[str] = set()
    for block in ledger.fields.of("themes"):
        cells = [cell for cell in block.cells(ledger.document) if cell]
        for cell in cells:
            listed = items_of(cell.text)
            spans = listed.items
            if not listed.bulleted and len(spans) * len(cells) == 1:
                spans = tuple(_separated(cell.text, *spans[0]))
            for start, end in spans:
                stop = start + len(cell.text[start:end].rstrip(" .;,"))
                stated = cell.words(start, stop, ledger.fields.language)
                if not stated.value or mentions.NOTHING.match(stated.value):
                    continue
                ledger.take(stated)
                if fold(stated.value) not in known:
                    known.add(fold(stated.value))
                    found.append(stated)
    return tuple(found)


def declared_by(ledger: Ledger) -> Declared:
    """The goals, targets and topics, each once, where it is first stated."""
    goals: dict[object, Stated[int]] = {}
    targets: dict[object, Stated[str]] = {}
    topics: dict[object, Stated[str]] = {}
    for run in _runs(ledger):
        read = mentions.goals_in if run.kind == "sdgs" else mentions.topics_in
        for mention in read(run.cell.text, run.start, run.end):
            _state(ledger, run.cell, mention, goals, targets, topics)
    if not ledger.fields.of("sdgs"):
        # Goals named by their sign in the other fields, where the plan has no field for them.
        for block in ledger.fields.blocks:
            for cell in block.cells(ledger.document):
                for mention in mentions.explicit_goals_in(cell.text):
                    _state(ledger, cell, mention, goals, targets, topics)
    return Declared(tuple(goals.values()), tuple(targets.values()), tuple(topics.values()))


def _state(  # noqa: PLR0913 - a mention, where it stands and where it goes
    ledger: Ledger,
    cell: Cell,
    mention: mentions.Mention,
    goals: dict[object, Stated[int]],
    targets: dict[object, Stated[str]],
    topics: dict[object, Stated[str]],
) -> None:
    code, start, end = mention.code, mention.start, mention.end
    # One that is not understood is kept as often as it is stated.
    key = code or cell.offset(start)
    if mention.kind == "goal":
        number = int(code) if code else None
        goals.setdefault(key, _told(ledger, "goal", cell.stated(number, start, end)))
    elif mention.kind == "target":
        targets.setdefault(key, _told(ledger, "target", cell.stated(code, start, end)))
    else:
        what = "Urban Agenda topic"
        topics.setdefault(key, _told(ledger, what, cell.stated(code, start, end)))


def _told(ledger: Ledger, what: str, stated: Stated[T]) -> Stated[T]:
    return ledger.not_understood(what, stated) if stated.value is None else ledger.took(stated)


def _runs(ledger: Ledger) -> Iterator[_Run]:
    """The runs of text that list goals, and those that list topics, by their own labels."""
    for block in ledger.fields.blocks:
        wanted = [name for name in block.fields if name in _FIELDS]
        if not wanted:
            continue
        for cell in block.cells(ledger.document):
            kind, at = wanted[0], 0
            for mark in _BEFORE_COLON.finditer(cell.text):
                label = _label_inside(cell.text, mark)
                if label is None:
                    continue
                begin, name = label
                if at < begin:
                    yield _Run(cell, at, begin, kind)
                kind, at = name, cell.text.index(":", mark.end()) + 1
                ledger.take(cell.passage(begin, at))
            if len(wanted) > 1 and at == 0:
                yield from _mixed(cell)
            else:
                yield _Run(cell, at, len(cell.text), kind)


def _mixed(cell: Cell) -> Iterator[_Run]:
    """No label of its own tells the two apart: what is no goal may be a topic."""
    yield _Run(cell, 0, len(cell.text), "sdgs")
    at = 0
    for mention in mentions.goals_in(cell.text, 0, len(cell.text)):
        if at < mention.start:
            yield _Run(cell, at, mention.start, "topics")
        at = max(at, mention.end)
    yield _Run(cell, at, len(cell.text), "topics")


def _label_inside(text: str, mark: re.Match[str]) -> tuple[int, str] | None:
    """A label inside a cell (`EU Urban Agenda:`): where it begins and what it names."""
    found = None
    for word in reversed(list(re.finditer(r"\S+", mark[0]))):
        if any(c.isdigit() for c in word[0]):
            break
        begin = mark.start() + word.start()
        label = label_of(clean(text[begin : mark.end()]))
        named = [name for name in label.fields if name in _FIELDS] if label else []
        if label and label.certain and named:
            found = begin, named[0]
        elif found:
            break
    return found


def _separated(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The themes of a line without bullets, cut at its strongest separator."""
    for sign in (r"[;|]", r"\s[/–—]\s", r",(?!\d)(?![^()]*\))"):
        if re.search(sign, text[start:end]):
            runs, at = [], start
            for match in re.finditer(sign, text[start:end]):
                runs.append((at, start + match.start()))
                at = start + match.end()
            runs.append((at, end))
            # A comma inside a sentence separates nothing: an item of a list is short.
            if "," not in sign or all(len(text[a:b].split()) <= 5 for a, b in runs):
                return [(a, b) for a, b in runs if clean(text[a:b])]
    return [(start, end)]
