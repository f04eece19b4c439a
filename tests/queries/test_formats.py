"""Writing an answer: the W3C's formats to the letter, and tables that are safe to look at."""

from __future__ import annotations

import io
import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.errors import UsageError
from citykg.ontology.terms import Xsd
from citykg.queries import FORMATS, Rows, Triples, Truth, write_answer
from citykg.queries.parameters import parameters_of, terms_of
from citykg.queries.shorten import short_iri

CITY = ox.NamedNode("https://w3id.org/citykg/id/city/pl/%C5%82%C3%B3d%C5%BA")
GOAL = ox.NamedNode("http://metadata.un.org/sdg/11")
COUNT = ox.Literal("3", datatype=ox.NamedNode(Xsd.integer))
ROWS = Rows(
    ("city", "name", "n"),
    (
        (CITY, ox.Literal('Łódź, "the boat"', language="pl"), COUNT),
        (GOAL, None, ox.Literal("12", datatype=ox.NamedNode(Xsd.integer))),
    ),
)
TRIPLES = Triples(
    (
        ox.Triple(
            CITY, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), ox.Literal("Łódź")
        ),
    )
)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def written(answer: Rows | Truth | Triples, fmt: str) -> str:
    """What `write_answer` writes."""
    out = io.StringIO(newline="")
    write_answer(answer, fmt, out)
    return out.getvalue()


def test_json_is_the_w3c_format() -> None:
    """A SELECT in JSON holds every term in full; an unbound cell is left out."""
    assert json.loads(written(ROWS, "json")) == {
        "head": {"vars": ["city", "name", "n"]},
        "results": {
            "bindings": [
                {
                    "city": {"type": "uri", "value": CITY.value},
                    "name": {"type": "literal", "value": 'Łódź, "the boat"', "xml:lang": "pl"},
                    "n": {"type": "literal", "value": "3", "datatype": Xsd.integer},
                },
                {
                    "city": {"type": "uri", "value": GOAL.value},
                    "n": {"type": "literal", "value": "12", "datatype": Xsd.integer},
                },
            ]
        },
    }


@pytest.mark.parametrize("fmt", ["json", "tsv"])
def test_another_reader_reads_what_we_write(fmt: str) -> None:
    """Oxigraph's own reader gives back the rows."""
    kind = {"json": ox.QueryResultsFormat.JSON, "tsv": ox.QueryResultsFormat.TSV}[fmt]
    back = ox.parse_query_results(written(ROWS, fmt).encode(), format=kind)
    assert isinstance(back, ox.QuerySolutions)
    assert tuple(tuple(row) for row in back) == ROWS.rows


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_json_and_tsv(value: str) -> None:
    """Tabs, line ends, quotes and control characters come back as they were."""
    rows = Rows(("x",), ((ox.Literal(value),),))
    for fmt, kind in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        back = ox.parse_query_results(written(rows, fmt).encode(), format=kind)
        assert isinstance(back, ox.QuerySolutions)
        assert [tuple(row) for row in back] == [(ox.Literal(value),)]


def test_csv_is_the_w3c_format() -> None:
    """CSV has bare values, CRLF line ends, and nothing in an unbound cell."""
    assert written(ROWS, "csv") == (
        "city,name,n\r\n"
        f'{CITY.value},"Łódź, ""the boat""",3\r\n'
        "http://metadata.un.org/sdg/11,,12\r\n"
    )


def test_tsv_is_the_w3c_format() -> None:
    """TSV has variables with question marks and terms as SPARQL writes them."""
    assert written(ROWS, "tsv").splitlines()[:2] == [
        "?city\t?name\t?n",
        f'<{CITY.value}>\t"Łódź, \\"the boat\\""@pl\t"3"^^<{Xsd.integer}>',
    ]


def test_a_truth_is_written_in_every_format_but_turtle() -> None:
    """ASK answers true or false, in JSON as the W3C words it."""
    assert json.loads(written(Truth(value=True), "json")) == {"head": {}, "boolean": True}
    for fmt in ("table", "csv", "tsv", "md"):
        assert written(Truth(value=False), fmt) == "false\n"


