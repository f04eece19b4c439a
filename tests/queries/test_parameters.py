"""Parameters: typed values become RDF terms, and nothing that a value holds becomes query text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from payloads import HOSTILE

from citykg.errors import UsageError
from citykg.ontology.terms import Xsd
from citykg.queries import Rows, Triples, catalogue, run, saved_query
from citykg.queries.parameters import bindings, parameters_of, terms_of
from citykg.queries.text import edited

if TYPE_CHECKING:
    from citykg.queries import SavedQuery
    from citykg.queries.answer import Answer
    from citykg.queries.engine import Engine
    from citykg.queries.parameters import Parameter


def call(text: str, **values: str) -> dict[str, str]:
    """The terms of the parameters of a text, as SPARQL writes them."""
    return {name: str(term) for name, term in terms_of(parameters_of(text), values).items()}


@pytest.mark.parametrize(
    ("variable", "value", "term"),
    [
        ("?_city_iri", "https://example.org/a", "<https://example.org/a>"),
        ("?_city_iri", "<https://example.org/a>", "<https://example.org/a>"),
        ("?_city_iri", "sdg:11", "<http://metadata.un.org/sdg/11>"),
        ("?_city_iri", "urn:x:y", "<urn:x:y>"),
        ("?_city_iri", "city/gb/york", "<https://w3id.org/citykg/id/city/gb/york>"),
        ("?_city_iri", "city/pl/łódź", "<https://w3id.org/citykg/id/city/pl/%C5%82%C3%B3d%C5%BA>"),
        ("?_n_integer", "+011", f'"11"^^<{Xsd.integer}>'),
        ("?_n_number", "2.50", f'"2.50"^^<{Xsd.decimal}>'),
        ("?_n_number", "2e3", f'"2e3"^^<{Xsd.NS}double>'),
        ("?_n_number", "7", f'"7"^^<{Xsd.integer}>'),
        ("?_n_literal", "housing", '"housing"'),
        ("?_n", "housing", '"housing"'),
        ("?_n_fr", "logement", '"logement"@fr'),
    ],
)
def test_a_value_becomes_the_term_that_its_suffix_names(
    variable: str, value: str, term: str
) -> None:
    """The suffix of a parameter's variable decides what kind of term its value is."""
    assert list(
        call(f"SELECT {variable} {{}}", **{variable[2:].split("_", 1)[0]: value}).values()
    ) == [term]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "needs city"),
        ({}, "-p city=city/gb/manchester"),
        ({"citty": "sdg:1"}, "Did you mean city?"),
        ({"city": "Manchester"}, "not an IRI"),
        ({"city": "sdgg:11"}, "Did you mean sdg:11?"),
        ({"city": "nope:11"}, "no prefix nope:"),
        ({"city": "sdg:11", "city_iri": "sdg:11"}, "given twice"),
    ],
)
def test_a_wrong_call_is_one_helpful_sentence(values: dict[str, str], words: str) -> None:
    """What is missing, unknown or unreadable is named, with the nearest name or an example."""
    with pytest.raises(UsageError, match=words.replace("?", r"\?")):
        call("SELECT ?x { ?_city_iri ?p ?x }", **values)


def test_a_query_without_parameters_takes_none() -> None:
    """A parameter that the query does not have is refused, not ignored."""
    with pytest.raises(UsageError, match="no parameters"):
        run(saved_query("cities"), "nowhere", {"x": "1"})


def test_an_optional_parameter_stays_free() -> None:
    """A variable with two underscores is bound only where a value is given."""
    text = "SELECT ?x { ?__city_iri ?p ?x }"
    assert call(text) == {}
    assert call(text, city="sdg:1") == {"__city_iri": "<http://metadata.un.org/sdg/1>"}


def test_an_enumerated_parameter_takes_nothing_else() -> None:
    """The choices of the header are the only values."""
    with pytest.raises(UsageError, match="'18' is not one of: 1, 2"):
        run(saved_query("cities-by-goal"), "nowhere", {"goal": "18"})


def rows_or_sentence(
    query: SavedQuery, engine: Engine, values: dict[str, str]
) -> tuple[object, ...] | str:
    """The rows of a query, or what the UsageError says."""
    try:
        answer = run(query, engine, values)
    except UsageError as error:
        return str(error)
    return rows_of(answer)


def rows_of(answer: Answer) -> tuple[object, ...]:
    """The rows of an answer, or its triples."""
    assert isinstance(answer, Rows | Triples)
    return answer.rows if isinstance(answer, Rows) else answer.triples


