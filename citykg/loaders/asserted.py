"""Assertions: the statements that sentences make where no label says what they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from citykg.loaders.claims import FIELDS, Claim, claims_in, is_background, is_of_paper, lead_of
from citykg.loaders.endings import without_mark
from citykg.loaders.event_names import lexicon_of
from citykg.loaders.items import BULLETS, items_of
from citykg.loaders.labels import known_wordings, normal
from citykg.loaders.sentences import sentences_of
from citykg.loaders.tongue import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.loaders.cell import Cell
    from citykg.loaders.items import Items
    from citykg.loaders.ledger import Ledger
    from citykg.loaders.subjects import Subjects
    from citykg.plan import Activity, Output, Passage, Stated

_FIELDS = frozenset(FIELDS.values())
_FOUNDING = re.compile("agreement|memorandum|declaration|network|plan")
"""Outputs whose aims are those of the cooperation."""
_FEWEST = 3
"""Words of what a clause adds, at least."""


class Assertion(NamedTuple):
    """A claim, its words, and the parties that the sentence has before it; none if it has none.

    `cities` is None where the claim is of one party, and which one cannot be told.
    """

    claim: Claim
    stated: Stated[str]
    cities: tuple[str, ...] | None
    lead: Passage | None = None
    added: bool = False
    """Whether a clause adds it to a claim before it, without a cue of its own."""


class Before(NamedTuple):
    """What the sentence before tells of the next: its parties, and the field of its last claim."""

    cities: tuple[str, ...] = ()
    field: str | None = None


def assertions_in(
    ledger: Ledger, cell: Cell, span: tuple[int, int], language: str, before: Before | None = None
) -> list[Assertion]:
    """What the sentence `[start, end)` of a cell asserts, behind the sentence `before`."""
    found: list[Assertion] = []
    subjects, text = ledger.owners.subjects, cell.text
    claims = claims_in(text, *span, language)
    at = span[0]
    who: tuple[str, ...] | None = ()
    if before and before.field == "challenges" and not claims:
        found.extend(_continued(subjects, cell, span, language, joined=False))
    for number, claim in enumerate(claims):
        border = claims[number + 1].cue if number + 1 < len(claims) else span[1]
        if claim.cue >= at:
            who = subjects.said_of(text, at, max(claim.cue, claim.start))
            if who == () and claim.field == "challenges" and before:
                who = _of_the_same(subjects, text[at : claim.cue], before.cities)
        found.extend(_said(subjects, cell, claim, language, who))
        if claim.field == "challenges":
            found.extend(_continued(subjects, cell, (claim.end, border), language, joined=True))
        at = found[-1].claim.end
    return found


def _said(
    subjects: Subjects, cell: Cell, claim: Claim, language: str, who: tuple[str, ...] | None
) -> Iterator[Assertion]:
    """A claim, or the two of a challenge that goes over to another party: "… and we, B"."""
    parts = None
    if claim.field == "challenges":
        parts = subjects.parted(cell.text, claim.start, claim.end)
    end, start, other = parts or (claim.end, claim.end, ())
    first = claim._replace(end=end)
    yield Assertion(first, cell.words(first.start, end, language), who)
    if parts:
        more = claim._replace(start=start)
        yield Assertion(more, cell.words(start, more.end, language), other)


def before_next(
    ledger: Ledger, text: str, span: tuple[int, int], asserted: Sequence[Assertion]
) -> Before:
    """What a sentence and its assertions tell of the next one."""
    field = asserted[-1].claim.field if asserted else None
    return Before(ledger.owners.subjects.named(text[slice(*span)]), field)


def _continued(
    subjects: Subjects, cell: Cell, span: tuple[int, int], language: str, *, joined: bool
) -> Iterator[Assertion]:
    """The challenge of another party that a clause adds to the one before it."""
    text = cell.text
    if joined and text[span[0] : span[0] + 1] != ";":
        return
    goes_on = subjects.goes_on(text, *span, joined=joined)
    if goes_on is None:
        return
    start, party = goes_on
    end = start + len(text[start : span[1]].rstrip(f" .;,\n\u2060\u2029{BULLETS}"))
    if len(text[start:end].split()) >= _FEWEST:
        claim = Claim("challenges", start, end, span[0], weak=True)
        yield Assertion(claim, cell.words(start, end, language), (party,), added=True)


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
        before = Before()
        for span in sentences_of(cell.text, 0, stop):
            if is_of_paper(cell.text[slice(*span)], language):
                before = before_next(ledger, cell.text, span, ())
                continue
            asserted = assertions_in(ledger, cell, span, language, before)
            before = before_next(ledger, cell.text, span, asserted)
            for one in asserted:
                claim = one.claim
                if claim.field != name or _outranked(cell, span, claim, sentences):
                    continue
                if name == "challenges" or not _is_of_event(cell.text, span[0], claim, language):
                    yield one


def _of_the_same(
    subjects: Subjects, clause: str, before: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The party of a claim that names none: that of the sentence before, if it is about one.

    "Porto lies on the sea.  The city struggles with …"; what both share is said of both.
    """
    words = clause.split()
    known = known_wordings()
    if not words or any(known.is_counting(word) or known.is_joining(word) for word in words):
        return ()
    if not subjects.is_of_one(clause):
        return ()
    return before if len(before) == 1 else None


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
