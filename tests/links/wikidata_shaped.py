"""A Wikidata of some ninety cities on loopback: real pairs, labels and codes that we wrote."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from loopback import oxigraph

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = Path(__file__).parent / "data" / "geonames-wikidata.tsv"
ITEMS = "http://www.wikidata.org/entity/"
DIRECT = "http://www.wikidata.org/prop/direct/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

MANCHESTER, LEEDS, HAMBURG = "2643123", "2644688", "2911298"
CITY_OF_LEEDS = "Q774015"
LABELS = {
    "Q18125": {"fr": "Manchester", "sv": "Manchester", "ja": "マンチェスター"},
    "Q1055": {"fr": "Hambourg", "es": "Hamburgo", "it": "Amburgo", "pt": "Hamburgo"},
    "Q340": {"de": "Montreal", "fr": "Montréal"},
}
CODES = {
    "Q18125": (("P605", "UKD33"), ("P782", "E08000003"), ("P1937", "GBMNC")),
    "Q1055": (("P605", "DE6"), ("P605", "DE60"), ("P605", "DE600"), ("P1937", "DEHAM")),
}


def pairs() -> dict[str, tuple[str, str]]:
    """The item and the name of each number of GeoNames."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {row["geonames_id"]: (row["wikidata_id"], row["name"]) for row in rows}


def triples() -> Iterator[ox.Quad]:
    """Yield what this Wikidata says."""
    for number, (item, name) in pairs().items():
        yield said(item, "P1566", number)
        yield labelled(item, "en", name)
        # What nobody asks for.
        yield said(item, "P1082", "1000")
        for tag, label in LABELS.get(item, {}).items():
            yield labelled(item, tag, label)
        for name_of_code, code in CODES.get(item, ()):
            yield said(item, name_of_code, code)
    # The city and its district have one number.
    yield said(CITY_OF_LEEDS, "P1566", LEEDS)
    yield labelled(CITY_OF_LEEDS, "en", "City of Leeds")


def said(item: str, name: str, value: str) -> ox.Quad:
    """That an item has a value."""
    return ox.Quad(ox.NamedNode(ITEMS + item), ox.NamedNode(DIRECT + name), ox.Literal(value))


def labelled(item: str, language: str, label: str) -> ox.Quad:
    """That an item has a label."""
    text = ox.Literal(label, language=language)
    return ox.Quad(ox.NamedNode(ITEMS + item), ox.NamedNode(LABEL), text)


@contextmanager
def wikidata(folder: Path) -> Iterator[str]:
    """The address of an Oxigraph server of it, for as long as the block runs."""
    store = ox.Store(str(folder))
    store.extend(triples())
    store.flush()
    del store
    with oxigraph(folder) as address:
        yield address
