"""The parts of the ontology in every format: the same triples."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from citykg.errors import UsageError
from citykg.ontology.files import SCHEMES
from citykg.reference import FORMATS, PARTS, written

SYNTAX = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def canonical(data: bytes, syntax: ox.RdfFormat) -> ox.Dataset:
    """The triples, their blank nodes named by what they say."""
    dataset = ox.Dataset(ox.parse(data, format=syntax))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


@pytest.mark.parametrize("to_format", sorted({*FORMATS} - {"turtle"}))
@pytest.mark.parametrize("part", ["core", "alignments", "shapes", "topics", "fields", "indicators"])
def test_every_format_says_the_same(part: str, to_format: str) -> None:
    """What was written is read back as the triples of the file."""
    expected = canonical(written(part, "turtle"), ox.RdfFormat.TURTLE)
    assert len(expected) > 30
    assert canonical(written(part, to_format), SYNTAX[to_format]) == expected


def test_all_is_the_ontology_with_its_schemes() -> None:
    """Not the alignments, which a reader asks for, nor the shapes."""
    triples = {*ox.parse(written("all", "ntriples"), format=ox.RdfFormat.N_TRIPLES)}
    for part in ("core", "indicators", *SCHEMES):
        assert {*ox.parse(written(part, "turtle"), format=ox.RdfFormat.TURTLE)} <= triples
    for part in ("alignments", "shapes"):
        own = {*ox.parse(written(part, "ntriples"), format=ox.RdfFormat.N_TRIPLES)}
        assert not own <= triples


def test_the_same_bytes_each_time() -> None:
    """Nothing depends on the order of a set."""
    for to_format in FORMATS:
        assert written("all", to_format) == written("all", to_format)


@pytest.mark.parametrize(
    ("part", "to_format", "complaint"),
    [("cores", "turtle", "no part 'cores'"), ("core", "n3", "no format 'n3'")],
)
def test_what_there_is_not(part: str, to_format: str, complaint: str) -> None:
    """One sentence that lists what there is."""
    with pytest.raises(UsageError, match=complaint):
        written(part, to_format)
    assert "core" in PARTS
