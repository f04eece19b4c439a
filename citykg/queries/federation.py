"""Queries that join our graph with another endpoint: one SERVICE, asked by our own client.

An engine's own SERVICE knows no deadline, no size cap and no manners, and rdflib's loses rows in
silence.  So it never sees one.  The query without its SERVICE says, on our graph, which values the
two sides share; the endpoint is asked about these in VALUES batches; and what it answers takes the
place of the SERVICE, as a VALUES block, when our engine answers the whole
(https://www.w3.org/TR/sparql11-federated-query/#values).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError, UsageError
from citykg.queries.answer import Rows, from_remote
from citykg.queries.folder import check_syntax
from citykg.queries.parameters import to_sparql
from citykg.queries.tokens import check_verbs, place, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from citykg.graph.remote import Remote
    from citykg.queries.answer import Answer, Row, Term
    from citykg.queries.engine import Engine
    from citykg.queries.tokens import Token

BATCH: Final = 100
"""Rows of shared values in one question to the endpoint."""

_MOST_SHARED: Final = 10_000
_MOST_ROWS: Final = 100_000
_MARK: Final = "?citykg_row"
_OPEN: Final = {"{": "}", "(": ")"}


@dataclass(frozen=True, slots=True)
class Service:
    """The SERVICE of a query's text: what it asks whom, and what stands around it."""

    address: str
    asks: str
    """The inside of its group."""
    variables: tuple[str, ...]
    """Those that its group names, with their question marks, sorted."""
    prologue: str
    around: str
    """The inside of the outermost group, without the SERVICE and without what depends on it."""
    shared: tuple[str, ...]
    """Its variables that the rest names too; which of them the rest binds, only rows tell."""
    start: int
    end: int
    """Where it stands in the text."""


def has_service(text: str) -> bool:
    """Whether a query asks another endpoint."""
    return any(token.is_word("SERVICE") for token in tokens(text))


def answer_federated(
    text: str,
    engine: Engine,
    open_remote: Callable[[str], Remote],
    bound: Mapping[str, Term],
) -> Answer:
    """The answer to a query with a SERVICE; `bound` are the terms of its parameters.

    Raises UsageError where the SERVICE is one that we cannot ask, QueryError where the text is no
    SPARQL, DataError where the endpoint does not answer.
    """
    service = service_of(text, bound)
    # As a group of its own it is the same syntax, every character at its place.
    inner = text.index("{", service.start)
    check_syntax(text[: service.start] + " " * (inner - service.start) + text[inner:])
    remote = open_remote(service.address)
    shared, rows = _shared(service, engine)
    found: dict[Row, None] = {}
    for start in range(0, len(rows), BATCH):
        for row in _asked(service, remote, shared, rows[start : start + BATCH]):
            found[row] = None
        if len(found) > _MOST_ROWS:
            raise DataError(
                f"{service.address} answered with more than {_MOST_ROWS:,} rows: ask for less."
            )
    # rdflib cannot read VALUES of several variables and no rows.
    block = _values(service.variables, list(found)) if found else " FILTER(1 = 0) "
    return _own_answer(engine, text[: service.start] + block + text[service.end :])


def service_of(text: str, bound: Mapping[str, Term]) -> Service:
    """The SERVICE of a query; raises UsageError where there is not one that we can ask."""
    every = list(tokens(text))
    form = _form(every)
    places = [number for number, token in enumerate(every) if token.is_word("SERVICE")]
    if len(places) != 1:
        raise UsageError(f"The query has {len(places)} SERVICE clauses: it may have one.")
    at = places[0]
    where = place(text, every[at].start)
    outer = _outermost(every)
    if outer is None or _depth(every, at) != 1 or not outer[0] < at < outer[1]:
        raise UsageError(f"{where}: SERVICE must stand in the outermost group of the query.")
    if every[at + 1].is_word("SILENT"):
        raise UsageError(f"{where}: SERVICE SILENT hides failures: leave SILENT out.")
    if every[at + 2].text != "{":
        raise UsageError(f"{where}: SERVICE takes the endpoint's whole IRI, or a parameter.")
    last = _closing(every, at + 2)
    inside = every[at + 3 : last]
    own = {_name(token) for token in inside if token.kind == "variable"}
    rest = [*every[outer[0] + 1 : at], *every[last + 1 : outer[1]]]
    cuts, shared = _independent(rest, own)
    edges = [(every[at].start, every[last].end), *cuts]
    return Service(
        address=_address(every[at + 1], where, bound),
        asks=text[every[at + 2].end : every[last].start],
        variables=tuple(sorted(own)),
        prologue=text[: form.start],
        around=_without(text, every[outer[0]].end, every[outer[1]].start, sorted(edges)),
        shared=tuple(sorted(shared)),
        start=every[at].start,
        end=every[last].end,
    )


