"""The lists of words: data that people add to, so what breaks them is caught here."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest


@pytest.mark.parametrize(
    "name", ["cues", "columns", "labels", "notes", "people", "phrases", "roles", "verbs"]
)
def test_no_wording_is_written_twice(name: str) -> None:
    """A list says each of its words once."""
    data = tomllib.loads(files("citykg.loaders").joinpath(f"{name}.toml").read_text("utf-8"))
    for table in data.values():
        for words in table.values():
            assert len(words) == len(set(words)), sorted(w for w in words if words.count(w) > 1)


@pytest.mark.parametrize(
    "name", ["columns", "cues", "notes", "people", "phrases", "roles", "verbs"]
)
def test_every_language_has_every_list(name: str) -> None:
    """A language that knows less than English knows it on purpose: its list is there, and empty."""
    data = tomllib.loads(files("citykg.loaders").joinpath(f"{name}.toml").read_text("utf-8"))
    assert {tuple(sorted(table)) for table in data.values()} == {tuple(sorted(data["en"]))}
