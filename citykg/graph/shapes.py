"""The SHACL shapes as records: what is parsed from the Turtle that ships, and nothing else.

What is not known here is an error that names the shape: a constraint is never passed over.
https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from citykg.errors import DataError
from citykg.ontology.terms import Rdf, Sh

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from citykg.graph.blame import Term

Severity = Literal["violation", "warning", "info"]

SH: Final = Sh.NS

VALUE_TESTS: Final = frozenset(
    "class datatype nodeKind minInclusive maxInclusive minExclusive maxExclusive minLength"
    " maxLength pattern in languageIn and or not xone node".split()
)
"""What is asked of each value by itself."""

SET_TESTS: Final = frozenset("minCount maxCount hasValue lessThan uniqueLang".split())
"""What is asked of all values of a thing together."""

_LISTS: Final = frozenset(("in", "languageIn"))
_SHAPE_LISTS: Final = frozenset(("and", "or", "xone"))
_COUNTS: Final = frozenset(("minCount", "maxCount", "minLength", "maxLength"))
_TARGETS: Final = frozenset(("targetClass", "targetSubjectsOf", "targetObjectsOf", "targetNode"))
_OTHER: Final = frozenset(
    ("property", "path", "severity", "message", "deactivated", "flags", "sparql", "name")
) | {"description", "order", "group"}
_SEVERITIES: Final[dict[str, Severity]] = {
    "Violation": "violation",
    "Warning": "warning",
    "Info": "info",
}


@dataclass(frozen=True)
class Step:
    """One or more properties, of which any leads on; forwards, or from object to subject."""

    properties: tuple[str, ...]
    inverse: bool = False


Path = tuple[Step, ...]


@dataclass(frozen=True)
class Constraint:
    """One parameter of a shape: what is asked, and with which terms or shapes."""

    kind: str
    """The name of its parameter, such as `minCount`."""
    terms: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()
    number: int = 0
    flags: str = ""
    """Of a pattern."""


@dataclass(frozen=True)
class Shape:
    """A node shape, or a property shape, which has a path."""

    name: str
    severity: Severity
    message: str
    path: Path
    """Empty for a node shape: its one value is the thing itself."""
    constraints: tuple[Constraint, ...]
    properties: tuple[Shape, ...]
    targets: tuple[tuple[str, Term], ...] = ()
    """Pairs such as `("targetClass", ckg:City)`."""

    @property
    def result_path(self) -> str | None:
        """The property that the path ends with."""
        return self.path[-1].properties[-1] if self.path else None

    def of_kind(self, *kinds: str) -> Iterator[Constraint]:
        """Yield the constraints of some kinds."""
        return (item for item in self.constraints if item.kind in kinds)


def read_shapes(turtle: bytes) -> tuple[Shape, ...]:
    """The shapes that have targets and something to ask of them, in the order of their names.

    Shapes that only carry queries (sh:sparql) are for `citykg.graph.constraints`.  Raises DataError
    for what is no SHACL that we know, naming the shape.
    """
    reader = Reader(turtle)
    found = []
    for name in reader.targeted():
        shape = reader.shape(name)
        if shape is not None and (shape.constraints or shape.properties):
            found.append(shape)
    return tuple(found)


class Reader:
    """Reads terms, lists, paths and shapes from Turtle."""

    def __init__(self, turtle: bytes) -> None:
        import pyoxigraph as ox

        self._told: dict[Term, dict[str, list[Term]]] = {}
        for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE):
            of_subject = self._told.setdefault(triple.subject, {})
            of_subject.setdefault(triple.predicate.value, []).append(triple.object)
        self._open: list[Term] = []

    def subjects(self, predicate: str) -> list[Term]:
        """What has a property, in the order of the names."""
        return sorted((term for term, told in self._told.items() if predicate in told), key=str)

    def targeted(self) -> list[Term]:
        """The shapes that say what they are about."""
        return sorted({term for kind in _TARGETS for term in self.subjects(SH + kind)}, key=str)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        """What is said of a subject, in the order of the file."""
        return self._told.get(subject, {}).get(predicate, [])

    def value(self, subject: Term, predicate: str, *, of: str = "") -> Term | None:
        """The one thing that is said of a subject, or None."""
        found = self.values(subject, predicate)
        if len(found) > 1:
            raise _wrong(of or subject, predicate, "has more than one value")
        return found[0] if found else None

    def text(self, subject: Term, predicate: str) -> str | None:
        """The text of the first of the values."""
        found = self.values(subject, predicate)
        return _text(found[0]) if found else None

    def severity(self, shape: Term) -> Severity:
        """How bad it is to break a shape."""
        named = self.value(shape, SH + "severity")
        text = _text(named).removeprefix(SH) if named is not None else "Violation"
        if text not in _SEVERITIES:
            raise _wrong(shape, SH + "severity", f"is {text}: give sh:{', sh:'.join(_SEVERITIES)}")
        return _SEVERITIES[text]

    def items(self, first: Term) -> Iterator[Term]:
        """Yield the members of a list."""
        while _text(first) != Rdf.nil:
            (item,), (rest,) = self.values(first, Rdf.first), self.values(first, Rdf.rest)
            yield item
            first = rest

    def path(self, term: Term, of: Term) -> Path:
        """A path: a property, an inverse, alternatives, or a sequence of those."""
        if self.values(term, Rdf.first):
            return tuple(step for item in self.items(term) for step in self.path(item, of))
        return (self._step(term, of),)

    def _step(self, term: Term, of: Term) -> Step:
        import pyoxigraph as ox

        if isinstance(term, ox.NamedNode):
            return Step((term.value,))
        told = self._told.get(term, {})
        if set(told) == {SH + "inversePath"}:
            inner = self._step(told[SH + "inversePath"][0], of)
            return Step(inner.properties, not inner.inverse)
        if set(told) == {SH + "alternativePath"}:
            steps = [self._step(item, of) for item in self.items(told[SH + "alternativePath"][0])]
            if len({step.inverse for step in steps}) == 1:
                properties = tuple(name for step in steps for name in step.properties)
                return Step(properties, steps[0].inverse)
        raise _wrong(of, SH + "path", "is a kind of path that citykg does not know")

    def shape(self, name: Term, *, silent: bool = False) -> Shape | None:
        """A shape with all that is below it; None if it is deactivated.

        `silent` is one that reports nothing, such as a member of sh:or: it needs no message.
        """
        if name in self._open:
            raise _wrong(name, SH + "property", "leads back to the shape itself")
        if _text(self.value(name, SH + "deactivated")) == "true":
            return None
        self._open.append(name)
        try:
            return self._shape(name, silent=silent)
        finally:
            self._open.pop()

    def _shape(self, name: Term, *, silent: bool) -> Shape:
        told = self._told.get(name)
        if not told:
            raise _wrong(name, SH + "property", "points to a shape that is not there")
        constraints: list[Constraint] = []
        for predicate, values in told.items():
            kind = predicate.removeprefix(SH)
            if predicate == kind or kind in _OTHER or kind in _TARGETS:
                continue
            if kind not in VALUE_TESTS | SET_TESTS:
                raise _wrong(name, predicate, "is a constraint that citykg does not know")
            constraints.extend(self._constraints(name, kind, values))
        path = self.value(name, SH + "path")
        message = self.text(name, SH + "message") or ""
        if not message and constraints and not silent:
            raise _wrong(name, SH + "message", "is missing: nobody could read what is wrong")
        below = (self.shape(item, silent=silent) for item in told.get(SH + "property", ()))
        shape = Shape(
            name=_text(name),
            severity=self.severity(name),
            message=message,
            path=self.path(path, name) if path is not None else (),
            constraints=tuple(sorted(constraints, key=lambda item: item.kind)),
            properties=tuple(item for item in below if item is not None),
            targets=tuple(
                (kind, term) for kind in sorted(_TARGETS) for term in told.get(SH + kind, ())
            ),
        )
        if not shape.path and any(shape.of_kind("minCount", "maxCount", "lessThan", "uniqueLang")):
            raise _wrong(name, SH + "path", "is missing: a count is of the values of a property")
        if any(not item.path for item in shape.properties):
            raise _wrong(name, SH + "property", "points to a shape that has no path")
        return shape

    def _constraints(self, name: Term, kind: str, values: list[Term]) -> Iterable[Constraint]:
        if kind in _SHAPE_LISTS | {"not", "node"}:
            for value in values:
                inner = list(self.items(value)) if kind in _SHAPE_LISTS else [value]
                # What sh:node finds inside is one fault of the value, told by the outer message.
                below = (self.shape(item, silent=True) for item in inner)
                yield Constraint(kind, shapes=tuple(item for item in below if item is not None))
        elif kind in _LISTS:
            yield Constraint(kind, tuple(self.items(values[0])))
        elif kind in _COUNTS:
            yield Constraint(kind, number=self._number(name, kind))
        elif kind == "uniqueLang":
            if _text(values[0]) == "true":
                yield Constraint(kind)
        elif kind == "pattern":
            flags = self.text(name, SH + "flags") or ""
            if set(flags) - set("im"):
                raise _wrong(name, SH + "flags", f"is {flags!r}: citykg knows i and m")
            yield from (Constraint(kind, (value,), flags=flags) for value in values)
        else:
            yield from (Constraint(kind, (value,)) for value in values)

    def _number(self, name: Term, kind: str) -> int:
        text = _text(self.value(name, SH + kind))
        if not text.isdecimal():
            raise _wrong(name, SH + kind, f"is {text}: give a whole number")
        return int(text)


def _wrong(shape: object, predicate: str, what: str) -> DataError:
    kind = predicate.removeprefix(SH)
    return DataError(f"The shape {_text(shape)} cannot be asked: its sh:{kind} {what}.")


def _text(term: object) -> str:
    value = getattr(term, "value", term)
    return value if isinstance(value, str) else ""
