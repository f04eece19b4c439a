"""Values as pySHACL sees them: what is ill-typed, and which of two is the smaller one.

The values that are looked at here are few, for a store has passed over those that are right beyond
doubt; so rdflib may be asked, and a fault is one for both engines or for neither.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox

from citykg.ontology.terms import Rdf, Rdfs, Xsd

if TYPE_CHECKING:
    import rdflib

    from citykg.graph.blame import Term

_PYTHON: Final[dict[str, type | tuple[type, ...]]] = {
    Xsd.string: (str, bytes),
    Rdf.langString: (str, bytes),
    Xsd.integer: int,
    Xsd.float: float,
    Xsd.decimal: Decimal,
    Xsd.boolean: bool,
    Xsd.date: date,
    Xsd.time: time,
    Xsd.dateTime: datetime,
}
_KINDS: Final = {
    "IRI": (ox.NamedNode,),
    "BlankNode": (ox.BlankNode,),
    "Literal": (ox.Literal,),
    "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
    "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
    "IRIOrLiteral": (ox.NamedNode, ox.Literal),
}


def to_rdflib(literal: ox.Literal) -> rdflib.Literal:
    """A literal for rdflib, not normalised: a hostile one is not worked out."""
    import rdflib

    if literal.language:
        return rdflib.Literal(literal.value, lang=literal.language)
    return rdflib.Literal(literal.value, datatype=literal.datatype.value, normalize=False)


def is_of_kind(value: Term, kind: str) -> bool:
    """Whether a term is of a kind such as `IRIOrLiteral`."""
    return isinstance(value, _KINDS[kind])


def is_of_datatype(value: Term, datatype: str) -> bool:
    """Whether a value is a literal of a datatype, and not an ill-typed one."""
    if not isinstance(value, ox.Literal):
        return False
    if datatype == Rdfs.Literal:
        return True
    if value.datatype.value != datatype:
        return False
    if value.language:
        return True
    theirs = to_rdflib(value)
    if theirs.ill_typed:
        return False
    wanted = _PYTHON.get(datatype)
    return wanted is None or isinstance(theirs.value, wanted)


def compared(value: Term, bound: Term) -> int | None:
    """-1, 0 or 1 as a value is below, at or above a bound; None if they cannot be compared."""
    if not isinstance(value, ox.Literal) or not isinstance(bound, ox.Literal):
        return None
    left, right = to_rdflib(value), to_rdflib(bound)
    if isinstance(left.value, str) != isinstance(right.value, str):
        return None
    try:
        if left.eq(right):
            return 0
        if isinstance(left.value, datetime | time):
            # rdflib would put those that cannot be compared into some order.
            return 0 if left.value == right.value else 1 if left.value > right.value else -1
    except (TypeError, NotImplementedError):
        return None
    return 1 if left > right else -1


def is_less(value: Term, other: Term) -> bool:
    """Whether a value is less than another; not, if they cannot be compared."""
    left, left_text = _comparable(value)
    right, right_text = _comparable(other)
    return left_text == right_text and bool(left < right)


def _comparable(value: Term) -> tuple[Any, bool]:
    if not isinstance(value, ox.Literal):
        return _text(value), True
    theirs = to_rdflib(value)
    return (theirs.value, True) if isinstance(theirs.value, str) else (theirs, False)


def length(value: Term) -> int | None:
    """The number of characters; None for a blank node, which has none."""
    return None if isinstance(value, ox.BlankNode) else len(_text(value))


def matches(value: Term, pattern: str, flags: str) -> bool:
    """Whether an expression finds something in a value."""
    return not isinstance(value, ox.BlankNode) and bool(
        _compiled(pattern, flags).search(_text(value))
    )


def is_in_language(value: Term, languages: tuple[str, ...]) -> bool:
    """Whether a text is in one of some languages, given as ranges such as `en`."""
    if not isinstance(value, ox.Literal) or not value.language:
        return False
    language = value.language.casefold()
    ranges = {item.casefold() for item in languages}
    return bool(ranges & {"*", language, language.partition("-")[0]})


@cache
def _compiled(pattern: str, flags: str) -> re.Pattern[str]:
    return re.compile(
        pattern, (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    )


def _text(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value
