"""Verbs about queries: query, queries."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, app, base_under, talk
from citykg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from citykg.graph.remote import Remote
    from citykg.queries import SavedQuery
    from citykg.queries.engine import Engine


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
    federate: Annotated[
        bool,
        typer.Option("--federate", help="Let a query's SERVICE ask the endpoint that it names."),
    ] = False,
    refresh: Annotated[
        bool,
        typer.Option("--refresh", help="Ask SERVICE again, whatever it answered before."),
    ] = False,
    offline: Annotated[
        bool,
        typer.Option("--offline", help="Take for SERVICE only what it answered before."),
    ] = False,
    insecure: Annotated[
        bool,
        typer.Option(
            "--insecure", help="Let an endpoint's password cross a network over plain http."
        ),
    ] = False,
    with_suggestions: Annotated[
        bool,
        typer.Option(
            "--with-suggestions",
            help="Ask what is only suggested together with what plans declare. Not for an "
            "endpoint, whose default graph is its own; query suggestions asks it by name.",
        ),
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Show in which words plans state the facts behind each row."
        ),
    ] = False,
    to_format: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="table, json, csv, tsv, md, turtle or jsonld."
        ),
    ] = "table",
) -> None:
    """Answer a saved query, or your own, on a graph folder, an RDF file or an endpoint.

    Without a question, the saved queries are listed.  With --explain, a table is followed by the
    words behind each of its rows; any other format has these words in place of the rows.
    """
    from citykg.queries import FORMATS, open_engine

    if question is None:
        queries()
        return
    if to_format not in FORMATS:
        raise UsageError(f"there is no format {to_format!r}; there are {', '.join(FORMATS)}")
    asked = asked_query(question)
    base = base_under(None if endpoint else graph)
    where = asked_endpoint(endpoint, insecure=insecure) if endpoint else graph
    engine = open_engine(where, with_suggestions=with_suggestions)
    remote = _client(graph, refresh=refresh, offline=offline) if federate or offline else None
    asking = Asking(engine, base, to_format, explain=explain, remote=remote)
    asking.answer(asked, parameters(param or []))


@dataclass
class Asking:
    """How queries are asked, and how their answers are shown."""

    engine: Engine
    base: str
    format: str = "table"
    explain: bool = False
    """Show the words behind the rows too."""
    remote: Callable[[str], Remote] | None = None
    """The client for what a query's SERVICE names."""

    def answer(self, query: SavedQuery, params: dict[str, str]) -> None:
        """Write the answer to a query, and say why where it is empty."""
        from citykg.queries import Rows, run, why_nothing, witnesses, write_answer

        answer = run(query, self.engine, params, base=self.base, remote=self.remote)
        shown = answer
        if self.explain:
            if not isinstance(answer, Rows):
                raise UsageError("--explain goes with a SELECT: only rows have words behind them.")
            if self.format == "table":
                write_answer(answer, self.format, sys.stdout, base=self.base)
                sys.stdout.write("\n")
            shown = witnesses(answer, query, self.engine, params, base=self.base)
        write_answer(shown, self.format, sys.stdout, base=self.base)
        if isinstance(answer, Rows) and not answer.rows:
            sys.stdout.flush()
            if query.name.endswith("-violation"):
                talk("No rows: nothing is wrong.")
            else:
                why = why_nothing(query, self.engine, params, base=self.base)
                talk(f"No rows. {why}")


@app.command(epilog="Example: citykg queries partners-for")
def queries(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Tell all of one query.")
    ] = None,
    *,
    to_format: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="text, or turtle: sh:SPARQLExecutable."),
    ] = "text",
) -> None:
    """List the saved queries: what each answers, and how it is called."""
    from citykg.queries import catalogue, federated, saved_query
    from citykg.queries.described import as_turtle

    if to_format not in {"text", "turtle"}:
        raise UsageError(f"there is no format {to_format!r}; there are text and turtle")
    shown = (saved_query(name),) if name else (*catalogue(), *federated())
    if to_format == "turtle":
        sys.stdout.write(as_turtle(shown))
    elif name:
        typer.echo(shown[0].told)
    else:
        for saved in shown:
            typer.echo(f"{saved.name}  -  {saved.summary}")
            typer.echo(f"    {saved.call}")
            typer.echo(f"    columns: {' '.join(column.name for column in saved.columns)}")


def asked_query(question: str) -> SavedQuery:
    """A saved query by its name, one of a file, or one on standard input."""
    from citykg.queries import parse_query, read_query, saved_query

    if question == "-":
        return parse_query(sys.stdin.read())
    if question.endswith(".rq"):
        return read_query(Path(question))
    return saved_query(question)


def asked_endpoint(endpoint: str, *, insecure: bool) -> Remote:
    """What asks an endpoint, with the credentials that the environment has for it."""
    from citykg.graph.remote import Remote, credentials_for

    return Remote(endpoint, credentials=credentials_for(endpoint), insecure=insecure)


def _client(graph: Path, *, refresh: bool, offline: bool) -> Callable[[str], Remote]:
    """What opens the endpoint of a SERVICE; its answers are kept beside the graph of a folder."""
    from citykg.graph.cache import Cache
    from citykg.graph.folder import ANSWERS
    from citykg.graph.remote import Remote

    if refresh and offline:
        raise UsageError("--refresh asks again and --offline asks nobody: give one of them.")
    cache = Cache(graph / ANSWERS / "cache") if graph.is_dir() else None
    ask: Literal["new", "always", "never"] = "never" if offline else "always" if refresh else "new"
    return lambda address: Remote(address, cache=cache, ask=ask)


def parameters(given: list[str]) -> dict[str, str]:
    """The parameters that `KEY=VALUE` words give."""
    params = {}
    for text in given:
        key, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"the parameter {text!r} has no value; write -p {key}=VALUE")
        params[key] = value
    return params
