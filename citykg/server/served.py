"""A version of a graph as a worker has it open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyoxigraph import Store

    from citykg.graph.known import Known
    from citykg.server.limits import Limits
    from citykg.server.saved import Catalogue


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
