"""The verb about a server: serve."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, Folder, app, talk
from citykg.server.limits import LOOPBACK, Limits, Settings

_USUAL = Limits()


@app.command(epilog="Example: citykg serve citykg-graph --port 8000")
def serve(  # noqa: PLR0913 - a verb has as many options as it has
    folder: Folder = DEFAULT_FOLDER,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where to listen; this machine alone if not given."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0 takes one that is free.")
    ] = 8000,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A name under which to answer; any, unless it listens to this machine alone.",
        ),
    ] = None,
    public_address: Annotated[
        str,
        typer.Option(
            metavar="URL", help="What addresses begin with, seen from outside: https://example.org."
        ),
    ] = "",
    queries: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A folder of .rq files to serve beside the saved queries."
        ),
    ] = None,
    allow_service: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            help="An endpoint that saved queries may ask with SERVICE; nobody else's query may.",
        ),
    ] = None,
    *,
    seconds: Annotated[
        float, typer.Option(min=0.1, help="Longest time of one query.")
    ] = _USUAL.seconds,
    wait_seconds: Annotated[
        float, typer.Option(min=0, help="Longest time that a query waits for its turn.")
    ] = _USUAL.wait_seconds,
    mebibytes: Annotated[
        int, typer.Option(min=16, help="Most memory of one query.")
    ] = _USUAL.mebibytes,
    answer_bytes: Annotated[
        int, typer.Option(min=1 << 10, help="Longest answer; rows are cut there, and it is said.")
    ] = _USUAL.answer_bytes,
    rows: Annotated[int, typer.Option(min=1, help="Most rows of one answer.")] = _USUAL.rows,
    workers: Annotated[
        int, typer.Option(min=1, help="Most queries that run at a time.")
    ] = _USUAL.workers,
    waiting: Annotated[
        int, typer.Option(min=0, help="Most queries that wait; others are told to come back.")
    ] = _USUAL.waiting,
    connections: Annotated[
        int, typer.Option(min=1, help="Most connections at a time.")
    ] = _USUAL.connections,
    service_seconds: Annotated[
        float,
        typer.Option(min=0.1, help="Longest time of a saved query that asks other endpoints."),
    ] = _USUAL.service_seconds,
    quiet: Annotated[bool, typer.Option("--quiet", help="Keep no log of requests.")] = False,
) -> None:
    """Serve a graph to anybody: a SPARQL endpoint that reads only, and pages about what is in it.

    It stops with Ctrl-C, and takes up the graph when it is built again.
    """
    from citykg.queries.catalogue import texts_in
    from citykg.server.serving import serve as serve_folder

    logging.basicConfig(format="%(message)s", level=logging.WARNING if quiet else logging.INFO)
    limits = Limits(
        seconds=seconds,
        wait_seconds=wait_seconds,
        mebibytes=mebibytes,
        answer_bytes=answer_bytes,
        rows=rows,
        workers=workers,
        waiting=waiting,
        connections=connections,
        service_seconds=service_seconds,
    )
    is_ours = host == "localhost" or _is_loopback(host)
    hosts = tuple(allowed_host or (LOOPBACK if is_ours else ()))

    def started(address: str, is_confined: bool) -> None:  # noqa: FBT001 - the server calls it
        talk(f"Serving {folder} at {address} (Ctrl-C stops it)")
        if not is_confined:
            talk("This system cannot lock workers in: queries are bounded in time and memory only.")

    settings = Settings(
        limits,
        queries=texts_in(queries) if queries else {},
        services=tuple(allow_service or ()),
    )
    serve_folder(
        folder,
        settings,
        host=host,
        port=port,
        hosts=hosts,
        address=public_address,
        started=started,
    )


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
