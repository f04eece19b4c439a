"""Saved queries that ask other endpoints: who runs the server says which, and nobody else may.

They are asked here, not in a worker, which has no way to a network; by the client that keeps to a
deadline and a size, and remembers answers.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Thread
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
    from collections.abc import Mapping
    from pathlib import Path

    from citykg.graph.remote import Remote
    from citykg.queries import SavedQuery
    from citykg.queries.answer import Answer, Term
    from citykg.server.limits import Settings
    from citykg.server.pool import Pool
    from citykg.server.tasks import Reply

_AT_A_TIME: Final = 2
_JSON: Final = "application/sparql-results+json"


class Federating:
    """Asks endpoints that are allowed, for saved queries, and the pool for what is our own."""

    def __init__(self, pool: Pool, folder: Path, settings: Settings) -> None:
        self._pool = pool
        self._services = frozenset(settings.services)
        self._limits = settings.limits
        self._cache = Cache(folder / ANSWERS / "cache")
        self._running = 0
        self._waiting: set[asyncio.Future[Reply]] = set()

    async def reply(self, query: SavedQuery, params: dict[str, str]) -> Reply:
        """The answer as a reply in the JSON of SPARQL, or a sentence.

        Raises UsageError where parameters are wrong, RefusedError where it cannot be had now.
        """
        terms = terms_of(query.parameters, params, base=self._pool.base)
        text = checked(query.text, terms, may_ask_others=True).text
        if self._running >= _AT_A_TIME:
            raise _busy()
        loop = asyncio.get_running_loop()
        asking: asyncio.Future[Reply] = loop.create_future()

        def answered(reply: Reply) -> None:
            self._running -= 1
            if not asking.done():
                asking.set_result(reply)

        def ask() -> None:
            reply = self._answered(text, terms, loop)
            with suppress(RuntimeError):  # the server has stopped meanwhile
                loop.call_soon_threadsafe(answered, reply)

        # It cannot be stopped, and counts until it has come to its own end; nothing waits for it
        # when the server ends.
        self._running += 1
        Thread(target=ask, daemon=True).start()
        self._waiting.add(asking)
        try:
            async with asyncio.timeout(self._limits.service_seconds):
                return await asking
        except TimeoutError:
            raise RefusedError(
                503, f"The other endpoint took longer than {self._limits.service_seconds:g} s."
            ) from None
        finally:
            self._waiting.discard(asking)

    def give_up(self) -> None:
        """Tell those who wait to come back: the server ends."""
        for asking in self._waiting:
            if not asking.done():
                asking.set_exception(_busy())

    def _answered(
        self, text: str, terms: Mapping[str, Term], loop: asyncio.AbstractEventLoop
    ) -> Reply:
        from io import StringIO

        from citykg.queries.formats import write_answer
        from citykg.server.tasks import Reply

        own = _Own(self._pool, loop, self._limits.service_seconds)
        try:
            answer = answer_federated(text, own, self._remote, terms)
        except UsageError as error:
            return said(400, str(error))
        except CitykgError as error:
            return said(502, str(error))
        except Exception as error:  # noqa: BLE001 - or the place of this thread is lost for good
            return said(500, f"The server failed over this ({type(error).__name__}).")
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
        return Remote(
            address,
            timeout_seconds=self._limits.service_seconds,
            max_bytes=self._limits.answer_bytes,
            cache=self._cache,
            ask="new",
        )


def _busy() -> RefusedError:
    sentence = "Other endpoints are being asked already: try again in a moment."
    return RefusedError(503, sentence, {"Retry-After": "5"})


class _Own:
    """The graph of the server, for a thread that asks it."""

    def __init__(self, pool: Pool, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._pool = pool
        self._loop = loop
        self._seconds = seconds

    def answer(self, text: str) -> Answer:
        """The answer of a worker; raises DataError where there is none."""
        from pyoxigraph import QueryResultsFormat, parse_query_results

        from citykg.queries.answer import from_oxigraph

        task = Query(text=text, rows=_JSON, is_ours=True)
        asking = asyncio.run_coroutine_threadsafe(self._pool.ask(task, ""), self._loop)
        try:
            reply = asking.result(self._seconds)
        except (BusyError, TooLongError, BrokeDownError, TimeoutError) as error:
            raise DataError("The server was too busy for its own part of the query.") from error
        if reply.status != 200 or reply.cut_at >= 0:
            raise DataError(f"The graph cannot answer its part: {reply.body.decode()[:300]}")
        return from_oxigraph(parse_query_results(reply.body, format=QueryResultsFormat.JSON))
