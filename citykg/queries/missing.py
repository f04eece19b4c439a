"""Why a query finds nothing: which of its patterns does, and what was perhaps meant.

Looked at are the patterns that every row needs, one by one and then together.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from citykg.errors import CitykgError
from citykg.ontology.prefixes import local_names
from citykg.ontology.terms import ID_BASE, PREFIXES, Ckg
from citykg.queries.answer import Rows, Truth
from citykg.queries.parameters import terms_of, to_sparql
from citykg.queries.patterns import needed_patterns
from citykg.queries.shorten import short_iri
from citykg.queries.text import names_of
from citykg.queries.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citykg.queries.catalogue import SavedQuery
    from citykg.queries.engine import Engine
    from citykg.queries.patterns import Pattern

_IRI: Final = re.compile(r"<([^<>]*)>")
_MOST_NAMES: Final = 100_000


def why_nothing(
    query: SavedQuery,
    engine: Engine,
    params: Mapping[str, str] | None = None,
    *,
    base: str = ID_BASE,
) -> str:
    """A sentence on why a query that can be answered has no rows."""
    unknown = _unknown_terms(query.text)
    if unknown:
        return unknown
    try:
        return _unmatched(query, engine, params or {}, base)
    except CitykgError as error:
        # The answer has been given: that its reason is not found is no failure.
        return f"Why could not be found out: {error}"


def _unmatched(query: SavedQuery, engine: Engine, params: Mapping[str, str], base: str) -> str:
    """What of a query matches nothing."""
    for term in terms_of(query.parameters, params, base=base).values():
        hint = _unknown_thing(engine, to_sparql(term), base)
        if hint:
            return hint
    patterns = needed_patterns(query, params, base=base)
    for pattern in patterns:
        if not _holds(engine, pattern.text):
            return f"Nothing in the graph matches {_short(pattern, base)}."
    for count in range(2, len(patterns) + 1):
        if not _holds(engine, " ".join(one.text for one in patterns[:count])):
            before = " and ".join(_short(one, base) for one in patterns[: count - 1])
            return f"Nothing matches {_short(patterns[count - 1], base)} together with {before}."
    return "The patterns that each row needs match; a FILTER or another clause leaves no row."


def _unknown_terms(text: str) -> str:
    """What to say of a term under our namespace that the ontology does not have."""
    declared, names = names_of(text)
    known = {**PREFIXES, **declared}
    written = [
        known.get(prefix, "") + local for prefix, _, local in (n.text.partition(":") for n in names)
    ]
    written += [token.text[1:-1] for token in tokens(text) if token.kind == "iri"]
    for iri in written:
        name = iri.removeprefix(Ckg.NS)
        if name and name != iri and name not in local_names("ckg"):
            near = get_close_matches(name, local_names("ckg"), 1)
            hint = f": did you mean ckg:{near[0]}?" if near else "."
            return f"The ontology has no ckg:{name}{hint}"
    return ""


def _unknown_thing(engine: Engine, written: str, base: str) -> str:
    """What to say of a parameter that names a thing which the graph does not know."""
    if not written.startswith("<"):
        return ""
    if _holds(engine, f"{written} ?p ?o") or _holds(engine, f"?s ?p {written}"):
        return ""
    iri = written[1:-1]
    name = short_iri(iri, base)
    if not iri.startswith(base):
        return f"The graph does not know {name}."
    folder = iri[: len(base)] + iri[len(base) :].partition("/")[0] + "/"
    answer = engine.answer(
        "SELECT DISTINCT ?thing WHERE { ?thing a ?class FILTER(ISIRI(?thing)) "
        f'FILTER(STRSTARTS(STR(?thing), "{folder}")) }} ORDER BY ?thing LIMIT {_MOST_NAMES}'
    )
    rows = answer.rows if isinstance(answer, Rows) else ()
    names = [short_iri(str(term)[1:-1], base) for (term,) in rows]
    near = get_close_matches(name, names, 1)
    hint = f": did you mean {near[0]}?" if near else "."
    return f"The graph does not know {name}{hint}"


def _holds(engine: Engine, pattern: str) -> bool:
    """Whether anything matches a pattern."""
    answer = engine.answer(f"ASK {{ {pattern} }}")
    return isinstance(answer, Truth) and answer.value


def _short(pattern: Pattern, base: str) -> str:
    """A pattern as a person would write it."""
    return _IRI.sub(lambda match: short_iri(match[1], base), " ".join(pattern[:3]))
