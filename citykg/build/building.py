"""Documents in, a graph folder out: read, name, write, link, check, draw, and swap in."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import msgspec

from citykg import __version__
from citykg.build.assembly import Given, check_again, draw, finish, write_graph, write_told
from citykg.build.assembly import check as check_graph
from citykg.build.plans import Plans, Wanted
from citykg.build.progress import Stages, silent
from citykg.build.sections import Sections, vocabulary_lines
from citykg.build.spill import Spill
from citykg.build.state import Before, Counts, State, read_state, rules_version
from citykg.build.updating import Replaced, update_graph
from citykg.errors import DataError
from citykg.graph.folder import next_version
from citykg.graph.iris import checked_base
from citykg.graph.validate import told
from citykg.links import decisions_for
from citykg.links.answers import read_answers
from citykg.links.official import fetched_in, write_fetched
from citykg.ontology.terms import ID_BASE
from citykg.report import MOST_NOTES, Failure, Report, Totals
from citykg.sources import find_sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from citykg.build.assembly import Stored
    from citykg.build.progress import Progress
    from citykg.graph.folder import NextVersion
    from citykg.graph.validate import Verdict
    from citykg.links.official import Fetched
    from citykg.loaders.outcome import Limits
    from citykg.sources import Sources


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
    anew: bool = False,
) -> Report:
    """Build the graph of all documents at the paths and make it the folder's current version.

    Documents that are as the build before left them are not read again, and only the graphs of
    those that are not are written: the folder is, byte for byte, what a whole build makes of them.
    `anew` makes a whole build of it.

    Each document is read in a process of its own, within `limits` (`citykg.loaders.read_all`); one
    that cannot be read is reported and the others go on.  `check` says whether the shapes are
    asked too; `suggest` whether goals, targets and topics that the plans speak of go into the
    graph of suggestions.  `mappings` are SSSOM files with a person's decisions on links, besides
    those in the folder's own file of links.  Raises DataError where no document can be read or a
    file of mappings is wrong, UsageError for a path, base or folder that cannot be used; then, as
    after Ctrl-C or a crash, the folder's previous version is as it was.

    The report that is given back holds no documents: `citykg.report.read_report` has them all.

        from pathlib import Path
        from citykg.build import build

        report = build(["plans"], Path("citykg-graph"))
        print(report.totals.plans, "plans,", report.totals.quads, "quads")
    """
    wanted = Wanted(checked_base(base), suggest, limits)
    stages = Stages(progress)
    sources = find_sources(paths)
    given = Given(decisions_for(out, mappings), read_answers(out))
    current = out / "store" / "current"
    # Of the version that is current: a new folder has none.
    fetched = fetched_in(current)
    with next_version(out) as version:
        before = None if anew else _before(current.resolve(), wanted)
        work = _Build(version, before, sources, given, fetched)
        with closing(Spill(version.folder / "plans")) as spill:
            plans = Plans(version, before, wanted, spill)
            return work.make(plans, stages, check=check)


def _before(files: Path, wanted: Wanted) -> Before | None:
    """The version before, where it was made by the same rules and the same wishes."""
    state = read_state(files)
    if state is None or (state.base, state.suggest) != (wanted.base, wanted.suggest):
        return None
    return Before(files, state)


class _Build:
    """One build: what it is made of, and the way from there to a version."""

    def __init__(
        self,
        version: NextVersion,
        before: Before | None,
        sources: Sources,
        given: Given,
        fetched: tuple[Fetched, ...],
    ) -> None:
        self._version = version
        self._before = before
        self._sources = sources
        self._given = given
        self._fetched = fetched

    def make(self, plans: Plans, stages: Stages, *, check: bool) -> Report:
        """Make the version, and say what was done."""
        version = self._version
        plans.read(self._sources.files, stages)
        write_fetched(self._fetched, version.files)
        verdicts: tuple[Verdict, ...] | None = None
        stored: Stored | None = None
        if self._before is not None and plans.are_few:
            try:
                stored, verdicts = self._update(self._before, plans, stages, check=check)
            except DataError:
                # The version before was changed or damaged: its plans are all read again.
                version.begin_again()
                write_fetched(self._fetched, version.files)
        if stored is None:
            stored, verdicts = self._whole(plans, stages, check=check)
        return self._told(plans, stored, verdicts, stages)

    def _whole(
        self, plans: Plans, stages: Stages, *, check: bool
    ) -> tuple[Stored, tuple[Verdict, ...] | None]:
        plans.take_all(stages)
        sections = Sections(self._version.folder)
        for emitted in plans.emit(stages):
            sections.add(emitted)
        sections.add_vocabulary(plans.names, self._fetched)
        sections.write()
        plans.keep_texts()
        stored = write_graph(self._version, sections, plans.wanted.base, self._given, stages)
        return stored, check_graph(self._version.folder, stages) if check else None

    def _update(
        self, before: Before, plans: Plans, stages: Stages, *, check: bool
    ) -> tuple[Stored, tuple[Verdict, ...] | None]:
        lines = frozenset(
            line.encode() for emitted in plans.emit(stages) for line in emitted.lines()
        )
        vocabulary = vocabulary_lines(plans.names, self._fetched)
        replaced = Replaced(plans.gone, lines, frozenset(line.encode() for line in vocabulary))
        plans.keep_texts()
        updated = update_graph(self._version, before, replaced, self._given, stages)
        if not check:
            return updated.stored, None
        folder, known = self._version.folder, before.state.verdicts
        if known is None:
            return updated.stored, check_graph(folder, stages)
        return updated.stored, check_again(self._version, known, updated, stages)

    def _told(
        self,
        plans: Plans,
        stored: Stored,
        verdicts: tuple[Verdict, ...] | None,
        stages: Stages,
    ) -> Report:
        """Write the report and what the next build has to know, and swap the version in."""
        violations = None if verdicts is None else told(verdicts)
        items = plans.items
        total = sum(item.counts.plans for item in items)
        is_drawn = draw(self._version, total, plans.reports(), stages)
        counts = sum((item.counts for item in items), Counts())
        failures = tuple(Failure(i.path, sentence) for i in items for sentence in i.failures)
        names = plans.names
        report = Report(
            citykg=__version__,
            base=plans.wanted.base,
            run=stages.run(
                documents_read=plans.documents_read,
                documents_kept=len(items) - plans.documents_read,
            ),
            totals=Totals(
                documents=sum(bool(item.counts.plans) for item in items),
                plans=counts.plans,
                failures=len(failures),
                decisions=len(names.decisions),
                problems=counts.problems,
                violations=len(violations or ()),
                facts=counts.facts,
                evidence=counts.evidence,
                suggestions=counts.suggestions,
                links=sum(stored.links.linked.values()),
                quads=stored.quads,
            ),
            look_at=tuple(note for item in items for note in item.notes)[:MOST_NOTES],
            failures=failures,
            passed_over=tuple(map(str, self._sources.passed_over)),
            decisions=names.decisions,
            links=stored.links,
            violations=violations,
        )
        places = iter(write_told(self._version, report, plans.reports()))
        items = [
            msgspec.structs.replace(item, report=next(places) if item.counts.plans else None)
            for item in items
        ]
        state = State(
            rules=rules_version(),
            base=plans.wanted.base,
            suggest=plans.wanted.suggest,
            items=tuple(items),
            held=stored.held,
            quads=stored.quads,
            verdicts=verdicts,
            sections=stored.sections,
            is_drawn=is_drawn,
        )
        finish(self._version, report, state)
        return report
