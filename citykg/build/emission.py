"""Documents as lines of the graph, and as what the report says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from citykg.build.state import Counts
from citykg.graph.evidence import whole_lines
from citykg.graph.quads import plan_blocks
from citykg.graph.suggested import suggestion_lines
from citykg.report import MOST_NOTES, document_report, plan_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from citykg.build.reading import Read
    from citykg.build.state import Item
    from citykg.graph.names import Names
    from citykg.report import DocumentReport


class Emitted(NamedTuple):
    """What documents of the same bytes say, as blocks of whole canonical N-Quads lines.

    A block holds all the lines about one subject, or is a line.
    """

    facts: list[str]
    evidence: list[str]
    suggested: list[str]
    items: list[Item]
    """The documents, with the names of their plans, in the order given."""
    reports: list[DocumentReport | None]
    """What the report says of each; None where no plan of it is written."""

    def lines(self) -> Iterator[str]:
        """Yield all lines one by one."""
        for blocks in (self.facts, self.evidence, self.suggested):
            for block in blocks:
                yield from whole_lines(block)


class _Told(NamedTuple):
    """A plan that is written, of the document at `place`."""

    iri: str
    place: int
    read: Read


def emit(documents: Sequence[tuple[Item, Sequence[Read]]], names: Names) -> Emitted:
    """The lines of documents that have the same bytes, for their plans share passages.

    A further copy of a plan is not written again.
    """
    kept: dict[str, _Told] = {}
    for place, (_, reads) in enumerate(documents):
        for read in reads:
            if names.is_kept(read.plan):
                iri = names.plan(read.plan).iri
                kept.setdefault(iri, _Told(iri, place, read))
    facts: list[str] = []
    evidence: list[str] = []
    suggested: list[str] = []
    counts = [Counts() for _ in documents]
    cited: set[str] = set()
    told = sorted(kept.values(), key=lambda one: one.iri)
    for one in told:
        own = plan_blocks(one.read.plan, names, one.read.line_of)
        facts += own.facts
        before = len(evidence)
        evidence += own.claims
        if len(told) > 1:
            # Several plans cite its passages: their lines are sorted one by one.
            evidence += (line for block in own.passages for line in whole_lines(block))
        else:
            evidence += own.passages
        cited.update(block.partition(" ")[0] for block in own.passages)
        lines = sum(block.count("\n") for block in evidence[before:])
        counts[one.place] += Counts(plans=1, facts=len(own.facts), evidence=lines)
    for one in told:
        found = one.read.suggestions
        new = [*suggestion_lines(one.read.plan, found, names, one.read.line_of, cited=cited)]
        suggested += new
        counts[one.place] += Counts(suggested=len(new), suggestions=len(found))
    items, reports = [], []
    for place, (item, _) in enumerate(documents):
        report = _report([one.read for one in told if one.place == place], names)
        items.append(_named(item, names, report, counts[place]))
        reports.append(report)
    return Emitted(facts, evidence, suggested, items, reports)


def _report(reads: list[Read], names: Names) -> DocumentReport | None:
    if not reads:
        return None
    plans = [
        (read.plan.source.row or 0, plan_report(read.plan, names.plan(read.plan), read.line_of))
        for read in reads
    ]
    return document_report(
        reads[0].plan.source,
        [report for _, report in sorted(plans, key=lambda row: (row[0], row[1].id))],
        guessed=reads[0].guessed,
        text=reads[0].text,
    )


def _named(item: Item, names: Names, report: DocumentReport | None, counts: Counts) -> Item:
    problems = [problem for plan in report.plans for problem in plan.problems] if report else []
    notes = dict.fromkeys(f"{item.path}:{problem.line}: {problem.message}" for problem in problems)
    return msgspec.structs.replace(
        item,
        naming=tuple(names.digest_of(outline) for outline in item.outlines),
        plans=tuple(plan.iri for plan in report.plans) if report else (),
        counts=counts + Counts(problems=len(problems)),
        notes=tuple(notes)[:MOST_NOTES],
    )
