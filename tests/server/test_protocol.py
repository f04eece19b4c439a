"""The SPARQL 1.1 Protocol, as far as an endpoint that only reads has a part in it.

The tests of the W3C go by the names that they have in its suite `data-sparql11/protocol`, and are
written from https://www.w3.org/TR/sparql11-protocol/ ; the rest is HTTP, and what is our own.
"""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from clients import CSV, DIRECT, FORM, JSON, TSV, TURTLE, XML, Told, address, ask, say
from hypothesis import given
from hypothesis import strategies as st
from query_graphs import write_folder
from servers import serving

from citykg.server.cutting import CUT
from citykg.server.media import GRAPHS, ROWS, preferred
from citykg.server.requests import RefusedError, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from servers import Served

DOCUMENT = "http://example.org/document/"
ONE, TWO, THREE = (f"{DOCUMENT}{number}" for number in (1, 2, 3))

ASK = "ASK {}"
SELECT = "SELECT ?x { ?x ?y ?z } ORDER BY ?x"
DESCRIBE = f"DESCRIBE <{ONE}>"
CONSTRUCT = "CONSTRUCT WHERE { ?x ?y ?z }"

BOTH = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type }}"
ONLY_BOTH = f"{BOTH[:-1]} FILTER NOT EXISTS {{ <{THREE}> ?p ?o }} }}"
NAMED = f"ASK {{ GRAPH ?g {{ <{ONE}> a ?type }} GRAPH ?h {{ <{TWO}> a ?type }} }}"
ONLY_NAMED = (
    f"{NAMED[:-1]} FILTER NOT EXISTS {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH <{THREE}> {{}} }} }}"
)
FULL = f"ASK {{ <{THREE}> a ?type GRAPH ?g {{ <{ONE}> a ?type }} GRAPH ?h {{ <{TWO}> a ?type }} }}"
FROM = f"ASK FROM <{ONE}> {{ <{ONE}> a ?type }}"

