"""Which cities and regions the network hangs together by: PageRank and betweenness.

PageRank (https://doi.org/10.1016/S0169-7552(98)00110-X) by power iteration in plain Python: a
network of who cooperates with whom has about as many edges as plans, for which it takes less time
than importing scipy does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.analysis.result import Iri, Table
from citykg.analysis.ties import ties_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citykg.analysis.rows import Rows

COLUMNS: Final = ("city", "name", "kind", "pagerank", "betweenness", "partners")
_DAMPING: Final = 0.85
_CLOSE: Final = 1e-12
_MOST_ROUNDS: Final = 200
_EXACT: Final = 1_000
"""The most parties between all of which shortest ways are counted."""
_SAMPLE: Final = 100
_SEED: Final = 1


class Betweenness(NamedTuple):
    """The share of shortest ways that lead through each party; from how many they were counted."""

    shares: Mapping[str, float]
    sample: int | None
    """None where ways from every party were counted."""


def page_rank(partners: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """The PageRank of each party, a tie weighing as many times as there are cooperations.

    The ranks add up to 1; a party without partners has what chance gives it.
    """
    names = list(partners)
    count = len(names)
    place = {name: number for number, name in enumerate(names)}
    strength = [sum(partners[name].values()) for name in names]
    incoming = [
        [
            (place[other], weight / strength[place[other]])
            for other, weight in partners[name].items()
        ]
        for name in names
    ]
    alone = [number for number in range(count) if not strength[number]]
    ranks = [1 / count] * count if count else []
    for _ in range(_MOST_ROUNDS):
        spread = _DAMPING * sum(ranks[number] for number in alone)
        chance = (1 - _DAMPING + spread) / count if count else 0.0
        before, ranks = (
            ranks,
            [chance + _DAMPING * sum(ranks[o] * share for o, share in ways) for ways in incoming],
        )
        if sum(abs(new - old) for new, old in zip(ranks, before, strict=True)) < _CLOSE:
            break
    return dict(zip(names, ranks, strict=True))


def betweenness(partners: Mapping[str, Mapping[str, int]]) -> Betweenness:
    """How much each party stands between others; from a sample where there are many of them."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(partners)
    graph.add_edges_from((one, other) for one, found in partners.items() for other in found)
    sample = _SAMPLE if len(partners) > _EXACT else None
    shares = nx.betweenness_centrality(graph, k=sample, seed=_SEED)
    return Betweenness(shares, sample)


def centrality_table(rows: Rows, party: str | None, top: int) -> Table:
    """The most central parties by PageRank; only one of them, if given."""
    ties = ties_of(rows)
    ranks = {one: round(rank, 6) for one, rank in page_rank(ties.partners).items()}
    between = betweenness(ties.partners)
    best = sorted(ranks, key=lambda one: (-ranks[one], one))[:top]
    lines = [
        (
            Iri(one),
            rows.label(one),
            rows.parties[one],
            ranks[one],
            round(between.shares[one], 6),
            len(ties.partners[one]),
        )
        for one in (best if party is None else [party])
    ]
    how = (
        f"estimated from the ways of {between.sample} parties, drawn with a fixed seed"
        if between.sample
        else "of all shortest ways between two others"
    )
    notes = (
        (
            "The network is who cooperates with whom; a tie weighs as many times as there are"
            f" cooperations. PageRank adds up to 1 (damping {_DAMPING}); betweenness is the share"
            f" {how}."
        ),
        *ties.notes(),
    )
    return Table("centrality", COLUMNS, tuple(lines), notes)
