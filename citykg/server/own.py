"""The queries that are the server's own, each a file."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store


def solutions(store: Store, name: str, **given: str) -> QuerySolutions:
    """What a store answers to one of them; `given` are the words that variables of it stand for."""
    from pyoxigraph import Literal

    from citykg.queries.runner import checked

    text = (files("citykg.server") / "queries" / f"{name}.rq").read_text("utf-8")
    bound = checked(text, {variable: Literal(words) for variable, words in given.items()})
    return cast("QuerySolutions", store.query(bound.text))
