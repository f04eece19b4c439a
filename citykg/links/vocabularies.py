"""The vocabularies that are linked to, as data: their names, licences and citations."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

import msgspec

_FILE: Final = "data/vocabularies.toml"


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A vocabulary of others, as people name and cite it."""

    name: str
    namespace: str
    """What the IRIs of its things begin with."""
    licence: str
    citation: str
    because: str = ""
    """What a mapping to it rests on that one of our concept schemes carries."""


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """All of them, in the order in which they are shown."""
    data = tomllib.loads((files(__package__) / _FILE).read_text("utf-8"))
    return tuple(msgspec.convert(data["vocabulary"], list[Vocabulary]))


@cache
def vocabulary_of(iri: str) -> Vocabulary | None:
    """Whose thing an IRI names; None for a vocabulary that is not known here.

    >>> vocabulary_of("https://sws.geonames.org/2643123/").name
    'GeoNames'
    """
    return next((one for one in vocabularies() if iri.startswith(one.namespace)), None)
