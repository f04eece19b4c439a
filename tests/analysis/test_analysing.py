"""The analyses: what each counts, on odd graphs too, and that they are the same every time."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from told_graphs import Told, city

import citykg
from citykg.analysis.analysing import ANALYSES, analyse, analyse_all
from citykg.analysis.centrality import betweenness, page_rank
from citykg.analysis.communities import communities
from citykg.analysis.profiles import Pair
from citykg.analysis.ties import ties_of
from citykg.errors import UsageError
from citykg.ontology.terms import ID_BASE, Sdg

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    from citykg.analysis.result import Table

TWO_GROUPS = [
    *(Pair(f"a{one}", f"a{other}", 1.0) for one in range(4) for other in range(one + 1, 4)),
    Pair("a0", "b0", 0.1),
    *(Pair(f"b{one}", f"b{other}", 1.0) for one in range(3) for other in range(one + 1, 3)),
]


def hub() -> Told:
    """Leeds with four partners in two countries, of which two cooperate with each other."""
    told = Told()
    told.plan("a", "gb/leeds", "de/ulm", goals=[11, 3], topics=["housing"], themes=["parks"])
    told.plan("b", "gb/leeds", "de/köln", goals=[11], topics=["housing"])
    told.plan("c", "gb/leeds", "pt/porto", "pt/faro", goals=[11, 3])
    return told.plan("d", "gb/leeds", "de/ulm", goals=[2], cooperation="a")


def all_of(told: Told) -> dict[str, Table]:
    """Every analysis but that of partners."""
    names = [name for name in ANALYSES if name != "partners"]
    return {table.name: table for table in analyse_all(told.store, names)}


def test_degree_counts_who_does_how_much() -> None:
    """Cooperations, partners, their countries, plans and subjects, each once."""
    first, *others = analyse(hub().store, "degree").records()
    assert first == {
        "city": city("gb/leeds"), "name": "Leeds", "kind": "city", "cooperations": 3, "partners": 4,
        "countries": 2, "plans": 4, "goals": 3, "targets": 0, "topics": 1, "themes": 1,
    }  # fmt: skip
    assert len(others) == 4


def test_centrality_is_that_of_networkx() -> None:
    """Betweenness exactly; PageRank adds up to 1, is highest in the middle and equal for equals."""
    ties = ties_of(hub().rows).partners
    graph = nx.Graph((one, other) for one, found in ties.items() for other in found)
    found = betweenness(ties)
    assert found.sample is None
    assert found.shares == pytest.approx(nx.betweenness_centrality(graph))
    ranks = page_rank(ties)
    assert sum(ranks.values()) == pytest.approx(1)
    assert max(ranks, key=lambda one: ranks[one]) == city("gb/leeds")
    assert ranks[city("pt/faro")] == ranks[city("pt/porto")]


def test_page_rank_solves_its_equation() -> None:
    """Each rank is chance and the shares of its partners, those without partners giving to all."""
    told = hub().plan("e", "se/lund").plan("f", "gb/leeds", "de/ulm", cooperation="f")
    ties = ties_of(told.rows).partners
    ranks = page_rank(ties)
    chance = (0.15 + 0.85 * ranks[city("se/lund")]) / len(ties)
    for one, partners in ties.items():
        shares = (
            ranks[other] * times / sum(ties[other].values()) for other, times in partners.items()
        )
        assert ranks[one] == pytest.approx(chance + 0.85 * sum(shares), abs=1e-9)


def test_many_parties_are_sampled_and_it_is_said() -> None:
    """Above a thousand parties betweenness is estimated, the same each time."""
    told = Told()
    for number in range(600):
        told.plan(f"p{number}", f"fr/f{number}", f"it/i{number}")
    tables = [analyse(told.store, "centrality", k=2) for _ in range(2)]
    assert tables[0] == tables[1]
    assert "estimated from the ways of 100 parties" in tables[0].notes[0]


def test_a_crowd_makes_no_pairs() -> None:
    """A cooperation of more than a hundred parties ties nobody, and that is said."""
    told = hub().plan("crowd", *(f"fr/f{number}" for number in range(101)))
    ties = ties_of(told.rows)
    assert ties.partners[city("fr/f0")] == {}
    assert "more than 100 parties: 1" in analyse(told.store, "centrality").notes[-1]


def test_co_occurrence_counts_plans_and_lift() -> None:
    """In how many plans two goals or topics stand together, beside each alone; themes are not asked."""
    rows = analyse(hub().store, "co-occurrence").records()
    assert [(row["name1"], row["name2"], row["plans"], row["plans1"], row["plans2"]) for row in rows] == [
        ("SDG 3", "SDG 11", 2, 2, 3),
        ("SDG 11", "topic housing", 2, 3, 2),
        ("SDG 3", "topic housing", 1, 2, 2),
    ]  # fmt: skip
    # 4 plans, of which 2 have the one and 3 the other: by chance 1.5 had both.
    assert [row["lift"] for row in rows] == [1.33, 1.33, 1.0]
    assert rows[0]["one"] == f"{Sdg.GOALS}3"


def test_similar_cooperations_share_the_most() -> None:
    """The pairs with what they share; a city's own cooperations with others, if asked."""
    (first, *_) = analyse(hub().store, "similar", k=1).records()
    assert (first["cooperation1"], first["cooperation2"]) == (
        f"{ID_BASE}cooperation/a",
        f"{ID_BASE}cooperation/b",
    )
    assert first["shared"] == ("SDG 11", "topic housing")
    own = analyse(hub().store, "similar", city="city/pt/faro").records()
    assert [row["cooperation1"] for row in own] == [f"{ID_BASE}cooperation/c"] * 2


