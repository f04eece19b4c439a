"""Questions that the graph must answer: each is a folder of tests/competency.

`question.md` asks it in words, says in a paragraph that begins with `Not in the answer` what looks
like an answer and is none, and names the saved query and its parameters in a line that begins with
`citykg query`, or `question.rq` asks it in SPARQL.  The graph is `data.ttl` or `data.trig` in the
folder, or the file beside the folders that a line `Asked of` names, or the two plans beside them.
`expected.csv` is the answer, row by row.
"""

from __future__ import annotations

import io
import re
import shlex
from contextlib import ExitStack
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from query_graphs import COMPETENCY, ENGINES, TWO_PLANS, served, write_folder

from citykg.ontology.files import ontology_files
from citykg.ontology.terms import Ckg, Owl, Rdf
from citykg.queries import (
    Rows,
    Triples,
    open_engine,
    read_query,
    run,
    saved_names,
    saved_query,
    write_answer,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citykg.queries import SavedQuery
    from citykg.queries.engine import Engine

QUESTIONS = sorted(path.name for path in COMPETENCY.iterdir() if path.is_dir())
LEAST = 100
"""How many questions there are at least."""

NO_QUESTION: dict[str, str] = {
    "http://purl.org/dc/terms/title": "of an ontology or scheme and of the heading of a document,"
    " which all summaries of a programme share: nobody asks for it",
    "http://purl.org/dc/terms/description": "the sentence that a label is taken from; the evidence"
    " gives the words in their place",
    "http://www.w3.org/ns/prov#Entity": "the class above claims, passages and suggestions: asked"
    " for by no query, there for those who read PROV-O",
    "http://www.w3.org/2004/02/skos/core#Concept": "every question asks for the kind of concept",
    "http://www.w3.org/2004/02/skos/core#hiddenLabel": "what loaders recognise, never shown",
    "http://www.w3.org/2004/02/skos/core#definition": "words for people who read the ontology",
    "http://www.w3.org/2004/02/skos/core#example": "words for people who read the ontology",
    "http://www.w3.org/2004/02/skos/core#historyNote": "words for people who read the ontology",
    "http://www.w3.org/2004/02/skos/core#scopeNote": "words for people who read the ontology",
}
"""The terms of the ontology that no question touches, each with the reason."""

ABOUT_FILES = frozenset(
    "abstract bibliographicCitation contributor created creator issued license modified publisher"
    " rights status domainIncludes preferredNamespacePrefix preferredNamespaceUri".split()
)
"""What describes the ontology's own file and its terms: no fact of any plan."""


def words_of(question: str) -> str:
    """What question.md says."""
    return (COMPETENCY / question / "question.md").read_text(encoding="utf-8")


def expected_of(question: str) -> str:
    """The rows that are expected."""
    return (COMPETENCY / question / "expected.csv").read_text(encoding="utf-8")


def asked(folder: Path) -> tuple[SavedQuery, dict[str, str]]:
    """The query of a question and its parameters."""
    line = re.search(r"citykg query (.+)", words_of(folder.name))
    assert line, "question.md names no query"
    name, *rest = shlex.split(line[1])
    query = read_query(folder / name) if name.endswith(".rq") else saved_query(name)
    params = dict(one.split("=", 1) for one in rest if one != "-p")
    return query, params


def graph_of(question: str) -> Path:
    """The file of the graph that a question is asked of."""
    own = [COMPETENCY / question / name for name in ("data.ttl", "data.trig")]
    named = re.search(r"Asked of `(.+?)`", words_of(question))
    shared = COMPETENCY / named[1] if named else TWO_PLANS
    return next((path for path in own if path.exists()), shared)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, dict[str, Engine]]]:
    """The three engines over each graph, opened when they are needed first."""

    class Opened(dict):  # type: ignore[type-arg]
        def __missing__(self, data: Path) -> dict[str, Engine]:
            built = write_folder(tmp_path_factory.mktemp("graph"), data)
            address = stack.enter_context(served(built))
            self[data] = {
                "folder": open_engine(built),
                "file": open_engine(data),
                "endpoint": open_engine(address),
            }
            return self[data]

    with ExitStack() as stack:
        yield Opened()


