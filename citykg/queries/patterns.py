"""The triple patterns that every row of a query needs, out of rdflib's algebra.

What stands in OPTIONAL, UNION, MINUS or NOT EXISTS is not needed by every row, and a FILTER is no
pattern; none of them is here.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from citykg.queries.parameters import terms_of, to_sparql
from citykg.queries.text import missing_prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from citykg.queries.catalogue import SavedQuery

_NOT_NEEDED: Final = frozenset({"Union", "ServiceGraphPattern"})
_ONE_SIDED: Final = frozenset({"LeftJoin", "Minus"})


class Pattern(NamedTuple):
    """A triple pattern; each part is as SPARQL writes it."""

    subject: str
    predicate: str
    """An IRI, a variable or a path."""
    object: str
    graph: str = ""
    """The term behind GRAPH around it; empty where there is none."""

    @property
    def text(self) -> str:
        """The pattern as it may stand in a group."""
        triple = f"{self.subject} {self.predicate} {self.object} ."
        return f"GRAPH {self.graph} {{ {triple} }}" if self.graph else triple


def needed_patterns(
    query: SavedQuery, params: Mapping[str, str], *, base: str
) -> tuple[Pattern, ...]:
    """The patterns of a query that every row needs, with its parameters in their places.

    A variable that a sub-query keeps to itself has a name of its own.  Nothing where rdflib does
    not understand the query.
    """
    from rdflib.plugins.sparql import prepareQuery

    try:
        algebra = prepareQuery(missing_prefixes(query.text) + query.text).algebra
    except Exception:  # noqa: BLE001 - rdflib lets any exception out
        return ()
    terms = terms_of(query.parameters, params, base=base)
    fixed = {variable: to_sparql(term) for variable, term in terms.items()}
    return tuple(dict.fromkeys(_Walk(fixed).patterns(algebra.p, str, "")))


class _Walk:
    """A walk down the algebra; `fixed` are the variables that stand for a parameter's term."""

    def __init__(self, fixed: Mapping[str, str]) -> None:
        self._fixed = fixed
        self._projections = count()

    def patterns(self, part: Any, named: Callable[[str], str], graph: str) -> Iterator[Pattern]:
        """Yield the patterns below a part; `named` is what a variable is called further up."""
        if part.name in _NOT_NEEDED:
            return
        if part.name == "BGP":
            for triple in part.triples:
                subject, predicate, value = (self._written(term, named) for term in triple)
                yield Pattern(subject, predicate, value, graph)
            return
        if part.name == "Graph":
            graph = self._written(part.term, named)
        elif part.name == "Project":
            named = _shown(named, set(map(str, part.PV)), next(self._projections))
        elif part.name == "Extend" and _is_variable(part.expr):
            named = _also(named, str(part.expr), str(part.var))
        elif part.name == "Filter" and part.expr.name == "Builtin_EXISTS":
            yield from self.patterns(part.expr.graph, named, graph)
        for key in ("p", "p1") if part.name in _ONE_SIDED else ("p", "p1", "p2"):
            below = part.get(key)
            if hasattr(below, "name"):
                yield from self.patterns(below, named, graph)

    def _written(self, term: Any, named: Callable[[str], str]) -> str:
        from rdflib import BNode

        if isinstance(term, BNode):
            return f"?{named(f'blank_{term}')}"
        if _is_variable(term):
            return self._fixed.get(str(term)) or f"?{named(str(term))}"
        text: str = term.n3()
        return text


def _shown(named: Callable[[str], str], shown: set[str], number: int) -> Callable[[str], str]:
    """What variables below a projection are called: those it does not show are its own."""
    # The outermost one shows all: what it leaves out nothing else is called.
    return lambda name: named(name) if name in shown or not number else f"{name}_{number}"


def _also(named: Callable[[str], str], name: str, other: str) -> Callable[[str], str]:
    """What variables are called below `(?name AS ?other)`."""
    return lambda one: named(other if one == name else one)


def _is_variable(term: Any) -> bool:
    from rdflib import Variable

    return isinstance(term, Variable)
