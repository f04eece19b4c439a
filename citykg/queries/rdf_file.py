"""Queries over an RDF file, by rdflib.

The file is parsed by Oxigraph, which is fast and fetches nothing; rdflib gets the finished terms.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from citykg.errors import DataError
from citykg.graph.rdf_file import read_quads
from citykg.ontology.terms import GRAPH_SUGGESTIONS, Ckg, Prov, Rdf
from citykg.queries.answer import Rows, Truth, canonical, sorted_triples
from citykg.queries.engine import QueryError
from citykg.queries.folder import check_syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad, Store
    from rdflib import Dataset

    from citykg.queries.answer import Answer, Term

_DECIMAL: Final = "http://www.w3.org/2001/XMLSchema#decimal"


class RdfFile:
    """The union of all graphs of a Turtle, TriG, N-Quads, N-Triples, JSON-LD or RDF/XML file.

    But for the graph of suggestions, which is asked by its name, or with all others for an
    `RdfFile(path, with_suggestions=True)`.  A file without named graphs, such as graph.ttl, holds
    suggestions among the rest: they are taken out into that graph.
    """

    def __init__(self, path: Path, *, with_suggestions: bool = False) -> None:
        store = _stored(read_quads(path))
        _set_apart(store)
        self._dataset = _dataset(store, path, with_suggestions=with_suggestions)

    def answer(self, text: str) -> Answer:
        """The answer to a query that has been checked."""
        check_syntax(text)
        from rdflib.plugins.sparql import prepareQuery

        try:
            prepared = prepareQuery(text)
            dataset = self._named_by(prepared.algebra)
            with _sound_grouping():
                return canonical(_from_rdflib(dataset.query(prepared)))
        except QueryError:
            raise
        except RecursionError as error:
            raise QueryError("the query nests too deep for rdflib") from error
        # rdflib lets any kind of exception out of its evaluation.
        except Exception as error:
            raise QueryError(f"rdflib cannot answer this query: {error}") from error

    def _named_by(self, algebra: Any) -> Dataset:
        """The dataset that FROM and FROM NAMED describe, out of the graphs of the file.

        rdflib itself would fetch them from the web or the disk.
        """
        clauses = algebra.datasetClause
        if not clauses:
            return self._dataset
        algebra.datasetClause = None
        described = _empty_dataset(union=False)
        for clause in clauses:
            name = clause.default or clause.named
            target = described.default_graph if clause.default else described.graph(name)
            for triple in self._dataset.graph(name):
                target.add(triple)
        return described


@contextmanager
def _sound_grouping() -> Iterator[None]:
    """Make GROUP BY over no rows give no groups, as SPARQL says; rdflib gives an empty one."""
    from rdflib.plugins.sparql import CUSTOM_EVALS
    from rdflib.plugins.sparql.evaluate import evalAggregateJoin

    def grouped(ctx: Any, part: Any) -> Any:
        if part.name != "AggregateJoin" or part.p.expr is None:
            raise NotImplementedError  # rdflib's word for "not mine, do it yourself"
        return (group for group in evalAggregateJoin(ctx, part) if len(group))

    CUSTOM_EVALS["citykg"] = grouped
    try:
        yield
    finally:
        del CUSTOM_EVALS["citykg"]


def _stored(quads: Iterable[Quad]) -> Store:
    from pyoxigraph import Store

    store = Store()
    store.extend(quads)
    return store


def _empty_dataset(*, union: bool) -> Dataset:
    from rdflib import Dataset

    class Described(Dataset):
        # rdflib adds the reifications of every triple; a description here is what Oxigraph gives.
        def cbd(self, resource: Any, *, target_graph: Any = None, **_: Any) -> Any:
            return super().cbd(resource, target_graph=target_graph, include_reifications=False)

    return Described(default_union=union)


def _set_apart(store: Store) -> None:
    """Move what is suggested from the default graph, where a file has it there, into its own.

    That is the suggestions, and the passages that nothing else rests on.
    """
    from pyoxigraph import DefaultGraph, NamedNode, Quad

    default, quoted = DefaultGraph(), NamedNode(Prov.wasQuotedFrom)
    of_class = (NamedNode(Rdf.type), NamedNode(Ckg.Suggestion), default)
    suggestions = {quad.subject for quad in store.quads_for_pattern(None, *of_class)}
    found = list(suggestions)
    for suggestion in suggestions:
        for link in store.quads_for_pattern(suggestion, quoted, None, default):
            users = store.quads_for_pattern(None, None, link.object, default)
            if not isinstance(link.object, NamedNode) or any(
                quad.subject not in suggestions for quad in users
            ):
                continue
            found.append(link.object)
    name = NamedNode(GRAPH_SUGGESTIONS)
    for subject in found:
        for quad in list(store.quads_for_pattern(subject, None, None, default)):
            store.remove(quad)
            store.add(Quad(quad.subject, quad.predicate, quad.object, name))


def _dataset(store: Store, path: Path, *, with_suggestions: bool) -> Dataset:
    from pyoxigraph import DefaultGraph, NamedNode

    apart = NamedNode(GRAPH_SUGGESTIONS)
    union = with_suggestions or not store.contains_named_graph(apart)
    dataset = _empty_dataset(union=union)
    known: dict[Term, Any] = {}
    for quad in store:
        triple = tuple(_to_rdflib(term, known, path) for term in quad.triple)
        if isinstance(quad.graph_name, DefaultGraph):
            dataset.default_graph.add(triple)
            continue
        dataset.graph(_to_rdflib(quad.graph_name, known, path)).add(triple)
        if not union and quad.graph_name != apart:
            # rdflib's own union cannot leave a graph out.
            dataset.default_graph.add(triple)
    return dataset


def _to_rdflib(term: Term, known: dict[Term, Any], path: Path) -> Any:
    if term not in known:
        known[term] = _new_rdflib_term(term, path)
    return known[term]


def _new_rdflib_term(term: Term, path: Path) -> Any:
    import rdflib
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise DataError(f"{path}: holds a quoted triple, which RDF 1.1 does not know: {term}.")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == _DECIMAL and "e" in term.value.lower():
        # Python would write out every digit of "1e999999999".
        raise DataError(f"{path}: {term.value!r} is not an xsd:decimal.")
    if datatype == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)


def _from_rdflib(result: Any) -> Answer:
    from pyoxigraph import Triple

    if result.type == "ASK":
        return Truth(bool(result.askAnswer))
    if result.type == "SELECT":
        columns = tuple(str(name) for name in result.vars)
        rows = (tuple(_to_oxigraph(row[name]) for name in result.vars) for row in result)
        return Rows(columns, tuple(rows))
    return sorted_triples(Triple(*(_to_oxigraph(term) for term in triple)) for triple in result)


def _to_oxigraph(term: Any) -> Any:
    import rdflib
    from pyoxigraph import BlankNode, Literal, NamedNode

    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    if term.language:
        return Literal(str(term), language=term.language)
    if term.datatype is None:
        return Literal(str(term))
    return Literal(str(term), datatype=NamedNode(str(term.datatype)))
