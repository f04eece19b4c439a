"""Groups of cities and regions that work on the same, by modularity.

With igraph, which the extra `analysis` installs, by Leiden (https://doi.org/10.1038/s41598-019-41695-z);
else by Louvain (https://doi.org/10.1088/1742-5468/2008/10/P10008) of networkx.  The two may
differ on a party or two; each gives the same on every run.
"""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from math import fsum
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.analysis.projection import TOP, profiles_of
from citykg.analysis.result import Iri, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.analysis.profiles import Pair, Profiles
    from citykg.analysis.rows import Rows

COLUMNS: Final = ("community", "size", "names", "typical", "members")
_SEED: Final = 1
_TYPICAL: Final = 5

_Edge = tuple[int, int, float]


class Communities(NamedTuple):
    """The communities, the largest first, each with its members in code point order."""

    members: tuple[tuple[str, ...], ...]
    modularity: float
    method: str


def communities(pairs: Sequence[Pair], method: str | None = None) -> Communities:
    """The communities of the things in these pairs, which weigh by their similarity.

    `method` is `leiden`, which needs igraph, or `louvain`; without one, the best that is there.
    """
    names = sorted({name for pair in pairs for name in (pair.one, pair.other)})
    place = {name: number for number, name in enumerate(names)}
    edges = [(place[one], place[other], weight) for one, other, weight in pairs]
    method = method or ("leiden" if find_spec("igraph") else "louvain")
    find = {"leiden": _leiden, "louvain": _louvain}[method]
    found = find(len(names), edges) if edges else []
    groups = sorted(
        (tuple(names[number] for number in sorted(group)) for group in found),
        key=lambda group: (-len(group), group),
    )
    return Communities(tuple(groups), _modularity(found, edges), method)


def communities_table(rows: Rows, party: str | None, top: int) -> Table:
    """The largest communities with what is typical of them; that of a party, if given."""
    profiles = profiles_of(rows, "cities")
    found = communities(profiles.pairs(TOP))
    numbered = enumerate(found.members, 1)
    shown = [one for one in numbered if party is None or party in one[1]][:top]
    lines = [
        (
            number,
            len(members),
            tuple(rows.label(member) for member in members),
            _typical(rows, members, profiles),
            tuple(map(Iri, members)),
        )
        for number, members in shown
    ]
    among = sum(map(len, found.members))
    notes = (
        (
            f"Found by {found.method.capitalize()} with a fixed seed: {len(found.members)}, of a"
            f" modularity of {found.modularity:.3f}. They are computed: no plan declares them."
        ),
        (
            f"Two are joined where they share goals, targets, topics or themes, each with its {TOP}"
            " most similar ones, the more alike the stronger."
        ),
        (
            f"Cities and regions that share nothing with anybody are in none:"
            f" {len(rows.parties) - among} of {len(rows.parties)}."
        ),
    )
    return Table("communities", COLUMNS, tuple(lines), notes)


def _leiden(count: int, edges: list[_Edge]) -> list[list[int]]:
    import random

    import igraph

    graph = igraph.Graph(count, [(one, other) for one, other, _ in edges])
    weights = [weight for _, _, weight in edges]
    # igraph draws from one generator for the whole process.
    igraph.set_random_number_generator(random.Random(_SEED))  # noqa: S311 - not for secrets
    try:
        found = graph.community_leiden("modularity", weights=weights, n_iterations=-1)
    finally:
        igraph.set_random_number_generator(random)
    return [list(group) for group in found]


def _louvain(count: int, edges: list[_Edge]) -> list[list[int]]:
    import networkx as nx

    # Numbers, not names: the order of a set of words differs from run to run.
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(edges)
    return [sorted(group) for group in nx.community.louvain_communities(graph, seed=_SEED)]


def _modularity(groups: list[list[int]], edges: list[_Edge]) -> float:
    """Newman's modularity (https://doi.org/10.1073/pnas.0601602103); 0 without edges."""
    if not edges:
        return 0.0
    group_of = {one: number for number, group in enumerate(groups) for one in group}
    total = fsum(weight for _, _, weight in edges)
    inside, strength = [0.0] * len(groups), [0.0] * len(groups)
    for one, other, weight in edges:
        strength[group_of[one]] += weight
        strength[group_of[other]] += weight
        if group_of[one] == group_of[other]:
            inside[group_of[one]] += weight
    return fsum(
        within / total - (touching / (2 * total)) ** 2
        for within, touching in zip(inside, strength, strict=True)
    )


def _typical(rows: Rows, members: Sequence[str], profiles: Profiles) -> tuple[str, ...]:
    """What most members share, the rarer elsewhere the sooner; never what one of them has alone."""
    having = Counter(subject for member in members for subject in rows.subjects_of.get(member, ()))
    common = (subject for subject, number in having.items() if number > 1)
    best = sorted(common, key=lambda one: (-having[one] * profiles.weight(one), one))
    return tuple(rows.words(subject) for subject in best[:_TYPICAL])
