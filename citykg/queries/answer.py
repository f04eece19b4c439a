"""What a query answers: rows, a truth or triples, in the terms of pyoxigraph on any engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeGuard

from citykg.ontology.terms import Xsd

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples
    from pyoxigraph import Triple as OxTriple

    from citykg.graph.remote import Solutions

    Term: TypeAlias = NamedNode | BlankNode | Literal | OxTriple
    Row: TypeAlias = tuple[Term | None, ...]
    OxResults: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples

_AS_WRITTEN: Final = frozenset({Xsd.NS + "string", Xsd.anyURI})


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a SELECT: in each row one term a column, None where it is unbound."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: each triple once, in the order of their text."""

    triples: tuple[OxTriple, ...]


if TYPE_CHECKING:
    Answer: TypeAlias = Rows | Truth | Triples


def from_oxigraph(results: OxResults) -> Answer:
    """The answer that results of pyoxigraph hold; reads them to the end."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(results, QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        return Rows(columns, tuple(tuple(solution) for solution in results))
    if isinstance(results, QueryBoolean):
        return Truth(bool(results))
    return sorted_triples(results)


def from_remote(results: Solutions | bool) -> Answer:  # noqa: FBT001 - an ASK's answer is one
    """The answer that an endpoint gave to a SELECT or ASK."""
    return Truth(results) if isinstance(results, bool) else Rows(*results)


def sorted_triples(triples: Iterable[OxTriple]) -> Triples:
    """The triples as an answer: each once, sorted."""
    return Triples(tuple(sorted(set(triples), key=str)))


def canonical(answer: Answer) -> Answer:
    """The same answer with every literal in the form in which Oxigraph keeps it.

    Engines write the same number in their own ways ("007", "+7", "7"); a saved query gives the
    same rows on all of them.
    """
    if isinstance(answer, Truth):
        return answer
    rows = answer.rows if isinstance(answer, Rows) else [tuple(one) for one in answer.triples]
    forms = _canonical_forms({term for row in rows for term in row if _is_typed(term)})
    if not forms:
        return answer
    if isinstance(answer, Rows):
        changed = (tuple(term and forms.get(term, term) for term in row) for row in rows)
        return Rows(answer.columns, tuple(changed))
    from pyoxigraph import Triple

    return sorted_triples(
        Triple(one.subject, one.predicate, forms.get(one.object, one.object))
        for one in answer.triples
    )


def _is_typed(term: Term | None) -> TypeGuard[Literal]:
    from pyoxigraph import Literal

    return (
        isinstance(term, Literal) and not term.language and term.datatype.value not in _AS_WRITTEN
    )


def _canonical_forms(terms: set[Literal]) -> dict[Term, Term]:
    # Oxigraph's own encoding decides: what goes into a store comes out in canonical form.
    from pyoxigraph import NamedNode, Quad, Store

    forms: dict[Term, Term] = {}
    if not terms:
        return forms
    store = Store()
    predicate = NamedNode("urn:citykg:form")
    ordered = list(terms)
    for number, term in enumerate(ordered):
        store.add(Quad(NamedNode(f"urn:citykg:{number}"), predicate, term))
    for quad in store:
        forms[ordered[int(str(quad.subject.value).rpartition(":")[2])]] = quad.object
    return forms
