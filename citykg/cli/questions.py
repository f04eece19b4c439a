"""Verbs about queries: query, queries."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, app, base_under
from citykg.errors import UsageError

if TYPE_CHECKING:
    from citykg.queries import SavedQuery


@app.command(epilog="Example: citykg query cities-by-goal -p goal=11 -g citykg-graph")
def query(  # noqa: PLR0913 - a verb has as many options as it has
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
    *,
    with_suggestions: Annotated[
        bool,
        typer.Option(
            "--with-suggestions",
            help="Ask what is only suggested together with what plans declare. Not for an "
            "endpoint, whose default graph is its own; query suggestions asks it by name.",
        ),
    ] = False,
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
    base = base_under(None if endpoint else graph)
    engine = open_engine(endpoint or graph, with_suggestions=with_suggestions)
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
