"""Verbs about remote stores: push, pull."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, Folder, app, count, talk
from citykg.cli.progress import progress_bar

Insecure = Annotated[
    bool,
    typer.Option(
        "--insecure", help="Let the password cross a network in the clear, over plain http."
    ),
]
Timeout = Annotated[
    float, typer.Option(metavar="SECONDS", min=1, help="How long one request may take.")
]


class Fill(StrEnum):
    """What is done about the default graph."""

    auto = "auto"
    fill = "fill"
    leave = "leave"


_SHOWN = {
    "filled": "The default graph holds each triple of the plans once: saved queries find it there.",
    "union": "The server's default graph shows all named graphs, each triple once.",
    "all": "The server's default graph tells what several graphs state several times: saved queries"
    " give the right rows, a COUNT of your own may count too much.",
}


@app.command(
    epilog="Example: citykg push citykg-graph --endpoint http://localhost:7878/query  "
    "CITYKG_USER and CITYKG_PASSWORD, or CITYKG_TOKEN, say who asks."
)
def push(  # noqa: PLR0913 - a verb has as many options as it has
    folder: Folder = DEFAULT_FOLDER,
    *,
    endpoint: Annotated[str, typer.Option(metavar="URL", help="Where the store answers queries.")],
    update: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Where it takes SPARQL Update, if not in the usual place."
        ),
    ] = None,
    graph_store: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where it speaks the Graph Store Protocol, instead."),
    ] = None,
    default_graph: Annotated[
        Fill, typer.Option(help="Fill the store's default graph, or leave it as it is.")
    ] = Fill.auto,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace graphs of the same names by others.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="List what would be done, and do nothing.")
    ] = False,
    insecure: Insecure = False,
    timeout: Timeout = 120.0,
) -> None:
    """Write a graph to a remote store: what changed since it was last pushed there."""
    from citykg.graph.remote import credentials_for
    from citykg.mirror import push as push_graph
    from citykg.mirror import store_at

    store = store_at(
        endpoint,
        update,
        graph_store,
        credentials=credentials_for(endpoint),
        insecure=insecure,
        timeout_seconds=timeout,
    )
    kind = "SPARQL Update" if store.update else "the Graph Store Protocol"
    usual = " (the usual place beside the endpoint)" if store.is_found else ""
    talk(f"Asking {store.endpoint}, writing by {kind} to {store.writing}{usual}")
    with progress_bar() as progress:
        pushed = push_graph(
            folder,
            store,
            default_graph=default_graph.value,
            replace=replace,
            dry_run=dry_run,
            progress=progress,
        )
    if dry_run:
        for graph, triples in pushed.sent.items():
            typer.echo(f"send    {graph}  {count(triples, 'triple')}")
        for graph in pushed.removed:
            typer.echo(f"remove  {graph}")
    would = "would be " if dry_run else ""
    sent, removed = len(pushed.sent), len(pushed.removed)
    talk(
        f"{count(sent, 'graph')} {would}sent ({count(sum(pushed.sent.values()), 'triple')}),"
        f" {removed:,} {would}removed, {pushed.kept:,} there already"
    )
    if pushed.default_graph in _SHOWN and not dry_run:
        talk(_SHOWN[pushed.default_graph])


@app.command(epilog="Example: citykg pull --endpoint http://localhost:7878/query -o citykg-graph")
def pull(
    *,
    endpoint: Annotated[str, typer.Option(metavar="URL", help="Where the store answers queries.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help="The graph folder to write.")
    ] = DEFAULT_FOLDER,
    insecure: Insecure = False,
    timeout: Timeout = 120.0,
) -> None:
    """Make a graph folder of what was pushed to a remote store."""
    from citykg.graph.remote import credentials_for
    from citykg.mirror import RemoteStore
    from citykg.mirror import pull as pull_graph

    store = RemoteStore(
        endpoint,
        credentials=credentials_for(endpoint),
        insecure=insecure,
        timeout_seconds=timeout,
    )
    with progress_bar() as progress:
        pulled = pull_graph(store, output, progress=progress)
    what = f"{count(pulled.graphs, 'graph')}, {count(pulled.triples, 'triple')}"
    same = "" if pulled.is_new else "; it was the same before"
    talk(f"{what}, as they were pushed: {output}{same}")
