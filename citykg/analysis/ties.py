"""Who cooperates with whom: parties, and in how many cooperations each two of them stand."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citykg.analysis.rows import Rows

_MOST_PARTIES: Final = 100
"""A cooperation of more has thousands of pairs, and says of each two of them next to nothing."""


class Ties(NamedTuple):
    """The pairs of parties, and the cooperations that were too large to make pairs of."""

    partners: Mapping[str, Mapping[str, int]]
    """The partners of each party, in code point order, with the number of common cooperations."""
    too_large: tuple[str, ...]

    def notes(self) -> tuple[str, ...]:
        """What was left out, in a sentence; nothing where nothing was."""
        if not self.too_large:
            return ()
        return (
            (
                f"Left out are cooperations of more than {_MOST_PARTIES} parties:"
                f" {len(self.too_large)} of them."
            ),
        )


def ties_of(rows: Rows) -> Ties:
    """Who cooperates with whom in a graph."""
    partners: dict[str, dict[str, int]] = {party: {} for party in rows.parties}
    too_large = []
    for cooperation, parties in rows.parties_of.items():
        if len(parties) > _MOST_PARTIES:
            too_large.append(cooperation)
            continue
        for one, other in combinations(parties, 2):
            partners[one][other] = partners[one].get(other, 0) + 1
            partners[other][one] = partners[other].get(one, 0) + 1
    return Ties(
        {party: dict(sorted(found.items())) for party, found in partners.items()},
        tuple(too_large),
    )
