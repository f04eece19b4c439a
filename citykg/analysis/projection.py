"""A network of one kind of thing, two of them joined where they work on the same.

Each thing keeps its most similar others only: a goal that five thousand of ten thousand plans name
would by itself join twelve million pairs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from citykg.analysis.profiles import Profiles
from citykg.analysis.rows import SUBJECTS
from citykg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import networkx as nx

    from citykg.analysis.rows import Rows

BETWEEN: Final = ("cities", "cooperations", "plans", "countries")
"""What a projection may be of; `cities` are all parties, the regions among them too."""

TOP: Final = 10


def profiles_of(rows: Rows, between: str) -> Profiles:
    """The things of a kind with their subjects; a country has those of its parties."""
    return Profiles(_subjects_of(rows, between))


def projection(rows: Rows, between: str, top: int = TOP) -> nx.Graph[str]:
    """The network between `cities`, `cooperations`, `plans` or `countries`, in a fixed order.

    A node is named by its IRI and has `id`, `kind` and `label`.  An edge has `weight`, the number
    of goals, targets, topics and themes that both have, how many of each, `shared`, which they are
    in words, `similarity` from 0 to 1, and, between cities, `cooperations`, in how many both are.
    A thing has edges to the `top` most similar others, and to those for which it is among theirs:
    never more than `top` edges a thing on average.  The graph itself has `between` and `top`.
    """
    import networkx as nx

    subjects = _subjects_of(rows, between)
    if top < 1:
        raise UsageError(f"A network with {top} edges a thing is none: give 1 or more.")
    profiles = Profiles(subjects)
    graph: nx.Graph[str] = nx.Graph(between=between, top=top)
    for thing in subjects:
        kind = rows.parties[thing] if between == "cities" else _KIND[between]
        graph.add_node(thing, id=thing, kind=kind, label=rows.label(thing))
    for one, other, similarity in profiles.pairs(top):
        both = profiles.shared(one, other)
        kinds = [rows.kinds[subject] for subject in both]
        counts = {f"{kind}s": kinds.count(kind) for kind in SUBJECTS.values()}
        graph.add_edge(
            one,
            other,
            weight=len(both),
            similarity=similarity,
            shared="; ".join(rows.in_words(both)),
            **counts,
            **_ties(rows, between, one, other),
        )
    return graph


_KIND: Final = {"cooperations": "cooperation", "plans": "plan", "countries": "country"}


def _subjects_of(rows: Rows, between: str) -> Mapping[str, Collection[str]]:
    if between == "countries":
        return _of_countries(rows)
    things = {
        "cities": rows.parties,
        "cooperations": rows.parties_of,
        "plans": rows.cooperation_of,
    }.get(between)
    if things is None:
        raise UsageError(
            f"There is no network between {between!r}; there are those between"
            f" {', '.join(BETWEEN)}."
        )
    return {thing: rows.subjects_of.get(thing, ()) for thing in things}


def _of_countries(rows: Rows) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for party in rows.parties:
        if party in rows.country_of:
            found[rows.country_of[party]].update(rows.subjects_of.get(party, ()))
    return dict(sorted(found.items()))


def _ties(rows: Rows, between: str, one: str, other: str) -> dict[str, int]:
    if between != "cities":
        return {}
    return {"cooperations": len({*rows.cooperations_of[one]} & {*rows.cooperations_of[other]})}
