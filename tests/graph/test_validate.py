"""Validation: a good graph has no faults, and a planted one is found with its words."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import pyoxigraph as ox
import pytest
import rdflib
from graph_examples import (
    BASE,
    COOPERATION,
    DOCUMENT,
    EVIDENCE,
    LODZ,
    MAIL,
    PILOT,
    PLAN_IRI,
    REPORT,
    VISIT,
    change,
    line_of,
    literal,
    store_of,
)
from plan_examples import PLAN, TEXT, said, variant
from planted import PLANTED

from citykg.errors import UsageError
from citykg.graph.evidence import Statements
from citykg.graph.names import Names
from citykg.graph.nquads import node
from citykg.graph.store import write_store
from citykg.graph.suggested import suggestion_lines
from citykg.graph.validate import Violation, validate, validate_store
from citykg.ontology.files import dataset_shapes_file, shapes_file
from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    COUNTRY,
    GRAPH_SUGGESTIONS,
    OUTPUT_TYPE,
    STATUS,
    TOPIC,
    Ckg,
    Dcterms,
    Oa,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Sdg,
    Xsd,
)
from citykg.plan import City, Period

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Sister Cities – Plan Summary"
FIRST = f"{DOCUMENT}#char={TEXT.index('Łódź')},{TEXT.index('Łódź') + 4}"


def stated_by(violation: Violation) -> tuple[str | None, int | None, str | None]:
    """Where a violation says that it comes from."""
    return violation.file, violation.line, violation.quote


UNBACKED = ("the graph does not say this", "no passage is given")
"""What a planted change leaves behind: a claim of what was there, a fact without a claim."""


def faults(store: ox.Store) -> tuple[Violation, ...]:
    """What is wrong with a graph, but for what a planted change leaves behind."""
    found = validate_store(store)
    return tuple(item for item in found if not any(text in item.message for text in UNBACKED))


class Fault(NamedTuple):
    """A change of the good graph, and where its one violation is to be found."""

    subject: str
    predicate: str
    value: ox.Literal | str | None
    message: str
    line: int | None
    quote: str | None
    keep: bool = False
    severity: str = "violation"


FACT_FAULTS = {
    "plan label": Fault(PLAN_IRI, Rdfs.label, None, "exactly one name", 1, TITLE),
    "plan document": Fault(PLAN_IRI, Prov.wasDerivedFrom, None, "which document", 1, TITLE),
    "plan start": Fault(PLAN_IRI, Schema.startDate, literal(2017, Xsd.gYear), "begins once", 5,
                        "May 2018", keep=True),
    "plan end": Fault(PLAN_IRI, Schema.endDate, literal("soon", Xsd.date), "ends once", 5, "2020"),
    "cooperation label": Fault(COOPERATION, Rdfs.label, None, "exactly one name", 1,
                               "Sister Cities"),
    "city label": Fault(LODZ, Rdfs.label, None, "exactly one name", 2, "Łódź"),
    "population text": Fault(LODZ, Ckg.population, ox.Literal("many"), "whole number", 3,
                             "670,642"),
    "population zero": Fault(LODZ, Ckg.population, literal(0), "at least one person", 3,
                             "670,642"),
    "population huge": Fault(LODZ, Ckg.population, literal(50_000_000), "fifty million", 3,
                             "670,642", severity="warning"),
    "area": Fault(LODZ, Ckg.areaKm2, literal("0.0", Xsd.decimal), "above zero", 4, "293.25 km²"),
    "area huge": Fault(LODZ, Ckg.areaKm2, literal("300000.5", Xsd.decimal), "square kilometres; look", 4,
                       "293.25 km²", severity="warning"),
    "density": Fault(LODZ, Ckg.population, literal(40_000_000), "so many people", 3, "670,642",
                     severity="warning"),
    "activity label": Fault(VISIT, Rdfs.label, None, "exactly one name", 11, "study visit"),
    "two activity types": Fault(VISIT, Ckg.activityType, ACTIVITY_TYPE + "meeting",
                                "An activity is of one type", 11, "study visit", keep=True),
    "two activity statuses": Fault(VISIT, Ckg.status, STATUS + "planned", "has one status", 11,
                                   "hosted", keep=True),
    "output label": Fault(REPORT, Rdfs.label, None, "exactly one name", 13, "joint report"),
    "two output types": Fault(REPORT, Ckg.outputType, OUTPUT_TYPE + "study",
                              "An output is of one type", 13, "joint report", keep=True),
    "two output statuses": Fault(REPORT, Ckg.status, STATUS + "completed", "has one status", 13,
                                 "A joint report\u2028is planned.", keep=True),
    "contact": Fault(MAIL, Schema.email, None, "neither", 15, "air@example.org"),
}  # fmt: skip


@pytest.mark.parametrize("name", FACT_FAULTS)
def test_fault_of_a_fact(name: str) -> None:
    """A fault of what a plan says is found with the file, the line and the words."""
    fault = FACT_FAULTS[name]
    store = store_of(PLAN)
    change(store, fault.subject, fault.predicate, fault.value, keep=fault.keep)
    (found,) = (item for item in faults(store) if fault.message in item.message)
    assert found.severity == fault.severity
    assert found.plan == PLAN_IRI
    assert found.focus == fault.subject
    assert stated_by(found) == ("air.txt", fault.line, fault.quote)


LINK_FAULTS = {
    "goal": (PLAN_IRI, Ckg.hasGoal, Sdg.GOALS + "18", "seventeen"),
    "target": (PLAN_IRI, Ckg.hasTarget, Sdg.GOALS + "18.3", "written like 11.3"),
    "no such target": (PLAN_IRI, Ckg.hasTarget, Sdg.GOALS + "11.9", "169 targets"),
    "indicator": (PLAN_IRI, Ckg.hasIndicator, Sdg.GOALS + "11.1.1", "An indicator is one"),
    "theme of no scheme": (PLAN_IRI, Ckg.hasTheme, TOPIC + "housing", "the plans fill"),
    "topic": (PLAN_IRI, Ckg.hasTopic, TOPIC + "gardening", "partnerships"),
    "theme": (PLAN_IRI, Ckg.hasTheme, BASE + "theme/nothing", "not described as one"),
    "country": (BASE + "region/jp/fukuoka", Ckg.inCountry, COUNTRY + "xx", "ISO 3166-1"),
    "activity type": (PILOT, Ckg.activityType, ACTIVITY_TYPE + "teleport", "activity types"),
    "output type": (REPORT, Ckg.outputType, OUTPUT_TYPE + "teleport", "output types"),
    "status": (PILOT, Ckg.status, STATUS + "forgotten", "planned, expected"),
}


@pytest.mark.parametrize("name", LINK_FAULTS)
def test_fault_of_a_link(name: str) -> None:
    """A link to what is no goal, topic, country, type or status is found with its words."""
    subject, predicate, target, message = LINK_FAULTS[name]
    store = store_of(PLAN)
    change(store, subject, predicate, target)
    statements = Statements(PLAN_IRI, DOCUMENT, line_of)
    words = said(None, "SDGs: 11")
    statements.fact(node(subject), node(predicate), node(target), words)
    evidence = [*statements.claim_blocks(), *statements.passage_blocks()]
    store.load("".join(evidence).encode(), format=ox.RdfFormat.N_QUADS)
    (found,) = (item for item in faults(store) if message in item.message)
    assert (found.plan, found.focus, found.property) == (PLAN_IRI, subject, predicate)
    assert found.value == target
    assert stated_by(found) == ("air.txt", 7, "SDGs: 11")


def test_good_graph() -> None:
    """A graph of good plans has no faults, whatever they share."""
    assert validate_store(store_of(PLAN, variant(1), variant(2))) == ()


def test_silence_is_no_fault() -> None:
    """What a plan does not say of an activity or output is no fault of the graph."""
    store = store_of(PLAN)
    for thing, predicate in ((VISIT, Ckg.activityType), (REPORT, Ckg.outputType)):
        change(store, thing, predicate)
        change(store, thing, Ckg.status)
    assert faults(store) == ()


def test_folder(tmp_path: Path) -> None:
    """The graph of a folder is checked as it lies on the disk; no folder is a wrong call."""
    with pytest.raises(UsageError):
        validate(tmp_path)
    store = store_of(PLAN)
    change(store, REPORT, Rdfs.label)
    target = tmp_path / "store" / "v-1"
    target.parent.mkdir()
    lines = sorted((store.dump(format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    (tmp_path / "graph.nq").write_bytes(b"".join(lines))
    write_store(target, tmp_path / "graph.nq", lambda _: None)
    (target.parent / "current").symlink_to("v-1")
    assert REPORT in {item.focus for item in validate(tmp_path)}


def test_period_that_ends_first() -> None:
    """A period must not end before it begins, as far as both dates say."""
    period = Period(said("2020", "2020"), said("2018-05", "May 2018"))
    (found,) = validate_store(store_of(msgspec.structs.replace(PLAN, period=period)))
    assert found.message.startswith("A period ends after it begins")
    assert (found.property, found.value) == (Schema.endDate, "2018-05")
    assert stated_by(found) == ("air.txt", 5, "May 2018")


@pytest.mark.parametrize(
    ("start", "end"),
    [("2018-05", "2018"), ("2018", "2018-01-01"), ("2018-21", "2018-05"), ("2018-12", "2018-24")],
)
def test_period_of_different_precision(start: str, end: str) -> None:
    """A month and its year are no contradiction, nor are a month and a season of its year."""
    period = Period(said(start, "May 2018"), said(end, "2020"))
    assert validate_store(store_of(msgspec.structs.replace(PLAN, period=period))) == ()


def test_one_party() -> None:
    """A cooperation of one party is a warning, with the one that is named."""
    (found,) = validate_store(store_of(variant(1, cities=PLAN.cities[:1], activities=())))
    assert found.severity == "warning"
    assert "at least two parties" in found.message
    assert stated_by(found) == ("1.txt", 2, "Łódź")


def test_no_party() -> None:
    """A plan without any party is a violation."""
    found = faults(store_of(variant(1, cities=(), activities=(), outputs=())))
    assert [item.severity for item in found] == ["violation", "warning"]
    assert "no city or region" in found[0].message
    assert found[0].property == Ckg.hasParty
    assert found[0].file == "1.txt"


def test_no_cooperation() -> None:
    """A plan that belongs to no cooperation has no parties either."""
    store = store_of(PLAN)
    change(store, PLAN_IRI, Ckg.isPlanOf)
    found = faults(store)
    assert [item.property for item in found] == [Ckg.hasParty, Ckg.isPlanOf]
    assert {item.file for item in found} == {"air.txt"}


def test_two_countries() -> None:
    """A city in two countries is shown with the words for each."""
    store = store_of(PLAN)
    change(store, LODZ, Ckg.inCountry, COUNTRY + "de", keep=True)
    statements = Statements(PLAN_IRI, DOCUMENT, line_of)
    words = said(None, "Population")
    statements.fact(node(LODZ), node(Ckg.inCountry), node(COUNTRY + "de"), words)
    evidence = [*statements.claim_blocks(), *statements.passage_blocks()]
    store.load("".join(evidence).encode(), format=ox.RdfFormat.N_QUADS)
    found = faults(store)
    assert {item.message for item in found} == {
        "A city or region lies in one country; the plans name more than one."
    }
    assert [(item.line, item.quote, item.value) for item in found] == [
        (2, "Poland", COUNTRY + "pl"),
        (3, "Population", COUNTRY + "de"),
    ]


def test_fault_in_two_plans() -> None:
    """A fault that two plans state is reported for each, with its own file."""
    bad = City(PLAN.cities[0].name, population=said(60_000_000, "670,642"))
    plans = [variant(number, cities=(bad, PLAN.cities[1])) for number in (1, 2)]
    found = validate_store(store_of(*plans))
    assert sorted(item.file or "" for item in found) == ["1.txt", "2.txt"]
    assert {(item.severity, item.value) for item in found} == {("warning", "60000000")}


OTHER_FAULTS = (
    "no city or region",
    "exactly one cooperation",
    "ends after it begins",
    "at least two parties",
    "lies in one country",
    "nothing is said without one",
    "SHA-256",
    "file name",
    "that a suggestion rests on has its words",
)


def a_claim(store: ox.Store) -> str:
    """The claim that Łódź has so many inhabitants."""
    role, thing = ox.NamedNode(Rdf.predicate), ox.NamedNode(Ckg.population)
    claims = [quad.subject for quad in store.quads_for_pattern(None, role, thing, None)]
    of_lodz = ox.NamedNode(LODZ)
    subject = ox.NamedNode(Rdf.subject)
    (claim,) = [
        claim for claim in claims if [*store.quads_for_pattern(claim, subject, of_lodz, None)]
    ]
    assert isinstance(claim, ox.NamedNode)
    return claim.value


CLAIM_FAULTS = {
    Rdf.subject: "exactly one thing",
    Rdf.predicate: "exactly one property",
    Rdf.object: "exactly one value",
}


@pytest.mark.parametrize(("predicate", "message"), CLAIM_FAULTS.items())
def test_claim_without_a_part(predicate: str, message: str) -> None:
    """A claim is of one subject, one predicate and one object; its words are shown."""
    store = store_of(PLAN)
    claim = a_claim(store)
    change(store, claim, predicate, graph=EVIDENCE)
    (found,) = faults(store)
    assert message in found.message
    assert (found.plan, found.focus, found.property) == (PLAN_IRI, claim, predicate)
    assert stated_by(found) == ("air.txt", 3, "670,642")


def test_claim_without_a_passage() -> None:
    """A claim that quotes nothing is found, with the plan's file."""
    store = store_of(PLAN)
    claim = a_claim(store)
    change(store, claim, Prov.wasQuotedFrom, graph=EVIDENCE)
    (found,) = faults(store)
    assert "nothing is said without one" in found.message
    assert (found.focus, *stated_by(found)) == (claim, "air.txt", None, None)


