"""The names by which people ask for what is in a graph, and by which it is shown to them.

`city/gb/manchester` is the short id of an IRI under the graph's base, `sdg:11` and
`ckg:hasTheme` are prefixed names, and a thing can be asked for by its label if only one has it.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from citykg.errors import UsageError
from citykg.graph.store import has_default_graph
from citykg.ontology.prefixes import parted
from citykg.ontology.terms import GRAPH_SUGGESTIONS, ID_BASE, PREFIXES, Ckg, Rdf, Rdfs, Skos

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Quad, Store

    from citykg.graph.store import Term

_IRI_CHARACTERS: Final = "!#$%&'()*+,/:;=?@[]~-._"
_NEAR: Final = 5
_UNNAMED: Final = {"NS", "Claim", "Passage", "Suggestion"}


class Known:
    """What an open store has names for."""

    def __init__(self, store: Store) -> None:
        from pyoxigraph import DefaultGraph

        self.store = store
        # A name that a thousand plans state is there once; a store in memory may lack it.
        self._graph = DefaultGraph() if has_default_graph(store) else None
        self._labels: dict[str, str] = {}

    @cached_property
    def base(self) -> str:
        """The base under which the things of the plans lie."""
        for quad in self.quads(None, node(Rdf.type), node(Ckg.ActionPlan)):
            return text_of(quad.subject).rpartition("plan/")[0]
        return ID_BASE

    # --- from a name to what it names

    def thing(self, word: str) -> NamedNode:
        """What a word names; raises UsageError, with the nearest names, if it names nothing."""
        for iri in self._readings(word):
            if self.is_known(iri):
                return node(iri)
        label = word.strip('"')
        found = self._by_label.get(label.casefold(), [])
        if len(found) == 1:
            return node(found[0])
        if found:
            listed = ", ".join(self.short(iri) for iri in found[:_NEAR])
            raise UsageError(f"{len(found)} things are called {label!r}: say which ({listed}).")
        near = self.nearest(label)
        hint = f"; did you mean {', '.join(near)}?" if near else "."
        raise UsageError(f"Nothing in the graph is called {label!r}{hint}")

    def is_known(self, iri: str) -> bool:
        """Whether any quad has the IRI as its subject, predicate or object."""
        try:
            term = node(iri)
        except ValueError:
            return False
        places = ((term, None, None), (None, term, None), (None, None, term))
        if any(next(self.quads(*place), None) for place in places):
            return True
        # The default graph does not hold what is only suggested.
        apart = self.store.quads_for_pattern(term, None, None, node(GRAPH_SUGGESTIONS))
        return next(apart, None) is not None

    def nearest(self, word: str) -> list[str]:
        """The short ids of the things whose ids or labels look most like the word."""
        from difflib import get_close_matches

        wanted = unquote(word).casefold()
        names: dict[str, str] = {}
        for label, iris in self._by_label.items():
            names.setdefault(label, iris[0])
        properties = [Ckg.NS + name for name in vars(Ckg) if name[0].islower()]
        for iri in (*properties, *self._things):
            short = self.short(iri)
            names[short.casefold()] = iri
            names.setdefault(re.split(r"[/:]", short.casefold())[-1], iri)
        close = get_close_matches(wanted, names, n=_NEAR)
        close += get_close_matches(wanted.rpartition("/")[2], names, n=_NEAR)
        return list(dict.fromkeys(self.short(names[name]) for name in close))[:_NEAR]

    def _readings(self, word: str) -> Iterator[str]:
        """The IRIs that a word may stand for, the likeliest first."""
        bare = word[1:-1] if word.startswith("<") and word.endswith(">") else word
        if bare == "a":
            yield Rdf.type
        prefix, colon, rest = bare.partition(":")
        if colon and prefix in PREFIXES and not rest.startswith("//"):
            yield PREFIXES[prefix] + rest
        for form in dict.fromkeys((bare, quote(bare, safe=_IRI_CHARACTERS))):
            if form.startswith(("http://", "https://")):
                yield form
            elif not word.startswith('"'):
                yield self.base + form
                yield ID_BASE + form
                if "/" not in form:
                    yield from (namespace + form for namespace in PREFIXES.values())

    # --- from a term to its name

    def short(self, iri: str) -> str:
        """The shortest name of an IRI that `thing` understands."""
        for base in (self.base, ID_BASE):
            if iri.startswith(base):
                return unquote(iri.removeprefix(base))
        named = parted(iri)
        return ":".join(named) if named else iri

    def label(self, term: Term) -> str:
        """What to call a term in a sentence: its label, or its short id; a literal in quotes."""
        import pyoxigraph as ox

        if not isinstance(term, ox.NamedNode):
            return f'"{text_of(term)}"'
        if term.value not in self._labels:
            self._labels[term.value] = self._best_label(term) or self.short(term.value)
        return self._labels[term.value]

    def verb(self, predicate: Term) -> str:
        """What to call a predicate in a sentence: `has theme`, `start date`."""
        from citykg.graph.network import predicate_words

        iri = text_of(predicate)
        label = self.label(predicate)
        return label if label != self.short(iri) else predicate_words(iri)

    def _best_label(self, term: NamedNode) -> str | None:
        found = []
        for rank, predicate in enumerate((Skos.prefLabel, Rdfs.label)):
            for quad in self.quads(term, node(predicate), None):
                language = getattr(quad.object, "language", None)
                found.append((language not in {"en", None}, rank, text_of(quad.object)))
        return min(found)[2] if found else None

    def quads(
        self, subject: NamedNode | None, predicate: NamedNode | None, value: NamedNode | None
    ) -> Iterator[Quad]:
        """The declared quads, each triple once; of a store in memory, those of all its graphs."""
        return self.store.quads_for_pattern(subject, predicate, value, self._graph)

    @cached_property
    def _things(self) -> list[str]:
        """Everything that has a class of ours, but for claims, passages and suggestions."""
        classes = [name for name in vars(Ckg) if name[0].isupper() and name not in _UNNAMED]
        return sorted(
            {
                text_of(quad.subject)
                for cls in (node(Ckg.NS + name) for name in classes)
                for quad in self.quads(None, node(Rdf.type), cls)
            }
        )

    @cached_property
    def _by_label(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for iri in self._things:
            found.setdefault(self.label(node(iri)).casefold(), []).append(iri)
        return found


def node(iri: str) -> NamedNode:
    """The IRI as a term; raises ValueError if it is none."""
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def text_of(term: object) -> str:
    """A term's IRI or words."""
    return str(getattr(term, "value", term))
