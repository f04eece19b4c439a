"""The parts of a store that are checked apart: plans, evidence, suggestions and links.

A view answers as if its graphs were one.  What plans declare is checked together, for a city may be
in many of them; so is the evidence.  A plan's links into the vocabulary are followed as far as the
shapes ask.  Suggestions are checked apart from all that plans declare, with the words that they
rest on.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

import pyoxigraph as ox

from citykg.ontology.terms import (
    EVIDENCE,
    GRAPH_LINKS,
    GRAPH_ONTOLOGY,
    GRAPH_SUGGESTIONS,
    GRAPH_VOCABULARY,
    Dcterms,
    Prov,
    Rdf,
    Rdfs,
    Skos,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.graph.blame import Term

Part = Literal["plans", "evidence", "suggestions", "links", "vocabulary", "ontology", ""]

NOT_PLANS: Final = frozenset((GRAPH_LINKS, GRAPH_ONTOLOGY, GRAPH_SUGGESTIONS, GRAPH_VOCABULARY))
"""The named graphs that are neither a plan's nor its evidence."""
VOCABULARY: Final = (Rdf.type, Skos.inScheme)
"""What the shapes of plans ask of the vocabulary."""
BEHIND: Final = (Prov.wasQuotedFrom, Dcterms.isPartOf)
"""What leads from a suggestion to its passage, and from there to the document."""

_TYPE: Final = ox.NamedNode(Rdf.type)
_SUBCLASS: Final = ox.NamedNode(Rdfs.subClassOf)
_FEW: Final = 64
"""So many triples to a thing are read at once and not property by property."""
_LINKS: Final = ox.NamedNode(GRAPH_LINKS)
_SUGGESTIONS: Final = ox.NamedNode(GRAPH_SUGGESTIONS)
_BEHIND: Final = tuple(map(ox.NamedNode, BEHIND))
_PARTS: Final[dict[str, Part]] = {
    GRAPH_LINKS: "links",
    GRAPH_ONTOLOGY: "ontology",
    GRAPH_SUGGESTIONS: "suggestions",
    GRAPH_VOCABULARY: "vocabulary",
}


