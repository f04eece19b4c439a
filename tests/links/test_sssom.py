"""The file of links: written in one order, read back whole, refused with the line."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.errors import DataError
from citykg.links import Mapping, read_mappings, write_mappings
from citykg.links.mapping import PREDICATES
from citykg.ontology.terms import ID_BASE, Semapv, Skos

if TYPE_CHECKING:
    from pathlib import Path

MANCHESTER = Mapping(
    subject_id=ID_BASE + "city/gb/manchester",
    predicate_id=Skos.exactMatch,
    object_id="https://sws.geonames.org/2643123/",
    subject_label="Manchester",
    object_label="Manchester",
    justification=Semapv.CompositeMatching,
    confidence=0.97,
    tool="citykg",
    comment='name "Manchester" and country agree',
)
LODZ = Mapping(
    subject_id=ID_BASE + "city/pl/%C5%82%C3%B3d%C5%BA",
    predicate_id=Skos.exactMatch,
    object_id="http://www.wikidata.org/entity/Q580",
    is_rejected=True,
    author="Ada",
    other=(("reviewer_label", "Grace"),),
)
HEAD = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
ROW = "citykg:city/gb/manchester\tskos:exactMatch\tgeonames:2643123/\tsemapv:ManualMappingCuration"


def written(tmp_path: Path, text: str | bytes) -> Path:
    """A file of mappings with this text."""
    path = tmp_path / "some.sssom.tsv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    """All slots, in one order whatever the order they came in."""
    text = write_mappings([LODZ, MANCHESTER], "Links")
    assert text == write_mappings([MANCHESTER, LODZ, MANCHESTER], "Links")
    assert read_mappings(written(tmp_path, text)) == (MANCHESTER, LODZ)


def test_the_file_is_what_the_standard_says(tmp_path: Path) -> None:
    """The reader and the validators of the standard's own package take it without a complaint."""
    parsers = pytest.importorskip("sssom.parsers")
    from sssom.validators import validate

    path = written(tmp_path, write_mappings([LODZ, MANCHESTER], "Links"))
    table = parsers.parse_sssom_table(str(path))
    assert list(table.df["object_id"]) == ["geonames:2643123/", "wd:Q580"]
    assert list(table.df["predicate_modifier"]) == ["", "Not"]
    for report in validate(table, fail_on_error=False).values():
        assert report.results == []


IRI = st.text(string.ascii_letters + string.digits + "/-._~%", min_size=1).map(
    lambda rest: "https://example.org/" + rest.lstrip("/") + "x"
)
WORDS = st.text(st.characters(blacklist_categories=("Cc", "Cs"))).map(str.strip)
MAPPINGS = st.builds(
    Mapping,
    subject_id=IRI,
    predicate_id=st.sampled_from(PREDICATES),
    object_id=IRI,
    subject_label=WORDS,
    object_label=WORDS,
    justification=st.just(Semapv.LexicalMatching),
    confidence=st.integers(1, 100).map(lambda n: n / 100),
    is_rejected=st.booleans(),
    author=WORDS,
    tool=WORDS,
    comment=WORDS,
)


@given(st.lists(MAPPINGS, unique_by=lambda mapping: mapping.pair))
def test_any_words_survive(tmp_path_factory: pytest.TempPathFactory, rows: list[Mapping]) -> None:
    """Quotes, tabs in other guises, emoji and right-to-left text: every cell comes back."""
    path = written(tmp_path_factory.mktemp("any"), write_mappings(rows, "Any"))
    assert sorted(read_mappings(path)) == sorted(rows)