@pytest.mark.parametrize("method", ["leiden", "louvain"])
def test_communities_are_found_with_and_without_the_extra(method: str) -> None:
    """Both methods find what is plain, and both say how good it is in the same measure."""
    if method == "leiden":
        pytest.importorskip("igraph")
    found = communities(TWO_GROUPS, method)
    assert found.members == (("a0", "a1", "a2", "a3"), ("b0", "b1", "b2"))
    graph = nx.Graph()
    graph.add_weighted_edges_from(TWO_GROUPS)
    expected = nx.community.modularity(graph, [set(group) for group in found.members])
    assert found.modularity == pytest.approx(expected)
    assert found.method == method


def test_the_extra_changes_no_other_number(monkeypatch: pytest.MonkeyPatch, built: Path) -> None:
    """Without igraph every table has the same columns, and all but the communities the same rows."""
    with_extra = analyse_all(built, ANALYSES, city="Almada")
    monkeypatch.setitem(sys.modules, "igraph", None)
    without = analyse_all(built, ANALYSES, city="Almada")
    for one, other in zip(with_extra, without, strict=True):
        assert one.columns == other.columns
        assert one.name == "communities" or one == other
    assert "Louvain" in without[2].notes[0]


def test_what_is_computed_is_said_to_be() -> None:
    """Nothing that follows from plans is passed off as declared by one."""
    tables = analyse_all(hub().store, ANALYSES, city="Leeds")
    for table in tables:
        if table.name in {"communities", "similar", "partners"}:
            assert any("no plan declares" in note for note in table.notes)


@pytest.mark.parametrize(
    "told",
    [
        Told(),
        Told().plan("one", "gb/leeds", "de/ulm", goals=[11], deeds=[("workshop", None)]),
        Told().plan("nobody", goals=[11], themes=["parks"]),
        Told().plan("alone", "gb/leeds"),
        Told().plan("odd", "pl/łódź", "jp/北九州", themes=["%E6%B8%AF"]).plan("empty", "gb/leeds"),
        Told().plan("a", "gb/york", goals=[1]).plan("b", "us/york", goals=[1]),
    ],
    ids=["empty", "one-plan", "no-cities", "one-city", "unicode", "same-name"],
)
def test_odd_graphs_are_fine(told: Told) -> None:
    """Few rows or none, but an answer."""
    tables = all_of(told)
    assert len(tables["degree"].rows) == len(told.rows.parties)
    assert all(len(row) == len(table.columns) for table in tables.values() for row in table.rows)
    for between in ("cities", "cooperations", "plans", "countries"):
        graph = citykg.network(told.store, between=between)
        assert nx.number_of_selfloops(graph) == 0
    for party in told.rows.parties:
        assert analyse(told.store, "partners", city=party).columns[1] == "suggested"


