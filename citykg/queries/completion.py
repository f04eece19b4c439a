"""What may follow in a query that is being written: keywords, prefixes, terms, names of queries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.ontology.prefixes import local_names
from citykg.ontology.terms import PREFIXES
from citykg.queries.catalogue import saved_names, saved_query
from citykg.queries.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMANDS: Final = (".explain", ".format", ".help", ".prefixes", ".queries", ".query", ".quit")
"""What a shell is told, as against what it asks."""

_KEYWORDS: Final = (
    "ASK BIND CONSTRUCT COUNT DESCRIBE DISTINCT EXISTS FILTER GRAPH GROUP BY HAVING IN LANG LIMIT"
    " MINUS NOT OFFSET OPTIONAL ORDER PREFIX SELECT STR UNION VALUES WHERE"
).split()
_WORD: Final = re.compile(r"[?$.\w:/=-]*$")


def completions(text: str) -> tuple[str, list[str]]:
    """The beginning of a word at the end of a text, and what it may become, in order.

    >>> completions("SELECT ?c { ?c a ckg:Ci")
    ('ckg:Ci', ['ckg:City'])
    """
    match = _WORD.search(text)
    begun = match.group() if match else ""
    before = text[: len(text) - len(begun)].split()
    if before[:1] == [".query"]:
        return begun, _starting(begun, _of_call(before[1:]))
    if not before and begun.startswith("."):
        return begun, _starting(begun, COMMANDS)
    prefix, colon, _ = begun.partition(":")
    if colon:
        names = map(str, range(1, 18)) if prefix == "sdg" else local_names(prefix)
        return begun, _starting(begun, (f"{prefix}:{name}" for name in names))
    if begun[:1] in {"?", "$"}:
        seen = {
            one.text for one in tokens(text[: len(text) - len(begun)]) if one.kind == "variable"
        }
        return begun, _starting(begun, sorted(seen))
    known = [*_KEYWORDS, *(f"{name}:" for name in sorted(PREFIXES))]
    return begun, _starting(begun, known) if begun else []


def _of_call(words: list[str]) -> list[str]:
    """What may follow behind `.query`: a name, then the parameters that are not given yet."""
    if not words:
        return list(saved_names())
    if words[0] not in saved_names():
        return []
    given = {word.partition("=")[0] for word in words[1:]}
    found = []
    for parameter in saved_query(words[0]).parameters:
        if parameter.name not in given:
            choices = parameter.shown_choices or (parameter.example,)
            found += [f"{parameter.name}={choice}" for choice in choices]
    return found


def _starting(begun: str, names: Iterable[str]) -> list[str]:
    """The names that begin so; case matters to terms, and not to keywords."""
    low = begun.lower()
    return [name for name in names if name.lower().startswith(low) and name != begun]