def test_triples_are_turtle_or_a_table() -> None:
    """CONSTRUCT and DESCRIBE are written as Turtle with the prefixes they use, or as rows."""
    assert written(TRIPLES, "turtle") == (
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n\n"
        f'<{CITY.value}> rdfs:label "Łódź" .\n'
    )
    assert written(TRIPLES, "csv").startswith("subject,predicate,object\r\n")
    assert written(Triples(()), "turtle").strip() == ""


def test_triples_are_json_ld_too() -> None:
    """What is written is read as the same triples."""
    (quad,) = ox.parse(written(TRIPLES, "jsonld").encode(), format=ox.RdfFormat.JSON_LD)
    assert (quad.triple,) == TRIPLES.triples
    assert json.loads(written(Triples(()), "jsonld")) == []


@pytest.mark.parametrize(
    ("answer", "fmt"),
    [
        (ROWS, "turtle"),
        (ROWS, "jsonld"),
        (Truth(value=True), "turtle"),
        (TRIPLES, "json"),
        (ROWS, "xml"),
    ],
)
def test_a_format_that_cannot_hold_the_answer_says_which_can(
    answer: Rows | Truth | Triples, fmt: str
) -> None:
    """Nothing is written where the format does not fit."""
    out = io.StringIO()
    with pytest.raises(UsageError):
        write_answer(answer, fmt, out)
    assert out.getvalue() == ""


def test_a_table_in_a_pipe_is_plain_and_whole() -> None:
    """Without a terminal a table is aligned text: short IRIs, nothing cut, no colours."""
    long = Rows((*ROWS.columns, "more"), tuple((*row, ox.Literal("x" * 300)) for row in ROWS.rows))
    lines = written(long, "table").splitlines()
    assert lines[0] == "city          name               n  more"
    assert lines[1] == 'city/pl/łódź  Łódź, "the boat"   3  ' + "x" * 300
    assert lines[2].split() == ["sdg:11", "12", "x" * 300]


def test_a_table_counts_the_width_of_characters() -> None:
    """Wide characters take two places, so the next column stays aligned."""
    rows = Rows(
        ("a", "b"), ((ox.Literal("北九州"), ox.Literal("x")), (ox.Literal("York"), ox.Literal("y")))
    )
    assert written(rows, "table").splitlines()[1:] == ["北九州  x", "York    y"]


@pytest.mark.parametrize("out", [io.StringIO(), Terminal()])
def test_a_table_cannot_steer_a_terminal(out: io.StringIO) -> None:
    """Escape sequences, direction marks and mark-up of a plan are shown, never obeyed."""
    evil = "\x1b[31mred\x9b2J\u202egnp[bold]x[/bold]\nnext\x00"
    write_answer(Rows(("a",), ((ox.Literal(evil),),)), "table", out)
    text = out.getvalue()
    for character in "\x9b\u202e\x00":
        assert character not in text
    assert "\x1b[31mred" not in text
    assert "[bold]x[/bold]" in text


def test_markdown_is_escaped() -> None:
    """A cell of Markdown holds no mark-up, no pipe and no line end."""
    rows = Rows(("a",), ((ox.Literal("a|b\n<img src=x> [l](javascript:1) *b* &lt;"),),))
    assert written(rows, "md").splitlines() == [
        "| a |",
        "| --- |",
        "| a\\|b \\<img src=x\\> \\[l\\](javascript:1) \\*b\\* &amp;lt; |",
    ]


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_rows_are_still_an_answer(fmt: str) -> None:
    """A query that finds nothing writes its columns, and no error."""
    empty = Rows(("a", "b"), ())
    if fmt not in {"turtle", "jsonld"}:
        assert "a" in written(empty, fmt)
    if fmt == "json":
        assert json.loads(written(empty, fmt))["results"]["bindings"] == []


@given(st.text(min_size=1))
def test_a_short_name_is_a_parameter(name: str) -> None:
    """What a table shows of one of our IRIs can be given back as a parameter."""
    from urllib.parse import quote

    iri = "https://w3id.org/citykg/id/city/zz/" + quote(name.encode("utf-8", "replace"), safe="")
    short = short_iri(iri)
    (term,) = terms_of(parameters_of("ASK { ?_x_iri ?p ?o }"), {"x": short}).values()
    assert term.value == iri
