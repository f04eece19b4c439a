"""The verbs about official vocabularies: vocabulary fetch, list, remove."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, app, count, talk
from citykg.errors import UsageError

if TYPE_CHECKING:
    from citykg.links.official import Record

_SHOWN = 5
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)

vocabulary = typer.Typer(
    name="vocabulary",
    help="Official vocabularies in the graph: texts of targets, labels in more languages.",
    epilog="Example: citykg vocabulary fetch sdg",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(vocabulary)

Name = Annotated[str, typer.Argument(metavar="NAME", help="sdg, eurovoc or countries.")]
Graph = Annotated[
    Path, typer.Option("-g", "--graph", metavar="DIR", help="The graph folder it goes into.")
]


@vocabulary.command(epilog="Example: citykg vocabulary fetch sdg -g citykg-graph")
def fetch(
    name: Name,
    graph: Graph = DEFAULT_FOLDER,
    place: Annotated[
        str | None,
        typer.Option("--from", metavar="URL|FILE", help="Where it is, if not at its publisher."),
    ] = None,
    date: Annotated[
        str, typer.Option(metavar="DATE", help="The day to note, such as 2026-11-23.")
    ] = "",
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="For the whole of it.", min=1, max=3600)
    ] = 300,
) -> None:
    """Load an official vocabulary and make the next version of the graph with it.

    Every later build and link keeps it, without asking the network again.
    """
    from citykg.build import relink
    from citykg.graph.store import current_version
    from citykg.links.official import fetch as fetch_official
    from citykg.links.official import known_source

    source = known_source(name)
    if date and not _DAY.fullmatch(date):
        raise UsageError(f"{date!r} is no day: write it as 2026-11-23.")
    # Before the network is asked.
    current_version(graph)
    fetched, kept = fetch_official(source, place, timeout_seconds=timeout, date=date)
    report = relink(graph, fetched=[fetched])
    record = fetched.record
    talk(f"{name}: {count(kept.things, 'thing')} from {record.source}, {record.bytes:,} bytes")
    if kept.missing:
        names = ", ".join(kept.missing[:_SHOWN]) + (" …" if len(kept.missing) > _SHOWN else "")
        talk(f"{count(len(kept.missing), 'thing')} that we name not in it: {names}")
    if kept.dropped:
        values = count(kept.dropped, "value")
        talk(f"{values} left out: not of their kind, or two where only one can be right")
    talk(f"{_terms(record)}  To cite: {record.citation}")
    talk(f"{count(report.totals.quads, 'quad')} in the graph now: {graph}")


@vocabulary.command("list", epilog="Example: citykg vocabulary list -g citykg-graph")
def list_(graph: Graph = DEFAULT_FOLDER) -> None:
    """Print which official vocabularies there are, and which of them the graph has."""
    from citykg.graph.store import current_version
    from citykg.links.official import read_records, sources

    version = current_version(graph)
    there = {record.name: record for record in read_records(version)}
    for source in sources():
        record = there.get(source.name)
        if record is None:
            typer.echo(f"{source.name}: not fetched ({source.title})")
            continue
        day = f", {record.date}" if record.date else ""
        things = count(record.things, "thing")
        typer.echo(f"{source.name}: {things} from {record.source}{day} ({source.title})")
        typer.echo(f"    sha256 {record.sha256}, {record.bytes:,} bytes")
        typer.echo(f"    {_terms(record)}")
        typer.echo(f"    {record.citation}")


@vocabulary.command(epilog="Example: citykg vocabulary remove sdg -g citykg-graph")
def remove(name: Name, graph: Graph = DEFAULT_FOLDER) -> None:
    """Make the next version of the graph without an official vocabulary."""
    from citykg.build import relink
    from citykg.graph.store import current_version
    from citykg.links.official import known_source, names_in

    known_source(name)
    names = names_in(current_version(graph))
    if name not in names:
        has = f"it has {', '.join(names)}" if names else "none was fetched"
        raise UsageError(f"{graph} has no vocabulary {name!r}: {has}.")
    relink(graph, removed=[name])
    talk(f"Removed: {name}")


def _terms(record: Record) -> str:
    return f"{record.rights} {record.licence}".strip()
