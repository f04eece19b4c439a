"""The verb about the ontology itself: ontology."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from citykg.cli.app import app, put
from citykg.errors import UsageError

_FORMATS = "turtle, ntriples, jsonld, rdfxml, html or context."


@app.command(epilog="Example: citykg ontology --format html -o ontology.html")
def ontology(
    part: Annotated[
        str,
        typer.Argument(
            metavar="[PART]",
            help="core, alignments, shapes, dataset-shapes, a concept scheme such as topics, "
            "indicators, or all: core with its schemes.",
        ),
    ] = "core",
    to_format: Annotated[str, typer.Option("--format", metavar="FORMAT", help=_FORMATS)] = "turtle",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="Instead of standard output."),
    ] = None,
) -> None:
    """Print the ontology: in RDF, as a page for people, or as a context for JSON-LD."""
    put(_written(part, to_format), output)


def _written(part: str, to_format: str) -> bytes:
    from citykg.reference import FORMATS, context, page, written

    if to_format in FORMATS:
        return written(part, to_format)
    if part != "core":
        raise UsageError(
            f"The page and the context are those of the whole ontology: leave out {part!r}."
        )
    if to_format == "html":
        return page().encode()
    if to_format == "context":
        import msgspec

        return msgspec.json.format(msgspec.json.encode(context()), indent=2) + b"\n"
    raise UsageError(f"There is no format {to_format!r}; there are {_FORMATS}")
