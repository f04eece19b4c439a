"""Which IRI each thing of a build gets."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from plan_examples import PLAN, city, variant, words

from citykg.graph.names import Names
from citykg.plan import City, Period, Plan

BASE = "https://w3id.org/citykg/id/"


def iris(*plans: Plan) -> list[list[str]]:
    """The IRIs of the parties of each plan, without the base."""
    names = Names.of(plans)
    return [[names.city(c).iri.removeprefix(BASE) for c in plan.cities] for plan in plans]


def reasons(names: Names, kind: str) -> list[str]:
    """Why anything was decided about things of a kind."""
    return [decision.reason for decision in names.decisions if decision.kind == kind]


def test_a_city_is_named_by_country_and_name() -> None:
    """A city's IRI holds its country's code and its name in its own script."""
    assert iris(PLAN) == [["city/pl/%C5%82%C3%B3d%C5%BA", "city/jp/%E5%8C%97%E4%B9%9D%E5%B7%9E"]]


def test_nothing_is_decided_where_nothing_clashes() -> None:
    """A build without clashes lists no decisions."""
    assert Names.of([PLAN]).decisions == ()


def test_a_city_without_a_country_is_not_one_with_it() -> None:
    """A name without a country gets `zz`, and the registry says that it was kept apart."""
    plans = [variant(1, cities=(city("York", country="GB"),)), variant(2, cities=(city("York"),))]
    assert iris(*plans) == [["city/gb/york"], ["city/zz/york"]]
    assert "no country is stated" in reasons(Names.of(plans), "city")[0]


def test_the_region_tells_cities_of_one_name_apart() -> None:
    """Two regions for one name in one country are two cities; both IRIs get the region."""
    plans = [
        variant(1, cities=(city("Springfield", region="Illinois", country="US"),)),
        variant(2, cities=(city("Springfield", region="Massachusetts", country="US"),)),
        variant(3, cities=(city("Springfield", country="US"),)),
    ]
    assert iris(*plans) == [
        ["city/us/springfield-illinois"],
        ["city/us/springfield-massachusetts"],
        ["city/us/springfield"],
    ]
    assert len(reasons(Names.of(plans), "city")) == 3


def test_one_region_in_two_spellings_is_one_city() -> None:
    """A region's accents do not make two cities of one."""
    plans = [
        variant(1, cities=(city("Montreal", region="Quebec", country="CA"),)),
        variant(2, cities=(city("Montreal", region="Québec", country="CA"),)),
        variant(3, cities=(city("Montreal", country="CA"),)),
    ]
    assert iris(*plans) == [["city/ca/montreal"]] * 3


def test_names_that_differ_by_punctuation_stay_two() -> None:
    """`A/B` and `A-B` have one slug and two IRIs, and the registry says so."""
    plans = [variant(1, cities=(city("A/B", country="FR"), city("A-B", country="FR")))]
    (first, second), *_ = iris(*plans)
    assert first.startswith("city/fr/a-b-")
    assert second == "city/fr/a-b"
    assert "without its punctuation" in reasons(Names.of(plans), "city")[0]


def test_spellings_of_a_city_are_one_and_are_listed() -> None:
    """A city that plans spell differently is one, under its most frequent spelling."""
    plans = [
        variant(1, cities=(city("Stoke-on-Trent", country="GB"),)),
        variant(2, cities=(city("Stoke on Trent", country="GB"),)),
        variant(3, cities=(city("Stoke-on-Trent", country="GB"),)),
    ]
    names = Names.of(plans)
    assert {names.city(plan.cities[0]) for plan in plans} == {
        (BASE + "city/gb/stoke-on-trent", "Stoke-on-Trent")
    }
    assert "'Stoke on Trent'" in reasons(names, "city")[0]


def test_a_region_can_be_a_party() -> None:
    """A party that is a region has the IRI of the region that cities lie in."""
    party = city("Catalonia", country="ES", kind="region")
    inside = city("Girona", region="Catalonia", country="ES")
    names = Names.of([variant(1, cities=(party, inside))])
    assert names.city(party).iri == BASE + "region/es/catalonia"


def test_plans_of_one_id_are_told_apart_step_by_step() -> None:
    """Plans of one id get the programme, then the year, then the document's hash."""
    start = [Period(words(date)) for date in ("2017-11", "2019-01", "2019-01")]
    plans = [
        variant(1, id="a-b", programme=words("IUC")),
        variant(2, id="a-b", programme=words("IURC"), period=start[0]),
        variant(3, id="a-b", programme=words("IURC"), period=start[1], focus_areas=()),
        variant(4, id="a-b", programme=words("IURC"), period=start[2], challenges=()),
        variant(5, id="a-b", programme=None),
    ]
    names = Names.of(plans)
    hashes = [plan.source.sha256[:8] for plan in plans]
    assert [names.plan(plan).id for plan in plans] == [
        "a-b-iuc",
        "a-b-iurc-2017",
        f"a-b-{hashes[2]}",
        f"a-b-{hashes[3]}",
        "a-b",
    ]
    assert len(reasons(names, "plan")) == 4


