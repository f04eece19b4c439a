"""A stated city is found, in doubt or unknown, and the reason says which evidence decided."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from citykg.links.cities import Match, Stated, match, match_all, place_by_id
from citykg.links.forms import forms_of
from citykg.links.gazetteer import gazetteer

CHECKED = Path(__file__).with_name("checked.tsv")


def city(  # noqa: D103 - short for a Stated
    name: str,
    country: str | None = None,
    region: str = "",
    population: int = 0,
    kind: str = "city",
) -> Stated:
    regions = (region,) if region else ()
    return Stated("", kind, ((name, ""),), country, regions, (population,) if population else ())


def found(*args: object, **more: object) -> int | str:
    """The number that a city is linked to, else `doubt` or `unknown`."""
    outcome = match(city(*args, **more))  # type: ignore[arg-type]
    return outcome.candidates[0].geonames if outcome.outcome == "linked" else outcome.outcome


@pytest.fixture(scope="module", autouse=True)
def _small_places(request: pytest.FixtureRequest) -> None:
    # The long list is passed through once for all tests: a second for each name is a long wait.
    params = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    names = {str(each["name"]) for each in params if "name" in each}
    named_within = "Springfield Bergamo London Trier Xyzzyville Halle Paris Leeds".split()
    keys = {key for name in names.union(named_within) for key in forms_of([name], []).keys()}  # noqa: SIM118 - no mapping
    gazetteer().smaller(keys)


def checked() -> list[dict[str, str]]:
    """The rows of the table that was checked by hand."""
    with CHECKED.open(encoding="utf-8") as file:
        return list(csv.DictReader((line for line in file if line[0] != "#"), delimiter="\t"))


def test_every_checked_city_is_what_it_was_checked_to_be() -> None:
    """All cities and regions of the examples, each checked by hand."""
    rows = checked()
    outcomes = match_all(
        Stated(
            "",
            row["kind"],
            ((row["name"], ""),),
            row["country"] or None,
            tuple(filter(None, row["region"].split("|"))),
            tuple(int(number) for number in row["population"].split("|") if number),
        )
        for row in rows
    )
    said = [
        (row["name"], one.outcome, str(one.candidates[0].geonames) if one.confidence else "")
        for row, one in zip(rows, outcomes, strict=True)
    ]
    assert said == [(row["name"], row["outcome"], row["geonames"]) for row in rows]
    assert len(rows) > 140


@pytest.mark.parametrize(
    ("name", "country", "geonames"),
    [
        ("Manchester", "GB", 2643123),
        ("Montréal", "CA", 6077243),
        ("Frankfurt am Main", "DE", 2925533),
        ("Frankfurt (Oder)", "DE", 2925535),
        ("Yokohama", "JP", 1848354),
        ("Bologna", "IT", 3181928),
        ("Austin", "US", 4671654),
        ("Belo Horizonte", "BR", 3470127),
        ("Córdoba", "AR", 3860259),
        ("Córdoba", "ES", 2519240),
        ("San José", "CR", 3621849),
    ],
)
def test_the_published_numbers_are_found(name: str, country: str, geonames: int) -> None:
    """Numbers that were checked against Wikidata."""
    assert found(name, country) == geonames


@pytest.mark.parametrize(
    ("name", "country", "geonames"),
    [
        ("San José", "US", 5392171),
        ("Birmingham", "GB", 2655603),
        ("Valencia", "ES", 2509954),
        ("Valencia", "VE", 3625549),
        ("Santiago", "CL", 3871336),
        ("Hamilton", "CA", 5969782),
        ("Hamilton", "NZ", 2190324),
        ("Newcastle", "GB", 2641673),
        ("Newcastle", "AU", 2155472),
        ("León", "ES", 3118532),
        ("León", "MX", 3998655),
        ("Mérida", "MX", 3523349),
        ("Mérida", "ES", 2513917),
        ("Guadalajara", "MX", 4005539),
        ("Guadalajara", "ES", 3121070),
        ("Vitoria", "ES", 3104499),
        ("Vitoria", "BR", 3444924),
        ("York", "GB", 2633352),
        ("New York", "US", 5128581),
        ("London", "CA", 6058560),
        ("Cartagena", "ES", 2520058),
        ("Cartagena", "CO", 3687238),
        ("Rio Grande", "BR", 3451138),
        ("Rio Grande", "AR", 3838854),
    ],
)
def test_the_country_decides(name: str, country: str, geonames: int) -> None:
    """Cities of one name in several countries."""
    assert found(name, country) == geonames


@pytest.mark.parametrize(
    ("name", "country", "region", "geonames"),
    [
        ("Paris", "US", "Texas", 4717560),
        ("Paris, TX", "US", "", 4717560),
        ("London", "CA", "Ontario", 6058560),
        ("Frankfurt", "DE", "Brandenburg", 2925535),
        ("Frankfurt", "DE", "Hessen", 2925533),
        ("Halle", "DE", "Sachsen-Anhalt", 2911522),
        ("Kansas City", "US", "Missouri", 4393217),
        ("Burlington", "US", "VT", 5234372),
        ("George Town (Penang)", "MY", "", 1735106),
        ("Sevilla", "ES", "Provincia de Sevilla", 2510911),
        ("Santiago", "ES", "Galicia", 3109642),
    ],
)
def test_the_region_decides(name: str, country: str, region: str, geonames: int) -> None:
    """Whether the document states it, or the name has it in brackets or behind a comma."""
    assert found(name, country, region) == geonames


def test_a_population_decides_only_where_it_is_of_one_place() -> None:
    """Within a factor of two of one candidate, and of no other."""
    assert found("Halle", "DE", population=240_000) == 2911522
    assert found("Frankfurt", "DE", population=58_000) == 2925535
    assert found("Springfield", "US", population=160_000) == "doubt"


def test_a_population_far_off_makes_the_only_place_doubtful() -> None:
    """Five people are not Manchester, and four million are another count of Liuzhou."""
    outcome = match(city("Manchester", "GB", population=5))
    assert outcome.outcome == "doubt"
    assert "568,996" in outcome.reason
    assert found("Liuzhou", "CN", population=4_000_000) == 1803300


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Córdoba", None),
        ("Valencia", None),
        ("Birmingham", None),
        ("Birmingham", "US"),
        ("Springfield", "US"),
        ("Burlington", "US"),
        ("Kansas City", "US"),
        ("York", "US"),
        ("Paris", "US"),
        ("Halle", "DE"),
        ("Halle", "BE"),
        ("Crescent City", "US"),
        ("Zicheng", "CN"),
        ("Nagano & Obuse", "JP"),
    ],
)
def test_what_may_be_several_is_left_open(name: str, country: str | None) -> None:
    """A tie is a doubt with its candidates, of which the first is not taken."""
    outcome = match(city(name, country))
    assert outcome.outcome == "doubt"
    assert outcome.candidates
    assert outcome.confidence == 0


def test_a_stated_region_that_no_place_lies_in_is_a_doubt() -> None:
    """London in Quebec is neither that of Ontario nor none."""
    outcome = match(city("London", "CA", "Quebec"))
    assert outcome.outcome == "doubt"
    assert outcome.reason == "no place of that name in CA lies in Quebec"


def test_a_place_in_another_country_is_not_taken() -> None:
    """Bergamo in Spain is a contradiction for a person to solve."""
    outcome = match(city("Bergamo", "ES"))
    assert outcome.outcome == "doubt"
    assert [place.country for place in outcome.candidates] == ["IT"]


def test_a_territory_is_in_its_country() -> None:
    """Documents state Hong Kong's country either way; the reason says which it was."""
    assert found("Hong Kong", "HK") == found("Hong Kong", "CN") == 1819729
    assert "territory" in match(city("Hong Kong", "CN")).reason


