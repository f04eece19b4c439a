"""The one client of remote SPARQL endpoints, and of files: SPARQLWrapper, with manners and limits.

SPARQLWrapper builds the request (https://www.w3.org/TR/sparql11-protocol/); what it leaves open is
settled here: an agent with a contact, one deadline for everything, a size cap, no credentials sent
elsewhere by a redirect, waiting when the endpoint says so, and a sentence for each way to fail.
With a cache (`citykg.graph.cache`), what was answered once is not asked again.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException, IncompleteRead
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, NoReturn, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from citykg import __version__
from citykg.errors import CitykgError, DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from http.client import HTTPMessage, HTTPResponse
    from typing import IO, TypeAlias

    from pyoxigraph import Triple

    from citykg.graph.cache import Cache
    from citykg.graph.store import Term

    Row: TypeAlias = tuple[Term | None, ...]

_Read = TypeVar("_Read")

CONTACT: Final = "https://w3id.org/citykg"
AGENT: Final = f"citykg/{__version__} ({CONTACT})"

_LONGEST_GET: Final = 1_500
"""A longer query is sent by POST: servers and proxies cut long addresses."""
_TRIES: Final = 3
_BUSY: Final = frozenset({429, 503})
_RESULTS: Final = frozenset({"application/sparql-results+json", "application/json"})
_TURTLE: Final = frozenset({"text/turtle", "application/turtle", "application/x-turtle"})
_ERROR_BYTES: Final = 2_000
_MOST_SHOWN: Final = 200


class Solutions(NamedTuple):
    """The rows of a SELECT, each with a term or None for each variable."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


