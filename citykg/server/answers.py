"""Asks the store of a worker, and writes the answer down as far as there is place for it."""

from __future__ import annotations

import re
from codecs import getwriter
from io import RawIOBase
from typing import IO, TYPE_CHECKING, Final, cast

from citykg.errors import UsageError
from citykg.server.cutting import NoPlaceError, cut
from citykg.server.media import GRAPHS, MARKDOWN, ROWS, TEXT
from citykg.server.tasks import Given, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import ReadableBuffer
    from pyoxigraph import (
        BlankNode,
        DefaultGraph,
        NamedNode,
        QueryBoolean,
        QuerySolutions,
        QueryTriples,
    )

    from citykg.queries.answer import Term
    from citykg.queries.text import Edited
    from citykg.server.served import Served
    from citykg.server.tasks import Query, Saved

    Results = QuerySolutions | QueryBoolean | QueryTriples


_NOT_IN_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""Control characters and U+FFFE, U+FFFF: https://www.w3.org/TR/xml/#charsets"""
_REPLACEMENT: Final = "\ufffd".encode()


class UnansweredError(Exception):
    """A task that is answered by one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def said(status: int, sentence: str) -> Reply:
    """A reply that is one sentence."""
    body = f"{sentence}\n".encode("utf-8", "backslashreplace")
    return Reply(status=status, kind=TEXT, body=body)


def results_of(served: Served, prepared: Edited, task: Query | None = None) -> Results:
    """What the store answers to a text that has been checked.

    `task` says which graphs are asked.  Raises UsageError, with the place in the text as it was
    written, and UnansweredError.
    """
    from citykg.queries.folder import syntax_error
    from citykg.queries.runner import in_the_original

    try:
        default, named = _dataset(task)
        return served.store.query(prepared.text, default_graph=default, named_graphs=named)
    except SyntaxError as error:
        found = in_the_original(prepared, syntax_error(error))
        where = f"line {found.line}, column {found.column}: " if found.line else ""
        raise UsageError(where + found.message) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise UnansweredError(500, f"The store could not answer: {error}.") from error


def given_results(answer: bytes) -> Results:
    """The results that are there already."""
    from pyoxigraph import QueryResultsFormat, parse_query_results

    return parse_query_results(answer, format=QueryResultsFormat.JSON)


def written(served: Served, results: Results, task: Query | Saved | Given) -> Reply:
    """The results in the media type that the task asks for; raises UnansweredError."""
    from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

    from citykg.queries.formats import write_csv

    is_graph = isinstance(results, QueryTriples)
    kind = task.graph if is_graph and not isinstance(task, Given) else task.rows
    if not kind:
        offered = ", ".join(GRAPHS if is_graph else ROWS)
        raise UnansweredError(406, f"This query answers in one of: {offered}.")
    if kind == MARKDOWN:
        return Reply(200, kind, _in_markdown(results, served).encode())
    is_xml = "XML" in (GRAPHS if is_graph else ROWS)[kind]
    sheet = (_XmlSheet if is_xml else _Sheet)(served.limits.answer_bytes)
    is_whole = True
    try:
        if isinstance(results, QueryTriples):
            results.serialize(cast("IO[bytes]", sheet), format=getattr(RdfFormat, GRAPHS[kind]))
        elif isinstance(results, QuerySolutions) and ROWS[kind] == "CSV":
            # Oxigraph does not quote an IRI with a comma.
            columns = [variable.value for variable in results.variables]
            rows = cast("Iterable[tuple[Term | None, ...]]", results)
            write_csv(columns, rows, getwriter("utf-8")(sheet))
        else:
            form = getattr(QueryResultsFormat, ROWS[kind])
            results.serialize(cast("IO[bytes]", sheet), format=form)
    except _FullError:
        is_whole = False
    except (OSError, RuntimeError, ValueError) as error:
        raise UnansweredError(500, f"The store could not answer: {error}.") from error
    body = b"".join(sheet.parts)
    if isinstance(results, QuerySolutions):
        try:
            body, left = cut(body, ROWS[kind], served.limits.rows, is_whole=is_whole)
        except NoPlaceError as error:
            raise UnansweredError(
                503,
                f"The names of the columns alone are longer than {served.limits.answer_bytes:,}"
                " bytes: select fewer.",
            ) from error
        return Reply(200, kind, body, cut_at=left)
    if not is_whole:
        raise UnansweredError(
            503,
            f"The answer is longer than {served.limits.answer_bytes:,} bytes, and triples are"
            " given whole or not at all: ask for fewer, with LIMIT and OFFSET.",
        )
    return Reply(200, kind, body)


def _in_markdown(results: Results, served: Served) -> str:
    from io import StringIO

    from citykg.queries.answer import from_oxigraph
    from citykg.queries.formats import write_answer

    out = StringIO()
    write_answer(from_oxigraph(results), "md", out, base=served.base)
    return out.getvalue()


def _dataset(
    task: Query | None,
) -> tuple[list[NamedNode | BlankNode | DefaultGraph] | None, list[NamedNode | BlankNode] | None]:
    """The default and the named graphs that the protocol names.

    Who names graphs of one kind only has none of the other.
    """
    from pyoxigraph import NamedNode

    if task is None or not (task.default_graphs or task.named_graphs):
        return None, None
    try:
        return [NamedNode(one) for one in task.default_graphs], [
            NamedNode(one) for one in task.named_graphs
        ]
    except ValueError as error:
        raise UsageError(f"The name of a graph is not an IRI: {error}.") from error


class _FullError(Exception):
    """There is no place for more."""


class _Sheet(RawIOBase):
    """A file of so many bytes, at most."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self._left = most

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        data = bytes(data)
        self.parts.append(data[: self._left])
        if len(data) > self._left:
            self._left = 0  # whoever writes may try the same again
            raise _FullError
        self._left -= len(data)
        return len(data)


class _XmlSheet(_Sheet):
    """The same for XML, where a carriage return is read as another line end, unless it is named."""

    def write(self, data: ReadableBuffer) -> int:
        data = bytes(data)
        super().write(_NOT_IN_XML.sub(_REPLACEMENT, data.replace(b"\r", b"&#13;")))
        return len(data)
