"""Queries over a graph folder, by Oxigraph on its store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.queries.answer import from_oxigraph
from citykg.queries.engine import QueryError

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

    from citykg.queries.answer import Answer

_POSITION: Final = re.compile(r"error at (\d+):(\d+)(?:-\d+:\d+)?:\s*", re.DOTALL)
_KNOWN: Final = {
    "Prefix not found": "a prefix is not declared",
    "The SELECT contains a variable that is unbound": "SELECT names a variable that is not grouped",
}
_MAX_MESSAGE: Final = 160


class Folder:
    """The union of all graphs of a folder that `citykg build` wrote.

    Each triple counts once, however many plans state it: the store keeps them so in its default
    graph.  GRAPH asks who states it.
    """

    def __init__(self, folder: Path) -> None:
        from citykg.graph.store import open_store

        self._store = open_store(folder)

    def answer(self, text: str) -> Answer:
        """The answer to a query that has been checked."""
        return answer_from(self._store, text)


def answer_from(store: Store, text: str) -> Answer:
    """The answer of an open store, from its default graph."""
    try:
        return from_oxigraph(store.query(text))
    except SyntaxError as error:
        raise syntax_error(error) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise DataError(f"The store could not answer: {error}.") from error


def check_syntax(text: str) -> None:
    """Raise the QueryError of a text that is not SPARQL 1.1; no graph is looked at."""
    from pyoxigraph import Store

    try:
        Store().query(text)
    except SyntaxError as error:
        raise syntax_error(error) from error
    except (RuntimeError, ValueError) as error:
        raise QueryError(str(error)) from error


def syntax_error(error: SyntaxError) -> QueryError:
    """The message of Oxigraph's parser, short, with its line and column."""
    message = str(error)
    match = _POSITION.match(message)
    line, column = (int(match[1]), int(match[2])) if match else (0, 0)
    rest = " ".join(message[match.end() if match else 0 :].split())
    for theirs, ours in _KNOWN.items():
        if theirs in rest:
            rest = ours
    if len(rest) > _MAX_MESSAGE:
        rest = rest[: _MAX_MESSAGE - 1] + "…"
    return QueryError(rest, line, column)
