"""The text of RDF terms in canonical N-Quads (RDF 1.2 N-Quads, "Canonical form").

Text, not term objects: writing strings is some fifty times faster than building a graph, and
Oxigraph reads them back at full speed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from citykg.ontology.terms import Edtf, Xsd

_SHORT: Final = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_LONG: Final = {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
_ESCAPES: Final = str.maketrans(_LONG | _SHORT)
_NEEDS_ESCAPE: Final = re.compile(r'["\\\x00-\x1f\x7f]')
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
"""BCP 47: language, script, region; what else a tag may hold no plan needs."""
_PERIOD: Final = {4: Xsd.gYear, 7: Xsd.gYearMonth, 10: Xsd.date}
_DURATION: Final = re.compile(
    r"P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?", re.ASCII
)
_EDTF_FORM: Final = re.compile(
    r"\d\d(\d\d|\dX|XX)[~?%]?|\d{4}-(2[1-4]|(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)[~?%]?",
    re.ASCII,
)
_PERIOD_FORM: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def node(iri: str) -> str:
    """The IRI as a term; it must hold nothing that an IRI may not hold."""
    return f"<{iri}>"


def escaped(text: str) -> str:
    """The text as it stands between the quotes of a literal."""
    return text.translate(_ESCAPES) if _NEEDS_ESCAPE.search(text) else text


@lru_cache(maxsize=65536)
def literal(text: str, language: str | None = None) -> str:
    """The text as a literal; what is no language tag is left out."""
    if language and _LANGUAGE.fullmatch(language):
        return f'"{escaped(text)}"@{language.lower()}'
    return f'"{escaped(text)}"'


def typed(text: str, datatype: str) -> str:
    """The lexical form as a literal of the datatype."""
    return f'"{escaped(text)}"^^<{datatype}>'


def integer(value: int) -> str:
    """The number as an xsd:integer."""
    return f'"{value:d}"^^<{Xsd.integer}>'


def decimal(value: float) -> str | None:
    """The number as an xsd:decimal, never in exponents; None where it is not finite.

    Without zeros at the end, as stores write it: `140`.
    """
    exact = Decimal(repr(value))
    if not exact.is_finite():
        return None
    digits = f"{exact:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f'"{digits}"^^<{Xsd.decimal}>'


def moment(text: str) -> str:
    """A year, month or day with the precision stated; another date of EDTF as such a date.

    What is neither is plain text.
    """
    if _PERIOD_FORM.fullmatch(text):
        return typed(text, _PERIOD[len(text)])
    return typed(text, Edtf.level1) if _EDTF_FORM.fullmatch(text) else literal(text)


def duration(text: str) -> str:
    """An ISO 8601 duration such as `P18M` in the form that stores keep: `P1Y6M`."""
    match = _DURATION.fullmatch(text)
    if match is None:
        return literal(text)
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    years, months, days = years + months // 12, months % 12, days + 7 * weeks
    parts = ((years, "Y"), (months, "M"), (days, "D"))
    stated = "".join(f"{number}{sign}" for number, sign in parts if number)
    return typed(f"P{stated}" if stated else "PT0S", Xsd.duration)
