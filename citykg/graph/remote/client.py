"""Asking a remote SPARQL endpoint, or for a file: SPARQLWrapper, with manners and limits.

SPARQLWrapper builds the request (https://www.w3.org/TR/sparql11-protocol/); what it leaves open is
settled by `citykg.graph.remote.transport`.  With a cache (`citykg.graph.cache`), what was answered
once is not asked again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlsplit
from urllib.request import Request

from citykg.errors import DataError
from citykg.graph.remote.address import check_address, check_private
from citykg.graph.remote.transport import AGENT, Transport, Wanted, tame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from pyoxigraph import Triple

    from citykg.graph.cache import Cache
    from citykg.graph.remote.credentials import Credentials
    from citykg.graph.store import Term

    Row: TypeAlias = tuple[Term | None, ...]

_Read = TypeVar("_Read")

_LONGEST_GET: Final = 1_500
"""A longer query is sent by POST: servers and proxies cut long addresses."""
_RESULTS: Final = frozenset({"application/sparql-results+json", "application/json"})
_TURTLE: Final = frozenset({"text/turtle", "application/turtle", "application/x-turtle"})


class Solutions(NamedTuple):
    """The rows of a SELECT, each with a term or None for each variable."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


_OF_ENDPOINTS: Final = (
    "SPARQL results: is this the address of the endpoint itself?",
    "select less, or add a LIMIT",
    "if that is the endpoint, give its address",
)
_OF_FILES: Final = (
    "a file: is this the address of the file itself?",
    "that is no file of this kind",
    "if that is where the file is, give its address",
)


@dataclass(frozen=True, slots=True)
class Remote:
    """An endpoint at an http(s) address; `timeout_seconds` is for a question, waits included.

    With a `cache`, `ask` says when the network is asked: for what is not in it, always (and the
    new answer is kept), or never, so that work is replayed without a network.
    """

    address: str
    agent: str = AGENT
    timeout_seconds: float = 60.0
    max_bytes: int = 64 * 1024 * 1024
    cache: Cache | None = None
    ask: Literal["new", "always", "never"] = "new"
    credentials: Credentials | None = None
    insecure: bool = False
    """Whether credentials may cross a network in the clear."""

    def __post_init__(self) -> None:
        """Raise a UsageError where the address is none, or credentials would be seen."""
        check_address(self.address)
        check_private(self.address, self.credentials, insecure=self.insecure)

    def results(self, query: str) -> Solutions | bool:
        """The results of a SELECT or ASK; raises DataError where the endpoint does not answer."""
        return self._answer(query, "json", _results)

    def triples(self, query: str) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; raises DataError as `results` does."""
        return self._answer(query, "turtle", _triples)

    def document(self, types: Iterable[str]) -> bytes:
        """The file at the address, of one of these media types; raises DataError as `results` does.

        It is not kept in the cache: whoever asks for a file keeps what it is about.
        """
        types = tuple(types)
        headers = {"User-Agent": self.agent, "Accept": ", ".join(types)}
        # The address was looked at when the client was made.
        request = Request(self.address, headers=headers)  # noqa: S310
        return self._sent(request, Wanted(frozenset(types), *_OF_FILES))

    def _answer(self, query: str, answer_format: str, read: Callable[[bytes], _Read]) -> _Read:
        """The answer, from the cache or from the endpoint; only what can be read is kept."""
        # Another user may be told other things, so it is part of the question.
        question = f"{self.address}\n{self._who}\n{answer_format}\n{query}"
        if self.cache and self.ask != "always":
            kept = self.cache.get(question)
            with suppress(SyntaxError, ValueError):
                if kept is not None:
                    return read(kept)
        if self.ask == "never":
            raise DataError(
                f"{self.address} is not asked, and what it answered to this question is not kept:"
                " ask it once online."
            )
        body = self._ask(query, answer_format)
        try:
            found = read(body)
        except (SyntaxError, ValueError) as error:
            what = (
                "results that are not JSON"
                if answer_format == "json"
                else "triples that are not Turtle"
            )
            raise DataError(f"{self.address} sent {what}: {tame(str(error))}.") from error
        if self.cache:
            self.cache.put(question, body)
        return found

    @property
    def _who(self) -> str:
        """What tells one user from another, and gives no secret away."""
        if not self.credentials:
            return ""
        return self.credentials.user or sha256(self.credentials.header.encode()).hexdigest()

    def _ask(self, query: str, answer_format: str) -> bytes:
        """The body of the answer to a query."""
        types = _RESULTS if answer_format == "json" else _TURTLE
        return self._sent(self._request(query, answer_format), Wanted(types, *_OF_ENDPOINTS))

    def _sent(self, request: Request, wanted: Wanted) -> bytes:
        """The body of what a request gives; only this server is told who asks."""
        if self.credentials:
            request.add_unredirected_header("Authorization", self.credentials.header)
        way = Transport(self.address, self.timeout_seconds, self.max_bytes, self.credentials)
        return way.body(request, wanted)

    def _request(self, query: str, answer_format: str) -> Request:
        """The request as SPARQLWrapper words it."""
        from SPARQLWrapper import GET, JSON, POST, TURTLE, URLENCODED, SPARQLWrapper

        parts = urlsplit(self.address)
        is_rows = answer_format == "json"
        wrapper = SPARQLWrapper(
            parts._replace(query="", fragment="").geturl(),
            returnFormat=JSON if is_rows else TURTLE,
            agent=self.agent,
        )
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            wrapper.addParameter(name, value)
        # Content negotiation is the standard; the extra parameters are habits of single servers.
        wrapper.setOnlyConneg(True)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setMethod(GET if len(query) <= _LONGEST_GET else POST)
        wrapper.setQuery(query)
        # SPARQLWrapper guesses the form by a pattern, and falls back to SELECT.
        wrapper.queryType = "SELECT" if is_rows else "CONSTRUCT"
        request: Request = wrapper._createRequest()  # noqa: SLF001  # query() would open it itself
        return request


def _results(body: bytes) -> Solutions | bool:
    """The results of a SELECT or ASK; raises SyntaxError wherever the body is wrong."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

    parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        return bool(parsed)
    variables = tuple(variable.value for variable in parsed.variables)
    try:
        # The rows are parsed as they are read, so a fault shows only here.
        return Solutions(variables, tuple(map(tuple, parsed)))
    finally:
        # The parser must end in this thread: no frame of an error may hold it on.
        del parsed


def _triples(body: bytes) -> list[Triple]:
    """The triples of a Turtle document; raises SyntaxError where it is none."""
    from pyoxigraph import RdfFormat, parse

    return [quad.triple for quad in parse(body, format=RdfFormat.TURTLE)]
