"""The queries that are the server's own, each a file."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

    from citykg.queries.parameters import Term


def solutions(store: Store, name: str, **given: Term) -> QuerySolutions:
    """What a store answers to one of them; `given` are the terms that variables of it stand for."""
    from citykg.queries.runner import checked

    text = (files("citykg.server") / "queries" / f"{name}.rq").read_text("utf-8")
    return cast("QuerySolutions", store.query(checked(text, given).text))
