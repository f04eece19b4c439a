"""How much each city and region has to do: cooperations, partners, subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.analysis.result import Iri, Table
from citykg.analysis.rows import SUBJECTS

if TYPE_CHECKING:
    from citykg.analysis.result import Row
    from citykg.analysis.rows import Rows

COLUMNS: Final = (
    *("city", "name", "kind", "cooperations", "partners", "countries", "plans"),
    *(f"{kind}s" for kind in SUBJECTS.values()),
)


def degree_table(rows: Rows, party: str | None, top: int) -> Table:
    """The parties with most cooperations, then partners; only one of them, if given."""
    sizes = {one: (len(rows.cooperations_of[one]), len(rows.partners(one))) for one in rows.parties}
    best = sorted(sizes, key=lambda one: (-sizes[one][0], -sizes[one][1], one))[:top]
    lines = [_line(rows, one) for one in (best if party is None else [party])]
    notes = ("Countries are those of the partners, where plans state them.",)
    return Table("degree", COLUMNS, tuple(lines), notes)


def _line(rows: Rows, party: str) -> Row:
    cooperations, partners = rows.cooperations_of[party], rows.partners(party)
    kinds = [rows.kinds[one] for one in rows.subjects_of.get(party, ())]
    return (
        Iri(party),
        rows.label(party),
        rows.parties[party],
        len(cooperations),
        len(partners),
        len({rows.country_of[one] for one in partners if one in rows.country_of}),
        sum(len(rows.plans_of[one]) for one in cooperations),
        *(kinds.count(kind) for kind in SUBJECTS.values()),
    )
