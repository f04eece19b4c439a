"""The statements of a plan: the items of its focus areas, challenges, objectives and results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from citykg.loaders.items import items_of, sentences_of
from citykg.loaders.labels import fold
from citykg.loaders.markup import clean
from citykg.loaders.mentions import NOTHING
from citykg.loaders.owners import without_owner
from citykg.loaders.roles import named_party
from citykg.loaders.tongue import tongue_of
from citykg.plan import Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.loaders.cell import Cell
    from citykg.loaders.ledger import Ledger
    from citykg.plan import Passage, Stated


def statements_of(ledger: Ledger, name: str) -> tuple[Statement, ...]:
    """The items of a field, or the sentences where it is prose, each with its owners."""
    found: dict[str, Statement] = {}
    names = ledger.owners.names
    named = {fold(party): party for party in names}
    for cell, owners in ledger.owned(name):
        owners_here = owners
        language = tongue_of(cell.text, ledger.fields.language)
        for start, end, lead in _items(ledger, cell):
            stop = start + len(cell.text[start:end].rstrip(" ;,"))
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
            said = fold(stated.value or "")
            cities = whose or _named_owners(ledger, stated, lead) or owners_here
            known = found.get(said)
            if known:
                # Both columns say it: one statement of both.
                cities = tuple(dict.fromkeys((*known.cities, *cities)))
                found[said] = structs.replace(known, cities=cities)
                continue
            if lead:
                ledger.take(lead)
            found[said] = Statement(
                stated.value, stated.start, stated.end, stated.quote, stated.language, cities, lead
            )
    return tuple(found.values())


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


def _named_owners(ledger: Ledger, stated: Stated[str], lead: Passage | None) -> tuple[str, ...]:
    """The parties that an item names as those whose it is, or the words above it do."""
    names, language = ledger.owners.names, ledger.fields.language
    if len(names) < 2:
        return ()
    return named_party(stated.value or "", names, language) or (
        named_party(clean(lead.quote), names, language) if lead else ()
    )
