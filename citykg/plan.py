"""What one plan says: frozen records in which every value carries the passage that says it.

A value read from a document is a `Stated`: the value, and the characters `[start, end)` of the
document's text that state it.  Four cases are told apart:

* not stated            the field is `None`, or the list is empty
* stated but empty      the field's name is in `Plan.empty` (the quote is the label)
* not understood        `Stated.value is None`, the quote is what could not be read
* denied                an activity or output whose `status` is `not-done`
"""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


class Passage(msgspec.Struct, frozen=True, gc=False):
    """A run of characters of a document's text: `text[start:end] == quote`."""

    start: int
    end: int
    quote: str


class Stated(msgspec.Struct, Generic[T], frozen=True, gc=False):
    """A value and the passage that states it.

    `value` is None where the passage was not understood.  `language` is the BCP 47 tag of a
    value that is words.
    """

    value: T | None
    start: int
    end: int
    quote: str
    language: str | None = None

    @property
    def passage(self) -> Passage:
        """The characters that state the value."""
        return Passage(self.start, self.end, self.quote)


class Owned(Stated[T], Generic[T], frozen=True, gc=False):
    """A value and whose it is: `cities` are the stated names of the parties it is said of.

    Empty where the plan names no party.
    """

    cities: tuple[str, ...] = ()


class Statement(Owned[str], frozen=True):
    """A focus area, challenge, objective or result."""

    lead: Passage | None = None
    """The sentence that opens the list the statement is an item of."""


class Source(msgspec.Struct, frozen=True):
    """The document that a plan was read from."""

    path: str
    sha256: str
    media_type: str
    characters: int
    encoding: str = "utf-8"
    row: int | None = None
    """The line of the table row that is the plan, where one document holds many plans."""
    pages: tuple[int, ...] = ()
    """Where in the text each page begins; empty for a document without pages."""


class Drift(msgspec.Struct, frozen=True):
    """How a document differs from the template it was read by.

    `kind` is `unknown` (a label that names no field), `missing` (a field of the template that has
    no label), `moved` (a label out of the template's order), `new` (a known field that the
    template does not have) or `twice`.
    """

    kind: str
    field: str
    """The field; for an unknown label, its words."""
    label: Passage | None = None


class City(msgspec.Struct, frozen=True):
    """A party of a cooperation: a city, or (by `kind`) a region."""

    name: Stated[str]
    region: Stated[str] | None = None
    country: Stated[str] | None = None
    """ISO 3166-1 alpha-2."""
    population: Stated[int] | None = None
    """Persons."""
    area_km2: Stated[float] | None = None
    """Square kilometres."""
    kind: str = "city"


class Period(msgspec.Struct, frozen=True):
    """When a cooperation runs, with the precision stated: `2017`, `2017-11` or `2017-11-16`."""

    start: Stated[str] | None = None
    end: Stated[str] | None = None
    duration: Stated[str] | None = None
    """ISO 8601: `P18M`."""
    interval: Stated[str] | None = None
    """The whole as an EDTF interval (level 1): `2017-11/2019-11`, `2019/..`, `/2023-09`."""


class Activity(msgspec.Struct, frozen=True):
    """Something the parties did, plan or deny; cities are given by their stated names."""

    label: Stated[str]
    type: str | None = None
    """A concept of the activity-type scheme, such as `study-visit`; None if none is stated."""
    status: str | None = None
    """A concept of the status scheme, such as `not-done`; None if none is stated."""
    cities: tuple[str, ...] = ()
    """All the parties that take part; empty where the plan names none."""
    hosts: tuple[str, ...] = ()
    visitors: tuple[str, ...] = ()
    type_cue: Passage | None = None
    """The words that tell the type."""
    status_cue: Passage | None = None
    """The words that tell the status; None where the field's own heading does."""
    sentence: Stated[str] | None = None
    """The whole sentence or list item."""
    participants: tuple[Stated[str], ...] = ()
    """Who else took part, or who was sent: `five planners`, `the University of Leeds`."""
    dates: tuple[Stated[str], ...] = ()
    """When, in EDTF (level 1): `2018-04-22/2018-04-27`, `2019-05`."""
    themes: tuple[str, ...] = ()
    """The plan's themes that it serves, where it says so."""