def test_size_decides_only_far_above_and_says_so() -> None:
    """Frankfurt is that on the Main by ten times; the link is less sure and the reason honest."""
    outcome = match(city("Frankfurt", "DE"))
    assert outcome.candidates[0].geonames == 2925533
    assert "likely, not certain" in outcome.reason
    assert outcome.confidence < 0.8


def test_without_a_country_the_world_is_looked_at() -> None:
    """Only what is far above all its namesakes is linked, and never surely."""
    assert found("Rotterdam") == 2747891
    assert found("Trier") == 2821164
    assert match(city("Rotterdam")).confidence < 0.8


@pytest.mark.parametrize(
    ("name", "country", "geonames"),
    [
        ("北九州", "JP", 1859307),
        ("北九州市", "JP", 1859307),
        ("Москва", "RU", 524901),
        ("القاهرة", "EG", 360630),
        ("서울", "KR", 1835848),
        ("Łódź", "PL", 3093133),
        ("Stadt Köln", "DE", 2886242),
        ("Ville de Montréal", "CA", 6077243),
        ("Vitoria / Gasteiz", "ES", 3104499),
        ("Melaka City", "MY", 1734759),
        ("City of London", "GB", 2643741),
    ],
)
def test_scripts_and_words_around_names(name: str, country: str, geonames: int) -> None:
    """Other scripts are names like others; words come off only where the whole name is no place's."""
    assert found(name, country) == geonames


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Puebla", "region"),
        ("Greater Manchester", "city"),
        ("Piura (region)", "city"),
        ("Metropolitan Area of Guadalajara", "city"),
        ("Cork County", "city"),
    ],
)
def test_an_area_is_not_the_city_of_its_name(name: str, kind: str) -> None:
    """Regions, counties and metropolitan areas are no populated places."""
    outcome = match(city(name, None, kind=kind))
    assert outcome.outcome == "unknown"
    assert "area" in outcome.reason


