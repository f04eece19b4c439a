"""Places: countries by any usual name, regions out of prose, the names of parties."""

from __future__ import annotations

import pytest

from citykg.loaders.places import aliases_of, country_in, kind_of, names_in, region_in

# A cell, and the country it names.
_COUNTRIES = """
United Kingdom | GB
U.K. | GB
U.S. | US
ROK | KR
PRC | CN
P.R.C. | CN
Korea | KR
Korea, Republic of | KR
England | GB
Scotland (UK) | GB
Holland | NL
Czechia | CZ
Czech Rep. | CZ
Türkiye | TR
Viet Nam | VN
Brasil | BR
Schweiz | CH
Suisse | CH
Frankreich | FR
Vereinigtes Königreich | GB
Storbritannien | GB
Regno Unito | GB
Reino Unido | GB
Stati Uniti | US
États-Unis | US
Etats-Unis | US
USA | US
EUA | US
EE.UU. | US
GBR | GB
DEU | DE
Canada (CAN) | CA
Japan (JP) | JP
Germany (DE) | DE
Mexico | MX
México | MX
Méjico | MX
Taiwan | TW
Hong Kong SAR | HK
Ivory Coast | CI
Cote d'Ivoire | CI
Burma | MM
Macedonia | MK
North Macedonia | MK
Swaziland | SZ
Republic of Ireland | IE
Éire | IE
the Republic of Korea | KR
Russian Federation | RU
Russia | RU
Georgia | GE
Singapore | SG
Inglaterra | GB
Schottland | GB
Northern Ireland | GB
Wales | GB
UAE | AE
United Arab Emirates | AE
Alemania | DE
Tyskland | DE
Allemagne | DE
Germania | DE
Países Bajos | NL
Pays-Bas | NL
Niederlande | NL
Nederländerna | NL
Paesi Bassi | NL
South Africa | ZA
República de Corea | KR
Corea del Sur | KR
Südkorea | KR
Sydkorea | KR
Estados Unidos da América | US
United States (USA) | US
United States of America (the) | US
People’s Republic of China | CN
Peru / Perú | PE
Great Britain | GB
Bolivia (Plurinational State of) | BO
New Mexico | None
Georgia, USA | US
Jersey City | None
Mexico City | None
Mexico City, Mexico | MX
Panama City | None
Guatemala City | None
Jordan | JO
Kuwait City | None
Lebanon, Ohio, USA | US
"""

# A cell that holds all parties, and each with its country.
_PARTIES = """
A – B | A:,B:
Manchester (UK) and Montreal (Canada) | Manchester:GB,Montreal:CA
Leeds, UK and Jaipur, India | Leeds:GB,Jaipur:IN
Kawasaki (Japan), Zagreb (Croatia) and Rijeka (Croatia) | Kawasaki:JP,Zagreb:HR,Rijeka:HR
Cork, Ireland; Kobe, Japan | Cork:IE,Kobe:JP
Austin, Texas, USA – Bologna, Emilia-Romagna, Italy | Austin:US,Bologna:IT
Austin, Texas | Austin:
Austin, TX | Austin:
Vitoria-Gasteiz – Edmonton | Vitoria-Gasteiz:,Edmonton:
Barnsley Metropolitan Borough Council | Barnsley Metropolitan Borough Council:
Lyon & Boston | Lyon:,Boston:
Cities of Lyon and Boston | Lyon:,Boston:
Zwischen Mannheim und Chongqing | Mannheim:,Chongqing:
Lyon x Boston | Lyon:,Boston:
Lyon vs. Boston | Lyon:,Boston:
Lyon with Boston | Lyon:,Boston:
Lyon ↔ Boston | Lyon:,Boston:
Lyon (FR) - Boston (US) | Lyon:FR,Boston:US
Lyon (France)–Boston (United States) | Lyon:FR,Boston:US
City of Lyon and City of Boston | City of Lyon:,City of Boston:
Newcastle upon Tyne and Gelsenkirchen | Newcastle upon Tyne:,Gelsenkirchen:
Málaga, España, y Cartagena, Colombia | Málaga:ES,Cartagena:CO
Almada, Portugal e Belo Horizonte, Brasil | Almada:PT,Belo Horizonte:BR
Bordeaux Métropole et Québec | Bordeaux Métropole:,Québec:
"""

