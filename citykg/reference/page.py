"""The documentation of the ontology as one page that asks nothing of any server."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from citykg.ontology.terms import PREFIXES, Dcterms, Owl, Skos
from citykg.reference.diagram import diagram
from citykg.reference.schemes import schemes
from citykg.reference.terms import ONTOLOGY, ontology, prefixed, terms
from citykg.templates import template

if TYPE_CHECKING:
    from citykg.reference.terms import Term

_GROUPS: Final = (
    ("Classes", "class"),
    ("Properties of things", "object property"),
    ("Properties of words and numbers", "datatype property"),
)


def page() -> str:
    """The page, in HTML; every term stands at the anchor of its IRI (`#City`).

    The same ontology gives the same page.
    """
    from markupsafe import Markup

    style = (files(__package__) / "templates" / "ontology.css").read_text("utf-8")
    ours = [term for term in terms() if term.is_ours]
    return template(__package__, "ontology.html").render(
        about={prefixed(key): values for key, values in ontology().items()},
        iri=ONTOLOGY,
        title=_first(Dcterms.title),
        version=_first(Owl.NS + "versionInfo"),
        history=[words.text for words in ontology()[Skos.NS + "historyNote"]],
        policy=f"default-src 'none'; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        style=Markup(style),
        diagram=diagram(),
        groups=[(title, [one for one in ours if one.kind == kind]) for title, kind in _GROUPS],
        others=[term for term in terms() if not term.is_ours],
        schemes=schemes(),
        prefixes=sorted(PREFIXES.items()),
        below=_below(ours),
        term_of={term.iri: term for term in terms()},
        prefixed=prefixed,
    )


def _first(predicate: str) -> str:
    return ontology()[predicate][0].text


def _below(ours: list[Term]) -> dict[str, list[Term]]:
    """What is below each class or property."""
    found: dict[str, list[Term]] = {}
    for term in ours:
        for above in term.above:
            found.setdefault(above, []).append(term)
    return found


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
