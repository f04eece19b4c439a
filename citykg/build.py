"""Documents in, a graph folder out: read, name, write, check, draw, and swap in.

Everything is written into the next version of the folder (`citykg.graph.folder` says what that
guarantees), and nothing depends on the order of the files, the clock or the hash seed.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from hashlib import file_digest, sha256
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import msgspec

from citykg.errors import DataError
from citykg.graph.evidence import whole_lines
from citykg.graph.folder import FILES, next_version
from citykg.graph.iris import checked_base
from citykg.graph.names import Names
from citykg.graph.quads import plan_blocks
from citykg.graph.sorted_blocks import SortedBlocks, once
from citykg.graph.store import write_store
from citykg.graph.suggested import suggestion_lines
from citykg.graph.turtle import write_turtle
from citykg.graph.vocabulary import shipped_quads, theme_quads
from citykg.ontology.terms import GRAPH_VOCABULARY, ID_BASE
from citykg.report import (
    DocumentReport,
    Failure,
    PlanReport,
    Report,
    Totals,
    document_report,
    plan_report,
)
from citykg.sources import find_sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from citykg.graph.folder import NextVersion
    from citykg.graph.validate import Violation
    from citykg.loaders.outcome import Given, Limits
    from citykg.plan import Plan

_SUGGESTIONS: Final = "citykg.suggestions.made:for_plans"
"""What the workers make beside the plans; named, for they load it, not this process."""
_NOTHING: Final = msgspec.msgpack.encode(())
_DOCUMENT: Final = attrgetter("document")


class Progress(Protocol):
    """Told how far a build is: `done` of `total` in a stage such as `read`."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note; raising stops the build and leaves the folder as it was."""


class _Suggestion(NamedTuple):
    """A suggestion as the worker sends it."""

    scheme: str
    value: int | str
    score: float
    start: int
    end: int
    quote: str


class _Written(NamedTuple):
    """The numbers of quads that were written, and of suggestions."""

    facts: int
    evidence: int
    suggestions: int
    quads: int


class _Read(NamedTuple):
    """A plan, and what is kept of its document."""

    plan: Plan
    lines: tuple[int, ...]
    """Where each line begins."""
    guessed: bool
    """Whether its encoding is a guess."""
    text: str | None
    """The file of the version that holds its text, if it is not the document itself."""
    made: bytes
    """What is suggested for it, as MessagePack: of thousands, records would fill the memory."""

    @property
    def suggestions(self) -> tuple[_Suggestion, ...]:
        """What the plan speaks of and does not declare."""
        return msgspec.msgpack.decode(self.made, type=tuple[_Suggestion, ...])

    @property
    def document(self) -> str:
        """The hash of its document."""
        return self.plan.source.sha256

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        return bisect_right(self.lines, offset)


def _silent(stage: str, done: int, total: int) -> None:
    """Take no note."""


def build(  # noqa: PLR0913 - each has a default, and a name
    paths: Iterable[str | Path],
    out: Path,
    *,
    base: str = ID_BASE,
    check: bool = True,
    progress: Progress = _silent,
    limits: Limits | None = None,
    suggest: bool = True,
) -> Report:
    """Build the graph of all documents at the paths and make it the folder's current version.

    Each document is read in a process of its own, within `limits` (`citykg.loaders.read_all`); one
    that cannot be read is reported and the others go on.  `check` says whether the shapes are
    asked too, which takes longer than all the rest; `suggest` whether goals, targets and topics
    that the plans speak of go into the graph of suggestions.  Raises DataError where none can be
    read, UsageError for a path, base or folder that cannot be used; then, as after Ctrl-C
    or a crash, the folder's previous version is as it was.

        from pathlib import Path
        from citykg.build import build

        report = build(["plans"], Path("citykg-graph"))
        print(report.totals.plans, "plans,", report.totals.quads, "quads")
    """
    base = checked_base(base)
    sources = find_sources(paths)
    with next_version(out) as version:
        also = _SUGGESTIONS if suggest else None
        read, failures = _read_all(sources.files, limits, also, version, progress)
        names = Names.of((item.plan for item in read), base)
        kept = _kept(read, names)
        version.keep_texts({item.plan.source.sha256 for item in kept})
        written = _write_quads(version, kept, names, progress)
        size = (version.files / "graph.nq").stat().st_size
        stored = write_store(
            version.files, version.files / "graph.nq", lambda done: progress("store", done, size)
        )
        if stored != written.quads:
            raise DataError(
                f"graph.nq holds {stored} quads of {written.quads}: the disk may be full."
            )
        progress("check", 0, 1)
        violations = _violations(version.folder) if check else None
        documents = _documents(kept, names)
        report = Report.of(
            base=base,
            totals=Totals(
                documents=len(documents),
                plans=len(kept),
                failures=len(failures),
                decisions=len(names.decisions),
                problems=sum(len(p.problems) for d in documents for p in d.plans),
                violations=len(violations or ()),
                facts=written.facts,
                evidence=written.evidence,
                suggestions=written.suggestions,
                quads=written.quads,
            ),
            failures=tuple(failures),
            passed_over=tuple(map(str, sources.passed_over)),
            decisions=names.decisions,
            documents=documents,
            violations=violations,
        )
        (version.files / "report.json").write_bytes(report.to_json())
        progress("draw", 0, 1)
        _draw(version)
        version.promote(_digest(version))
        return report


