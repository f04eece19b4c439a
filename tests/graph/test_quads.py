"""A plan as quads."""

from __future__ import annotations

import msgspec
import pyoxigraph as ox
import pytest
from plan_examples import EXAMPLE, PLAN, TEXT, city, said, variant, words

from citykg.graph.names import Names
from citykg.graph.quads import plan_blocks, plan_quads, unlinked_parties
from citykg.ontology.terms import (
    ACTIVITY_TYPE,
    COUNTRY,
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
    Skos,
    Xsd,
)
from citykg.plan import Activity, Plan

BASE = "https://w3id.org/citykg/id/"
PLAN_ID = "%C5%82%C3%B3d%C5%BA-%E5%8C%97%E4%B9%9D%E5%B7%9E"
PLAN_IRI = f"{BASE}plan/{PLAN_ID}"
COOPERATION = f"{BASE}cooperation/{PLAN_ID}"
LODZ = BASE + "city/pl/%C5%82%C3%B3d%C5%BA"
KITAKYUSHU = BASE + "city/jp/%E5%8C%97%E4%B9%9D%E5%B7%9E"
VISIT = f"{BASE}activity/{PLAN_ID}/study-visit"
PILOT = f"{BASE}activity/{PLAN_ID}/pilot-project"
REPORT = f"{BASE}output/{PLAN_ID}/joint-report"

STRUCTURE = {
    Rdf.type,
    Ckg.hasPlan,
    Ckg.isPlanOf,
    Ckg.takesPartIn,
    Prov.wasDerivedFrom,
    Skos.broader,
    Skos.notation,
}
"""What follows from the record's form, not from any words."""