UTF_16 = "utf-16"
UPDATE = "application/sparql-update"
CONFLICT = f"PREFIX ex: <{DOCUMENT}> INSERT {{ ?s ?p ?o }} USING <{ONE}> WHERE {{ ?s ?p ?o }}"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of three documents, each in a graph of its own."""
    folder = tmp_path_factory.mktemp("documents") / "graph"
    with serving(
        write_folder(folder, Path(__file__).parent / "documents.trig"), "--quiet"
    ) as server:
        yield server


Fields = list[tuple[str, str]]


def default(*graphs: str) -> Fields:
    """The parameters that make these graphs the default one."""
    return [("default-graph-uri", graph) for graph in graphs]


def named(*graphs: str) -> Fields:
    """The parameters that make these graphs the named ones."""
    return [("named-graph-uri", graph) for graph in graphs]


def posted(server: Served, kind: str, body: bytes, *fields: tuple[str, str]) -> Told:
    """The answer to a POST of a body of this type; no header says so where it is empty."""
    return say(server, "POST", address(*fields), {"Content-Type": kind} if kind else {}, body)


def form(*fields: tuple[str, str]) -> bytes:
    """The body of a form."""
    return urlencode(fields).encode()


@pytest.mark.parametrize(
    ("query", "dataset", "truth"),
    [
        pytest.param(ASK, default(ONE), True, id="query_post_form, query_post_direct, query_get"),
        pytest.param(f"ASK {{ <{ONE}> a ?type }}", default(ONE), True, id="query_dataset_default_graph"),
        pytest.param(f"ASK {{ <{TWO}> a ?type }}", default(ONE), False, id="no other default graph"),
        pytest.param(BOTH, default(ONE, TWO), True, id="query_dataset_default_graphs"),
        pytest.param(ONLY_BOTH, default(ONE, TWO), True, id="no third default graph"),
        pytest.param("ASK { GRAPH ?g {} }", default(ONE), False, id="no named graph"),
        pytest.param(NAMED, named(ONE, TWO), True, id="query_dataset_named_graphs"),
        pytest.param(ONLY_NAMED, named(ONE, TWO), True, id="no default graph"),
        pytest.param(FULL, default(THREE) + named(ONE, TWO), True, id="query_dataset_full"),
        pytest.param(FROM, default(TWO), False, id="query_multiple_dataset"),
        pytest.param(FROM, [], True, id="a dataset of its own"),
        pytest.param(ASK, default("http://example.org/unknown"), True, id="an unknown graph"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("way", ["get", "post_form", "post_direct", "post_form_and_address"])
def test_queries_are_asked_in_three_ways(
    served: Served, way: str, query: str, dataset: Fields, *, truth: bool
) -> None:
    """GET, a form and a query as it is say the same, and name the graphs that are asked."""
    field = ("query", query)
    told = {
        "get": lambda: say(served, "GET", address(field, *dataset)),
        "post_form": lambda: posted(served, FORM, form(*dataset, field)),
        "post_form_and_address": lambda: posted(served, FORM, form(field), *dataset),
        "post_direct": lambda: posted(served, DIRECT, query.encode(), *dataset),
    }[way]()
    assert (told.status, told.kind) == (200, JSON)
    assert told.json["boolean"] is truth


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        pytest.param(SELECT, ROWS, id="query_content_type_select"),
        pytest.param(ASK, ROWS, id="query_content_type_ask"),
        pytest.param(DESCRIBE, GRAPHS, id="query_content_type_describe"),
        pytest.param(CONSTRUCT, GRAPHS, id="query_content_type_construct"),
    ],
)
def test_answers_come_in_every_standard_form(
    served: Served, query: str, kinds: dict[str, str]
) -> None:
    """Each form has its type and is what the type says; the first comes where none is asked for."""
    answers = {kind: ask(served, query, kind) for kind in kinds}
    for kind, told in answers.items():
        assert (told.status, told.kind) == (200, kind)
        charset = "utf-8" if kind.startswith("text/") and kind != "text/xml" else None
        assert told.headers.get_content_charset() == charset
    read = {kind: content(told) for kind, told in answers.items()}
    assert len(set(read.values())) == 1
    assert ask(served, query).kind == next(iter(kinds))


def content(told: Told) -> object:
    """What an answer says, whatever its form: triples, rows of strings, or a truth."""
    if told.kind in GRAPHS:
        return frozenset(ox.parse(told.body, format=getattr(ox.RdfFormat, GRAPHS[told.kind])))
    text = told.body.decode()
    if text in {"true", "false"}:
        return text == "true"
    if told.kind == CSV:
        return tuple((cell,) for cell in text.split("\r\n")[1:-1])
    read = ox.parse_query_results(told.body, format=getattr(ox.QueryResultsFormat, ROWS[told.kind]))
    if isinstance(read, ox.QueryBoolean):
        return bool(read)
    return tuple(tuple(cell.value for cell in row) for row in read)


@pytest.mark.parametrize(
    ("status", "method", "fields", "kind", "body"),
    [
        pytest.param(405, "PUT", [("query", ASK)], "", b"", id="bad_query_method"),
        pytest.param(400, "GET", [("query", ASK), ("query", SELECT)], "", b"", id="bad_multiple_queries"),
        pytest.param(415, "POST", [], "text/plain", ASK.encode(), id="bad_query_wrong_media_type"),
        pytest.param(415, "POST", [], "", form(("query", ASK)), id="bad_query_missing_form_type"),
        pytest.param(415, "POST", [], "", ASK.encode(), id="bad_query_missing_direct_type"),
        pytest.param(415, "POST", [], f"{DIRECT}; charset=UTF-16", ASK.encode(UTF_16), id="bad_query_non_utf8"),
        pytest.param(400, "GET", [("query", "ASK {")], "", b"", id="bad_query_syntax"),
        pytest.param(400, "GET", [("update", "CLEAR ALL")], "", b"", id="bad_update_get"),
        pytest.param(400, "POST", [], FORM, form(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")), id="bad_multiple_updates"),
        pytest.param(415, "POST", [], "text/plain", b"CLEAR NAMED", id="bad_update_wrong_media_type"),
        pytest.param(415, "POST", [], "", form(("update", "CLEAR NAMED")), id="bad_update_missing_form_type"),
        pytest.param(403, "POST", [], f"{UPDATE}; charset=UTF-16", "CLEAR NAMED".encode(UTF_16), id="bad_update_non_utf8"),
        pytest.param(400, "POST", [], FORM, form(("update", "CLEAR XYZ")), id="bad_update_syntax"),
        pytest.param(400, "POST", [], FORM, form(("using-named-graph-uri", TWO), ("update", CONFLICT)), id="bad_update_dataset_conflict"),
        pytest.param(403, "POST", [], UPDATE, b"CLEAR ALL", id="an update as it is"),
        pytest.param(400, "POST", [], FORM, form(("update", "CLEAR ALL")), id="an update in a form"),
        pytest.param(400, "POST", [("update", "CLEAR ALL")], DIRECT, ASK.encode(), id="an update beside a query"),
        pytest.param(400, "GET", [("query", "CLEAR ALL")], "", b"", id="an update as a query"),
        pytest.param(400, "POST", [("query", ASK)], DIRECT, ASK.encode(), id="two queries, in the address and in the body"),
        pytest.param(400, "POST", [("query", ASK)], FORM, form(("query", ASK)), id="two queries, in the address and in the form"),
        pytest.param(400, "POST", [], FORM, b"", id="no query in a form"),
        pytest.param(400, "GET", [("default-graph-uri", ONE)], "", b"", id="no query, but a graph"),
        pytest.param(400, "GET", [("query", "")], "", b"", id="an empty query"),
        pytest.param(400, "POST", [], DIRECT, b" \n", id="an empty body"),
        pytest.param(400, "POST", [], DIRECT, b"ASK { ?s ?p '\xff' }", id="bytes that are not UTF-8"),
        pytest.param(400, "POST", [], FORM, b"query=ASK%20%7B%20%3Fs%20%3Fp%20'%FF'%7D", id="a form that is not UTF-8"),
        pytest.param(400, "GET", [("query", ASK), ("default-graph-uri", "relative")], "", b"", id="a graph that has no IRI"),
        pytest.param(400, "GET", [("query", ASK), *[("x", "")] * 100], "", b"", id="too many parameters"),
        pytest.param(400, "POST", [], FORM, form(("query", ASK), *[("x", "")] * 100), id="too many fields"),
        pytest.param(400, "GET", [("query", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }")], "", b"", id="a query of another endpoint"),
        pytest.param(413, "GET", [("query", ASK + " " * 16_400)], "", b"", id="a query that is too long"),
        pytest.param(413, "POST", [], DIRECT, ASK.encode() + b" " * 16_400, id="a query in a body that is too long"),
        pytest.param(413, "POST", [], DIRECT, ASK.encode() + b" " * (64 << 10), id="a body that is too long"),
        pytest.param(415, "POST", [], "nonsense", ASK.encode(), id="a type that is none"),
    ],
)  # fmt: skip
def test_what_is_no_query_is_refused(
    served: Served, status: int, method: str, fields: Fields, kind: str, body: bytes
) -> None:
    """What does not keep to the protocol gets a status of its own and one sentence."""
    told = say(served, method, address(*fields), {"Content-Type": kind} if kind else {}, body)
    assert told.status == status
    assert told.sentence.endswith(".")
    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("text/plain; charset=utf-8", "text/plain"),
        ("nonsense", "nonsense"),
        ("", "nothing in particular"),
    ],
)
def test_another_type_is_named(served: Served, kind: str, named: str) -> None:
    """Who posts in a type that is none of the two is told them, and what was sent."""
    told = posted(served, kind, ASK.encode())
    assert told.sentence == f"A query is posted as {DIRECT} or {FORM}, not as {named}."


@pytest.mark.parametrize(
    "kind", [f"{DIRECT}; charset=UTF-8", f'{DIRECT};charset="utf-8"', DIRECT.upper()]
)
def test_the_type_of_a_body_may_be_spelt_otherwise(served: Served, kind: str) -> None:
    """Case does not count in a media type, and a charset may be stated."""
    told = posted(served, kind, "ASK { FILTER('größe' = 'gr\u00f6\u00dfe') }".encode())
    assert (told.status, told.json["boolean"]) == (200, True)


def test_an_address_that_is_not_utf_8_is_refused(served: Served) -> None:
    """Bytes that are no characters are never guessed at."""
    told = say(served, "GET", "/sparql?query=ASK%20%7B%20?s%20?p%20'%FF'%20%7D")
    assert told.status == 400
    assert "UTF-8" in told.sentence


def test_a_percent_sign_of_its_own_is_itself(served: Served) -> None:
    """`%` before what is no number stands for itself, as the URL standard has it."""
    told = say(
        served, "GET", "/sparql?query=SELECT%20('100%zz'%20AS%20%3Fx)%20%7B%7D", {"Accept": CSV}
    )
    assert told.body == b"x\r\n100%zz\r\n"


def test_a_body_without_a_stated_length_is_bounded_too(served: Served) -> None:
    """A body that comes in parts is read no further than a body may be long."""
    part = b" " * 1000
    parts = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for _ in range(70))
    connection_headers = {"Content-Type": DIRECT, "Transfer-Encoding": "chunked"}
    told = say_in_parts(served, connection_headers, parts + b"0\r\n\r\n")
    assert told.status == 413


def say_in_parts(server: Served, headers: dict[str, str], body: bytes) -> Told:
    """The answer to a POST whose body states no length."""
    from http.client import HTTPConnection

    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.putrequest("POST", "/sparql")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(body)
        answer = connection.getresponse()
        return Told(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("*", JSON),
        ("text/*", "text/xml"),
        (f"{CSV};q=0.5, {XML};q=0.9", XML),
        (f"{CSV}; q=0.5, {TSV}", TSV),
        (f"{XML};q=0.1, */*;q=0.2", JSON),
        (f"{JSON};q=0, */*", "application/json"),
        (f"text/html;q=0.9, {CSV}", CSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("image/png, text/csv;header=present;q=0.3", CSV),
        ("Application/SPARQL-Results+XML", XML),
        (f"{TURTLE}, {CSV};q=0.1", CSV),
    ],
)
def test_the_client_chooses(served: Served, accept: str, kind: str) -> None:
    """Of the forms that can be had the one comes that the client likes best."""
    told = ask(served, SELECT, accept)
    assert (told.status, told.kind) == (200, kind)


def test_a_browser_gets_a_page_to_ask_on(served: Served) -> None:
    """Who reads pages best is shown the query in the editor; a POST is answered in data."""
    told = ask(served, SELECT, "text/html")
    assert "SELECT ?x" in told.text
    body = urlencode({"query": SELECT}).encode()
    posted = say(
        served, "POST", "/sparql", {"Content-Type": FORM, "Accept": "text/html, */*"}, body
    )
    assert posted.kind == JSON


@pytest.mark.parametrize("query", [SELECT, ASK, CONSTRUCT, DESCRIBE])
@pytest.mark.parametrize(
    "accept", ["image/png", "text/html;q=0", "*/*;q=0", "application/json;q=0.000", "no type"]
)
def test_what_cannot_be_given_is_not_acceptable(served: Served, query: str, accept: str) -> None:
    """Where no form is acceptable the answer is 406, and names those that can be had."""
    told = ask(served, query, accept)
    assert told.status == 406
    offered = GRAPHS if query in {CONSTRUCT, DESCRIBE} else ROWS
    assert told.sentence == f"This query answers in one of: {', '.join(offered)}."


pieces = st.sampled_from(
    [
        "text/csv",
        "*/*",
        "*",
        ";",
        "q=",
        "0.5",
        ",",
        "/",
        '"',
        "\\",
        "=",
        "nan",
        "&",
        "query",
        "%",
        "%FF",
    ]
)
anything = st.lists(
    pieces | st.text(st.characters(max_codepoint=255), max_size=3), max_size=12
).map("".join)


@given(anything)
def test_no_header_and_no_parameter_breaks_the_reader(text: str) -> None:
    """Whatever a client sends is read, or refused for what it is."""
    assert preferred(tuple(ROWS), text) in {*ROWS, ""}
    with suppress(RefusedError):
        assert all(
            isinstance(part, str) for field in fields_of(text.encode("latin-1")) for part in field
        )


def test_rows_are_no_triples(served: Served) -> None:
    """A form of triples is not acceptable for rows, nor one of rows for triples."""
    assert ask(served, SELECT, TURTLE).status == 406
    assert ask(served, CONSTRUCT, CSV).status == 406


@pytest.mark.parametrize("kind", [JSON, XML, "text/xml", TSV])
@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "\tx ", "<&>\"'"])
def test_line_ends_arrive_as_they_are(served: Served, kind: str, text: str) -> None:
    """Every form keeps the line ends, tabs and signs of a cell, also for who reads it by the book."""
    told = ask(served, f"SELECT ({ox.Literal(text)} AS ?text) {{}}", kind)
    if kind in {XML, "text/xml"}:
        (literal,) = ET.fromstring(told.body).findall(".//{*}literal")  # noqa: S314 - our own
        assert literal.text == text
    else:
        assert content(told) == ((text,),)


@pytest.mark.parametrize("character", ["\f", "\b", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_xml_cannot_hold_is_replaced_there(served: Served, character: str) -> None:
    """XML stays well-formed whatever a cell or a triple holds; other forms hold it too."""
    cell = f"'a{character}b'"
    row, triple = f"SELECT ({cell} AS ?x) {{}}", f"CONSTRUCT {{ <{ONE}> skos:note {cell} }} {{}}"
    for query, kind in ((row, XML), (triple, "application/rdf+xml")):
        told = ask(served, query, kind)
        assert told.status == 200
        assert "a\ufffdb" in "".join(ET.fromstring(told.body).itertext())  # noqa: S314 - our own
    assert content(ask(served, row, JSON)) == ((f"a{character}b",),)


def test_a_header_may_have_several_lines(served: Served) -> None:
    """Accept means the same in one line and in two, and names another answer each time."""
    path = address(("query", SELECT))
    lines = [[("Accept", "image/png"), ("Accept", kind)] for kind in (CSV, XML)]
    first, second = (say(served, "GET", path, one) for one in lines)
    assert (first.kind, second.kind) == (CSV, XML)
    assert first.headers["ETag"] != second.headers["ETag"]


@pytest.mark.parametrize(
    "path",
    [address(("query", SELECT)), address(("query", CONSTRUCT)), address(("query", "ASK {")), "/sparql", "/.well-known/void", "/.well-known/sparql-examples", "/health", "/nothing"],
)  # fmt: skip
def test_head_is_get_without_the_body(served: Served, path: str) -> None:
    """HEAD has the status and the headers of GET, and no body."""
    got, head = (say(served, method, path) for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.status == got.status
    theirs, ours = (
        [one for one in told.headers.items() if one[0].lower() != "date"] for told in (got, head)
    )
    assert ours == theirs
    assert int(head.headers["Content-Length"]) == len(got.body)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/sparql", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/.well-known/void", {"GET", "HEAD"}),
        ("/.well-known/sparql-examples", {"GET", "HEAD"}),
        ("/health", {"GET", "HEAD"}),
    ],
)
def test_other_methods_are_not_allowed(
    served: Served, method: str, path: str, allowed: set[str]
) -> None:
    """A method that does nothing here is answered by those that do something."""
    told = say(served, method, path)
    assert told.status == 405
    assert told.sentence == f"{method} does nothing here."
    assert told.names("Allow") == allowed


def test_browsers_may_ask_before_they_ask(served: Served) -> None:
    """The preflight of a page of another host is answered, without a body."""
    told = say(
        served,
        "OPTIONS",
        "/sparql",
        {"Origin": "https://example.org", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"},
    )  # fmt: skip
    assert (told.status, told.body) == (204, b"")
    methods = {"GET", "HEAD", "OPTIONS", "POST"}
    assert told.names("Allow") == told.names("Access-Control-Allow-Methods") == methods
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert {"Accept", "Content-Type"} <= told.names("Access-Control-Allow-Headers")
    assert int(told.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize(
    "path",
    [address(("query", SELECT)), address(("query", "ASK {")), "/sparql", "/.well-known/void", "/.well-known/sparql-examples", "/health", "/nothing"],
)  # fmt: skip
def test_pages_of_other_hosts_may_read(served: Served, path: str) -> None:
    """Whatever is answered, every page may read it, none with a user's credentials."""
    told = say(served, "GET", path, {"Origin": "https://example.org"})
    assert told.headers.get_all("Access-Control-Allow-Origin") == ["*"]
    assert "Access-Control-Allow-Credentials" not in told.headers
    assert {"ETag", "Retry-After", "Citykg-Cut"} <= told.names("Access-Control-Expose-Headers")
    assert told.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path", [address(("query", SELECT)), address(("query", CONSTRUCT)), "/sparql"]
)
def test_an_answer_that_is_known_is_not_sent_again(served: Served, path: str) -> None:
    """Who has the answer of this version of the graph is told so, and nothing else."""
    first = say(served, "GET", path)
    etag = first.headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', f'{etag},"other"', "*"):
        for method in ("GET", "HEAD"):
            told = say(served, method, path, {"If-None-Match": known})
            assert (told.status, told.body) == (304, b"")
            for name in ("ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"):
                assert told.headers[name] == first.headers[name]


