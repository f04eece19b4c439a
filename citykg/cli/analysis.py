"""The verb about what follows from a graph: analyse."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from citykg.cli.app import DEFAULT_FOLDER, Folder, app, base_under, talk
from citykg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from citykg.analysis.result import Cell, Table

_FORMATS: Final = ("table", "json", "csv", "md")
_JOIN: Final = "; "


@app.command(epilog="Example: citykg analyse citykg-graph --of partners --city city/gb/manchester")
def analyse(
    folder: Folder = DEFAULT_FOLDER,
    of: Annotated[
        str | None,
        typer.Option(
            metavar="WHAT",
            help="degree, centrality, communities, similar, partners or co-occurrence; all of"
            " them if it is left out, but partners only for a city.",
        ),
    ] = None,
    city: Annotated[
        str | None,
        typer.Option(
            metavar="CITY",
            help="A city or region alone: a short name (city/gb/manchester), an IRI or a label.",
        ),
    ] = None,
    k: Annotated[int, typer.Option("-k", metavar="N", help="How many rows at most.")] = 10,
    to_format: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json, csv or md.")
    ] = "table",
) -> None:
    """Count who cooperates with whom on what; suggest partners, each with its reasons.

    What follows from the plans is only suggested: it is written nowhere into the graph.
    """
    from citykg.analysis.analysing import ANALYSES, analyse_all

    if to_format not in _FORMATS:
        raise UsageError(f"There is no format {to_format!a}: choose one of {', '.join(_FORMATS)}.")
    if of is None and to_format == "csv":
        raise UsageError(f"CSV holds one table: choose it with --of ({', '.join(ANALYSES)}).")
    wanted = [of] if of else [name for name in ANALYSES if city or name != "partners"]
    tables = analyse_all(folder, wanted, city=city, k=k)
    if to_format == "json":
        _write_json(tables)
        return
    base = base_under(folder)
    for number, table in enumerate(tables):
        if of is None:
            typer.echo(("\n" if number else "") + f"{'## ' * (to_format == 'md')}{table.name}\n")
        if to_format == "csv":
            _write_csv(table)
        else:
            _write_text(table, to_format, base)
        sys.stdout.flush()
        for note in table.notes:
            talk(note)
    if of is None and city is None:
        talk("Partners are suggested for a city: citykg analyse --of partners --city CITY")


def _write_json(tables: Sequence[Table]) -> None:
    found = [
        {"analysis": table.name, "notes": table.notes, "rows": table.records()} for table in tables
    ]
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _write_csv(table: Table) -> None:
    # As the answers of queries: RFC 4180, the same bytes on every system.
    writer = csv.writer(sys.stdout, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_safe(cell) for cell in row])


def _safe(cell: Cell) -> str:
    from citykg.graph.export import spreadsheet_cell

    return _words(cell) if _is_number(cell) else spreadsheet_cell(_words(cell))


def _write_text(table: Table, to_format: str, base: str) -> None:
    from citykg.queries import Rows, write_answer

    rows = tuple(tuple(_term(cell, base) for cell in row) for row in table.rows)
    write_answer(Rows(table.columns, rows), to_format, sys.stdout, base=base)


def _term(cell: Cell, base: str) -> Any:
    """The cell as the tables of queries show it: IRIs short, numbers to the right."""
    import pyoxigraph as ox

    from citykg.analysis.result import Iri
    from citykg.ontology.terms import Xsd
    from citykg.queries.shorten import short_iri

    if isinstance(cell, Iri):
        return ox.NamedNode(cell)
    if _is_number(cell):
        return ox.Literal(_words(cell), datatype=ox.NamedNode(Xsd.decimal))
    if isinstance(cell, tuple):
        cell = tuple(short_iri(one, base) if isinstance(one, Iri) else one for one in cell)
    return ox.Literal(_words(cell))


def _words(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return _JOIN.join(cell)
    # Never as 1e-05.
    return f"{cell:.6f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float)
