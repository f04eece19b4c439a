"""The saved queries that ask about a thing of a kind."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from citykg.queries import catalogue

if TYPE_CHECKING:
    from collections.abc import Collection

_KINDS: Final = {"sdg": "goal", "topic": "topic", "theme": "theme", "city": "city"} | {
    kind: kind
    for kind in ("plan", "cooperation", "country", "region", "programme", "activity", "output")
}
"""How the name of a parameter's example begins, and the kind of thing that it takes."""


def questions_about(kinds: Collection[str]) -> list[list[str]]:
    """Kind, name, summary and parameter of each saved query that takes a thing of these kinds."""
    return [row for row in _questions() if row[0] in kinds]


@cache
def _questions() -> list[list[str]]:
    rows = []
    for query in catalogue():
        for one in query.parameters:
            start = one.example.replace(":", "/").partition("/")[0] if one.type == "iri" else ""
            kind = "goal" if one.name == "goal" else _KINDS.get(start, "")
            if kind:
                rows.append([kind, query.name, query.summary, one.name])
    return sorted(rows)
