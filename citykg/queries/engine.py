"""What an engine is, and which one a folder, a file or an address opens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeGuard

from citykg.errors import CitykgError, UsageError

if TYPE_CHECKING:
    from citykg.graph.remote import Remote
    from citykg.queries.answer import Answer


class Engine(Protocol):
    """Anything that answers SPARQL over one graph."""

    def answer(self, text: str) -> Answer:
        """The answer to a query that has been checked.

        Raises QueryError where the query's text is at fault, DataError where the graph is.
        """


class QueryError(CitykgError):
    """The engine's own message about a query; `line` and `column` count from 1, 0 is unknown."""

    exit_code = 2

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def open_engine(where: str | Path | Remote, *, with_suggestions: bool = False) -> Engine:
    """The engine for a graph folder, an RDF file, an endpoint or its http(s) address.

    `with_suggestions` adds to the default graph of a folder or file what is only suggested.
    Raises UsageError where there is no graph, and for an endpoint with suggestions: what its
    default graph holds is for the endpoint to say.
    """
    if not isinstance(where, Path | str) or _is_address(where):
        from citykg.queries.endpoint import Endpoint

        if with_suggestions:
            # The protocol can name graphs for the default graph, but only in its place.
            raise UsageError(
                "What an endpoint's default graph holds is its own choice: ask it for suggestions"
                " with GRAPH, as the saved query 'suggestions' does."
            )
        return Endpoint(where)
    path = Path(where)
    if path.is_dir():
        from citykg.queries.folder import Folder

        return Folder(path, with_suggestions=with_suggestions)
    if path.is_file():
        from citykg.queries.rdf_file import RdfFile

        return RdfFile(path, with_suggestions=with_suggestions)
    raise UsageError(
        f"{path}: there is no such graph folder or RDF file: make one with 'citykg build'."
    )


def _is_address(where: str | Path) -> TypeGuard[str]:
    return isinstance(where, str) and where.lower().startswith(("http://", "https://"))