def test_an_answer_of_another_version_is_sent_again(served: Served) -> None:
    """What was kept of another version, query or form is no answer to this one."""
    etag = ask(served, SELECT).headers["ETag"]
    version, key = etag.strip('"').rsplit("-", 1)
    others = (f'"{version}x-{key}"', f'"{version}-{key[::-1]}"', etag.strip('"'), '""', "", '"*"')
    for known in others:
        assert ask(served, SELECT, If_None_Match=known).status == 200
    assert ask(served, SELECT, CSV, If_None_Match=etag).status == 200
    assert ask(served, ASK, If_None_Match=etag).status == 200
    assert ask(served, SELECT, Accept_Encoding="gzip", If_None_Match=etag).status == 200


def test_a_name_stands_for_one_answer(labels: Path, bounded: Served) -> None:
    """The same graph with other bounds has other answers, and other names for them."""
    with serving(labels, "--quiet", "--rows", "5") as server:
        told = ask(server, SOME_ROWS)
    other = ask(bounded, SOME_ROWS)
    assert told.body != other.body
    assert told.headers["ETag"] != other.headers["ETag"]


def test_only_what_is_asked_by_address_is_kept(served: Served) -> None:
    """Nobody keeps the answer to a POST, nor a refusal: they have no name."""
    told = [
        posted(served, DIRECT, SELECT.encode()),
        ask(served, "ASK {"),
        ask(served, ASK, "image/png"),
    ]
    for one in told:
        assert "ETag" not in one.headers
        assert one.headers["Cache-Control"] == "no-store"
    etag = ask(served, SELECT).headers["ETag"]
    headers = {"Content-Type": DIRECT, "If-None-Match": etag}
    assert say(served, "POST", "/sparql", headers, SELECT.encode()).status == 200


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT, "ASK {"])
def test_caches_are_told_what_answers_depend_on(served: Served, query: str) -> None:
    """Answers vary with the forms and codings that the client takes."""
    assert ask(served, query).names("Vary") == {"Accept", "Accept-Encoding"}


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip;q=0.5, *;q=0", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("*", True),
        ("*;q=0, gzip", True),
        ("", False),
        ("identity", False),
        ("br, deflate", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzip;q=0, *", False),
        ("*, gzip;q=0", False),
        ("*;q=0", False),
    ],
)
def test_bodies_are_compressed_for_those_who_take_it(
    served: Served, accepted: str, *, is_compressed: bool
) -> None:
    """Long answers come compressed where the client takes gzip, and are the same inside."""
    query = f"SELECT ('{'x' * 2000}' AS ?long) {{}}"
    plain, told = ask(served, query), ask(served, query, Accept_Encoding=accepted)
    assert "Content-Encoding" not in plain.headers
    assert told.headers.get("Content-Encoding") == ("gzip" if is_compressed else None)
    assert (gzip.decompress(told.body) if is_compressed else told.body) == plain.body
    assert (told.headers["ETag"] == plain.headers["ETag"]) is (not accepted)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_long_answers_arrive_whole(served: Served, method: str, coding: str) -> None:
    """An answer that goes out in parts has the length that it says, and HEAD has the length only."""
    doubled = " ".join(
        f"BIND(CONCAT(?x{n}, ?x{n}, STR(RAND() * 0)) AS ?x{n + 1})" for n in range(12)
    )
    query = f"SELECT ?x12 {{ BIND('{'x' * 200}' AS ?x0) {doubled} }}"
    told = ask(served, query, CSV, method, Accept_Encoding=coding)
    assert told.status == 200
    if method == "HEAD":
        assert told.body == b""
    else:
        assert len(told.body) == int(told.headers["Content-Length"])
        body = gzip.decompress(told.body) if coding == "gzip" else told.body
        assert len(body) > 200 << 12