@lru_cache(maxsize=4096)
def part_of(graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> Part:
    """The part that a graph belongs to; none for the default graph, which repeats them all."""
    if isinstance(graph, ox.DefaultGraph):
        return ""
    return _PARTS.get(graph.value) or ("evidence" if graph.value.endswith(EVIDENCE) else "plans")


class View:
    """One part of a store, read as one graph."""

    def __init__(self, store: ox.Store, part: Part) -> None:
        self.part = part
        self._store = store
        self._classes: dict[str, frozenset[str]] = {}
        self._above: dict[str, set[str]] | None = None

    def quads(
        self, subject: Term | None, predicate: ox.NamedNode | None, value: Term | None
    ) -> Iterator[ox.Quad]:
        """Yield the quads of this part, each triple as often as graphs hold it."""
        if isinstance(subject, ox.Literal):
            return
        graph = _LINKS if self.part == "links" else None
        for quad in self._store.quads_for_pattern(subject, predicate, value, graph):
            if self._holds(quad):
                yield quad

    @lru_cache(maxsize=1 << 15)  # noqa: B019 - a view lives as long as one validation
    def is_about(self, thing: Term) -> bool:
        """Whether a thing is checked in this part: of the suggestions, what they describe."""
        if self.part != "suggestions":
            return True
        if isinstance(thing, ox.Literal):
            return False
        quads = self._store.quads_for_pattern(thing, None, None, _SUGGESTIONS)
        return next(quads, None) is not None

    def objects(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        """What is said of a subject, each once and in an order of its own."""
        return list(dict.fromkeys(quad.object for quad in self.quads(subject, predicate, None)))

    def subjects(self, predicate: ox.NamedNode, value: Term) -> list[Term]:
        """What says this of something, each once."""
        return list(dict.fromkeys(quad.subject for quad in self.quads(None, predicate, value)))

    def has(self, subject: Term | None, predicate: ox.NamedNode, value: Term | None = None) -> bool:
        """Whether this part holds such a triple."""
        return next(self.quads(subject, predicate, value), None) is not None

    @lru_cache(maxsize=1 << 15)  # noqa: B019 - as above
    def properties_of(self, thing: Term) -> frozenset[str]:
        """What this part says of a thing: the properties."""
        return frozenset(quad.predicate.value for quad in self.quads(thing, None, None))

    def leads_to(self, predicate: ox.NamedNode, thing: Term) -> bool:
        """Whether this part says that a property of something is this thing."""
        few = self._few_properties_to(thing)
        if few is not None:
            return predicate.value in few
        if self.part == "evidence" and isinstance(thing, ox.NamedNode):
            # Read one after another, those of all plans would come first.
            ends = f'FILTER(STRENDS(STR(?graph), "{EVIDENCE}"))'
            asked = f"ASK {{ GRAPH ?graph {{ ?from {predicate} {thing} }} {ends} }}"
            return bool(self._store.query(asked))
        return self.has(None, predicate, thing)

    @lru_cache(maxsize=1 << 15)  # noqa: B019 - as above
    def _few_properties_to(self, thing: Term) -> frozenset[str] | None:
        # Most things have few that lead to them, which are read once for all shapes; a goal has
        # those of every plan that names it.
        quads = list(islice(self._store.quads_for_pattern(None, None, thing, None), _FEW))
        if len(quads) == _FEW:
            return None
        return frozenset(quad.predicate.value for quad in quads if self._holds(quad))

    def is_a(self, thing: Term, wanted: str) -> bool:
        """Whether a thing is of a class or of one below it."""
        return wanted in self._classes_of_thing(thing)

    def below(self, wanted: str) -> list[str]:
        """A class, and those below it that this part declares."""
        others = {name for name in self._declared() if wanted in self._classes_of(name)}
        return sorted({wanted} | others)

    @lru_cache(maxsize=1 << 15)  # noqa: B019 - as above
    def _classes_of_thing(self, thing: Term) -> frozenset[str]:
        # Every shape asks of every thing that a change has touched.
        types = (quad.object for quad in self.quads(thing, _TYPE, None))
        own = [self._classes_of(kind.value) for kind in types if isinstance(kind, ox.NamedNode)]
        return frozenset().union(*own)

    def _classes_of(self, name: str) -> frozenset[str]:
        found = self._classes.get(name)
        if found is None:
            above, seen, todo = self._declared(), set[str](), [name]
            while todo:
                one = todo.pop()
                if one not in seen:
                    seen.add(one)
                    todo.extend(above.get(one, ()))
            found = self._classes[name] = frozenset(seen)
        return found

    def _declared(self) -> dict[str, set[str]]:
        if self._above is None:
            self._above = {}
            for quad in self.quads(None, _SUBCLASS, None):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                    self._above.setdefault(quad.subject.value, set()).add(quad.object.value)
        return self._above

    def _holds(self, quad: ox.Quad) -> bool:
        part = part_of(quad.graph_name)
        if part == self.part:
            return True
        if self.part == "plans":
            return part == "vocabulary" and quad.predicate.value in VOCABULARY
        if self.part == "suggestions":
            return part != "" and self._rests_on(quad.subject)
        return False

    @lru_cache(maxsize=1024)  # noqa: B019 - as above
    def _rests_on(self, thing: Term) -> bool:
        """Whether a suggestion rests on a thing: then all that is said of it counts."""
        quads = self._store.quads_for_pattern
        return any(next(quads(None, path, thing, _SUGGESTIONS), None) for path in _BEHIND)


def parts(store: ox.Store) -> list[View]:
    """The parts that are checked, each apart."""
    return [View(store, part) for part in ("plans", "evidence", "suggestions", "links")]
