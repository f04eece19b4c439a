"""The catalogue: what the saved queries are, and how strictly their headers are read."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rdflib.plugins.sparql import prepareQuery

from citykg.errors import UsageError
from citykg.queries import catalogue, read_query, saved_names, saved_query
from citykg.queries.tokens import tokens

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.queries import SavedQuery

COLUMNS = {
    "cities": "city name country population area_km2 geonames wikidata",
    "plans": "plan title programme start end",
    "city-themes": "city name theme label plan",
    "city-goals": "city name goal number plan",
    "city-topics": "city name topic label plan",
    "activities": "plan activity label type status",
    "outputs": "plan output label type status",
    "cities-by-goal": "city name plan",
    "shared-goals": "plan1 plan2 goals",
    "evidence": "predicate object quote start end document",
    "partners-for": "city name score shared",
    "statements": "city name kind statement plan",
    "timeline": "start end label status plan event",
    "suggestions": "plan scheme subject label score quote",
}
PARAMETERS = {
    "cities-by-goal": "_goal_integer",
    "evidence": "_subject_iri",
    "partners-for": "_city_iri",
    "shared-goals": "__plan_iri",
}
BODY = "SELECT ?a WHERE { ?a a ?_kind_iri } ORDER BY ?a\n"


def test_the_saved_queries_are_those_that_scripts_rely_on() -> None:
    """Their names, columns and parameters are a contract; there are more, of at least thirty."""
    found = {query.name: query for query in catalogue()}
    columns = {name: " ".join(one.name for one in query.columns) for name, query in found.items()}
    parameters = {
        name: " ".join(one.variable for one in query.parameters)
        for name, query in found.items()
        if query.parameters
    }
    assert columns.items() >= COLUMNS.items()
    assert parameters.items() >= PARAMETERS.items()
    assert len(found) >= 30


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_a_saved_query_is_complete_sparql_by_itself(query: SavedQuery) -> None:
    """Another SPARQL 1.1 parser reads it without our prefixes; it is ordered and names columns."""
    prepareQuery(query.text)
    words = [token.text.upper() for token in tokens(query.text)]
    assert "ORDER" in words or query.form != "SELECT"
    assert "*" not in words
    assert query.summary.endswith(".")


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_every_example_is_a_value_of_its_parameter(query: SavedQuery) -> None:
    """The example that help shows can be called."""
    for parameter in query.parameters:
        assert parameter.example
        parameter.term(parameter.example)


def test_an_unknown_name_gives_the_nearest() -> None:
    """A typo in a query's name is answered with the name that was meant."""
    with pytest.raises(UsageError, match=r"no saved query 'citys'\. Did you mean cities\?"):
        saved_query("citys")


@pytest.mark.parametrize("name", ["../catalogue", "/etc/passwd", "", "cities.rq", "cities\n"])
def test_a_name_is_no_path(name: str) -> None:
    """Only the names of the catalogue are looked up."""
    with pytest.raises(UsageError, match="no saved query"):
        saved_query(name)


def test_names_need_no_yaml() -> None:
    """The names are listed without reading a header, and importing the room is light."""
    heavy = "'yaml', 'rdflib', 'SPARQLWrapper', 'rich', 'networkx', 'pyoxigraph'"
    code = (
        "import sys, citykg.queries as q; assert q.saved_names();"
        f"print(sorted({{{heavy}}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert set(saved_names()) >= set(COLUMNS)
    assert list(saved_names()) == sorted(saved_names())


@pytest.mark.parametrize(
    ("header", "line", "words"),
    [
        ("#+ sumary: x", 1, "'sumary' is not a key of a header. Did you mean summary?"),
        ("#+ summary: x\n#+ tags: [a", 2, "the header is not YAML"),
        ("#+ summary: x\n#+ summary: y", 2, "says 'summary' twice"),
        ("#+ - summary", 1, "is not `key: value` lines"),
        ("#+ summary: [x]", 1, "summary is not words"),
        ("#+ tags: x", 1, "tags is not a list"),
        (
            "#+ summary: x\n#+ parameters:\n#+   kin: the class",
            3,
            "no parameter 'kin'. Did you mean",
        ),
        ("#+ parameters:\n#+   kind:\n#+     example: sdg:1", 2, "'kind' has no description"),
        ("#+ parameters:\n#+   kind:\n#+     descripton: x", 3, "Did you mean description?"),
        (
            "#+ parameters:\n#+   kind:\n#+     description: x\n#+     example: nope",
            2,
            "not an IRI",
        ),
        ("#+ columns:\n#+   b: what", 2, "no column 'b'"),
        ("#+ defaults: {kind: x}", 1, "defaults is not a list"),
        ("#+ defaults:\n#+   - kind: [x]", 2, "neither words nor a number"),
        ("#+ enumerate:\n#+   - kind: x", 2, "choices of 'kind' are not a list"),
        ("# a comment\n#+ summary: x\n\n#+ tagz: [a]", 4, "Did you mean tags?"),
        ("#+ x: " + "[" * 5000, 1, "the header is not YAML"),
        ("#+ ? [a, b]\n#+ : c", 1, "header"),
        ("#+ !!python/object/apply:os.system [id]", 1, "header"),
    ],
)
def test_a_wrong_header_is_an_error_with_its_line(
    tmp_path: Path, header: str, line: int, words: str
) -> None:
    """A header that cannot be read names file, line and what is wrong; the query is not hidden."""
    path = tmp_path / "question.rq"
    path.write_text(f"{header}\n{BODY}", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_query(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: ")
    assert words in message


def test_a_file_of_others_needs_no_header(tmp_path: Path) -> None:
    """A query file without a header, with a byte order mark and CRLF line ends, is a query."""
    path = tmp_path / "mine.rq"
    path.write_bytes(b"\xef\xbb\xbfSELECT ?a (MIN(?b) AS ?c)\r\nWHERE { ?a ?p ?b } GROUP BY ?a\r\n")
    query = read_query(path)
    assert [one.name for one in query.columns] == ["a", "c"]
    assert "\r" not in query.text
    assert query.name == "mine"


def test_our_own_queries_describe_everything(tmp_path: Path) -> None:
    """A query of the catalogue without a summary, or with an undescribed column, is an error."""
    path = tmp_path / "ours.rq"
    for header, words in (
        ("", "no summary"),
        ("#+ summary: x\n", "not described"),
        ("#+ summary: x\n#+ columns: {a: x}\n", "'kind' is not described"),
    ):
        path.write_text(header + BODY, encoding="utf-8")
        with pytest.raises(UsageError, match=words):
            read_query(path, complete=True)
