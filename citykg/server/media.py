"""The media types of answers, and the one that a client likes best.

Rows: https://www.w3.org/TR/sparql11-protocol/#conneg ; the order is ours where a client has none.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from citykg.queries import SavedQuery

TEXT: Final = "text/plain; charset=utf-8"
HTML: Final = "text/html"
JSON: Final = "application/json"
TURTLE: Final = "text/turtle"
MARKDOWN: Final = "text/markdown"
XML: Final = "application/xml"

ROWS: Final = {
    "application/sparql-results+json": "JSON",
    "application/json": "JSON",
    "application/sparql-results+xml": "XML",
    "application/xml": "XML",
    "text/xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
}
"""Media types of rows and truths, each with its name in pyoxigraph; the first is the usual one."""

GRAPHS: Final = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
}
"""The same for triples."""


class Format(NamedTuple):
    """What the address of a saved query or of data may end in, and what that gives."""

    ending: str
    kind: str
    """The media type."""
    title: str


ROW_FORMATS: Final = (
    Format("csv", "text/csv", "CSV"),
    Format("json", "application/sparql-results+json", "JSON"),
    Format("tsv", "text/tab-separated-values", "TSV"),
    Format("xml", "application/sparql-results+xml", "XML"),
    Format("md", MARKDOWN, "Markdown"),
)
GRAPH_FORMATS: Final = (
    Format("ttl", TURTLE, "Turtle"),
    Format("jsonld", "application/ld+json", "JSON-LD"),
    Format("nt", "application/n-triples", "N-Triples"),
    Format("rdf", "application/rdf+xml", "RDF/XML"),
)
"""In the order in which a page offers them."""

ENDINGS: Final = {one.ending: one.kind for one in (*ROW_FORMATS, *GRAPH_FORMATS)}


def formats_of(query: SavedQuery) -> tuple[Format, ...]:
    """What the answer of a query comes in."""
    return ROW_FORMATS if query.form in {"SELECT", "ASK"} else GRAPH_FORMATS


_MOST_CHARACTERS: Final = 4096
"""The longest Accept header that is read: browsers send some hundred characters."""
_CHARSET: Final = frozenset(
    {"text/csv", "text/tab-separated-values", "text/turtle", MARKDOWN, HTML}
)


def preferred(offered: tuple[str, ...], accept: str) -> str:
    """The media type among the offered that an Accept header likes best; empty where it likes none.

    Of those that are liked as much the first is taken; no header likes all.  A header that
    cannot be read, or is very long, likes none.
    """
    if not accept.strip():
        return offered[0]
    # A long one is not read, and not kept.
    return _best(offered, accept) if len(accept) <= _MOST_CHARACTERS else ""


@lru_cache(maxsize=256)
def _best(offered: tuple[str, ...], accept: str) -> str:
    from mimeparse import MimeTypeParseException, best_match

    try:
        # It takes the last of equals.
        return str(best_match(list(reversed(offered)), accept.lower()))
    except (MimeTypeParseException, ValueError):
        return ""


def content_type(kind: str) -> str:
    """The Content-Type of a body in UTF-8."""
    return f"{kind}; charset=utf-8" if kind in _CHARSET else kind
