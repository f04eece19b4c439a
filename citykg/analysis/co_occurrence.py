"""Which goals and Urban Agenda topics plans name together."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final

from citykg.analysis.result import Iri, Table, counted

if TYPE_CHECKING:
    from citykg.analysis.rows import Rows

COLUMNS: Final = ("one", "name1", "other", "name2", "plans", "plans1", "plans2", "lift")
_KINDS: Final = frozenset({"goal", "topic"})


def co_occurrence_table(rows: Rows, party: str | None, top: int) -> Table:
    """The pairs of goals and topics that most plans name together; of a party's plans, if given."""
    plans = list(rows.cooperation_of)
    if party is not None:
        own = set(rows.cooperations_of[party])
        plans = [plan for plan in plans if rows.cooperation_of[plan] in own]
    alone: Counter[int] = Counter()
    together: Counter[tuple[int, int]] = Counter()
    known = [subject for subject, kind in rows.kinds.items() if kind in _KINDS]
    rank = {subject: place for place, subject in enumerate(rows.ordered(known))}
    for plan in plans:
        named = sorted(rank[one] for one in rows.subjects_of.get(plan, ()) if one in rank)
        alone.update(named)
        # There are some thirty of them: however many plans, no more than a few hundred pairs.
        together.update(combinations(named, 2))
    lifts = {
        (one, other): round(count * len(plans) / (alone[one] * alone[other]), 2)
        for (one, other), count in together.items()
    }
    best = sorted(lifts, key=lambda pair: (-together[pair], -lifts[pair], pair))[:top]
    subjects = list(rank)
    lines = [
        (
            Iri(subjects[one]),
            rows.words(subjects[one]),
            Iri(subjects[other]),
            rows.words(subjects[other]),
            together[one, other],
            alone[one],
            alone[other],
            lifts[one, other],
        )
        for one, other in best
    ]
    notes = (
        (
            f"Counted over {counted(len(plans), 'plan')}."
            " Lift is how many times more often both stand in a plan than if each stood there by"
            " chance: on few plans it says little."
        ),
    )
    return Table("co-occurrence", COLUMNS, tuple(lines), notes)