@pytest.mark.parametrize(
    "row",
    [
        "<https://w3id.org/citykg/id/city/gb/manchester>\tskos:exactMatch\thttps://sws.geonames.org/2643123/\tsemapv:ManualMappingCuration",
        ROW,
        ROW + "\r",
        ROW + "\n\t\t\t",
        ROW + "\t\t\t",
        ROW + "\n" + ROW,
    ],
    ids=["whole IRIs", "names", "Windows", "empty rows", "empty cells", "twice"],
)
def test_what_editors_make_of_it_is_read(tmp_path: Path, row: str) -> None:
    """Whole IRIs, the line ends and the empty cells of spreadsheets, a row that stands twice."""
    (mapping,) = read_mappings(written(tmp_path, HEAD + row + "\n"))
    assert mapping.pair == MANCHESTER.pair


def test_a_byte_order_mark_and_padded_head_are_read(tmp_path: Path) -> None:
    """As a spreadsheet saves it: a mark at the beginning, tabs behind the lines of the head."""
    text = "\ufeff#curie_map:\t\t\t\n#  x: https://example.org/\t\t\t\n" + HEAD
    text += "x:1\tskos:closeMatch\tx:2\tsemapv:LexicalMatching\n"
    (mapping,) = read_mappings(written(tmp_path, text))
    assert mapping.pair == ("https://example.org/1", "https://example.org/2")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEAD + ROW.replace("skos:exactMatch", "skos:sameThing"), ":2: the predicate 'skos:sameThing' is not known"),
        (HEAD + ROW.replace("geonames:2643123/", "geonamez:1"), ":2: 'geonamez:1' has a prefix that curie_map does not explain"),
        (HEAD + ROW.replace("geonames:2643123/", "Manchester"), ":2: 'Manchester' is no IRI"),
        (HEAD + ROW.replace("geonames:2643123/", "https://exa<mple"), ":2: 'https://exa<mple' is no IRI"),
        (HEAD + ROW.replace("geonames:2643123/", "javascript:alert(1)"), "has a prefix"),
        (HEAD + ROW.replace("geonames:2643123/", ""), ":2: object_id is empty"),
        (HEAD + ROW + "\n" + ROW.replace("exactMatch", "closeMatch"), ":3: contradicts line 2"),
        (HEAD[:-1] + "\tconfidence\n" + ROW + "\t7", ":2: confidence is '7'"),
        (HEAD[:-1] + "\tconfidence\n" + ROW + "\tnan", ":2: confidence is 'nan'"),
        (HEAD[:-1] + "\tconfidence\n" + ROW + "\thigh", ":2: confidence is 'high'"),
        (HEAD[:-1] + "\tpredicate_modifier\n" + ROW + "\tNever", ":2: predicate_modifier is 'Never'"),
        (HEAD[:-1] + "\tpredicate_modifier\n" + ROW + "\tNot\n" + ROW, ":3: contradicts line 2"),
        (HEAD + ROW + "\tmore\tand more", ":2: has 6 cells and the head 4"),
        (HEAD[:-1] + "\tobject_id\n" + ROW, ":1: has two columns named 'object_id'"),
        ("subject_id\tobject_id\n", ":1: is no SSSOM table: the column predicate_id is missing"),
        ("<!doctype html><html></html>", ":1: is no SSSOM table"),
        ("", ":1: is no SSSOM table"),
        (HEAD + ROW + "\x00", ":2: holds a NUL character"),
        (HEAD.encode() + b"\xff\xfe", ":2: is not UTF-8"),
        (HEAD + '"' + ROW, ":2:"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_the_line(
    tmp_path: Path, text: str | bytes, complaint: str
) -> None:
    """One sentence: which file, which line, what, and what to do."""
    with pytest.raises(DataError) as caught:
        read_mappings(written(tmp_path, text))
    assert complaint in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "some.sssom.tsv"))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_too_large_or_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size is looked at before anything is taken apart."""
    with pytest.raises(DataError, match="cannot be read"):
        read_mappings(tmp_path / "none.tsv")
    monkeypatch.setattr("citykg.links.sssom._MOST_BYTES", 100)
    with pytest.raises(DataError, match="too large"):
        read_mappings(written(tmp_path, HEAD + ROW + "\n" + "x" * 100))
