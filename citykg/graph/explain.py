"""Who says so: the words, the file and the line behind anything in the graph."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.errors import UsageError
from citykg.graph.known import Known, node, text_of
from citykg.graph.store import declared_quads, named_quads, open_store
from citykg.ontology.terms import (
    EVIDENCE,
    GRAPH_LINKS,
    GRAPH_ONTOLOGY,
    GRAPH_SUGGESTIONS,
    GRAPH_VOCABULARY,
    Ckg,
    Dcterms,
    Oa,
    Owl,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Semapv,
    Sssom,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pyoxigraph import NamedNode, Quad, Store

    from citykg.graph.store import Resource, Term

_WORD: Final = re.compile(r'<[^>]*>|"[^"]*"(?:@[\w-]+|\^\^\S+)?|\S+')
_JUSTIFICATION: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ROLES: Final = (Rdf.subject, Rdf.object, Prov.wasQuotedFrom)


class Said(msgspec.Struct, frozen=True, order=True):
    """Where a document says something: `quote` is `[start, end)` of its text, on `line`."""

    document: str
    """The file's name."""
    start: int
    end: int
    line: int
    quote: str
    sha256: str
    page: int | None = None
    """The page it stands on, of a document that has pages."""


class Explanation(msgspec.Struct, frozen=True):
    """A fact, and who says so."""

    subject: str
    predicate: str
    object: str
    """An IRI, or the words of a value."""
    sentence: str
    """The fact in words: `Manchester has theme Housing`."""
    graph: str
    """The IRI of the plan, or of another graph, that holds the fact."""
    said: Said | None = None
    """None for what no document says."""
    note: str | None = None
    """What the fact follows from, if no document says it; or that it is only suggested."""


def explain(source: Path | Store, what: str) -> tuple[Explanation, ...]:
    """Each fact about something, with the words that state it, in the order of the documents.

    `what` is an IRI, a prefixed name (`sdg:11`), a short id (`city/gb/manchester`) or a label
    that one thing has; or two or three of these as "subject predicate" or "subject predicate
    object", where an object may be a value in quotes.  Of a thing, all is told that documents
    say of it or link to it; of a plan, behind that, what is suggested and not declared.  Raises
    UsageError, with the nearest names, where nothing is known.

        for fact in explain(Path("citykg-graph"), "city/gb/manchester hasTheme"):
            print(fact.sentence, "-", fact.said.quote if fact.said else fact.note)
    """
    if isinstance(source, Path):
        source = open_store(source)
    words = _WORD.findall(what)
    if not 1 <= len(words) <= 3:
        raise UsageError(
            f"{what!r} cannot be explained: give an IRI, a name such as city/gb/manchester,"
            ' or "subject predicate object", each name of more than one word in quotes.'
        )
    known = Known(source)
    subject = known.thing(words[0])
    predicate = known.thing(words[1]) if len(words) > 1 else None
    is_object = _object_test(known, words[2]) if len(words) > 2 else _anything
    suggested = list(_suggested(known, subject)) if len(words) == 1 else []
    found = list(_said_facts(known, subject, predicate, is_object))
    if not found:
        found = list(_unsaid_facts(known, subject, predicate, is_object))
    found += suggested
    if not found:
        raise UsageError(_not_said(known, subject, predicate, words))
    return tuple(sorted(set(found), key=_order))


def _said_facts(
    known: Known,
    subject: NamedNode,
    predicate: NamedNode | None,
    is_object: Callable[[Term], bool],
) -> Iterator[Explanation]:
    """What documents say of the subject, or of anything that links to it."""
    store = known.store
    claims = {
        quad.subject: text_of(quad.graph_name)
        for role in (_ROLES[:1] if predicate else _ROLES)
        for quad in declared_quads(store, None, node(role), subject)
    }
    for quad in declared_quads(store, subject, node(Rdf.predicate)):
        # The name is a claim's own.
        claims[quad.subject] = text_of(quad.graph_name)
    for claim, graph in claims.items():
        about, link, value = (
            _objects(store, claim, part)[0] for part in (Rdf.subject, Rdf.predicate, Rdf.object)
        )
        if predicate in {None, link} and is_object(value):
            for passage in _links(store, claim, Prov.wasQuotedFrom):
                said = said_in(store, passage)
                yield _explanation(known, (about, link, value), graph, said=said)


def _unsaid_facts(
    known: Known,
    subject: NamedNode,
    predicate: NamedNode | None,
    is_object: Callable[[Term], bool],
) -> Iterator[Explanation]:
    """What is true by the vocabulary or by the form of the graph."""
    store = known.store
    quads = list(declared_quads(store, subject, predicate))
    if predicate is None and not quads:
        quads = list(declared_quads(store, None, None, subject))
    for quad in quads:
        if is_object(quad.object):
            graph = text_of(quad.graph_name)
            parts = (quad.subject, quad.predicate, quad.object)
            note = note_of_link(known, quad) if graph == GRAPH_LINKS else _origin(graph)
            yield _explanation(known, parts, graph, note=note)


