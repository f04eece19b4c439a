"""What people decide about links: it is replayed at each build and always wins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from linked_folders import (
    BRADFORD_THERE,
    ILLINOIS,
    LEEDS,
    LEEDS_THERE,
    MISSOURI,
    OPEN,
    SPRINGFIELD,
    SURE,
    add,
    decisions_file,
    edit,
    mappings_of,
    triples,
    write_plans,
)

from citykg.build import build, relink
from citykg.errors import DataError, UsageError
from citykg.links import Mapping
from citykg.ontology.terms import Geo, Rdfs, Semapv, Skos, Sssom
from citykg.report import read_report

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.report import LinkReport


HEAD = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"


def rebuilt(graph: Path, plans: Path, *mappings: Path) -> LinkReport:
    """The report of the links of the same plans, built again."""
    return build([plans], graph, check=False, suggest=False, mappings=mappings).links


def decided(subject: str, target: str, *, is_rejected: bool = False, author: str = "") -> Mapping:
    """A single decision."""
    return Mapping(
        subject_id=subject,
        predicate_id=Skos.exactMatch,
        object_id=target,
        is_rejected=is_rejected,
        author=author,
    )


def targets(graph: Path, subject: str) -> dict[str, bool]:
    """What a thing is joined to in the file of links, and whether that is rejected."""
    return {mapping.object_id: mapping.is_rejected for mapping in mappings_of(graph, subject)}


def test_an_accepted_candidate_is_a_link(graph: Path) -> None:
    """It has a point, its author, and nothing of it is left open."""
    report = relink(graph, decided=[decided(SPRINGFIELD, ILLINOIS, author="Ana")]).links
    assert (SPRINGFIELD, Skos.exactMatch, ILLINOIS) in triples(graph, SPRINGFIELD)
    assert Geo.hasGeometry in {p for _, p, _ in triples(graph, SPRINGFIELD)}
    assert SPRINGFIELD not in {one.iri for one in report.open}
    assert (report.accepted, report.rejected) == (1, 0)
    (mapping,) = mappings_of(graph, SPRINGFIELD)
    assert (mapping.author, mapping.tool) == ("Ana", "")
    assert mapping.justification == Semapv.ManualMappingCuration
    said = triples(graph)
    assert any(p == Sssom.author_label and o == "Ana" for _, p, o in said)


def test_a_rejected_link_is_in_the_table_only(graph: Path) -> None:
    """The graph says nothing of it; the city is open again, and the report says why."""
    report = relink(graph, decided=[decided(LEEDS, LEEDS_THERE, is_rejected=True)]).links
    assert triples(graph, LEEDS) == set()
    assert all(LEEDS_THERE not in triple for triple in triples(graph))
    assert targets(graph, LEEDS) == {LEEDS_THERE: True}
    (left,) = [one for one in report.open if one.iri == LEEDS]
    assert (left.outcome, left.reason) == ("unknown", "what was found was rejected")
    assert report.rejected == 1


def test_a_rejected_candidate_is_not_offered_again(graph: Path, plans: Path) -> None:
    """Neither now nor at the next build; with none left there is no doubt but nothing known."""
    (before,) = [one for one in read_report(graph).links.open if one.iri == SPRINGFIELD]
    report = relink(graph, decided=[decided(SPRINGFIELD, MISSOURI, is_rejected=True)]).links
    for links in (report, rebuilt(graph, plans)):
        (left,) = [one for one in links.open if one.iri == SPRINGFIELD]
        assert MISSOURI not in {candidate.iri for candidate in left.candidates}
        assert len(left.candidates) == len(before.candidates) - 1
    every = [decided(SPRINGFIELD, one.iri, is_rejected=True) for one in before.candidates]
    (left,) = [one for one in relink(graph, decided=every).links.open if one.iri == SPRINGFIELD]
    assert (left.outcome, left.candidates) == ("unknown", ())
    assert left.reason == "what it might be was rejected"


def test_a_decision_wins_over_what_is_found(graph: Path, plans: Path) -> None:
    """A city that a person gave another place has that one, and no other of GeoNames."""
    relink(graph, decided=[decided(LEEDS, BRADFORD_THERE)])
    assert targets(graph, LEEDS) == {BRADFORD_THERE: False}
    rebuilt(graph, plans)
    assert targets(graph, LEEDS) == {BRADFORD_THERE: False}
    assert {o for _, p, o in triples(graph, LEEDS) if p == Skos.exactMatch} == {BRADFORD_THERE}


def test_decisions_are_kept_by_a_rebuild_to_the_byte(graph: Path, plans: Path) -> None:
    """Built again with its decisions, a graph is the same: files, report and version."""
    relink(graph, decided=[decided(SPRINGFIELD, ILLINOIS, author="Ana")])
    relink(graph, decided=[decided(LEEDS, LEEDS_THERE, is_rejected=True)])
    build([plans], graph, suggest=False)
    names = ("links.sssom.tsv", "graph.nq", "graph.ttl", "report.json", "index.html")
    before = [(graph / name).read_bytes() for name in names]
    version = (graph / "store/current").readlink()
    build([plans], graph, suggest=False)
    assert [(graph / name).read_bytes() for name in names] == before
    assert (graph / "store/current").readlink() == version


@pytest.mark.parametrize("verb", ["build", "link"])
def test_a_row_that_is_edited_in_place_is_a_decision(verb: str, graph: Path, plans: Path) -> None:
    """Another object, and the words that the program had for the first one are gone."""
    edit(graph, "citykg:city/gb/leeds", "geonames:2644688/", object_id="geonames:2654993/")
    rebuilt(graph, plans) if verb == "build" else relink(graph)
    (mapping,) = mappings_of(graph, LEEDS)
    assert mapping.object_id == BRADFORD_THERE
    assert (mapping.tool, mapping.confidence, mapping.comment) == ("", 1.0, "")
    assert mapping.justification == Semapv.ManualMappingCuration


def test_not_in_a_row_is_a_decision(graph: Path, plans: Path) -> None:
    """Who writes Not into a row that the program wrote forbids the link."""
    edit(graph, "citykg:city/gb/leeds", "geonames:2644688/", predicate_modifier="Not")
    assert rebuilt(graph, plans).rejected == 1
    assert targets(graph, LEEDS) == {LEEDS_THERE: True}


def test_a_weaker_predicate_is_a_decision(graph: Path) -> None:
    """What a person calls close is not exact any more."""
    edit(graph, "citykg:city/gb/leeds", "geonames:2644688/", predicate_id="skos:closeMatch")
    relink(graph)
    matches = {p for _, p, o in triples(graph, LEEDS) if o == LEEDS_THERE}
    assert matches == {Skos.closeMatch}


@pytest.mark.parametrize(
    ("column", "value"),
    [("author_label", "Ana Sousa"), ("confidence", "0.5"), ("comment", "I was there")],
)
def test_whoever_signs_or_comments_a_row_decides_it(
    column: str, value: str, graph: Path, plans: Path
) -> None:
    """A row that differs from what was written is a person's, and keeps what the person wrote."""
    edit(graph, "citykg:city/gb/leeds", "geonames:2644688/", **{column: value})
    for _ in range(2):
        assert rebuilt(graph, plans).accepted == 1
        (mapping,) = mappings_of(graph, LEEDS)
        assert mapping.tool == ""
        assert value in {mapping.author, f"{mapping.confidence:g}", mapping.comment}
    said = {o for s, _, o in triples(graph) if s.endswith("/city/gb/leeds/geonames-2644688")}
    assert value in said


