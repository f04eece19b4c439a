"""Two small plans of four cities, their graph, and its file of links as a person handles it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox

from citykg.links import read_mappings
from citykg.ontology.terms import GRAPH_LINKS, ID_BASE

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.links import Mapping

SURE = """Twin Cooperation Summary

City:\tLeeds\tGirona
Country:\tUnited Kingdom\tSpain
Population:\t793,000\t103,369
Period of cooperation\tMay 2018 - June 2020

Cooperation Themes:\t• Housing • Clean harbours
Related SDGs and Urban Agenda topics:\tSDGs: 11, 13 Urban Agenda: Air quality
Expected results and benefits:\tA joint report will be published.
"""
OPEN = """Twin Cooperation Summary

City:\tSpringfield\tOndeville
Country:\tUnited States\tPortugal
Period of cooperation\tMay 2018 - June 2020

Cooperation Themes:\t• Housing policy for families
Related SDGs and Urban Agenda topics:\tSDGs: 11
"""

LEEDS = ID_BASE + "city/gb/leeds"
GIRONA = ID_BASE + "city/es/girona"
SPRINGFIELD = ID_BASE + "city/us/springfield"
PLACES = "https://sws.geonames.org/"
LEEDS_THERE = PLACES + "2644688/"
BRADFORD_THERE = PLACES + "2654993/"
ILLINOIS = PLACES + "4250542/"
MISSOURI = PLACES + "4409896/"


def write_plans(folder: Path) -> Path:
    """A folder with the two plans: all is sure in one, not so in the other."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sure.txt").write_text(SURE, encoding="utf-8")
    (folder / "open.txt").write_text(OPEN, encoding="utf-8")
    return folder


def table(graph: Path) -> list[list[str]]:
    """The rows of a folder's file of links, its head the first."""
    lines = (graph / "links.sssom.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def edit(graph: Path, subject: str, target: str, **cells: str) -> None:
    """Change cells of one row, as a person does in an editor; with none the row is taken out."""
    path = graph / "links.sssom.tsv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    columns = next(line for line in lines if not line.startswith("#")).rstrip("\n").split("\t")
    for place, line in enumerate(lines):
        row = line.rstrip("\n").split("\t")
        if row[0] == subject and row[columns.index("object_id")] == target:
            for name, value in cells.items():
                row[columns.index(name)] = value
            lines[place] = "\t".join(row) + "\n" if cells else ""
            # In place: the link of the folder stays a link.
            path.write_text("".join(lines), encoding="utf-8")
            return
    raise AssertionError(f"no row of {subject} and {target}")


def add(graph: Path, *rows: str) -> None:
    """Write rows below the others, each as `subject predicate object` and more cells by name."""
    path = graph / "links.sssom.tsv"
    columns = table(graph)[0]
    with path.open("a", encoding="utf-8") as file:
        for row in rows:
            cells = dict(zip(("subject_id", "predicate_id", "object_id"), row.split(), strict=True))
            cells["mapping_justification"] = "semapv:ManualMappingCuration"
            file.write("\t".join(cells.get(name, "") for name in columns) + "\n")


def decisions_file(path: Path, *rows: str) -> Path:
    """A file of decisions of one's own, each row `subject predicate object [Not]`."""
    lines = ["subject_id\tpredicate_id\tobject_id\tpredicate_modifier\tmapping_justification\n"]
    for row in rows:
        subject, predicate, target, *modifier = row.split()
        cells = (subject, predicate, target, *(modifier or [""]), "semapv:ManualMappingCuration")
        lines.append("\t".join(cells) + "\n")
    path.write_text("".join(lines), encoding="utf-8")
    return path


def mappings_of(graph: Path, subject: str) -> list[Mapping]:
    """What the file of links says of a thing."""
    return [m for m in read_mappings(graph / "links.sssom.tsv") if m.subject_id == subject]


def triples(graph: Path, subject: str | None = None) -> set[tuple[str, str, str]]:
    """The triples of the graph of links, all or those of one subject."""
    with (graph / "graph.nq").open("rb") as file:
        return {
            (quad.subject.value, quad.predicate.value, quad.object.value)
            for quad in ox.parse(file, ox.RdfFormat.N_QUADS)
            if quad.graph_name.value == GRAPH_LINKS and subject in {None, quad.subject.value}
        }


def contents(graph: Path) -> dict[str, bytes]:
    """The bytes of all that a version says, but for its store and for what its build took."""
    found = {
        path.relative_to(graph).as_posix(): path.read_bytes()
        for path in sorted(graph.rglob("*"))
        if path.is_file() and "store" not in path.relative_to(graph).parts
    }
    report = json.loads(found["report.json"])
    del report["run"]
    return {**found, "report.json": json.dumps(report).encode()}


PROGRAM = """
import sys, time
from pathlib import Path
from citykg.build import relink
from citykg.links import Mapping

def progress(stage, done, total):
    if stage == sys.argv[2]:
        print("at", stage, flush=True)
        time.sleep(30)

decided = Mapping(
    subject_id=sys.argv[3], predicate_id="http://www.w3.org/2004/02/skos/core#exactMatch",
    object_id=sys.argv[4])
relink(Path(sys.argv[1]), decided=[decided], progress=progress)
"""


def start_relink(graph: Path, stop: str, subject: str, target: str) -> subprocess.Popen[str]:
    """A graph linked again in another process, which stands still when it comes to a stage."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(graph), stop, subject, target],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
