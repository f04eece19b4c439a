"""Cuts an answer of rows behind a whole row, and marks it as cut where its format has a place.

JSON and XML keep a link in their head (https://www.w3.org/TR/sparql11-results-json/#select-link,
https://www.w3.org/TR/rdf-sparql-XMLres/#head); CSV and TSV have no place for one.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CUT: Final = "https://w3id.org/citykg/ontology#answer-was-cut"
"""What the head of an answer that was cut links to."""

_ROWS: Final = {
    # Outside of strings `},{` and `}]` stand behind rows only.
    "JSON": re.compile(rb'(?s:[^"}]++|"(?:[^"\\]++|\\.)*+"|\}(?!,\{|\]))*+\}(?=,\{|\])'),
    "XML": re.compile(rb"(?:[^<]++|<(?!/result>))*+</result>"),
    "CSV": re.compile(rb'(?:[^"\r]++|"(?:[^"]++|"")*+")*+\r\n'),
    "TSV": re.compile(rb"[^\n]*+\n"),
}
"""One row, whole, with what may stand before it."""
_TAILS: Final = {"JSON": b"]}}", "XML": b"</results></sparql>", "CSV": b"", "TSV": b""}
_BEGINS: Final = {"JSON": b'"bindings":[', "XML": b"<results>", "CSV": b"\r\n", "TSV": b"\n"}
_MARKS: Final = {
    "JSON": (b'{"head":{', b'"link":["%s"],' % CUT.encode()),
    "XML": (b"</head>", b'<link href="%s"/>' % CUT.encode()),
}


class NoPlaceError(Exception):
    """An answer was cut off before its first row could begin."""


def cut(body: bytes, form: str, most: int, *, is_whole: bool) -> tuple[bytes, int]:
    """The answer with no more than so many rows, and how many are left; -1 where all are.

    `body` is what Oxigraph wrote, as far as it got; `form` is JSON, XML, CSV or TSV.  Raises
    NoPlaceError where it did not get to the rows.
    """
    if is_whole and len(body) <= most:
        return body, -1  # a row has a byte at least
    begin = body.find(_BEGINS[form])
    if begin < 0:
        raise NoPlaceError
    begin += len(_BEGINS[form])
    ends = list(islice(_ends(_ROWS[form], body, begin), most + 1))
    if is_whole and len(ends) <= most:
        return body, -1
    del ends[most:]
    rest = body[: ends[-1] if ends else begin] + _TAILS[form]
    if form in _MARKS:
        place, mark = _MARKS[form]
        at = rest.find(place) + (len(place) if form == "JSON" else 0)
        rest = rest[:at] + mark + rest[at:]
    return rest, len(ends)


def _ends(row: re.Pattern[bytes], body: bytes, at: int) -> Iterator[int]:
    # Each row begins where the last one ends: within a string nothing is taken for a row.
    while match := row.match(body, at):
        at = match.end()
        yield at
