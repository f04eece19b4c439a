"""What a plan says of one party only, when things were, and where in the document that stands."""

from __future__ import annotations

import pytest
from msgspec import structs
from plan_examples import PLAN, said, variant

from citykg.graph.names import Names
from citykg.graph.nquads import duration, moment
from citykg.graph.quads import plan_quads
from citykg.ontology.indicators import indicator_iri
from citykg.plan import Passage, Period, Plan

_BASE = "https://w3id.org/citykg/id/"
_CKG = "https://w3id.org/citykg/ontology#"


def facts(plan: Plan) -> str:
    """The plan's quads, as text."""
    return "".join(plan_quads(plan, Names.of([plan]), lambda _: 1))


def subjects(text: str, predicate: str, tail: str) -> list[str]:
    """The subjects of the facts with a predicate whose object ends so."""
    lines = [line.split(" ", 2) for line in text.splitlines() if "/evidence>" not in line]
    return [s.strip("<>") for s, p, rest in lines if p == f"<{predicate}>" and tail in rest]


def test_a_value_of_one_party_is_linked_from_that_party_alone() -> None:
    """The plan and its cooperation have it, the other city has not."""
    first, second = (city.name.value for city in PLAN.cities[:2])
    theme = structs.replace(PLAN.themes[0], cities=(second,))
    text = facts(variant(1, themes=(theme,)))
    parties = [s for s in subjects(text, f"{_CKG}hasTheme", "theme/") if "/city/" in s]
    assert len(parties) == 1
    assert first.casefold()[:4] not in parties[0]


def test_a_challenge_says_whose_it_is_and_what_opens_its_list() -> None:
    """The owner is a link, the lead its own words."""
    second = PLAN.cities[1].name.value
    lead = Passage(0, 4, "Both")
    challenge = structs.replace(PLAN.challenges[0], cities=(second,), lead=lead)
    text = facts(variant(1, challenges=(challenge,)))
    (owned,) = [
        line for line in text.splitlines() if f"> <{_CKG}ofParty> <" in line and "challenge" in line
    ]
    assert "/city/" in owned
    assert f'<{_CKG}lead> "Both"' in text


def test_a_challenge_of_all_is_of_each() -> None:
    """Where the plan tells nobody apart, each party has it."""
    text = facts(PLAN)
    owned = [s for s in subjects(text, f"{_CKG}ofParty", "/city/") if "/challenge/" in s]
    assert len(owned) == len(PLAN.challenges) * len(PLAN.cities)


def test_the_dates_of_an_activity_are_edtf_and_comparable() -> None:
    """A run of days is one date with a begin and an end."""
    date = structs.replace(said("2018-04-22/2018-04-27", "2018"), language=None)
    activity = structs.replace(PLAN.activities[0], dates=(date,))
    text = facts(variant(1, activities=(activity,)))
    assert '<http://purl.org/dc/terms/date> "2018-04-22/2018-04-27"^^' in text
    assert (
        '<https://schema.org/startDate> "2018-04-22"^^<http://www.w3.org/2001/XMLSchema#date>'
        in text
    )
    assert '<https://schema.org/endDate> "2018-04-27"^^' in text


def test_a_period_keeps_its_open_end_and_its_length() -> None:
    """What has no end has none in the graph; the interval says that it is open."""
    start = said("2018", "2018")
    period = Period(
        start=start,
        duration=structs.replace(start, value="P18M"),
        interval=structs.replace(start, value="2018/.."),
    )
    text = facts(variant(1, period=period))
    assert "schema.org/endDate" not in text
    assert '"2018/.."^^<http://id.loc.gov/datatypes/edtf/EDTF-level1>' in text
    assert '"P1Y6M"^^<http://www.w3.org/2001/XMLSchema#duration>' in text


def test_an_indicator_is_the_uns_own() -> None:
    """Its IRI is not made of its number: one indicator serves several targets."""
    assert indicator_iri("11.5.1") == indicator_iri("1.5.1") == "http://metadata.un.org/sdg/C200303"
    assert indicator_iri("11.99.1") is None
    text = facts(variant(1, sdg_indicators=(structs.replace(PLAN.sdg_targets[0], value="11.3.2"),)))
    links = subjects(text, f"{_CKG}hasIndicator", "sdg/C110302>")
    assert len(links) == 2 + len(PLAN.cities)


def test_a_passage_says_its_page() -> None:
    """Only where the document has pages."""
    assert f"<{_CKG}page>" not in facts(PLAN)
    paged = variant(1, source=structs.replace(PLAN.source, pages=(0, 5, 10_000)))
    text = facts(paged)
    assert f'<{_CKG}page> "1"^^' in text
    assert f'<{_CKG}page> "2"^^' in text
    assert f'<{_CKG}page> "3"^^' not in text


@pytest.mark.parametrize(
    ("stated", "kept"),
    [("P18M", "P1Y6M"), ("P2Y", "P2Y"), ("P6W", "P42D"), ("P1Y14M", "P2Y2M"), ("P0M", "PT0S")],
)
def test_a_duration_has_the_form_that_stores_keep(stated: str, kept: str) -> None:
    """What we write is what a store gives back."""
    import pyoxigraph as ox

    term = duration(stated)
    assert term.startswith(f'"{kept}"^^')
    store = ox.Store()
    store.load(f"<http://a/> <http://b/> {term} .".encode(), format=ox.RdfFormat.N_TRIPLES)
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    assert quad.object.value == kept


def test_a_season_is_a_date_of_edtf() -> None:
    """Spring 2019 has no month."""
    assert moment("2019-21").endswith("EDTF-level1>")
    assert moment("some time") == '"some time"'
