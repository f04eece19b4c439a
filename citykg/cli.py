"""The command line: verbs that parse, call and print.  Data to stdout, talk to stderr.

Exit codes: 0 fine, 1 the data is wrong, 2 the call is wrong.  Never a traceback.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citykg import __version__
from citykg.errors import CitykgError, DataError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.build import Progress
    from citykg.plan import Plan
    from citykg.queries import SavedQuery
    from citykg.report import Report

DEFAULT_FOLDER = Path("citykg-graph")
_SHOWN_PROBLEMS = 10

app = typer.Typer(
    name="citykg",
    help="City cooperation plans in, a knowledge graph out, every statement traced to its words.",
    epilog="Start with: citykg build examples",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="The graph folder that `citykg build` wrote.")
]


@app.callback(invoke_without_command=True)
def _citykg(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    if version:
        typer.echo(f"citykg {__version__}")
        raise typer.Exit


@app.command(epilog="Example: citykg read examples/plans/manchester-montreal.txt")
def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Plan documents.")],
) -> None:
    """Print the plans that documents hold, as JSON, before any graph is made."""
    from citykg.loaders import read_plans
    from citykg.plan import to_json

    plans: list[Plan] = []
    failed = False
    for file in files:
        try:
            plans.extend(reading.plan for reading in read_plans(file))
        except CitykgError as error:
            failed = True
            _talk(str(error))
    sys.stdout.buffer.write(to_json(plans))
    for plan in plans:
        for problem in plan.problems:
            _talk(f"{plan.source.path}:{problem.line}: {problem.message}")
    if failed:
        raise typer.Exit(DataError.exit_code)


@app.command(epilog="Example: citykg build examples -o citykg-graph")
def build(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH...", help="Documents, folders of them, or globs.")
    ],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="Where to write the graph.")
    ] = DEFAULT_FOLDER,
    base: Annotated[
        str | None,
        typer.Option(metavar="IRI", help="The base of the IRIs of cities, plans and so on."),
    ] = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if any document could not be read.")
    ] = False,
) -> None:
    """Read plan documents, build and check their graph, and draw its page."""
    from citykg.build import build as build_graph
    from citykg.ontology.terms import ID_BASE

    with _progress() as progress:
        report = build_graph(paths, output, base=base or ID_BASE, progress=progress)
    _tell(report, output)
    if strict and report.failures:
        raise typer.Exit(DataError.exit_code)


@app.command(epilog="Example: citykg query cities-by-goal -p goal=11 -g citykg-graph")
def query(
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME|FILE.rq|-]",
            help="A saved query, a query file, or - for a query on standard input.",
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="KEY=VALUE", help="A parameter of the query."),
    ] = None,
    graph: Annotated[
        Path,
        typer.Option(
            "-g", "--graph", metavar="DIR", help="A graph folder or an RDF file (.ttl .trig .nq)."
        ),
    ] = DEFAULT_FOLDER,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask a remote SPARQL endpoint instead.")
    ] = None,
    to_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json, csv, tsv, md or turtle.")
    ] = "table",
) -> None:
    """Answer a saved query, or your own, on a graph folder, an RDF file or an endpoint.

    Without a question, the saved queries are listed.
    """
    from citykg.queries import FORMATS, open_engine, run, write_answer

    if question is None:
        queries()
        return
    if to_format not in FORMATS:
        raise UsageError(f"there is no format {to_format!r}; there are {', '.join(FORMATS)}")
    asked = _query(question)
    base = _base(None if endpoint else graph)
    engine = open_engine(endpoint or graph)
    answer = run(asked, engine, _parameters(param or []), base=base)
    write_answer(answer, to_format, sys.stdout, base=base)


@app.command(epilog="Example: citykg queries")
def queries() -> None:
    """List the saved queries: what each answers, and how it is called."""
    from citykg.queries import catalogue

    for saved in catalogue():
        typer.echo(f"{saved.name}  -  {saved.summary}")
        call = " ".join(["citykg query", saved.name, *(p.call for p in saved.parameters)])
        typer.echo(f"    {call}")
        typer.echo(f"    columns: {' '.join(column.name for column in saved.columns)}")


@app.command(epilog="Example: citykg validate citykg-graph")
def validate(folder: Folder = DEFAULT_FOLDER) -> None:
    """Check a graph against its shapes; each fault shows the file, line and quote it comes from."""
    from citykg.graph.validate import validate as validate_graph
    from citykg.queries.shorten import short_iri

    found = validate_graph(folder)
    base = _base(folder)
    for fault in found:
        names = (fault.plan, fault.focus, fault.property)
        plan, focus, path = (short_iri(name, base) if name else "" for name in names)
        where = f"{fault.file}:{fault.line}" if fault.line else fault.file or focus
        typer.echo(f"{fault.severity}: {where}: {fault.message}")
        typer.echo(f"    in {plan}: {focus} {path}".rstrip() if plan else f"    {focus} {path}")
        if fault.quote:
            typer.echo(f"    “{_one_line(fault.quote)}”")
    wrong = sum(fault.severity == "violation" for fault in found)
    others = _count(len(found) - wrong, "warning")
    _talk(f"{_count(wrong, 'violation')}, {others} in {folder}")
    if wrong:
        raise typer.Exit(DataError.exit_code)


@app.command(epilog="Example: citykg explain citykg-graph city/gb/manchester")
def explain(
    folder: Folder,
    what: Annotated[
        str,
        typer.Argument(
            metavar="THING",
            help='An IRI, a short name (city/gb/manchester, sdg:11), a label, or "subject '
            'predicate object".',
        ),
    ],
) -> None:
    """Say who says so: for each fact, the words, the file and the offsets."""
    from citykg.graph.explain import explain as explain_graph

    for fact in explain_graph(folder, what):
        typer.echo(fact.sentence)
        if fact.said:
            said = fact.said
            typer.echo(f"    “{_one_line(said.quote)}”")
            typer.echo(f"    {said.document}:{said.line}, characters {said.start}-{said.end}")
        elif fact.note:
            typer.echo(f"    {fact.note}")


@app.command(epilog="Example: citykg view citykg-graph -o page.html")
def view(
    folder: Folder = DEFAULT_FOLDER,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")
    ] = Path("page.html"),
    title: Annotated[str | None, typer.Option(help="The page's heading.")] = None,
) -> None:
    """Draw the graph as one HTML page that needs nothing else."""
    from citykg.viz.page import write_page

    write_page(folder, output, title=title)
    _talk(f"The page: {output}")


@app.command(epilog="Example: citykg export citykg-graph --format jsonld -o graph.jsonld")
def export(
    folder: Folder = DEFAULT_FOLDER,
    to_format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="turtle, trig, nquads, ntriples, jsonld, rdfxml, graphml, gexf or csv.",
        ),
    ] = "turtle",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Instead of standard output."),
    ] = None,
) -> None:
    """Write the graph in another format."""
    from citykg.graph.export import export as export_graph
    from citykg.graph.writing import written_beside

    if output is None:
        export_graph(folder, to_format, sys.stdout.buffer)
        return
    with written_beside(output) as file:
        export_graph(folder, to_format, file)
    _talk(f"Written: {output}")


def main() -> None:
    """Run the command line; every error is one sentence and an exit code."""
    try:
        app()
    except CitykgError as error:
        _talk(f"citykg: {error}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _talk("citykg: stopped; what was there before is as it was")
        sys.exit(130)


def _talk(text: str) -> None:
    typer.echo(text, err=True)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _query(question: str) -> SavedQuery | str:
    from citykg.queries import read_query, saved_query

    if question == "-":
        return sys.stdin.read()
    if question.endswith(".rq"):
        return read_query(Path(question))
    return saved_query(question)


def _parameters(given: list[str]) -> dict[str, str]:
    params = {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"the parameter {text!r} has no value; write -p {key}=VALUE")
        params[key] = value
    return params


def _base(graph: Path | None) -> str:
    """The base under which a graph's short names stand: a folder's report says it."""
    from citykg.graph.base import base_of
    from citykg.ontology.terms import ID_BASE

    return base_of(graph) if graph is not None and graph.is_dir() else ID_BASE


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None  # noqa: ARG005 - the shape of a progress
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description:>6}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        tasks = {}

        def note(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield note


def _tell(report: Report, output: Path) -> None:
    """Say what a build did, and what a person should look at."""
    totals = report.totals
    _talk(
        f"{_count(totals.plans, 'plan')} from {_count(totals.documents, 'document')}: "
        f"{_count(totals.facts, 'fact')}, {_count(totals.quads, 'quad')} with evidence and "
        "vocabulary"
    )
    for failure in report.failures:
        _talk(failure.message)
    notes = [
        f"{document.path}:{problem.line}: {problem.message}"
        for document in report.documents
        for plan in document.plans
        for problem in plan.problems
    ]
    notes = list(dict.fromkeys(notes))
    for note in notes[:_SHOWN_PROBLEMS]:
        _talk(note)
    if len(notes) > _SHOWN_PROBLEMS:
        _talk(f"… and {len(notes) - _SHOWN_PROBLEMS} more to look at, in {output}/report.json")
    if totals.violations:
        _talk(f"{_count(totals.violations, 'violation')}: citykg validate {output}")
    _talk(f"The graph: {output}   the page: {output}/index.html")


if __name__ == "__main__":
    main()
