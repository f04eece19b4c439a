"""What a build on a cluster did: `report.json`.  The documents stand in files beside it."""

from __future__ import annotations

from typing import Final

import msgspec

from citykg.graph.things import Decision  # noqa: TC001 - msgspec reads the fields' types
from citykg.report import Failure  # noqa: TC001 - as above

NOT_DONE: Final = (
    "links to other vocabularies: graph/links is not in the parts",
    "official vocabularies that were fetched",
    "the check against the shapes",
    "the store and the page",
)
"""What a build on one machine does besides, and a build on a cluster does not."""


class PartsTotals(msgspec.Struct, frozen=True):
    """The size of the build."""

    documents: int
    """Of which a plan is written: no copies."""
    plans: int
    failures: int
    decisions: int
    problems: int
    facts: int
    evidence: int
    suggestions: int
    quads: int
    """Lines of all parts."""
    partitions: int


class PartsReport(msgspec.Struct, frozen=True):
    """Everything that the build did, in a fixed order: the same documents, the same bytes."""

    citykg: str
    base: str
    totals: PartsTotals
    not_done: tuple[str, ...]
    """What a build on one machine would have done besides."""
    failures: tuple[Failure, ...]
    """Documents that could not be read, and why."""
    passed_over: tuple[str, ...]
    decisions: tuple[Decision, ...]
    """What had to be decided about names."""

    def to_json(self) -> bytes:
        """The report as indented JSON in UTF-8."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"
