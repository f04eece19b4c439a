"""Wordings: the regular expressions of the word lists, by language, ready to be compiled.

In the lists `~` stands for white space.
"""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files

from citykg.loaders.markup import BLANK, JOINER

_BASE = "en"


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
    return expression.replace("~", f"(?:{BLANK})").replace(r"[’\x27]", rf"[’\x27]{JOINER}*")


def openings(expression: str) -> frozenset[str] | None:
    r"""The characters that a text matched by the expression can begin with; None for any.

    Knows what the word lists use: literals, groups, classes, `?`, look-arounds, `\w`.

    >>> sorted(openings("(?:was~)?held|to~be"))
    ['h', 't', 'w']
    """
    found: set[str] = set()
    for branch in _branches(expression):
        letters = _first(branch)
        if letters is None:
            return None
        found |= letters
    return frozenset(found)


def _first(branch: str) -> set[str] | None:
    if not branch:
        return None
    if branch[0] == "(":
        end = _closing(branch)
        rest = branch[end + 1 :]
        if branch.startswith(("(?=", "(?!", "(?<")):
            return _first(rest)
        inside = branch[branch.index(":") + 1 if branch.startswith("(?") else 1 : end]
        letters = openings(inside)
        first = None if letters is None else set(letters)
    elif branch[0] == "[":
        end = branch.index("]")
        first, rest = set(branch[1:end]), branch[end + 1 :]
    elif branch[0] == "\\":
        first, rest = (None if branch[1].isalpha() else {branch[1]}), branch[2:]
    else:
        first, rest = ({branch[0]} if branch[0] not in ".^$" else None), branch[1:]
    if first is not None and rest and (rest[0] in "?*" or rest.startswith("{0")):
        cut = rest.index("}") + 1 if rest[0] == "{" else 1
        following = _first(rest[cut:].removeprefix("?"))
        return None if following is None else first | following
    return first


def _branches(expression: str) -> list[str]:
    """The alternatives of an expression, those inside its groups left alone."""
    found, depth, begin, at = [], 0, 0, 0
    while at < len(expression):
        sign = expression[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = expression.index("]", at)
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == "|" and depth == 0:
            found.append(expression[begin:at])
            begin = at + 1
        at += 1
    return [*found, expression[begin:]]


def _closing(expression: str) -> int:
    """Where the group that opens the expression closes."""
    depth, at = 0, 0
    while at < len(expression):
        sign = expression[at]
        if sign == "\\":
            at += 1
        elif sign == "[":
            at = expression.index("]", at)
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    raise ValueError(f"a group is not closed in {expression!r}")
