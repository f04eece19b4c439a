"""The things and facts of an RDF file of anybody's, as `facts` has those of plans.

Every subject is a thing.  What is said of it is a fact: a link where the object is a thing too, a
value where it is anything else.  Named graphs are read together with the default graph.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Final

from citykg.errors import DataError, UsageError
from citykg.graph.called import ANYBODYS, Called
from citykg.graph.elsewhere import Link, point_in
from citykg.graph.facts import KINDS, Fact, Facts, Foreign, Thing, read_facts, term_of
from citykg.graph.known import text_of
from citykg.graph.network import predicate_words
from citykg.graph.rdf_file import SUFFIXES, read_quads
from citykg.ontology.terms import (
    ID_BASE,
    PREFIXES,
    Ckg,
    Dcat,
    Geo,
    Owl,
    Pos,
    Rdf,
    Rdfs,
    Schema,
    Sdg,
    Skos,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Quad, Store

    from citykg.graph.store import Term

UNTYPED: Final = "thing"
"""The kind of what has no type."""

_SAY_NOTHING: Final = frozenset({Owl.Thing, Owl.NamedIndividual, Rdfs.Resource})
"""Types that everything has, or that only say that there is another."""
_TITLED: Final = (Owl.Ontology, Skos.ConceptScheme, Dcat.Dataset)
_ELSEWHERE: Final = frozenset(
    {
        *(Owl.sameAs, Skos.exactMatch, Skos.closeMatch),
        *(Skos.broadMatch, Skos.narrowMatch, Skos.relatedMatch),
    }
)
_PLACES: Final = frozenset({Schema.geo, Schema.geo.replace(Schema.NS, Schema.PLAIN)})
_DEGREES: Final = (
    (Pos.long, Pos.lat),
    (Schema.longitude, Schema.latitude),
    (f"{Schema.PLAIN}longitude", f"{Schema.PLAIN}latitude"),
)
_NEAR: Final = 5


def facts_of(source: Path | Store) -> Facts:
    """The things and facts of a graph folder, an open store, or an RDF file of anybody's.

    A file with our plan graphs, such as graph.nq, is read as a folder is.  Raises UsageError where
    there is nothing, DataError where what is there cannot be read.
    """
    if not isinstance(source, Path) or not is_file(source):
        return read_facts(source)
    quads = read_quads(source)
    if not quads:
        raise UsageError(f"{source}: holds no facts: there is nothing to draw.")
    if not any(_is_plan(quad) for quad in quads):
        return _Reader(quads, source).facts()
    from pyoxigraph import Store

    store = Store()
    store.extend(quads)
    return read_facts(store)


def is_file(source: Path) -> bool:
    """Whether this is to be read as an RDF file, which may be missing, and not as a folder."""
    return source.is_file() or (source.suffix.lower() in SUFFIXES and not source.is_dir())


def thing_named(facts: Facts, word: str) -> str:
    """The thing that an IRI, a prefixed name or a label names.

    Raises UsageError, with the nearest names, where that is none or more than one.
    """
    ids = {thing.id for thing in facts.things}
    bare = word[1:-1] if word.startswith("<") and word.endswith(">") else word
    prefix, colon, rest = bare.partition(":")
    for iri in (
        bare,
        PREFIXES[prefix] + rest if colon and prefix in PREFIXES else "",
        ID_BASE + bare,
    ):
        if iri in ids:
            return iri
    labels: defaultdict[str, list[str]] = defaultdict(list)
    for thing in facts.things:
        labels[thing.label.casefold()].append(thing.id)
    found = labels.get(word.strip('"').casefold(), [])
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(found[:_NEAR])
        raise UsageError(f"{len(found)} things are called {word!r}: say which ({listed}).")
    from difflib import get_close_matches

    near = [labels[one][0] for one in get_close_matches(word.casefold(), labels, n=_NEAR)]
    hint = f"; did you mean {', '.join(near)}?" if near else "."
    raise UsageError(f"Nothing in the file is called {word!r}{hint}")


def _is_plan(quad: Quad) -> bool:
    """Whether this is what a plan graph of ours says first: the graph is a plan."""
    return (
        quad.predicate.value == Rdf.type
        and text_of(quad.object) == Ckg.ActionPlan
        and quad.subject == quad.graph_name
    )


class _Reader:
    """Gathers quad after quad, then joins what was gathered."""

    def __init__(self, quads: Iterable[Quad], path: Path) -> None:
        self._path = path
        self._called = Called(ANYBODYS)
        self._rows: set[tuple[str, str, Term, str]] = set()
        self._said: defaultdict[str, list[tuple[str, Term]]] = defaultdict(list)
        self._types: defaultdict[str, set[str]] = defaultdict(set)
        self._wider: defaultdict[str, set[str]] = defaultdict(set)
        for quad in quads:
            self._take(quad)

    def facts(self) -> Facts:
        kinds = self._kinds()
        ours = {kind: place for place, kind in enumerate(KINDS.values())}
        counts = Counter(kinds.values())
        words = {kind: self._kind_words(kind) for kind in counts if kind not in ours}
        order = sorted(words, key=lambda kind: (kind == UNTYPED, -counts[kind], words[kind], kind))
        rank = ours | {kind: len(ours) + place for place, kind in enumerate(order)}
        things = [self._thing(iri, kind, words.get(kind, "")) for iri, kind in kinds.items()]
        things.sort(key=lambda thing: (rank[thing.kind], thing.id))
        facts = [self._fact(*row) for row in self._rows]
        facts.sort(key=lambda f: (f.subject, f.predicate, f.object, f.plan, f.is_link, f.term))
        foreign = Foreign(self._title(), {kind: words[kind] for kind in order})
        return Facts(tuple(things), tuple(facts), foreign)

    def _take(self, quad: Quad) -> None:
        from pyoxigraph import Literal, NamedNode, Triple

        value = quad.object
        if isinstance(value, Triple) or isinstance(quad.subject, Triple):
            raise DataError(f"{self._path}: holds a quoted triple, which is not drawn: {value}.")
        if isinstance(value, Literal) and value.direction:
            raise DataError(f"{self._path}: holds a text with a direction: {value}.")
        subject, predicate = _id(quad.subject), quad.predicate.value
        self._said[subject].append((predicate, value))
        self._rows.add((subject, predicate, value, _id(quad.graph_name)))
        if predicate == Rdf.type and isinstance(value, NamedNode):
            self._types[subject].add(value.value)
        elif predicate == Rdfs.subClassOf and isinstance(value, NamedNode):
            self._wider[subject].add(value.value)
        elif isinstance(value, Literal):
            self._called.take(subject, predicate, value)

    def _fact(self, subject: str, predicate: str, value: Term, graph: str) -> Fact:
        plan = graph if graph in self._said else ""
        if not _is_resource(value):
            return Fact(subject, predicate, text_of(value), False, plan, (), term_of(value))
        if (iri := _id(value)) in self._said:
            return Fact(subject, predicate, iri, True, plan, ())
        words = self._kind_words(iri) if predicate == Rdf.type else iri
        return Fact(subject, predicate, words, False, plan, (), f"<{iri}>")

    def _kinds(self) -> dict[str, str]:
        """The kind of each thing: one of ours, else its most special type.

        Of types of which none is wider than another, the one that most things have.
        """
        counts = Counter(one for types in self._types.values() for one in types)
        wider = {cls: self._wider_than(cls) for cls in counts}
        kinds = {}
        for thing in sorted(self._said):
            types = self._types.get(thing, set())
            own = [kind for cls, kind in KINDS.items() if cls in types]
            telling = types - _SAY_NOTHING or types
            special = telling - {far for cls in telling for far in wider[cls] if cls != far}
            ranked = sorted(special or telling, key=lambda cls: (-counts[cls], cls))
            kinds[thing] = next(iter([*own, *ranked]), UNTYPED)
        return kinds

    def _wider_than(self, cls: str) -> set[str]:
        found: set[str] = set()
        edge = {cls}
        while edge:
            edge = {far for one in edge for far in self._wider.get(one, ())} - found
            found |= edge
        return found

    def _kind_words(self, kind: str) -> str:
        return self._called.best(kind) or predicate_words(kind)

    def _thing(self, iri: str, kind: str, words: str) -> Thing:
        label = self._label(iri, words)
        number = {"number": self._number(iri)} if kind in {"goal", "target"} else {}
        return Thing(
            iri,
            kind,
            label,
            dict(number),
            self._called.others(iri, label),
            self._called.by_language(iri),
            self._links(iri),
            self._point(iri),
        )

    def _label(self, iri: str, kind: str) -> str:
        from citykg.graph.called import local_name

        if best := self._called.best(iri):
            return best
        if not iri.startswith("_:"):
            return local_name(iri)
        is_list = any(predicate == Rdf.first for predicate, _ in self._said[iri])
        what = "list" if is_list else "" if kind == UNTYPED else kind
        return f"{what} {iri}".lstrip()

    def _number(self, iri: str) -> str:
        stated = [text_of(value) for name, value in self._said[iri] if name == Skos.notation]
        return min(stated, default=iri.removeprefix(Sdg.GOALS))

    def _links(self, iri: str) -> tuple[Link, ...]:
        return tuple(
            sorted(
                Link(_id(value), predicate, "", "")
                for predicate, value in set(self._said[iri])
                if predicate in _ELSEWHERE and _is_resource(value) and _id(value) not in self._said
            )
        )

    def _point(self, iri: str) -> tuple[float, float] | None:
        return min((point for point in self._points(iri) if _is_on_earth(point)), default=None)

    def _points(self, iri: str) -> Iterator[tuple[float, float]]:
        places = [iri]
        for predicate, value in self._said[iri]:
            if predicate in _PLACES:
                places.append(_id(value))
            elif predicate == Geo.hasGeometry:
                texts = (one for name, one in self._said.get(_id(value), ()) if name == Geo.asWKT)
                yield from (point for text in texts if (point := point_in(text_of(text))))
        for place in places:
            for along, up in _DEGREES:
                # One value each; were there two, the order of the file must not decide.
                found = [min(self._numbers(place, name), default=None) for name in (along, up)]
                if found[0] is not None and found[1] is not None:
                    yield found[0], found[1]

    def _numbers(self, iri: str, wanted: str) -> Iterator[float]:
        for predicate, value in self._said.get(iri, ()):
            if predicate == wanted:
                try:
                    yield float(text_of(value))
                except ValueError:
                    continue  # a word is no place; the facts show it all the same

    def _title(self) -> str:
        """The name of what the file is about, if it says so, else the name of the file."""
        for cls in _TITLED:
            found = [thing for thing, types in self._types.items() if cls in types]
            if len(found) == 1 and (best := self._called.best(found[0])):
                return best
        return self._path.name


def _id(term: object) -> str:
    """What a thing is called in the facts: its IRI, or `_:b1`."""
    from pyoxigraph import BlankNode, DefaultGraph

    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    return "" if isinstance(term, DefaultGraph) else text_of(term)


def _is_resource(term: Term) -> bool:
    from pyoxigraph import Literal

    return not isinstance(term, Literal)


def _is_on_earth(point: tuple[float, float]) -> bool:
    along, up = point
    return isfinite(along) and isfinite(up) and abs(along) <= 180 and abs(up) <= 90