def test_labels_and_order_decide_nothing(graph: Path, linked: Path) -> None:
    """What a spreadsheet does to a file is no decision: the file is as it was afterwards."""
    edit(graph, "citykg:city/gb/leeds", "geonames:2644688/", subject_label="LEEDS")
    path = graph / "links.sssom.tsv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = [line for line in lines if line.startswith(("#", "subject_id"))]
    rows = [line for line in lines if not line.startswith(("#", "subject_id"))]
    path.write_text("".join([*head, *reversed(rows)]), encoding="utf-8")
    assert relink(graph).links.accepted == 0
    assert path.read_bytes() == (linked / "links.sssom.tsv").read_bytes()


def test_a_row_of_the_program_that_is_taken_out_comes_back(graph: Path, linked: Path) -> None:
    """To take it out says nothing; to forbid a link, Not is written."""
    edit(graph, "citykg:city/gb/leeds", "geonames:2644688/")
    assert targets(graph, LEEDS) == {}
    relink(graph)
    assert (graph / "links.sssom.tsv").read_bytes() == (linked / "links.sssom.tsv").read_bytes()


def test_a_decision_that_is_taken_out_is_forgotten(graph: Path, plans: Path) -> None:
    """The city is open again, as if nobody had decided."""
    relink(graph, decided=[decided(SPRINGFIELD, ILLINOIS)])
    edit(graph, "citykg:city/us/springfield", "geonames:4250542/")
    report = rebuilt(graph, plans)
    assert report.accepted == 0
    assert SPRINGFIELD in {one.iri for one in report.open}
    assert triples(graph, SPRINGFIELD) == set()


