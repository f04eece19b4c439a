"""Saved queries have a page, a form, addresses for programs, and descriptions of all that."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from clients import get
from payloads import HOSTILE
from servers import Served, serving

from citykg.errors import UsageError
from citykg.queries import Rows, catalogue, open_engine, run, write_answer

if TYPE_CHECKING:
    from citykg.queries import SavedQuery
    from citykg.queries.parameters import Parameter

BROWSER = "text/html,*/*;q=0.8"
OWN = """#+ summary: How many cities there are in a country.
#+ parameters:
#+   country:
#+     description: the country
#+     example: country/gb
#+ columns:
#+   cities: how many

SELECT (COUNT(?city) AS ?cities)
WHERE { ?city ckg:inCountry ?_country_iri ; a ckg:City }
"""


def examples(query: SavedQuery) -> dict[str, str]:
    """A value for each parameter that needs one."""
    return {
        one.name: one.example or "x"
        for one in query.parameters
        if one.required and one.default is None
    }


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_question_is_asked_by_its_page_and_by_its_address(
    served: Served, graph: Path, query: SavedQuery
) -> None:
    """The page has a field for each parameter; the address gives the rows of the command line."""
    params = examples(query)
    called = f"?{urlencode(params)}"
    page = get(served, f"/queries/{query.name}{called}", BROWSER)
    assert (page.status, page.kind) == (200, "text/html")
    for one in query.parameters:
        assert f'name="{one.name}"' in page.text
        assert all(f">{choice}</option>" in page.text for choice in one.shown_choices)
    expected = run(query, graph, params)
    if query.form == "CONSTRUCT":
        answer = get(served, f"/queries/{query.name}.ttl{called}")
        triples = {quad.triple for quad in ox.parse(answer.body, format=ox.RdfFormat.TURTLE)}
        assert triples == set(expected.triples)  # type: ignore[union-attr]
        return
    answer = get(served, f"/queries/{query.name}.csv{called}")
    out = StringIO()
    write_answer(expected, "csv", out)
    assert [*csv.reader(StringIO(answer.text))] == [*csv.reader(StringIO(out.getvalue()))]


@pytest.mark.parametrize(
    ("ending", "kind"),
    [("json", "application/sparql-results+json"), ("xml", "application/sparql-results+xml"), ("csv", "text/csv"), ("tsv", "text/tab-separated-values"), ("md", "text/markdown")],
)  # fmt: skip
def test_an_answer_comes_in_each_format(served: Served, ending: str, kind: str) -> None:
    """The ending of the address says which, whatever the client accepts."""
    answer = get(served, f"/queries/cities-by-goal.{ending}?goal=11", "image/png")
    assert (answer.status, answer.kind) == (200, kind)
    assert "Manchester" in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/queries/cities-by-goal.json", 400, "The query needs goal"),
        ("/queries/cities-by-goal.json?goal=", 400, "such as goal=11"),
        ("/queries/cities-by-goal.json?goal=99", 400, "is not one of"),
        ("/queries/cities-by-goal.json?goal=11&goal=12", 400, "given twice"),
        ("/queries/cities-by-goal.json?gaol=11&goal=11", 400, "Did you mean goal?"),
        ("/queries/cities-by-goal.ttl?goal=11", 406, "answers in one of"),
        ("/queries/cities-by-goal.exe?goal=11", 404, "no format"),
        ("/queries/citys-by-goal?goal=11", 404, "Did you mean cities-by-goal?"),
        ("/queries/partners-for.csv?city=%3Cx", 400, "is not an IRI"),
        ("/queries/search.csv?words=%FF", 400, "UTF-8"),
        ("/queries/wikidata-populations", 404, "no saved query"),
    ],
)
def test_what_is_wrong_is_one_sentence(served: Served, path: str, status: int, words: str) -> None:
    """A mistake in an address is told, with the way to mend it."""
    answer = get(served, path)
    assert answer.status == status
    assert words in answer.text


def test_a_form_tells_what_is_wrong_where_it_was_typed(served: Served) -> None:
    """A value that is refused stays in its field, under the sentence."""
    page = get(served, "/queries/partners-for?city=wd%3AQ%3C1", BROWSER)
    assert page.status == 400
    assert 'role="alert"' in page.text
    assert 'value="wd:Q&lt;1"' in page.text


CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "unsupported_method",
)


def test_a_page_without_rows_says_why(served: Served) -> None:
    """Which part finds nothing is told; of a violation, that all is well."""
    page = get(served, "/queries/cities-by-goal?goal=1", BROWSER).text
    assert re.search(r"No rows\. \S", page)
    assert "No rows. Nothing is wrong." in get(served, "/queries/names-violation", BROWSER).text


PARAMETERS = [
    (query, one) for query in catalogue() for one in query.parameters if one.example or one.default
]


@pytest.mark.parametrize(("query", "one"), PARAMETERS, ids=lambda one: one.name)
def test_a_value_is_never_more_than_a_value(
    served: Served, graph: Path, query: SavedQuery, one: Parameter
) -> None:
    """A hundred hostile values give the rows of the term that each is, or one sentence."""
    assert len(HOSTILE) >= 100
    engine = open_engine(graph)
    for payload in HOSTILE:
        if not payload or "\udc80" in payload or len(payload) > 5000:
            continue  # a form sends no such field
        params = {**examples(query), one.name: payload}
        ending = "nt" if query.form == "CONSTRUCT" else "csv"
        answer = get(served, f"/queries/{query.name}.{ending}?{urlencode(params)}")
        try:
            expected = run(query, engine, params)
        except UsageError:
            assert (answer.status, answer.text.count("\n")) == (400, 1)
            continue
        assert answer.status == 200
        if isinstance(expected, Rows):
            assert len([*csv.reader(StringIO(answer.text))]) == len(expected.rows) + 1
        else:
            assert len(answer.text.splitlines()) == len(expected.triples)  # type: ignore[union-attr]


def test_the_openapi_description_tells_of_every_question(served: Served) -> None:
    """Each question stands in it with its parameters, their types, choices and examples."""
    described = json.loads(get(served, "/openapi.json").text)
    for query in catalogue():
        ending = "ttl" if query.form == "CONSTRUCT" else "json"
        operation = described["paths"][f"/queries/{query.name}.{ending}"]["get"]
        assert [one["name"] for one in operation["parameters"]] == [
            one.name for one in query.parameters
        ]
    goal = described["paths"]["/queries/cities-by-goal.json"]["get"]["parameters"][0]
    assert goal["required"]
    assert goal["schema"]["enum"][:2] == ["1", "2"]


def test_what_is_described_is_what_is_served(served: Served, tmp_path: Path) -> None:
    """Requests made up from the description get the statuses, types and forms that it names."""
    command = Path(sys.executable).parent / "schemathesis"
    phases = ("--phases", "examples,coverage,fuzzing", "--max-examples", "2")
    some = ("--include-path-regex", r"(sparql|\.csv|\.ttl)$")
    result = subprocess.run(
        [
            command,
            "run",
            f"{served.address}/openapi.json",
            "--checks",
            ",".join(CHECKS),
            *phases,
            *some,
            "--workers",
            "2",
            "--generation-deterministic",
        ],
        cwd=tmp_path,  # it leaves a folder behind
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:]


def test_queries_of_who_runs_the_server_stand_beside_ours(graph: Path, tmp_path: Path) -> None:
    """A folder of `.rq` files is served as ours are; a mistake in one stops the start."""
    (tmp_path / "cities-in.rq").write_text(OWN)
    with serving(graph, "--quiet", "--queries", str(tmp_path)) as server:
        answer = get(server, "/queries/cities-in.csv?country=country/gb")
        assert answer.text.startswith("cities\r\n")
        assert int(answer.text.split()[1]) >= 1
        assert "/queries/cities-in.json" in get(server, "/openapi.json").text
        # What changes in the folder is for the next start; nothing is half old and half new.
        before = get(server, "/queries/cities-in")
        (tmp_path / "cities-in.rq").write_text(OWN.replace("How many", "Say how many"))
        (tmp_path / "more.rq").write_text(OWN)
        assert "How many cities" in get(server, "/queries/cities-in?country=country/gb").text
        assert get(server, "/queries/more").status == 404
    with serving(graph, "--quiet", "--queries", str(tmp_path)) as server:
        after = get(server, "/queries/cities-in")
        assert "Say how many cities" in after.text
        assert before.headers["etag"] != after.headers["etag"]
    (tmp_path / "more.rq").unlink()
    (tmp_path / "cities.rq").write_text(OWN)
    command = [
        sys.executable,
        "-m",
        "citykg",
        "serve",
        str(graph),
        "--port",
        "0",
        "--queries",
        str(tmp_path),
    ]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode == 2
    assert "cities.rq: there is a saved query of that name" in ended.stderr
    (tmp_path / "cities.rq").unlink()
    (tmp_path / "a.b.rq").write_text(OWN)
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode == 2
    assert "a.b.rq: name it with letters, digits, - and _ alone" in ended.stderr
    (tmp_path / "a.b.rq").unlink()
    (tmp_path / "wrong.rq").write_text(OWN.replace("#+ columns", "#+ colums"))
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode == 2
    assert "wrong.rq:6: 'colums' is not a key of a header. Did you mean columns?" in ended.stderr


def test_a_search_finds_names_the_best_first(served: Served) -> None:
    """What is called so stands before what is called so among other words."""
    page = get(served, "/search?q=HOUSING", BROWSER).text
    found = page[page.index('class="found"') :]
    assert found.index(">Housing<") < found.index("for affordable housing.<")
    assert "No name or label" in get(served, "/search?q=zzzzz", BROWSER).text


def test_a_search_takes_two_characters_at_least(served: Served) -> None:
    """One character stands in nearly every name: the page says so, and nothing is looked for."""
    for words in ("a", "%20a%20"):
        page = get(served, f"/search?q={words}", BROWSER)
        assert page.status == 200
        assert "Give 2 characters at least" in page.text
        assert 'class="found"' not in page.text


def test_a_search_shows_so_many_and_says_that_there_are_more(served: Served) -> None:
    """What is found beyond those shown is not counted; a thing of two names is found once."""
    page = get(served, "/search?q=in", BROWSER).text
    found = re.findall(r'<li><a href="(/page/[^"]+)" dir="auto">', page)
    assert len(found) == len(set(found)) == 200
    assert "More than 200 found; the first 200 are shown" in page
    page = get(served, "/search?q=manchester", BROWSER).text
    found = re.findall(r'<li><a href="(/page/[^"]+)" dir="auto">', page)
    assert 0 < len(found) == len(set(found)) < 200
    assert f"{len(found)} found" in page
    assert "More than" not in page
