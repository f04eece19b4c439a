"""Assertions: the statements that sentences make where no label says what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.claims import FIELDS, Claim, claims_in, is_background, is_of_paper, lead_of
from citykg.loaders.endings import without_mark
from citykg.loaders.event_names import lexicon_of
from citykg.loaders.items import items_of
from citykg.loaders.labels import fold, known_wordings, normal
from citykg.loaders.places import aliases_of
from citykg.loaders.sentences import sentences_of
from citykg.loaders.tongue import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.loaders.cell import Cell
    from citykg.loaders.items import Items
    from citykg.loaders.ledger import Ledger
    from citykg.plan import Activity, Output, Passage, Stated

_FIELDS = frozenset(FIELDS.values())
_FOUNDING = re.compile("agreement|memorandum|declaration|network|plan")
"""Outputs whose aims are those of the cooperation."""
_SIGNS = re.compile(r"[^\w]+")


class Assertion(NamedTuple):
    """A claim, its words, and the parties that the sentence has before it; none if it has none."""

    claim: Claim
    stated: Stated[str]
    cities: tuple[str, ...]
    lead: Passage | None = None


def assertions_in(
    ledger: Ledger, cell: Cell, span: tuple[int, int], language: str
) -> list[Assertion]:
    """What the sentence `[start, end)` of a cell asserts."""
    found: list[Assertion] = []
    at = span[0]
    for claim in claims_in(cell.text, *span, language):
        if claim.cue >= at:
            who = _named(ledger, cell.text[at : claim.cue])
        stated = cell.words(claim.start, claim.end, language)
        found.append(Assertion(claim, stated, who))
        at = claim.end
    return found


def assertions_told(
    ledger: Ledger, name: str, events: Sequence[Activity | Output] = ()
) -> Iterator[Assertion]:
    """What the prose of a document asserts of a field, one of FIELDS.

    A sentence whose subject is an event states what that is for; what a party wants is the event
    where there is one.
    """
    if name not in _FIELDS:
        return
    sentences = [
        (event.sentence.start, event.sentence.end, event.label.start)
        for event in events
        if event.sentence
    ]
    for cell in _told(ledger, name):
        language = tongue_of(cell.text, ledger.fields.language)
        listed = items_of(cell.text)
        if listed.bulleted and listed.lead:
            yield from _listed(ledger, cell, listed, name, language)
        stop = listed.items[0][0] if listed.bulleted and listed.items else len(cell.text)
        before: tuple[str, ...] = ()
        for span in sentences_of(cell.text, 0, stop):
            here, before = before, _named(ledger, cell.text[slice(*span)])
            if is_of_paper(cell.text[slice(*span)], language):
                continue
            for one in assertions_in(ledger, cell, span, language):
                claim = one.claim
                if claim.field != name or _outranked(cell, span, claim, sentences):
                    continue
                if name == "challenges":
                    yield one if one.cities else _of_the_same(one, cell.text, span[0], here)
                elif not _is_of_event(cell.text, span[0], claim, language):
                    yield one


def _of_the_same(one: Assertion, text: str, start: int, before: tuple[str, ...]) -> Assertion:
    """The assertion as that of the one party that the sentence before is about.

    "Porto lies on the sea.  The city struggles with …"; what both share is said of both.
    """
    words = text[start : one.claim.cue].split()
    known = known_wordings()
    shared = any(known.is_counting(word) or known.is_joining(word) for word in words)
    return one._replace(cities=before) if words and len(before) == 1 and not shared else one


def _listed(
    ledger: Ledger, cell: Cell, listed: Items, name: str, language: str
) -> Iterator[Assertion]:
    """The items of a list whose lead announces them: "The partnership aims to"."""
    for (start, end), lead in zip(listed.items, listed.leads, strict=True):
        if lead and lead_of(cell.text, *lead, language) == name:
            stop = start + len(
                without_mark(cell.text[start:end], ledger.document.masked).rstrip(" ,;.")
            )
            claim = Claim(name, start, stop, lead[0])
            stated = cell.words(start, stop, language)
            yield Assertion(claim, stated, (), cell.passage(*lead))


def _told(ledger: Ledger, name: str) -> Iterator[Cell]:
    """The cells of the story and of the background; for themes, also those of statements."""
    masked, language = ledger.document.masked, ledger.fields.language
    for block in ledger.fields.blocks:
        background = block.fields == ("notes",) and is_background(
            normal(masked[slice(*block.label)]), language
        )
        others = name == "themes" and _FIELDS.intersection(block.fields)
        if block.told or background or others:
            yield from (cell for cell in block.cells(ledger.document) if cell)


def _outranked(
    cell: Cell, span: tuple[int, int], claim: Claim, events: Sequence[tuple[int, int, int]]
) -> bool:
    """Whether a sentence tells an event before the claim, or, of a weak one, anywhere."""
    first, last = cell.span(*span)
    cue = cell.offset(claim.cue)
    return any(
        start < last and first < end and (claim.weak or first <= label < cue)
        for start, end, label in events
    )


def _is_of_event(text: str, start: int, claim: Claim, language: str) -> bool:
    """Whether the subject of a claim is an event: "The workshop aims to …"."""
    return any(
        not _FOUNDING.search(match.slug)
        for match in lexicon_of(language).find(text, start, claim.cue)
    )


def _named(ledger: Ledger, text: str) -> tuple[str, ...]:
    """The parties that words name."""
    words = f" {_SIGNS.sub(' ', fold(text))} "
    return tuple(
        name
        for name in ledger.owners.names
        if any(f" {normal(alias)} " in words for alias in aliases_of(name))
    )
