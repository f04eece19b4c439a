"""The tokens of a SPARQL text: enough to see structure without being fooled by what is quoted.

This is not a parser: the engine parses.  It exists because three things must be known before an
engine sees a query: whether it reaches out of the graph (SERVICE), how deep it nests, and where a
parameter's value has to be bound.  Strings, IRIs and comments are skipped as SPARQL 1.1 section
19.8 delimits them (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from citykg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_CHARACTERS: Final = 16_384
MAX_NESTING: Final = 100
MAX_OPERATORS: Final = 250
MAX_COLLECTION: Final = 50
"""Longer texts, deeper nesting and longer chains or lists exhaust the stack or the optimiser."""

_TOKEN: Final = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><[^\x00-\x20<>"{}|^`\\]*>)
    | (?P<string>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\" | '''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)
    | (?P<name>(?:[^\W\d_][\w.-]*|_)?:(?:[\w:%-]|\\.|\.(?=[\w:%-]))*)
    | (?P<word>[^\W\d]\w*)
    | (?P<space>\s+)
    | (?P<sign>\|\||&&|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODEPOINT: Final = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")
_OPERATORS: Final = frozenset("!|&/^+-*=<>;.") | {"||", "&&"}
_TERMS: Final = frozenset({"iri", "string", "variable", "number", "name"})
_UPDATES: Final = frozenset(
    {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE"}
)
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})


class ReachesOutError(UsageError):
    """A query would ask another endpoint."""


class Token(NamedTuple):
    """One token and where it starts; `kind` is a group name of the pattern, `text` as written."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the token."""
        return self.start + len(self.text)

    def is_word(self, word: str) -> bool:
        """Whether this is the keyword `word`, given in upper case."""
        return self.kind == "word" and self.text.upper() == word


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a SPARQL text, without spaces and comments."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "sign"
        if kind not in {"space", "comment"}:
            yield Token(kind, match.group(), match.start())


def query_form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE, whichever comes first; empty if none does."""
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() in _FORMS:
            return token.text.upper()
    return ""


def check_harmless(text: str, *, may_ask_others: bool = False) -> None:
    """Raise a UsageError where a query is too large, or would do more than read the graph.

    `may_ask_others` lets SERVICE pass, for `federation` to look at.
    """
    if len(text) > MAX_CHARACTERS:
        raise UsageError(
            f"The query is {len(text):,} characters long; the limit is {MAX_CHARACTERS:,}: "
            "split it, or select less."
        )
    if escape := _CODEPOINT.search(text):
        # SPARQL resolves these before it looks for strings, so they can hide anything.
        raise UsageError(
            f"{place(text, escape.start())}: the query holds the escape {escape.group()}: "
            "write the character itself."
        )
    check_verbs(text, may_ask_others=may_ask_others)
    _check_size(text)


def place(text: str, offset: int) -> str:
    """`line 3, column 8` for an offset, both counted from 1."""
    line = text.count("\n", 0, offset) + 1
    return f"line {line}, column {offset - text.rfind(chr(10), 0, offset)}"


def _reaches_out(token: Token) -> bool:
    # A parser may read `trueSERVICE <x>` as two tokens and `SERVICE:x` as SERVICE and `:x`.
    if token.kind == "word":
        return token.text.upper().endswith("SERVICE")
    if token.kind == "name":
        prefix, _, local = token.text.upper().partition(":")
        return prefix.endswith("SERVICE") or local.endswith(".SERVICE")
    return False


def check_verbs(text: str, *, may_ask_others: bool = False) -> None:
    """Raise a UsageError where a query would ask another endpoint or change the graph."""
    before_form = True
    for token in tokens(text):
        # What only looks like the keyword to some parsers is never let through.
        if _reaches_out(token) and not (may_ask_others and token.is_word("SERVICE")):
            raise ReachesOutError(
                f"{place(text, token.start)}: SERVICE is not allowed: a query reads one graph."
            )
        word = token.text.upper() if token.kind == "word" else ""
        if before_form and word in _UPDATES:
            raise UsageError(
                f"{place(text, token.start)}: {word} is an update: a query only reads."
            )
        before_form = before_form and word not in _FORMS


def _check_size(text: str) -> None:
    open_brackets: list[str] = []
    operators: dict[str, int] = {}
    items = 0
    for token in tokens(text):
        where = place(text, token.start) if items >= MAX_COLLECTION else ""
        items = items + 1 if token.kind in _TERMS else 0
        if items > MAX_COLLECTION and open_brackets and open_brackets[-1] == "(":
            raise UsageError(f"{where}: a collection has more than {MAX_COLLECTION} items.")
        if token.kind != "sign":
            continue
        if token.text in "{([":
            open_brackets.append(token.text)
        elif token.text in "})]" and open_brackets:
            open_brackets.pop()
        elif token.text in _OPERATORS:
            operators[token.text] = operators.get(token.text, 0) + 1
        if len(open_brackets) > MAX_NESTING:
            raise UsageError(
                f"{place(text, token.start)}: the query nests deeper than {MAX_NESTING} brackets."
            )
        if operators.get(token.text, 0) > MAX_OPERATORS:
            raise UsageError(
                f"{place(text, token.start)}: the query says {token.text!a} more than "
                f"{MAX_OPERATORS} times: for a long list use VALUES or IN."
            )
