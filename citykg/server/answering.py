"""Answers one task after another from an open store: the inside of a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec.structs import replace

from citykg.errors import CitykgError, UsageError
from citykg.server.addresses import links
from citykg.server.answers import UnansweredError, given_results, results_of, said, written
from citykg.server.common import NOWHERE
from citykg.server.media import ENDINGS, GRAPHS
from citykg.server.tasks import (
    Data,
    Description,
    Drawing,
    Given,
    Page,
    Query,
    Reply,
    Saved,
    Sitemap,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.server.served import Served
    from citykg.server.tasks import AnyTask


def reply(served: Served, task: AnyTask) -> Reply:
    """The reply to a task; what is wrong with a query is a reply too."""
    try:
        return _DOERS[type(task)](served, task)
    except UnansweredError as error:
        return said(error.status, str(error))
    except UsageError as error:
        return said(400, str(error))
    except CitykgError as error:
        return said(500, str(error))
    except RecursionError:
        return said(400, "The query nests too deeply: make it flatter.")


# What a task does not need is not loaded for it.


def _query(served: Served, task: Query) -> Reply:
    from citykg.queries.runner import checked
    from citykg.queries.text import Edited

    text = Edited(task.text) if task.is_ours else checked(task.text)
    return written(served, results_of(served, text, task), task)


def _saved(served: Served, task: Saved) -> Reply:
    from citykg.server.saved import prepared

    return written(served, results_of(served, prepared(served, task.name, task.params)), task)


def _given(served: Served, task: Given) -> Reply:
    return written(served, given_results(task.answer), task)


def _data(served: Served, task: Data) -> Reply:
    for iri, kind in task.readings:
        if not served.knows(iri):
            continue
        if not kind:
            raise UnansweredError(406, f"A thing is described in one of: {', '.join(GRAPHS)}.")
        asked = Saved(name="describe", params={"thing": iri}, graph=kind)
        return replace(_saved(served, asked), link=links(iri, served.base))
    endings = ", ".join(ending for ending, kind in ENDINGS.items() if kind in GRAPHS)
    raise UnansweredError(
        404, f"The graph says nothing of that. The address of data ends in one of: {endings}."
    )


def _description(served: Served, task: Description) -> Reply:
    from citykg.server.description import describe

    body = describe(served.store, f"{NOWHERE}/sparql", served.base, task.kind)
    return Reply(200, task.kind, body)


def _page(served: Served, task: Page) -> Reply:
    from citykg.server.pages import page

    return page(served, task)


def _drawing(served: Served, task: Drawing) -> Reply:
    from citykg.server.drawing import drawn

    return drawn(served, task)


def _sitemap(served: Served, task: Sitemap) -> Reply:
    from citykg.server.sitemap import sitemap

    return sitemap(served, task)


_DOERS: Final[dict[type, Callable[[Served, Any], Reply]]] = {
    Query: _query,
    Saved: _saved,
    Given: _given,
    Data: _data,
    Description: _description,
    Page: _page,
    Drawing: _drawing,
    Sitemap: _sitemap,
}
