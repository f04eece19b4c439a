"""Reads requests of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import asyncio
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from citykg.queries.tokens import MAX_CHARACTERS
from citykg.server.media import GRAPHS, ROWS, preferred
from citykg.server.tasks import Query

if TYPE_CHECKING:
    from starlette.requests import Request

    from citykg.server.limits import Limits

_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ETAG: Final = re.compile(r'(?:W/)?("[^"]*")')
_MAX_FIELDS: Final = 100
_OURS: Final = frozenset({"query", "update", "default-graph-uri", "named-graph-uri"})
_UPDATES: Final = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})


class RefusedError(Exception):
    """A request that is not answered: the status, one sentence, and headers that go with it."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers or {}


Fields = list[tuple[str, str]]


async def query_of(request: Request, limits: Limits) -> Query | None:
    """The query that a request asks; None for a GET without one, which asks what is here.

    Raises RefusedError where the protocol is not kept.
    """
    fields = fields_of(request.scope["query_string"])
    if request.method == "POST":
        fields = await _posted(request, fields, limits)
    elif not any(name in _OURS for name, _ in fields):
        return None
    if any(name in _UPDATES for name, _ in fields):
        raise RefusedError(400, "This endpoint only reads: it takes no update.")
    texts = [value for name, value in fields if name == "query"]
    if len(texts) != 1:
        what = "There is no query" if not texts else "There are several queries"
        raise RefusedError(400, f"{what}: give one, as the parameter 'query'.")
    if not texts[0].strip():
        raise RefusedError(400, "The query is empty.")
    if len(texts[0]) > MAX_CHARACTERS:
        raise RefusedError(
            413,
            f"The query is {len(texts[0]):,} characters long; the limit is {MAX_CHARACTERS:,}:"
            " split it, or select less.",
        )
    accept = header(request, "accept")
    return Query(
        text=texts[0],
        rows=preferred(tuple(ROWS), accept),
        graph=preferred(tuple(GRAPHS), accept),
        default_graphs=tuple(value for name, value in fields if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in fields if name == "named-graph-uri"),
        gzip=takes_gzip(request),
    )


def fields_of(encoded: bytes) -> Fields:
    """The fields of a query string or form, in their order; raises RefusedError."""
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MAX_FIELDS,
        )
    except UnicodeDecodeError:
        raise RefusedError(400, "The parameters are not UTF-8, percent-encoded.") from None
    except ValueError:
        raise RefusedError(400, f"There are more than {_MAX_FIELDS} parameters.") from None


def takes_gzip(request: Request) -> bool:
    """Whether the client takes a body compressed by gzip."""
    weights: dict[str, str] = {}
    for one in header(request, "accept-encoding").lower().split(","):
        coding, _, weight = one.partition(";")
        weights[coding.strip()] = weight.replace(" ", "")
    for coding in ("gzip", "x-gzip", "*"):
        if coding in weights:
            return weights[coding] not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def has_already(request: Request, etag: str) -> bool:
    """Whether the client has what goes by this entity tag (RFC 9110, section 13.1.2)."""
    named = header(request, "if-none-match")
    return named.strip() == "*" or etag in _ETAG.findall(named)


def header(request: Request, name: str) -> str:
    """A header that is a list, however many lines it has; empty where it has none."""
    return ", ".join(request.headers.getlist(name))


async def _posted(request: Request, fields: Fields, limits: Limits) -> Fields:
    kind, charset = _content_type(request)
    if kind == _UPDATE:
        raise RefusedError(HTTPStatus.FORBIDDEN, "This endpoint only reads: it takes no update.")
    if kind not in {_FORM, _DIRECT}:
        raise RefusedError(
            415,
            f"A query is posted as {_DIRECT} or {_FORM}, not as"
            f" {kind[:80] or 'nothing in particular'}.",
        )
    if charset not in {"", "utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, f"A query is in UTF-8, not in {charset[:40]}.")
    body = await _body(request, limits)
    if kind == _FORM:
        return fields + fields_of(body)
    if any(name == "query" for name, _ in fields):
        raise RefusedError(400, "There are two queries: one in the address and one in the body.")
    try:
        return [*fields, ("query", body.decode())]
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"The query is not UTF-8 (byte {error.start}).") from None


def _content_type(request: Request) -> tuple[str, str]:
    """The media type and the charset, each empty where there is none."""
    # The parser of the standard library takes quadratic time, and fails over some.
    kind, *parameters = request.headers.get("content-type", "").lower().split(";")
    charset = ""
    for one in parameters:
        name, _, value = one.partition("=")
        if name.strip() == "charset":
            charset = charset or value.strip().strip('"')
    return kind.strip(), charset


async def _body(request: Request, limits: Limits) -> bytes:
    from starlette.requests import ClientDisconnect

    too_long = RefusedError(413, f"The request is longer than {limits.body_bytes:,} bytes.")
    stated = request.headers.get("content-length", "0")
    if not stated.isdecimal() or int(stated) > limits.body_bytes:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(limits.receive_seconds):
            async for part in request.stream():
                body += part
                if len(body) > limits.body_bytes:
                    raise too_long
    except TimeoutError:
        raise RefusedError(408, "The request did not arrive in time.") from None
    except ClientDisconnect:
        # Told to nobody, but what is not caught fills the log.
        raise RefusedError(400, "The client went away.") from None
    return bytes(body)
