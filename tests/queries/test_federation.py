"""Questions to our graph and another endpoint together: one SERVICE, asked by our own client."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from query_graphs import COMPETENCY, ENGINES, served, write_folder
from rdflib.plugins.sparql import prepareQuery
from test_remote import KIND, Handler, serving

from citykg.errors import CitykgError, DataError, UsageError
from citykg.graph.cache import Cache
from citykg.graph.remote import Remote
from citykg.queries import (
    Rows,
    federated,
    open_engine,
    run,
    saved_names,
    saved_query,
    write_answer,
)
from citykg.queries.federation import BATCH, service_of
from citykg.queries.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from citykg.queries import SavedQuery
    from citykg.queries.engine import Engine

FOLDER = COMPETENCY.parent / "federated" / "populations-in-wikidata"
OURS = FOLDER / "data.ttl"
NOWHERE = "http://127.0.0.1:9/sparql"
NO_ROWS = b'{"head": {"vars": ["i", "n"]}, "results": {"bindings": []}}'


@pytest.fixture(scope="module")
def wikidata(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an endpoint of the real Oxigraph that holds what Wikidata would."""
    folder = write_folder(tmp_path_factory.mktemp("wikidata"), FOLDER / "wikidata.ttl")
    with served(folder) as address:
        yield address


