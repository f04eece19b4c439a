"""Parts of countries by name or by code, where the code may also be that of a country.

Chicago (IL) is in Illinois and Haifa (IL) in Israel: the cities of `divisions.tsv` tell.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

from citykg.loaders.aliases import aliases_of
from citykg.loaders.labels import fold

_CODE = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True)
class _Divisions:
    names: frozenset[str]
    """Of all parts of all countries, folded."""
    cities: dict[str, frozenset[str]]
    """Those in the parts that have a code, folded."""


@functools.cache
def _divisions() -> _Divisions:
    text = files(__package__).joinpath("divisions.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    cities = {code: frozenset(called.split("|")) for code, called in rows}
    return _Divisions(cities.pop(""), cities)


def is_division(text: str) -> bool:
    """Whether a text is the name of a part of a country, and nothing else.

    >>> is_division("Penang"), is_division("Oder")
    (True, False)
    """
    return fold(text).strip() in _divisions().names


def is_division_of(city: str, code: str) -> bool:
    """Whether a code behind the name of a city is that of the part of a country that it lies in.

    >>> is_division_of("Chicago", "IL"), is_division_of("Haifa", "IL"), is_division_of("Pune", "IN")
    (True, False, False)
    """
    if not _CODE.fullmatch(code):
        return False
    return not _divisions().cities.get(code, frozenset()).isdisjoint(aliases_of(city))
