"""Runs a query: checks it, binds its parameters, asks an engine, and explains what went wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from citykg.errors import UsageError
from citykg.ontology.terms import ID_BASE
from citykg.queries.catalogue import SavedQuery, parse_query
from citykg.queries.engine import Engine, QueryError, open_engine
from citykg.queries.federation import answer_federated, has_service
from citykg.queries.parameters import bindings, terms_of
from citykg.queries.text import edited, missing_prefixes
from citykg.queries.tokens import check_harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citykg.graph.remote import Remote
    from citykg.queries.answer import Answer
    from citykg.queries.text import Edited


def run(
    query: SavedQuery | str,
    source: Engine | Path | str,
    params: Mapping[str, str] | None = None,
    *,
    base: str = ID_BASE,
    remote: Callable[[str], Remote] | None = None,
) -> Answer:
    """The answer of `source` to a saved query or to a SPARQL text.

    `source` is an open engine, or what `open_engine` opens.  `params` gives each parameter its
    value as text; short names of things (`city/gb/manchester`) are under `base`.  Known prefixes
    need no declaration.  A query with a SERVICE is refused, unless `remote` gives the client for
    the address that it names.  Raises UsageError where the call or the query is wrong, DataError
    where a graph cannot answer.

    >>> from citykg.queries import run, saved_query
    >>> run(saved_query("cities"), "citykg-graph")  # doctest: +SKIP
    Rows(columns=('city', 'name', ...), rows=(...))
    """
    if isinstance(query, str):
        query = parse_query(query)
    prepared = prepare(query, params or {}, base=base, may_ask_others=remote is not None)
    engine = open_engine(source) if isinstance(source, str | Path) else source
    try:
        if remote is not None and has_service(query.text):
            terms = terms_of(query.parameters, params or {}, base=base)
            return answer_federated(prepared.text, engine, remote, terms)
        return engine.answer(prepared.text)
    except QueryError as error:
        raise UsageError(_explained(query, prepared, error)) from error


def prepare(
    query: SavedQuery,
    params: Mapping[str, str],
    *,
    base: str = ID_BASE,
    may_ask_others: bool = False,
) -> Edited:
    """The text that an engine gets: harmless, with known prefixes and bound parameters."""
    try:
        check_harmless(query.text, may_ask_others=may_ask_others)
        prefixes = missing_prefixes(query.text)
    except UsageError as error:
        raise UsageError(f"{query.path}: {error}") from error
    terms = terms_of(query.parameters, params, base=base)
    insertions = [(0, prefixes)] if prefixes else []
    return edited(query.text, [*insertions, *bindings(query.text, terms)])


def _explained(query: SavedQuery, prepared: Edited, error: QueryError) -> str:
    where = str(query.path)
    if error.line:
        line, column = prepared.original_position(error.line, error.column)
        where = f"{where}:{line}:{column}"
    return f"{where}: {error.message.rstrip('.')}."
