"""Answers that no question changes: the ontology, the graph whole, and what pages need."""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.server.media import HTML, TEXT, TURTLE, preferred
from citykg.server.requests import RefusedError, header, takes_gzip
from citykg.server.responses import SEALED, Answer, data_headers, page_headers
from citykg.server.tasks import Drawing

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from citykg.server.site import Site

_FRAMED_NOWHERE: Final = {"Content-Security-Policy": "frame-ancestors 'none'"}
_WHOLE: Final = {"nq": "application/n-quads", "ttl": TURTLE}
_ONTOLOGY: Final = {
    HTML: "html", TURTLE: "turtle", "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml", "application/n-triples": "ntriples",
}  # fmt: skip


async def ontology(site: Site, request: Request) -> Response:
    """The ontology: its page or its Turtle."""
    kind = preferred(tuple(_ONTOLOGY), header(request, "accept"))
    if not kind:
        raise RefusedError(406, f"The ontology comes in one of: {', '.join(_ONTOLOGY)}.")
    headers = data_headers(kind)
    if kind == HTML:
        # Its own policy is in it, and is stricter.
        headers = page_headers() | _FRAMED_NOWHERE
    return site.fixed(request, _part("core", _ONTOLOGY[kind]), headers | {"Vary": "Accept"})


async def scheme(site: Site, request: Request) -> Response:
    """A part of the ontology, as Turtle: a concept scheme, the shapes, the alignments."""
    name = request.path_params["name"].removesuffix(".ttl")
    return site.fixed(request, _part(name, "turtle"), data_headers(TURTLE))


@lru_cache(maxsize=32)
def _part(name: str, form: str) -> bytes:
    from citykg.reference import page as reference_page
    from citykg.reference.parts import written

    if form == "html":
        return reference_page().encode()
    try:
        return written(name, form)
    except UsageError as error:
        raise RefusedError(404, str(error)) from error


async def graph(site: Site, request: Request) -> ASGIApp:
    """The page of the graph that was written when it was built, or of what is around a thing."""
    # Its own policy is in it, and is stricter.
    headers = page_headers() | _FRAMED_NOWHERE
    if thing := request.query_params.get("thing"):
        task = Drawing(about=thing[:2000], gzip=takes_gzip(request))
        return await site.answer(request, task, vary="", headers=headers)
    return site.file(request, site.pool.version / "index.html", headers)


async def whole(site: Site, request: Request) -> ASGIApp:
    """The whole graph, as a file."""
    ending = request.path_params["ending"]
    if ending not in _WHOLE:
        raise RefusedError(404, f"The whole graph comes as one of: {', '.join(_WHOLE)}.")
    path = site.pool.version / f"graph.{ending}"
    return site.file(request, path, data_headers(_WHOLE[ending]))


async def robots(site: Site, request: Request) -> Response:
    """Where collectors of pages begin, and what they leave alone."""
    rules = "User-agent: *\nDisallow: /sparql\nDisallow: /search\nDisallow: /queries/\n"
    body = f"{rules}Sitemap: {site.origin(request)}/sitemap.xml\n"
    return Answer(body.encode(), 200, {"Content-Type": TEXT, **SEALED})


async def static(site: Site, request: Request) -> Response:
    """A file that pages need."""
    name = request.path_params["name"]
    found = _static(name)
    if found is None:
        raise RefusedError(404, "There is nothing at this address.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"Content-Type": f"{kind}; charset=utf-8", "Cache-Control": "public, max-age=3600"}
    return site.fixed(request, found, {**SEALED, **headers})


@lru_cache(maxsize=32)
def _static(name: str) -> bytes | None:
    folder = files("citykg.server") / "static"
    names = {entry.name for entry in folder.iterdir()}
    return (folder / name).read_bytes() if name in names else None