def test_a_file_that_takes_the_place_of_the_link_is_read(graph: Path) -> None:
    """Many editors write a new file and rename it: its decisions count, and the link is back."""
    path = graph / "links.sssom.tsv"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(text, encoding="utf-8")
    relink(graph)
    assert path.is_symlink()
    text = path.read_text(encoding="utf-8")
    path.unlink()
    path.write_text(text, encoding="utf-8")
    add(graph, "citykg:city/us/springfield skos:exactMatch geonames:4250542/")
    assert relink(graph).links.accepted == 1
    assert path.is_symlink()


def test_a_thing_that_goes_and_comes_back_keeps_its_decision(tmp_path: Path) -> None:
    """While it is away its decision waits in the table, and is counted."""
    plans, graph = write_plans(tmp_path / "plans"), tmp_path / "graph"
    rebuilt(graph, plans)
    relink(graph, decided=[decided(SPRINGFIELD, ILLINOIS, author="Ana")])
    (plans / "open.txt").unlink()
    away = rebuilt(graph, plans)
    assert (away.accepted, away.unused) == (0, 1)
    assert all(SPRINGFIELD not in triple for triple in triples(graph))
    assert rebuilt(graph, plans).unused == 1
    (plans / "open.txt").write_text(OPEN, encoding="utf-8")
    back = rebuilt(graph, plans)
    assert (back.accepted, back.unused) == (1, 0)
    assert (SPRINGFIELD, Skos.exactMatch, ILLINOIS) in triples(graph, SPRINGFIELD)
    (mapping,) = mappings_of(graph, SPRINGFIELD)
    assert mapping.author == "Ana"


def test_a_decision_about_what_a_linker_names_is_used(graph: Path) -> None:
    """A language is no thing of the plans, but its link can be rejected."""
    english = "http://id.loc.gov/vocabulary/iso639-1/en"
    target = "http://publications.europa.eu/resource/authority/language/ENG"
    report = relink(graph, decided=[decided(english, target, is_rejected=True)]).links
    assert (report.rejected, report.unused) == (1, 0)
    assert all(o != target for _, _, o in triples(graph))


def test_decisions_of_a_file_of_ones_own(graph: Path, plans: Path, tmp_path: Path) -> None:
    """They are taken over into the folder's file, and win over what stands there."""
    relink(graph, decided=[decided(SPRINGFIELD, MISSOURI)])
    file = decisions_file(
        tmp_path / "own.sssom.tsv",
        "citykg:city/us/springfield skos:exactMatch geonames:4250542/",
        "citykg:city/gb/leeds skos:exactMatch geonames:2644688/ Not",
    )
    report = rebuilt(graph, plans, file)
    assert (report.accepted, report.rejected) == (1, 1)
    file.unlink()
    again = rebuilt(graph, plans)
    assert again == report
    assert targets(graph, SPRINGFIELD) == {ILLINOIS: False}


def test_what_another_build_found_is_no_decision(graph: Path, linked: Path) -> None:
    """The file of links of another folder brings that folder's decisions, not its findings."""
    report = relink(graph, mappings=[linked / "links.sssom.tsv"]).links
    assert (report.accepted, report.rejected) == (0, 0)


def test_the_file_is_kept_where_the_graph_was_removed(graph: Path, plans: Path) -> None:
    """With the file of links alone, the next build has its decisions."""
    relink(graph, decided=[decided(SPRINGFIELD, ILLINOIS), decided(LEEDS, BRADFORD_THERE)])
    fresh = graph.with_name("fresh")
    report = rebuilt(fresh, plans, graph / "links.sssom.tsv")
    assert report.accepted == 2
    assert (fresh / "links.sssom.tsv").read_bytes() == (graph / "links.sssom.tsv").read_bytes()


# --- what contradicts itself


def test_two_places_for_one_city_are_an_error_with_the_line(graph: Path, plans: Path) -> None:
    """A person cannot say that a city is two places; the folder stays as it was."""
    before = (graph / "graph.nq").read_bytes()
    version = (graph / "store/current").readlink()
    add(
        graph,
        "citykg:city/us/springfield skos:exactMatch geonames:4250542/",
        "citykg:city/us/springfield skos:exactMatch geonames:4409896/",
    )
    number = len((graph / "links.sssom.tsv").read_text(encoding="utf-8").splitlines())
    with pytest.raises(DataError, match="keep one of the rows") as caught:
        rebuilt(graph, plans)
    assert f"links.sssom.tsv:{number}: " in str(caught.value)
    assert f"on line {number - 1} " in str(caught.value)
    assert (graph / "graph.nq").read_bytes() == before
    assert (graph / "store/current").readlink() == version