class Written:
    """The quads of a plan, to be asked."""

    def __init__(self, plan: Plan, *more: Plan) -> None:
        names = Names.of([plan, *more])
        self.iri = names.plan(plan).iri
        self.lines = list(plan_quads(plan, names, EXAMPLE.line_of))
        self.quads = list(ox.parse("".join(self.lines), format=ox.RdfFormat.N_QUADS))

    def objects(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, sorted."""
        return sorted(
            quad.object.value
            for quad in self.quads
            if (quad.subject.value, quad.predicate.value) == (subject, predicate)
        )

    def subjects(self, predicate: str, obj: str) -> list[str]:
        """What has such a property, sorted."""
        return sorted(
            quad.subject.value
            for quad in self.quads
            if (quad.predicate.value, quad.object.value) == (predicate, obj)
        )

    def graph(self, suffix: str = "") -> set[ox.Triple]:
        """The triples of the plan's graph, or of the one beside it."""
        return {quad.triple for quad in self.quads if quad.graph_name.value == self.iri + suffix}


@pytest.fixture(scope="module")
def written() -> Written:
    """The example, written."""
    return Written(PLAN)


@pytest.mark.parametrize(
    ("subject", "predicate", "objects"),
    [
        (PLAN_IRI, Rdf.type, [Ckg.ActionPlan]),
        (PLAN_IRI, Rdfs.label, ["Łódź – 北九州"]),
        (PLAN_IRI, Ckg.isPlanOf, [COOPERATION]),
        (PLAN_IRI, Ckg.hasProgramme, [BASE + "programme/sister-cities"]),
        (PLAN_IRI, Schema.startDate, ["2018-05"]),
        (PLAN_IRI, Schema.endDate, ["2020"]),
        (PLAN_IRI, Dcterms.title, ["Sister Cities – Plan Summary"]),
        (PLAN_IRI, Ckg.hasActivity, [PILOT, VISIT]),
        (COOPERATION, Rdf.type, [Ckg.Cooperation]),
        (COOPERATION, Ckg.hasParty, [KITAKYUSHU, LODZ]),
        (COOPERATION, Ckg.hasActivity, [VISIT]),
        (LODZ, Rdf.type, [Ckg.City]),
        (LODZ, Rdfs.label, ["Łódź"]),
        (LODZ, Ckg.inCountry, [COUNTRY + "pl"]),
        (LODZ, Ckg.inRegion, [BASE + "region/pl/%C5%82%C3%B3d%C5%BA-voivodeship"]),
        (LODZ, Ckg.population, ["670642"]),
        (LODZ, Ckg.areaKm2, ["293.25"]),
        (LODZ, Ckg.takesPartIn, [COOPERATION]),
        (LODZ, Ckg.hasPlan, [PLAN_IRI]),
        (LODZ, Ckg.hasActivity, [VISIT]),
        (LODZ, Ckg.hasOutput, [REPORT]),
        (VISIT, Ckg.activityType, [ACTIVITY_TYPE + "study-visit"]),
        (VISIT, Ckg.status, [STATUS + "completed"]),
        (VISIT, Ckg.host, [LODZ]),
        (VISIT, Ckg.participant, [LODZ]),
        (VISIT, Dcterms.description, ["Łódź hosted a study visit to its tram depot."]),
        (PILOT, Ckg.status, [STATUS + "not-done"]),
        (Sdg.GOALS + "13.2", Rdf.type, [Sdg.Target]),
        (Sdg.GOALS + "13.2", Skos.broader, [Sdg.GOALS + "13"]),
        (f"{BASE}contact/{PLAN_ID}/air-example-org", Schema.email, ["air@example.org"]),
    ],
)
def test_the_plan_says(written: Written, subject: str, predicate: str, objects: list[str]) -> None:
    """Each field of the record becomes the triples that the ontology has for it."""
    assert written.objects(subject, predicate) == sorted(objects)


@pytest.mark.parametrize(
    ("predicate", "term"),
    [
        (Ckg.hasTheme, BASE + "theme/clean-harbours"),
        (Ckg.hasGoal, Sdg.GOALS + "11"),
        (Ckg.hasTarget, Sdg.GOALS + "13.2"),
        (Ckg.hasTopic, TOPIC + "air-quality"),
    ],
)
def test_everyone_has_the_subjects(written: Written, predicate: str, term: str) -> None:
    """Cities, cooperation and plan are linked directly to what the plan is about."""
    everyone = sorted([LODZ, KITAKYUSHU, COOPERATION, PLAN_IRI])
    assert written.subjects(predicate, term) == everyone


def test_what_was_not_done_belongs_to_the_plan_only(written: Written) -> None:
    """An activity that the plan denies is linked from the plan, and to no city."""
    assert written.subjects(Ckg.hasActivity, PILOT) == [PLAN_IRI]
    assert written.objects(PILOT, Ckg.participant) == []


def test_an_activity_of_one_city_is_not_the_others(written: Written) -> None:
    """An activity that names a city is linked from that city, not from the other parties."""
    assert VISIT not in written.objects(KITAKYUSHU, Ckg.hasActivity)


def test_an_activity_that_names_no_city_is_everybodys() -> None:
    """An activity that names no city is linked from all parties."""
    seminar = Activity(words("seminar"), "seminar", "completed")
    found = Written(variant(1, activities=(seminar,)))
    assert len(found.subjects(Ckg.hasActivity, f"{BASE}activity/{PLAN_ID}/seminar")) == 4


def test_a_city_that_is_no_party_is_not_linked_but_told() -> None:
    """A city that an activity names and the plan does not is reported, never made up."""
    seminar = Activity(words("seminar"), "seminar", "completed", cities=("Paris",))
    plan = variant(1, activities=(seminar,))
    assert [name for name, _ in unlinked_parties(plan)] == ["Paris"]
    activity = f"{BASE}activity/{PLAN_ID}/seminar"
    found = Written(plan).subjects(Ckg.hasActivity, activity)
    assert found == sorted([COOPERATION, PLAN_IRI])


def test_a_name_that_two_parties_share_links_neither() -> None:
    """Where two parties have one name, an activity that names it is linked to neither."""
    twins = (city("York", country="GB"), city("York", country="US"))
    seminar = Activity(words("seminar"), "seminar", "completed", cities=("York",))
    plan = variant(1, cities=twins, activities=(seminar,))
    assert [name for name, _ in unlinked_parties(plan)] == ["York"]
    assert Written(plan).subjects(Ckg.participant, BASE + "city/gb/york") == []


def test_equal_labels_are_numbered_in_the_order_of_the_text() -> None:
    """Two activities of one label get two IRIs, the first in the text the plain one."""
    later = Activity(
        said("visit", "visit", after="Outputs:", text=TEXT + "visit"), "meeting", "planned"
    )
    earlier = Activity(said("visit", "visit"), "meeting", "completed")
    found = Written(variant(1, activities=(later, earlier)))
    visit = f"{BASE}activity/{PLAN_ID}/visit"
    assert found.objects(visit, Ckg.status) == [STATUS + "completed"]
    assert found.objects(visit + "-2", Ckg.status) == [STATUS + "planned"]


def test_a_value_that_was_not_understood_is_no_triple() -> None:
    """A population that could not be read gives no triple."""
    unclear = msgspec.structs.replace(PLAN.cities[0], population=words(None))
    found = Written(variant(1, cities=(unclear,)))
    assert found.objects(LODZ, Ckg.population) == []


def test_a_city_whose_name_was_not_understood_is_no_party() -> None:
    """A party without a readable name has no IRI and no part in the cooperation's."""
    nameless = msgspec.structs.replace(PLAN.cities[0], name=words(None))
    found = Written(variant(1, cities=(nameless, PLAN.cities[1])))
    cooperation = f"{BASE}cooperation/%E5%8C%97%E4%B9%9D%E5%B7%9E"
    assert found.objects(cooperation, Ckg.hasParty) == [KITAKYUSHU]


def test_another_spelling_is_an_alternative_label() -> None:
    """A city that plans spell differently has one label; the other spelling is kept beside it."""
    plans = [
        variant(n, cities=(city(name, country="PL"),))
        for n, name in enumerate(("Łódź", "ŁÓDŹ", "Łódź"))
    ]
    found = Written(plans[1], plans[0], plans[2])
    assert found.objects(LODZ, Rdfs.label) == []
    assert found.objects(LODZ, Skos.altLabel) == ["ŁÓDŹ"]


def test_every_fact_has_its_words(written: Written) -> None:
    """Each triple that words state has a claim, quoted from a passage that the text holds."""
    evidence = written.graph("/evidence")
    found: dict[str, dict[str, list]] = {}
    for triple in evidence:
        values = found.setdefault(triple.subject.value, {})
        values.setdefault(triple.predicate.value, []).append(triple.object)
    claimed = {}
    for values in found.values():
        if Rdf.subject in values:
            (subject,), (predicate,), (obj,) = (
                values[p] for p in (Rdf.subject, Rdf.predicate, Rdf.object)
            )
            claimed[ox.Triple(subject, predicate, obj)] = values[Prov.wasQuotedFrom]
    composed = {
        triple
        for triple in written.graph()
        if triple.predicate.value == Rdfs.label and triple.subject.value in {PLAN_IRI, COOPERATION}
    }
    stated = {t for t in written.graph() if t.predicate.value not in STRUCTURE} - composed
    assert set(claimed) == stated
    for quoted in claimed.values():
        for place in quoted:
            (exact,), (start,), (end,), (line,) = (
                found[place.value][p] for p in (Oa.exact, Oa.start, Oa.end, Ckg.line)
            )
            quote = TEXT[int(start.value) : int(end.value)]
            assert quote == exact.value
            assert quote
            assert place.value.endswith(f"#char={start.value},{end.value}")
            assert int(line.value) == TEXT.count("\n", 0, int(start.value)) + 1


def test_a_fact_said_twice_is_one_claim_of_two_passages() -> None:
    """A goal that the text states twice is one triple, one claim, and two passages."""
    twice = (said(11, "11", after="SDGs"), said(11, "Ship emissions"))
    found = Written(variant(1, sdgs=twice))
    claims = set(found.subjects(Rdf.subject, LODZ)) & set(
        found.subjects(Rdf.object, Sdg.GOALS + "11")
    )
    assert len(claims) == 1
    assert len(found.objects(claims.pop(), Prov.wasQuotedFrom)) == 2


def test_the_document_is_described_without_its_folder(written: Written) -> None:
    """The evidence names the document by its hash, its file name and its type."""
    document = f"{BASE}document/{PLAN.source.sha256[:16]}"
    assert written.objects(document, Schema.name) == ["air.txt"]
    assert written.objects(document, Schema.sha256) == [PLAN.source.sha256]
    assert written.objects(document, Ckg.characterCount) == [str(len(TEXT))]


def test_the_lines_are_canonical_and_none_is_there_twice(written: Written) -> None:
    """Each line is what Oxigraph would write for it, and stands there once."""
    assert len(set(written.lines)) == len(written.lines)
    again = ox.serialize(written.quads, format=ox.RdfFormat.N_QUADS).decode()
    assert again == "".join(written.lines)


def test_there_are_no_blank_nodes(written: Written) -> None:
    """Everything has an IRI."""
    terms = [term for quad in written.quads for term in (quad.subject, quad.object)]
    assert not [term for term in terms if isinstance(term, ox.BlankNode)]


def test_the_same_plan_gives_the_same_bytes() -> None:
    """The quads depend on the plan alone, and blocks hold the same lines."""
    names = Names.of([PLAN])
    first = list(plan_quads(PLAN, names, EXAMPLE.line_of))
    again = plan_blocks(msgspec.structs.replace(PLAN), Names.of([PLAN]), EXAMPLE.line_of)
    assert "".join(first) == "".join([*again.facts, *again.claims, *again.passages])


def test_a_base_moves_what_plans_name_and_nothing_else() -> None:
    """Under another base the things of plans move; the vocabulary stays."""
    names = Names.of([PLAN], "https://example.org/kg/")
    lines = list(plan_quads(PLAN, names, EXAMPLE.line_of))
    text = "".join(lines)
    assert "<https://example.org/kg/city/pl/" in text
    ours = {part.split(">")[0] for part in text.split("<" + BASE)[1:]}
    assert {iri.split("/")[0] for iri in ours} == {
        "activity-type",
        "country",
        "output-type",
        "status",
        "topic",
    }


def test_the_date_is_typed_by_its_precision(written: Written) -> None:
    """A month is an xsd:gYearMonth and a year an xsd:gYear."""
    types = {
        quad.object.datatype.value
        for quad in written.quads
        if quad.predicate.value in {Schema.startDate, Schema.endDate}
    }
    assert types == {Xsd.gYearMonth, Xsd.gYear}