@pytest.fixture(params=ENGINES)
def ours(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Our graph on each of the three engines."""
    with opened(request.param, OURS, tmp_path) as engine:
        yield engine


@contextmanager
def opened(where: str, data: Path, folder: Path) -> Iterator[Engine]:
    """A graph on one of the three engines."""
    if where == "file":
        yield open_engine(data)
        return
    built = write_folder(folder / "graph", data)
    if where == "folder":
        yield open_engine(built)
        return
    with served(built) as address:
        yield open_engine(address)


QUESTIONS = sorted(FOLDER.parent.iterdir())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
@pytest.mark.parametrize("where", ENGINES)
def test_a_question_to_two_graphs_has_its_answer_on_every_engine(
    question: Path, where: str, tmp_path: Path
) -> None:
    """The rows of the saved query are those of expected.csv, whichever engine holds our graph."""
    call = re.search(
        r"citykg query (\S+) --federate -p (\w+)=", (question / "question.md").read_text()
    )
    assert call
    name, parameter = call.groups()
    theirs = write_folder(tmp_path / "theirs", question / f"{parameter}.ttl")
    with served(theirs) as address, opened(where, question / "data.ttl", tmp_path) as engine:
        answer = run(saved_query(name), engine, {parameter: address}, remote=Remote)
    out = io.StringIO()
    write_answer(answer, "csv", out)
    expected = (question / "expected.csv").read_text(encoding="utf-8")
    assert out.getvalue().replace("\r\n", "\n") == expected


def test_every_federated_query_has_a_question() -> None:
    """None goes without rows that are expected of it."""
    asked = "".join((question / "question.md").read_text() for question in QUESTIONS)
    assert all(f"citykg query {query.name} " in asked for query in federated())


@pytest.mark.parametrize("query", federated(), ids=lambda query: query.name)
def test_a_federated_query_is_complete_and_stands_apart(query: SavedQuery) -> None:
    """It is SPARQL 1.1 by itself, described in full, and in no list of what reads one graph."""
    prepareQuery(query.text)
    assert "ORDER" in [token.text.upper() for token in tokens(query.text)]
    assert "federated" in query.tags
    assert query.name not in saved_names()
    assert saved_query(query.name) == query


def test_the_rows_are_those_of_an_engine_that_federates_itself(wikidata: str) -> None:
    """Oxigraph's own SERVICE, on the query's own text, gives the same rows."""
    text = saved_query("wikidata-populations").text.partition("\n\n")[2]
    text = text.replace("?_wikidata_iri", f"<{wikidata}>")
    store = ox.Store()
    store.load(path=str(OURS))
    theirs = [tuple(term and term.value for term in row) for row in store.query(text)]
    answer = run(text, OURS, remote=Remote)
    assert isinstance(answer, Rows)
    assert [tuple(term and term.value for term in row) for row in answer.rows] == theirs


@pytest.mark.parametrize(
    "text",
    [
        # a filter that waits for what the endpoint says
        (
            "SELECT ?c ?n {{ ?c ckg:population ?p ; skos:exactMatch ?i SERVICE <{0}> {{ ?i wdt:P1082 "
            "?n }} FILTER(?n > ?p) }} ORDER BY ?c ?n"
        ),
        # a filter before it, a subquery that keeps its variables, one inside SERVICE
        (
            "SELECT ?i ?n {{ {{ SELECT ?i {{ ?n skos:exactMatch ?i }} }} FILTER(isIRI(?i)) "
            "SERVICE <{0}> {{ SELECT ?i (MAX(?m) AS ?n) {{ ?i wdt:P1082 ?m }} GROUP BY ?i }} }} "
            "ORDER BY ?i"
        ),
        # what the endpoint may leave out
        (
            "SELECT ?i ?n {{ ?c skos:exactMatch ?i SERVICE <{0}> {{ ?i wdt:P1566 ?g "
            "OPTIONAL {{ ?i wdt:P1082 ?n }} }} }} ORDER BY ?i ?n"
        ),
        # literals are shared too
        (
            'SELECT ?i ?l {{ ?c rdfs:label ?w BIND(STRLANG(STR(?w), "en") AS ?l) SERVICE <{0}> '
            "{{ ?i rdfs:label ?l }} }} ORDER BY ?i"
        ),
        (
            "ASK {{ ?c skos:exactMatch ?i SERVICE <{0}> {{ ?i wdt:P1082 ?n }} BIND(?n / 2 AS ?h) "
            "FILTER(?h > 700000) }}"
        ),
        (
            "SELECT (COUNT(*) AS ?k) WHERE {{ SERVICE <{0}> {{ ?i wdt:P1082 ?n }} "
            "?c skos:exactMatch ?i FILTER NOT EXISTS {{ ?c ckg:population ?n }} }}"
        ),
    ],
)
def test_any_one_service_is_joined_as_the_standard_says(text: str, wikidata: str) -> None:
    """Filters, subqueries, OPTIONAL and aggregates give what Oxigraph's own SERVICE gives."""
    prefixes = (
        "PREFIX ckg: <https://w3id.org/citykg/ontology#> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "PREFIX wdt: <http://www.wikidata.org/prop/direct/> "
    )
    query = prefixes + text.format(wikidata)
    store = ox.Store()
    store.load(path=str(OURS))
    theirs = store.query(query)
    ours = run(query, OURS, remote=Remote)
    if isinstance(theirs, ox.QueryBoolean):
        assert ours.value == bool(theirs)
    else:
        assert isinstance(ours, Rows)
        assert ours.rows
        assert list(ours.rows) == [tuple(row) for row in theirs]


def test_service_is_asked_only_where_it_is_allowed() -> None:
    """Without a client the query is refused, saved or not, and nothing is opened."""
    with pytest.raises(UsageError, match=r"SERVICE is not allowed.*--federate"):
        run(saved_query("wikidata-populations"), OURS)
    with pytest.raises(UsageError, match="SERVICE is not allowed"):
        run("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", OURS)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?s { ?s ?p ?o SERVICE SILENT <A> { ?s ?q ?r } }", "SILENT hides failures"),
        ("SELECT ?s { ?s ?p ?o OPTIONAL { SERVICE <A> { ?s ?q ?r } } }", "outermost group"),
        ("SELECT ?s { ?s ?p ?o { SELECT ?s { SERVICE <A> { ?s ?q ?r } } } }", "outermost group"),
        ("SELECT ?s { ?s ?p ?o SERVICE <A> { ?s ?q ?r SERVICE <B> { ?s ?t ?u } } }", "may have one"),
        ("SELECT ?s { ?s ?p ?o SERVICE <A> {?s ?q ?r} SERVICE <A> {?s ?t ?u} }", "may have one"),
        ("SELECT ?s { ?s ?p ?o SERVICE ?o { ?s ?q ?r } }", "whole IRI, or a parameter"),
        ("SELECT ?s { ?s ?p ?o SERVICE wd:Q1 { ?s ?q ?r } }", "whole IRI, or a parameter"),
        ("SELECT ?s { ?s ?p ?o SERVICE <file:///etc/passwd> { ?s ?q ?r } }", "not the http"),
        ("SELECT ?s { ?s ?p ?o SERVICE <http://[> { ?s ?q ?r } }", "not the http"),
        ("SELECT ?s { ?s ?p ?o SERVICE <A> { ?x ?q ?r } }", "shares no variable"),
        ("SELECT ?s { ?s ?p ?o OPTIONAL { ?s ckg:population ?n } SERVICE <A> { ?i ?q ?n } }",
         "has no value in some rows"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o SERVICE <A> { ?s ?q ?r } }", "SELECT or an ASK"),
        ("SELECT ?s { ?s ?p ?o SERVICE <A> { ?s ?q } }", "query:1:"),
        ("SELECT ?s { ?s ?p ?o SERVICE <A> { ?s ?q ?r }", "query"),
        ("SELECT ?s { ?s ?p ?o SERVICE <A> }", "whole IRI, or a parameter"),
        ("SELECT ?s { ?s ?p ?o SERVICE", "query"),
        ("SERVICE <A> { ?s ?p ?o }", "SELECT or an ASK"),
        ("LOAD <A> ; SELECT ?s { ?s ?p ?o SERVICE <A> { ?s ?q ?r } }", "LOAD is an update"),
        ("SELECT ?s { ?s ?p trueSERVICE <A> { ?s ?q ?r } SERVICE <A> {?s ?q ?r} }", "not allowed"),
    ],
)  # fmt: skip
def test_a_service_that_cannot_be_joined_is_refused_with_a_sentence(text: str, words: str) -> None:
    """Nothing is asked where the answer would be wrong, endless or lost in silence."""
    with serving(lambda request: request.reply(200)) as server:
        query = text.replace("<A>", f"<{server.address}>").replace("<B>", f"<{NOWHERE}>")
        with pytest.raises(CitykgError) as caught:
            run(query, OURS, remote=Remote)
        assert server.asked == []
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_mistake_inside_service_is_shown_at_its_place() -> None:
    """Line and column are those of the query as it was written."""
    text = f"SELECT ?s\n{{ ?s ?p ?o\n  SERVICE <{NOWHERE}> {{ ?s ?q }} }}"
    column = text.index("}") - text.rindex("\n")
    with pytest.raises(UsageError) as caught:
        run(text, OURS, remote=Remote)
    line, shown = re.findall(r"query:(\d+):(\d+): ", str(caught.value))[0]
    assert (int(line), int(shown) - column) in {(3, 0), (3, 2)}


