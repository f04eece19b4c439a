"""Where the facts behind each row of an answer were said.

The facts of a row are the statements of plans that the query's patterns match for it, and those
that join two of its cells.  What a query counts no plan says in so many words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.ontology.terms import ID_BASE, Xsd
from citykg.queries.answer import Rows
from citykg.queries.parameters import to_sparql
from citykg.queries.patterns import needed_patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from citykg.queries.answer import Row, Term
    from citykg.queries.catalogue import SavedQuery
    from citykg.queries.engine import Engine
    from citykg.queries.patterns import Pattern

COLUMNS: Final = ("row", "subject", "predicate", "object", "quote", "start", "end", "document")

_ROWS: Final = 50
_THINGS: Final = 100
"""How many rows, and things, an engine is asked about at once."""
_MOST: Final = 10_000
"""So many matches of the patterns are looked at for that many rows."""
_IRI: Final = re.compile(r"<[^<>]*>")
_QUERY: Final = """
PREFIX ckg: <https://w3id.org/citykg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?subject ?predicate ?object ?quote ?start ?end ?document
WHERE {
  VALUES ?subject { %s }
  ?claim rdf:subject ?subject ;
         a ckg:Claim ;
         rdf:predicate ?predicate ;
         rdf:object ?object ;
         prov:wasQuotedFrom ?passage .
  ?passage oa:exact ?quote ;
           oa:start ?start ;
           oa:end ?end ;
           dcterms:isPartOf ?source .
  OPTIONAL { ?source schema:name ?file }
  BIND(COALESCE(STR(?file), STR(?source)) AS ?document)
}
"""


class _Fact(NamedTuple):
    """A triple; each part is as SPARQL writes it."""

    subject: str
    predicate: str
    object: str


def witnesses(
    answer: Rows,
    query: SavedQuery,
    engine: Engine,
    params: Mapping[str, str] | None = None,
    *,
    base: str = ID_BASE,
) -> Rows:
    """The facts behind each row of an answer: a row of `COLUMNS` for each passage that states one.

    `row` counts the rows of the answer from 1.  A row behind which there is no such fact has none
    here.
    """
    from pyoxigraph import Literal, NamedNode

    patterns = needed_patterns(query, params or {}, base=base)
    number = NamedNode(Xsd.integer)
    rows: list[Row] = []
    for start in range(0, len(answer.rows), _ROWS):
        batch = answer.rows[start : start + _ROWS]
        matched = _matched(Rows(answer.columns, batch), patterns, engine)
        things = {thing for row in batch for thing in _things(row)}
        said = _said(engine, things.union(fact.subject for facts in matched for fact in facts))
        for count, (row, facts) in enumerate(zip(batch, matched, strict=True), start + 1):
            place = Literal(str(count), datatype=number)
            rows.extend((place, *one) for one in _behind(row, facts, said))
    return Rows(COLUMNS, tuple(rows))


def _behind(row: Row, facts: set[_Fact], said: Mapping[str, list[Row]]) -> list[Row]:
    """The statements that a row rests on, in the order of their texts."""
    cells = {_value(term) for term in row if term is not None}
    found: dict[Row, None] = {}
    things = set(_things(row))
    for subject in sorted(things.union(fact.subject for fact in facts)):
        for one in said.get(subject, ()):
            stated = _Fact(*map(str, one[:3]))
            # A fact about two cells: never of a cell with itself.
            joins = subject in things and stated.object != subject and _value(one[2]) in cells
            if stated in facts or joins:
                found[one] = None
    return sorted(found, key=_order)


def _matched(answer: Rows, patterns: tuple[Pattern, ...], engine: Engine) -> list[set[_Fact]]:
    """For each row, the triples that the patterns match where their variables are its cells."""
    found: list[set[_Fact]] = [set() for _ in answer.rows]
    plain = [one for one in patterns if one.predicate[0] == "?" or _IRI.fullmatch(one.predicate)]
    spoken = {part for one in patterns for part in one if part[:1] == "?"}
    columns = [f"?{name}" for name in answer.columns if f"?{name}" in spoken]
    if not columns or not plain:
        return found
    values = []
    for place, row in enumerate(answer.rows):
        cells = {f"?{name}": term for name, term in zip(answer.columns, row, strict=True)}
        values.append(" ".join([f"({place}", *(_known(cells[name]) for name in columns), ")"]))
    parts = [part for one in plain for part in (one.subject, one.predicate, one.object)]
    shown = dict.fromkeys(part for part in parts if part[0] == "?")
    matched = engine.answer(
        f"SELECT DISTINCT ?row_ {' '.join(shown)} WHERE {{"
        f" VALUES (?row_ {' '.join(columns)}) {{ {' '.join(values)} }}"
        f" {' '.join(one.text for one in patterns)} }} LIMIT {_MOST}"
    )
    for row in matched.rows if isinstance(matched, Rows) else ():
        number, *bound = map(str, row)
        names = dict(zip(shown, bound, strict=True))
        for one in plain:
            fact = (one.subject, one.predicate, one.object)
            found[_number(number)].add(_Fact(*(names.get(part, part) for part in fact)))
    return found


def _said(engine: Engine, things: Iterable[str]) -> dict[str, list[Row]]:
    """What plans say of each thing, and in which words."""
    found: dict[str, list[Row]] = defaultdict(list)
    ordered = sorted(thing for thing in things if _IRI.fullmatch(thing))
    for start in range(0, len(ordered), _THINGS):
        answer = engine.answer(_QUERY % " ".join(ordered[start : start + _THINGS]))
        for row in answer.rows if isinstance(answer, Rows) else ():
            found[str(row[0])].append(row)
    return found


def _things(row: Row) -> Iterator[str]:
    """The cells of a row that something can be said of."""
    from pyoxigraph import NamedNode

    return (str(term) for term in row if isinstance(term, NamedNode))


def _known(term: Term | None) -> str:
    """A cell as a row of VALUES has it."""
    from pyoxigraph import Literal, NamedNode

    return to_sparql(term) if isinstance(term, Literal | NamedNode) else "UNDEF"


def _value(term: Term | None) -> tuple[bool, str]:
    """What a cell shows: queries give the words of a literal without its language or type."""
    from pyoxigraph import Literal

    return (True, term.value) if isinstance(term, Literal) else (False, str(term))


def _number(literal: str) -> int:
    return int(literal.split('"')[1])


def _order(fact: Row) -> tuple[str, int, int, list[str]]:
    _, _, _, _, start, end, document = map(str, fact)
    return document, _number(start), _number(end), [str(term) for term in fact]
