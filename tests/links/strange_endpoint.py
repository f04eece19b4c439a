"""An endpoint on loopback that answers whatever a test wants."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import loopback
from wikidata_shaped import DIRECT, ITEMS, LABEL

KIND = "application/sparql-results+json"
ABOUT = DIRECT + "P1566"


class Handler(loopback.Handler):
    """Answers as an endpoint does."""

    def reply(
        self,
        body: bytes,
        code: int = 200,
        kind: str = KIND,
        length: int | None = None,
        **headers: str,
    ) -> None:
        """Send one whole answer."""
        self.send_whole(code, kind, body, length, **headers)


endpoint = partial(loopback.answering, handler=Handler)


def iri(value: str) -> dict[str, str]:
    """An IRI in a row."""
    return {"type": "uri", "value": value}


def words(value: str, language: str = "") -> dict[str, str]:
    """A literal in a row."""
    tag = {"xml:lang": language} if language else {}
    return {"type": "literal", "value": value, **tag}


def row(number: str, item: str, about: str = ABOUT, value: Any = None) -> dict[str, Any]:
    """One row of an answer."""
    return {
        "geonames": words(number),
        "item": iri(item if ":" in item else ITEMS + item),
        "property": iri(about),
        "value": value or words(number),
    }


def label(number: str, item: str, text: str, language: str = "en") -> dict[str, Any]:
    """One row that gives a label."""
    return row(number, item, LABEL, words(text, language))


def results(*rows: dict[str, Any], names: str = "geonames item property value") -> bytes:
    """The rows as SPARQL results."""
    return json.dumps({"head": {"vars": names.split()}, "results": {"bindings": rows}}).encode()