def _read_all(
    files: list[Path | Given],
    limits: Limits | None,
    also: str | None,
    version: NextVersion,
    progress: Progress,
) -> tuple[list[_Read], list[Failure]]:
    """The plans of all files, and those files that gave none; texts go into the version."""
    from citykg.loaders import read_all

    read: list[_Read] = []
    failures: list[Failure] = []
    progress("read", 0, len(files))
    for done, outcome in enumerate(read_all(files, limits=limits, also=also), 1):
        sentences = (outcome.failure, outcome.also_failure)
        failures += [Failure(outcome.path, sentence) for sentence in sentences if sentence]
        text = None
        if outcome.text is not None:
            # Not kept in memory: thousands of them would not fit.
            text = version.add_text(outcome.plans[0].source.sha256, outcome.text)
        made = [_NOTHING] * len(outcome.plans)
        if outcome.also is not None:
            made = msgspec.msgpack.decode(outcome.also, type=list[bytes])
        read += [
            _Read(plan, outcome.lines, outcome.guessed, text, suggestions)
            for plan, suggestions in zip(outcome.plans, made, strict=True)
        ]
        progress("read", done, len(files))
    if not read:
        count = f"None of the {len(files)} documents" if len(files) > 1 else "The document"
        raise DataError(f"{count} could not be read: {failures[0].message}")
    return read, failures


def _kept(read: list[_Read], names: Names) -> list[_Read]:
    """The plans to write, by IRI; a copy of a document is not written again."""
    by_iri: dict[str, _Read] = {}
    for item in read:
        if names.is_kept(item.plan):
            by_iri.setdefault(names.plan(item.plan).iri, item)
    return [by_iri[iri] for iri in sorted(by_iri)]


def _write_quads(
    version: NextVersion, kept: list[_Read], names: Names, progress: Progress
) -> _Written:
    """Write graph.nq and graph.ttl."""
    work = version.folder
    sections = {
        "What the plans declare": SortedBlocks(work, "facts"),
        "the vocabulary": SortedBlocks(work, "vocabulary"),
        "the evidence": SortedBlocks(work, "evidence"),
        "what is suggested": SortedBlocks(work, "suggestions"),
        "the ontology": SortedBlocks(work, "ontology"),
    }
    facts, vocabulary, evidence, suggested, ontology = sections.values()
    done = suggestions = 0
    for _, plans in groupby(sorted(kept, key=_DOCUMENT), key=_DOCUMENT):
        of_document = list(plans)
        cited: set[str] = set()
        for item in of_document:
            progress("write", done, len(kept))
            done += 1
            blocks = plan_blocks(item.plan, names, item.line_of)
            facts.add(blocks.facts)
            evidence.add(blocks.claims)
            if len(of_document) > 1:
                # Several plans cite its passages: their lines are sorted one by one.
                evidence.add(line for block in blocks.passages for line in whole_lines(block))
            else:
                evidence.add(blocks.passages)
            cited.update(block.partition(" ")[0] for block in blocks.passages)
        for item in of_document:
            found = item.suggestions
            suggestions += len(found)
            suggested.add(suggestion_lines(item.plan, found, names, item.line_of, cited=cited))
    vocabulary.add(theme_quads(names))
    for line in shipped_quads():
        (vocabulary if line.endswith(f" <{GRAPH_VOCABULARY}> .\n") else ontology).add([line])
    written: dict[str, Path] = {}
    counts: list[int] = []
    for title, section in sections.items():
        written[title] = work / f"{len(written)}.nq"
        counts.append(_write_blocks(written[title], section))
    quads = _write_blocks(version.files / "graph.nq", once(heapq.merge(*sections.values())))
    for section in sections.values():
        section.close()
    write_turtle(version.files / "graph.ttl", written, names.base)
    progress("write", len(kept), len(kept))
    return _Written(counts[0], counts[2], suggestions, quads)


def _write_blocks(target: Path, blocks: Iterable[bytes]) -> int:
    """Write the blocks; the number of their lines."""
    count = 0
    with target.open("wb") as file:
        for block in blocks:
            file.write(block)
            count += block.count(b"\n")
    return count


def _documents(kept: list[_Read], names: Names) -> tuple[DocumentReport, ...]:
    plans: dict[str, list[tuple[int, PlanReport]]] = {}
    first: dict[str, _Read] = {}
    for item in kept:
        source = item.plan.source
        first.setdefault(source.path, item)
        report = plan_report(item.plan, names.plan(item.plan), item.line_of)
        plans.setdefault(source.path, []).append((source.row or 0, report))
    return tuple(
        document_report(
            first[path].plan.source,
            [report for _, report in sorted(found, key=lambda row: (row[0], row[1].id))],
            guessed=first[path].guessed,
            text=first[path].text,
        )
        for path, found in sorted(plans.items())
    )


def _violations(folder: Path) -> tuple[Violation, ...]:
    from citykg.graph.validate import validate

    return validate(folder)


def _draw(version: NextVersion) -> None:
    from citykg.viz.page import write_page

    write_page(version.folder, version.files / "index.html")


def _digest(version: NextVersion) -> str:
    """The hash of all that the version says."""
    total = sha256()
    for path in (*(version.files / name for name in FILES), *version.texts()):
        with path.open("rb") as file:
            total.update(file_digest(file, "sha256").digest())
    return total.hexdigest()
