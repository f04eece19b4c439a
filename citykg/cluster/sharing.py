"""Documents whose plans stand in several partitions: each is written with one of them.

The same bytes under two names may be read as two plans, as a text and as a table say.  Both cite
the same passages, so whoever writes the one has to know the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.build.state import Item
    from citykg.graph.names import Names


class Share(NamedTuple):
    """What a partition writes of such documents, named by their sums."""

    here: frozenset[str]
    elsewhere: frozenset[str]
    sources: tuple[int, ...]
    """The other partitions in which those stand that are written here."""


def shares(partitions: Sequence[Sequence[Item]], names: Names) -> list[Share]:
    """The share of each partition: the first that holds a plan of a document writes all of it."""
    places: dict[str, set[int]] = {}
    for number, items in enumerate(partitions):
        for item in items:
            if any(names.is_kept(outline) for outline in item.outlines):
                places.setdefault(item.document, set()).add(number)
    here: list[set[str]] = [set() for _ in partitions]
    elsewhere: list[set[str]] = [set() for _ in partitions]
    sources: list[set[int]] = [set() for _ in partitions]
    for document, numbers in places.items():
        first, *others = sorted(numbers)
        for other in others:
            here[first].add(document)
            elsewhere[other].add(document)
            sources[first].add(other)
    return [
        Share(frozenset(own), frozenset(gone), tuple(sorted(found)))
        for own, gone, found in zip(here, elsewhere, sources, strict=True)
    ]
