"""The graph as a networkx graph, for people who compute with it or open it in Gephi."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from citykg.graph.called import local_name
from citykg.graph.facts import read_facts

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx
    from pyoxigraph import Store

XML_CANNOT_HOLD: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no room for: control characters, such as a form feed."""


def network(source: Path | Store) -> nx.MultiDiGraph[str]:
    """The things of the plans as nodes and their facts as edges, always in the same order.

    A node is named by its IRI and has `id`, `kind` and `label`, and where they apply `status`,
    `type`, `country`, `region`, `population`, `area_km2`, `number`, `start_date`, `end_date` and
    `description`.  An edge has the predicate's IRI as its key, and `predicate`, `label`, `plan`,
    and, where words state it, `quote`, `start`, `end`, `line` and `document`.  Where a second
    plan states the same fact, its edge has the key `<predicate> <plan>`.  Attributes are strings
    and numbers only, so `networkx.write_graphml` and `write_gexf` can write the graph.

        import networkx as nx
        from pathlib import Path
        from citykg.graph.network import network

        nx.write_graphml(network(Path("citykg-graph")), "cities.graphml")
    """
    import networkx as nx

    found = read_facts(source)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for thing in found.things:
        attributes = {name: _writable(value) for name, value in thing.attributes.items()}
        graph.add_node(
            thing.id, id=thing.id, kind=thing.kind, label=_writable(thing.label), **attributes
        )
    for fact in found.facts:
        if not fact.is_link:
            continue
        evidence: dict[str, str | int | float] = {}
        if fact.quotes:
            first = fact.quotes[0]
            evidence = {
                "quote": _writable(first.text),
                "start": first.start,
                "end": first.end,
                "line": first.line,
                "document": _writable(first.document),
            }
        taken = graph.has_edge(fact.subject, fact.object, key=fact.predicate)
        graph.add_edge(
            fact.subject,
            fact.object,
            key=f"{fact.predicate} {fact.plan}" if taken else fact.predicate,
            predicate=fact.predicate,
            label=predicate_words(fact.predicate),
            plan=fact.plan,
            **evidence,
        )
    return graph


def predicate_words(predicate: str) -> str:
    """The words in a predicate's name: `has theme` for `…#hasTheme`."""
    return re.sub(
        r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", local_name(predicate)
    ).lower()


def _writable(value: str | float) -> str | int | float:
    # GraphML and GEXF are XML 1.0.
    return XML_CANNOT_HOLD.sub("\ufffd", value) if isinstance(value, str) else value
