"""Documents in, a graph folder out: read, name, write, check, draw, and swap in.

Everything is written into the next version of the folder (`citykg.graph.folder` says what that
guarantees), and nothing depends on the order of the files, the clock or the hash seed.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING, NamedTuple, Protocol

from citykg.errors import DataError
from citykg.graph.evidence import whole_lines
from citykg.graph.folder import FILES, next_version
from citykg.graph.iris import checked_base
from citykg.graph.names import Names
from citykg.graph.quads import plan_blocks
from citykg.graph.sorted_blocks import SortedBlocks, once
from citykg.graph.store import write_store
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


class Progress(Protocol):
    """Told how far a build is: `done` of `total` in a stage such as `read`."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note; raising stops the build and leaves the folder as it was."""


class _Read(NamedTuple):
    """A plan, and what is kept of its document."""

    plan: Plan
    lines: tuple[int, ...]
    """Where each line begins."""
    guessed: bool
    """Whether its encoding is a guess."""
    text: str | None
    """The file of the version that holds its text, if it is not the document itself."""

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
) -> Report:
    """Build the graph of all documents at the paths and make it the folder's current version.

    Each document is read in a process of its own, within `limits` (`citykg.loaders.read_all`); one
    that cannot be read is reported and the others go on.  `check` says whether the shapes are
    asked too, which takes longer than all the rest.  Raises DataError where none
    can be read, UsageError for a path, base or folder that cannot be used; then, as after Ctrl-C
    or a crash, the folder's previous version is as it was.

        from pathlib import Path
        from citykg.build import build

        report = build(["plans"], Path("citykg-graph"))
        print(report.totals.plans, "plans,", report.totals.quads, "quads")
    """
    base = checked_base(base)
    sources = find_sources(paths)
    with next_version(out) as version:
        read, failures = _read_all(sources.files, limits, version, progress)
        names = Names.of((item.plan for item in read), base)
        kept = _kept(read, names)
        version.keep_texts({item.plan.source.sha256 for item in kept})
        facts, evidence, quads = _write_quads(version, kept, names, progress)
        size = (version.files / "graph.nq").stat().st_size
        stored = write_store(
            version.files, version.files / "graph.nq", lambda done: progress("store", done, size)
        )
        if stored != quads:
            raise DataError(f"graph.nq holds {stored} quads of {quads}: the disk may be full.")
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
                facts=facts,
                evidence=evidence,
                quads=quads,
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
    files: list[Path | Given], limits: Limits | None, version: NextVersion, progress: Progress
) -> tuple[list[_Read], list[Failure]]:
    """The plans of all files, and those files that gave none; texts go into the version."""
    from citykg.loaders import read_all

    read: list[_Read] = []
    failures: list[Failure] = []
    progress("read", 0, len(files))
    for done, outcome in enumerate(read_all(files, limits=limits), 1):
        if outcome.failure is not None:
            failures.append(Failure(outcome.path, outcome.failure))
        text = None
        if outcome.text is not None:
            # Not kept in memory: thousands of them would not fit.
            text = version.add_text(outcome.plans[0].source.sha256, outcome.text)
        read += [_Read(plan, outcome.lines, outcome.guessed, text) for plan in outcome.plans]
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
) -> tuple[int, int, int]:
    """Write graph.nq and graph.ttl; the numbers of facts, of evidence and of all quads."""
    work = version.folder
    shared = _shared_documents(kept)
    sections = {
        "What the plans declare": SortedBlocks(work, "facts"),
        "the vocabulary": SortedBlocks(work, "vocabulary"),
        "the evidence": SortedBlocks(work, "evidence"),
        "the ontology": SortedBlocks(work, "ontology"),
    }
    facts, vocabulary, evidence, ontology = sections.values()
    for done, item in enumerate(kept):
        progress("write", done, len(kept))
        blocks = plan_blocks(item.plan, names, item.line_of)
        facts.add(blocks.facts)
        evidence.add(blocks.claims)
        if item.plan.source.sha256 in shared:
            # Several plans cite its passages: their lines are sorted one by one.
            evidence.add(line for block in blocks.passages for line in whole_lines(block))
        else:
            evidence.add(blocks.passages)
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
    return counts[0], counts[2], quads


def _shared_documents(kept: list[_Read]) -> set[str]:
    found = Counter(item.plan.source.sha256 for item in kept)
    return {sha256 for sha256, plans in found.items() if plans > 1}


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
