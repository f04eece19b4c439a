"""From plans to links: what is found, how the graph says it, what is left open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from linked_folders import (
    GIRONA,
    ILLINOIS,
    LEEDS,
    LEEDS_THERE,
    SPRINGFIELD,
    decisions_file,
    mappings_of,
    triples,
)

from citykg.build import build
from citykg.graph.store import open_store
from citykg.links import read_mappings
from citykg.links.mapping import TOOL
from citykg.ontology.terms import (
    GRAPH_LINKS,
    ID_BASE,
    PREFIXES,
    Ckg,
    Dcterms,
    Geo,
    Gn,
    Owl,
    Prov,
    Rdf,
    Rdfs,
    Schema,
    Semapv,
    Skos,
    Sssom,
)
from citykg.report import read_report

if TYPE_CHECKING:
    from pathlib import Path

MAPPING = ID_BASE + "mapping/city/gb/leeds/geonames-2644688"
POINT = ID_BASE + "geometry/geonames-2644688"


def test_a_link_is_one_triple(linked: Path) -> None:
    """A city and its place of GeoNames are joined directly, so that queries stay short."""
    assert (LEEDS, Skos.exactMatch, LEEDS_THERE) in triples(linked, LEEDS)


def test_a_link_says_why_it_was_made(linked: Path) -> None:
    """Beside it stands the mapping: an axiom about the triple, with its justification."""
    (found,) = mappings_of(linked, LEEDS)
    assert triples(linked, MAPPING) == {
        (MAPPING, Rdf.type, Owl.Axiom),
        (MAPPING, Rdf.type, Sssom.Mapping),
        (MAPPING, Owl.annotatedSource, LEEDS),
        (MAPPING, Owl.annotatedProperty, Skos.exactMatch),
        (MAPPING, Owl.annotatedTarget, LEEDS_THERE),
        (MAPPING, Sssom.mapping_justification, Semapv.CompositeMatching),
        (MAPPING, Sssom.confidence, f"{found.confidence:g}"),
        (MAPPING, Rdfs.comment, found.comment),
    }
    assert found.comment.startswith("name, country and population agree")
    assert 0.9 < found.confidence < 1


def test_every_link_has_its_mapping(linked: Path) -> None:
    """No two things are joined in the graph of links without a mapping that says so."""
    said = triples(linked)
    matches = {each for each in said if each[1].startswith(Skos.NS) and each[1].endswith("Match")}
    sources = {s: o for s, p, o in said if p == Owl.annotatedSource}
    kinds = {s: o for s, p, o in said if p == Owl.annotatedProperty}
    targets = {s: o for s, p, o in said if p == Owl.annotatedTarget}
    assert {(sources[one], kinds[one], targets[one]) for one in sources} == matches
    assert len(matches) > 10


def test_every_link_says_why(linked: Path) -> None:
    """What is found is found by this program, for a reason in words."""
    found = read_mappings(linked / "links.sssom.tsv")
    assert [mapping.pair for mapping in found if mapping.tool != TOOL or not mapping.comment] == []


def test_what_geonames_says_is_of_its_own_place(linked: Path) -> None:
    """The gazetteer's population, name and country code are never said of the city of a plan."""
    there = triples(linked, LEEDS_THERE)
    assert {(p, o) for _, p, o in there} >= {
        (Rdf.type, Gn.Feature),
        (Gn.name, "Leeds"),
        (Gn.countryCode, "GB"),
        (Geo.hasGeometry, POINT),
    }
    ((population,),) = [[int(o)] for _, p, o in there if p == Gn.population]
    assert population > 400_000
    assert {p for _, p, _ in triples(linked, LEEDS)} == {Skos.exactMatch, Geo.hasGeometry}
    of_geonames = {s for s, p, _ in triples(linked) if p.startswith(Gn.NS)}
    assert of_geonames
    assert all(subject.startswith(Gn.PLACES) for subject in of_geonames)
    stated = {
        int(quad.object.value)
        for quad in open_store(linked).quads_for_pattern(
            ox.NamedNode(LEEDS), ox.NamedNode(Ckg.population), None, None
        )
    }
    assert stated == {793_000}


def test_a_city_has_a_point(linked: Path) -> None:
    """As well-known text, longitude first, and the point says where it is from."""
    assert (LEEDS, Geo.hasGeometry, POINT) in triples(linked, LEEDS)
    said = {p: o for _, p, o in triples(linked, POINT)}
    assert said[Rdf.type] == Geo.Geometry
    assert said[Prov.wasDerivedFrom] == LEEDS_THERE
    kind, _, numbers = said[Geo.asWKT].partition(" ")
    longitude, latitude = map(float, numbers.strip("()").split())
    assert kind == "POINT"
    assert (round(longitude, 1), round(latitude, 1)) == (-1.5, 53.8)
    (wkt,) = open_store(linked).quads_for_pattern(
        ox.NamedNode(POINT), ox.NamedNode(Geo.asWKT), None, ox.NamedNode(GRAPH_LINKS)
    )
    assert wkt.object.datatype.value == Geo.wktLiteral


