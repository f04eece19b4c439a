"""What the graph says of one thing, as a page shows it: facts under headings, and their words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from citykg.graph.explain import Said, note_of_link, said_in
from citykg.graph.known import node, text_of
from citykg.ontology.terms import (
    GRAPH_SUGGESTIONS,
    Ckg,
    Dcterms,
    Owl,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Skos,
)
from citykg.server.addresses import PAGE, is_web, place
from citykg.server.own import solutions
from citykg.viz.words import headings, rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Quad

    from citykg.graph.store import Term
    from citykg.server.served import Served

MOST: Final = 100
"""So many values are shown under one heading; a page says how many more there are."""

_READ: Final = 4 * MOST
"""So many values of a property are read, to show the first of them by their words."""
_QUOTES: Final = 5
_NAMES: Final = frozenset(
    {Rdfs.label, Skos.prefLabel, Skos.altLabel, Skos.NS + "hiddenLabel", Schema.NS + "name"}
)
_ELSEWHERE: Final = frozenset(
    {Owl.NS + "sameAs", Rdfs.NS + "seeAlso"}
    | {f"{Skos.NS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
)
_NOT_FACTS: Final = frozenset({Rdf.subject, Rdf.predicate, Rdf.object, Prov.wasQuotedFrom})
_NOT_FACTS_ABOUT: Final = _NOT_FACTS | {
    Owl.NS + "annotatedSource",
    Owl.NS + "annotatedTarget",
    Skos.NS + "inScheme",
    Skos.NS + "topConceptOf",
}


@dataclass(frozen=True)
class Value:
    """One value of a fact: its words, where it leads, and who says so."""

    words: str
    href: str = ""
    is_elsewhere: bool = False
    language: str = ""
    said: tuple[Said, ...] = ()
    more: int = 0
    """How many passages say so beyond those."""
    kind: str = ""
    note: str = ""


@dataclass
class Group:
    """The values under one heading, and how many more there are."""

    heading: str
    values: list[Value] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class Thing:
    """What a page says of a thing."""

    iri: str
    label: str
    kinds: tuple[Value, ...]
    names: tuple[Value, ...]
    facts: tuple[Group, ...]
    about: tuple[Group, ...]
    """What other things say of it."""
    elsewhere: tuple[Group, ...]
    suggested: Group


def thing_of(served: Served, iri: str) -> Thing | None:
    """What the graph says of a thing; None where it says nothing."""
    about = node(iri)
    facts = _counted(served, "properties-of", about)
    others = _counted(served, "properties-to", about)
    suggested = _suggested(served, about)
    if not facts and not others and not suggested.values:
        return None
    passages = _passages(served, about)
    hidden = _NAMES | _ELSEWHERE | _NOT_FACTS | {Rdf.type}

    def objects(predicate: str) -> Iterator[Quad]:
        return served.known.quads(about, node(predicate), None)

    def group(predicate: str) -> Group:
        values = []
        for quad in islice(objects(predicate), _READ):
            found = passages.get((predicate, str(quad.object)), [])
            value = value_of(served, quad.object, _said(served, found))
            values.append(replace(value, more=max(0, len(found) - _QUOTES)))
        return _group(headings(predicate)[0], values, facts[predicate])

    names = [quad.object for name in sorted(_NAMES & facts.keys()) for quad in objects(name)]
    return Thing(
        iri=iri,
        label=served.known.label(about),
        kinds=_kinds(served, list(objects(Rdf.type))),
        names=tuple(dict.fromkeys(sorted(map(_words, names), key=lambda one: one.language))),
        facts=tuple(group(predicate) for predicate in sorted(facts.keys() - hidden, key=rank)),
        about=tuple(
            _back_group(served, predicate, about, others[predicate])
            for predicate in sorted(others.keys() - _NOT_FACTS_ABOUT - {Rdf.type}, key=rank)
        ),
        elsewhere=tuple(
            _group(
                served.known.verb(node(predicate)).capitalize(),
                [_link(served, quad) for quad in islice(objects(predicate), _READ)],
                facts[predicate],
            )
            for predicate in sorted(_ELSEWHERE & facts.keys())
        ),
        suggested=suggested,
    )


def _counted(served: Served, query: str, about: NamedNode) -> dict[str, int]:
    """The properties of a thing, each with the number of its facts."""
    rows = solutions(served.store, query, _thing=about)
    return {text_of(row[0]): int(text_of(row[1])) for row in rows}


def _group(heading: str, values: list[Value], number: int) -> Group:
    """Some of so many values: the first of those that were read."""
    ordered = sorted(values, key=lambda one: (one.words.casefold(), one.words, one.href))[:MOST]
    return Group(heading, ordered, number - len(ordered))


def _back_group(served: Served, predicate: str, about: NamedNode, number: int) -> Group:
    quads = islice(served.known.quads(None, node(predicate), about), _READ)
    values = [
        replace(value_of(served, quad.subject), kind=_kind(served, quad.subject)) for quad in quads
    ]
    return _group(headings(predicate)[1], values, number)


def value_of(served: Served, term: Term, said: tuple[Said, ...] = ()) -> Value:
    """A term as a page shows it: what the graph knows leads to its page, all else outside."""
    from pyoxigraph import NamedNode

    if not isinstance(term, NamedNode):
        words = _words(term)
        return Value(words.words, language=words.language, said=said)
    label = served.known.label(term)
    if next(served.known.quads(term, None, None), None) is not None:
        return Value(label, place(PAGE, term.value, served.base), said=said)
    href = term.value if is_web(term.value) else ""
    return Value(label, href, is_elsewhere=True, said=said)


def _kind(served: Served, thing: Term) -> str:
    """The first class of a thing, in words."""
    quads = list(served.known.quads(thing, node(Rdf.type), None))  # type: ignore[arg-type]
    found = _kinds(served, quads)
    return found[0].words if found else ""


def _kinds(served: Served, quads: list[Quad]) -> tuple[Value, ...]:
    """The classes of a thing, ours first."""
    found = sorted((quad.object for quad in quads), key=lambda one: _kind_rank(text_of(one)))
    return tuple(value_of(served, one) for one in found)


def _kind_rank(iri: str) -> tuple[bool, bool, str]:
    return not iri.startswith(Ckg.NS), iri.startswith(Skos.NS), iri


def _link(served: Served, quad: Quad) -> Value:
    """A link to another vocabulary, and how it was found."""
    iri = text_of(quad.object)
    href = iri if is_web(iri) else ""
    note = note_of_link(served.known, quad)
    return Value(served.known.short(iri), href, is_elsewhere=True, note=note)


def _words(term: Term) -> Value:
    return Value(text_of(term), language=getattr(term, "language", None) or "")


def _passages(served: Served, about: NamedNode) -> dict[tuple[str, str], list[str]]:
    """The passages that say something of a thing: those of a property and a value."""
    found: dict[tuple[str, str], list[str]] = {}
    for predicate, value, passage in solutions(served.store, "passages-of", _thing=about):
        found.setdefault((text_of(predicate), str(value)), []).append(text_of(passage))
    return found


def _said(served: Served, passages: list[str]) -> tuple[Said, ...]:
    """What the first of some passages say."""
    first = sorted(passages)[:_QUOTES]
    return tuple(sorted({said_in(served.store, node(passage)) for passage in first}))


def _suggested(served: Served, about: NamedNode) -> Group:
    """What is only suggested for a plan."""
    apart = node(GRAPH_SUGGESTIONS)
    quads = served.store.quads_for_pattern
    found = list(quads(None, node(Ckg.suggestedFor), about, apart))
    values = []
    for one in found[:MOST]:
        passages = [quad.object for quad in quads(one.subject, node(Prov.wasQuotedFrom), None)]
        said = tuple(said_in(served.store, node(text_of(passage))) for passage in passages)
        subjects = quads(one.subject, node(Dcterms.subject), None, apart)
        values += [value_of(served, quad.object, said) for quad in subjects]
    return Group("Suggested, not declared", values, max(0, len(found) - MOST))