def test_rows_of_one_table_are_told_apart() -> None:
    """Plans of one id in one document get the line of their row."""
    plan = variant(1, id="a-b")
    rows = [
        msgspec.structs.replace(plan, source=msgspec.structs.replace(plan.source, row=row))
        for row in (2, 3)
    ]
    names = Names.of(rows)
    digest = plan.source.sha256[:8]
    assert [names.plan(row).id for row in rows] == [f"a-b-{digest}-2", f"a-b-{digest}-3"]


def test_a_copy_of_a_document_is_one_plan() -> None:
    """The same bytes under two paths are one plan, written once and listed."""
    copy = msgspec.structs.replace(
        PLAN, source=msgspec.structs.replace(PLAN.source, path="a/copy.txt")
    )
    names = Names.of([PLAN, copy])
    assert names.plan(PLAN) == names.plan(copy)
    assert [names.is_kept(plan) for plan in (PLAN, copy)] == [False, True]
    assert reasons(names, "document") == ["the same as a/copy.txt: read once"]


def test_the_same_parties_and_programme_are_one_cooperation() -> None:
    """Two plans of the same parties under one programme are of one cooperation, in any order."""
    plans = [variant(1), variant(2, id="again", cities=tuple(reversed(PLAN.cities)))]
    names = Names.of(plans)
    first, second = (names.plan(plan).cooperation for plan in plans)
    assert first == second
    assert first.iri.endswith("cooperation/%C5%82%C3%B3d%C5%BA-%E5%8C%97%E4%B9%9D%E5%B7%9E")
    assert "one cooperation" in reasons(names, "cooperation")[0]


def test_another_programme_is_another_cooperation() -> None:
    """The same parties under two programmes have two cooperations."""
    plans = [
        variant(1, cities=(city("Leeds"), city("York")), programme=words(name))
        for name in ("X", "Y")
    ]
    plans[1] = msgspec.structs.replace(plans[1], source=variant(2).source)
    names = Names.of(plans)
    assert [names.plan(p).cooperation.iri.removeprefix(BASE) for p in plans] == [
        "cooperation/leeds-york-x",
        "cooperation/leeds-york-y",
    ]


def test_long_themes_that_begin_alike_stay_two() -> None:
    """Themes whose slugs are cut to the same words keep two IRIs."""
    long = "sustainable and inclusive urban development of the river banks in the "
    themes = (words(long + "north"), words(long + "south"))
    names = Names.of([variant(1, themes=themes)])
    assert len({names.theme(theme.value) for theme in themes}) == 2
    assert len(reasons(names, "theme")) == 2


def test_a_full_stop_does_not_make_a_theme() -> None:
    """`Housing.` and `HOUSING` are one theme in two spellings."""
    themes = (words("Housing."), words("HOUSING"))
    names = Names.of([variant(1, themes=themes)])
    assert names.theme("Housing.") == names.theme("HOUSING") == BASE + "theme/housing"


some_names = st.sampled_from(["A/B", "A-B", "a b", "York", "YORK", "Łódź", "北九州", "!", "?", ""])
some_cities = st.builds(
    city,
    some_names,
    region=st.sampled_from([None, "North", "Nörth", "South/East", "South-East"]),
    country=st.sampled_from([None, "GB", "FR"]),
    kind=st.sampled_from(["city", "region"]),
)


@given(
    st.lists(st.tuples(st.lists(some_cities, max_size=3), some_names), max_size=6),
    st.randoms(use_true_random=False),
)
def test_names_do_not_depend_on_the_order(
    stated: list[tuple[list[City], str]], random: st.random_module
) -> None:
    """Any plans in any order get the same names and decisions, and no two things one IRI."""
    plans = [
        variant(n, cities=tuple(cities), id=name or "x", themes=(words(name),))
        for n, (cities, name) in enumerate(stated)
    ]
    shuffled = list(plans)
    random.shuffle(shuffled)
    names, again = Names.of(plans), Names.of(shuffled)
    assert names.decisions == again.decisions
    assert [names.plan(plan) for plan in plans] == [again.plan(plan) for plan in plans]
    assert len({names.plan(plan).iri for plan in plans}) == len(plans)
    for plan in plans:
        for party in plan.cities:
            assert names.city(party) == again.city(party)
            iri = names.city(party).iri
            country = party.country.value.lower() if party.country else "zz"
            assert iri.startswith(f"{BASE}{party.kind}/{country}/")