def answered(question: str, engine: Engine) -> str:
    """The answer as CSV."""
    query, params = asked(COMPETENCY / question)
    answer = run(query, engine, params)
    assert isinstance(answer, Rows | Triples)
    out = io.StringIO()
    write_answer(answer, "csv", out)
    return out.getvalue().replace("\r\n", "\n")


@pytest.mark.parametrize("where", ENGINES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_has_its_answer_on_every_engine(
    question: str, where: str, opened: dict[Path, dict[str, Engine]]
) -> None:
    """The rows are those of expected.csv, in that order, on each of the three engines."""
    assert answered(question, opened[graph_of(question)][where]) == expected_of(question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_names_what_is_no_answer(question: str) -> None:
    """Its graph holds a fact that looks like an answer and is not among the rows."""
    paragraph = re.search(
        r"^Not in the answer: (.+?)\n\n", words_of(question), re.DOTALL | re.MULTILINE
    )
    assert paragraph, "question.md names nothing that is no answer"
    twin = re.search(r"`(.+?)`", paragraph[1])
    assert twin, "what is no answer stands in backticks, as the graph has it"
    assert any(twin[1] in str(quad) for quad in quads_of(graph_of(question)))
    assert twin[1] not in expected_of(question)


def test_there_are_enough_questions() -> None:
    """As many as the ontology promises, and no two that ask the same."""
    assert len(QUESTIONS) >= LEAST
    assert len({(words_of(question), expected_of(question)) for question in QUESTIONS}) == len(
        QUESTIONS
    )


def test_every_saved_query_has_a_question() -> None:
    """No saved query goes without a competency question that expects at least one row."""
    asked_for = {
        asked(COMPETENCY / question)[0].name
        for question in QUESTIONS
        if expected_of(question).count("\n") > 1
    }
    assert asked_for >= set(saved_names())


# --- what of the ontology the questions touch


@cache
def terms() -> frozenset[str]:
    """The classes and properties that the ontology file declares, but for those about files."""
    kinds = {Owl.NS + kind for kind in ("Class", "ObjectProperty", "DatatypeProperty")}
    kinds.add(Owl.NS + "AnnotationProperty")
    found = {
        quad.subject.value
        for file in ontology_files()
        for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
        and quad.predicate.value == Rdf.type
        and isinstance(quad.object, ox.NamedNode)
        and quad.object.value in kinds
    }
    return frozenset(
        iri
        for iri in found
        if iri.startswith(Ckg.NS) or re.split(r"[/#]", iri)[-1] not in ABOUT_FILES
    )


@cache
def quads_of(data: Path) -> tuple[ox.Quad, ...]:
    """The quads of a graph."""
    kind = ox.RdfFormat.from_extension(data.suffix.removeprefix("."))
    return tuple(ox.parse(path=str(data), format=kind))


def without(data: Path, term: str, target: Path) -> Path:
    """The graph without what is said with a term: its triples, its members, its subclasses."""
    # What a Turtle file says is in no graph; all that a build writes is in one.
    graph = ox.NamedNode("http://example.org/graph")
    left = [
        ox.Quad(
            quad.subject,
            quad.predicate,
            quad.object,
            graph if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name,
        )
        for quad in quads_of(data)
        if term != quad.predicate.value
        and not (isinstance(quad.object, ox.NamedNode) and quad.object.value == term)
    ]
    target.write_bytes(ox.serialize(left, format=ox.RdfFormat.N_QUADS) or b"")
    return target


def test_every_term_of_the_ontology_is_asked_for(tmp_path: Path) -> None:
    """Of each class and property there is a question that has another answer without it.

    `NO_QUESTION` lists the others, and no term that a question does touch.
    """
    touched: set[str] = set()
    written: dict[tuple[Path, str], Path] = {}
    for question in QUESTIONS:
        data = graph_of(question)
        text = asked(COMPETENCY / question)[0].text
        for term in sorted(terms() - touched):
            name = re.split(r"[/#]", term)[-1]
            if not re.search(rf":{re.escape(name)}\b", text) or (
                not any(term in str(quad) for quad in quads_of(data))
            ):
                continue
            key = data, term
            if key not in written:
                target = tmp_path / f"{len(written)}"
                target.mkdir()
                written[key] = write_folder(target, without(data, term, target / "left.nq"))
            if answered(question, open_engine(written[key])) != expected_of(question):
                touched.add(term)
    assert sorted(terms() - touched) == sorted(NO_QUESTION)
