"""Queries over a graph folder, by Oxigraph on its store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError
from citykg.ontology.terms import GRAPH_SUGGESTIONS
from citykg.queries.answer import from_oxigraph
from citykg.queries.engine import QueryError
from citykg.queries.tokens import tokens

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import BlankNode, Store

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
    graph.  GRAPH asks who states it.  What is only suggested no plan states: it is in its named
    graph, and in the default graph for a `Folder(folder, with_suggestions=True)`.
    """

    def __init__(self, folder: Path, *, with_suggestions: bool = False) -> None:
        from citykg.graph.store import open_store

        self._store = open_store(folder)
        self._with_suggestions = with_suggestions

    def answer(self, text: str) -> Answer:
        """The answer to a query that has been checked."""
        return answer_from(self._store, text, with_suggestions=self._with_suggestions)


def answer_from(store: Store, text: str, *, with_suggestions: bool = False) -> Answer:
    """The answer of an open store, from its default graph.

    `with_suggestions` asks the graph of suggestions together with it; FROM has its own way.
    """
    from pyoxigraph import DefaultGraph, NamedNode

    graphs: list[NamedNode | BlankNode | DefaultGraph] | None = None
    if with_suggestions and not any(token.is_word("FROM") for token in tokens(text)):
        # No triple is in both, so that none is counted twice.
        graphs = [DefaultGraph(), NamedNode(GRAPH_SUGGESTIONS)]
    try:
        return from_oxigraph(store.query(text, default_graph=graphs))
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
