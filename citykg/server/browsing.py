"""Answers what people ask: pages of things and of questions, and the data behind each."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from citykg.errors import UsageError
from citykg.queries.shorten import long_iri
from citykg.server.addresses import DATA, PAGE, iri_of, place
from citykg.server.media import ENDINGS, GRAPHS, HTML, JSON, TURTLE, preferred
from citykg.server.requests import RefusedError, fields_of, header, takes_gzip
from citykg.server.responses import SEALED, SHARED, Answer, data_headers
from citykg.server.tasks import Data, Given, Page, Saved, Sitemap

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from citykg.server.site import Site


async def home(site: Site, request: Request) -> Response:
    """The first page."""
    return await site.page(request, Page(name="home"), is_common=True)


async def search(site: Site, request: Request) -> Response:
    """What is called so."""
    given = {"q": request.query_params.get("q", "")[:200]}
    return await site.page(request, Page(name="search", given=given))


async def questions(site: Site, request: Request) -> Response:
    """All saved queries."""
    return await site.page(request, Page(name="queries"))


async def question(site: Site, request: Request) -> Response:
    """A saved query: its page and form, or its answer where the address ends in a format."""
    name, _, ending = request.path_params["name"].partition(".")
    params = _params(request)
    answer = await site.federated(name, params)
    if not ending:
        task = Page(name="query", about=name, given=params, answer=answer)
        return await site.page(request, task)
    kind = ENDINGS.get(ending)
    if kind is None:
        raise RefusedError(404, f"There is no format {ending[:20]}: {', '.join(ENDINGS)}.")
    graph, rows = (kind, "") if kind in GRAPHS else ("", kind)
    if answer:
        told = Given(answer=answer, rows=rows, gzip=takes_gzip(request))
        return await site.answer(request, told, vary="")
    asked = Saved(name=name, params=params, rows=rows, graph=graph, gzip=takes_gzip(request))
    return await site.answer(request, asked, vary="")


def _params(request: Request) -> dict[str, str]:
    params: dict[str, str] = {}
    for name, value in fields_of(request.scope["query_string"]):
        if name in params:
            raise RefusedError(400, f"The parameter {name[:40]!a} is given twice.")
        params[name] = value
    return params


async def openapi(site: Site, request: Request) -> Response:
    """Describe the questions to programs."""
    from citykg.server.openapi import description

    body = site.written(request, "openapi", description)
    return site.fixed(request, body, data_headers(JSON))


async def thing(site: Site, request: Request) -> Response:
    """Lead from a thing, which no network can bring, to its page or its data."""
    return _led(site, request, request.path_params["name"])


async def elsewhere(site: Site, request: Request) -> Response:
    """Do the same where things stand by their own names, which need not begin with `/id/`."""
    path, under = request.scope["path"], unquote(urlsplit(site.base).path)
    if len(under) < 2 or not path.startswith(under):
        raise RefusedError(404, "There is nothing at this address.")
    return _led(site, request, path.removeprefix(under))


def _led(site: Site, request: Request, name: str) -> Response:
    iri = long_iri(name, site.base)
    if not iri:
        raise RefusedError(404, "There is nothing of this name.")
    kind = preferred((HTML, *GRAPHS), header(request, "accept") or TURTLE)
    if not kind:
        raise RefusedError(406, f"A thing is described in one of: {HTML}, {', '.join(GRAPHS)}.")
    about = place(DATA, iri, site.base)
    where = place(PAGE, iri, site.base) if kind == HTML else about
    headers = {"Location": where, "Vary": "Accept", "Link": f'<{about}>; rel="describedby"'}
    return Answer(b"", 303, {**SEALED, **SHARED, **headers, "Cache-Control": "no-cache"})


async def page(site: Site, request: Request) -> Response:
    """A thing, for people."""
    name = request.path_params["name"]
    about = place(DATA, _named(site, name), site.base)
    links = [f'<{about}>; rel="alternate"; type="{kind}"' for kind in GRAPHS]
    task = Page(name="thing", about=name)
    return await site.page(request, task, headers={"Link": ", ".join(links)})


async def data(site: Site, request: Request) -> Response:
    """A thing, as RDF: what the saved query `describe` says."""
    name = request.path_params["name"]
    # A name may itself end like a format: only the graph tells.
    meant = [(name, preferred(tuple(GRAPHS), header(request, "accept")))]
    stem, _, ending = name.rpartition(".")
    if ENDINGS.get(ending) in GRAPHS:
        meant.append((stem, ENDINGS[ending]))
    readings = []
    for one, kind in meant:
        with suppress(UsageError):
            readings.append((iri_of(one, site.base), kind))
    return await site.answer(request, Data(readings=tuple(readings), gzip=takes_gzip(request)))


def _named(site: Site, name: str) -> str:
    try:
        return iri_of(name, site.base)
    except UsageError as error:
        raise RefusedError(404, f"There is nothing of this name: {error}") from error


async def sitemap(site: Site, request: Request) -> Response:
    """The addresses of all pages."""
    task = Sitemap(part=request.path_params.get("part", 0))
    return await site.answer(request, task, vary="", is_common=True)