def rows_of(count: int, tmp_path: Path) -> Path:
    """A graph of that many things with a number each."""
    data = tmp_path / "many.ttl"
    data.write_text("".join(f"<http://e/{n}> <http://e/p> {n} .\n" for n in range(count)), "utf-8")
    return data


def test_an_endpoint_is_asked_in_batches_about_what_both_know(tmp_path: Path) -> None:
    """Each shared value is asked for once, and nothing else."""
    with serving(lambda request: request.reply(200, body=NO_ROWS)) as server:
        text = f"SELECT ?i ?n {{ ?i <http://e/p> ?o SERVICE <{server.address}> {{ ?i ?p ?n }} }}"
        text = text.replace("?p ?n", "<http://e/q> ?n")
        run(text, rows_of(2 * BATCH + 1, tmp_path), remote=Remote)
    asked = [parse_qs(request.body or urlsplit(request.path).query) for request in server.asked]
    assert len(asked) == 3
    subjects = [iri for one in asked for iri in re.findall(r"<http://e/\d+>", one["query"][0])]
    assert sorted(subjects) == sorted(f"<http://e/{n}>" for n in range(2 * BATCH + 1))


def test_without_rows_of_our_own_nobody_is_asked() -> None:
    """Where our side is empty, so is the answer."""
    text = f"SELECT ?s ?r {{ ?s ckg:noSuch ?o SERVICE <{NOWHERE}> {{ ?s ckg:is ?r }} }}"
    assert run(text, OURS, remote=Remote) == Rows(("s", "r"), ())


def test_too_many_shared_rows_are_too_many(tmp_path: Path) -> None:
    """A query that would ask for ten thousand things and more is refused before it asks."""
    text = f"SELECT ?s ?r {{ ?s <http://e/p> ?o SERVICE <{NOWHERE}> {{ ?s <http://e/q> ?r }} }}"
    with pytest.raises(UsageError, match="10,001 rows"):
        run(text, rows_of(10_001, tmp_path), remote=Remote)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"head": {}, "boolean": true}', "another question"),
        (b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}', "another question"),
        (
            (
                b'{"head": {"vars": ["i", "n"]}, "results": {"bindings": [{"n": {"type": "bnode",'
                b' "value": "b"}}]}}'
            ),
            "blank node",
        ),
        (
            (
                b'{"head": {"vars": ["i", "n"]}, "results": {"bindings": [{"n": {"type": "uri",'
                b' "value": "http://e/> } SERVICE <http://e/"}}]}}'
            ),
            "not JSON",
        ),
        (b"<html>", "not JSON"),
    ],
)
def test_a_bad_answer_is_one_sentence(body: bytes, words: str) -> None:
    """What an endpoint answers is looked at before it is joined."""
    with serving(lambda request: request.reply(200, KIND, body)) as server:
        text = f"SELECT ?i ?n {{ ?c skos:exactMatch ?i SERVICE <{server.address}> {{ ?i wdt:P1 ?n }} }}"
        with pytest.raises(DataError, match=words) as caught:
            run(text, OURS, remote=Remote)
    assert "\n" not in str(caught.value)


