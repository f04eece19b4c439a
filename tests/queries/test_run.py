"""Running a query: one graph, three engines, the same rows, and a sentence for what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from query_graphs import TWO_PLANS, write_folder
from rdflib import Dataset

from citykg.errors import CitykgError, DataError, UsageError
from citykg.queries import Rows, Triples, Truth, catalogue, open_engine, run, saved_query
from citykg.queries.parameters import to_sparql
from citykg.queries.tokens import check_harmless

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.queries.catalogue import SavedQuery
    from citykg.queries.engine import Engine


def examples(query: SavedQuery) -> dict[str, str]:
    """The example value of each parameter."""
    return {one.name: one.example for one in query.parameters}


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_saved_query_gives_the_same_rows_everywhere(
    query: SavedQuery, engines: dict[str, Engine]
) -> None:
    """Called with its examples, a saved query answers with the same rows on all three engines."""
    answers = [run(query, engine, examples(query)) for engine in engines.values()]
    if isinstance(answers[0], Rows):
        assert answers[0].columns == tuple(one.name for one in query.columns)
    assert answers[1:] == [answers[0], answers[0]]


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_saved_query_needs_nothing_from_us(query: SavedQuery) -> None:
    """Plain rdflib and plain Oxigraph give the same rows to the file's own text."""
    # An optional parameter stays as it is.
    text = query.text
    for one in (one for one in query.parameters if one.required):
        text = text.replace(f"?{one.variable}", to_sparql(one.term(one.example)))
    store = ox.Store()
    store.load(path=str(TWO_PLANS))
    by_oxigraph = [
        tuple(None if term is None else term.value for term in row)
        for row in store.query(text, use_default_graph_as_union=True)
    ]
    dataset = Dataset(default_union=True)
    dataset.parse(TWO_PLANS, format="trig")
    by_rdflib = [
        tuple(None if term is None else str(term) for term in row) for row in dataset.query(text)
    ]
    if query.form == "CONSTRUCT":
        # Triples have no order.
        by_oxigraph, by_rdflib = sorted(set(by_oxigraph)), sorted(set(by_rdflib))
    assert len(by_oxigraph) == len(by_rdflib)
    for ours, theirs in zip(by_oxigraph, by_rdflib, strict=True):
        # rdflib keeps 431.50 as it is written.
        assert [one and one.removesuffix("0") for one in ours] == [
            one and one.removesuffix("0") for one in theirs
        ]


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_an_empty_graph_gives_no_rows(query: SavedQuery, tmp_path: Path) -> None:
    """Nothing in, nothing out: no row of empty cells, no error."""
    empty = tmp_path / "empty.nq"
    empty.write_bytes(b"")
    for source in (empty, write_folder(tmp_path / "graph", empty)):
        answer = run(query, source, examples(query))
        assert answer in (Triples(()), Rows(tuple(one.name for one in query.columns), ()))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_loading_changes_no_row(seed: int, tmp_path: Path) -> None:
    """The rows, and the words joined in one cell, are the same in whatever order quads came."""
    import random

    store = ox.Store()
    store.load(path=str(TWO_PLANS))
    lines = sorted(f"{quad} .\n" for quad in store)
    random.Random(seed).shuffle(lines)  # noqa: S311  # an order, not a secret
    shuffled = tmp_path / "shuffled.nq"
    shuffled.write_text("".join(lines), encoding="utf-8")
    engines = [open_engine(write_folder(tmp_path / "graph", shuffled)), open_engine(shuffled)]
    for query in catalogue():
        first = run(query, TWO_PLANS, examples(query))
        assert [run(query, engine, examples(query)) for engine in engines] == [first, first]


def test_the_base_of_the_graph_is_the_base_of_short_names(tmp_path: Path) -> None:
    """`city/gb/york` means the city of the graph at hand, whatever its base."""
    data = tmp_path / "york.ttl"
    data.write_text(
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "<https://other.example/id/city/gb/york> rdfs:label 'York' .",
        encoding="utf-8",
    )
    text = "SELECT ?n { ?_c_iri rdfs:label ?n }"
    answer = run(text, data, {"c": "city/gb/york"}, base="https://other.example/id/")
    assert answer == Rows(("n",), ((ox.Literal("York"),),))