def test_names_in_any_script_are_kept() -> None:
    """A name is what the plan says, and the city is asked for by it."""
    told = Told().plan("odd", "pl/łódź", "jp/北九州")
    (row,) = analyse(told.store, "degree", city="北九州").records()
    assert (row["city"], row["name"]) == (city("jp/北九州"), "北九州")


def test_a_wrong_call_is_one_sentence() -> None:
    """An unknown analysis, city or number is named, with what to do."""
    store = hub().store
    for call, words in (
        (lambda: analyse(store, "love"), "no analysis 'love'; there are degree"),
        (lambda: analyse(store, "partners"), "name it with --city"),
        (lambda: analyse(store, "degree", k=0), "1 or more with -k"),
        (lambda: analyse(store, "degree", city="Leedz"), "did you mean city/gb/leeds"),
        (lambda: analyse(store, "degree", city="sdg:11"), "takes part in no cooperation"),
        (lambda: citykg.network(store, "towns"), "no network between 'towns'"),
        (lambda: citykg.network(store, "cities", top=0), "1 or more"),
    ):
        with pytest.raises(UsageError, match=words):
            call()


def test_the_projection_says_what_is_shared() -> None:
    """An edge has how many and which subjects two share, and what can be written as GraphML."""
    graph = citykg.network(hub().store, between="cities")
    edge = graph.edges[city("gb/leeds"), city("de/ulm")]
    assert (edge["weight"], edge["goals"], edge["topics"], edge["themes"]) == (5, 3, 1, 1)
    assert edge["shared"] == "SDG 2; SDG 3; SDG 11; topic housing; theme parks"
    assert edge["cooperations"] == 1
    assert graph.edges[city("de/ulm"), city("pt/faro")]["cooperations"] == 0
    assert graph.nodes[city("gb/leeds")] == {
        "id": city("gb/leeds"), "kind": "city", "label": "Leeds",
    }  # fmt: skip
    assert "".join(nx.generate_graphml(graph))
    countries = citykg.network(hub().store, between="countries")
    assert sorted(node.rpartition("/")[2] for node in countries) == ["de", "gb", "pt"]


def test_the_same_graph_gives_the_same_bytes(
    built: Path, python: Callable[..., CompletedProcess[str]]
) -> None:
    """Whatever the seed of hashes, the command prints the same, with and without igraph."""
    call = ("analyse", str(built), "--city", "Almada", "--format", "json")
    hidden = "import sys; sys.modules['igraph'] = None; from citykg.cli import main; main()"
    drawn = (
        "import networkx as nx, citykg, sys;"
        "print(*nx.generate_graphml(citykg.network(sys.argv[2], between='cities')))"
    )
    for start in (("-m", "citykg"), ("-c", hidden), ("-c", drawn)):
        first, second = (python(*start, *call, seed=seed) for seed in (1, 2))
        assert first.returncode == 0, first.stderr
        assert len(first.stdout) > 1000
        assert first.stdout == second.stdout


def test_louvain_does_not_depend_on_hashes(python: Callable[..., CompletedProcess[str]]) -> None:
    """The fallback finds the same communities on a graph where much is a draw."""
    code = (
        "from citykg.analysis.communities import communities as c;"
        "from citykg.analysis.profiles import Pair as P;"
        "print(c([P(f'n{i:03}', f'n{j:03}', 1.0) for i in range(120) for j in range(i + 1, 120)"
        " if (i * 7 + j * 13) % 17 == 0], 'louvain'))"
    )
    assert len({python("-c", code, seed=seed).stdout for seed in range(3)}) == 1


def test_records_are_plain(built: Path) -> None:
    """What a table gives can be written as JSON as it is."""
    table = analyse(built, "similar")
    assert json.loads(json.dumps(table.records()))[0]["similarity"] == 1
