"""Verbs about a graph folder: validate, explain, view, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from citykg.cli.app import DEFAULT_FOLDER, Folder, app, base_under, count, one_line, talk
from citykg.cli.questions import asked_query, parameters
from citykg.errors import DataError, UsageError


@app.command(epilog="Example: citykg validate citykg-graph")
def validate(
    folder: Folder = DEFAULT_FOLDER,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            help="oxigraph asks the store; pyshacl, the reference implementation, a copy of it.",
        ),
    ] = "oxigraph",
) -> None:
    """Check a graph against its shapes; each fault shows the file, line and quote it comes from."""
    from citykg.graph.validate import validate as validate_graph
    from citykg.queries.shorten import short_iri

    found = validate_graph(folder, engine)
    base = base_under(folder)
    for fault in found:
        names = (fault.plan, fault.focus, fault.property)
        plan, focus, path = (short_iri(name, base) if name else "" for name in names)
        where = f"{fault.file}:{fault.line}" if fault.line else fault.file or focus
        where += f", page {fault.page}" if fault.page else ""
        typer.echo(f"{fault.severity}: {where}: {fault.message}")
        typer.echo(f"    in {plan}: {focus} {path}".rstrip() if plan else f"    {focus} {path}")
        if fault.quote:
            typer.echo(f"    “{one_line(fault.quote)}”")
    wrong = sum(fault.severity == "violation" for fault in found)
    others = count(len(found) - wrong, "warning")
    talk(f"{count(wrong, 'violation')}, {others} in {folder}")
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
            typer.echo(f"    “{one_line(said.quote)}”")
            page = f"page {said.page}, " if said.page else ""
            characters = f"characters {said.start}-{said.end}"
            typer.echo(f"    {said.document}:{said.line}, {page}{characters}")
        if fact.note:
            typer.echo(f"    {fact.note}")


@app.command(epilog="Example: citykg view citykg-graph --focus city/gb/manchester -o page.html")
def view(  # noqa: PLR0913 - a verb has as many options as it has
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR|FILE",
            help="The graph folder that `citykg build` wrote, or any RDF file (.ttl, .trig, .nq,"
            " .nt, .jsonld, .rdf, .xml).",
        ),
    ] = DEFAULT_FOLDER,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")
    ] = Path("page.html"),
    title: Annotated[str | None, typer.Option(help="The page's heading.")] = None,
    query: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE.rq|-", help="Draw what a query answers, and the links among that."
        ),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option("-p", "--param", metavar="KEY=VALUE", help="A parameter of the query."),
    ] = None,
    focus: Annotated[
        str | None, typer.Option(metavar="THING", help="Draw what stands around one thing.")
    ] = None,
    hops: Annotated[int, typer.Option(min=1, help="How many links around it.")] = 2,
) -> None:
    """Draw a graph, or a part of it, as one HTML page that needs nothing else.

    An RDF file of anybody's is drawn too, by the types of its things.
    """
    from citykg.graph.foreign import facts_of, is_file, thing_named
    from citykg.graph.known import Known
    from citykg.graph.store import open_store
    from citykg.graph.texts import texts_of
    from citykg.viz.choice import around, named
    from citykg.viz.page import write_facts, write_page

    if query and focus:
        raise UsageError("--query and --focus each choose what is drawn: give one of them.")
    if param and not query:
        raise UsageError("-p is a parameter of a query: give the query with --query.")
    if focus:
        if is_file(folder):
            facts = facts_of(folder)
            thing = thing_named(facts, focus)
        else:
            store = open_store(folder)
            thing = Known(store).thing(focus).value
            facts = facts_of(store)
        chosen = around(facts, [thing], hops)
        if not chosen.things:
            raise UsageError(f"{focus} is nothing that plans speak of: there is nothing to draw.")
        write_facts(chosen, output, title=title, texts=texts_of(folder))
    elif query:
        from citykg.queries import run

        asked = asked_query(query)
        answer = run(asked, folder, parameters(param or []), base=base_under(folder))
        chosen = named(facts_of(folder), answer)
        if not chosen.things:
            what = "the file speaks" if is_file(folder) else "plans speak"
            raise UsageError(
                f"{query} names nothing that {what} of: there is nothing to draw. A page shows"
                " what stands in the rows as an IRI."
            )
        write_facts(chosen, output, title=title or asked.summary or None, texts=texts_of(folder))
    else:
        write_page(folder, output, title=title)
    talk(f"The page: {output}")


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
    talk(f"Written: {output}")
