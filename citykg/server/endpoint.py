"""Answers what programs ask: the SPARQL protocol, descriptions, and whether all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

from citykg.server.media import GRAPHS, HTML, ROWS, TURTLE, preferred
from citykg.server.requests import RefusedError, header, query_of
from citykg.server.responses import SEALED, SHARED, Answer, data_headers
from citykg.server.tasks import Description, Page

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from citykg.server.site import Site

_ASKS: Final = "GET, HEAD, POST, OPTIONS"
_PREFLIGHT: Final = {
    "Allow": _ASKS,
    "Access-Control-Allow-Methods": _ASKS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}


async def sparql(site: Site, request: Request) -> Response:
    """Answer a query, or say what can be asked here: to people, by a page to ask on."""
    if request.method == "OPTIONS":
        return Answer(b"", 204, {**SEALED, **SHARED, **_PREFLIGHT})
    accept = header(request, "accept")
    if request.method != "POST" and preferred((*ROWS, *GRAPHS, HTML), accept) == HTML:
        given = {"query": request.query_params.get("query", "")}
        return await site.page(request, Page(name="editor", given=given), has_scripts=True)
    task = await query_of(request, site.limits)
    if task is None:
        return await description(site, request)
    return await site.answer(request, task)


async def description(site: Site, request: Request) -> Response:
    """Describe the service and its data."""
    kind = preferred(tuple(GRAPHS), header(request, "accept"))
    if not kind:
        raise RefusedError(406, f"The description comes in one of: {', '.join(GRAPHS)}.")
    return await site.answer(request, Description(kind=kind), is_common=True)


async def examples(site: Site, request: Request) -> Response:
    """Describe the saved queries, with their texts."""
    from citykg.queries.described import as_turtle

    if not preferred((TURTLE,), header(request, "accept")):
        raise RefusedError(406, f"The saved queries are described in {TURTLE}.")
    body = site.written(
        request, "examples", lambda at, every: as_turtle(every, target=f"{at}/sparql").encode()
    )
    return site.fixed(request, body, {**data_headers(TURTLE), "Vary": "Accept"})


async def health(site: Site, _: Request) -> Response:
    """Say whether all is well: 503 where no worker can be started."""
    failure = site.pool.failure
    state = {"status": "failing" if failure else "ok", **site.pool.state()}
    if failure:
        state["failure"] = failure
    headers = {"Cache-Control": "no-store", **SEALED, **SHARED}
    return JSONResponse(state, 503 if failure else 200, headers)