def test_known_prefixes_need_no_declaration(engine: Engine) -> None:
    """An ad-hoc query may use every prefix of the project, and ASK answers with a truth."""
    assert run("ASK { ?city a ckg:City ; ckg:hasGoal sdg:11 }", engine) == Truth(value=True)


def test_numbers_are_written_in_one_way(engine: Engine) -> None:
    """However a number is written in the data, it is the same term on every engine."""
    answer = run("SELECT ?a { ?_c_iri ckg:areaKm2 ?a }", engine, {"c": "city/ca/montreal"})
    assert isinstance(answer, Rows)
    assert [row[0] and row[0].value for row in answer.rows] == ["431.5"]


def test_triples_are_the_same_everywhere(engines: dict[str, Engine]) -> None:
    """CONSTRUCT and DESCRIBE give each triple once; a description has no reifications."""
    for text in (
        "DESCRIBE <https://w3id.org/citykg/id/city/gb/manchester>",
        "CONSTRUCT { ?c rdfs:label ?n } WHERE { ?c a ckg:City ; rdfs:label ?n }",
    ):
        answers = [run(text, engine) for engine in engines.values()]
        assert isinstance(answers[0], Triples)
        assert answers[0].triples
        assert answers[1:] == [answers[0], answers[0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?x\nWHERE { ?x ckg:hasGoal }", "query:2:24: "),
        ("SELECT ?x WHERE { ?x ckg:hasGoal }", "query:1:34: "),
        ("SELECT ?x\nWHERE { ?x ckgg:hasGoal ?y }", "line 2, column 12: the prefix ckgg:"),
        ("SELECT ?x\nWHERE { ?x nope:hasGoal ?y }", "the prefix nope: is not declared"),
        ("SELECT ?x ?y { ?x ?y ?z } GROUP BY ?x", "query:1:"),
        ("", "query"),
        ("WELECT *", "query:1:"),
    ],
)
def test_a_mistake_is_shown_where_the_user_made_it(text: str, words: str, engine: Engine) -> None:
    """Line and column are those of the query as it was written, on every engine."""
    with pytest.raises(UsageError) as caught:
        run(text, engine)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_position_behind_a_parameter_is_still_right(engine: Engine) -> None:
    """What we put into a line does not move the column of a mistake in it."""
    text = "SELECT ?x WHERE { ?_c_iri ckg:hasGoal ?x } LIMIT x"
    with pytest.raises(UsageError, match=f"query:1:{len(text)}: "):
        run(text, engine, {"c": "sdg:1"})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE # <x>\n <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '#'SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { FILTER EXISTS { SERVICE ?x { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { SERVICE ?x { ?s ?p ?o } } } }",
        "SELECT * { SERV\\u0049CE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p '\\u0027 SERVICE <http://127.0.0.1:9/> {} #' }",
        "LOAD <http://127.0.0.1:9/>",
        "PREFIX a: <b:> INSERT DATA { a:a a:a a:a }",
        "delete where { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP ALL",
        "ASK " + "{" * 101 + "}" * 101,
        "ASK { FILTER(" + "!" * 300 + "true) }",
        "ASK { ?s ?p (" + "1 " * 60 + ") }",
        "ASK { ?s ?p ?o" + ";?p ?o" * 300 + " }",
        "ASK { ?s ?p ?o } #" + "x" * 17_000,
    ],
)
def test_a_query_reads_one_graph_within_limits(text: str, engine: Engine) -> None:
    """What reaches out, writes, or would exhaust an engine is refused before an engine sees it."""
    with pytest.raises(UsageError) as caught:
        run(text, engine)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s rdfs:label 'SERVICE <http://x/> {}' }",
        'SELECT * { ?s rdfs:label """LOAD "SERVICE" """ }',
        "SELECT * { ?s ?service ?o } # SERVICE <x> {}",
        "SELECT * { ?s <http://x/SERVICE> ?o ; ckg:customerService ?p ; ckg:service ?q }",
        "SELECT ?load { ?s ?load ?o FILTER(?o < 3 && ?o > 1) }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(map(str, range(500))) + ")) }",
        "SELECT * { VALUES ?o { " + " ".join(map(str, range(500))) + " } ?s ?p ?o }",
    ],
)
def test_words_in_strings_names_and_comments_are_harmless(text: str) -> None:
    """Only the keyword is refused, not its letters."""
    check_harmless(text)


