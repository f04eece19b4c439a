"""Verbs about documents: read, build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, app, count, talk
from citykg.cli.coverage import print_coverage
from citykg.cli.progress import progress_bar
from citykg.errors import CitykgError, DataError, UsageError

if TYPE_CHECKING:
    from citykg.loaders.outcome import Given
    from citykg.plan import Plan
    from citykg.report import Report


@app.command(epilog="Example: citykg read examples/plans/manchester-montreal.txt")
def read(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Plan documents, folders, globs; - is standard input."
        ),
    ],
    *,
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="Print how much was read and what was not, not the JSON."),
    ] = False,
    strict: Annotated[  # noqa: ARG001 - a script may say it to both verbs
        bool, typer.Option("--strict", help="As with build; read is never less strict.")
    ] = False,
) -> None:
    """Print the plans that documents hold, as JSON, before any graph is made."""
    from citykg.loaders import read_all
    from citykg.plan import to_json

    plans: list[Plan] = []
    sources, failed = _sources(files)
    for outcome in read_all(sources):
        plans.extend(outcome.plans)
        if coverage:
            print_coverage(outcome)
        if outcome.failure is not None:
            failed = True
            talk(outcome.failure)
    if not coverage:
        sys.stdout.buffer.write(to_json(plans))
    for plan in plans:
        for problem in plan.problems:
            talk(f"{plan.source.path}:{problem.line}: {problem.message}")
    if failed:
        raise typer.Exit(DataError.exit_code)


def _sources(files: list[str]) -> tuple[list[Path | Given], bool]:
    """The documents in the order of the call, each once, and whether any is not there."""
    from citykg.sources import find_sources

    found: dict[str, Path | Given] = {}
    missing = False
    for file in files:
        try:
            for source in find_sources([file]).files:
                found.setdefault(str(source), source)
        except CitykgError as error:
            missing = True
            talk(str(error))
    return list(found.values()), missing


@app.command(epilog="Example: citykg build examples -o citykg-graph")
def build(  # noqa: PLR0913 - each is an option of the verb
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Documents, folders, globs; - is standard input."),
    ],
    out: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="Where to write the graph.")
    ] = str(DEFAULT_FOLDER),
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Read on the Dask cluster of this scheduler, such as tcp://127.0.0.1:8786, and "
            "write the graph as N-Quads in parts; PATH and DIR may be addresses: s3://, https://.",
        ),
    ] = None,
    partition_size: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="With --scheduler: so much a task reads, as in 16MiB."),
    ] = None,
    base: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="The base of the IRIs of cities, plans and so on."),
    ] = None,
    mappings: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="An SSSOM file of decisions on links; repeatable."),
    ] = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if any document could not be read.")
    ] = False,
    suggestions: Annotated[
        bool,
        typer.Option(
            "--suggestions/--no-suggestions",
            help="Add, in a graph of their own, the goals, targets and topics that plans speak of "
            "without declaring them.",
        ),
    ] = True,
    anew: Annotated[
        bool,
        typer.Option("--anew", help="Read all documents again, also those that have not changed."),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch", help="Build again whenever a document changes, until Ctrl-C."),
    ] = False,
) -> None:
    """Read plan documents, build and check their graph, and draw its page.

    Built again, a graph is changed only where documents have changed.
    """
    from citykg.build import build as build_graph
    from citykg.build import changes
    from citykg.cli.clusters import Call, build_there, folder_here
    from citykg.ontology.terms import ID_BASE

    if scheduler is not None:
        if mappings or watch or anew:
            raise UsageError(
                "A build on a cluster makes no links and watches nothing: leave out --mappings, "
                "--watch and --anew, or --scheduler."
            )
        call = Call(scheduler, paths, out, base, partition_size, suggestions)
        build_there(call, strict=strict)
        return
    output = folder_here(paths, out, partition_size)

    def made() -> Report:
        with progress_bar() as progress:
            report = build_graph(
                paths,
                output,
                base=base or ID_BASE,
                progress=progress,
                suggest=suggestions,
                mappings=mappings or (),
                anew=anew,
            )
        _tell(report, output)
        return report

    if watch:
        for _ in changes(paths):
            # A person who is editing is told what is wrong, and goes on editing.
            try:
                made()
            except CitykgError as error:
                talk(str(error))
            talk("Watching for changes; Ctrl-C ends it.")
    elif made().failures and strict:
        raise typer.Exit(DataError.exit_code)


def _tell(report: Report, output: Path) -> None:
    """Say what a build did, and what a person should look at."""
    from citykg.report import MOST_NOTES

    totals, run = report.totals, report.run
    if run.documents_kept:
        talk(
            f"{count(run.documents_read, 'document')} read, {run.documents_kept:,} as the build "
            f"before left them ({sum(run.seconds.values()):.1f} s)"
        )
    talk(
        f"{count(totals.plans, 'plan')} from {count(totals.documents, 'document')}: "
        f"{count(totals.facts, 'fact')}, {count(totals.quads, 'quad')} with evidence and "
        "vocabulary"
    )
    if totals.suggestions:
        talk(
            f"{count(totals.suggestions, 'suggestion')} of what plans speak of without declaring "
            "it, in a graph apart: citykg query suggestions"
        )
    doubts = sum(one.outcome == "doubt" for one in report.links.open)
    talk(
        f"{count(totals.links, 'link')} to other vocabularies, {count(doubts, 'doubt')} left open:"
        f" citykg link {output}"
    )
    for failure in report.failures:
        talk(failure.message)
    if report.passed_over:
        files = count(len(report.passed_over), "file")
        talk(f"{files} of other kinds passed over, listed in {output}/report.json")
    for note in report.look_at:
        talk(note)
    if totals.problems > len(report.look_at) == MOST_NOTES:
        more = totals.problems - len(report.look_at)
        talk(f"… and {more} more to look at, in {output}/report.json")
    if totals.violations:
        talk(f"{count(totals.violations, 'violation')}: citykg validate {output}")
    talk(f"The graph: {output}   the page: {output}/index.html")