def _suggested(known: Known, thing: NamedNode) -> Iterator[Explanation]:
    """What is only suggested for a plan, or one suggestion."""
    store, apart = known.store, node(GRAPH_SUGGESTIONS)
    suggestions = [
        quad.subject for quad in store.quads_for_pattern(None, node(Ckg.suggestedFor), thing, apart)
    ]
    if next(store.quads_for_pattern(thing, node(Ckg.suggestedFor), None, apart), None):
        suggestions.append(thing)
    for suggestion in suggestions:
        plan, subject, passage, score = (
            _objects(store, suggestion, part)[0]
            for part in (Ckg.suggestedFor, Dcterms.subject, Prov.wasQuotedFrom, Ckg.score)
        )
        yield Explanation(
            subject=text_of(plan),
            predicate=Dcterms.subject,
            object=text_of(subject),
            sentence=f"{known.label(plan)} speaks of {known.label(subject)}",
            graph=GRAPH_SUGGESTIONS,
            said=said_in(store, node(text_of(passage))),
            note=f"suggested, not declared (score {text_of(score)})",
        )


def note_of_link(known: Known, quad: Quad) -> str:
    """How a link was found, how sure that is, and why: what its mapping says."""
    store, apart = known.store, node(GRAPH_LINKS)

    def said(part: str) -> str:
        quads = store.quads_for_pattern(mapping, node(part), None, apart)
        return min((text_of(one.object) for one in quads), default="")

    from_here = store.quads_for_pattern(None, node(Owl.annotatedSource), quad.subject, apart)
    parts = ((Owl.annotatedProperty, quad.predicate), (Owl.annotatedTarget, quad.object))
    mappings = [
        one.subject
        for one in from_here
        if all(
            next(store.quads_for_pattern(one.subject, node(part), value, apart), None)
            for part, value in parts
        )
    ]
    if not mappings:
        return "part of the links: another vocabulary says so, no document"
    mapping = min(mappings, key=str)
    how = _JUSTIFICATION.sub(" ", said(Sssom.mapping_justification).removeprefix(Semapv.NS))
    by = f" by {author}" if (author := said(Sssom.author_label)) else ""
    why = f": {comment}" if (comment := said(Rdfs.comment)) else ""
    there = known.short(text_of(quad.object))
    return f"a link to {there}, {how.lower()}{by}, confidence {said(Sssom.confidence)}{why}"


def _origin(graph: str) -> str:
    if graph == GRAPH_ONTOLOGY:
        return "part of the ontology, not taken from a document"
    if graph == GRAPH_VOCABULARY:
        return "part of the vocabulary, not taken from a document"
    if graph.endswith(EVIDENCE):
        return "part of the evidence, which says where facts were read"
    return "structure: it follows from the form of a plan, not from its words"


def _explanation(
    known: Known,
    fact: tuple[Term, Term, Term],
    graph: str,
    *,
    said: Said | None = None,
    note: str | None = None,
) -> Explanation:
    subject, predicate, obj = fact
    return Explanation(
        subject=text_of(subject),
        predicate=text_of(predicate),
        object=text_of(obj),
        sentence=f"{known.label(subject)} {known.verb(predicate)} {known.label(obj)}",
        graph=graph.removesuffix(EVIDENCE) if said else graph,
        said=said,
        note=note,
    )


def said_in(store: Store, passage: Resource) -> Said:
    """What a passage of a document says, and where it stands."""

    def value(subject: Resource, predicate: str) -> str:
        return text_of(_objects(store, subject, predicate)[0])

    document = _links(store, passage, Dcterms.isPartOf)[0]
    return Said(
        document=value(document, Schema.name),
        start=int(value(passage, Oa.start)),
        end=int(value(passage, Oa.end)),
        line=int(value(passage, Ckg.line)),
        quote=value(passage, Oa.exact),
        sha256=value(document, Schema.sha256),
        page=next((int(text_of(page)) for page in _objects(store, passage, Ckg.page)), None),
    )


def _objects(store: Store, subject: Resource, predicate: str) -> list[Term]:
    # Two plans of one document describe it, and the same passage, in two graphs.
    quads = named_quads(store, subject, node(predicate))
    return sorted({quad.object for quad in quads}, key=str)


def _links(store: Store, subject: Resource, predicate: str) -> list[NamedNode]:
    return [node(text_of(term)) for term in _objects(store, subject, predicate)]


def _anything(_: Term) -> bool:
    return True


def _object_test(known: Known, word: str) -> Callable[[Term], bool]:
    """Whether a term is what a word names: a thing, by id or label, or a value of these words."""
    value = word.partition('"@')[0].partition('"^^')[0].strip('"')
    names = {value}
    with suppress(UsageError):
        # What names nothing may still be a value.
        names.add(known.thing(word).value)
    label = value.casefold()
    return lambda term: text_of(term) in names or known.label(term).casefold() == label


def _not_said(
    known: Known, subject: NamedNode, predicate: NamedNode | None, words: list[str]
) -> str:
    if predicate is None:
        return f"The graph says nothing of {known.label(subject)}."
    name = known.label(subject)
    said = f"{name} {known.verb(predicate)} {' '.join(words[2:])}".rstrip()
    stated = sorted(
        {known.label(quad.object) for quad in declared_quads(known.store, subject, predicate)}
    )
    if stated:
        return f"The graph does not say that {said}; it says: {', '.join(stated[:5])}."
    links = sorted(
        {known.short(text_of(quad.predicate)) for quad in declared_quads(known.store, subject)}
    )
    return f"The graph does not say that {said}; of {name} it says: {', '.join(links)}."


def _order(fact: Explanation) -> tuple[object, ...]:
    said = fact.said
    place = (said.document, said.start, said.end) if said else ("", 0, 0)
    is_suggested = fact.graph == GRAPH_SUGGESTIONS
    return (is_suggested, place, fact.subject, fact.predicate, fact.object, fact.graph)