@pytest.mark.parametrize("payload", HOSTILE)
def test_a_hostile_value_gives_the_rows_of_the_bound_term(
    payload: str, engine: Engine, engines: dict[str, Engine]
) -> None:
    """For every parameter of every saved query: no row but those of the term, or a sentence."""
    for query in catalogue():
        for parameter in query.parameters:
            outcome = rows_or_sentence(query, engine, {parameter.name: payload})
            if isinstance(outcome, str):
                assert len(outcome) < 400
                assert "\n" not in outcome
            else:
                text = written(query, parameter, payload)
                assert outcome == rows_of(engines["folder"].answer(text))


def written(query: SavedQuery, parameter: Parameter, payload: str) -> str:
    """The text of a query with a term in the place of a variable, as Oxigraph writes the term."""
    variable, term = re.escape(parameter.variable), str(parameter.term(payload))
    text = re.sub(rf"BOUND\(\?{variable}\)", "true", query.text)
    return re.sub(rf"\?{variable}\b", lambda _: term, text)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
@example("\\u0041")
@example("\\\\u0022 } #")
@example('\\U00000022"\\')
@example("'\"\r\n\t\b\f")
def test_any_text_comes_back_as_itself(value: str) -> None:
    """A literal parameter is bound to exactly the text that was given."""
    text = "SELECT ?_x WHERE { FILTER(BOUND(?_x)) }"
    prepared = edited(text, bindings(text, terms_of(parameters_of(text), {"x": value})))
    (row,) = ox.Store().query(prepared.text)
    assert row[0] == ox.Literal(value)


@pytest.mark.parametrize(
    "value", ["\\u0041", "\\\\u0022 } #", '\\U00000022"\\', "'\"\r\n\t", "a\\\\U0001F600", '"""']
)
def test_escapes_in_a_text_stay_text_on_every_engine(value: str, engine: Engine) -> None:
    """What looks like an escape or an end of string in a value is neither."""
    answer = run("SELECT ?_x WHERE { FILTER(BOUND(?_x)) }", engine, {"x": value})
    assert isinstance(answer, Rows)
    assert answer.rows == ((ox.Literal(value),),)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?n { ?_c_iri rdfs:label ?n }",
        "SELECT ?n WHERE { { SELECT ?n WHERE { ?_c_iri rdfs:label ?n } } }",
        "SELECT ?n { { ?c rdfs:label ?n FILTER(?c = ?_c_iri) } UNION { ?_c_iri ckg:no ?n } }",
        "SELECT ?n { ?c rdfs:label ?n FILTER EXISTS { ?_c_iri a ?k FILTER(?c = ?_c_iri) } }",
        "SELECT ?n { VALUES ?kind { ckg:City } ?_c_iri a ?kind ; rdfs:label ?n }",
        "SELECT ?n { VALUES (?kind) { (ckg:City) } ?_c_iri a ?kind ; rdfs:label ?n }",
        "SELECT (MIN(?l) AS ?n) (STR(?_c_iri) AS ?x) { ?_c_iri rdfs:label ?l } GROUP BY ?_c_iri",
        "SELECT ?n { BIND('?_c_iri' AS ?s) ?_c_iri rdfs:label ?n } # ?_c_iri",
        "SELECT ?n { ?_c_iri rdfs:label ?n OPTIONAL { ?_c_iri a ?k } MINUS { ?_c_iri ckg:no ?n } }",
    ],
)
def test_a_parameter_is_bound_wherever_it_stands(text: str, engine: Engine) -> None:
    """Groups, sub-selects, unions, filters and EXISTS all see the same term."""
    answer = run(text, engine, {"c": "city/us/manchester"})
    assert isinstance(answer, Rows)
    assert {row[0] for row in answer.rows} == {ox.Literal("Manchester")}


def test_a_parameter_may_stand_in_a_template_or_a_bare_describe(engine: Engine) -> None:
    """CONSTRUCT and DESCRIBE take parameters like SELECT."""
    for text in (
        "CONSTRUCT { ?_c_iri rdfs:label ?n } WHERE { ?_c_iri rdfs:label ?n }",
        "DESCRIBE ?_c_iri",
    ):
        answer = run(text, engine, {"c": "region/gb/greater-manchester"})
        assert isinstance(answer, Triples)
        assert any(one.object == ox.Literal("Greater Manchester") for one in answer.triples)


def test_the_short_construct_takes_no_parameter() -> None:
    """CONSTRUCT WHERE has no place for a bound term, and says so."""
    with pytest.raises(UsageError, match="write CONSTRUCT"):
        run("CONSTRUCT WHERE { ?_c_iri rdfs:label ?n }", "nowhere", {"c": "sdg:1"})
