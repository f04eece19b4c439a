"""The UN's IRIs of the global indicators, by the numbers they have in the framework."""

from __future__ import annotations

from functools import cache

from citykg.ontology.files import indicators_file
from citykg.ontology.terms import Skos


def indicator_iri(code: str) -> str | None:
    """The IRI of an indicator such as `11.3.2`, or None if the framework has none of the code.

    >>> indicator_iri("11.3.2")
    'http://metadata.un.org/sdg/C110302'
    """
    return _by_code().get(code.casefold())


@cache
def _by_code() -> dict[str, str]:
    import pyoxigraph

    turtle = indicators_file().read_bytes()
    return {
        quad.object.value: quad.subject.value
        for quad in pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
        if quad.predicate.value == Skos.notation
        and isinstance(quad.subject, pyoxigraph.NamedNode)
        and isinstance(quad.object, pyoxigraph.Literal)
    }
