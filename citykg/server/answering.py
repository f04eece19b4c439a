"""Answers one task from an open store: the inside of a worker."""

from __future__ import annotations

import re
from io import RawIOBase
from typing import IO, TYPE_CHECKING, Final, cast

from citykg.errors import CitykgError, UsageError
from citykg.server.cutting import NoPlaceError, cut
from citykg.server.description import describe
from citykg.server.media import GRAPHS, ROWS, TEXT
from citykg.server.tasks import Query, Reply

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from pyoxigraph import (
        BlankNode,
        DefaultGraph,
        NamedNode,
        QueryBoolean,
        QuerySolutions,
        QueryTriples,
        Store,
    )

    from citykg.queries.text import Edited
    from citykg.server.limits import Limits
    from citykg.server.tasks import AnyTask

_NOT_IN_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""Control characters and U+FFFE, U+FFFF: https://www.w3.org/TR/xml/#charsets"""
_REPLACEMENT: Final = "\ufffd".encode()


class Answering:
    """A store, and how much may be said of it in one answer."""

    def __init__(self, store: Store, base: str, limits: Limits) -> None:
        self._store = store
        self._base = base
        self._limits = limits

    def reply(self, task: AnyTask) -> Reply:
        """The reply to a task; what is wrong with a query is a reply too."""
        try:
            if isinstance(task, Query):
                return self._query(task)
            return Reply(
                200, task.kind, describe(self._store, task.endpoint, self._base, task.kind)
            )
        except UsageError as error:
            return said(400, str(error))
        except CitykgError as error:
            return said(500, str(error))
        except RecursionError:
            return said(400, "The query nests too deeply: make it flatter.")

    def _query(self, task: Query) -> Reply:
        from citykg.queries.runner import checked

        return self._answer(checked(task.text), task)

    def _answer(self, prepared: Edited, task: Query) -> Reply:
        from pyoxigraph import QueryTriples

        from citykg.queries.folder import syntax_error
        from citykg.queries.runner import in_the_original

        try:
            default, named = _dataset(task)
            results = self._store.query(prepared.text, default_graph=default, named_graphs=named)
        except SyntaxError as error:
            found = in_the_original(prepared, syntax_error(error))
            where = f"line {found.line}, column {found.column}: " if found.line else ""
            return said(400, where + found.message)
        except (OSError, RuntimeError, ValueError) as error:
            return said(500, f"The store could not answer: {error}.")
        is_graph = isinstance(results, QueryTriples)
        kind = task.graph if is_graph else task.rows
        if not kind:
            offered = ", ".join(GRAPHS if is_graph else ROWS)
            return said(406, f"This query answers in one of: {offered}.")
        return self._written(results, kind)

    def _written(self, results: QuerySolutions | QueryBoolean | QueryTriples, kind: str) -> Reply:
        from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

        is_graph = isinstance(results, QueryTriples)
        is_xml = "XML" in (GRAPHS if is_graph else ROWS)[kind]
        sheet = (_XmlSheet if is_xml else _Sheet)(self._limits.answer_bytes)
        is_whole = True
        try:
            if isinstance(results, QueryTriples):
                results.serialize(cast("IO[bytes]", sheet), format=getattr(RdfFormat, GRAPHS[kind]))
            else:
                results.serialize(
                    cast("IO[bytes]", sheet), format=getattr(QueryResultsFormat, ROWS[kind])
                )
        except _FullError:
            is_whole = False
        except (OSError, RuntimeError, ValueError) as error:
            return said(500, f"The store could not answer: {error}.")
        if isinstance(results, QuerySolutions):
            written, rows = b"".join(sheet.parts), self._limits.rows
            try:
                body, left = cut(written, ROWS[kind], rows, is_whole=is_whole)
            except NoPlaceError:
                return said(
                    503,
                    f"The names of the columns alone are longer than {self._limits.answer_bytes:,}"
                    " bytes: select fewer.",
                )
            return Reply(200, kind, body, cut_at=left)
        if not is_whole:
            return said(
                503,
                f"The answer is longer than {self._limits.answer_bytes:,} bytes, and triples are"
                " given whole or not at all: ask for fewer, with LIMIT and OFFSET.",
            )
        return Reply(200, kind, b"".join(sheet.parts))


def said(status: int, sentence: str) -> Reply:
    """A reply that is one sentence."""
    body = f"{sentence}\n".encode("utf-8", "backslashreplace")
    return Reply(status=status, kind=TEXT, body=body)


def _dataset(
    task: Query,
) -> tuple[list[NamedNode | BlankNode | DefaultGraph] | None, list[NamedNode | BlankNode] | None]:
    """The default and the named graphs that the protocol names.

    Who names graphs of one kind only has none of the other.
    """
    from pyoxigraph import NamedNode

    if not task.default_graphs and not task.named_graphs:
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