def test_hostile_words_stay_words() -> None:
    """Quotes, brackets and line ends in an answer are the text of a literal, nothing else."""
    words = "\\\"} SERVICE <http://e/> { ?s ?p ?o } \\u000a '''"
    body = (
        b'{"head": {"vars": ["i", "n"]}, "results": {"bindings": [{"i": {"type": "uri", "value":'
        b' "http://www.wikidata.org/entity/Q580"}, "n": {"type": "literal", "value": "%s"}}]}}'
        % words.encode()
    )
    with serving(lambda request: request.reply(200, KIND, body)) as server:
        text = f"SELECT ?i ?n {{ ?c skos:exactMatch ?i SERVICE <{server.address}> {{ ?i wdt:P1 ?n }} }}"
        answer = run(text, OURS, remote=Remote)
    assert isinstance(answer, Rows)
    assert answer.rows[0][1] == ox.Literal("\"} SERVICE <http://e/> { ?s ?p ?o } \n '''")


def test_what_was_answered_once_is_replayed_without_a_network(tmp_path: Path) -> None:
    """With a cache, the second run gives the same rows while the endpoint is gone."""

    def answer(request: Handler) -> None:
        request.reply(200, body=NO_ROWS)

    cache = Cache(tmp_path / "cache")
    with serving(answer) as server:
        text = f"SELECT ?i ?n {{ ?c skos:exactMatch ?i SERVICE <{server.address}> {{ ?i wdt:P1 ?n }} }}"
        first = run(text, OURS, remote=lambda address: Remote(address, cache=cache))
        assert len(server.asked) == 1
    again = run(text, OURS, remote=lambda address: Remote(address, cache=cache, ask="never"))
    assert again == first
    with pytest.raises(DataError, match="is not asked"):
        run(
            text.replace("P1 ", "P2 "),
            OURS,
            remote=lambda address: Remote(address, cache=cache, ask="never"),
        )


def test_the_parts_of_a_query_are_found_around_its_service() -> None:
    """Only filters that wait for the endpoint's values are left out of our own side."""
    text = (
        "PREFIX e: <http://e/> SELECT ?a ?n { ?a e:p ?b . FILTER(?b > 1) FILTER(?n > 2) "
        "SERVICE <http://x/> { ?a e:q ?n } FILTER(STRLEN(')') < ?n) ?b e:r ?c }"
    )
    service = service_of(text, {})
    assert service.address == "http://x/"
    assert service.shared == ("?a",)
    assert service.variables == ("?a", "?n")
    assert " ".join(service.around.split()) == "?a e:p ?b . FILTER(?b > 1) ?b e:r ?c"
    assert service.prologue == "PREFIX e: <http://e/> "


def test_the_verb_asks_where_it_is_allowed_and_replays_without_a_network(
    tmp_path: Path, wikidata: str
) -> None:
    """`--federate` allows it, `--offline` repeats it, and each refusal is one sentence."""
    folder = write_folder(tmp_path / "graph", OURS)

    def query(*options: str) -> subprocess.CompletedProcess[str]:
        asked = ("query", "wikidata-populations", "-g", str(folder), "--format", "csv", *options)
        return subprocess.run(
            [sys.executable, "-m", "citykg", *asked],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    where = ("-p", f"wikidata={wikidata}")
    refused = query(*where)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "--federate" in refused.stderr
    unknown = query("--offline", *where)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "is not kept" in unknown.stderr
    first = query("--federate", *where)
    assert first.stdout == (FOLDER / "expected.csv").read_text(encoding="utf-8"), first.stderr
    assert query("--offline", *where).stdout == first.stdout
    gone = query("--federate", "--refresh", "-p", f"wikidata={NOWHERE}")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert gone.stderr.count("\n") == 1
    both = query("--offline", "--refresh", *where)
    assert both.returncode == 2
    assert "give one of them" in both.stderr


def test_every_listed_query_says_how_it_is_called() -> None:
    """`citykg queries` lists what asks another endpoint with the option that allows it."""
    done = subprocess.run(
        [sys.executable, "-m", "citykg", "queries"], capture_output=True, text=True, check=True
    )
    for query in federated():
        line = next(one for one in done.stdout.splitlines() if f"query {query.name}" in one)
        assert line.endswith("--federate")