PASSAGE_FAULTS = [
    (Oa.exact, ox.Literal(""), "one quote that is not empty", 2, ""),
    (Oa.exact, None, "one quote that is not empty", 2, None),
    (Oa.start, literal(9999, Xsd.nonNegativeInteger), "before it ends", 2, "Łódź"),
    (Oa.end, None, "ends at one place", 2, "Łódź"),
    (Ckg.line, literal(0), "first line is 1", 0, "Łódź"),
    (Dcterms.isPartOf, None, "exactly one document", 2, "Łódź"),
    (Dcterms.isPartOf, BASE + "document/none", "exactly one document", 2, "Łódź"),
]


@pytest.mark.parametrize(("predicate", "value", "message", "line", "quote"), PASSAGE_FAULTS)
def test_fault_of_a_passage(
    predicate: str, value: ox.Literal | str | None, message: str, line: int, quote: str | None
) -> None:
    """A passage has words, a beginning before its end, a line and a document."""
    store = store_of(PLAN)
    change(store, FIRST, predicate, value, graph=EVIDENCE)
    (found,) = (item for item in faults(store) if message in item.message)
    assert (found.focus, found.property) == (FIRST, predicate)
    assert stated_by(found) == ("air.txt", line, quote)


@pytest.mark.parametrize("value", [None, ox.Literal("abc")])
def test_document_without_a_hash(value: ox.Literal | None) -> None:
    """A document is known by its hash."""
    store = store_of(PLAN)
    change(store, DOCUMENT, Schema.sha256, value, graph=EVIDENCE)
    (found,) = faults(store)
    assert "SHA-256" in found.message
    assert (found.plan, found.focus, found.file) == (PLAN_IRI, DOCUMENT, "air.txt")


