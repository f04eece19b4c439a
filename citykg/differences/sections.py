"""What changed beside the plans: links, suggestions, vocabulary, ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.differences.change import Change, Section, Value
from citykg.differences.reading import said_in
from citykg.differences.wording import plain
from citykg.graph.known import node, text_of
from citykg.graph.network import predicate_words
from citykg.graph.store import named_quads
from citykg.ontology.terms import (
    GRAPH_LINKS,
    GRAPH_SUGGESTIONS,
    Ckg,
    Dcterms,
    Owl,
    Prov,
    Rdfs,
    Schema,
    Sssom,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Quad

    from citykg.differences.change import Kind
    from citykg.differences.plans import PlanPair
    from citykg.differences.touched import Touched
    from citykg.differences.version import Version
    from citykg.graph.explain import Said

_LINK: Final = (Owl.annotatedSource, Owl.annotatedProperty, Owl.annotatedTarget)
_SUGGESTION: Final = (Ckg.suggestedFor, Dcterms.subject, Prov.wasQuotedFrom)
_TELLING: Final = (Sssom.confidence, Sssom.mapping_justification, Rdfs.comment)


class _Entry(NamedTuple):
    """A link or a suggestion of one version."""

    key: tuple[str, ...]
    """What makes it this one, without the base of its IRIs and the sum of a document."""
    words: str
    marked: str
    """The words with the short name of its subject, where they alone say it of two."""
    sentence: str
    subject: str
    predicate: str
    target: str
    label: str
    said: tuple[Said, ...]
    detail: tuple[object, ...]
    """What may change about it."""


def sections(
    versions: tuple[Version, Version],
    touched: Touched,
    pairs: Iterable[PlanPair],
    of_plan: PlanPair | None,
) -> list[Section]:
    """What differs in each graph that is no plan's; of one plan, its suggestions only.

    `pairs` says which plans have another name.
    """
    old, new = versions
    names = {old.local(one): new.local(other) for one, other in pairs if one and other}
    found = []
    for graph in sorted(touched.statements, key=lambda name: (name not in _READ, name)):
        gone, added = touched.statements[graph]
        name = graph.rpartition("/")[2]
        if graph not in _READ:
            if of_plan is None:
                found.append(Section(name, graph, added, gone, 0, ()))
            continue
        if of_plan and graph == GRAPH_LINKS:
            continue
        sides = []
        for place, version in enumerate(versions):
            entries = _entries(version, graph, touched.subjects[graph])
            renamed = {} if place else names
            sides.append(
                {
                    (renamed.get(entry.key[0], entry.key[0]), *entry.key[1:]): entry
                    for entry in entries
                    if of_plan is None or entry.subject == of_plan[place]
                }
            )
        section = _section(name, graph, *sides)
        if section.added or section.gone or section.changed:
            found.append(section)
    return found


def _section(
    name: str, graph: str, before: dict[tuple[str, ...], _Entry], now: dict[tuple[str, ...], _Entry]
) -> Section:
    gone = [entry for key, entry in before.items() if key not in now]
    came = [entry for key, entry in now.items() if key not in before]
    # A city that got another IRI has the same label on both sides.
    twice = {entry.words for entry in gone} & {entry.words for entry in came}
    changes = [*_changes("gone", gone, twice), *_changes("added", came, twice)]
    kinds = [change.kind for change in changes]
    return Section(
        name,
        graph,
        added=kinds.count("added"),
        gone=kinds.count("gone"),
        changed=sum(now[key].detail != entry.detail for key, entry in before.items() if key in now),
        changes=tuple(sorted(changes, key=lambda change: (change.words, change.kind))),
    )


def _changes(kind: Kind, entries: Iterable[_Entry], twice: set[str]) -> Iterable[Change]:
    for entry in entries:
        value = Value(entry.label, entry.target, entry.said)
        yield Change(
            kind=kind,
            words=entry.marked if entry.words in twice else entry.words,
            sentence=entry.sentence,
            subjects=(entry.subject,),
            predicate=entry.predicate,
            old=value if kind == "gone" else None,
            new=value if kind == "added" else None,
        )


def _entries(version: Version, graph: str, subjects: Iterable[str]) -> Iterator[_Entry]:
    """Yield the links or suggestions among these subjects, in their order."""
    parts, read = _READ[graph]
    for subject in sorted(subjects):
        told = _told(version.store.quads_for_pattern(node(subject), None, None, node(graph)))
        # Others are the two ends of a link, or the passage that a suggestion quotes.
        if all(part in told for part in parts):
            yield read(version, told)


def _told(quads: Iterable[Quad]) -> dict[str, str]:
    """What these quads of one thing tell, by property: the smallest of each."""
    found: dict[str, str] = {}
    for quad in quads:
        words = text_of(quad.object)
        found[quad.predicate.value] = min(words, found.get(quad.predicate.value, words))
    return found


def _link(version: Version, told: dict[str, str]) -> _Entry:
    source, predicate, target = (told[part] for part in _LINK)
    known = version.known
    # The sum of a document changes with each of its letters; its name does not.
    file = next(
        (
            text_of(quad.object)
            for quad in named_quads(version.store, node(source), node(Schema.name))
        ),
        None,
    )
    subject = plain(file or known.label(node(source)))
    labels = version.store.quads_for_pattern(
        node(target), node(Rdfs.label), None, node(GRAPH_LINKS)
    )
    named = _told(labels).get(Rdfs.label)
    there = known.short(target)
    label = plain(f"{named} ({there})" if named and named != there else there)
    how = predicate_words(predicate)
    return _Entry(
        key=(file or version.local(source), predicate, target),
        words=plain(f"{subject}: {how} {label}"),
        marked=plain(f"{subject} ({known.short(source)}): {how} {label}"),
        sentence=plain(f"{subject} {how} {label}"),
        subject=source,
        predicate=predicate,
        target=target,
        label=label,
        said=(),
        detail=tuple(told.get(part) for part in _TELLING),
    )


def _suggestion(version: Version, told: dict[str, str]) -> _Entry:
    plan, subject, passage = (told[part] for part in _SUGGESTION)
    known = version.known
    # A passage and its document may be described in any graph.
    passages = {passage: _told(named_quads(version.store, node(passage)))}
    document = passages[passage].get(Dcterms.isPartOf)
    if document:
        passages[document] = _told(named_quads(version.store, node(document)))
    said = said_in(passages, passage)
    names = plain(known.label(node(plan))), plain(known.label(node(subject)))
    short = known.short(subject)
    return _Entry(
        key=(version.local(plan), version.local(subject)),
        words=f"{names[0]} speaks of {names[1]} ({plain(short)})",
        marked=f"{names[0]} ({plain(known.short(plan))}) speaks of {names[1]} ({plain(short)})",
        sentence=f"{names[0]} speaks of {names[1]}",
        subject=plan,
        predicate=Dcterms.subject,
        target=subject,
        label=names[1],
        said=(said,),
        detail=(told.get(Ckg.score), said.start, said.end, said.line, said.quote),
    )


_READ: Final[dict[str, tuple[tuple[str, ...], Callable[[Version, dict[str, str]], _Entry]]]] = {
    GRAPH_LINKS: (_LINK, _link),
    GRAPH_SUGGESTIONS: (_SUGGESTION, _suggestion),
}
"""Of each graph that holds entries: the properties that make one, and how it is read."""
