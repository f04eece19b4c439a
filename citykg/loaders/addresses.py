"""E-mail and web addresses: in a field of contacts, or anywhere where no field has one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from citykg.loaders.cell import Cell

if TYPE_CHECKING:
    from citykg.loaders.ledger import Ledger
    from citykg.plan import Stated

# A page may write an address in entities, which leave word joiners (U+2060) behind.
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+\u2060-]{1,400}@\u2060*[\w\u2060-]{1,400}(?:\.\u2060*[\w\u2060-]{1,400}){1,8}"
)
WEB = re.compile(r"https?://[^\s<>\"'|;)\]]+|\bwww\.[^\s<>\"'|;)\]]+")
_END = ".,"
# "From: Regional team <news@programme.example>" says who sent a letter on.
_HEADER = re.compile(r"^[^\W\d_][\w-]{1,14}:[^\n<]*<$", re.MULTILINE)


def addresses_in(text: str, *patterns: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a text has addresses of some kinds, in order.

    >>> addresses_in("Ask info@leeds.example, or www.leeds.example.", EMAIL, WEB)
    [(4, 22), (27, 44)]
    """
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    return sorted((m.start(), m.start() + len(m[0].rstrip(_END))) for m in matches)


def contacts_of(ledger: Ledger) -> tuple[Stated[str], ...]:
    """The addresses of the contact field; where it has none, the e-mail addresses of the text."""
    return addresses_of(ledger, "contact", EMAIL, WEB) or _anywhere(ledger)


def addresses_of(ledger: Ledger, name: str, *patterns: re.Pattern[str]) -> tuple[Stated[str], ...]:
    """The addresses in a field, in the order of the text."""
    found = [
        ledger.took(cell.words(start, end))
        for cell in ledger.cells(name)
        for start, end in addresses_in(cell.text, *patterns)
    ]
    return tuple(sorted(found, key=lambda stated: stated.start))


def _anywhere(ledger: Ledger) -> tuple[Stated[str], ...]:
    """The e-mail addresses of a document that is one plan, each once; not who sent it."""
    fields, document = ledger.fields, ledger.document
    if fields.row is not None or "@" not in document.masked:
        return ()
    cell = Cell(document, [fields.extent or (0, len(document.masked))])
    found: dict[str, Stated[str]] = {}
    for start, end in addresses_in(cell.text, EMAIL):
        line = cell.text.rfind("\n", 0, start) + 1
        if not _HEADER.search(cell.text, line, start):
            stated = cell.words(start, end)
            found.setdefault(stated.value or "", stated)
    return tuple(ledger.took(stated) for stated in found.values())
