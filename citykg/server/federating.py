"""Saved queries that ask other endpoints: who runs the server says which, and nobody else may.

They are asked here, not in a worker, which has no way to a network; by the client that keeps to a
deadline and a size, and remembers answers.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from citykg.errors import CitykgError, DataError, UsageError
from citykg.graph.cache import Cache
from citykg.graph.folder import ANSWERS
from citykg.queries.federation import answer_federated
from citykg.queries.parameters import terms_of
from citykg.queries.runner import checked
from citykg.server.answers import said
from citykg.server.pool import BrokeDownError, BusyError, TooLongError
from citykg.server.requests import RefusedError
from citykg.server.tasks import Query

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.graph.remote import Remote
    from citykg.queries import SavedQuery
    from citykg.queries.answer import Answer
    from citykg.server.pool import Pool
    from citykg.server.tasks import Reply

_AT_A_TIME: Final = 2
_SECONDS: Final = 60.0
_JSON: Final = "application/sparql-results+json"


class Federating:
    """Asks endpoints that are allowed, for saved queries, and the pool for what is our own."""

    def __init__(self, pool: Pool, folder: Path, base: str, services: tuple[str, ...]) -> None:
        self._pool = pool
        self._base = base
        self._services = frozenset(services)
        self._cache = Cache(folder / ANSWERS / "cache")
        self._threads = ThreadPoolExecutor(_AT_A_TIME, "citykg-federating")
        self._running = 0

    async def reply(self, query: SavedQuery, params: dict[str, str]) -> Reply:
        """The answer as a reply in the JSON of SPARQL, or a sentence; raises RefusedError."""
        if self._running >= _AT_A_TIME:
            sentence = "Other endpoints are being asked already: try again in a moment."
            raise RefusedError(503, sentence, {"Retry-After": "5"})
        loop = asyncio.get_running_loop()
        self._running += 1
        asking = loop.run_in_executor(self._threads, self._answered, query, params, loop)
        # A thread cannot be stopped: it counts until it has come to its own end.
        asking.add_done_callback(self._done)
        try:
            async with asyncio.timeout(_SECONDS):
                return await asyncio.shield(asking)
        except TimeoutError:
            raise RefusedError(
                503, f"The other endpoint took longer than {_SECONDS:g} s."
            ) from None

    def stop(self) -> None:
        """Take no more questions."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _done(self, asking: asyncio.Future[Reply]) -> None:
        self._running -= 1
        if not asking.cancelled():
            asking.exception()  # it is told to whoever waits, if anybody does

    def _answered(
        self, query: SavedQuery, params: dict[str, str], loop: asyncio.AbstractEventLoop
    ) -> Reply:
        from io import StringIO

        from citykg.queries.formats import write_answer
        from citykg.server.tasks import Reply

        try:
            terms = terms_of(query.parameters, params, base=self._base)
            text = checked(query.text, terms, may_ask_others=True).text
            answer = answer_federated(text, _Own(self._pool, loop), self._remote, terms)
        except UsageError as error:
            return said(400, str(error))
        except CitykgError as error:
            return said(502, str(error))
        out = StringIO()
        write_answer(answer, "json", out)
        return Reply(200, _JSON, out.getvalue().encode())

    def _remote(self, address: str) -> Remote:
        from citykg.graph.remote import Remote

        if address not in self._services:
            raise UsageError(
                f"This server asks no endpoint at {address[:200]!a}:"
                " who runs it says which it asks."
            )
        return Remote(address, cache=self._cache, ask="new")


class _Own:
    """The graph of the server, for a thread that asks it."""

    def __init__(self, pool: Pool, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = pool
        self._loop = loop

    def answer(self, text: str) -> Answer:
        """The answer of a worker; raises DataError where there is none."""
        from pyoxigraph import QueryResultsFormat, parse_query_results

        from citykg.queries.answer import from_oxigraph

        task = Query(text=text, rows=_JSON, is_ours=True)
        asking = asyncio.run_coroutine_threadsafe(self._pool.ask(task, ""), self._loop)
        try:
            reply = asking.result(_SECONDS)
        except (BusyError, TooLongError, BrokeDownError, TimeoutError) as error:
            raise DataError("The server was too busy for its own part of the query.") from error
        if reply.status != 200 or reply.cut_at >= 0:
            raise DataError(f"The graph cannot answer its part: {reply.body.decode()[:300]}")
        return from_oxigraph(parse_query_results(reply.body, format=QueryResultsFormat.JSON))
