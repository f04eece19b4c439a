"""Wordings: the regular expressions of the word lists, by language, ready to be compiled.

In the lists `~` stands for white space.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

from citykg.loaders.markup import BLANK, JOINER

_BASE = "en"
_PLAIN_BLANK = re.compile(r"~(?![?*+{])")


@functools.cache
def wordings(name: str) -> dict[str, dict[str, list[str]]]:
    """The word lists of `<name>.toml`: by language, by key."""
    data: dict[str, dict[str, list[str]]] = tomllib.loads(
        files(__package__).joinpath(f"{name}.toml").read_text("utf-8")
    )
    return data


def language_in(name: str, language: str) -> str:
    """The language itself where the word lists know it, else English."""
    return language if language in wordings(name) else _BASE


def any_of(name: str, key: str, language: str) -> str:
    """One group that matches any of the expressions of a key; nothing where there are none."""
    expressions = wordings(name)[language_in(name, language)][key]
    return spelt(f"(?:{'|'.join(expressions)})") if expressions else "(?!)"


def spelt(expression: str) -> str:
    """The expression with its white space spelt out, and what an entity leaves behind its sign."""
    # A sign for what an entity left is white space or part of a word, and never both.
    expression = expression.replace(r"[^\s,;]", rf"[^\s{JOINER},;]")
    # A group that needs not be takes time to compile, and there are thousands of blanks.
    expression = _PLAIN_BLANK.sub(BLANK.replace("\\", r"\\"), expression)
    return expression.replace("~", f"(?:{BLANK})").replace(r"[’\x27]", rf"[’\x27]{JOINER}*")
