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
from citykg.queries.tokens import ReachesOutError, check_harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from citykg.graph.remote import Remote
    from citykg.queries.answer import Answer
    from citykg.queries.parameters import Term
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
        found = in_the_original(prepared, error)
        where = f"{query.path}:{found.line}:{found.column}" if found.line else str(query.path)
        raise UsageError(f"{where}: {found.message}") from error


def prepare(
    query: SavedQuery,
    params: Mapping[str, str],
    *,
    base: str = ID_BASE,
    may_ask_others: bool = False,
) -> Edited:
    """The text that an engine gets: harmless, with known prefixes and bound parameters."""
    terms = terms_of(query.parameters, params, base=base)
    try:
        return checked(query.text, terms, may_ask_others=may_ask_others)
    except ReachesOutError as error:
        raise UsageError(
            f"{query.path}: {error} Ask the other endpoint by itself, with --endpoint, or allow it"
            " with --federate."
        ) from error
    except UsageError as error:
        raise UsageError(f"{query.path}: {error}") from error


def checked(
    text: str, terms: Mapping[str, Term] | None = None, *, may_ask_others: bool = False
) -> Edited:
    """A harmless text with known prefixes declared and its variables bound to these terms.

    Raises a UsageError that says where in the text what is wrong.
    """
    check_harmless(text, may_ask_others=may_ask_others)
    prefixes = missing_prefixes(text)
    insertions = [(0, prefixes)] if prefixes else []
    return edited(text, [*insertions, *bindings(text, terms or {})])


def in_the_original(prepared: Edited, error: QueryError) -> QueryError:
    """An engine's message as a sentence, with its place in the text as that was written."""
    line, column = (0, 0)
    if error.line:
        line, column = prepared.original_position(error.line, error.column)
    return QueryError(f"{error.message.rstrip('.')}.", line, column)
