"""Cuts an answer of rows behind a whole row, and marks it as cut where its format has a place.

JSON and XML keep a link in their head (https://www.w3.org/TR/sparql11-results-json/#select-link,
https://www.w3.org/TR/rdf-sparql-XMLres/#head); CSV and TSV have no place for one.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

CUT: Final = "https://w3id.org/citykg/ontology#answer-was-cut"
"""What the head of an answer that was cut links to."""

_ROW_ENDS: Final = {
    # In a string of JSON every quote is escaped, but for the one that ends it, and no name
    # follows that one.
    "JSON": re.compile(rb'\}(?=,\{"\w+":\{"type":"|\]\}\}\Z)'),
    "XML": re.compile(rb"</result>"),
    "CSV": re.compile(rb'(?:[^"\r]++|"(?:[^"]++|"")*+")*+(\r\n)'),
    "TSV": re.compile(rb"\n"),
}
_TAILS: Final = {"JSON": b"]}}", "XML": b"</results></sparql>", "CSV": b"", "TSV": b""}
_BEGINS: Final = {"JSON": b'"bindings":[', "XML": b"<results>", "CSV": b"\r\n", "TSV": b"\n"}
_MARKS: Final = {
    "JSON": (b'{"head":{', b'"link":["%s"],' % CUT.encode()),
    "XML": (b"</head>", b'<link href="%s"/>' % CUT.encode()),
}


def cut(body: bytes, form: str, most: int, *, is_whole: bool) -> tuple[bytes, int]:
    """The answer with no more than so many rows, and how many are left; -1 where all are.

    `body` is what Oxigraph wrote, as far as it got; `form` is JSON, XML, CSV or TSV.
    """
    if is_whole and len(body) <= most:
        return body, -1  # a row has a byte at least
    begin = body.find(_BEGINS[form])
    begin += len(_BEGINS[form]) if begin >= 0 else 0
    ends = [match.end() for match in islice(_ROW_ENDS[form].finditer(body, begin), most + 1)]
    if is_whole and len(ends) <= most:
        return body, -1
    del ends[most:]
    rest = body[: ends[-1] if ends else begin] + _TAILS[form]
    if form in _MARKS:
        place, mark = _MARKS[form]
        at = rest.find(place) + (len(place) if form == "JSON" else 0)
        rest = rest[:at] + mark + rest[at:]
    return rest, len(ends)
