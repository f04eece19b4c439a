"""A JSON-LD context of the ontology: short names in JSON, the same triples in RDF."""

from __future__ import annotations

from typing import Any, Final

from citykg.ontology.terms import PREFIXES, Xsd
from citykg.reference.terms import prefixed, terms

VERSION: Final = 1.1


def context() -> dict[str, Any]:
    """The context as JSON (https://www.w3.org/TR/json-ld11/).

    Our terms go by their own names (`City`, `hasTheme`), those of others by their prefixed ones
    (`schema:startDate`).  A property of things takes IRIs; one of numbers is typed, so that
    plain JSON numbers will do; what takes words keeps the language that they say.

        {"@context": {"@version": 1.1, "hasTheme": {"@id": "ckg:hasTheme", "@type": "@id"}, …}}
    """
    entries: dict[str, Any] = {"@version": VERSION, "id": "@id", "type": "@type"}
    entries |= dict(sorted(PREFIXES.items()))
    for term in terms():
        name = term.anchor if term.is_ours else term.name
        if ":" in name and name.partition(":")[0] not in PREFIXES:
            continue
        if term.kind == "object property":
            entries[name] = {"@id": term.name, "@type": "@id"}
        elif term.kind == "datatype property" and _datatype(term.range):
            entries[name] = {"@id": term.name, "@type": _datatype(term.range)}
        elif term.is_ours:
            entries[name] = term.name
    return {"@context": entries}


def _datatype(ranges: tuple[str, ...]) -> str:
    """The one datatype of XML Schema that a property takes; empty where it takes others."""
    if len(ranges) == 1 and ranges[0].startswith(Xsd.NS):
        return prefixed(ranges[0])
    return ""