def test_document_without_a_name() -> None:
    """A document has a file name; without one the hash has to do."""
    store = store_of(PLAN)
    change(store, DOCUMENT, Schema.name, graph=EVIDENCE)
    (found,) = faults(store)
    assert "file name" in found.message
    assert (found.focus, *stated_by(found)) == (DOCUMENT, None, None, None)


SUGGESTION = PLAN_IRI.replace("/plan/", "/suggestion/") + "/sdg/14"
SHIPS = TEXT.index("Ship emissions")
SHIP_PASSAGE = f"{DOCUMENT}#char={SHIPS},{SHIPS + 4}"


class Ship(NamedTuple):
    """A suggestion that rests on words of its own."""

    scheme: str = "sdg"
    value: int = 14
    score: float = 0.8
    start: int = SHIPS
    end: int = SHIPS + 4
    quote: str = "Ship"


def with_suggestion() -> ox.Store:
    """The good graph, with something suggested."""
    store = store_of(PLAN)
    lines = suggestion_lines(PLAN, [Ship()], Names.of([PLAN]), line_of)
    store.load("".join(lines).encode(), format=ox.RdfFormat.N_QUADS)
    return store


SUGGESTION_FAULTS = [
    (Dcterms.subject, None, "one goal, target or topic"),
    (Dcterms.subject, Sdg.GOALS + "13", "one goal, target or topic"),
    (Ckg.suggestedFor, PLAN_IRI + "-2", "exactly one plan"),
    (Ckg.score, None, "from 0 to 1"),
    (Ckg.score, literal("1.01", Xsd.decimal), "from 0 to 1"),
    (Ckg.score, literal("-0.5", Xsd.decimal), "from 0 to 1"),
    (Ckg.score, ox.Literal("high"), "from 0 to 1"),
    (Prov.wasQuotedFrom, FIRST, "exactly one passage"),
    (Ckg.hasGoal, Sdg.GOALS + "14", "suggested is not declared"),
    (Ckg.hasTarget, Sdg.GOALS + "14.1", "suggested is not declared"),
    (Ckg.hasTopic, TOPIC + "housing", "suggested is not declared"),
]


