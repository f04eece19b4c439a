"""Documents put together, so that a task is worth sending: the same documents, the same groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.cluster.inputs import Input

_MEBIBYTE: Final = 1 << 20
_LEAST: Final = 4 * _MEBIBYTE
_MOST: Final = 16 * _MEBIBYTE
"""A worker holds the bytes of a partition, and writes some ten times as many as N-Quads."""
_MANY: Final = 64
_DOCUMENTS: Final = 20_000
"""No partition has more, however small they are."""


class Partition(NamedTuple):
    """Documents that one task reads."""

    number: int
    inputs: tuple[Input, ...]


def partitions(inputs: Sequence[Input], size: int | None = None) -> list[Partition]:
    """The documents in groups of neighbours of about so many bytes.

    Without a size it follows from the bytes of all: 64 groups, of 4 to 16 MiB each.  How many
    workers there are has no part in it, so that the parts of a graph are the same on any cluster.
    """
    total = sum(one.size for one in inputs)
    most = size or min(_MOST, max(_LEAST, total // _MANY))
    return [Partition(number, group) for number, group in enumerate(_groups(inputs, most))]


def _groups(inputs: Sequence[Input], most: int) -> Iterator[tuple[Input, ...]]:
    group: list[Input] = []
    held = 0
    for one in inputs:
        if group and (held + one.size > most or len(group) == _DOCUMENTS):
            yield tuple(group)
            group, held = [], 0
        group.append(one)
        held += one.size
    if group:
        yield tuple(group)
