"""Parts of countries by name or by code, where the code may also be that of a country.

Chicago (IL) is in Illinois and Haifa (IL) in Israel: the cities of `divisions.tsv` tell.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files

from citykg.loaders.aliases import aliases_of
from citykg.loaders.labels import fold
from citykg.ontology.files import regions_file

_CODE = re.compile(r"[A-Z]{2,3}")
_SHORT = 2


@functools.cache
def _cities() -> dict[str, frozenset[str]]:
    """Those in the parts that have a code, folded."""
    text = files(__package__).joinpath("divisions.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {code: frozenset(called.split("|")) for code, called in rows}


@functools.cache
def _names() -> frozenset[str]:
    """Of all parts of all countries, folded; no codes and no numbers."""
    lines = regions_file().read_text("utf-8").splitlines()
    found: set[str] = set()
    for line in lines:
        if not line.startswith(("#", "country\t")):
            found.update(line.rpartition("\t")[2].split("|"))
    folded = (fold(name) for name in found if len(name) > _SHORT and not _CODE.fullmatch(name))
    return frozenset(name for name in folded if name.isascii() and not name.isdigit())


def is_division(text: str) -> bool:
    """Whether a text is the name of a part of a country, and nothing else.

    >>> is_division("Penang"), is_division("Oder")
    (True, False)
    """
    return fold(text).strip() in _names()


def is_division_of(city: str, code: str) -> bool:
    """Whether a code behind the name of a city is that of the part of a country that it lies in.

    >>> is_division_of("Chicago", "IL"), is_division_of("Haifa", "IL"), is_division_of("Pune", "IN")
    (True, False, False)
    """
    if not _CODE.fullmatch(code):
        return False
    return not _cities().get(code, frozenset()).isdisjoint(aliases_of(city))
