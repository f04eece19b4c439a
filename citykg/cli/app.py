"""The application that verbs register with, and what they share: how they talk."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from citykg import __version__

DEFAULT_FOLDER = Path("citykg-graph")

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


def talk(text: str) -> None:
    """Say something to the person, beside the data."""
    typer.echo(text, err=True)


def put(data: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output where there is none."""
    if output is None:
        sys.stdout.buffer.write(data)
        return
    from citykg.graph.writing import written_beside

    with written_beside(output) as file:
        file.write(data)
    talk(f"Written: {output}")


def count(number: int, noun: str) -> str:
    """A number of things: `1 plan`, `1,200 plans`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def one_line(text: str) -> str:
    """The text without its line breaks."""
    return " ".join(text.split())


def base_under(graph: Path | None) -> str:
    """The base under which a graph's short names stand: a folder's report says it."""
    from citykg.graph.base import base_of
    from citykg.ontology.terms import ID_BASE

    return base_of(graph) if graph is not None and graph.is_dir() else ID_BASE
