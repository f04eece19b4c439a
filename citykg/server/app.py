"""The addresses of the server, each with what answers it."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.routing import Route

from citykg.server import browsing, endpoint, fixed
from citykg.server.requests import RefusedError
from citykg.server.responses import refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from citykg.server.site import Site

    Handler = Callable[[Site, Request], Awaitable[ASGIApp]]

_READS: Final = ("GET", "HEAD")
_ROUTES: Final = (
    ("/sparql", endpoint.sparql, (*_READS, "POST", "OPTIONS")),
    ("/.well-known/void", endpoint.description, _READS),
    ("/.well-known/sparql-examples", endpoint.examples, _READS),
    ("/health", endpoint.health, _READS),
    ("/", browsing.home, _READS),
    ("/search", browsing.search, _READS),
    ("/queries", browsing.questions, _READS),
    ("/queries/{name}", browsing.question, _READS),
    ("/openapi.json", browsing.openapi, _READS),
    ("/id/{name:path}", browsing.thing, _READS),
    ("/page/{name:path}", browsing.page, _READS),
    ("/data/{name:path}", browsing.data, _READS),
    ("/ontology", fixed.ontology, _READS),
    ("/ontology/{name}", fixed.scheme, _READS),
    ("/graph", fixed.graph, _READS),
    ("/graph.{ending}", fixed.whole, _READS),
    ("/sitemap.xml", browsing.sitemap, _READS),
    ("/sitemap-{part:part}.xml", browsing.sitemap, _READS),
    ("/robots.txt", fixed.robots, _READS),
    ("/static/{name}", fixed.static, _READS),
    ("/{name:path}", browsing.elsewhere, _READS),
)


class _Part(Convertor[int]):
    """A number of few digits."""

    regex = "[1-9][0-9]{0,5}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("part", _Part())


def application(site: Site) -> Starlette:
    """The server of a site, as an ASGI application."""
    app = Starlette(
        routes=[
            Route(path, partial(handler, site), methods=methods)
            for path, handler, methods in _ROUTES
        ],
        exception_handlers={
            RefusedError: _refused,
            HTTPException: _wrong_address,
            Exception: _failed,
        },
    )
    # It would lead to the host that the request names, which is not ours behind another server.
    app.router.redirect_slashes = False
    return app


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)  # noqa: S101 - it is registered for no other
    return refused(error)


async def _wrong_address(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    sentence = str(error.detail)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        sentence = f"{request.method} does nothing here."
    elif error.status_code == HTTPStatus.NOT_FOUND:
        sentence = "There is nothing at this address."
    return refused(RefusedError(error.status_code, sentence, dict(error.headers or {})))


async def _failed(*_: object) -> Response:
    return refused(RefusedError(500, "The server failed over this: its log says more."))
