"""The addresses of the server, each with what answers it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.routing import Route

from citykg.server.media import GRAPHS, TURTLE, content_type, preferred
from citykg.server.requests import RefusedError, header, query_of, takes_gzip
from citykg.server.responses import SEALED, SHARED, Answer, refused
from citykg.server.tasks import Description

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from citykg.server.site import Site

    Handler = Callable[[Site, Request], Awaitable[Response]]

_READS: Final = ("GET", "HEAD")
_ASKS: Final = (*_READS, "POST", "OPTIONS")


def application(site: Site) -> Starlette:
    """The server of a site, as an ASGI application."""
    routes = [
        _route(site, "/sparql", sparql, _ASKS),
        _route(site, "/.well-known/void", description),
        _route(site, "/.well-known/sparql-examples", examples),
        _route(site, "/health", health),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={
            RefusedError: _refused,
            HTTPException: _wrong_address,
            Exception: _failed,
        },
    )
    # It would lead to the host that the request names, which is not ours behind another server.
    app.router.redirect_slashes = False
    return app


def _route(site: Site, path: str, handler: Handler, methods: tuple[str, ...] = _READS) -> Route:
    return Route(path, partial(handler, site), methods=methods)


async def sparql(site: Site, request: Request) -> Response:
    """Answer a query, or say what can be asked here."""
    if request.method == "OPTIONS":
        return Answer(b"", 204, {**SEALED, **SHARED, **_preflight()})
    task = await query_of(request, site.limits)
    if task is None:
        return await description(site, request)
    return await site.answer(request, task)


async def description(site: Site, request: Request) -> Response:
    """Describe the service and its data."""
    kind = preferred(tuple(GRAPHS), header(request, "accept"))
    if not kind:
        raise RefusedError(406, f"The description comes in one of: {', '.join(GRAPHS)}.")
    endpoint = f"{site.origin(request)}/sparql"
    task = Description(endpoint=endpoint, kind=kind, gzip=takes_gzip(request))
    return await site.answer(request, task)


async def examples(site: Site, request: Request) -> Response:
    """Describe the saved queries, with their texts."""
    from citykg.queries import catalogue
    from citykg.queries.described import as_turtle

    if not preferred((TURTLE,), header(request, "accept")):
        raise RefusedError(406, f"The saved queries are described in {TURTLE}.")
    body = as_turtle(catalogue(), target=f"{site.origin(request)}/sparql").encode()
    headers = {"Content-Type": content_type(TURTLE), "Vary": "Accept", **SEALED, **SHARED}
    return Answer(body, 200, headers, site.held)


async def health(site: Site, _: Request) -> Response:
    """Say whether all is well: 503 where no worker can be started."""
    failure = site.pool.failure
    state = {"status": "failing" if failure else "ok", **site.pool.state()}
    if failure:
        state["failure"] = failure
    headers = {"Cache-Control": "no-store", **SEALED, **SHARED}
    return JSONResponse(state, 503 if failure else 200, headers)


def _preflight() -> dict[str, str]:
    return {
        "Allow": ", ".join(_ASKS),
        "Access-Control-Allow-Methods": ", ".join(_ASKS),
        "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - it is registered for no other
    return refused(error)


async def _wrong_address(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if error.status_code == 405:
        sentence = f"{request.method} does nothing here."
    elif error.status_code == 404:
        sentence = "There is nothing at this address."
    else:
        sentence = str(error.detail)
    return refused(RefusedError(error.status_code, sentence, dict(error.headers or {})))


async def _failed(*_: object) -> Response:
    return refused(RefusedError(500, "The server failed over this: its log says more."))
