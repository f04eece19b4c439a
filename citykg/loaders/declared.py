"""What a plan declares itself to be about: its themes, goals, targets and Urban Agenda topics.

Each is said of the parties in whose column it stands, of the party named before it
("Manchester: air quality"), or of all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from citykg.loaders import mentions, topics
from citykg.loaders.asserted import assertions_told
from citykg.loaders.endings import without_mark
from citykg.loaders.items import items_of
from citykg.loaders.labels import fold, label_of
from citykg.loaders.markup import clean
from citykg.loaders.places import aliases_of
from citykg.loaders.sentences import sentences_of
from citykg.loaders.times import same_length
from citykg.plan import Owned

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from citykg.loaders.cell import Cell
    from citykg.loaders.ledger import Ledger

T = TypeVar("T")

_FIELDS = ("sdgs", "topics")
_IN_QUOTES = re.compile(r"[“„«\"]\s*(?P<theme>[^“”„«»\"\n]{3,80}?)\s*[”“»\"]")
_SENTENCE_WORDS = 4
"""The words that a sentence has beside the themes it quotes, at least."""
_BEFORE_COLON = re.compile(r"[^\s:•;|\u2029][^:•;|\u2029]{0,70}?(?=\s*:)")
_WHAT = {"target": "target", "indicator": "indicator", "topic": "Urban Agenda topic"}


@dataclass(frozen=True)
class Declared:
    """Goals by number, targets and indicators by code, topics by slug.

    The value is None where one was not understood.
    """

    goals: tuple[Owned[int], ...]
    targets: tuple[Owned[str], ...]
    indicators: tuple[Owned[str], ...]
    topics: tuple[Owned[str], ...]


class _Run(NamedTuple):
    """The characters `[start, end)` of a cell that list things of one kind, said of parties."""

    cell: Cell
    start: int
    end: int
    kind: str
    owners: tuple[str, ...]


@dataclass
class _Merged(Generic[T]):
    """Values each once, where they are first stated, with all that they are said of."""

    names: tuple[str, ...]
    found: dict[Hashable, Owned[T]] = field(default_factory=dict)

    def add(self, key: Hashable, value: Owned[T]) -> bool:
        """Add a value; whether it is new."""
        known = self.found.get(key)
        if known is None:
            self.found[key] = value
            return True
        owners = {*known.cities, *value.cities}
        cities = tuple(name for name in self.names if name in owners)
        self.found[key] = Owned(
            known.value, known.start, known.end, known.quote, known.language, cities
        )
        return False

    def all(self) -> tuple[Owned[T], ...]:
        return tuple(self.found.values())


def themes_of(ledger: Ledger) -> tuple[Owned[str], ...]:
    """The themes, each once, without the full stop that ends an item."""
    merged: _Merged[str] = _Merged(ledger.owners.names)
    for block in ledger.fields.of("themes"):
        cells = block.cells(ledger.document)
        alone = sum(map(bool, cells)) == 1
        for column, cell in enumerate(cells):
            if not cell:
                continue
            listed = items_of(cell.text)
            spans = tuple(listed.items)
            if not listed.bulleted and alone and len(spans) == 1:
                spans = _quoted(cell.text, *spans[0]) or tuple(_separated(cell.text, *spans[0]))
            owners = ledger.owners.of(block, column)
            for span in spans:
                for start, end, own in _parts(ledger, cell, *span, owners):
                    stop = _end_of(ledger, cell.text, start, end, listed=len(spans) > 1)
                    stated = cell.words(start, stop, ledger.fields.language)
                    if not stated.value or mentions.NOTHING.match(stated.value):
                        continue
                    ledger.take(stated)
                    theme = Owned(
                        stated.value, stated.start, stated.end, stated.quote, stated.language, own
                    )
                    merged.add(fold(stated.value), theme)
    if not merged.found:
        for one in assertions_told(ledger, "themes"):
            stated, own = ledger.took(one.stated), one.cities or ledger.owners.names
            theme = Owned(
                stated.value, stated.start, stated.end, stated.quote, stated.language, own
            )
            merged.add(fold(stated.value or ""), theme)
    return merged.all()


def _end_of(ledger: Ledger, text: str, start: int, end: int, *, listed: bool) -> int:
    """Where a theme ends: before its last signs, and before a remark behind an item of a list."""
    if listed and "." in text[start:end]:
        end = sentences_of(text, start, end)[0][1]
    return start + len(without_mark(text[start:end], ledger.document.masked).rstrip(" .;,"))


def declared_by(ledger: Ledger) -> Declared:
    """The goals, targets, indicators and topics, each once, where it is first stated."""
    names = ledger.owners.names
    goals: _Merged[int] = _Merged(names)
    codes: dict[str, _Merged[str]] = {kind: _Merged(names) for kind in _WHAT}
    for run, mention in _mentions(ledger):
        start, end = run.cell.span(mention.start, mention.end)
        quote = ledger.document.text[start:end]
        # One that is not understood is kept as often as it is stated.
        key = mention.code or start
        if mention.kind == "goal":
            number = int(mention.code) if mention.code else None
            goals.add(key, Owned(number, start, end, quote, None, run.owners))
        else:
            code = Owned(mention.code, start, end, quote, None, run.owners)
            codes[mention.kind].add(key, code)
        begin = mention.start
        if mention.kind != "topic":
            begin = max(run.start, mentions.sign_before(run.cell.text, begin))
        ledger.take(run.cell.passage(begin, mention.end))
        _tell(ledger, mention, quote, start)
    return Declared(
        goals.all(), codes["target"].all(), codes["indicator"].all(), codes["topic"].all()
    )


def _mentions(ledger: Ledger) -> Iterator[tuple[_Run, mentions.Mention]]:
    """What the fields of goals and topics mention; without one, goals named by their sign."""
    for whole in _runs(ledger):
        for start, end, owners in _parts(ledger, whole.cell, whole.start, whole.end, whole.owners):
            run = _Run(whole.cell, start, end, whole.kind, owners)
            read = mentions.goals_in if run.kind == "sdgs" else topics.topics_in
            for mention in read(run.cell.text, start, end):
                yield run, mention
    if ledger.fields.of("sdgs") or any(True for _ in _runs(ledger)):
        return
    for block in ledger.fields.blocks:
        for column, cell in enumerate(block.cells(ledger.document)):
            run = _Run(cell, 0, len(cell.text), "sdgs", ledger.owners.of(block, column))
            for mention in mentions.explicit_goals_in(cell.text):
                yield run, mention


def _tell(ledger: Ledger, mention: mentions.Mention, quote: str, offset: int) -> None:
    """Note a mention that is not understood, or that a person should look at."""
    what = _WHAT.get(mention.kind, "goal")
    shown = clean(quote)
    if mention.code is None:
        near = topics.nearest(shown) if mention.kind == "topic" else None
        hint = f"; the nearest that we know is “{near}”" if near else ""
        ledger.problem(what, f"{what} not understood: “{shown}”{hint}", offset)
    elif mention.doubt:
        ledger.problem(what, f"“{shown}”: {mention.doubt}; the number is taken", offset)


def _parts(
    ledger: Ledger, cell: Cell, start: int, end: int, owners: tuple[str, ...]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """A run cut before each party that it names with a colon, and whose each part is."""
    names = ledger.owners.names
    if ":" not in cell.text[start:end] or len(names) < 2:
        return [(start, end, owners)]
    aliases = {alias: name for name in names for alias in aliases_of(name)}
    folded = same_length(cell.text)
    named = sorted((alias for alias in aliases if alias in folded), key=len, reverse=True)
    if not named:
        return [(start, end, owners)]
    pattern = "|".join(map(re.escape, named))
    cuts = list(re.compile(rf"(?<!\w)({pattern})[\s\u2060]*:").finditer(folded, start, end))
    if not cuts:
        return [(start, end, owners)]
    parts = [(start, cuts[0].start(), owners)] if cuts[0].start() > start else []
    for cut, following in zip(cuts, [*cuts[1:], None], strict=True):
        ledger.take(cell.passage(*cut.span()))
        stop = following.start() if following else end
        parts.append((cut.end(), stop, (aliases[cut[1]],)))
    return parts


def is_goals(ledger: Ledger, cell: Cell) -> bool:
    """Whether what stands among the objectives are goals: "Goals: SDG 11; SDG 13".

    The label alone does not tell which goals are meant; where the Sustainable Development Goals
    have a field of their own, it is never they.
    """
    return not ledger.fields.of("sdgs") and mentions.is_all_goals(cell.text)


def _runs(ledger: Ledger) -> Iterator[_Run]:
    """The runs of text that list goals, and those that list topics, by their own labels."""
    for block in ledger.fields.blocks:
        wanted = [name for name in block.fields if name in _FIELDS]
        aims = not wanted and "objectives" in block.fields
        if not wanted and not aims:
            continue
        for column, cell in enumerate(block.cells(ledger.document)):
            if aims:
                if is_goals(ledger, cell):
                    owners = ledger.owners.of(block, column)
                    yield _Run(cell, 0, len(cell.text), "sdgs", owners)
                continue
            owners = ledger.owners.of(block, column)
            kind, at = wanted[0], 0
            for mark in _BEFORE_COLON.finditer(cell.text):
                label = _label_inside(cell.text, mark)
                if label is None:
                    continue
                begin, name = label
                if at < begin:
                    yield _Run(cell, at, begin, kind, owners)
                kind, at = name, cell.text.index(":", mark.end()) + 1
                ledger.take(cell.passage(begin, at))
            if len(wanted) > 1 and at == 0:
                yield from _mixed(cell, owners)
            else:
                yield _Run(cell, at, len(cell.text), kind, owners)


def _mixed(cell: Cell, owners: tuple[str, ...]) -> Iterator[_Run]:
    """No label of its own tells the two apart: what is no goal may be a topic."""
    yield _Run(cell, 0, len(cell.text), "sdgs", owners)
    at = 0
    for mention in mentions.goals_in(cell.text, 0, len(cell.text)):
        if at < mention.start:
            yield _Run(cell, at, mention.start, "topics", owners)
        at = max(at, mention.end)
    yield _Run(cell, at, len(cell.text), "topics", owners)


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


def _quoted(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The themes that a sentence has between quotation marks: under the topics “a” and “b”."""
    quoted = tuple(match.span("theme") for match in _IN_QUOTES.finditer(text, start, end))
    outside = len(text[start:end].split()) - sum(len(text[a:b].split()) for a, b in quoted)
    return quoted if outside >= _SENTENCE_WORDS else ()


def _separated(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The themes of a line without bullets, cut at its strongest separator."""
    for sign in (r"[;|]", r"\s[/–—-]\s", r",(?!\d)(?![^()]*\))"):
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
