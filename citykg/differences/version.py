"""One of the two graphs that are compared: a version of a folder, opened for reading."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError, UsageError
from citykg.graph.base import base_of
from citykg.graph.known import Known, node
from citykg.graph.store import current_version, open_version
from citykg.ontology.terms import ID_BASE, Ckg, Rdf

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

_GRAPH: Final = "graph.nq"


class Version:
    """A version of a graph: its lines, its store, its names."""

    def __init__(self, folder: Path, path: Path) -> None:
        self.folder = folder
        """The folder as it was named."""
        self.path = path
        """Where the version is."""
        self.base = base_of(path)
        self.lines = path / _GRAPH
        if not self.lines.is_file():
            raise DataError(
                f"{folder} has lost its {_GRAPH}, which says what the graph holds:"
                f" build it again with 'citykg build PLANS -o {folder}'."
            )

    @cached_property
    def store(self) -> Store:
        """The store of the version; opened when it is first asked."""
        return open_version(self.folder, self.path)

    @cached_property
    def known(self) -> Known:
        """The names of the version."""
        return Known(self.store)

    def local(self, iri: str) -> str:
        """The IRI without the base: the same for a thing that two bases have."""
        for base in (self.base, ID_BASE):
            if iri.startswith(base):
                return iri.removeprefix(base)
        return iri

    def iri(self, local: str) -> str:
        """The IRI of a plan's local name."""
        return local if ":" in local else self.base + local

    def has_plan(self, iri: str) -> bool:
        """Whether the graph has a plan of this IRI."""
        plan = node(iri)
        quads = self.store.quads_for_pattern(plan, node(Rdf.type), node(Ckg.ActionPlan), plan)
        return next(quads, None) is not None


def version_of(folder: Path) -> Version:
    """The current version of a folder; raises UsageError or DataError where there is none."""
    return Version(folder, current_version(folder))


def version_before(folder: Path) -> Version:
    """The version that the last build replaced, kept until the next build.

    Raises UsageError where the folder has none.
    """
    current = current_version(folder)
    others = [
        path
        for path in current.parent.glob("v-*")
        if path != current and (path / "CURRENT").is_file() and (path / _GRAPH).is_file()
    ]
    if not others:
        raise UsageError(
            f"{folder} holds no version before the current one: build it again when the plans"
            " have changed, or give two folders."
        )
    return Version(folder, max(others, key=lambda path: (path.stat().st_mtime_ns, path.name)))
