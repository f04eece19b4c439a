"""Writes an answer as a table for people, or as one of the W3C's result formats.

JSON: https://www.w3.org/TR/sparql11-results-json/  CSV and TSV:
https://www.w3.org/TR/sparql11-results-csv-tsv/ .  Tables and Markdown shorten IRIs and are for
reading; the other formats give every term in full.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, Final

from citykg.errors import UsageError
from citykg.ontology.terms import ID_BASE, PREFIXES, Xsd
from citykg.queries.answer import Rows, Triples, Truth
from citykg.queries.shorten import printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TextIO

    from _typeshed import SupportsWrite
    from pyoxigraph import Triple

    from citykg.queries.answer import Answer, Term

FORMATS: Final = ("table", "json", "csv", "tsv", "md", "turtle", "jsonld")

_STRING: Final = Xsd.NS + "string"
_TRIPLE: Final = ("subject", "predicate", "object")


def write_answer(answer: Answer, fmt: str, out: TextIO, *, base: str = ID_BASE) -> None:
    """Write an answer in one of `FORMATS`; IRIs under `base` are short in a table.

    Raises UsageError where the format is unknown or cannot hold the answer.
    """
    if fmt not in FORMATS:
        raise UsageError(f"There is no format {fmt!a}: choose one of {', '.join(FORMATS)}.")
    if fmt in {"turtle", "jsonld"}:
        _write_graph(answer, fmt, out)
    elif fmt == "json":
        _write_json(answer, out)
    elif isinstance(answer, Truth):
        out.write("true\n" if answer.value else "false\n")
    else:
        rows = answer if isinstance(answer, Rows) else _as_rows(answer)
        if fmt == "csv":
            write_csv(rows.columns, rows.rows, out)
        elif fmt == "tsv":
            _write_tsv(rows, out)
        elif fmt == "md":
            _write_markdown(rows, out, base)
        else:
            _write_table(rows, out, base)


def _as_rows(answer: Triples) -> Rows:
    return Rows(_TRIPLE, tuple(tuple(triple) for triple in answer.triples))


def _write_json(answer: Answer, out: TextIO) -> None:
    if isinstance(answer, Triples):
        raise UsageError(
            "The query answers with triples, which --format turtle and jsonld write, not json."
        )
    if isinstance(answer, Truth):
        out.write(json.dumps({"head": {}, "boolean": answer.value}) + "\n")
        return
    head = json.dumps({"vars": list(answer.columns)}, ensure_ascii=False)
    out.write(f'{{"head": {head}, "results": {{"bindings": [')
    encode = json.JSONEncoder(ensure_ascii=False).encode
    separator = "\n"
    for row in answer.rows:
        bound = zip(answer.columns, row, strict=True)
        out.write(separator)
        out.write(encode({name: _json_term(term) for name, term in bound if term is not None}))
        separator = ",\n"
    out.write("\n]}}\n" if answer.rows else "]}}\n")


def _json_term(term: Term) -> dict[str, Any]:
    from pyoxigraph import BlankNode, Literal, NamedNode

    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        if term.datatype.value == _STRING:
            return {"type": "literal", "value": term.value}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    parts = zip(_TRIPLE, term, strict=True)
    return {"type": "triple", "value": {name: _json_term(part) for name, part in parts}}


def write_csv(
    columns: Iterable[str], rows: Iterable[tuple[Term | None, ...]], out: SupportsWrite[str]
) -> None:
    """Write rows as CSV."""
    # RFC 4180 line ends, as the W3C asks; the bytes are the same on every system.
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        if len(row) == 1 and row[0] is None:
            out.write("\r\n")  # csv would write "", which is an empty literal
        else:
            writer.writerow([_plain(term) for term in row])


def _plain(term: Term | None) -> str:
    from pyoxigraph import Literal, NamedNode

    if term is None:
        return ""
    return term.value if isinstance(term, Literal | NamedNode) else str(term)


def _write_tsv(rows: Rows, out: TextIO) -> None:
    out.write("\t".join(f"?{name}" for name in rows.columns) + "\n")
    for row in rows.rows:
        cells = ("" if term is None else str(term).replace("\t", "\\t") for term in row)
        out.write("\t".join(cells) + "\n")


def _write_markdown(rows: Rows, out: TextIO, base: str) -> None:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cells) + " |\n"

    out.write(line(list(rows.columns)))
    out.write(line(["---"] * len(rows.columns)))
    out.writelines(line([_markdown(shown(term, base)) for term in row]) for row in rows.rows)


def _markdown(text: str) -> str:
    for character in "\\`*_[]<>|#":
        text = text.replace(character, f"\\{character}")
    return text.replace("&", "&amp;")


def _write_graph(answer: Answer, fmt: str, out: TextIO) -> None:
    if not isinstance(answer, Triples):
        name = "Turtle" if fmt == "turtle" else "JSON-LD"
        raise UsageError(
            f"{name} holds triples, which only CONSTRUCT and DESCRIBE give:"
            " use table, json, csv, tsv or md."
        )
    if fmt == "turtle":
        out.write(to_turtle(answer.triples, PREFIXES))
        return
    from pyoxigraph import RdfFormat, serialize

    data = serialize(answer.triples, format=RdfFormat.JSON_LD)
    out.write((data or b"[]").decode() + "\n")


def to_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """The triples as Turtle, in their order, with those of the prefixes that they use."""
    from pyoxigraph import RdfFormat, serialize

    data = serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(prefixes))
    return _tidy(data.decode() if data else "")


def _tidy(turtle: str) -> str:
    """The Turtle with only the prefixes it uses, sorted: Oxigraph writes all, in any order."""
    lines = turtle.split("\n")
    body = "\n".join(line for line in lines if not line.startswith("@prefix "))
    heads = [line for line in lines if line.startswith("@prefix ")]
    used = [line for line in heads if line.split(" ")[1] in body]
    return "\n".join([*sorted(used), *([""] if used else []), body])


def _write_table(rows: Rows, out: TextIO, base: str) -> None:
    cells = [[shown(term, base) for term in row] for row in rows.rows]
    if out.isatty():
        _write_rich(rows, cells, out)
    else:
        _write_plain(rows, cells, out)


def _write_rich(rows: Rows, cells: list[list[str]], out: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for number, name in enumerate(rows.columns):
        right = _is_numeric(rows, number)
        table.add_column(
            Text(printable(name)), overflow="fold", justify="right" if right else "left"
        )
    for row in cells:
        # Text, not str: a square bracket in a plan is no mark-up.
        table.add_row(*(Text(cell) for cell in row))
    Console(file=out, highlight=False).print(table)


def _write_plain(rows: Rows, cells: list[list[str]], out: TextIO) -> None:
    """Write aligned columns, nothing wrapped or cut: a pipe has no width."""
    from rich.cells import cell_len

    lines = [list(rows.columns), *cells]
    widths = [max(cell_len(line[n]) for line in lines) for n in range(len(rows.columns))]
    right = [_is_numeric(rows, number) for number in range(len(rows.columns))]
    for line in lines:
        padded = []
        for number, cell in enumerate(line):
            gap = " " * (widths[number] - cell_len(cell))
            padded.append(gap + cell if right[number] else cell + gap)
        out.write("  ".join(padded).rstrip() + "\n")


def _is_numeric(rows: Rows, column: int) -> bool:
    from pyoxigraph import Literal

    numbers = {Xsd.integer, Xsd.decimal}
    bound = [row[column] for row in rows.rows if row[column] is not None]
    return bool(bound) and all(
        isinstance(term, Literal) and term.datatype.value in numbers for term in bound
    )