def test_yes_and_no_of_one_pair_are_an_error_with_the_line(graph: Path) -> None:
    """A row that says the contrary of another is refused."""
    path = graph / "links.sssom.tsv"
    row = next(line for line in path.read_text("utf-8").splitlines() if "city/gb/leeds" in line)
    cells = row.split("\t")
    cells[3] = "Not"
    with path.open("a", encoding="utf-8") as file:
        file.write("\t".join(cells) + "\n")
    with pytest.raises(DataError, match=r"links\.sssom\.tsv:\d+: contradicts line \d+"):
        relink(graph)


def test_two_vocabularies_of_one_city_do_not_contradict(graph: Path) -> None:
    """A city is one of GeoNames and one of Wikidata; and may be close to several."""
    add(
        graph,
        "citykg:city/us/springfield skos:exactMatch geonames:4250542/",
        "citykg:city/us/springfield skos:exactMatch wd:Q28515",
        "citykg:city/us/springfield skos:closeMatch geonames:4409896/",
    )
    assert relink(graph).links.accepted == 3
    # The point is that of the place that it is, not of the one that is close.
    points = {o for _, p, o in triples(graph, SPRINGFIELD) if p == Geo.hasGeometry}
    assert {point.rpartition("-")[2] for point in points} == {"4250542"}


def test_single_decisions_that_contradict_each_other_are_refused(graph: Path) -> None:
    """Of one call, in one sentence."""
    with pytest.raises(UsageError, match="cannot be both"):
        relink(graph, decided=[decided(LEEDS, LEEDS_THERE), decided(LEEDS, BRADFORD_THERE)])
    both = [decided(LEEDS, LEEDS_THERE), decided(LEEDS, LEEDS_THERE, is_rejected=True)]
    with pytest.raises(UsageError, match="cannot both be and not be"):
        relink(graph, decided=both)


def test_the_later_decision_wins(graph: Path) -> None:
    """A person may think again, and again."""
    relink(graph, decided=[decided(SPRINGFIELD, ILLINOIS)])
    relink(graph, decided=[decided(SPRINGFIELD, MISSOURI)])
    assert targets(graph, SPRINGFIELD) == {MISSOURI: False}
    relink(graph, decided=[decided(SPRINGFIELD, MISSOURI, is_rejected=True)])
    assert targets(graph, SPRINGFIELD) == {MISSOURI: True}
    assert triples(graph, SPRINGFIELD) == set()
    relink(graph, decided=[decided(SPRINGFIELD, MISSOURI)])
    assert targets(graph, SPRINGFIELD) == {MISSOURI: False}


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        ("<html><body>Not found</body></html>\n", "is no SSSOM table"),
        ("subject_id\tpredicate_id\tobject_id\n", "is no SSSOM table"),
        (
            f"{HEAD}citykg:city/gb/leeds\tskos:sameMatch\tgeonames:1/\tsemapv:CompositeMatching\n",
            "the predicate 'skos:sameMatch' is not known",
        ),
        (
            f"{HEAD}citykg:city/gb/leeds\tskos:exactMatch\tLeeds\tsemapv:CompositeMatching\n",
            "'Leeds' is no IRI",
        ),
    ],
)
def test_a_spoilt_file_stops_the_build_and_harms_nothing(
    spoilt: str, says: str, graph: Path, plans: Path
) -> None:
    """One sentence with file and line, and the graph is as it was."""
    version = (graph / "store/current").readlink()
    path = graph / "links.sssom.tsv"
    path.unlink()
    path.write_text(spoilt, encoding="utf-8")
    with pytest.raises(DataError, match=r"links\.sssom\.tsv:") as caught:
        rebuilt(graph, plans)
    assert says in str(caught.value)
    assert (graph / "store/current").readlink() == version
    assert path.read_text(encoding="utf-8") == spoilt


def test_plans_are_what_they_are(graph: Path, plans: Path) -> None:
    """A decision about a city changes nothing of what its plan declares."""
    assert {"sure.txt", "open.txt"} == {path.name for path in plans.iterdir()}
    assert SURE in (plans / "sure.txt").read_text("utf-8")
    before = {
        line
        for line in (graph / "graph.nq").read_bytes().splitlines()
        if b"/graph/links>" not in line
    }
    relink(graph, decided=[decided(LEEDS, BRADFORD_THERE)])
    after = {
        line
        for line in (graph / "graph.nq").read_bytes().splitlines()
        if b"/graph/links>" not in line
    }
    assert after == before
    assert any(p == Rdfs.comment for _, p, _ in triples(graph))
