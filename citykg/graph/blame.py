"""The words that a fault of the graph comes from, found through the claims."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import Literal, NamedNode

from citykg.ontology.terms import EVIDENCE, GRAPH_SUGGESTIONS, Ckg, Dcterms, Oa, Prov, Rdf, Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from pyoxigraph import BlankNode, Store, Triple

    Term = NamedNode | BlankNode | Literal | Triple

_DERIVED: Final = NamedNode(Prov.wasDerivedFrom)
_QUOTED: Final = NamedNode(Prov.wasQuotedFrom)
_SUBJECT: Final = NamedNode(Rdf.subject)
_PREDICATE: Final = NamedNode(Rdf.predicate)
_OBJECT: Final = NamedNode(Rdf.object)
_PART: Final = NamedNode(Dcterms.isPartOf)
_EXACT: Final = NamedNode(Oa.exact)
_START: Final = NamedNode(Oa.start)
_LINE: Final = NamedNode(Ckg.line)
_PAGE: Final = NamedNode(Ckg.page)
_NAME: Final = NamedNode(Schema.name)
_SUGGESTED_FOR: Final = NamedNode(Ckg.suggestedFor)
_SUGGESTIONS: Final = NamedNode(GRAPH_SUGGESTIONS)


class Origin(NamedTuple):
    """Where something was read: a plan has a file; words have a line, a quote and maybe a page."""

    plan: str = ""
    file: str | None = None
    line: int | None = None
    start: int = 0
    quote: str | None = None
    page: int | None = None


class Cited(NamedTuple):
    """A statement that plays a part in a fault, and where it was read."""

    subject: Term | None
    predicate: Term | None
    object: Term | None
    origin: Origin


class Blame:
    """Answers from the claims of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # One hub may have thousands of faults, and one plan too: what was found of it is kept.
        self._claims = lru_cache(maxsize=64)(self._all_claims)
        self._same = lru_cache(maxsize=256)(self._same_claims)
        self._exact = lru_cache(maxsize=64)(self._by_value)
        self._plan = lru_cache(maxsize=4096)(self._plan_of)

    def of_fact(self, subject: Term, predicate: str | None, value: Term | None) -> list[Cited]:
        """The statements behind a fault of a thing, the closest that there are; never none.

        The very triple, once for each plan that states it; else what the same property says of
        the thing; else the first thing said of it; else what leads to it; else just the plans
        that hold it.
        """
        path = NamedNode(predicate) if predicate else None
        about = self._claims(_SUBJECT, subject)
        same = self._same(subject, path)
        exact = self._exact(subject, path).get(value, ())
        if exact:
            return _first_of_each(exact, lambda cited: cited.origin.plan)
        if same and value is not None:
            first = _first_of_each(same, lambda cited: cited.origin.plan)
            return [cited._replace(object=value) for cited in first]
        if same:
            return _first_of_each(same, lambda cited: (cited.origin.plan, cited.object))
        if about:
            return [min(about, key=_place)._replace(predicate=path, object=value)]
        leading = self._claims(_OBJECT, subject)
        if leading:
            return _first_of_each(leading, lambda cited: cited.origin.plan)
        origins = [self._plan(graph) for graph in self._graphs(subject)] or [Origin()]
        return [Cited(subject, path, value, origin) for origin in origins]

    def of_evidence(self, focus: Term, predicate: str | None, value: Term | None) -> list[Cited]:
        """Where a claim, a passage or a document was read, once for each plan; never none."""
        path = NamedNode(predicate) if predicate else None
        origins = [
            self._passage(focus, graph)
            if self._object(focus, _START, graph) or self._object(focus, _EXACT, graph)
            else self._claim(focus, graph)
            for graph in self._graphs(focus)
        ]
        return [Cited(focus, path, value, origin) for origin in origins or [Origin()]]

    def of_suggestion(self, focus: Term, predicate: str | None, value: Term | None) -> Cited:
        """The plan that something is suggested for and the words that it rests on."""
        path = NamedNode(predicate) if predicate else None
        suggestion = focus
        if self._object(focus, _SUGGESTED_FOR, _SUGGESTIONS) is None:
            # A passage of suggestions; else what does not belong here.
            quads = self._store.quads_for_pattern(None, _QUOTED, focus, _SUGGESTIONS)
            suggestion = next((quad.subject for quad in quads), focus)
        plan = self._object(suggestion, _SUGGESTED_FOR, _SUGGESTIONS)
        origin = self._plan(plan) if isinstance(plan, NamedNode) else Origin()
        for passage in self._objects(suggestion, _QUOTED, _SUGGESTIONS):
            for graph in self._graphs(passage):
                found = self._passage(passage, graph)
                file = origin.file or self._file(self._object(passage, _PART, graph))
                return Cited(focus, path, value, found._replace(plan=origin.plan, file=file))
        return Cited(focus, path, value, origin)

    def _same_claims(self, subject: Term, path: NamedNode | None) -> list[Cited]:
        """What the claims say of a thing by one property."""
        return [cited for cited in self._claims(_SUBJECT, subject) if cited.predicate == path]

    def _by_value(self, subject: Term, path: NamedNode | None) -> dict[Term | None, list[Cited]]:
        """The same, by the value that they give."""
        found: dict[Term | None, list[Cited]] = {}
        for cited in self._same(subject, path):
            found.setdefault(cited.object, []).append(cited)
        return found

    def _all_claims(self, role: NamedNode, term: Term) -> list[Cited]:
        """What the claims say in which a term is the subject or the object."""
        found = []
        for quad in self._store.quads_for_pattern(None, role, term, None):
            claim, graph = quad.subject, quad.graph_name
            if isinstance(graph, NamedNode):
                subject = self._object(claim, _SUBJECT, graph)
                predicate = self._object(claim, _PREDICATE, graph)
                value = self._object(claim, _OBJECT, graph)
                found.append(Cited(subject, predicate, value, self._claim(claim, graph)))
        return found

    def _claim(self, claim: Term, graph: NamedNode) -> Origin:
        """The first passage of a claim, else just its plan."""
        passages = [self._passage(item, graph) for item in self._objects(claim, _QUOTED, graph)]
        return min(passages, key=lambda origin: origin.start, default=self._plan(graph))

    def _passage(self, passage: Term, graph: NamedNode) -> Origin:
        plan = self._plan(graph)
        return plan._replace(
            file=self._text(self._object(passage, _PART, graph), _NAME, graph) or plan.file,
            line=_number(self._text(passage, _LINE, graph)),
            start=_number(self._text(passage, _START, graph)) or 0,
            quote=self._text(passage, _EXACT, graph),
            page=_number(self._text(passage, _PAGE, graph)),
        )

    def _plan_of(self, graph: NamedNode) -> Origin:
        """The file of a plan, from its own graph or the evidence beside it."""
        plan = NamedNode(graph.value.removesuffix(EVIDENCE))
        document = self._object(plan, _DERIVED, plan)
        return Origin(plan.value, self._text(document, _NAME, NamedNode(plan.value + EVIDENCE)))

    def _file(self, document: Term | None) -> str | None:
        """The name of a document, from whatever graph describes it."""
        names = (self._text(document, _NAME, graph) for graph in self._graphs(document))
        return next(filter(None, names), None)

    def _graphs(self, subject: Term | None) -> list[NamedNode]:
        """The graphs that speak of a thing, in the order of their names."""
        if not isinstance(subject, NamedNode):
            return []
        quads = self._store.quads_for_pattern(subject, None, None, None)
        names = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
        return sorted(names, key=str)

    def _objects(self, subject: Term | None, predicate: NamedNode, graph: NamedNode) -> list[Term]:
        if not isinstance(subject, NamedNode):
            return []
        quads = self._store.quads_for_pattern(subject, predicate, None, graph)
        return sorted((quad.object for quad in quads), key=str)

    def _object(self, subject: Term | None, predicate: NamedNode, graph: NamedNode) -> Term | None:
        return next(iter(self._objects(subject, predicate, graph)), None)

    def _text(self, subject: Term | None, predicate: NamedNode, graph: NamedNode) -> str | None:
        found = self._object(subject, predicate, graph)
        return found.value if isinstance(found, Literal) else None


def _first_of_each(found: Iterable[Cited], key: Callable[[Cited], Hashable]) -> list[Cited]:
    firsts: dict[Hashable, Cited] = {}
    for cited in sorted(found, key=_place):
        firsts.setdefault(key(cited), cited)
    return list(firsts.values())


def _place(cited: Cited) -> tuple[str, str, int, bool, str, str, str]:
    """The order of reading; of two statements of the same words, the plan's own comes first."""
    origin, subject = cited.origin, cited.subject
    of_others = not (isinstance(subject, NamedNode) and subject.value == origin.plan)
    return (
        origin.plan,
        origin.file or "",
        origin.start,
        of_others,
        str(subject),
        str(cited.predicate),
        str(cited.object),
    )


def _number(text: str | None) -> int | None:
    # A graph that is being checked may hold anything where a number belongs.
    return int(text) if text and text.isdecimal() and len(text) < 19 else None
