"""The figure: all that a page shows, as data made with pyvis and never as mark-up."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from citykg.graph.called import local_name
from citykg.graph.foreign import UNTYPED
from citykg.ontology.terms import ID_BASE, PREFIXES, Prov, Rdf
from citykg.viz.layout import lay_out
from citykg.viz.palette import LOOKS, OTHER, goal_colour, plain_looks
from citykg.viz.plain import lay_out_plain
from citykg.viz.questions import questions_about
from citykg.viz.windows import open_windows, units_of
from citykg.viz.words import headings, plain_headings, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from citykg.graph.facts import Fact, Facts, Foreign, Quote, Thing
    from citykg.graph.texts import Texts
    from citykg.viz.clusters import Disc
    from citykg.viz.palette import Look
    from citykg.viz.ring import Place

SHORT: Final = 80
"""Characters of a label that a figure draws; the panel shows all of it."""

LANGUAGES: Final = ("fr", "es")
"""Languages of the page beside English, in which things have names where the graph knows them."""

_OPTIONS: Final = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 0},
    "nodes": {"shape": "custom", "physics": False, "font": {"multi": False}},
    "edges": {"smooth": False, "physics": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "keyboard": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "tooltipDelay": 300,
    },
}

_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_SILENT: Final = frozenset({Prov.wasDerivedFrom})
"""Facts about how the graph was made; the quotes name the document already."""


def draw(facts: Facts, texts: Texts | None = None) -> dict[str, Any]:
    """The nodes, edges and options of vis-network, and the facts with their quotes, for JSON.

    A node's `id` is its place in `nodes`.  An edge is a spoke of a flower.  A row of `facts` is
    `[subjects, predicate, object, plan, quotes, term]`: places in `nodes`, `predicates`, `nodes`
    (or the words of a value), `nodes`, `quotes` and `terms`; what one passage says of several
    things is one row, which halves the page.  The term, which plain words and links do not have,
    is what a value is in RDF: `@en`, a datatype, or an IRI in `<>` (empty if the words are it).
    A quote is `[window, at, length, start, end, line, page]`: `length` UTF-16 units at `at` of
    the words of a window, `start` and `end` in characters of the document.  A window is
    `[document, words]`: quotes, and what stands around them in those `texts` that are at hand.
    `clusters` are those of a large graph, called by the `names` of nodes or by `words`; a node's
    `in` is the cluster that it stands in.
    """
    foreign = facts.foreign
    layout = lay_out_plain(facts) if foreign else lay_out(facts)
    counted = Counter(thing.kind for thing in facts.things)
    looks = plain_looks(foreign.kinds, LOOKS.keys() & counted.keys()) if foreign else LOOKS
    groups = {kind: kind if kind in looks else OTHER for kind in counted}
    counts = Counter(groups[thing.kind] for thing in facts.things)
    reasons = sorted({link.reason for thing in facts.things for link in thing.links})
    reason_at = {reason: place for place, reason in enumerate(reasons)}
    place_of = {thing.id: place for place, thing in enumerate(facts.things)}
    nodes, edges, options = _with_pyvis(
        [
            _node(thing, layout.places[thing.id], layout.radii.get(thing.id), reason_at)
            | _grouped(thing, groups, foreign)
            | _of(layout.owners.get(thing.id, set()) - {thing.id}, place_of)
            | ({"in": layout.within[thing.id]} if thing.id in layout.within else {})
            for thing in facts.things
        ],
        [(place_of[one], place_of[other]) for one, other in layout.spokes],
    )
    told = [fact for fact in facts.facts if foreign or fact.predicate not in _SILENT]
    predicates = sorted({fact.predicate for fact in told}, key=_rank)
    heading = _headings_of(facts)
    quotes = sorted({quote for fact in told for quote in fact.quotes})
    documents = sorted({quote.document for quote in quotes})
    document_at = {document: place for place, document in enumerate(documents)}
    windows, window_of = open_windows(quotes, texts)
    units = [units_of(window) for window in windows]
    terms = sorted({term for fact in told if (term := _term(fact))})
    return {
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "ring": [layout.half_width, layout.half_height],
        "clusters": [_cluster(disc, place_of) for disc in layout.clusters],
        "base": ID_BASE,
        "queries": [] if foreign else questions_about(counts.keys()),
        "plain": {"types": len(counted.keys() - {UNTYPED})} if foreign else None,
        "kinds": [_kind(kind, looks[kind], counts[kind]) for kind in looks if counts[kind]],
        "predicates": [[predicate, *heading(predicate)] for predicate in predicates],
        "facts": _rows(told, place_of, predicates, quotes, terms),
        "terms": terms,
        "prefixes": _prefixes([*predicates, *terms]),
        "quotes": [_quote(quote, window_of[quote], units) for quote in quotes],
        "windows": [[document_at[one.document], clean(_lines(one.text))] for one in windows],
        "reasons": [clean(reason) for reason in reasons],
        "documents": [clean(document) for document in documents],
    }


def clean(text: str) -> str:
    """The text with U+FFFD for each character that no screen can show, such as NUL."""
    return _UNSEEN.sub("\ufffd", text)


def _node(
    thing: Thing, place: Place, radius: float | None, reason_at: Mapping[str, int]
) -> dict[str, Any]:
    name = clean(thing.label) or clean(thing.id)
    status = str(thing.attributes.get("status", ""))
    short = _short(name)
    if status == "not-done":
        short = f"✕ not done: {short}"
    number = str(thing.attributes.get("number", ""))
    details = {
        "iri": clean(thing.id),
        "name": name if name != short else "",
        "status": clean(status),
        "number": clean(number),
        "colour": goal_colour(number) if thing.kind in {"goal", "target"} else None,
        "angle": place.angle,
        "radius": radius,
        "type": clean(str(thing.attributes.get("type", ""))),
        "from": clean(str(thing.attributes.get("start_date", ""))),
        "until": clean(str(thing.attributes.get("end_date", ""))),
        "at": thing.point and [round(degrees, 3) for degrees in thing.point],
        "names": [clean(one) for one in thing.names],
        "labels": {
            language: clean(words)
            for language, words in thing.labels.items()
            if language in LANGUAGES and words != thing.label
        },
        "elsewhere": _links(thing, reason_at),
    }
    kept = {key: value for key, value in details.items() if value not in ("", None, [], {})}
    return {"label": short, "x": place.x, "y": place.y, **kept}


def _short(name: str) -> str:
    """A name on one line that a figure has room for."""
    short = " ".join(clean(name).split())
    return short if len(short) <= SHORT else short[: SHORT - 1].rstrip() + "…"


def _grouped(thing: Thing, groups: Mapping[str, str], foreign: Foreign | None) -> dict[str, str]:
    """The kind as which a thing is drawn, and what its own is called, if that is another."""
    group = groups[thing.kind]
    if foreign is None or group != OTHER:
        return {"group": group}
    return {"group": group, "called": _short(foreign.kinds[thing.kind])}


def _rank(predicate: str) -> tuple[bool, int, str]:
    """Types first, which only a graph of anybody's tells, then as the page shows them."""
    return predicate != Rdf.type, *rank(predicate)


