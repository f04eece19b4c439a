"""A version of a graph as a worker has it open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

from citykg.ontology.terms import Rdf

if TYPE_CHECKING:
    from pyoxigraph import Store

    from citykg.graph.known import Known
    from citykg.queries.answer import Answer
    from citykg.server.limits import Limits
    from citykg.server.saved import Catalogue


_FEW: Final = 50_000


@dataclass
class Served:
    """The store, the base under which its things stand, and how much may be said of it at once."""

    store: Store
    base: str
    limits: Limits
    catalogue: Catalogue

    @cached_property
    def known(self) -> Known:
        """The names of what is in it."""
        from citykg.graph.known import Known

        return Known(self.store)

    @cached_property
    def is_small(self) -> bool:
        """Whether all names in it can be looked through for those like another."""
        from citykg.graph.known import node

        types = self.known.quads(None, node(Rdf.type), None)
        return sum(1 for _ in islice(types, _FEW)) < _FEW

    def knows(self, iri: str) -> bool:
        """Whether anything is said of a thing, or by way of it."""
        from citykg.graph.known import node

        about = node(iri)
        here = (self.known.quads(about, None, None), self.known.quads(None, None, about))
        return any(next(quads, None) is not None for quads in here)

    def answer(self, text: str) -> Answer:
        """The answer to a query that has been checked, as an engine gives it."""
        from citykg.queries.folder import answer_from

        return answer_from(self.store, text)
