"""Whether a thing conforms to a shape: exactly, one thing after another.

What SELECTs find suspicious is decided here, and all that a build has touched.
https://www.w3.org/TR/shacl/#core-components
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from citykg.graph.literals import (
    compared,
    is_in_language,
    is_less,
    is_of_datatype,
    is_of_kind,
    length,
    matches,
)
from citykg.graph.shapes import SH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from citykg.graph.blame import Term
    from citykg.graph.shapes import Constraint, Path, Severity, Shape
    from citykg.graph.views import View


class Fault(NamedTuple):
    """A result of a shape, in our terms."""

    severity: Severity
    focus: Term
    path: str | None
    value: Term | None
    message: str


def is_target(shape: Shape, thing: Term, view: View) -> bool:
    """Whether a shape is about a thing."""
    return any(_targets(kind, term, thing, view) for kind, term in shape.targets)


def _targets(kind: str, term: Term, thing: Term, view: View) -> bool:
    if kind == "targetNode":
        return term == thing
    if not isinstance(term, ox.NamedNode):
        return False
    if kind == "targetClass":
        return view.is_a(thing, term.value)
    if kind == "targetSubjectsOf":
        return term.value in view.properties_of(thing)
    return view.leads_to(term, thing)


def faults_of(shape: Shape, focus: Term, view: View) -> Iterator[Fault]:
    """Yield what a shape and those below it find wrong with a thing."""
    values = values_of(shape.path, focus, view) if shape.path else [focus]
    for constraint in shape.constraints:
        for value in _broken(constraint, focus, values, view):
            yield Fault(shape.severity, focus, shape.result_path, value, shape.message)
    for below in shape.properties:
        for value in values:
            yield from faults_of(below, value, view)


def values_of(path: Path, focus: Term, view: View) -> list[Term]:
    """What a path leads to from a thing, each once."""
    found = [focus]
    for step in path:
        ends: dict[Term, None] = {}
        for name in step.properties:
            predicate = ox.NamedNode(name)
            for thing in found:
                if step.inverse:
                    ends.update(dict.fromkeys(view.subjects(predicate, thing)))
                else:
                    ends.update(dict.fromkeys(view.objects(thing, predicate)))
        found = list(ends)
    return found


def _conforms(shape: Shape, value: Term, view: View) -> bool:
    return next(faults_of(shape, value, view), None) is None


def _broken(
    constraint: Constraint, focus: Term, values: list[Term], view: View
) -> Iterator[Term | None]:
    """Yield what breaks a constraint: a value, or None where it is all of them."""
    test = _OF_ALL.get(constraint.kind)
    if test is not None:
        yield from test(constraint, focus, values, view)
        return
    check = _OF_EACH[constraint.kind]
    for value in values:
        if not check(constraint, value, view):
            yield value


def _too_few(
    constraint: Constraint, _: Term, values: list[Term], __: View
) -> Iterator[Term | None]:
    if len(values) < constraint.number:
        yield None


def _too_many(
    constraint: Constraint, _: Term, values: list[Term], __: View
) -> Iterator[Term | None]:
    if len(values) > constraint.number:
        yield None


def _without(
    constraint: Constraint, _: Term, values: list[Term], __: View
) -> Iterator[Term | None]:
    if constraint.terms[0] not in values:
        yield None


def _not_less(
    constraint: Constraint, focus: Term, values: list[Term], view: View
) -> Iterator[Term | None]:
    (path,) = constraint.terms
    if isinstance(path, ox.NamedNode):
        others = view.objects(focus, path)
        yield from (item for item in values for other in others if not is_less(item, other))


def _twice_in_a_language(
    _: Constraint, __: Term, values: list[Term], ___: View
) -> Iterator[Term | None]:
    languages = [item.language for item in values if isinstance(item, ox.Literal) and item.language]
    if len(set(languages)) < len(languages):
        yield None


def _order(*accepted: int) -> Callable[[Constraint, Term, View], bool]:
    return lambda constraint, value, _: compared(value, constraint.terms[0]) in accepted


def _long_enough(constraint: Constraint, value: Term, _: View) -> bool:
    count = length(value)
    return not constraint.number or (count is not None and count >= constraint.number)


def _short_enough(constraint: Constraint, value: Term, _: View) -> bool:
    count = length(value)
    return count is not None and count <= constraint.number


def _in_language(constraint: Constraint, value: Term, _: View) -> bool:
    return is_in_language(value, tuple(_text(term) for term in constraint.terms))


def _all(constraint: Constraint, value: Term, view: View) -> bool:
    return all(_conforms(shape, value, view) for shape in constraint.shapes)


def _any(constraint: Constraint, value: Term, view: View) -> bool:
    return any(_conforms(shape, value, view) for shape in constraint.shapes)


def _one(constraint: Constraint, value: Term, view: View) -> bool:
    return sum(_conforms(shape, value, view) for shape in constraint.shapes) == 1


def _none(constraint: Constraint, value: Term, view: View) -> bool:
    return not _any(constraint, value, view)


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


_OF_ALL: Final = {
    "minCount": _too_few,
    "maxCount": _too_many,
    "hasValue": _without,
    "lessThan": _not_less,
    "uniqueLang": _twice_in_a_language,
}
_OF_EACH: Final[dict[str, Callable[[Constraint, Term, View], bool]]] = {
    "class": lambda constraint, value, view: (
        not isinstance(value, ox.Literal) and view.is_a(value, _text(constraint.terms[0]))
    ),
    "datatype": lambda constraint, value, _: is_of_datatype(value, _text(constraint.terms[0])),
    "nodeKind": lambda constraint, value, _: is_of_kind(
        value, _text(constraint.terms[0]).removeprefix(SH)
    ),
    "minInclusive": _order(0, 1),
    "maxInclusive": _order(0, -1),
    "minExclusive": _order(1),
    "maxExclusive": _order(-1),
    "minLength": _long_enough,
    "maxLength": _short_enough,
    "pattern": lambda constraint, value, _: matches(
        value, _text(constraint.terms[0]), constraint.flags
    ),
    "in": lambda constraint, value, _: value in constraint.terms,
    "languageIn": _in_language,
    "and": _all,
    "or": _any,
    "xone": _one,
    "not": _none,
    "node": _all,
}
