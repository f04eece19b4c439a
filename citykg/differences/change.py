"""What changed between two graphs, as records: what `citykg diff --format json` writes."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from citykg.graph.explain import Said  # noqa: TC001 - msgspec reads the annotations

Kind = Literal["added", "gone", "changed", "renamed"]
"""`renamed`: the same thing has another IRI."""


class Value(msgspec.Struct, frozen=True):
    """What a fact says on one side."""

    words: str
    """The label of a thing, or a value as people write it: `530,000`."""
    iri: str | None
    """None for a literal."""
    said: tuple[Said, ...]
    """The words that state it, in the order of the document."""


class Change(msgspec.Struct, frozen=True):
    """A fact that one side has, or that says something else on the other.

    What the plan, its cooperation and its parties have in common is one change with several
    subjects.  A thing that came or went is one change, with what was said of it as its parts.
    """

    kind: Kind
    words: str
    """The change in words: `population of Manchester: 530,000 -> 545,000`."""
    sentence: str
    """The fact as `citykg explain` words it, of the side that has it; the new one, if both."""
    subjects: tuple[str, ...]
    predicate: str
    old: Value | None
    new: Value | None
    parts: tuple[Change, ...] = ()


class Moved(msgspec.Struct, frozen=True):
    """A fact that both sides have, stated at another place or in other words."""

    words: str
    subject: str
    predicate: str
    old: tuple[Said, ...]
    new: tuple[Said, ...]


class Document(msgspec.Struct, frozen=True):
    """The file that a plan was read from."""

    name: str
    sha256: str


class PlanChange(msgspec.Struct, frozen=True):
    """What changed in one plan.

    `moved` says that every fact is as it was, but not each where or in the words it was.
    """

    kind: Literal["added", "gone", "changed", "moved"]
    plan: str
    """The short name of its IRI, the new one if it has two: `plan/manchester-montreal`."""
    label: str
    old_iri: str | None
    new_iri: str | None
    old_document: Document | None
    new_document: Document | None
    facts: dict[str, int]
    """How many changes of each kind."""
    moved: int
    reworded: int
    """How many of those that moved are stated in other words."""
    follows: int
    """Statements of the form of the graph that came or went with the rest: types, inverses."""
    holds: dict[str, int]
    """Of a plan that came or went: how many things of each kind it has."""
    changes: tuple[Change, ...]
    evidence: tuple[Moved, ...]
    """What moved, where it is asked for."""


class Section(msgspec.Struct, frozen=True):
    """What changed in a graph that is no plan's: links, suggestions, vocabulary, ontology."""

    name: str
    graph: str
    added: int
    """How many links or suggestions; elsewhere, how many statements."""
    gone: int
    changed: int
    """Links and suggestions that both sides have, with other evidence, score or reason."""
    changes: tuple[Change, ...]


class Side(msgspec.Struct, frozen=True):
    """One of the two graphs."""

    folder: str
    version: str
    """The name of the folder's version: two of one name say the same."""
    base: str
    """What the IRIs of its plans begin with."""


class Totals(msgspec.Struct):
    """Sums over all plans."""

    plans_added: int = 0
    plans_gone: int = 0
    plans_changed: int = 0
    plans_moved: int = 0
    added: int = 0
    gone: int = 0
    changed: int = 0
    renamed: int = 0
    moved: int = 0
    reworded: int = 0

    def count(self, plan: PlanChange) -> None:
        """Add a plan; what a plan has that came or went as a whole is not counted again."""
        name = f"plans_{plan.kind}"
        setattr(self, name, getattr(self, name) + 1)
        if plan.kind in {"changed", "moved"}:
            for kind, number in plan.facts.items():
                setattr(self, kind, getattr(self, kind) + number)
            self.moved += plan.moved
            self.reworded += plan.reworded


class Told(msgspec.Struct, frozen=True):
    """All of it: what `citykg diff --format json` prints."""

    old: Side
    new: Side
    plans: tuple[PlanChange, ...]
    """By their ids."""
    sections: tuple[Section, ...]
    totals: Totals


def json_schema() -> dict[str, Any]:
    """The JSON Schema of what `citykg diff --format json` prints."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return schema | msgspec.json.schema(Told)
