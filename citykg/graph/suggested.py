"""What is suggested for a plan, in a named graph of its own: nothing that any plan declares.

A `ckg:Suggestion` points to a goal, target or topic, to the plan, and to the passage that speaks
of it.  No statement about the plan itself stands here, so whoever asks what plans declare cannot
be given what is only suggested, wherever the two graphs come together.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final, Protocol

from citykg.graph.iris import segment
from citykg.graph.nquads import decimal, escaped, integer, node
from citykg.ontology.terms import (
    GRAPH_SUGGESTIONS,
    TOPIC,
    Ckg,
    Dcterms,
    Oa,
    Prov,
    Rdf,
    Sdg,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from citykg.graph.names import Names
    from citykg.plan import Plan

END: Final = f" {node(GRAPH_SUGGESTIONS)} .\n"
"""How a line of this graph ends."""

_SUBJECTS: Final = {"sdg": Sdg.GOALS, "sdg-target": Sdg.GOALS, "urban-agenda": TOPIC}
_A: Final = node(Rdf.type)


class Suggested(Protocol):
    """Something that a plan's text speaks of: `text[start:end] == quote`."""

    @property
    def scheme(self) -> str:
        """`sdg`, `sdg-target` or `urban-agenda`."""

    @property
    def value(self) -> int | str:
        """11, `11.1`, or the slug of a topic."""

    @property
    def score(self) -> float:
        """From 0 to 1, with two decimals."""

    @property
    def start(self) -> int:
        """The first character's offset."""

    @property
    def end(self) -> int:
        """The offset behind the last character."""

    @property
    def quote(self) -> str:
        """The characters themselves."""


def suggestion_lines(
    plan: Plan,
    suggestions: Iterable[Suggested],
    names: Names,
    line_of: Callable[[int], int],
    *,
    cited: Container[str] = (),
) -> Iterator[str]:
    """Yield what is suggested for a plan, one canonical N-Quads line each.

    `line_of` gives the 1-based line of a character offset of the plan's document.  `cited` holds
    the passages, as terms, that the evidence of the build describes: they are not told again.
    """
    own = names.plan(plan)
    for one in suggestions:
        suggestion = node(
            f"{names.base}suggestion/{own.id}/{segment(one.scheme)}/{segment(str(one.value))}"
        )
        passage = passage_of(plan, one, names)
        yield f"{suggestion} {_A} {node(Ckg.Suggestion)}{END}"
        yield f"{suggestion} {node(Dcterms.subject)} {node(_subject(one))}{END}"
        yield f"{suggestion} {node(Ckg.suggestedFor)} {node(own.iri)}{END}"
        yield f"{suggestion} {node(Ckg.score)} {decimal(round(one.score, 2))}{END}"
        yield f"{suggestion} {node(Prov.wasQuotedFrom)} {passage}{END}"
        if passage not in cited:
            yield from _passage_lines(plan, passage, one, names, line_of)


def passage_of(plan: Plan, suggested: Suggested, names: Names) -> str:
    """The passage that a suggestion rests on, as a term; the evidence would name it so too."""
    return node(f"{_document(plan, names)}#char={suggested.start},{suggested.end}")


def _passage_lines(
    plan: Plan,
    passage: str,
    suggested: Suggested,
    names: Names,
    line_of: Callable[[int], int],
) -> Iterator[str]:
    start, end, pages = suggested.start, suggested.end, plan.source.pages
    yield f"{passage} {_A} {node(Ckg.Passage)}{END}"
    yield f'{passage} {node(Oa.exact)} "{escaped(suggested.quote)}"{END}'
    yield f"{passage} {node(Oa.start)} {integer(start)}{END}"
    yield f"{passage} {node(Oa.end)} {integer(end)}{END}"
    yield f"{passage} {node(Ckg.line)} {integer(line_of(start))}{END}"
    if pages:
        yield f"{passage} {node(Ckg.page)} {integer(bisect_right(pages, start) or 1)}{END}"
    yield f"{passage} {node(Dcterms.isPartOf)} {node(_document(plan, names))}{END}"


def _document(plan: Plan, names: Names) -> str:
    return f"{names.base}document/{plan.source.sha256[:16]}"


def _subject(suggested: Suggested) -> str:
    return _SUBJECTS[suggested.scheme] + segment(str(suggested.value))
