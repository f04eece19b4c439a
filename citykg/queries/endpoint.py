"""Queries over a remote SPARQL endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.queries.answer import canonical, from_remote, sorted_triples
from citykg.queries.folder import check_syntax
from citykg.queries.tokens import query_form

if TYPE_CHECKING:
    from citykg.graph.remote import Remote
    from citykg.queries.answer import Answer


class Endpoint:
    """The default graph of an endpoint, whatever the endpoint takes for it.

    `docs/graph-folder.md` says how to serve a graph so that it answers as its folder does.
    """

    def __init__(self, address: str | Remote) -> None:
        from citykg.graph.remote import Remote

        self._remote = address if isinstance(address, Remote) else Remote(address)

    def answer(self, text: str) -> Answer:
        """The answer to a query that has been checked."""
        check_syntax(text)
        if query_form(text) in {"CONSTRUCT", "DESCRIBE"}:
            return canonical(sorted_triples(self._remote.triples(text)))
        return canonical(from_remote(self._remote.results(text)))