@pytest.mark.parametrize("where", ["folder", "file"])
def test_from_reads_the_graphs_of_the_data_and_fetches_nothing(
    where: str, engines: dict[str, Engine], tmp_path: Path
) -> None:
    """FROM and FROM NAMED choose graphs that are there; a file or a page is not opened.

    What an endpoint makes of FROM is its own affair.
    """
    engine = engines[where]
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:a> <a:a> 'secret' .", encoding="utf-8")
    lodz = "https://w3id.org/citykg/id/plan/lodz"
    city = "?c a ckg:City ; rdfs:label ?n"
    one = run(
        "SELECT ?n FROM <G> { CITY }".replace("<G>", f"<{lodz}>").replace("CITY", city), engine
    )
    text = "SELECT ?n FROM NAMED <G> { GRAPH ?g { CITY } }"
    named = run(text.replace("<G>", f"<{lodz}>").replace("CITY", city), engine)
    none = run("SELECT ?o FROM <G> { ?s ?p ?o }".replace("G", secret.as_uri()), engine)
    web = run("SELECT ?o FROM <http://127.0.0.1:9/> { ?s ?p ?o }", engine)
    assert one == named == Rows(("n",), ((ox.Literal("Łódź"),),))
    assert none == web == Rows(("o",), ())


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.ttl", b"<a:a> <a:b>", "a.ttl:1: is not Turtle"),
        ("a.nq", b"\xff\xfe", "is not N-Quads"),
        ("a.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><rdf/>', "DOCTYPE"),
        ("a.rdf", b"<rdf", "is not whole or not XML"),
        ("a.jsonld", b'{"@context": "http://127.0.0.1:9/c"}', "has its context at"),
        (
            "a.ttl",
            b'<a:a> <a:a> "1e999999999"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
            "decimal",
        ),
        ("a.csv", b"a,b", "neither a graph folder nor an RDF file"),
    ],
)
def test_a_bad_file_is_one_sentence(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """A file that is not RDF, or that would fetch or explode, is refused with its reason."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(CitykgError) as caught:
        run("ASK {}", path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("suffix", ["nq", "nt", "ttl", "trig", "rdf", "jsonld"])
def test_every_rdf_format_is_read(tmp_path: Path, suffix: str) -> None:
    """A graph file may be in any of the six formats."""
    store = ox.Store()
    store.load(b"<http://e/a> <http://e/b> 'c' .", format=ox.RdfFormat.TURTLE)
    path = tmp_path / f"graph.{suffix}"
    kind = ox.RdfFormat.from_extension(suffix)
    assert kind
    path.write_bytes(ox.serialize([quad.triple for quad in store], format=kind) or b"")
    assert run("ASK { ?s ?p 'c' }", path) == Truth(value=True)


def test_a_place_without_a_graph_is_a_wrong_call(tmp_path: Path) -> None:
    """A missing folder, and a folder that holds no graph, are named."""
    for place in (tmp_path / "none", tmp_path):
        with pytest.raises(UsageError, match=str(place)):
            run(saved_query("cities"), place)


def test_an_endpoint_that_is_not_there_is_wrong_data() -> None:
    """A refused connection is a sentence with the address."""
    with pytest.raises(DataError, match=r"http://127\.0\.0\.1:9/ cannot be reached"):
        run("ASK {}", "http://127.0.0.1:9/")
