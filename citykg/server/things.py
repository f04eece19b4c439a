"""What the graph says of one thing, as a page shows it: facts under headings, and their words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from citykg.graph.explain import Said, note_of_link, said_in
from citykg.graph.known import node, text_of
from citykg.graph.store import declared_quads
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
from citykg.viz.words import headings, rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Quad

    from citykg.graph.store import Term
    from citykg.server.served import Served

MOST: Final = 100
"""So many values are shown under one heading; a page says how many more there are."""

_SCANNED: Final = 20_000
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
    suggested: tuple[Value, ...]


def thing_of(served: Served, iri: str) -> Thing | None:
    """What the graph says of a thing; None where it says nothing."""
    about = node(iri)
    quads = list(islice(served.known.quads(about, None, None), _SCANNED))
    back = list(islice(served.known.quads(None, None, about), _SCANNED))
    suggested = tuple(_suggested(served, about))
    if not quads and not back and not suggested:
        return None
    said = _claims(served, about)
    facts: dict[str, list[Quad]] = {}
    for quad in quads:
        facts.setdefault(quad.predicate.value, []).append(quad)
    others: dict[str, list[Quad]] = {}
    for quad in back:
        if quad.predicate.value not in _NOT_FACTS_ABOUT | {Rdf.type}:
            others.setdefault(quad.predicate.value, []).append(quad)
    hidden = _NAMES | _ELSEWHERE | _NOT_FACTS | {Rdf.type}

    def group(predicate: str, heading: str) -> Group:
        return _group(
            heading,
            [
                value_of(served, one.object, said.get((predicate, str(one.object)), ()))
                for one in facts[predicate]
            ],
        )

    names = [quad.object for name in sorted(_NAMES & facts.keys()) for quad in facts[name]]
    return Thing(
        iri=iri,
        label=served.known.label(about),
        kinds=_kinds(served, facts.get(Rdf.type, [])),
        names=tuple(dict.fromkeys(sorted(map(_words, names), key=lambda one: one.language))),
        facts=tuple(
            group(predicate, headings(predicate)[0])
            for predicate in sorted(facts.keys() - hidden, key=rank)
        ),
        about=tuple(
            _back_group(served, predicate, others[predicate])
            for predicate in sorted(others, key=rank)
        ),
        elsewhere=tuple(
            Group(
                served.known.verb(node(predicate)).capitalize(),
                [_link(served, quad) for quad in facts[predicate][:MOST]],
            )
            for predicate in sorted(_ELSEWHERE & facts.keys())
        ),
        suggested=suggested,
    )


def _group(heading: str, values: list[Value]) -> Group:
    ordered = sorted(values, key=lambda one: (one.words.casefold(), one.words, one.href))
    return Group(heading, ordered[:MOST], max(0, len(ordered) - MOST))


def _back_group(served: Served, predicate: str, quads: list[Quad]) -> Group:
    values = [
        replace(value_of(served, quad.subject), kind=_kind(served, quad.subject))
        for quad in quads[: 4 * MOST]
    ]
    group = _group(headings(predicate)[1], values)
    group.more = max(0, len(quads) - len(group.values))
    return group


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


def _claims(served: Served, about: NamedNode) -> dict[tuple[str, str], tuple[Said, ...]]:
    """Who says what of a thing: for a property and a value, the passages."""
    found: dict[tuple[str, str], list[Said]] = {}
    store = served.store
    claims = islice(declared_quads(store, None, node(Rdf.subject), about), _SCANNED)
    for claim in dict.fromkeys(quad.subject for quad in claims):
        parts: dict[str, list[Term]] = {}
        for quad in served.known.quads(claim, None, None):  # type: ignore[arg-type]
            parts.setdefault(quad.predicate.value, []).append(quad.object)
        for predicate in parts.get(Rdf.predicate, []):
            for value in parts.get(Rdf.object, []):
                here = found.setdefault((text_of(predicate), str(value)), [])
                for passage in parts.get(Prov.wasQuotedFrom, [])[:_QUOTES]:
                    here.append(said_in(store, node(text_of(passage))))
    return {key: tuple(sorted(set(said))[:_QUOTES]) for key, said in found.items()}


def _suggested(served: Served, about: NamedNode) -> Iterator[Value]:
    """What is only suggested for a plan."""
    apart = node(GRAPH_SUGGESTIONS)
    quads = served.store.quads_for_pattern
    for one in islice(quads(None, node(Ckg.suggestedFor), about, apart), MOST):
        subjects = [quad.object for quad in quads(one.subject, node(Dcterms.subject), None, apart)]
        passages = [quad.object for quad in quads(one.subject, node(Prov.wasQuotedFrom), None)]
        said = tuple(said_in(served.store, node(text_of(passage))) for passage in passages)
        for subject in subjects:
            yield value_of(served, subject, said)