class _Kind(NamedTuple):
    """What may come back, and what to say where something else does."""

    types: frozenset[str]
    is_what: str
    shorter: str
    is_here: str


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
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    cache: Cache | None = None
    ask: Literal["new", "always", "never"] = "new"

    def __post_init__(self) -> None:
        """Raise a UsageError where the address is none of an endpoint."""
        try:
            parts = urlsplit(self.address)
            good = parts.scheme in {"http", "https"} and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            good = False
        if not good or not self.address.isascii() or any(one.isspace() for one in self.address):
            raise UsageError(f"{self.address!a} is not the http(s) address of a SPARQL endpoint.")
        if parts.username or parts.password:
            raise UsageError(
                "The endpoint's address holds a user name, which would show in messages:"
                " leave it out of the address."
            )

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
        return self._in_time(request, _Kind(frozenset(types), *_OF_FILES))

    def _answer(self, query: str, answer_format: str, read: Callable[[bytes], _Read]) -> _Read:
        """The answer, from the cache or from the endpoint; only what can be read is kept."""
        # Another user may be told other things, so it is part of the question.
        question = "\n".join((self.address, self.user or "", answer_format, query))
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
            raise DataError(f"{self.address} sent {what}: {_tame(str(error))}.") from error
        if self.cache:
            self.cache.put(question, body)
        return found

    def _ask(self, query: str, answer_format: str) -> bytes:
        """The body of the answer to a query."""
        types = _RESULTS if answer_format == "json" else _TURTLE
        return self._in_time(self._request(query, answer_format), _Kind(types, *_OF_ENDPOINTS))

    def _in_time(self, request: Request, kind: _Kind) -> bytes:
        """The body of what a request gives, within the deadline."""
        deadline = time.monotonic() + self.timeout_seconds
        box: list[bytes | Exception] = []

        def work() -> None:
            try:
                box.append(self._exchange(request, kind, deadline))
            except Exception as error:  # noqa: BLE001  # carried to the caller, raised there
                box.append(error)

        # A server that sends a byte now and then outlives any time-out of a socket, so the
        # exchange has a thread of its own, which is left behind at the deadline.
        thread = threading.Thread(target=work, daemon=True, name="citykg-remote")
        thread.start()
        thread.join(self.timeout_seconds)
        if not box:
            raise self._too_slow()
        outcome = box[0]
        if isinstance(outcome, bytes):
            return outcome
        if isinstance(outcome, CitykgError):
            raise outcome
        if isinstance(outcome, TimeoutError):
            raise self._too_slow() from outcome
        if isinstance(outcome, IncompleteRead):
            raise DataError(f"{self.address} broke off in its answer: ask again.") from outcome
        if isinstance(outcome, URLError | HTTPException | OSError | ValueError):
            reason = getattr(outcome, "reason", outcome)
            if isinstance(reason, TimeoutError):
                raise self._too_slow() from outcome
            raise DataError(f"{self.address} cannot be reached: {_tame(str(reason))}.") from outcome
        raise outcome

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
        if self.user and self.password:
            wrapper.setCredentials(self.user, self.password)
        # Content negotiation is the standard; the extra parameters are habits of single servers.
        wrapper.setOnlyConneg(True)
        wrapper.setRequestMethod(URLENCODED)
        wrapper.setMethod(GET if len(query) <= _LONGEST_GET else POST)
        wrapper.setQuery(query)
        # SPARQLWrapper guesses the form by a pattern, and falls back to SELECT.
        wrapper.queryType = "SELECT" if is_rows else "CONSTRUCT"
        request: Request = wrapper._createRequest()  # noqa: SLF001  # query() would open it itself
        return request

    def _exchange(self, request: Request, kind: _Kind, deadline: float) -> bytes:
        opener = build_opener(_SameOrigin(self.address, kind.is_here))
        for attempt in range(1, _TRIES + 1):
            try:
                left = max(deadline - time.monotonic(), 0.001)
                with opener.open(request, timeout=left) as response:
                    return self._body(response, kind, deadline)
            except HTTPError as error:
                with error:
                    pause = _pause(error) if error.code in _BUSY else None
                    if pause is None or attempt == _TRIES:
                        self._refused(error)
                if time.monotonic() + pause >= deadline:
                    raise DataError(
                        f"{self.address} is busy and asks to wait {pause:.0f} seconds, longer than"
                        f" the time-out of {self.timeout_seconds:g}: try again later."
                    ) from error
                time.sleep(pause)
        raise AssertionError  # the last attempt returns or raises

    def _body(self, response: HTTPResponse, kind: _Kind, deadline: float) -> bytes:
        content_type = response.headers.get_content_type()
        if content_type not in kind.types:
            came = "a web page" if "html" in content_type else content_type
            raise DataError(f"{self.address} answered with {came} instead of {kind.is_what}")
        chunks = bytearray()
        while chunk := response.read1(65_536):
            chunks += chunk
            if len(chunks) > self.max_bytes:
                raise DataError(
                    f"{self.address} sent more than {self.max_bytes:,} bytes: {kind.shorter}."
                )
            if time.monotonic() > deadline:
                raise self._too_slow()
        if response.length:
            # The connection ended before the bytes that were announced; nothing else says so.
            raise DataError(
                f"{self.address} broke off after {len(chunks):,} of"
                f" {len(chunks) + response.length:,} bytes: ask again."
            )
        return bytes(chunks)

    def _refused(self, error: HTTPError) -> NoReturn:
        body = error.read(_ERROR_BYTES).decode("utf-8", "replace")
        said = "" if "html" in error.headers.get_content_type() else _tame(body)
        why = f": {said}" if said else ""
        what = f"{error.code} {_tame(error.reason)}"
        raise DataError(f"{self.address} answered {what}{why}.") from error

    def _too_slow(self) -> DataError:
        return DataError(
            f"{self.address} did not finish within {self.timeout_seconds:g} seconds:"
            " ask for less, or give it more time."
        )


class _SameOrigin(HTTPRedirectHandler):
    """Follows a redirect only to the origin that was asked, where credentials may go."""

    max_redirections = 3

    def __init__(self, address: str, is_here: str) -> None:
        self._address = address
        self._is_here = is_here

    def redirect_request(  # noqa: PLR0913  # the signature of urllib
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """The request to follow; raises DataError where it leads elsewhere."""
        if _origin(newurl) != _origin(self._address):
            raise DataError(
                f"{self._address} redirects to {newurl!a}, another server: {self._is_here}."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


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


def _tame(words: str) -> str:
    """The words of a stranger, on one short line that no terminal obeys."""
    line = " ".join(words.split())[:_MOST_SHOWN]
    return "".join(one if one.isprintable() else "\ufffd" for one in line)


def _origin(address: str) -> tuple[Any, ...]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _pause(error: HTTPError) -> float:
    """How many seconds the endpoint asks to wait (RFC 9110, section 10.2.3); 1 if it is silent."""
    stated = error.headers.get("Retry-After", "").strip()
    if stated.isdecimal() and stated.isascii():
        return min(float(stated[:9]), 1e6)
    try:
        return max(parsedate_to_datetime(stated).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return 1.0