def test_known_prefixes_need_no_declaration(served: Served) -> None:
    """The prefixes of the project are known without being declared, and may be declared otherwise."""
    query = "SELECT (skos:prefLabel AS ?known) { VALUES ?x { ckg:City } }"
    known = {"type": "uri", "value": "http://www.w3.org/2004/02/skos/core#prefLabel"}
    assert ask(served, query).json["results"]["bindings"] == [{"known": known}]
    other = ask(served, f"PREFIX skos: <http://example.org/> {query}").json["results"]["bindings"]
    assert other == [{"known": {"type": "uri", "value": "http://example.org/prefLabel"}}]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("ASK { ?x a unknown:Y }", "line 1, column 12: the prefix unknown: is not declared."),
        ("ASK {\n  ?x a skos:Concept ;\n    sckos:broader ?y }", "line 3, column 5: the prefix sckos: is not declared. Did you mean skos:?"),
    ],
)  # fmt: skip
def test_unknown_prefixes_are_named(served: Served, query: str, sentence: str) -> None:
    """A prefix that nobody declared is named in one sentence, with its place."""
    told = ask(served, query)
    assert told.status == 400
    assert told.sentence == sentence


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * { ?x a skos:Concept ", "line 1, column 30"),
        ("SELECT ?x { ?x a skos:Concept } LIMIT x", "line 1, column 39"),
        ("SELECT ?x {\n  ?x a skos:Concept ; schema:name ?n }\nLIMIT x", "line 3, column 7"),
        (
            "PREFIX ex: <http://example.org/>\nSELECT ?x { ?x a ex:Y, skos:Z }\r\nLIMIT x",
            "line 3, column 7",
        ),
    ],
)
def test_mistakes_are_placed_in_the_users_own_text(served: Served, query: str, place: str) -> None:
    """The line and the column of a mistake are those of the text as it was sent."""
    for told in (
        ask(served, query),
        posted(served, DIRECT, query.encode()),
        posted(served, FORM, form(("query", query))),
    ):
        assert told.status == 400
        assert told.sentence.startswith(f"{place}: ")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "localhost.evil.example", "127.0.0.1.evil.example"],
)
def test_another_name_is_not_answered(served: Served, host: str) -> None:
    """A server that listens to its own machine answers under that name only."""
    told = say(served, "GET", address(("query", ASK)), {"Host": host})
    assert told.status == 421
    assert told.sentence == "This server does not answer under that name."


