"""The names of the divisions of countries, and the codes that the gazetteer knows them by."""

from __future__ import annotations

from functools import cache

from citykg.links.folding import fold_all, words
from citykg.ontology.files import regions_file


class Regions:
    """The divisions of regions.tsv, by name and by code."""

    def __init__(self) -> None:
        self._codes: dict[str, dict[str, set[str]]] = {}
        self._names: dict[tuple[str, str], str] = {}
        text = regions_file().read_text("utf-8")
        rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
        for country, code, level, names in rows:
            if level == "1":
                self._names[country, code] = names.partition("|")[0]
        found = iter(fold_all(name for *_, names in rows for name in names.split("|")))
        around = words().region
        for country, code, _, names in rows:
            own = self._codes.setdefault(country, {})
            for _name in names.split("|"):
                own.setdefault(around.without(next(found)), set()).add(code)

    def name(self, country: str, code: str) -> str:
        """The name of a division of the first level; empty where it is not known."""
        return self._names.get((country, code), "")

    def codes(self, country: str, key: str) -> frozenset[str]:
        """The divisions of the first level that a region of that name is or lies in.

        `key` is as `folding.region_key` gives it; empty where the country has no such region.
        """
        return frozenset(self._codes.get(country, {}).get(key, ()))


@cache
def regions() -> Regions:
    """The divisions, read once."""
    return Regions()
