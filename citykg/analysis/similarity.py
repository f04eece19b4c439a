"""Which cooperations are most alike, by what they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.analysis.profiles import Pair, Profiles
from citykg.analysis.result import Iri, Table

if TYPE_CHECKING:
    from citykg.analysis.rows import Rows

COLUMNS: Final = ("cooperation1", "name1", "cooperation2", "name2", "similarity", "shared")


def similar_table(rows: Rows, party: str | None, top: int) -> Table:
    """The most similar pairs of cooperations; of a party's cooperations with others, if given."""
    profiles = Profiles({one: rows.subjects_of.get(one, ()) for one in rows.parties_of})
    if party is None:
        pairs = profiles.closest(top)
    else:
        near = (
            Pair(own, other, similarity)
            for own in rows.cooperations_of[party]
            for other, similarity in profiles.nearest(own, top)
        )
        pairs = sorted(near, key=lambda pair: (-pair.similarity, pair))[:top]
    lines = [
        (
            Iri(one),
            rows.label(one),
            Iri(other),
            rows.label(other),
            round(similarity, 3),
            rows.in_words(profiles.shared(one, other)),
        )
        for one, other, similarity in pairs
    ]
    notes = (
        (
            "Similarity is the cosine of what both work on, each subject weighed by its rarity:"
            " 1 for the same subjects, 0 for none in common."
        ),
        "It is computed: no plan declares it.",
    )
    return Table("similar", COLUMNS, tuple(lines), notes)
