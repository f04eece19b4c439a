"""Terms as a person reads them: IRIs short, nothing that a terminal would obey."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from citykg.ontology.prefixes import parted
from citykg.ontology.terms import CONCEPTS, ID_BASE

if TYPE_CHECKING:
    from citykg.queries.answer import Term

NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\\x7f-\x9f\ud800-\udfff]')
"""What an IRI never holds, by RFC 3987 or because it cannot be encoded."""

_SHORT: Final = re.compile(r"[\w-]+(?:/[^/]+)+")
_LOCAL: Final = re.compile(r"\w(?:[\w./-]*\w)?")


def shown(term: Term | None, base: str = ID_BASE) -> str:
    """The text of a table's cell; empty for None."""
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return printable(short_iri(term.value, base))
    return printable(term.value if isinstance(term, Literal) else str(term))


def short_iri(iri: str, base: str = ID_BASE) -> str:
    """The IRI as `city/gb/manchester` or `sdg:11`, which parameters take; in full if neither."""
    for start in (base, ID_BASE):
        if iri.startswith(start) and len(iri) > len(start):
            short = iri.removeprefix(start)
            readable = unquote(short)
            if readable.isprintable() and long_iri(readable, start) == iri:
                return readable
            return short
    named = parted(iri)
    return ":".join(named) if named and _LOCAL.fullmatch(named[1]) else iri


def long_iri(short: str, base: str = ID_BASE) -> str:
    """The IRI that a short name such as `city/pl/łódź` stands for; empty if it is none."""
    if NOT_IN_IRI.search(short) or not _SHORT.fullmatch(short):
        return ""
    if short.partition("/")[0] in CONCEPTS:
        # The schemes are the same in every graph, whatever its base.
        base = ID_BASE
    return base + quote(short, safe="/%-._~!$&'()*+,;=:@#")


def printable(text: str) -> str:
    """The text on one line, with a mark in place of each control or direction character."""
    if text.isprintable():
        return text
    spaced = " ".join(text.split()) if any(one in text for one in "\n\r\t\v\f") else text
    return "".join(one if one.isprintable() or one.isspace() else "\ufffd" for one in spaced)
