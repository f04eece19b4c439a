"""Documents in, a graph folder out: read, name, write, link, check, draw, and swap in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.build.assembly import Given, finish, write_graph
from citykg.build.assembly import check as check_graph
from citykg.build.progress import silent
from citykg.build.reading import kept_of, read_documents
from citykg.build.sections import EVIDENCE, FACTS, Sections
from citykg.graph.folder import next_version
from citykg.graph.iris import checked_base
from citykg.graph.names import Names
from citykg.links import decisions_for
from citykg.links.answers import read_answers
from citykg.links.official import fetched_in, write_fetched
from citykg.ontology.terms import ID_BASE
from citykg.report import (
    DocumentReport,
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

    from citykg.build.progress import Progress
    from citykg.build.reading import Read
    from citykg.loaders.outcome import Limits


def build(  # noqa: PLR0913 - each has a default, and a name
    paths: Iterable[str | Path],
    out: Path,
    *,
    base: str = ID_BASE,
    check: bool = True,
    progress: Progress = silent,
    limits: Limits | None = None,
    suggest: bool = True,
    mappings: Iterable[Path] = (),
) -> Report:
    """Build the graph of all documents at the paths and make it the folder's current version.

    Each document is read in a process of its own, within `limits` (`citykg.loaders.read_all`); one
    that cannot be read is reported and the others go on.  `check` says whether the shapes are
    asked too, which takes longer than all the rest; `suggest` whether goals, targets and topics
    that the plans speak of go into the graph of suggestions.  `mappings` are SSSOM files with a
    person's decisions on links, besides those in the folder's own file of links.  Raises DataError
    where no document can be read or a file of mappings is wrong, UsageError for a path, base or
    folder that cannot be used; then, as after Ctrl-C or a crash, the folder's previous version is
    as it was.

        from pathlib import Path
        from citykg.build import build

        report = build(["plans"], Path("citykg-graph"))
        print(report.totals.plans, "plans,", report.totals.quads, "quads")
    """
    base = checked_base(base)
    sources = find_sources(paths)
    given = Given(decisions_for(out, mappings), read_answers(out))
    # Of the version that is current: a new folder has none.
    fetched = fetched_in(out / "store" / "current")
    with next_version(out) as version:
        read, failures = read_documents(sources.files, limits, version, progress, suggest=suggest)
        names = Names.of((item.plan for item in read), base)
        kept = kept_of(read, names)
        version.keep_texts({item.plan.source.sha256 for item in kept})
        sections = Sections(version.folder)
        write_fetched(fetched, version.files)
        sections.from_plans(kept, names, progress, fetched)
        stored = write_graph(version, sections, base, given, progress)
        violations = check_graph(version.folder, progress) if check else None
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
                facts=sections.counts[FACTS],
                evidence=sections.counts[EVIDENCE],
                suggestions=sections.suggestions,
                links=sum(stored.links.linked.values()),
                quads=stored.quads,
            ),
            failures=tuple(failures),
            passed_over=tuple(map(str, sources.passed_over)),
            decisions=names.decisions,
            links=stored.links,
            documents=documents,
            violations=violations,
        )
        finish(version, report, progress)
        return report


def _documents(kept: list[Read], names: Names) -> tuple[DocumentReport, ...]:
    plans: dict[str, list[tuple[int, PlanReport]]] = {}
    first: dict[str, Read] = {}
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