def test_an_area_that_is_a_place_is_found() -> None:
    """Greater Sudbury is a city, area word and all."""
    assert found("Greater Sudbury", "CA") == found("Sudbury", "CA") == 5964700


@pytest.mark.parametrize("name", ["Xyzzyville", "", "---", "\u0301", "12", "A" * 10_000, "\n"])
def test_what_is_no_name_is_unknown(name: str) -> None:
    """What matches nothing is unknown, whatever its characters."""
    assert match(city(name, "US")) == Match("unknown", "no place of that name in US")


def test_a_city_without_names_is_unknown() -> None:
    """Nothing to look up is no fault."""
    assert match(Stated("", "city", ())).outcome == "unknown"


def test_more_agreement_is_more_confidence() -> None:
    """Region and population add, what is missing takes away; nothing is certain."""
    plain = match(city("Montreal", "CA")).confidence
    region = match(city("Montreal", "CA", "Quebec")).confidence
    both = match(city("Montreal", "CA", "Quebec", 1_942_044)).confidence
    assert 0.5 <= match(city("Frankfurt", "DE")).confidence < plain < region < both < 1


def test_several_are_matched_as_one_by_one() -> None:
    """The order and the company of a city change nothing."""
    cities = [city("Trier"), city("Xyzzyville", "US"), city("Paris", "US"), city("Leeds", "GB")]
    assert match_all(cities) == tuple(match(each) for each in cities)
    assert match_all(reversed(cities)) == tuple(reversed(match_all(cities)))


def test_a_place_is_found_by_its_number() -> None:
    """For what a person decided; None for what the gazetteer does not hold."""
    place = place_by_id(2643123)
    assert place is not None
    assert place.name == "Manchester"
    assert place_by_id(0) is None


@given(
    st.lists(
        st.builds(
            lambda name, more, country: city(name + more, country),
            st.sampled_from(["Manchester", "Frankfurt", "Paris (TX)", "Nagano & Obuse", "北九州"]),
            st.text(max_size=5),
            st.sampled_from([None, "DE", "US", "JP", "??"]),
        ),
        min_size=20,
        max_size=40,
    )
)
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.generate],
)
def test_any_name_has_an_outcome(cities: list[Stated]) -> None:
    """A link has one place and a confidence; what is not linked has none, and all have a reason."""
    for outcome in match_all(cities):
        assert outcome.reason
        assert (outcome.outcome == "linked") == (outcome.confidence > 0)
        assert outcome.outcome != "linked" or len(outcome.candidates) == 1