# A cell of regions, and the region in it.
_REGIONS = """
Quebec | Quebec
Greater Manchester, England | Greater Manchester
Manchester is a city and metropolitan borough in Greater Manchester, England | Greater Manchester
Toronto is the capital of the province of Ontario in Canada | Ontario
Austin is the state capital of Texas | Texas
Montreal is the largest city in the Canadian province of Quebec | Quebec
Bologna is the capital and largest city of the Emilia-Romagna region in Northern Italy | Emilia-Romagna
Lyon est le chef-lieu de la région Auvergne-Rhône-Alpes | Auvergne-Rhône-Alpes
Hamburg ist ein Stadtstaat in Deutschland | None
Dortmund liegt in Nordrhein-Westfalen | Nordrhein-Westfalen
Dortmund is a city in North Rhine-Westphalia, Germany | North Rhine-Westphalia
Málaga es una ciudad de la comunidad autónoma de Andalucía | Andalucía
Bergamo si trova in Lombardia, a nord-est di Milano | Lombardia
Aurora è una città dello Stato del Colorado | Colorado
Almada é uma cidade do distrito de Setúbal | Setúbal
Pittsburgh is a city in the Commonwealth of Pennsylvania | Pennsylvania
Rome is the capital city of Italy. It is also the capital of the Lazio region | Lazio
Kamakura is a city in Kanagawa Prefecture, Japan | Kanagawa Prefecture
State of California | State of California
Ontario, Canada | Ontario
Pennsylvania (USA) | Pennsylvania
Toyota is a city in Aichi Prefecture | Aichi Prefecture
Guadalajara is the capital and largest city of the Mexican state of Jalisco | Jalisco
Debrecen is the regional centre of the Northern Great Plain region | Northern Great Plain
Jaipur is the capital of the Indian state of Rajasthan | Rajasthan
Scotland | Scotland
Nantes liegt in der Region Pays de la Loire | Pays de la Loire
England | England
"""

