"""The graph as Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from plan_examples import EXAMPLE, PLAN
from rdflib.compare import isomorphic

from citykg.graph.names import Names
from citykg.graph.quads import plan_blocks
from citykg.graph.turtle import write_turtle
from citykg.ontology.terms import ID_BASE, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, base: str = ID_BASE) -> tuple[str, str]:
    """The example as Turtle, and as the N-Quads that it was made of."""
    blocks = plan_blocks(PLAN, Names.of([PLAN], base), EXAMPLE.line_of)
    sections = {}
    for title, part in zip(("Facts", "the claims", "the passages"), blocks, strict=True):
        path = folder / f"{len(sections)}.nq"
        lines = sorted("".join(part).encode().splitlines(keepends=True))
        path.write_bytes(b"".join(lines))
        sections[title] = path
    write_turtle(folder / "graph.ttl", sections, base)
    nquads = "".join(line for part in blocks for line in part)
    return (folder / "graph.ttl").read_text(encoding="utf-8"), nquads


def test_turtle_holds_the_same_triples(tmp_path: Path) -> None:
    """The Turtle holds the triples of the N-Quads for rdflib too, under any base."""
    for base in (ID_BASE, "https://example.org/kg/"):
        turtle, nquads = write(tmp_path, base)
        union = "".join(line.rsplit(" ", 2)[0] + " .\n" for line in nquads.split("\n")[:-1])
        expected = rdflib.Graph().parse(data=union, format="nt")
        assert isomorphic(rdflib.Graph().parse(data=turtle, format="turtle"), expected)


def test_the_head_is_in_order(tmp_path: Path) -> None:
    """The prefixes are sorted and whole addresses, after a line that names the sections."""
    turtle, _ = write(tmp_path)
    lines = turtle.split("\n")
    assert lines[0] == "# Facts, then the claims, then the passages."
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == [f"@prefix {name}: <{PREFIXES[name]}> ." for name in sorted(PREFIXES)]


def test_a_subject_is_written_once_in_a_section_type_first(tmp_path: Path) -> None:
    """Triples are grouped by subject, and a subject begins with what it is."""
    turtle, _ = write(tmp_path)
    subjects = [line.split(" ")[0] for line in turtle.split("\n") if line.startswith("<")]
    assert len(subjects) == len(set(subjects))
    starts = [line.split(" ")[1] for line in turtle.split("\n") if line.startswith("<")]
    assert set(starts) <= {"a", "rdfs:label"}
