"""The networkx graph of the plans."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pyoxigraph as ox

from citykg.graph.network import network, predicate_words
from citykg.ontology.terms import ID_BASE, TOPIC, Ckg, Sdg

MANCHESTER = f"{ID_BASE}city/zz/manchester"
HOUSING = f"{ID_BASE}theme/housing"


def test_nodes_have_kind_and_label(pairs: Any) -> None:
    """A thing of a plan is a node with its IRI, its kind and its name."""
    graph = network(pairs.store)
    assert graph.nodes[MANCHESTER] == {"id": MANCHESTER, "kind": "city", "label": "Manchester"}
    assert graph.nodes[f"{Sdg.GOALS}11"] == {
        "id": f"{Sdg.GOALS}11",
        "kind": "goal",
        "label": "Sustainable Cities",
        "number": "11",
    }


def test_goal_without_vocabulary_is_a_goal(pairs: Any) -> None:
    """A goal that no vocabulary describes is still a goal, with its number."""
    graph = network(pairs.store)
    assert graph.nodes[f"{Sdg.GOALS}8"]["kind"] == "goal"
    assert graph.nodes[f"{Sdg.GOALS}8"]["number"] == "8"


def test_status_is_an_attribute(pairs: Any) -> None:
    """The status of an activity is its concept's slug, and no node."""
    graph = network(pairs.store)
    pilot = graph.nodes[f"{ID_BASE}activity/manchester-montreal/1"]
    assert (pilot["label"], pilot["status"]) == ("Pilot project", "not-done")
    assert not [node for node in graph if "/status/" in node]


def test_unused_vocabulary_is_left_out(pairs: Any) -> None:
    """A concept that no plan uses is no node."""
    assert f"{TOPIC}housing" not in network(pairs.store)


def test_edges_have_quotes(pairs: Any) -> None:
    """A fact is an edge with the predicate as its key and the words that state it."""
    edge = network(pairs.store).edges[MANCHESTER, HOUSING, Ckg.hasTheme]
    assert edge == {
        "predicate": Ckg.hasTheme,
        "label": "has theme",
        "plan": f"{ID_BASE}plan/manchester-montreal",
        "quote": "Housing",
        "start": edge["start"],
        "end": edge["start"] + 7,
        "line": 7,
        "document": "pairs.txt",
    }


def test_second_plan_adds_an_edge(story: Any) -> None:
    """A fact that two plans state is two edges, so that neither's quote is lost."""
    one, two = (story.tell(name, themes=("Housing",)) for name in ("a", "b"))
    edges = network(story.store)[MANCHESTER][HOUSING]
    assert list(edges) == [Ckg.hasTheme, f"{Ckg.hasTheme} {two}"]
    assert [edge["plan"] for edge in edges.values()] == [one, two]


def test_order_does_not_depend_on_loading(pairs: Any) -> None:
    """The same quads in another order give the same nodes and edges in the same order."""
    first = network(pairs.store)
    pairs.quads.reverse()
    second = network(pairs.store)
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(keys=True, data=True)) == list(second.edges(keys=True, data=True))


def test_networkx_writes_it(pairs: Any, tmp_path: Any) -> None:
    """GraphML and GEXF can be written and read again, control characters and all."""
    pairs.thing(f"{ID_BASE}plan/manchester-montreal", "city/zz/odd", Ckg.City, "O\x00dd \x0b city")
    graph = network(pairs.store)
    nx.write_graphml(graph, tmp_path / "graph.graphml")
    nx.write_gexf(graph, tmp_path / "graph.gexf")
    again = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)
    assert set(again) == set(graph)
    assert again.number_of_edges() == graph.number_of_edges()
    assert graph.nodes[f"{ID_BASE}city/zz/odd"]["label"] == "O\ufffddd \ufffd city"


def test_odd_numbers_stay_writable(pairs: Any) -> None:
    """A number that is not finite stays the words it was."""
    plan = f"{ID_BASE}plan/manchester-montreal"
    pairs.add(MANCHESTER, Ckg.areaKm2, ox.Literal("1e999"), plan)
    pairs.add(MANCHESTER, Ckg.population, ox.Literal(530_000), plan)
    manchester = network(pairs.store).nodes[MANCHESTER]
    assert (manchester["area_km2"], manchester["population"]) == ("1e999", 530_000)


def test_empty_store_is_an_empty_graph(story: Any) -> None:
    """A store without plans gives a graph without nodes."""
    assert len(network(story.store)) == 0


def test_predicate_words() -> None:
    """A predicate's label is its name in words."""
    assert predicate_words(Ckg.hasFocusArea) == "has focus area"
    assert predicate_words("http://purl.org/dc/terms/source") == "source"