def _shared(service: Service, engine: Engine) -> tuple[tuple[str, ...], list[Row]]:
    """The variables that the rest of the query binds, and their values, each row once."""
    if not service.shared:
        raise UsageError(
            "The SERVICE shares no variable with the rest of the query, and would be asked for"
            " everything: name in it what the graph knows."
        )
    # rdflib passes over a row in which nothing is bound, so that something is.
    query = (
        f"{service.prologue} SELECT DISTINCT {' '.join(service.shared)} (1 AS {_MARK})"
        f" WHERE {{ {service.around} }} ORDER BY {' '.join(service.shared)}"
    )
    answer = _own_answer(engine, query)
    if not isinstance(answer, Rows):
        raise TypeError(query)  # never: a SELECT gives rows
    # What a subquery names and keeps to itself is never bound, and is not shared.
    columns = [n for n in range(len(service.shared)) if any(row[n] for row in answer.rows)]
    rows = [tuple(row[n] for n in columns) for row in answer.rows]
    shared = tuple(service.shared[n] for n in columns)
    for number, name in enumerate(shared):
        if any(row[number] is None for row in rows):
            raise UsageError(
                f"{name} has no value in some rows, for which the SERVICE would be asked for"
                " everything: require a value."
            )
    if len(rows) > _MOST_SHARED:
        raise UsageError(
            f"The SERVICE would be asked about {len(rows):,} rows; the limit is {_MOST_SHARED:,}:"
            " select less."
        )
    return shared, rows


def _own_answer(engine: Engine, query: str) -> Answer:
    """The answer of our own engine, which gets no SERVICE whatever stands in the text."""
    check_verbs(query)
    return engine.answer(query)


def _asked(
    service: Service, remote: Remote, shared: tuple[str, ...], rows: Sequence[Row]
) -> Iterator[Row]:
    """Yield what the endpoint answers about these rows, in the columns of the SERVICE."""
    is_subquery = next((one.is_word("SELECT") for one in tokens(service.asks)), False)
    asks = f"{{ {service.asks} }}" if is_subquery else service.asks
    query = (
        f"{service.prologue} SELECT DISTINCT {' '.join(service.variables)}"
        f" WHERE {{ {_values(shared, rows)} {asks} }}"
    )
    check_syntax(query)
    answer = from_remote(remote.results(query))
    names = tuple(name.removeprefix("?") for name in service.variables)
    if not isinstance(answer, Rows) or set(answer.columns) != set(names):
        raise DataError(f"{service.address} answered another question than it was asked.")
    order = [answer.columns.index(name) for name in names]
    yield from (tuple(row[number] for number in order) for row in answer.rows)


def _values(variables: Sequence[str], rows: Sequence[Row]) -> str:
    """The VALUES block of these rows; raises DataError for what no query can name."""
    lines = (f"({' '.join(map(_written, row))})" for row in rows)
    return f" VALUES ({' '.join(variables)}) {{ {' '.join(lines)} }} "


def _written(term: Term | None) -> str:
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return "UNDEF"
    if not isinstance(term, NamedNode | Literal):
        raise DataError(
            "A blank node cannot be joined with another endpoint: leave it out with"
            " FILTER(!isBlank(…))."
        )
    return to_sparql(term)


def _independent(rest: list[Token], own: set[str]) -> tuple[list[tuple[int, int]], set[str]]:
    """The filters to cut, for they wait for the SERVICE's values, and the shared variables."""
    filters = []
    depth = 0
    for number, token in enumerate(rest):
        if depth == 0 and token.is_word("FILTER"):
            first = next(n for n in range(number, len(rest)) if rest[n].text in _OPEN)
            filters.append((number, _closing(rest, first)))
        depth += (token.text in {"{", "("}) - (token.text in {"}", ")"})
    filtered = {n for first, last in filters for n in range(first, last + 1)}
    bound = {
        _name(token)
        for number, token in enumerate(rest)
        if token.kind == "variable" and number not in filtered
    }
    waiting = own - bound
    cuts = [
        (rest[first].start, rest[last].end)
        for first, last in filters
        if any(t.kind == "variable" and _name(t) in waiting for t in rest[first : last + 1])
    ]
    return cuts, own & bound


def _address(token: Token, where: str, bound: Mapping[str, Term]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    term = bound.get(token.text[1:]) if token.kind == "variable" else None
    if term is None:
        raise UsageError(f"{where}: SERVICE takes the endpoint's whole IRI, or a parameter.")
    return str(getattr(term, "value", ""))


def _form(every: list[Token]) -> Token:
    """The keyword that says what kind of query it is; only SELECT and ASK are joined."""
    for token in every:
        if token.is_word("SELECT") or token.is_word("ASK"):
            return token
        if token.is_word("CONSTRUCT") or token.is_word("DESCRIBE"):
            break
    raise UsageError("A query with a SERVICE must be a SELECT or an ASK.")


def _outermost(every: list[Token]) -> tuple[int, int] | None:
    """The brackets of the query's WHERE."""
    depth = 0
    for number, token in enumerate(every):
        if token.text == "{" and depth == 0:
            return number, _closing(every, number)
        depth += (token.text == "(") - (token.text == ")")
    return None


def _depth(every: list[Token], at: int) -> int:
    signs = [token.text for token in every[:at]]
    return signs.count("{") - signs.count("}")


def _closing(every: list[Token], at: int) -> int:
    """Where the bracket closes that opens there; raises UsageError where it does not."""
    opening, closing = every[at].text, _OPEN[every[at].text]
    depth = 0
    for number in range(at, len(every)):
        depth += (every[number].text == opening) - (every[number].text == closing)
        if depth == 0:
            return number
    raise UsageError(f"The query has a {opening} that is not closed.")


def _without(text: str, start: int, end: int, cuts: list[tuple[int, int]]) -> str:
    parts = []
    for first, last in cuts:
        parts.append(text[start:first])
        start = last
    return " ".join((*parts, text[start:end]))


def _name(token: Token) -> str:
    return f"?{token.text[1:]}"
