"""The forms in which a stated name is looked up, and what it says of where the city lies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from citykg.links.folding import area_word, city_key, fold, region_key

if TYPE_CHECKING:
    from collections.abc import Iterable

_BRACKETS: Final = re.compile(r"\s*[(\[（]([^)\]）]*)[)\]）]\s*")
_SEVERAL: Final = re.compile(r"\s*[/&+;|]\s*")

AS_STATED: Final = "as stated"
WITHOUT_HINTS: Final = "without what stands in brackets or behind a comma"
WITHOUT_WORDS: Final = "without the words around the name"
IN_PARTS: Final = "each of the names between signs"


class Forms(msgspec.Struct, frozen=True):
    """How the spellings of one city are looked up."""

    forms: tuple[tuple[str, tuple[str, ...]], ...]
    """How, and the folded names of that form; in the order in which they are tried."""
    parts: tuple[tuple[str, ...], ...]
    """The folded names of each spelling that may name several: `Nagano & Obuse`."""
    hints: tuple[tuple[str, str], ...]
    """Regions that the name or the document gives: as stated, and as `region_key` has them."""
    area: str | None
    """The word that says that the name is that of an area."""

    def keys(self) -> set[str]:
        """All folded names."""
        found = {key for _, keys in self.forms for key in keys}
        return found.union(*self.parts)


def forms_of(spellings: Iterable[str], regions: Iterable[str]) -> Forms:
    """The forms of a city that is stated with these spellings and in these regions.

    >>> found = forms_of(["City of Taicang (Suzhou)"], [])
    >>> [keys for _, keys in found.forms], found.hints
    ([('city of taicang suzhou',), ('city of taicang',), ('taicang',)], (('Suzhou', 'suzhou'),))
    """
    stated: dict[str, None] = {}
    bare: dict[str, None] = {}
    own: dict[str, None] = {}
    parts: list[tuple[str, ...]] = []
    hints = list(regions)
    area: str | None = None
    for spelling in spellings:
        key = fold(spelling)
        stated[key] = None
        area = area or area_word(key)
        name = _BRACKETS.sub(" ", spelling).strip()
        hints += _BRACKETS.findall(spelling)
        name, *behind = (part.strip() for part in name.split(","))
        hints += behind
        bare[fold(name)] = None
        own[city_key(fold(name))] = None
        several = tuple(fold(part) for part in _SEVERAL.split(name) if fold(part))
        if len(several) > 1:
            parts.append(several)
    seen: set[str] = {""}
    forms: list[tuple[str, tuple[str, ...]]] = []
    for how, keys in ((AS_STATED, stated), (WITHOUT_HINTS, bare), (WITHOUT_WORDS, own)):
        if new := tuple(key for key in keys if key not in seen):
            forms.append((how, new))
            seen.update(new)
    regions_stated = {hint: region_key(hint) for hint in hints}
    known = tuple((hint, key) for hint, key in regions_stated.items() if key)
    return Forms(tuple(forms), tuple(parts), known, area)