@pytest.mark.parametrize(("predicate", "value", "message"), SUGGESTION_FAULTS)
def test_fault_of_a_suggestion(
    predicate: str, value: ox.Literal | str | None, message: str
) -> None:
    """A suggestion is of one thing, for one plan, with a score and one passage; it declares nothing."""
    store = with_suggestion()
    added = isinstance(value, str)
    change(store, SUGGESTION, predicate, value, graph=GRAPH_SUGGESTIONS, keep=added)
    found = [item for item in faults(store) if message in item.message]
    assert {(item.focus, item.severity) for item in found} == {(SUGGESTION, "violation")}
    assert {item.plan for item in found} <= {PLAN_IRI, PLAN_IRI + "-2"}
    assert {item.file for item in found} == {"air.txt"}


def test_a_suggestion_without_a_plan_or_passage() -> None:
    """What is missing is named, with what is left to find it by."""
    store = with_suggestion()
    change(store, SUGGESTION, Ckg.suggestedFor, graph=GRAPH_SUGGESTIONS)
    (found,) = faults(store)
    assert "exactly one plan" in found.message
    assert (found.plan, *stated_by(found)) == (None, "air.txt", 8, "Ship")
    store = with_suggestion()
    change(store, SUGGESTION, Prov.wasQuotedFrom, graph=GRAPH_SUGGESTIONS)
    messages = {item.message for item in faults(store)}
    assert any("nothing is suggested without one" in message for message in messages)
    assert any("has its words" in message for message in messages)