# A name, and what it says that it is the name of.
_KINDS = """
Barnsley Metropolitan Borough Council | authority
Bordeaux Métropole | authority
City of Leeds | city
Ville de Lyon | city
Comune di Bologna | city
Lombardy Region | region
Regione Lombardia | region
Região Metropolitana de Lisboa | region
State of California | region
Province of Ontario | region
Smart Cities Cluster | cluster
Basque Country | city
Manchester | city
Grenoble-Alpes Métropole | authority
Greater London Authority | authority
Xunta de Galicia | city
ANCI Lazio | city
Prefeitura de São Paulo | authority
Leeds City Council | authority
Kreis Unna | region
Västra Götalandsregionen | region
Consortium of 3 municipalities | cluster
Ayuntamiento de Málaga | authority
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "code"), _rows(_COUNTRIES))
def test_a_country_is_known_in_any_language(text: str, code: str) -> None:
    """Official, short and old names, abbreviations and codes; a city named after one is none."""
    named = country_in(text)
    assert (named[0] if named else "None") == code


@pytest.mark.parametrize(("text", "parties"), _rows(_PARTIES))
def test_one_cell_may_name_all_parties(text: str, parties: str) -> None:
    """A state stays with its city, and every country with its own."""
    found = names_in(text, many=True)
    shown = (f"{text[n.start : n.end]}:{n.country[0] if n.country else ''}" for n in found)
    assert ",".join(shown) == parties


@pytest.mark.parametrize(("text", "region"), _rows(_REGIONS))
def test_a_region_is_read_in_any_language(text: str, region: str) -> None:
    """Prose says which of the places it names is the region."""
    span = region_in(text)
    assert (text[slice(*span)] if span else "None") == region


@pytest.mark.parametrize(("name", "kind"), _rows(_KINDS))
def test_a_name_says_what_it_names(name: str, kind: str) -> None:
    """An authority or a region is no city, and is not made one."""
    assert kind_of(name) == kind


def test_a_state_beside_a_city_is_its_region() -> None:
    """`Austin, TX` is one party, in Texas."""
    for text in ("Austin, TX", "Austin, TX (USA)", "Austin (TX, USA)", "Austin, TX, USA"):
        (name,) = names_in(text, many=True)
        assert name.region is not None
        assert (text[name.start : name.end], text[slice(*name.region)]) == ("Austin", "TX")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("United Kingdom", "GB"), ("UK", "GB"), ("U.K.", "GB"), ("USA", "US"), ("US", "US"),
        ("United States of America", "US"), ("South Korea", "KR"), ("Korea", "KR"),
        ("The Netherlands", "NL"), ("Czechia", "CZ"), ("Viet Nam", "VN"), ("DE", "DE"),
        ("Royaume-Uni", "GB"), ("Estados Unidos", "US"), ("Deutschland", "DE"), ("Italia", "IT"),
        ("it", None), ("in", None), ("New South Wales", None), ("New Jersey", None),
        ("Ruritania", None), ("France, Japan", None),
    ],
)  # fmt: skip
def test_a_country_is_known_by_any_usual_name(text: str, code: str | None) -> None:
    """Words that are codes by chance, and parts of longer names, are no countries."""
    named = country_in(text)
    assert (named and named[0]) == code


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Quebec", "Quebec"),
        (
            "Manchester is a city and metropolitan borough in Greater Manchester",
            "Greater Manchester",
        ),
        ("It is the largest city in the Canadian province of Quebec", "Quebec"),
        ("Santa Monica is a city in western Los Angeles County, California", "California"),
        ("Ottawa stands on the south bank of the Ottawa River in southern Ontario", "Ontario"),
        ("Austin is the capital of Texas, in the United States", "Texas"),
        ("Hesse, Germany", "Hesse"),
        ("Ontario (Canada)", "Ontario"),
        ("South Holland (Zuid-Holland)", "South Holland"),
        ("Montréal, Québec, Canada", "Québec"),
        ("Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes"),
        ("Germany", None),
        ("n/a", None),
    ],
)
def test_a_region_is_read_from_a_name_or_from_prose(text: str, region: str | None) -> None:
    """A people, a river or a country is not the region."""
    span = region_in(text)
    assert (span and text[slice(*span)]) == region


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Manchester (UK) and Montreal (Canada)", [("Manchester", "GB"), ("Montreal", "CA")]),
        ("Cork, Ireland; Kobe, Japan", [("Cork", "IE"), ("Kobe", "JP")]),
        ("Austin, Texas, USA", [("Austin", "US")]),
        ("Lyon, France and Boston, Massachusetts, USA", [("Lyon", "FR"), ("Boston", "US")]),
        ("Vitoria-Gasteiz – Edmonton", [("Vitoria-Gasteiz", None), ("Edmonton", None)]),
        ("Málaga / Cartagena", [("Málaga", None), ("Cartagena", None)]),
        ("Bangkok*", [("Bangkok", None)]),
    ],
)
def test_the_parties_of_one_cell(text: str, names: list[tuple[str, str | None]]) -> None:
    """Names are cut where one ends; a country beside a name is that party's."""
    found = names_in(text, many=True)
    assert [(text[n.start : n.end], n.country and n.country[0]) for n in found] == names


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Barnsley Metropolitan Borough Council", "barnsley"),
        ("Frankfurt am Main", "frankfurt"),
        ("Cartagena de Indias", "cartagena"),
        ("New York City", "new york"),
        ("Free and Hanseatic City of Hamburg", "hamburg"),
        ("São Paulo", "sao paulo"),
    ],
)
def test_sentences_name_a_party_more_shortly(name: str, alias: str) -> None:
    """A party goes by its name without its office and without what tells it from others."""
    assert alias in aliases_of(name)
