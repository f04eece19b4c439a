"""Words: cut, brought to stems, and the language told from the small ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citykg.suggestions import LANGUAGES
from citykg.suggestions.words import languages_of, stems_of, tokens_of


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "cities", "city"),
        ("en", "Women's", "woman"),
        ("en", "wages", "wage"),
        ("en", "organisations", "organization"),
        ("en", "harbours", "harbor"),
        ("en", "programmes", "program"),
        ("es", "viviendas", "vivienda"),
        ("es", "acciones", "acción"),
        ("pt", "habitações", "habitação"),
        ("it", "economie", "economia"),
        ("fr", "écoles", "école"),
        ("de", "Wohnungen", "Wohnung"),
        ("sv", "skolorna", "skola"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    """Plurals, cases and spellings."""
    assert stems_of(language)[one] == stems_of(language)[other]


@pytest.mark.parametrize(
    ("one", "other"),
    [("aids", "aid"), ("business", "busines"), ("gas", "ga"), ("basis", "basi")],
)
def test_what_only_looks_like_a_plural_is_none(one: str, other: str) -> None:
    """An ending that is part of the word stays."""
    assert stems_of("en")[one] != stems_of("en")[other]


def test_what_is_too_long_for_a_word_is_not_kept() -> None:
    """A megabyte without a blank costs no memory."""
    stems = stems_of("en")
    before = len(stems)
    assert stems["x" * 1_000_000] == "?"
    assert len(stems) == before


@given(st.text(), st.sampled_from(LANGUAGES))
def test_tokens_stand_where_they_say(text: str, language: str) -> None:
    """In order, within the text, each with a stem."""
    last = 0
    for word, start, end in tokens_of(text):
        assert last <= start < end <= len(text)
        assert word in ("", ",", text[start:end])
        assert isinstance(stems_of(language)[word], str)
        last = end


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The work of the city and its partners", "en"),
        ("El trabajo de la ciudad y los vecinos", "es"),
        ("O trabalho da cidade e dos vizinhos", "pt"),
        ("Il lavoro della città e dei vicini", "it"),
        ("Le travail de la ville et des voisins", "fr"),
        ("Die Arbeit der Stadt und ihrer Nachbarn", "de"),
        ("Arbetet i staden och med grannarna", "sv"),
    ],
)
def test_small_words_tell_the_language(text: str, language: str) -> None:
    """A language is told by the words that every sentence has."""
    assert languages_of(text.split()) == (language,)


def test_without_small_words_it_may_be_any() -> None:
    """A heading is read in all languages."""
    assert languages_of(["Vivienda", "social"]) == LANGUAGES
