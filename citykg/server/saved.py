"""Saved queries, asked by a form or by an address with their parameters in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from citykg.errors import UsageError
from citykg.queries import saved_names, saved_query
from citykg.queries.parameters import terms_of
from citykg.queries.runner import checked
from citykg.server.answers import UnansweredError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citykg.queries import SavedQuery
    from citykg.queries.parameters import Parameter
    from citykg.queries.text import Edited
    from citykg.server.served import Served


@lru_cache(maxsize=256)
def query_named(name: str) -> SavedQuery:
    """The saved query of that name; raises UnansweredError with the nearest where there is none."""
    if name not in saved_names():
        try:
            saved_query(name)
        except UsageError as error:
            raise UnansweredError(404, str(error)) from error
        raise UnansweredError(404, "This query asks another endpoint, and this server asks none.")
    return saved_query(name)


@lru_cache(maxsize=1)
def queries() -> tuple[SavedQuery, ...]:
    """All saved queries, by name."""
    return tuple(query_named(name) for name in saved_names())


def prepared(served: Served, name: str, params: Mapping[str, str]) -> Edited:
    """The text of a saved query with its parameters bound; raises UsageError where they are wrong.

    A value that is empty is none: a form sends all of its fields.
    """
    query = query_named(name)
    given = {key: value for key, value in params.items() if value}
    if wanted := missing(query, given):
        raise UsageError(f"The query needs {', and '.join(map(_asked, wanted))}.")
    return checked(query.text, terms_of(query.parameters, given, base=served.base))


def missing(query: SavedQuery, params: Mapping[str, str]) -> list[Parameter]:
    """The parameters that the query needs and that have no value."""
    return [
        one
        for one in query.parameters
        if one.required and one.default is None and not _value(params, one.name, one.variable)
    ]


def _asked(one: Parameter) -> str:
    example = f", such as {one.name}={one.example}" if one.example else ""
    return f"{one.name} ({one.description}){example}"


def _value(params: Mapping[str, str], name: str, variable: str) -> str:
    return params.get(name) or params.get(variable.lstrip("_")) or ""
