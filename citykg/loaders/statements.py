"""The statements of a plan: the items of its focus areas, challenges, objectives and results."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from citykg.loaders.asserted import Assertion, Before, assertions_in, assertions_told, before_next
from citykg.loaders.claims import is_of_paper
from citykg.loaders.declared import is_goals
from citykg.loaders.endings import without_mark
from citykg.loaders.items import items_of
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.mentions import NOTHING
from citykg.loaders.owners import without_owner
from citykg.loaders.roles import named_party
from citykg.loaders.sentences import sentences_of
from citykg.loaders.tongue import tongue_of
from citykg.plan import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.loaders.cell import Cell
    from citykg.loaders.ledger import Ledger
    from citykg.plan import Activity, Output, Passage, Stated


_PROSE = frozenset({"challenges", "objectives"})
"""Fields that are written as prose, too."""
_HEAD = re.compile(r"\W*(?:\w[.)]\s+)?\w+\s+\w+")
"""The words of a sentence that may be its subject."""
_LONG = 15
"""Characters of what a sentence of a field introduces that says enough without the sentence."""


def statements_of(
    ledger: Ledger, name: str, events: Sequence[Activity | Output] = ()
) -> tuple[Statement, ...]:
    """The items of a field, or the sentences where it is prose, each with its owners.

    Where no field states any, those that the document's prose asserts, beside its `events`.
    """
    found: dict[str, Statement] = {}
    for cell, owners in ledger.owned(name):
        if not (name == "objectives" and is_goals(ledger, cell)):
            _read(ledger, cell, name, owners, found)
    if not found:
        for one in assertions_told(ledger, name, events):
            ledger.take(one.stated)
            owners = () if one.cities is None else one.cities or ledger.owners.names
            _add(found, one.stated, owners, one.lead)
    return tuple(found.values())


def _read(
    ledger: Ledger,
    cell: Cell,
    name: str,
    owners: tuple[str, ...],
    found: dict[str, Statement],
) -> None:
    """Add the statements of a cell of a field, said of `owners` where they name none."""
    names = ledger.owners.names
    named = {fold(party): party for party in names}
    owners_here = owners
    language = tongue_of(cell.text, ledger.fields.language)
    before = Before()
    for start, end, lead in _items(ledger, cell):
        who: tuple[str, ...] = ()
        if lead is None:
            asserted = _asserted(ledger, cell, (start, end), name, language, before)
            before = before_next(ledger, cell.text, (start, end), asserted or ())
            if asserted is None:
                continue
            done, who = _taken(ledger, cell, (start, end), name, owners_here, asserted, found)
            if done:
                continue
        stop = start + len(without_mark(cell.text[start:end], ledger.document.masked).rstrip(" ;,"))
        whole = cell.words(start, stop, language)
        if not whole.value or NOTHING.match(whole.value):
            continue
        ledger.take(whole)
        said = fold(whole.value)
        if said in named:
            # An item that is a party's name opens that party's part of the list.
            owners_here = (named[said],)
            continue
        begin, close, whose = without_owner(cell.text[start:stop], names, language)
        stated = cell.words(start + begin, start + close, language)
        cities = whose or _named_owners(ledger, stated, lead) or who
        if not cities and name == "challenges" and owners_here == names:
            subject = _subject(ledger, stated.value or "")
            cities = owners_here if subject == () else subject or ()
        elif not cities:
            cities = owners_here
        if lead:
            ledger.take(lead)
        _add(found, stated, cities, lead)


def _asserted(  # noqa: PLR0913 - a sentence, its place, and what stands before it
    ledger: Ledger,
    cell: Cell,
    span: tuple[int, int],
    name: str,
    language: str,
    before: Before,
) -> list[Assertion] | None:
    """What a sentence of a field asserts; None of one about the document itself."""
    if is_of_paper(cell.text[slice(*span)], language):
        return None
    if name not in _PROSE:
        return []
    return assertions_in(ledger, cell, span, language, before)


def _taken(  # noqa: PLR0913 - a sentence, its place, and where its statements go
    ledger: Ledger,
    cell: Cell,
    span: tuple[int, int],
    name: str,
    owners: tuple[str, ...],
    asserted: Sequence[Assertion],
    found: dict[str, Statement],
) -> tuple[bool, tuple[str, ...]]:
    """Add what a sentence of a field asserts; whether it states no more, and of whom it does."""
    every = [one for one in asserted if one.added or not one.claim.weak]
    own = [one for one in every if one.claim.field == name]
    # "Both suffer from noise" is the statement itself; "the difficulty here is …, there …" is two.
    several = len(own) > 1 or (bool(own) and name == "objectives")
    if not (several and all(one.claim.end - one.claim.start >= _LONG for one in own)):
        about = not own and bool(every) and all(one.claim.field == "themes" for one in every)
        return about, _of(own[0], owners, ledger) if own else ()
    for one in own:
        _add(found, one.stated, _of(one, owners, ledger), None)
    ledger.take(cell.passage(*span))
    return True, ()


def _of(one: Assertion, owners: tuple[str, ...], ledger: Ledger) -> tuple[str, ...]:
    """Whose an assertion is, in a cell of `owners`: of one that cannot be told, nobody's."""
    if one.cities is None:
        return () if owners == ledger.owners.names else owners
    return one.cities or owners


def _add(
    found: dict[str, Statement],
    stated: Stated[str],
    cities: tuple[str, ...],
    lead: Passage | None,
) -> None:
    """Add a statement; where both columns say it, it is one of both."""
    said = fold(stated.value or "")
    known = found.get(said)
    if known:
        both = tuple(dict.fromkeys((*known.cities, *cities)))
        found[said] = structs.replace(known, cities=both)
        return
    found[said] = Statement(
        stated.value, stated.start, stated.end, stated.quote, stated.language, cities, lead
    )


def _items(ledger: Ledger, cell: Cell) -> Iterator[tuple[int, int, Passage | None]]:
    """The items of a cell or its sentences, each with the words that it stands under."""
    listed = items_of(cell.text)
    for start, end in listed.marks:
        ledger.take(cell.passage(start, end))
    if not listed.bulleted:
        for span in listed.items:
            for start, end in sentences_of(cell.text, *span):
                yield start, end, None
        return
    for (start, end), lead in zip(listed.items, listed.leads, strict=True):
        yield start, end, cell.passage(*lead) if lead else None


def _subject(ledger: Ledger, text: str) -> tuple[str, ...] | None:
    """The party that a sentence opens with, by its name or as who speaks: "We have no trees"."""
    subjects = ledger.owners.subjects
    head = _HEAD.match(text)
    return subjects.opens(text) or (subjects.said_of(text, 0, head.end()) if head else ())


def _named_owners(ledger: Ledger, stated: Stated[str], lead: Passage | None) -> tuple[str, ...]:
    """The parties that an item names as those whose it is, or the words above it do."""
    names, language = ledger.owners.names, ledger.fields.language
    if len(names) < 2:
        return ()
    people = ledger.owners.subjects.people
    return named_party(stated.value or "", names, language, people) or (
        named_party(clean(lead.quote), names, language, people) if lead else ()
    )
