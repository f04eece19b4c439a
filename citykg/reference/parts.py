"""The parts of the ontology, each a file, and all of them together; in four formats of RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from citykg.errors import UsageError
from citykg.ontology.files import (
    SCHEMES,
    alignments_file,
    dataset_shapes_file,
    indicators_file,
    ontology_files,
    scheme_file,
    shapes_file,
)
from citykg.ontology.terms import PREFIXES

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from pyoxigraph import RdfFormat

ALL: Final = "all"
PARTS: Final = ("core", "alignments", "shapes", "dataset-shapes", *SCHEMES, "indicators", ALL)
"""What can be asked for; a concept scheme by its name."""

FORMATS: Final = ("turtle", "ntriples", "jsonld", "rdfxml")

_NOT_IN_ALL: Final = ("alignments", "shapes", "dataset-shapes")
"""What a reader may not want: other people's classes, and what checks a graph."""


def files_of(part: str) -> tuple[Traversable, ...]:
    """The Turtle files of a part; raises UsageError for one that there is not.

    `all` is the ontology with its concept schemes, as a graph that was built holds them.
    """
    if part == ALL:
        return tuple(
            file for one in PARTS if one not in _NOT_IN_ALL and one != ALL for file in files_of(one)
        )
    single = {
        "alignments": alignments_file,
        "shapes": shapes_file,
        "dataset-shapes": dataset_shapes_file,
        "indicators": indicators_file,
    }
    if part == "core":
        return ontology_files()
    if part in single:
        return (single[part](),)
    if part in SCHEMES:
        return (scheme_file(part),)
    raise UsageError(f"There is no part {part!r} of the ontology; there are {', '.join(PARTS)}.")


def written(part: str, to_format: str) -> bytes:
    """A part of the ontology in one of `FORMATS`; raises UsageError for what there is not.

    A single part as Turtle is the file itself, with its comments.
    """
    files = files_of(part)
    if to_format not in FORMATS:
        raise UsageError(f"There is no format {to_format!r}; there are {', '.join(FORMATS)}.")
    if to_format == "turtle" and len(files) == 1:
        return files[0].read_bytes()
    import pyoxigraph as ox

    triples = {
        quad.triple: None
        for file in files
        for quad in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    }
    prefixes = None if to_format == "ntriples" else dict(PREFIXES)
    return ox.serialize(triples, format=_rdf_format(to_format), prefixes=prefixes) or b""


def _rdf_format(name: str) -> RdfFormat:
    import pyoxigraph as ox

    return {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }[name]
