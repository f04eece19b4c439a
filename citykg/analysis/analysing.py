"""Which analyses there are, and how one is asked for: what `citykg.analyse` gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from pyoxigraph import Store

    from citykg.analysis.result import Table
    from citykg.analysis.rows import Rows

ANALYSES: Final = (
    "degree",
    "centrality",
    "communities",
    "similar",
    "partners",
    "co-occurrence",
)
ROWS: Final = 10


def analyse(
    source: str | PathLike[str] | Store, of: str, *, city: str | None = None, k: int = ROWS
) -> Table:
    """The `k` first rows of an analysis of a graph folder or an open store; one of `ANALYSES`.

    `city` is an IRI, a short name (`city/gb/manchester`) or a label, and asks about that city or
    region alone; `partners` needs one.  The same graph gives the same rows.  Raises UsageError
    where the call is wrong.

        import citykg

        for row in citykg.analyse("citykg-graph", "partners", city="Manchester").records():
            print(row["name"], row["shared"])
    """
    (table,) = analyse_all(source, [of], city=city, k=k)
    return table


def analyse_all(
    source: str | PathLike[str] | Store,
    names: Iterable[str],
    *,
    city: str | None = None,
    k: int = ROWS,
) -> list[Table]:
    """Several analyses of a graph that is read once, in the order asked for."""
    from pyoxigraph import Store

    from citykg.analysis.rows import read_rows

    names = list(names)
    for name in names:
        if name not in ANALYSES:
            raise UsageError(f"There is no analysis {name!r}; there are {', '.join(ANALYSES)}.")
        if name == "partners" and city is None:
            raise UsageError("Partners are suggested for a city: name it with --city.")
    if k < 1:
        raise UsageError(f"A table of {k} rows says nothing: ask for 1 or more with -k.")
    rows = read_rows(source if isinstance(source, Store) else Path(source))
    party = None if city is None else _party(rows, city)
    return [_table(rows, name, party, k) for name in names]


def _party(rows: Rows, city: str) -> str:
    party = rows.known.thing(city).value
    if party not in rows.parties:
        raise UsageError(
            f"{rows.known.short(party)} takes part in no cooperation: --city takes a city or region"
            " that does."
        )
    return party


def _table(rows: Rows, name: str, party: str | None, k: int) -> Table:
    if name == "partners" and party is not None:
        from citykg.analysis.partners import partner_table

        return partner_table(rows, party, k)
    if name == "degree":
        from citykg.analysis.degree import degree_table as table
    elif name == "centrality":
        from citykg.analysis.centrality import centrality_table as table
    elif name == "communities":
        from citykg.analysis.communities import communities_table as table
    elif name == "similar":
        from citykg.analysis.similarity import similar_table as table
    else:
        from citykg.analysis.co_occurrence import co_occurrence_table as table
    return table(rows, party, k)
