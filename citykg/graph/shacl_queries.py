"""SELECTs that find the things which may break a shape, generated from the shapes.

Each finds every thing that breaks its part of a shape in any of the graphs that are checked
together, and sometimes one that does not: `citykg.graph.conformance` has the last word, so a query
may be as simple as is fast.  Two rules make that safe.  What must be there is looked for in the
graph that speaks of the thing alone: what is in no graph of several is not in this one either.
What must not be there is looked for in the default graph, which holds all that they say.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from citykg.graph.shapes import SET_TESTS, SH
from citykg.ontology.terms import Rdf, Xsd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citykg.graph.blame import Term
    from citykg.graph.shapes import Constraint, Path, Shape, Step

_NEVER: Final = "false"
"""The expression for what no query is sure of."""

_KINDS: Final = {
    "IRI": "isIRI({})",
    "BlankNode": "isBlank({})",
    "Literal": "isLiteral({})",
    "BlankNodeOrIRI": "(isIRI({0}) || isBlank({0}))",
    "BlankNodeOrLiteral": "(isBlank({0}) || isLiteral({0}))",
    "IRIOrLiteral": "(isIRI({0}) || isLiteral({0}))",
}
_ORDERS: Final = {
    "minInclusive": ">=",
    "maxInclusive": "<=",
    "minExclusive": ">",
    "maxExclusive": "<",
}
_NUMBERS: Final = (Xsd.integer, Xsd.decimal)
"""The numbers that a store and Python order in the same way, whatever their size."""
_YEAR, _MONTH = "[1-9][0-9]{3}", "(0[1-9]|1[0-2])"
_DATES: Final = {
    Xsd.gYear: _YEAR,
    Xsd.gYearMonth: f"{_YEAR}-{_MONTH}",
    Xsd.date: f"{_YEAR}-{_MONTH}-(0[1-9]|1[0-9]|2[0-8])",
}
"""What is a date beyond doubt; others, such as the last days of a month, are looked at."""
_UNCHECKED: Final = ("http://www.w3.org/2001/XMLSchema#", Rdf.NS)
"""The vocabularies whose datatypes may be ill-typed; of others only the name is known."""
# An expression of these means the same to Rust as to Python, or finds less.
_PLAIN: Final = re.compile(r"(?:[\w\s^$.()\[\]|?*+,{}/:=<>@#%&;!~\"'-]|\\[.^$()\[\]|?*+{}/-])*")


class Candidates(NamedTuple):
    """The SELECTs of `?this` for one shape."""

    near: tuple[str, ...]
    """What a graph says of a thing, and of its values, shows all that they look for."""
    far: tuple[str, ...]
    """What they look for may begin in one graph and end in another."""


def candidate_queries(shape: Shape, below: Callable[[str], list[str]]) -> Candidates:
    """The SELECTs of `?this` for one shape with targets.

    `below` gives a class and the classes below it that any of the graphs declares.
    """
    near: list[str] = []
    far: list[str] = []
    doubts = _missing("?this", shape)
    if doubts:
        doubt = f"FILTER({' || '.join(doubts)})"
        near += [f"GRAPH ?g {{ {block} {doubt} }}" for block in _targets(shape, below)]
    for item in shape.properties:
        (far if len(item.path) > 1 else near).extend(_present(item))
    return Candidates(*(tuple(map(_select, blocks)) for blocks in (near, far)))


def _select(block: str) -> str:
    return f"SELECT DISTINCT ?this WHERE {{ {block} }}"


def _targets(shape: Shape, below: Callable[[str], list[str]]) -> Iterator[str]:
    # A node that a shape names need be in no graph to be a target: no query looks for it.
    for kind, term in shape.targets:
        if kind == "targetClass":
            for name in below(getattr(term, "value", "")):
                yield f"?this <{Rdf.type}> <{name}>"
        elif kind == "targetSubjectsOf":
            yield f"?this {term} ?any"
        elif kind == "targetObjectsOf":
            yield f"?any {term} ?this"


def _missing(thing: str, shape: Shape) -> list[str]:
    """Expressions of which one is true where a node shape may miss what it asks for."""
    found = [
        f"!{_sure(constraint, thing)}"
        for constraint in shape.constraints
        if constraint.kind != "hasValue"
    ]
    found += [f"!(sameTerm({thing}, {item.terms[0]}))" for item in shape.of_kind("hasValue")]
    for item in shape.properties:
        if item.properties:
            return ["true"]
        found += [
            f"!{_there(constraint, item.path, thing)}"
            for constraint in item.of_kind("minCount", "hasValue")
            if constraint.kind != "minCount" or constraint.number
        ]
    return found


def _there(constraint: Constraint, path: Path, thing: str) -> str:
    """An expression: there are so many values, or this one."""
    if constraint.kind == "hasValue" or constraint.number == 1:
        end = str(constraint.terms[0]) if constraint.terms else "?value"
        return _leads(path, thing, end)
    names = [f"?value{number}" for number in range(constraint.number)]
    patterns = " . ".join(_triples(path, thing, name, name) for name in names)
    pairs = [f"!sameTerm({one}, {other})" for one, other in combinations(names, 2)]
    return f"EXISTS {{ {patterns} {_filter(pairs)} }}"


def _leads(path: Path, start: str, end: str, depth: int = 0) -> str:
    """An expression: a path leads on; step in step, for a store would join the inner ones."""
    if len(path) == 1:
        return f"EXISTS {{ {_step(path[0], start, end)} }}"
    after = f"?after{depth}"
    further = _leads(path[1:], after, end, depth + 1)
    return f"EXISTS {{ {_step(path[0], start, after)} FILTER({further}) }}"


def _present(shape: Shape) -> Iterator[str]:
    """Yield patterns of `?this` where a property may have what it must not have."""
    values = _triples(shape.path, "?this", "?value")
    tests = [item for item in shape.constraints if item.kind not in SET_TESTS]
    if tests:
        block = f"{values} FILTER(!({' && '.join(_sure(item, '?value') for item in tests)}))"
        if any(_looks_further(item) for item in tests):
            # What a value must be is looked for where it is told: in the same graph.
            yield f"GRAPH ?g {{ {block} }}" if len(shape.path) == 1 else values
        else:
            yield block
    for item in shape.constraints:
        if item.kind == "maxCount":
            names = [f"?value{number}" for number in range(item.number + 1)]
            patterns = " . ".join(_triples(shape.path, "?this", name, name) for name in names)
            pairs = [f"!sameTerm({one}, {other})" for one, other in combinations(names, 2)]
            yield f"{patterns} {_filter(pairs)}"
        elif item.kind == "lessThan":
            less = f"{_number('?value')} && {_number('?other')} && ?value < ?other"
            yield f"{values} . ?this {item.terms[0]} ?other FILTER(!COALESCE({less}, false))"
        elif item.kind == "uniqueLang":
            same = 'LANG(?value) != "" && LANG(?value) = LANG(?other)'
            other = _triples(shape.path, "?this", "?other", "?others")
            yield f"{values} . {other} FILTER({same} && !sameTerm(?value, ?other))"


def _filter(conditions: list[str]) -> str:
    return f"FILTER({' && '.join(conditions)})" if conditions else ""


def _looks_further(constraint: Constraint) -> bool:
    """Whether a test of a value asks what else is said of it."""
    return constraint.kind == "class" or any(
        shape.path or shape.properties or any(map(_looks_further, shape.constraints))
        for shape in constraint.shapes
    )


def _sure(constraint: Constraint, value: str) -> str:
    """An expression that is true only of what conforms, whatever else the graphs say."""
    return f"COALESCE({_SURE.get(constraint.kind, _unsure)(constraint, value)}, false)"


def _unsure(_: Constraint, __: str) -> str:
    return _NEVER


def _sure_of_shape(shape: Shape, value: str) -> str:
    parts = []
    if shape.properties:
        return _NEVER
    for constraint in shape.constraints:
        if not shape.path:
            parts.append(
                _sure(constraint, value)
                if constraint.kind != "hasValue"
                else f"sameTerm({value}, {constraint.terms[0]})"
            )
        elif constraint.kind in {"minCount", "hasValue"}:
            parts.append(_there(constraint, shape.path, value))
        else:
            return _NEVER
    return f"({' && '.join(parts)})" if parts else "true"


def _together(joint: str) -> Callable[[Constraint, str], str]:
    def sure(constraint: Constraint, value: str) -> str:
        parts = [_sure_of_shape(shape, value) for shape in constraint.shapes]
        return f"({joint.join(parts)})" if parts else "true"

    return sure


def _datatype(constraint: Constraint, value: str) -> str:
    datatype = _text(constraint.terms[0])
    same = f"DATATYPE({value}) = <{datatype}>"
    if datatype in _NUMBERS:
        # A cast fails where a value is ill-typed.
        return f"({same} && isNumeric({value}))"
    if datatype in _DATES:
        return f'({same} && REGEX(STR({value}), "^{_DATES[datatype]}$"))'
    if datatype == Xsd.string or not datatype.startswith(_UNCHECKED):
        return f"({same})"
    return _NEVER


def _number(value: str) -> str:
    return f"isNumeric({value}) && DATATYPE({value}) IN ({', '.join(f'<{n}>' for n in _NUMBERS)})"


def _ordered(constraint: Constraint, value: str) -> str:
    bound = constraint.terms[0]
    if not isinstance(bound, ox.Literal) or bound.datatype.value not in _NUMBERS:
        return _NEVER
    return f"({_number(value)} && {value} {_ORDERS[constraint.kind]} {bound})"


def _matching(constraint: Constraint, value: str) -> str:
    pattern = _text(constraint.terms[0])
    if constraint.flags or not _PLAIN.fullmatch(pattern):
        return _NEVER
    return f"(!isBlank({value}) && REGEX(STR({value}), {ox.Literal(pattern)}))"


def _in(constraint: Constraint, value: str) -> str:
    return "(" + " || ".join(f"sameTerm({value}, {term})" for term in constraint.terms) + ")"


def _languages(constraint: Constraint, value: str) -> str:
    parts = [f"LANG({value}) = {ox.Literal(_text(item).lower())}" for item in constraint.terms]
    return f"({' || '.join(parts)})"


_SURE: Final[dict[str, Callable[[Constraint, str], str]]] = {
    "class": lambda constraint, value: f"EXISTS {{ {value} <{Rdf.type}> {constraint.terms[0]} }}",
    "datatype": _datatype,
    "nodeKind": lambda constraint, value: _KINDS[
        _text(constraint.terms[0]).removeprefix(SH)
    ].format(value),
    "minInclusive": _ordered,
    "maxInclusive": _ordered,
    "minExclusive": _ordered,
    "maxExclusive": _ordered,
    "minLength": lambda constraint, value: (
        f"(!isBlank({value}) && STRLEN(STR({value})) >= {constraint.number})"
    ),
    "maxLength": lambda constraint, value: (
        f"(!isBlank({value}) && STRLEN(STR({value})) <= {constraint.number})"
    ),
    "pattern": _matching,
    "in": _in,
    "languageIn": _languages,
    "and": _together(" && "),
    "node": _together(" && "),
    "or": _together(" || "),
}


def _triples(path: Path, start: str, end: str, between: str = "?between") -> str:
    """The patterns of a path, one for each step."""
    patterns = []
    for number, step in enumerate(path):
        after = end if number == len(path) - 1 else f"{between}_{number}"
        patterns.append(_step(step, start, after))
        start = after
    return " . ".join(patterns)


def _step(step: Step, start: str, end: str) -> str:
    names = "|".join(f"<{name}>" for name in step.properties)
    names = f"({names})" if len(step.properties) > 1 else names
    return f"{start} {'^' if step.inverse else ''}{names} {end}"


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))