@pytest.mark.parametrize("host", ["", "a b", 'x"y', "<b>", "localhost, evil.example", "[::1"])
def test_nonsense_is_no_name(served: Served, host: str) -> None:
    """What cannot be a host is refused before it is written anywhere."""
    told = say(served, "GET", "/openapi.json", {"Host": host})
    assert told.status == 400
    assert told.sentence == "The request names no host, or none that there can be."


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "[::1]:80"])
def test_its_own_names_are_answered(served: Served, host: str) -> None:
    """Any port and any case will do: only the name counts."""
    assert say(served, "GET", address(("query", ASK)), {"Host": host}).status == 200


@pytest.mark.parametrize(
    "path", ["/größe", "/sparql/", "/SPARQL", "//sparql", "/.well-known/", "/../sparql"]
)
def test_there_is_nothing_elsewhere(served: Served, path: str) -> None:
    """An address that leads nowhere is answered by one sentence."""
    told = say(served, "GET", quote(path))
    assert told.status == 404
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert told.sentence == "There is nothing at this address."


MOST_BYTES, MOST_ROWS = 4096, 7
SOME_ROWS = "SELECT ?x ?label { ?x skos:altLabel ?label } ORDER BY ?x ?label LIMIT 9"
LONG_ROWS = "SELECT ?x ?label ?none { ?x skos:prefLabel ?label } ORDER BY ?x"


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph of labels that look like the ends of rows."""
    folder = tmp_path_factory.mktemp("labels")
    traps = ["a\tb", "]}}", "größe, 𝄞", "</result>", '"\r\n"', '},{"x":{"type":"']
    skos = "http://www.w3.org/2004/02/skos/core#"
    lines = []
    for number in range(60):
        thing, trap = f"<http://example.org/{number:02}>", traps[number % len(traps)]
        lines.append(f"{thing} <{skos}altLabel> {ox.Literal(trap, language='en')} .\n")
        lines.append(f"{thing} <{skos}prefLabel> {ox.Literal(trap * 150)} .\n")
    turtle = folder / "labels.ttl"
    turtle.write_text("".join(lines), "utf-8", newline="")
    return write_folder(folder / "graph", turtle)


@pytest.fixture(scope="module")
def bounded(labels: Path) -> Iterator[Served]:
    """A server of that graph whose answers are short."""
    with serving(
        labels, "--quiet", "--answer-bytes", str(MOST_BYTES), "--rows", str(MOST_ROWS)
    ) as server:
        yield server


def rows_of(body: bytes, kind: str) -> list[tuple[str, ...]]:
    """The rows of an answer; a form that is broken fails."""
    if kind == CSV:
        import csv
        import io

        assert body.endswith(b"\r\n")
        return [
            tuple(row) for row in csv.reader(io.StringIO(body.decode(), newline=""), strict=True)
        ][1:]
    read = ox.parse_query_results(body, format=getattr(ox.QueryResultsFormat, ROWS[kind]))
    assert isinstance(read, ox.QuerySolutions)
    return [tuple(str(cell) for cell in row) for row in read]


@pytest.mark.parametrize("kind", [JSON, XML, CSV, TSV])
@pytest.mark.parametrize(("query", "why"), [(SOME_ROWS, "rows"), (LONG_ROWS, "bytes")])
def test_long_answers_are_cut_and_say_so(
    bounded: Served, labels: Path, query: str, why: str, kind: str
) -> None:
    """An answer that is too long ends behind a whole row, and header and head say that it was cut."""
    told = ask(bounded, query, kind)
    assert (told.status, told.kind) == (200, kind)
    store = ox.Store.read_only(str((labels / "store" / "current").resolve()))
    solutions = store.query(f"PREFIX skos: <http://www.w3.org/2004/02/skos/core#> {query}")
    assert isinstance(solutions, ox.QuerySolutions)
    whole = rows_of(
        solutions.serialize(format=getattr(ox.QueryResultsFormat, ROWS[kind])) or b"", kind
    )
    rows = rows_of(told.body, kind)
    assert rows == whole[: len(rows)]
    assert len(rows) == MOST_ROWS if why == "rows" else 0 < len(rows) < MOST_ROWS
    assert told.headers["Citykg-Cut"] == f"rows={len(rows)}"
    if kind == JSON:
        assert told.json["head"]["link"] == [CUT]
    elif kind == XML:
        (link,) = ET.fromstring(told.body).findall("{*}head/{*}link")  # noqa: S314 - our own
        assert link.attrib == {"href": CUT}


@pytest.mark.parametrize("kind", [JSON, XML, CSV, TSV])
def test_whole_answers_are_not_marked(bounded: Served, kind: str) -> None:
    """An answer of exactly as many rows as may be is whole, and nothing says otherwise."""
    told = ask(bounded, SOME_ROWS.replace("LIMIT 9", f"LIMIT {MOST_ROWS}"), kind)
    assert len(rows_of(told.body, kind)) == MOST_ROWS
    assert "Citykg-Cut" not in told.headers
    assert CUT.encode() not in told.body


def test_an_answer_that_was_cut_may_be_compressed(bounded: Served) -> None:
    """What is left of a long answer is compressed as any other."""
    told = ask(bounded, LONG_ROWS, JSON, Accept_Encoding="gzip")
    assert told.headers["Content-Encoding"] == "gzip"
    assert "Citykg-Cut" in told.headers
    assert json.loads(gzip.decompress(told.body))["head"]["link"] == [CUT]


@pytest.mark.parametrize("kind", GRAPHS)
def test_triples_are_given_whole_or_not_at_all(bounded: Served, kind: str) -> None:
    """A graph that is too long is not given, and the sentence says what to do."""
    told = ask(bounded, CONSTRUCT, kind)
    assert told.status == 503
    assert told.sentence == (
        "The answer is longer than 4,096 bytes, and triples are given whole or not at all: ask for"
        " fewer, with LIMIT and OFFSET."
    )
    assert ask(bounded, f"{CONSTRUCT} LIMIT 2", kind).status == 200


def test_too_many_columns_are_no_answer(bounded: Served) -> None:
    """Where the names of the columns alone are too long, the sentence says so."""
    names = " ".join(f"?column{number}" for number in range(500))
    told = ask(bounded, f"SELECT {names} {{}}")
    assert told.status == 503
    assert told.sentence.startswith("The names of the columns alone are longer")
