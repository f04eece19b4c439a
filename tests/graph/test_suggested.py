"""What is suggested stands apart from what is declared: in files, stores, answers and pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pyoxigraph as ox
import pytest
from folders import contents, write_documents
from graph_examples import BASE, DOCUMENT, PLAN_IRI, line_of, store_of
from plan_examples import PLAN, TEXT, said

from citykg.build import build
from citykg.build.reading import SUGGESTIONS
from citykg.errors import UsageError
from citykg.graph.explain import explain
from citykg.graph.export import export
from citykg.graph.facts import read_facts
from citykg.graph.names import Names
from citykg.graph.store import named_quads, open_store
from citykg.graph.suggested import END, suggestion_lines
from citykg.ontology.terms import GRAPH_SUGGESTIONS, Ckg, Dcterms, Oa, Prov, Rdf
from citykg.queries import Rows, catalogue, open_engine, run
from citykg.suggestions import made

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.plan import Plan
    from citykg.queries import SavedQuery
    from citykg.queries.engine import Engine

HOSTILE = 'a "b"> . <urn:x> <urn:y>\t\\u0022 \u2028\r\n\x00 ÿ 北'


class Spoken(NamedTuple):
    """A suggestion of our own."""

    scheme: str
    value: int | str
    score: float
    start: int
    end: int
    quote: str


SHIPS = TEXT.index("Ship emissions")
SHIP = Spoken("sdg", 14, 0.8, SHIPS, SHIPS + 4, "Ship")
TRAM = Spoken("sdg-target", "11.2", 0.5, TEXT.index("tram"), TEXT.index("tram") + 4, "tram")
HARBOUR = Spoken("urban-agenda", "urban-mobility", 0.99, 0, 4, HOSTILE)


def lines(*suggested: Spoken, plan: Plan = PLAN, cited: set[str] | None = None) -> list[str]:
    """The lines of some suggestions for a plan."""
    names = Names.of([plan])
    return list(suggestion_lines(plan, suggested, names, line_of, cited=cited or set()))


def parsed(found: list[str]) -> set[ox.Quad]:
    """The quads of lines."""
    return set(ox.parse("".join(found).encode(), format=ox.RdfFormat.N_QUADS))


def test_a_suggestion_is_told_in_its_own_graph() -> None:
    """Subject, plan, score and passage, under the base, in the graph of suggestions."""
    quads = parsed(lines(SHIP))
    iri = PLAN_IRI.replace("/plan/", "/suggestion/") + "/sdg/14"
    passage = f"{DOCUMENT}#char={SHIPS},{SHIPS + 4}"
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(GRAPH_SUGGESTIONS)}
    told = {
        (quad.subject.value, quad.predicate.value): quad.object.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert told == {
        (iri, Rdf.type): Ckg.Suggestion,
        (iri, Dcterms.subject): "http://metadata.un.org/sdg/14",
        (iri, Ckg.suggestedFor): PLAN_IRI,
        (iri, Ckg.score): "0.8",
        (iri, Prov.wasQuotedFrom): passage,
        (passage, Rdf.type): Ckg.Passage,
        (passage, Oa.exact): "Ship",
        (passage, Oa.start): str(SHIPS),
        (passage, Oa.end): str(SHIPS + 4),
        (passage, Ckg.line): "8",
        (passage, Dcterms.isPartOf): DOCUMENT,
    }


def test_targets_and_topics_have_their_iris() -> None:
    """A target lies beside the goals of the UN, a topic in the vocabulary whatever the base."""
    subjects = {
        quad.object.value
        for quad in parsed(lines(TRAM, HARBOUR))
        if quad.predicate.value == Dcterms.subject
    }
    assert subjects == {"http://metadata.un.org/sdg/11.2", BASE + "topic/urban-mobility"}


def test_the_lines_are_canonical_whatever_is_quoted() -> None:
    """A quote of any characters comes back as it was, in lines as Oxigraph would write them."""
    found = lines(SHIP, TRAM, HARBOUR)
    assert all(line.endswith(END) for line in found)
    quads = parsed(found)
    assert len(quads) == len(found)
    store = ox.Store()
    store.extend(quads)
    assert sorted(found) == sorted(f"{quad} .\n" for quad in store)
    quotes = {quad.object.value for quad in quads if quad.predicate.value == Oa.exact}
    assert HOSTILE in quotes


def test_a_passage_of_the_evidence_is_not_told_again() -> None:
    """Only the link to it is."""
    passage = f"<{DOCUMENT}#char={SHIP.start},{SHIP.end}>"
    found = lines(SHIP, cited={passage})
    assert len(found) == 5
    assert not any(line.startswith(passage) for line in found)


def test_a_passage_says_its_page() -> None:
    """Where the document has pages."""
    source = msgspec.structs.replace(PLAN.source, pages=(0, SHIPS - 3, SHIPS + 40))
    quads = parsed(lines(SHIP, plan=msgspec.structs.replace(PLAN, source=source)))
    (page,) = [quad.object.value for quad in quads if quad.predicate.value == Ckg.page]
    assert page == "2"


# --- built


DECLARING = (Ckg.hasGoal, Ckg.hasTarget, Ckg.hasTopic)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A graph with suggestions, and one of the same documents without; three texts, one table."""
    home = tmp_path_factory.mktemp("suggested")
    for path in write_documents(home / "plans"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("A joint report", "Affordable housing and clean energy; a joint report")
        path.write_text(text, encoding="utf-8")
    table = "Programme,Cities,Country,Themes,SDGs\n"
    for partner, theme in (("Vigo", "Flood protection"), ("Lugo", "Flood protection")):
        table += f"Twin,York; {partner},United Kingdom; Spain,{theme},13\n"
    (home / "plans" / "table.csv").write_text(table, encoding="utf-8")
    build([home / "plans"], home / "with")
    build([home / "plans"], home / "without", suggest=False)
    return home / "with", home / "without"


def suggested_quads(folder: Path) -> list[ox.Quad]:
    """The graph of suggestions."""
    graph = ox.NamedNode(GRAPH_SUGGESTIONS)
    return list(open_store(folder).quads_for_pattern(None, None, None, graph))


def test_a_build_suggests(folders: tuple[Path, Path]) -> None:
    """There are suggestions, counted apart from facts and evidence."""
    with_them, without = (
        json.loads((folder / "report.json").read_bytes())["totals"] for folder in folders
    )
    quads = suggested_quads(folders[0])
    things = {quad.subject for quad in quads if quad.predicate.value == Ckg.score}
    assert with_them["suggestions"] == len(things) > 0
    assert without["suggestions"] == 0
    assert suggested_quads(folders[1]) == []
    assert with_them["quads"] - without["quads"] == len(quads)
    for name in ("facts", "evidence", "plans", "problems", "violations"):
        assert with_them[name] == without[name]


def test_all_else_is_as_it_is_without(folders: tuple[Path, Path]) -> None:
    """Take the graph of suggestions away, and the two files and stores are the same."""
    end = END.encode()
    lines_with, lines_without = (
        (folder / "graph.nq").read_bytes().splitlines(keepends=True) for folder in folders
    )
    assert [line for line in lines_with if not line.endswith(end)] == lines_without
    default = ox.DefaultGraph()
    one, two = (
        set(open_store(folder).quads_for_pattern(None, None, None, default)) for folder in folders
    )
    assert one == two
    assert read_facts(folders[0]) == read_facts(folders[1])


def test_nothing_that_is_suggested_is_declared(folders: tuple[Path, Path]) -> None:
    """The graph says of no plan that it has a goal, and suggests none that the plan has."""
    quads = suggested_quads(folders[0])
    assert not {quad.predicate.value for quad in quads} & set(DECLARING)
    store = open_store(folders[0])
    pairs = {}
    for quad in quads:
        if quad.predicate.value in {Ckg.suggestedFor, Dcterms.subject}:
            pairs.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
    assert pairs
    for pair in pairs.values():
        plan, subject = pair[Ckg.suggestedFor], pair[Dcterms.subject]
        for predicate in DECLARING:
            assert ox.Quad(plan, ox.NamedNode(predicate), subject) not in store


def test_no_triple_is_both_suggested_and_not(folders: tuple[Path, Path]) -> None:
    """Whoever asks for both together counts nothing twice, the rows of a table neither."""
    quads = suggested_quads(folders[0])
    store = open_store(folders[0])
    assert not [quad for quad in quads if ox.Quad(*quad.triple) in store]
    assert len({quad.triple for quad in quads}) == len(quads)


def test_every_quote_of_a_row_is_of_that_row(folders: tuple[Path, Path]) -> None:
    """A suggestion for a row of a table rests on the words of that row."""
    answer = run(ROWS, open_engine(folders[0]))
    assert isinstance(answer, Rows)
    found = {tuple(term.value for term in row) for row in answer.rows}
    assert found == {
        ("york-vigo", "Flood protection", "2"),
        ("york-lugo", "Flood protection", "3"),
    }


ROWS = f"""
SELECT DISTINCT ?name ?quote ?line {{
  GRAPH <{GRAPH_SUGGESTIONS}> {{
    ?s ckg:suggestedFor ?plan ; dcterms:subject <{BASE}topic/climate-adaptation> ;
       prov:wasQuotedFrom ?passage
  }}
  ?passage oa:exact ?quote ; ckg:line ?line .
  BIND(REPLACE(STR(?plan), "^.*/", "") AS ?name)
}}"""


@pytest.fixture(scope="module")
def engines(folders: tuple[Path, Path]) -> list[Engine]:
    """Over each form of the graph with suggestions, asked without and with them; then over none."""
    places = [folders[0], folders[0] / "graph.nq", folders[0] / "graph.ttl"]
    with_them = [open_engine(place, with_suggestions=True) for place in places]
    return [*map(open_engine, places), *with_them, open_engine(folders[1])]


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_no_default_answer_has_a_suggestion(query: SavedQuery, engines: list[Engine]) -> None:
    """Each saved query answers the same with and without suggestions in the graph, but for one."""
    params = {one.name: one.example for one in query.parameters}
    ours = {"subject": "city/gb/york", "city": "city/gb/york", "plan": "plan/york-vigo"}
    params |= {name: value for name, value in ours.items() if name in params}
    *answers, without = [run(query, engine, params) for engine in engines]
    if query.name == "suggestions":
        assert isinstance(without, Rows)
        assert without.rows == ()
        without = answers[0]
        assert isinstance(without, Rows)
        assert without.rows
    assert answers == [without] * len(answers)


COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def test_suggestions_are_there_for_who_asks(folders: tuple[Path, Path]) -> None:
    """Off by default; on, everything counts once, on the folder and on each file."""
    with_them, without = folders
    triples = {quad.triple for quad in named_quads(open_store(with_them))}
    for place in (with_them, with_them / "graph.nq", with_them / "graph.ttl"):
        engine = open_engine(place)
        assert run(COUNT, engine) == run(COUNT, open_engine(without))
        answer = run(COUNT, open_engine(place, with_suggestions=True))
        assert isinstance(answer, Rows)
        assert answer.rows[0][0].value == str(len(triples))


def test_from_asks_the_graphs_that_it_names(folders: tuple[Path, Path]) -> None:
    """A query that says FROM is answered from there, whatever else is switched on."""
    text = COUNT.replace("{", f"FROM <{BASE}plan/york-vigo> {{")
    for place in (folders[0], folders[0] / "graph.nq"):
        off = run(text, open_engine(place))
        assert run(text, open_engine(place, with_suggestions=True)) == off
        assert off.rows[0][0].value != "0"


def test_an_endpoint_decides_for_itself() -> None:
    """The switch cannot reach another's default graph, and says so."""
    with pytest.raises(UsageError, match="own choice"):
        open_engine("http://localhost:1/query", with_suggestions=True)


def test_the_page_shows_no_suggestion(folders: tuple[Path, Path]) -> None:
    """The page of a graph with suggestions is the page of one without."""
    one, two = ((folder / "index.html").read_bytes() for folder in folders)
    assert b"uggestion/" not in one
    assert len(one) == len(two)


def test_an_export_keeps_the_graph_apart(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """Formats with named graphs have the graph of suggestions; the tables of facts do not."""
    for name in ("trig", "jsonld", "nquads", "csv", "graphml"):
        with (tmp_path / name).open("wb") as file:
            export(folders[0], name, file)
    quads = set(ox.parse(path=str(tmp_path / "trig"), format=ox.RdfFormat.TRIG))
    assert set(suggested_quads(folders[0])) <= quads
    assert GRAPH_SUGGESTIONS.encode() in (tmp_path / "jsonld").read_bytes()
    for name in ("csv", "graphml"):
        assert b"uggest" not in (tmp_path / name).read_bytes()


def test_explaining_a_plan_tells_suggestions_last(folders: tuple[Path, Path]) -> None:
    """Behind what the plan says stands what is suggested, with words and score, and so marked."""
    facts = explain(folders[0], "plan/york-vigo")
    marks = [fact.note is not None and "suggested, not declared" in fact.note for fact in facts]
    assert any(marks)
    assert marks == sorted(marks)
    assert facts[: marks.index(True)] == explain(folders[1], "plan/york-vigo")
    last = facts[-1]
    assert last.said
    assert last.said.document == "table.csv"
    assert last.graph == GRAPH_SUGGESTIONS


def test_explaining_a_suggestion_or_its_passage(folders: tuple[Path, Path]) -> None:
    """A suggestion leads to its plan, subject and words; its passage is no claim."""
    (fact,) = explain(folders[0], "suggestion/york-vigo/urban-agenda/climate-adaptation")
    assert fact.sentence == "York – Vigo speaks of Climate adaptation"
    assert fact.said
    assert fact.said.quote == "Flood protection"
    for quad in suggested_quads(folders[0]):
        if quad.predicate.value == Ckg.line:
            with pytest.raises(UsageError, match="says nothing of"):
                explain(folders[0], quad.subject.value)
    with pytest.raises(UsageError):
        explain(folders[1], "suggestion/york-vigo/urban-agenda/climate-adaptation")


def test_two_builds_are_the_same_bytes(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """Suggestions are made by rules: the same documents give the same graph."""
    plans = folders[0].parent / "plans"
    build(sorted(plans.iterdir(), reverse=True), tmp_path / "again")
    assert contents(tmp_path / "again") == contents(folders[0])


def test_a_task_that_stumbles_loses_no_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plans are in the graph, and the report says what is missing."""
    monkeypatch.setattr("citykg.build.reading.SUGGESTIONS", "citykg.suggestions.made:no_such_thing")
    paths = write_documents(tmp_path / "plans", 1)
    report = build(paths, tmp_path / "graph")
    assert report.totals.plans == 1
    assert report.totals.suggestions == 0
    (failure,) = report.failures
    assert "was read, but" in failure.message


def test_the_build_names_what_there_is() -> None:
    """The name by which the workers find the task is that of the task."""
    assert made.FOR_PLANS == SUGGESTIONS
    assert callable(made.for_plans)


def test_suggestions_of_a_store_in_memory_are_explained() -> None:
    """A store without a default graph is read as well."""
    store = store_of(PLAN)
    words = said(None, "Ship emissions")
    ship = Spoken("sdg", 14, 0.8, words.start, words.end, words.quote)
    store.load("".join(lines(ship)).encode(), format=ox.RdfFormat.N_QUADS)
    facts = explain(store, PLAN_IRI)
    assert [fact.note for fact in facts if fact.note] == ["suggested, not declared (score 0.8)"]
