"""The triples of a file that we did not write: RDF in four formats, or a table of labels.

Which format it is its content says, not its name.  Nothing that it names is ever loaded, no entity
is expanded, and whatever is wrong with it is one sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.graph.untrusted import check_json, check_xml, checked_text, tame
from citykg.links.official.tables import HEAD, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import RdfFormat, Triple

MOST_BYTES: Final = 128 << 20
"""The largest that is read: all of EuroVoc in RDF/XML is smaller."""

_SEEN: Final = 4096
_PAGE: Final = re.compile(rb"<(!doctype\s+html|html[\s>])", re.IGNORECASE)
_XML: Final = re.compile(rb"<(\?xml|!--|!DOCTYPE|(\w+:)?RDF[\s>])")
_JSON: Final = re.compile(rb"\{|\[\s*[\]{]")


def read_triples(data: bytes, where: str) -> Iterator[Triple]:
    """Yield the triples of a file, what it says in named graphs among them.

    `where` names it in messages.  Raises DataError, while it is read, where it is no such file.
    """
    import pyoxigraph as ox

    data = checked_text(data, where)
    head = data[:_SEEN].lstrip()
    if _PAGE.search(head):
        raise DataError(f"{where}: is a web page, not a vocabulary: give the file itself.")
    if head.startswith(HEAD):
        return read_table(data.decode(), where)
    if _XML.match(head):
        check_xml(data, where)
        return _parsed(data, ox.RdfFormat.RDF_XML, where)
    if _JSON.match(head):
        check_json(data, where)
        return _parsed(data, ox.RdfFormat.JSON_LD, where)
    return _parsed(data, ox.RdfFormat.TURTLE, where)


def _parsed(data: bytes, form: RdfFormat, where: str) -> Iterator[Triple]:
    import pyoxigraph as ox

    try:
        for quad in ox.parse(data, format=form):
            yield quad.triple
    # Of a term that is longer than its buffer, the parser says MemoryError.
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise DataError(
            f"{where}: is not whole or not {form.name}: {tame(str(error))}; fetch it again."
        ) from None
