"""The words of dates, amounts and mentions: data that people add to."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from citykg.loaders.durations import durations_in
from citykg.loaders.times import times

_LISTS = ("times", "mentions", "amounts")
_LANGUAGES = {"en", "es", "pt", "it", "fr", "de", "sv"}


def _languages(name: str) -> dict[str, dict[str, object]]:
    data = tomllib.loads(files("citykg.loaders").joinpath(f"{name}.toml").read_text("utf-8"))
    return {language: table for language, table in data.items() if language in _LANGUAGES}


@pytest.mark.parametrize("name", _LISTS)
def test_no_wording_is_written_twice(name: str) -> None:
    """A list says each of its words once, in lower case."""
    for table in _languages(name).values():
        for words in table.values():
            listed = list(words) if isinstance(words, list | dict) else []
            assert len(listed) == len(set(listed)), sorted(listed)
            assert [word for word in listed if word != word.lower()] == []


@pytest.mark.parametrize("name", _LISTS)
def test_every_language_has_every_list(name: str) -> None:
    """A language that knows less than English knows it on purpose."""
    tables = _languages(name)
    assert set(tables) == _LANGUAGES
    assert {frozenset(table) for table in tables.values()} == {frozenset(tables["en"])}


def test_a_language_knows_english_too() -> None:
    """Plans in other languages use English words, and not the other way round."""
    assert {"may", "mai"} <= set(times("fr").months)
    assert "mayo" not in times("en").months


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("en", "two and a half years", "P30M"),
        ("en", "18 (eighteen) months", "P18M"),
        ("en", "10 weeks", "P10W"),
        ("en", "18-month", "P18M"),
        ("en", "18-24 months", None),
        ("es", "dos años y seis meses", "P2Y6M"),
        ("pt", "vinte e quatro meses", "P24M"),
        ("it", "due anni", "P2Y"),
        ("fr", "vingt-quatre mois", "P24M"),
        ("de", "anderthalb Jahre", "P18M"),
        ("sv", "tre år", "P3Y"),
    ],
)
def test_a_duration_is_read_in_words_and_figures(language: str, text: str, iso: str | None) -> None:
    """Two lengths are not one; a year and a half is eighteen months."""
    assert [duration.iso for duration in durations_in(text, language)] == [iso]
