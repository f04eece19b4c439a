"""Endings of words, which tell a word that a line end has cut from a compound."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def endings() -> frozenset[str]:
    """Syllables that end words of any of our languages, and are no words themselves."""
    data = tomllib.loads(files(__package__).joinpath("endings.toml").read_text("utf-8"))
    return frozenset(ending for words in data.values() for ending in words.split())
