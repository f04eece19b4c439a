"""The text of terms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.graph.nquads import decimal, integer, literal, moment
from citykg.ontology.terms import Xsd

if TYPE_CHECKING:
    from decimal import Decimal


def read_back(term: str) -> ox.Literal:
    """The term as Oxigraph reads it."""
    line = f"<x:s> <x:p> {term} .\n"
    (quad,) = ox.parse(line.encode(), format=ox.RdfFormat.N_QUADS)
    return quad.object


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    """A literal that Oxigraph reads is the text that was written, character by character."""
    term = literal(text)
    assert read_back(term).value == text
    assert "\n" not in term
    assert "\r" not in term


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_escapes_are_canonical(text: str) -> None:
    """A literal is written as Oxigraph's canonical form writes it."""
    assert literal(text, "en") == str(ox.Literal(text, language="en"))


@given(st.one_of(st.text(max_size=12), st.from_regex(r"[a-z-]{1,9}", fullmatch=True)))
def test_a_tag_that_is_no_language_is_left_out(tag: str) -> None:
    """Whatever the tag, the literal can be read back and keeps its text."""
    assert read_back(literal("words", tag)).value == "words"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_has_no_exponent(value: float) -> None:
    """A number is written out in full, and is the same number."""
    term = decimal(value)
    assert "e" not in term.split('"')[1].lower()
    assert float(term.split('"')[1]) == value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_has_no_decimal(value: float) -> None:
    """Infinity and not-a-number have no xsd:decimal."""
    assert decimal(value) is None


def test_an_integer_is_typed() -> None:
    """A count is an xsd:integer."""
    assert integer(670642) == f'"670642"^^<{Xsd.integer}>'


@pytest.mark.parametrize(
    ("text", "datatype"),
    [("2017", Xsd.gYear), ("2017-11", Xsd.gYearMonth), ("2017-11-16", Xsd.date)],
)
def test_a_date_has_the_precision_stated(text: str, datatype: str) -> None:
    """A year stays a year and a month a month."""
    assert moment(text) == f'"{text}"^^<{datatype}>'


def test_what_is_no_date_stays_text() -> None:
    """A period that is none of the three forms is kept as words, for the shapes to find."""
    assert moment("2017-13") == '"2017-13"'


@given(st.decimals(0, 10**9, places=4))
def test_a_number_is_written_as_a_store_writes_it(value: Decimal) -> None:
    """What the store gives back is, character for character, what was written."""
    store = ox.Store()
    line = f"<a:s> <a:p> {decimal(float(value))} <a:g> .\n".encode()
    store.load(line, format=ox.RdfFormat.N_QUADS)
    assert store.dump(format=ox.RdfFormat.N_QUADS) == line
