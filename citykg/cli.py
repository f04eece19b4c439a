"""The command line: verbs that parse, call and print.  Data to stdout, talk to stderr.

Exit codes: 0 fine, 1 the data is wrong, 2 the call is wrong.  Never a traceback.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from citykg import __version__
from citykg.errors import CitykgError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.build import Progress
    from citykg.report import Report

DEFAULT_FOLDER = Path("citykg-graph")

app = typer.Typer(
    name="citykg",
    help="City cooperation plans in, a knowledge graph out, every statement traced to its words.",
    epilog="Start with: citykg build examples && citykg query cities",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Folder = Annotated[Path, typer.Argument(help="The folder that `citykg build` wrote.")]
GraphOption = Annotated[
    Path, typer.Option("-g", "--graph", help="A built folder, or an RDF file (.ttl .trig .nq …).")
]


@app.callback(invoke_without_command=True)
def _citykg(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if version:
        typer.echo(f"citykg {__version__}")
        raise typer.Exit


@app.command(
    epilog="Example: citykg read examples/plans/manchester-montreal.txt | jq '.[0].cities'"
)
def read(files: Annotated[list[Path], typer.Argument(help="Plan documents.")]) -> None:
    """Print the plan records of documents as JSON, before any graph is made."""
    from citykg.loaders import read_plans
    from citykg.plan import to_json

    plans = []
    failures: list[CitykgError] = []
    for file in files:
        try:
            plans.extend(reading.plan for reading in read_plans(file))
        except CitykgError as error:
            failures.append(error)
    sys.stdout.buffer.write(to_json(plans))
    sys.stdout.flush()
    for plan in plans:
        for problem in plan.problems:
            _talk(f"{plan.source.path}:{problem.line}: {problem.message}")
    for failure in failures:
        _talk(str(failure))
    if failures:
        raise typer.Exit(1)


@app.command(epilog="Example: citykg build examples -o citykg-graph")
def build(
    paths: Annotated[list[str], typer.Argument(help="Documents, folders of them, or globs.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="The folder to write the graph to.")
    ] = DEFAULT_FOLDER,
    base: Annotated[
        str | None, typer.Option(help="The base of the IRIs of cities, plans and so on.")
    ] = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if any document could not be read.")
    ] = False,
) -> None:
    """Read documents, build and check the graph, and draw its page."""
    from citykg.build import build as build_graph
    from citykg.ontology.terms import ID_BASE

    with _progress() as progress:
        report = build_graph(paths, output, base=base or ID_BASE, progress=progress)
    _talk_of(report, output)
    if strict and report.failures:
        raise typer.Exit(1)
