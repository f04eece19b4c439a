"""Templates: the kinds of documents that programmes publish, as data.

A template is a TOML file in this folder: its fields in their order, which of them it must have,
its layouts, the words that its documents call themselves by and, if it has any, labels of its own.
One engine (`citykg.loaders.summary`) reads them all; this module says which template a document
follows, how sure that is, and how the document has drifted from it.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import NamedTuple

from citykg.loaders.labels import Named, Wordings, fold, known_wordings, named_by

__all__ = ["Template", "TemplateField", "template", "templates", "wordings_for"]


class TemplateField(NamedTuple):
    """A field of a template."""

    name: str
    must: bool
    """Whether a document without it has drifted."""
    each: bool
    """Whether each party has a value of its own."""


@dataclass(frozen=True)
class Template:
    """A kind of document."""

    name: str
    title: str
    layouts: tuple[str, ...]
    """Those that its documents come in, the usual one first: see `recognition.layout_of`."""
    marks: tuple[str, ...]
    """Words that its documents call themselves by, folded."""
    fields: tuple[TemplateField, ...]
    labels: dict[str, Named]
    """Labels that only this template has, by wording."""

    @functools.cached_property
    def order(self) -> dict[str, int]:
        """The place of each field."""
        return {field.name: place for place, field in enumerate(self.fields)}

    @functools.cached_property
    def must(self) -> tuple[str, ...]:
        """The fields that a document of the template has."""
        return tuple(field.name for field in self.fields if field.must)


@functools.cache
def templates() -> tuple[Template, ...]:
    """All templates, by name."""
    found = sorted(
        (entry.name.removesuffix(".toml"), entry.read_text("utf-8"))
        for entry in files(__package__).iterdir()
        if entry.name.endswith(".toml")
    )
    return tuple(_template(name, tomllib.loads(text)) for name, text in found)


def template(name: str) -> Template:
    """The template of a name; raises KeyError."""
    return _by_name()[name]


@functools.cache
def _by_name() -> dict[str, Template]:
    return {known.name: known for known in templates()}


def _template(name: str, data: dict) -> Template:  # type: ignore[type-arg]
    fields = tuple(
        TemplateField(entry["name"], entry.get("must", False), entry.get("each", False))
        for entry in data["fields"]
    )
    return Template(
        name=name,
        title=data["title"],
        layouts=tuple(data["layouts"]),
        marks=tuple(fold(mark) for mark in data["marks"]),
        fields=fields,
        labels=named_by(data.get("labels", {})),
    )


@functools.cache
def wordings_for(name: str) -> Wordings:
    """The labels that a template's documents use: those of all, and its own before them."""
    own = template(name).labels
    return known_wordings().with_first(own) if own else known_wordings()