def _headings_of(facts: Facts) -> Callable[[str], tuple[str, str]]:
    if facts.foreign is None:
        return headings
    labels = {
        thing.id: _short(thing.label)
        for thing in facts.things
        if thing.label not in {thing.id, local_name(thing.id)}
    }
    return lambda predicate: plain_headings(predicate, labels)


def _links(thing: Thing, reason_at: Mapping[str, int]) -> list[list[str | int]]:
    """Links to other vocabularies: IRI, kind of match, confidence, and the place of the reason."""
    return [
        [
            clean(one.iri),
            re.split("[#/]", one.match)[-1],
            clean(one.confidence),
            reason_at[one.reason],
        ]
        for one in thing.links
    ]


def _of(owners: set[str], place_of: Mapping[str, int]) -> dict[str, list[int]]:
    """The flowers that a thing is a part of."""
    return {"of": sorted(place_of[owner] for owner in owners)} if owners else {}


def _cluster(disc: Disc, place_of: Mapping[str, int]) -> dict[str, Any]:
    return {
        "names": [place_of[name] for name in disc.cluster.names],
        "words": clean(disc.cluster.words),
        "x": disc.x,
        "y": disc.y,
        "radius": round(disc.radius, 1),
    }


def _lines(text: str) -> str:
    """The text, as long as it was, with a newline for each sign that ends a line or a page."""
    text = text.replace("\r\n", " \n")
    return text.replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")


