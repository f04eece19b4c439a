"""The verb about what changed: diff."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from citykg.cli.app import app
from citykg.errors import DataError, UsageError

_FORMATS = ("text", "json", "csv", "md")


@app.command(epilog="Example: citykg diff citykg-graph-2023 citykg-graph")
def diff(  # noqa: PLR0913 - a verb has as many options as it has
    old: Annotated[
        Path,
        typer.Argument(
            metavar="DIR1", help="The graph folder as it was; alone, it is the newer one."
        ),
    ],
    new: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR2",
            help="The graph folder as it is. Without it, DIR1 is compared with the version that "
            "its last build replaced.",
        ),
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option(metavar="ID", help="One plan only: its id, IRI or label."),
    ] = None,
    to_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, json, csv or md.")
    ] = "text",
    *,
    summary: Annotated[
        bool, typer.Option("--summary", help="Only how much changed in which plan.")
    ] = False,
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence", help="Also facts that did not change, where they stand elsewhere."
        ),
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 1 if there is a difference.")
    ] = False,
) -> None:
    """Say in words what changed between two graphs, with the words of the documents.

    + was added, - is gone, ~ says something else, = has another name.
    """
    from citykg.differences import differences
    from citykg.differences.formats import write_csv, write_json
    from citykg.differences.report import write_report

    if to_format not in _FORMATS:
        raise UsageError(f"there is no format {to_format!r}; there are {', '.join(_FORMATS)}")
    found = differences(old, new, plan=plan)
    if to_format == "json":
        totals = write_json(found, sys.stdout.buffer, summary=summary, evidence=evidence)
    elif to_format == "csv":
        totals = write_csv(found, sys.stdout, summary=summary, evidence=evidence)
    else:
        totals = write_report(
            found, sys.stdout, summary=summary, evidence=evidence, markdown=to_format == "md"
        )
    differs = bool(found.sections) or any(
        (totals.plans_added, totals.plans_gone, totals.plans_changed, totals.plans_moved)
    )
    if exit_code and differs:
        raise typer.Exit(DataError.exit_code)
