"""Verbs about summaries: write, template."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, app, put

Target = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", help="Instead of standard output."),
]


@app.command(epilog="Example: citykg write manchester-montreal --format md -o plan.md")
def write(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="An IRI, a short name or the label of a plan.")
    ],
    graph: Annotated[
        Path, typer.Option("-g", "--graph", metavar="DIR", help="The graph folder.")
    ] = DEFAULT_FOLDER,
    to_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="ilap, md, yaml or json.")
    ] = "ilap",
    output: Target = None,
) -> None:
    """Write a plan of a graph as a clean summary, in the plan's own language."""
    from citykg.graph.recall import recall
    from citykg.summaries import check_format
    from citykg.summaries import write as write_summary

    check_format(to_format)
    put(write_summary(recall(graph, plan), to_format).encode("utf-8", "replace"), output)


@app.command(epilog="Example: citykg template yaml -o plan.yaml")
def template(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="csv or yaml.")],
    output: Target = None,
) -> None:
    """Write a file to start from: one cooperation, to be changed into yours."""
    from citykg.summaries import template as template_of

    put(template_of(kind).encode(), output)