def _quote(quote: Quote, window: int, units: Sequence[Callable[[int], int]]) -> list[int]:
    at = units[window](quote.start)
    length = units[window](quote.start + len(quote.text)) - at
    return [window, at, length, quote.start, quote.end, quote.line, quote.page]


def _with_pyvis(
    nodes: Sequence[dict[str, Any]], edges: Sequence[tuple[int, int]]
) -> tuple[list[dict[str, Any]], list[list[int]], dict[str, Any]]:
    """The data of a pyvis network; its own page is not used, for it is not safe or offline."""
    from pyvis.network import Network

    class Places(list[int]):
        """The ids of nodes, which are their places: what is in it needs no search."""

        def __contains__(self, one: object) -> bool:
            return isinstance(one, int) and one < len(self)

    class Indexed(Network):  # type: ignore[misc]  # pyvis has no types
        """A network that finds a node at once, where pyvis walks a list for each node and edge."""

        def get_nodes(self) -> Mapping[int, Any]:
            return self.node_map  # type: ignore[no-any-return]

    network = Indexed(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
    network.node_ids = Places()
    for place, node in enumerate(nodes):
        network.add_node(place, shape="custom", **node)
    for one, other in edges:
        network.add_edge(one, other)
    # The place says the id, the options say the shape and the arrows: once is enough.
    told = [
        {key: value for key, value in node.items() if key not in {"id", "shape"}}
        for node in network.nodes
    ]
    return told, [[edge["from"], edge["to"]] for edge in network.edges], network.options


def _rows(
    facts: Sequence[Fact],
    place_of: Mapping[str, int],
    predicates: Sequence[str],
    quotes: Sequence[Quote],
    terms: Sequence[str],
) -> list[list[Any]]:
    predicate_at = {predicate: place for place, predicate in enumerate(predicates)}
    quote_at = {quote: place for place, quote in enumerate(quotes)}
    term_at = {term: place for place, term in enumerate(terms)}
    subjects: defaultdict[tuple[int, int | str, int, tuple[int, ...], str], list[int]]
    subjects = defaultdict(list)
    for fact in facts:
        row = (
            predicate_at[fact.predicate],
            place_of[fact.object] if fact.is_link else clean(fact.object),
            place_of.get(fact.plan, -1),
            tuple(quote_at[quote] for quote in fact.quotes),
            _term(fact),
        )
        subjects[row].append(place_of[fact.subject])
    return [
        [found, *row, *([term_at[term]] if term else [])]
        for (*row, term), found in subjects.items()
    ]


def _term(fact: Fact) -> str:
    """The term of a fact; what its words say already is not said twice."""
    return "<>" if fact.term == f"<{fact.object}>" else clean(fact.term)


def _prefixes(iris: Sequence[str]) -> dict[str, str]:
    """The prefixes that shorten some of these, and those that every query of the page needs."""
    return {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if prefix in {"rdf", "rdfs"} or any(iri.startswith(namespace) for iri in iris)
    }


def _kind(kind: str, look: Look, count: int) -> dict[str, Any]:
    return {
        "id": kind,
        "one": _short(look.one),
        "many": _short(look.many),
        "light": look.light,
        "dark": look.dark,
        "shape": look.shape,
        "size": look.size,
        "group": look.group,
        "count": count,
    }
