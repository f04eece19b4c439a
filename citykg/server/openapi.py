"""The saved queries as OpenAPI (https://spec.openapis.org/oas/v3.1.0), out of their headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from citykg import __version__
from citykg.queries.parameters import PATTERNS
from citykg.server.media import GRAPHS, HTML, ROWS, formats_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.queries import SavedQuery
    from citykg.queries.parameters import Parameter
    from citykg.server.media import Format

_FORM: Final = "application/x-www-form-urlencoded"
_SENTENCE: Final = {"text/plain": {"schema": {"type": "string"}}}


def description(origin: str, queries: Iterable[SavedQuery]) -> bytes:
    """The queries as JSON; `origin` is what the addresses of the server begin with."""
    paths: dict[str, Any] = {"/sparql": _sparql()}
    for query in queries:
        for one in formats_of(query):
            paths[f"/queries/{query.name}.{one.ending}"] = {"get": _operation(query, one)}
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "City cooperation plans",
            "version": __version__,
            "summary": "Ready questions about city cooperation plans, and SPARQL for all others.",
        },
        "servers": [{"url": origin}],
        "paths": paths,
    }
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


def _operation(query: SavedQuery, form: Format) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if form.ending == "json":
        schema = {
            "type": "object",
            "required": ["head"],
            "properties": {"head": {"type": "object"}, "results": {"type": "object"}},
        }
    elif form.ending == "jsonld":
        schema = {"type": "array"}
    columns = "\n".join(f"* {column.name}: {column.description}" for column in query.columns)
    return {
        "operationId": f"{query.name}-{form.ending}",
        "summary": query.summary,
        "description": f"{query.description}\n\n{columns}".strip(),
        "tags": list(query.tags),
        "parameters": [_parameter(one) for one in query.parameters],
        "responses": {
            "200": {"description": "The answer.", "content": {form.kind: {"schema": schema}}},
            "400": {"description": "A parameter is missing or wrong.", "content": _SENTENCE},
            "503": {
                "description": "It took too long, or the server is busy.",
                "content": _SENTENCE,
            },
        },
    }


def _parameter(one: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if one.type in PATTERNS:
        schema["pattern"] = f"^(?:{PATTERNS[one.type]})$"
    if one.choices:
        schema = {"type": "string", "enum": list(one.shown_choices)}
    if one.default is not None:
        schema["default"] = one.default
    described = {
        "name": one.name,
        "in": "query",
        "required": one.required and one.default is None,
        "description": one.description,
        "schema": schema,
    }
    return described | ({"example": one.example} if one.example else {})


def _sparql() -> dict[str, Any]:
    answer = {
        "description": "The answer, in the media type that Accept asks for.",
        "content": {kind: {"schema": {}} for kind in (*ROWS, *GRAPHS, HTML)},
    }
    refusals = {
        "400": "The query is wrong.",
        "406": "It answers in other types.",
        "413": "The query is too long.",
        "415": "It is posted as another type.",
        "503": "It took too long, or the server is busy.",
    }
    responses = {"200": answer} | {
        status: {"description": words, "content": _SENTENCE} for status, words in refusals.items()
    }
    text = {"type": "string", "minLength": 1}
    form = {"type": "object", "required": ["query"], "properties": {"query": text}}
    body = {"required": True, "content": {_FORM: {"schema": form}}}
    asked = {"name": "query", "in": "query", "required": True, "schema": text}
    said = {"summary": "The SPARQL 1.1 Protocol, for reading.", "responses": responses}
    return {
        "get": {**said, "operationId": "sparql-get", "parameters": [asked]},
        "post": {**said, "operationId": "sparql-post", "requestBody": body},
    }
