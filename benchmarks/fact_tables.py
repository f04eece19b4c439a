"""The facts of a built graph as CSV tables, with the mappings that make triples of them again.

What RML engines and OTTR libraries start from: a table for each property and kind of value, its
cells IRIs and values that are ready to be written.  Nothing has to be read, understood or named,
and there is no evidence: only what plans declare.  Beside the tables stand `mapping.rml.ttl` for
Morph-KGC, `templates.stottr` for maplib, and `tables.json`, which lists them.

    python benchmarks/fact_tables.py GRAPH_FOLDER TABLES_FOLDER
"""

from __future__ import annotations

import csv
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox
    from clock import Clock

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_PLANS: Final = b" <https://w3id.org/citykg/id/plan/"
_EVIDENCE_END: Final = b"/evidence> .\n"
_CHUNK: Final = 1 << 22
# Morph-KGC has columns of its own that are called subject and object.
HEAD: Final = ("thing", "value", "plan")
RML_HEAD: Final = """\
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
OTTR_HEAD: Final = """\
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""


class Table(NamedTuple):
    """A table of one property whose values are all of one kind."""

    name: str
    predicate: str
    datatype: str
    """Empty where the values are IRIs or have a language."""
    language: str
    is_link: bool
    rows: int = 0

    def rml(self, folder: Path) -> str:
        """The triples map of the table, a quad for each row in the graph of its plan."""
        if self.is_link:
            kind = "; rr:termType rr:IRI"
        elif self.language:
            kind = f'; rr:language "{self.language}"'
        else:
            kind = "" if self.datatype == f"{XSD}string" else f"; rr:datatype <{self.datatype}>"
        return (
            f'\n<#{self.name}> rml:logicalSource [ rml:source "{folder / self.name}.csv" ;'
            " rml:referenceFormulation ql:CSV ] ;\n"
            '  rr:subjectMap [ rml:reference "thing" ; rr:graphMap [ rml:reference "plan" ] ] ;\n'
            f"  rr:predicateObjectMap [ rr:predicate <{self.predicate}> ;"
            f' rr:objectMap [ rml:reference "value" {kind} ] ] .\n'
        )

    def ottr(self) -> str:
        """The template of the table, a triple for each row."""
        kind = "rdf:langString" if self.language else f"<{self.datatype}>"
        kind = "ottr:IRI" if self.is_link else kind
        return (
            f"\n<{self.template}> [ottr:IRI ?thing, {kind} ?value] ::"
            f" {{ ottr:Triple(?thing, <{self.predicate}>, ?value) }} .\n"
        )

    @property
    def template(self) -> str:
        """The name of its template."""
        return f"http://templates.example/{self.name}"


def write_tables(graph: Path, folder: Path) -> list[Table]:
    """The tables of a graph.nq, written into a folder with their mappings."""
    folder.mkdir(parents=True)
    found: dict[Table, tuple[Any, list[int]]] = {}
    with ExitStack() as stack:
        for quad in _facts(graph):
            table = _table_of(quad)
            if table not in found:
                path = folder / f"{table.name}.csv"
                file = stack.enter_context(path.open("x", encoding="utf-8", newline=""))
                writer = csv.writer(file)
                writer.writerow(HEAD)
                found[table] = writer, [0]
            writer, count = found[table]
            writer.writerow((quad.subject.value, quad.object.value, quad.graph_name.value))  # type: ignore[union-attr]
            count[0] += 1
    tables = [table._replace(rows=found[table][1][0]) for table in sorted(found)]
    for name, text in (
        ("mapping.rml.ttl", RML_HEAD + "".join(table.rml(folder) for table in tables)),
        ("templates.stottr", OTTR_HEAD + "".join(table.ottr() for table in tables)),
        ("tables.json", json.dumps([table._asdict() for table in tables], indent=1)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return tables


def tables(clock: Clock, folder: str, tables: str) -> dict[str, Any]:
    """The tables of a graph folder, for `tasks.py`."""
    with clock.phase("tables"):
        found = write_tables(Path(folder) / "graph.nq", Path(tables))
    return {"rows": sum(table.rows for table in found)}


def read_tables(folder: Path) -> list[Table]:
    """The tables of a folder that `write_tables` wrote."""
    return [Table(**each) for each in json.loads((folder / "tables.json").read_text("utf-8"))]


def _facts(graph: Path) -> Iterator[ox.Quad]:
    """Yield the quads that plans declare: those in the graph of a plan."""
    import pyoxigraph as ox

    with graph.open("rb") as file:
        while lines := file.readlines(_CHUNK):
            declared = b"".join(_declared(lines))
            yield from ox.parse(declared, format=ox.RdfFormat.N_QUADS)


def _declared(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        if not line.endswith(_EVIDENCE_END) and _PLANS in line[line.rfind(b" <") :]:
            yield line


def _table_of(quad: ox.Quad) -> Table:
    predicate, value = quad.predicate.value, quad.object
    name = predicate.replace("#", "/").rpartition("/")[2]
    datatype = getattr(getattr(value, "datatype", None), "value", "")
    language = getattr(value, "language", None) or ""
    # Properties of two vocabularies have one local name: the host's last part tells them apart.
    name = f"{predicate.split('/')[2].split('.')[-2]}-{name}"
    if language:
        return Table(f"{name}-{language}", predicate, "", language, is_link=False)
    if datatype:
        kind = datatype.replace("#", "/").rpartition("/")[2]
        return Table(f"{name}-{kind}", predicate, datatype, "", is_link=False)
    return Table(name, predicate, "", "", is_link=True)


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]) / "graph.nq", Path(sys.argv[2]).resolve())