def test_a_suggestion_without_words() -> None:
    """Its passage has none: said of the suggestion and of the passage, which is no evidence."""
    store = with_suggestion()
    change(store, SHIP_PASSAGE, Oa.exact, graph=GRAPH_SUGGESTIONS)
    found = faults(store)
    assert {item.focus for item in found} == {SUGGESTION, SHIP_PASSAGE}
    assert {item.plan for item in found} == {PLAN_IRI}
    assert {item.line for item in found} == {8}


def test_a_plan_that_declares_among_suggestions() -> None:
    """What a plan declares stands in its own graph: here it is a fault."""
    store = with_suggestion()
    change(store, PLAN_IRI, Ckg.hasGoal, Sdg.GOALS + "14", graph=GRAPH_SUGGESTIONS)
    (found,) = faults(store)
    assert "suggested is not declared" in found.message
    assert found.focus == PLAN_IRI


def test_a_suggestion_on_words_of_the_evidence() -> None:
    """A passage that the evidence describes is described there; its faults are told once."""
    store = with_suggestion()
    change(store, SUGGESTION, Prov.wasQuotedFrom, FIRST, graph=GRAPH_SUGGESTIONS)
    assert faults(store) == ()
    change(store, FIRST, Ckg.line, literal(0), graph=EVIDENCE)
    (found,) = faults(store)
    assert found.focus == FIRST


