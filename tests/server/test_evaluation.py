"""The endpoint answers every part of SPARQL 1.1 Query as rdflib does over the same data.

`evaluation/queries.txt` has the queries, each below its name; `evaluation/data.trig` has the data.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from clients import DIRECT, JSON, say
from query_graphs import write_folder
from rdflib import Dataset, Graph, URIRef
from rdflib.query import Result
from servers import serving

from citykg.ontology.terms import Xsd

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rdflib.term import Node
    from servers import Served

FOLDER = Path(__file__).parent / "evaluation"
PROLOGUE, *BLOCKS = (FOLDER / "queries.txt").read_text("utf-8").split("\n## ")
QUERIES = dict(block.split("\n", 1) for block in BLOCKS)
N_TRIPLES = "application/n-triples"
EX = "http://example.org/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the data."""
    folder = tmp_path_factory.mktemp("evaluation") / "graph"
    with serving(write_folder(folder, FOLDER / "data.trig"), "--quiet") as one:
        yield one


@pytest.fixture(scope="module")
def data() -> Dataset:
    """The data as the server has it: its default graph holds what is in any named one."""
    return dataset(default=("north", "south", "other"), named=("north", "south", "other"))


def dataset(default: Iterable[str], named: Iterable[str]) -> Dataset:
    """These graphs of the data, in the default graph and by name."""
    source, target = Dataset(), Dataset()
    source.parse(FOLDER / "data.trig")
    for name in default:
        target.default_graph.__iadd__(source.graph(URIRef(EX + name)))
    for name in named:
        target.graph(URIRef(EX + name)).__iadd__(source.graph(URIRef(EX + name)))
    return target


def told(server: Served, query: str) -> Result:
    """What the endpoint answers."""
    headers = {"Content-Type": DIRECT, "Accept": f"{JSON}, {N_TRIPLES}"}
    answer = say(server, "POST", "/sparql", headers, query.encode())
    assert answer.status == 200, answer.body
    if answer.kind == JSON:
        return Result.parse(format="json", source=BytesIO(answer.body))
    result = Result("CONSTRUCT")
    result.graph = Graph().parse(data=answer.body, format="nt")
    return result


Term = tuple[object, ...]


def plain(term: Node | None) -> Term:
    """A term so that those of one meaning are equal: `1.50` and `1.5` are one decimal."""
    if not isinstance(term, rdflib.Literal):
        return (type(term).__name__, str(term))
    datatype = str(term.datatype or ("" if term.language else f"{Xsd.NS}string"))
    value: object = str(term)
    if datatype.removeprefix(Xsd.NS) in {"integer", "decimal", "double", "float"}:
        value = Decimal(str(term)).normalize()
    return (value, datatype, term.language and term.language.lower())


def contents(result: Result) -> list[object]:
    """The rows of an answer, its triples, or its truth."""
    if result.type == "ASK":
        return [result.askAnswer]
    if result.type in {"CONSTRUCT", "DESCRIBE"}:
        assert result.graph is not None
        return [tuple(map(plain, triple)) for triple in result.graph]
    names = sorted(result.vars or ())
    # To go through a result itself leaves out the rows of which no cell is bound.
    return [tuple((str(name), plain(row.get(name))) for name in names) for row in result.bindings]


@pytest.mark.parametrize("name", QUERIES)
def test_answers_are_those_of_another_engine(server: Served, data: Dataset, name: str) -> None:
    """Both engines give the same terms, as often, and in one order where the query says which."""
    query = f"{PROLOGUE}\n{QUERIES[name]}"
    ours, theirs = contents(told(server, query)), contents(data.query(query))
    if name.startswith(("order", "limit")):
        assert ours == theirs
    else:
        assert Counter(ours) == Counter(theirs)


@pytest.mark.parametrize(
    ("clause", "default", "named"),
    [
        ("FROM :north", ["north"], []),
        ("FROM :north FROM :south", ["north", "south"], []),
        ("FROM NAMED :north", [], ["north"]),
        ("FROM :other FROM NAMED :north FROM NAMED :south", ["other"], ["north", "south"]),
        ("FROM :nowhere", [], []),
    ],
)
@pytest.mark.parametrize(
    "pattern", ["?x ?y ?z", "GRAPH ?g { ?x ?y ?z }", "?x :seenBy ?y GRAPH ?g { ?x :size ?z }"]
)
def test_the_dataset_of_a_query_is_all_that_it_asks(
    server: Served, clause: str, default: list[str], named: list[str], pattern: str
) -> None:
    """FROM and FROM NAMED leave of the data what they name, and nothing else."""
    ours = told(server, f"{PROLOGUE}\nSELECT * {clause} {{ {pattern} }}")
    theirs = dataset(default, named).query(f"{PROLOGUE}\nSELECT * {{ {pattern} }}")
    assert Counter(contents(ours)) == Counter(contents(theirs))


def test_a_literal_is_the_subject_of_nothing(server: Served) -> None:
    """CONSTRUCT leaves out what would be no triple."""
    assert (
        contents(told(server, f"{PROLOGUE}\nCONSTRUCT {{ ?code :of ?x }} {{ ?x :code ?code }}"))
        == []
    )
