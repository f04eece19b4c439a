"""Queries that nobody would write: saved and hostile ones with their tokens mixed up."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from hostile_queries import hostile_queries

from citykg.queries import catalogue
from citykg.queries.tokens import MAX_CHARACTERS, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_ODD: Final = (
    "*", "+", "?", "/", "^", "|", "!", "!!", "{", "}", "{ {", "} }", "(", ")", "[]", "<<", ">>",
    "OPTIONAL {", "MINUS {", "UNION", "{ SELECT * {", "FILTER EXISTS {", "GRAPH ?g {", "VALUES",
    "SERVICE", "LOAD", "INSERT", "DELETE", "FROM", "BASE", "PREFIX", "LATERAL", "COUNT(*)", "NOW()",
    "?", "$", "@", "^^", "''", '"', "'''", '"""', "#", "\r", "\n", "\t", "\0", "\ufeff", "\u2028",
    "\\", "\\u0053", "\\U0001F600", "é", "e\u0301", "😀", "\ud800", "\U0010ffff", "<x:y>", "<>",
    "<http://127.0.0.1:9/>", "_:b", "a:", ":", "a", "1e999", "-1", "99999999999999999999", "0x10",
    "LIMIT 0", "LIMIT -1", "OFFSET 9999999999", "GROUP BY", "HAVING", "ORDER BY RAND()", ".", ";",
)  # fmt: skip
_PATHS: Final = ("*", "+", "?", "/!ckg:x", "|^rdfs:label", "/rdfs:label?", "|!a")
_MOST: Final = 6

Parts = list[tuple[str, str]]
"""The tokens of a text: the kind of each, and its text with the space and comments behind it."""


def mutated(count: int, seed: int) -> Iterator[bytes]:
    """So many bodies of requests; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - a test's dice, not a secret
    plain = [_split(query.text) for query in catalogue()]
    wicked = [_split(one.body.decode("utf-8", "replace")) for one in hostile_queries()]
    for number in range(count):
        # Of the hostile ones most only wait to be killed: one in eight is enough of them.
        parts = list(chance.choice(wicked if number % 8 == 0 else plain))
        for _ in range(chance.randint(1, _MOST)):
            # Half of all keep to the grammar, more or less, and get past the parser.
            (_replace if number % 2 else _mutate)(parts, chance, chance.choice(plain))
        text = "".join(text for _, text in parts)
        body = text.encode("utf-8", "surrogatepass")
        if chance.random() < 0.05:
            at = chance.randrange(len(body) + 1)
            body = body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :]
        yield body[: 2 * MAX_CHARACTERS]


def _split(text: str) -> Parts:
    found = [("head", 0), *((token.kind, token.start) for token in tokens(text)), ("", len(text))]
    return [(kind, text[a:b]) for (kind, a), (_, b) in pairwise(found)]


def _replace(parts: Parts, chance: random.Random, other: Parts) -> None:
    """Put a token in the place of one of its kind, or say a part of a path again and again."""
    at = chance.randrange(len(parts))
    kind, text = parts[at]
    if kind == "variable":
        parts[at] = chance.choice([one for one in parts if one[0] == kind])
    elif kind == "name":
        parts[at] = (kind, text.rstrip() + chance.choice(_PATHS) + " ")
    elif kind in {"string", "number", "iri"}:
        parts[at] = chance.choice([one for one in [*parts, *other] if one[0] == kind])
    elif text.startswith(".") and kind == "sign":
        parts.insert(at + 1, ("", "?s ?p ?o . "))
    elif text.startswith("{"):
        parts.insert(at + 1, ("", chance.choice(("OPTIONAL { ?a ?p ?b } ", "?s ?p ?o . ", "{} "))))


def _mutate(parts: Parts, chance: random.Random, other: Parts) -> None:
    """Do anything."""
    at = chance.randrange(len(parts))
    what = chance.randrange(7)
    odd = ("", f" {chance.choice(_ODD)} ")
    if what == 0 and len(parts) > 3:
        del parts[at : at + chance.randint(1, 3)]
    elif what == 1:
        parts.insert(at, odd)
    elif what == 2:
        parts[at] = odd
    elif what == 3:
        to = chance.randrange(len(parts))
        parts[at], parts[to] = parts[to], parts[at]
    elif what == 4:
        parts[at:at] = parts[at : at + chance.randint(1, 12)] * chance.randint(1, 4)
    elif what == 5:
        begin = chance.randrange(len(other))
        parts[at:at] = other[begin : begin + chance.randint(1, 12)]
    else:
        kind, word = parts[at]
        cut = chance.randrange(len(word) + 1)
        parts[at] = (kind, word[:cut] + odd[1].strip(" ") + word[cut:])