def test_every_shape_is_planted() -> None:
    """Each message of the shapes is the outcome of some test of this file."""
    graph = rdflib.Graph().parse(data=shapes_file().read_bytes(), format="turtle")
    planted = [
        *(fault.message for fault in FACT_FAULTS.values()),
        *(message for *_, message in LINK_FAULTS.values()),
        *CLAIM_FAULTS.values(),
        *(message for _, _, message, *_ in PASSAGE_FAULTS),
        *(message for *_, message in SUGGESTION_FAULTS),
        *OTHER_FAULTS,
        *(fault.message for fault in PLANTED.values()),
    ]
    graph.parse(data=dataset_shapes_file().read_bytes(), format="turtle")
    messages = set(graph.objects(None, rdflib.SH.message))
    assert messages
    assert {text for text in messages if not any(part in text for part in planted)} == set()


def test_order_is_fixed() -> None:
    """The same faults come in the same order, whatever the order in the store."""
    store = store_of(PLAN)
    for subject in (VISIT, PILOT, REPORT):
        change(store, subject, Rdfs.label)
    found = faults(store)
    again = ox.Store()
    again.extend(reversed(list(store)))
    assert faults(again) == found
    assert len(found) == 3


HOSTILE = [
    literal("1e999999999", Xsd.decimal),
    literal("1" * 5000),
    literal("2020-13-45", Xsd.date),
    ox.Literal("a\x00b\u2028" * 1000),
    "javascript:alert(1)",
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: str(value)[:20])
@pytest.mark.parametrize(
    ("subject", "predicate"),
    [(LODZ, Ckg.population), (PLAN_IRI, Schema.startDate), (PLAN_IRI, Ckg.hasGoal)],
)
def test_hostile_value(
    subject: str, predicate: str, value: ox.Literal | str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A value that is no value of its kind is named in a message and nowhere else."""
    store = store_of(PLAN)
    change(store, subject, predicate, value)
    found = faults(store)
    wanted = value if isinstance(value, str) else value.value
    assert wanted in {item.value for item in found}
    assert capfd.readouterr() == ("", "")


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Validation opens no socket, even where the data names an ontology to import."""

    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    store = store_of(PLAN)
    change(store, PLAN_IRI, "http://www.w3.org/2002/07/owl#imports", "http://example.org/o.ttl")
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert faults(store) == ()