def test_what_may_be_several_places_is_left_open(linked: Path) -> None:
    """No link, no point; the report has the candidates and the reason."""
    assert triples(linked, SPRINGFIELD) == set()
    assert mappings_of(linked, SPRINGFIELD) == []
    (left,) = [one for one in read_report(linked).links.open if one.iri == SPRINGFIELD]
    assert (left.vocabulary, left.outcome) == ("GeoNames", "doubt")
    assert len(left.candidates) > 1
    assert ILLINOIS in {candidate.iri for candidate in left.candidates}
    assert "places in US bear that name" in left.reason


def test_what_is_unknown_is_left_open(linked: Path) -> None:
    """A city that no gazetteer has is said to be unknown, with a reason and no candidates."""
    (left,) = [one for one in read_report(linked).links.open if one.name == "Ondeville"]
    assert (left.outcome, left.candidates) == ("unknown", ())
    assert left.reason


def test_goals_topics_countries_and_documents_are_linked(linked: Path) -> None:
    """Each to the vocabulary that everyone else uses; what no plan names is not."""
    said = triples(linked)
    goal, target = PREFIXES["sdg"] + "11", PREFIXES["wd"] + "Q53581228"
    assert (goal, Skos.exactMatch, target) in said
    assert (PREFIXES["sdg"] + "12") not in {s for s, _, _ in said}
    topic = ID_BASE + "topic/air-quality"
    assert any((s, p) == (topic, Skos.closeMatch) and "eurovoc" in o for s, p, o in said)
    spain = (ID_BASE + "country/es", Skos.exactMatch, PREFIXES["eu-country"] + "ESP")
    assert spain in said
    english = "http://id.loc.gov/vocabulary/iso639-1/en"
    assert (english, Skos.exactMatch, PREFIXES["eu-language"] + "ENG") in said
    assert {(p, o) for _, p, o in said if p == Dcterms.language} == {(Dcterms.language, english)}


def test_a_theme_is_linked_to_its_field(linked: Path) -> None:
    """Exactly where it is the field's name, as narrower where the name is part of it."""
    housing = ID_BASE + "field/housing"
    assert (ID_BASE + "theme/housing", Skos.exactMatch, housing) in triples(linked)
    part = ID_BASE + "theme/housing-policy-for-families"
    assert (part, Skos.broadMatch, housing) in triples(linked)
    names = {one.name for one in read_report(linked).links.open}
    assert "Clean harbours" in names


def test_what_plan_and_gazetteer_differ_in_is_reported(linked: Path) -> None:
    """Both numbers, neither of them called wrong, the gravest first."""
    found = read_report(linked).links.disagreements
    assert [one.iri for one in found] == [LEEDS, GIRONA]
    assert found[0].sentence.startswith("Leeds: 793,000 stated, ")


def test_plans_are_as_they_were(linked: Path) -> None:
    """What is found goes into the graph of links alone, apart from what the plans declare."""
    for quad in open_store(linked).quads_for_pattern(ox.NamedNode(LEEDS), None, None, None):
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and graph.value != GRAPH_LINKS:
            assert not quad.predicate.value.startswith((Skos.NS, Geo.NS))
    assert any(p == Schema.startDate for _, p, _ in _all(linked))
    assert all(p != Schema.startDate for _, p, _ in triples(linked))


def _all(graph: Path) -> set[tuple[str, str, str]]:
    return {
        (str(quad.subject), quad.predicate.value, str(quad.object)) for quad in open_store(graph)
    }


def test_the_same_plans_give_the_same_links(plans: Path, linked: Path, tmp_path: Path) -> None:
    """In another folder, in another order: the same bytes."""
    build(sorted(plans.iterdir(), reverse=True), tmp_path / "graph", suggest=False)
    for name in ("links.sssom.tsv", "graph.nq", "graph.ttl"):
        assert (tmp_path / "graph" / name).read_bytes() == (linked / name).read_bytes()


def test_things_under_a_base_are_linked(plans: Path, tmp_path: Path) -> None:
    """Mappings and points lie under the base of the build, and the file of links says so."""
    base = "https://example.org/kg/"
    build([plans], tmp_path / "graph", base=base, check=False, suggest=False)
    assert [m.object_id for m in mappings_of(tmp_path / "graph", base + "city/gb/leeds")] == [
        LEEDS_THERE
    ]
    said = triples(tmp_path / "graph", base + "city/gb/leeds")
    assert (base + "city/gb/leeds", Geo.hasGeometry, base + "geometry/geonames-2644688") in said
    mappings = {s for s, p, o in triples(tmp_path / "graph") if o == Sssom.Mapping}
    assert all(mapping.startswith(base + "mapping/") for mapping in mappings)


@pytest.mark.parametrize(
    ("predicate", "points"),
    [("skos:exactMatch", 1), ("skos:closeMatch", 1), ("skos:broadMatch", 0)],
)
def test_only_a_city_that_is_its_place_gets_its_point(
    predicate: str, points: int, plans: Path, tmp_path: Path
) -> None:
    """A place that is merely around it, or near it in meaning, is not where it is."""
    file = decisions_file(
        tmp_path / "own.sssom.tsv", f"citykg:city/us/springfield {predicate} geonames:4250542/"
    )
    build([plans], tmp_path / "graph", check=False, suggest=False, mappings=[file])
    said = [p for _, p, _ in triples(tmp_path / "graph", SPRINGFIELD)]
    assert said.count(Geo.hasGeometry) == points
