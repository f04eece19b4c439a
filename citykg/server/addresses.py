"""Where the pages and the data of things are, and which thing is meant.

A thing goes by the short name that it has on the command line too: `city/gb/manchester`, `sdg:11`.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from citykg.queries.parameters import Parameter
from citykg.queries.shorten import short_iri

PAGE: Final = "/page/"
DATA: Final = "/data/"
DRAWN: Final = "/graph?thing="

_SAFE: Final = "/:@!$&'()*+,;=~-._"
_IN_IRIS: Final = "/%-._~!$&'()*+,;=:@#?"
_NAME: Final = Parameter(name="thing", type="iri", required=True, variable="_thing_iri")


def place(kind: str, iri: str, base: str) -> str:
    """The address of a thing's page or data on this server; `kind` is `PAGE` or `DATA`."""
    return kind + quote(short_iri(iri, base), safe=_SAFE)


def links(iri: str, base: str) -> str:
    """The header Link of data: what it is about, and where the page of that is."""
    page, named = place(PAGE, iri, base), quote(iri, safe=_IN_IRIS)
    return f'<{page}>; rel="alternate"; type="text/html", <{named}>; rel="describes"'


def iri_of(name: str, base: str) -> str:
    """The IRI that a short name stands for, or that it is; raises UsageError where it is none."""
    return str(_NAME.term(name, base=base).value)


def is_web(iri: str) -> bool:
    """Whether a browser may be led there."""
    return iri.startswith(("http://", "https://"))
