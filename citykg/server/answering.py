"""Answers one task after another from an open store: the inside of a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.errors import CitykgError, UsageError
from citykg.server.answers import UnansweredError, given_results, results_of, said, written
from citykg.server.tasks import Description, Given, Page, Query, Reply, Saved

if TYPE_CHECKING:
    from citykg.server.served import Served
    from citykg.server.tasks import AnyTask


def reply(served: Served, task: AnyTask) -> Reply:
    """The reply to a task; what is wrong with a query is a reply too."""
    try:
        return _reply(served, task)
    except UnansweredError as error:
        return said(error.status, str(error))
    except UsageError as error:
        return said(400, str(error))
    except CitykgError as error:
        return said(500, str(error))
    except RecursionError:
        return said(400, "The query nests too deeply: make it flatter.")


def _reply(served: Served, task: AnyTask) -> Reply:
    # What a query does not need is not loaded for it.
    if isinstance(task, Query):
        from citykg.queries.runner import checked
        from citykg.queries.text import Edited

        text = Edited(task.text) if task.is_ours else checked(task.text)
        return written(served, results_of(served, text, task), task)
    if isinstance(task, Given):
        return written(served, given_results(task.answer), task)
    if isinstance(task, Saved):
        from citykg.server.saved import prepared

        return written(served, results_of(served, prepared(served, task.name, task.params)), task)
    if isinstance(task, Page):
        from citykg.server.pages import page

        return page(served, task)
    if isinstance(task, Description):
        from citykg.server.description import describe

        body = describe(served.store, task.endpoint, served.base, task.kind)
        return Reply(200, task.kind, body)
    from citykg.server.sitemap import sitemap

    return sitemap(served, task)