class Output(msgspec.Struct, frozen=True):
    """Something the cooperation produces; the fields are those of `Activity`."""

    label: Stated[str]
    type: str | None = None
    status: str | None = None
    cities: tuple[str, ...] = ()
    """The parties that produce it, where the plan tells them apart."""
    type_cue: Passage | None = None
    status_cue: Passage | None = None
    sentence: Stated[str] | None = None
    dates: tuple[Stated[str], ...] = ()
    """When it was or will be made, in EDTF: `2018-11-16`."""
    themes: tuple[str, ...] = ()
    """The plan's themes that it serves, where it says so."""


class Problem(msgspec.Struct, frozen=True):
    """Something a person should look at: `message` says what, where and what to do."""

    code: str
    message: str
    line: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All that one plan says.  The JSON of `citykg read` is this record, field by field."""

    id: str
    template: str
    """The layout that the document was read by, such as `ilap-summary`."""
    confidence: float = 1.0
    """How well the document fits its template, from 0 to 1."""
    drift: tuple[Drift, ...] = ()
    coverage: float = 1.0
    """The share of the plan's letters and digits that a label or value took; see `unread`."""
    source: Source
    title: Stated[str] | None = None
    programme: Stated[str] | None = None
    cities: tuple[City, ...] = ()
    period: Period | None = None
    themes: tuple[Owned[str], ...] = ()
    sdgs: tuple[Owned[int], ...] = ()
    sdg_targets: tuple[Owned[str], ...] = ()
    """Codes: `11.3`, `11.a`."""
    sdg_indicators: tuple[Owned[str], ...] = ()
    """Codes: `11.3.2`."""
    urban_agenda_topics: tuple[Owned[str], ...] = ()
    """Concepts of the Urban Agenda scheme, such as `urban-poverty`."""
    focus_areas: tuple[Statement, ...] = ()
    challenges: tuple[Statement, ...] = ()
    objectives: tuple[Statement, ...] = ()
    results: tuple[Statement, ...] = ()
    activities: tuple[Activity, ...] = ()
    outputs: tuple[Output, ...] = ()
    contacts: tuple[Stated[str], ...] = ()
    """E-mail or web addresses."""
    sources: tuple[Stated[str], ...] = ()
    """Addresses of the pages that a table row names as its sources."""
    empty: tuple[Stated[str], ...] = ()
    """Fields that the document names and leaves blank; the quote is the label."""
    unread: tuple[Stated[str], ...] = ()
    """What no field took, in the order of the text."""
    problems: tuple[Problem, ...] = ()


def passages(plan: Plan) -> Iterator[Passage]:
    """Every passage that a plan holds, in the order of the record."""

    def walk(node: object) -> Iterator[Passage]:
        if isinstance(node, Stated):
            yield node.passage
            if isinstance(node, Statement) and node.lead:
                yield node.lead
        elif isinstance(node, Passage):
            yield node
        elif isinstance(node, tuple):
            for item in node:
                yield from walk(item)
        elif isinstance(node, msgspec.Struct):
            for name in node.__struct_fields__:
                yield from walk(getattr(node, name))

    yield from walk(plan)


def to_json(plans: list[Plan], *, indent: int = 2) -> bytes:
    """The plans as a JSON array in UTF-8, as `citykg read` prints them.

    A field that is not stated is absent; a list is always there.
    """
    data = _without_absent(msgspec.to_builtins(plans))
    return msgspec.json.format(msgspec.json.encode(data), indent=indent) + b"\n"


def json_schema() -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of what `to_json` writes."""
    schema = msgspec.json.schema(list[Plan])
    for record in schema["$defs"].values():
        # Python 3.13 takes the indentation out of docstrings, older ones do not.
        record["description"] = cleandoc(record["description"])
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "The plans that `citykg read` prints"
    return schema


def _without_absent(node: object) -> object:
    # A null says "not understood", and only `value` can say that.
    if isinstance(node, dict):
        return {
            key: _without_absent(item)
            for key, item in node.items()
            if item is not None or key == "value"
        }
    if isinstance(node, list | tuple):
        return [_without_absent(item) for item in node]
    return node


def from_json(data: bytes) -> list[Plan]:
    """The plans of a JSON array that `to_json` wrote; raises msgspec.ValidationError."""
    return msgspec.json.decode(data, type=list[Plan])
