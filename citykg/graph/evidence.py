"""The lines of one plan: its facts, and beside each fact the passage that states it.

A claim is an `rdf:Statement` with an IRI of its own (never a blank node), quoted from a passage;
a passage is a run of characters of the document, named as RFC 5147 names it: `#char=245,252`.
"""

from __future__ import annotations

from bisect import bisect_right
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol

from citykg.graph.nquads import escaped, node
from citykg.ontology.terms import EVIDENCE, Ckg, Dcterms, Oa, Prov, Rdf, Xsd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_A: Final = node(Rdf.type)
_A_CLAIM: Final = f"> {_A} {node(Ckg.Claim)}"
_SUBJECT: Final = f"> {node(Rdf.subject)} "
_PREDICATE: Final = f"> {node(Rdf.predicate)} "
_OBJECT: Final = f"> {node(Rdf.object)} "
_QUOTED: Final = f"> {node(Prov.wasQuotedFrom)} "
_A_PASSAGE: Final = f" {_A} {node(Ckg.Passage)}"
_EXACT: Final = f' {node(Oa.exact)} "'
_START: Final = f' {node(Oa.start)} "'
_END: Final = f' {node(Oa.end)} "'
_LINE: Final = f' {node(Ckg.line)} "'
_PAGE: Final = f' {node(Ckg.page)} "'
# The standard says xsd:nonNegativeInteger, but Oxigraph has one type of integers: what we write
# must be what the store gives back, or one query would have two answers.
_INTEGER: Final = f'"^^{node(Xsd.integer)}'
_PART: Final = f" {node(Dcterms.isPartOf)} "

_CLAIM_DIGITS: Final = 16


class Spoken(Protocol):
    """Anything with the passage that says it: a `Stated` value or a `Passage`."""

    @property
    def start(self) -> int:
        """The first character's offset."""

    @property
    def end(self) -> int:
        """The offset behind the last character."""

    @property
    def quote(self) -> str:
        """The characters themselves."""


class Statements:
    """Collects the quads of one plan as text; terms come in as N-Quads text."""

    def __init__(
        self, plan: str, document: str, line_of: Callable[[int], int], pages: Sequence[int] = ()
    ) -> None:
        self._facts: dict[str, str | None] = {}
        self._claims: dict[str, str] = {}
        self._passages: dict[tuple[int, int], str] = {}
        self._cited: list[str] = []
        self._described: list[str] = []
        self._line_of = line_of
        self._pages = pages
        self._claim = f"<{plan}/claim/"
        self._passage = f"<{document}#char="
        self._facts_end = f" {node(plan)} .\n"
        self._end = f" {node(plan + EVIDENCE)} .\n"
        self._in_document = f"{_PART}{node(document)}{self._end}"

    def structure(self, subject: str, predicate: str, obj: str) -> None:
        """Add a triple that no words state: a type, an inverse, a composed label."""
        self._facts.setdefault(f"{subject} {predicate} {obj}", None)

    def fact(self, subject: str, predicate: str, obj: str, said: Spoken) -> None:
        """Add a triple and the claim that these words state it."""
        self.facts((subject,), predicate, obj, said)

    def facts(self, subjects: Sequence[str], predicate: str, obj: str, said: Spoken) -> None:
        """Add the same triple of several subjects, all stated by the same words."""
        facts, end = self._facts, self._end
        key = (said.start, said.end)
        passage = self._passages.get(key) or self._cite(key, said.quote)
        about = f" {predicate} {obj}"
        for subject in subjects:
            triple = subject + about
            claim = self._claim + sha256(triple.encode()).hexdigest()[:_CLAIM_DIGITS]
            if triple not in facts:
                facts[triple] = passage
                # In the order of their bytes, as in `_cite`: so the whole block can be sorted.
                self._claims[claim] = (
                    f"{claim}{_OBJECT}{obj}{end}{claim}{_PREDICATE}{predicate}{end}"
                    f"{claim}{_SUBJECT}{subject}{end}{claim}{_A_CLAIM}{end}"
                    f"{claim}{_QUOTED}{passage}{end}"
                )
            elif facts[triple] != passage:
                # Said twice: one claim with two passages.
                lines = {*whole_lines(self._claims[claim]), f"{claim}{_QUOTED}{passage}{end}"}
                self._claims[claim] = "".join(sorted(lines))

    def about_document(self, document: str, predicate: str, obj: str) -> None:
        """Add a description of the document beside the evidence."""
        self._described.append(f"{document} {predicate} {obj}{self._end}")

    def facts_lines(self) -> list[str]:
        """The plan's own graph, line by line."""
        end = self._facts_end
        return [triple + end for triple in self._facts]

    def claim_blocks(self) -> list[str]:
        """The claims: of each, its lines in the order of their bytes."""
        return list(self._claims.values())

    def passage_blocks(self) -> list[str]:
        """The passages and the document: of each, its lines in the order of their bytes."""
        return [*self._cited, "".join(sorted(self._described))]

    def _cite(self, key: tuple[int, int], quote: str) -> str:
        start, stop = key
        end = self._end
        number = bisect_right(self._pages, start) or 1
        passage = self._passages[key] = f"{self._passage}{start},{stop}>"
        self._cited.append(
            f"{passage}{self._in_document}{passage}{_A_PASSAGE}{end}"
            f"{passage}{_END}{stop}{_INTEGER}{end}"
            f'{passage}{_EXACT}{escaped(quote)}"{end}'
            f"{passage}{_START}{start}{_INTEGER}{end}"
            f"{passage}{_LINE}{self._line_of(start)}{_INTEGER}{end}"
            + (f"{passage}{_PAGE}{number}{_INTEGER}{end}" if self._pages else "")
        )
        return passage


def whole_lines(block: str) -> list[str]:
    """The lines of a block, each with its newline.

    Not str.splitlines: a line of N-Quads may hold other line separators, such as U+2028.
    """
    return [line + "\n" for line in block.split("\n")[:-1]]
