"""The figure: all that a page shows, as data made with pyvis and never as mark-up."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from citykg.ontology.terms import ID_BASE, PREFIXES, Prov
from citykg.viz.layout import lay_out
from citykg.viz.palette import LOOKS, goal_colour
from citykg.viz.questions import questions_about
from citykg.viz.windows import open_windows, units_of
from citykg.viz.words import headings, rank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from citykg.graph.facts import Fact, Facts, Quote, Thing
    from citykg.graph.texts import Texts
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
    """
    layout = lay_out(facts)
    reasons = sorted({link.reason for thing in facts.things for link in thing.links})
    reason_at = {reason: place for place, reason in enumerate(reasons)}
    place_of = {thing.id: place for place, thing in enumerate(facts.things)}
    nodes, edges, options = _with_pyvis(
        [
            _node(thing, layout.places[thing.id], layout.radii.get(thing.id), reason_at)
            | _of(layout.owners.get(thing.id, set()) - {thing.id}, place_of)
            for thing in facts.things
        ],
        [(place_of[one], place_of[other]) for one, other in layout.spokes],
    )
    told = [fact for fact in facts.facts if fact.predicate not in _SILENT]
    predicates = sorted({fact.predicate for fact in told}, key=rank)
    quotes = sorted({quote for fact in told for quote in fact.quotes})
    documents = sorted({quote.document for quote in quotes})
    document_at = {document: place for place, document in enumerate(documents)}
    windows, window_of = open_windows(quotes, texts)
    units = [units_of(window) for window in windows]
    terms = sorted({term for fact in told if (term := _term(fact))})
    counts = Counter(thing.kind for thing in facts.things)
    return {
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "ring": [layout.half_width, layout.half_height],
        "base": ID_BASE,
        "queries": questions_about(counts.keys()),
        "kinds": [_kind(kind, counts[kind]) for kind in LOOKS if counts[kind]],
        "predicates": [[predicate, *headings(predicate)] for predicate in predicates],
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
    short = " ".join(name.split())
    if len(short) > SHORT:
        short = short[: SHORT - 1].rstrip() + "…"
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
    return {"label": short, "group": thing.kind, "x": place.x, "y": place.y, **kept}


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

    class Indexed(Network):  # type: ignore[misc]  # pyvis has no types
        """A network that finds a node at once, where pyvis walks a list for every edge."""

        def get_nodes(self) -> Mapping[int, Any]:
            return self.node_map  # type: ignore[no-any-return]

    network = Indexed(directed=True, cdn_resources="in_line")
    network.set_options(json.dumps(_OPTIONS))
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


def _kind(kind: str, count: int) -> dict[str, Any]:
    look = LOOKS[kind]
    return {
        "id": kind,
        "one": look.one,
        "many": look.many,
        "light": look.light,
        "dark": look.dark,
        "shape": look.shape,
        "size": look.size,
        "group": look.group,
        "count": count,
    }
