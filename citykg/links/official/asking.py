"""What an endpoint says of the things that are wanted, asked for a level at a time.

The concepts that we know are asked for first, then those above them, and so on: each question is
plain enough for every engine, and none brings more than it is for.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from citykg.graph.known import text_of
from citykg.links.sssom import is_iri
from citykg.ontology.terms import Skos

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from citykg.graph.remote import Remote
    from citykg.links.official.sources import Source

_MOST_LEVELS: Final = 10
_MOST_THINGS: Final = 2_000
_THINGS: Final = "{ <http://eurovoc.europa.eu/2278> }"
_PREDICATES: Final = "{ skos:prefLabel }"


def ask(source: Source, remote: Remote) -> list[Triple]:
    """The triples about the known things of a vocabulary and, if wanted, those above them.

    Raises DataError where the endpoint does not answer.
    """
    found: list[Triple] = []
    asked: set[str] = set()
    wanted = set(source.known)
    for _ in range(_MOST_LEVELS):
        if not wanted or len(asked) + len(wanted) > _MOST_THINGS:
            break
        triples = remote.triples(question(source, wanted))
        found += triples
        asked |= wanted
        above = {
            text_of(triple.object)
            for triple in triples
            if source.broader and triple.predicate.value == Skos.broader
        }
        wanted = {iri for iri in above if source.is_about(iri) and is_iri(iri)} - asked
    return found


def question(source: Source, things: Iterable[str]) -> str:
    """The query for what is kept of these things."""
    kept = dict.fromkeys(keep.predicate for keep in source.keep)
    predicates = " ".join(f"<{predicate}>" for predicate in kept)
    subjects = " ".join(f"<{thing}>" for thing in sorted(things))
    text = _text().replace(_PREDICATES, f"{{ {predicates} }}")
    return text.replace(_THINGS, f"{{ {subjects} }}")


@cache
def _text() -> str:
    return (files(__package__) / "concepts.rq").read_text("utf-8")
