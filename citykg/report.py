"""What a build did, for people and for scripts: `report.json`.

The same documents give the same report but for its part `run`, which says what the build took.
"""

from __future__ import annotations

from collections import Counter
from typing import IO, TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from citykg.errors import DataError
from citykg.graph.quads import unlinked_parties
from citykg.graph.things import Decision  # noqa: TC001 - msgspec reads the fields' types
from citykg.graph.validate import Violation  # noqa: TC001 - as above
from citykg.links.disagreements import Disagreement  # noqa: TC001 - as above
from citykg.links.findings import Open  # noqa: TC001 - as above
from citykg.links.mapping import TOOL
from citykg.plan import Problem, Stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from citykg.graph.names import PlanName
    from citykg.links.linking import Links
    from citykg.plan import Plan, Source

T = TypeVar("T")

MOST_NOTES: Final = 10
"""So many problems are told as sentences; below the documents are all."""

_NO_DOCUMENTS: Final = b"[]\n}"
_COUNTED: Final = (
    "cities",
    "themes",
    "sdgs",
    "sdg_targets",
    "urban_agenda_topics",
    "focus_areas",
    "challenges",
    "objectives",
    "results",
    "activities",
    "outputs",
    "contacts",
    "sources",
)


class Spot(msgspec.Struct, frozen=True):
    """Words of a document that a person may want to look at."""

    quote: str
    line: int
    field: str | None = None


class DriftSpot(msgspec.Struct, frozen=True):
    """A difference from the template: see `citykg.plan.Drift`."""

    kind: str
    field: str
    quote: str | None = None
    line: int | None = None


class PlanReport(msgspec.Struct, frozen=True):
    """What was understood of one plan, and what was not."""

    id: str
    iri: str
    template: str
    confidence: float
    """How well the document fits the template, from 0 to 1."""
    coverage: float
    """The share of the document's words that were read, from 0 to 1."""
    drift: tuple[DriftSpot, ...]
    """How the document differs from the template."""
    row: int | None
    counts: dict[str, int]
    """How many values each list of the record holds."""
    empty: tuple[Spot, ...]
    """Fields that the document names and leaves blank."""
    not_understood: tuple[Spot, ...]
    """Values that are there and could not be read."""
    unread: tuple[Spot, ...]
    """What no field took."""
    problems: tuple[Problem, ...]


class DocumentReport(msgspec.Struct, frozen=True):
    """One document and the plans in it."""

    path: str
    sha256: str
    media_type: str
    encoding: str
    encoding_guessed: bool
    characters: int
    pages: int | None
    """How many pages it has, if its format has pages."""
    text: str | None
    """Where the text is kept that passages point into, of a file that holds none itself."""
    plans: tuple[PlanReport, ...]


class Failure(msgspec.Struct, frozen=True):
    """A document that could not be read, and why."""

    path: str
    message: str


class Totals(msgspec.Struct, frozen=True):
    """The size of the build."""

    documents: int
    plans: int
    failures: int
    decisions: int
    problems: int
    violations: int
    facts: int
    """Quads that plans declare."""
    evidence: int
    """Quads that say where the facts were read."""
    suggestions: int
    """Goals, targets and topics that the plans speak of without declaring them."""
    links: int
    """Mappings to other vocabularies that hold."""
    quads: int
    """All quads, with the ontology, the vocabulary and the suggestions."""


class LinkReport(msgspec.Struct, frozen=True):
    """What is linked to other vocabularies, and what is not."""

    linked: dict[str, int]
    """How many mappings hold, by the name of the vocabulary."""
    accepted: int
    """Mappings that a person decided."""
    rejected: int
    """Mappings that a person forbade."""
    unused: int
    """Decisions about things that the graph does not hold."""
    sha256: str
    """The hash of the file of links as the build wrote it."""
    open: tuple[Open, ...]
    disagreements: tuple[Disagreement, ...]

    @classmethod
    def of(cls, links: Links, sha256: str) -> LinkReport:
        """The report of the links of a graph, written to a file of this hash."""
        holding = [mapping for mapping in links.mappings if not mapping.is_rejected]
        return cls(
            linked=dict(sorted(Counter(mapping.vocabulary for mapping in holding).items())),
            accepted=sum(mapping.tool != TOOL for mapping in holding),
            rejected=len(links.mappings) - len(holding),
            unused=len(links.unused),
            sha256=sha256,
            open=links.open,
            disagreements=links.disagreements,
        )


class Run(msgspec.Struct, frozen=True):
    """What the build took that made the version, on the machine where it ran."""

    documents_read: int
    documents_kept: int
    """Documents that were as the build before had left them."""
    seconds: dict[str, float]
    """By stage: of the clock on the wall, waiting included."""
    cpu_seconds: float
    """Of all processors, with the processes that read documents."""
    peak_mebibytes: int
    """The most memory that the process of the build had."""
    peak_reader_mebibytes: int
    """The most memory that one process had which read documents."""


class Report(msgspec.Struct, frozen=True):
    """Everything that a build did, in a fixed order."""

    citykg: str
    base: str
    run: Run
    totals: Totals
    look_at: tuple[str, ...]
    """The first of the problems, as sentences; the documents below have them all."""
    failures: tuple[Failure, ...]
    passed_over: tuple[str, ...]
    """Files of a folder that are no documents by their ending."""
    decisions: tuple[Decision, ...]
    """What had to be decided about names: nothing is merged or renamed in silence."""
    links: LinkReport
    violations: tuple[Violation, ...] | None
    """What `citykg validate` finds wrong with the graph; null if it was not checked."""
    documents: tuple[DocumentReport, ...] = ()
    """In the order of their paths; only where the file is read (`read_report`)."""

    @property
    def statement(self) -> bytes:
        """What the report says of the graph: all but the run and the documents."""
        run = Run(0, 0, {}, 0.0, 0, 0)
        return msgspec.json.encode(msgspec.structs.replace(self, run=run, documents=()))


class _Raw(msgspec.Struct):
    """The documents of a report as they stand in the file."""

    documents: tuple[msgspec.Raw, ...]


def write_report(
    file: IO[bytes], report: Report, documents: Iterable[bytes]
) -> list[tuple[int, int]]:
    """Write a report as indented JSON in UTF-8, and where each document stands in the file.

    `documents` are what `laid_out` gives, or what stands in another report; they come one by one,
    for those of a hundred thousand plans are many.
    """
    bare = msgspec.structs.replace(report, documents=())
    whole = msgspec.json.format(msgspec.json.encode(bare), indent=2)
    file.write(whole.removesuffix(_NO_DOCUMENTS) + b"[")
    places: list[tuple[int, int]] = []
    for document in documents:
        file.write(b",\n    " if places else b"\n    ")
        start = file.tell()
        file.write(document)
        places.append((start, start + len(document)))
    file.write(b"\n  ]\n}\n" if places else b"]\n}\n")
    return places


def laid_out(document: DocumentReport | msgspec.Raw) -> bytes:
    """What the report says of a document, as it stands in the file."""
    text = msgspec.json.format(msgspec.json.encode(document), indent=2)
    # A line break is never part of a string in JSON.
    return text.replace(b"\n", b"\n    ")


def read_report(folder: Path) -> Report:
    """The report of a graph folder or of one of its versions.

    Raises DataError where there is none or another version of citykg wrote it.
    """
    return _decoded(folder, Report)


def read_documents(folder: Path) -> tuple[msgspec.Raw, ...]:
    """What the report of a folder says of each document, for `laid_out`; raises DataError."""
    return _decoded(folder, _Raw).documents


def _decoded(folder: Path, kind: type[T]) -> T:
    path = folder / "report.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        raise DataError(
            f"{path}: cannot be read ({error}): build the graph again with 'citykg build'."
        ) from error


def document_report(
    source: Source, plans: list[PlanReport], *, guessed: bool, text: str | None
) -> DocumentReport:
    """What one document is, and the plans in it."""
    return DocumentReport(
        path=source.path,
        sha256=source.sha256,
        media_type=source.media_type,
        encoding=source.encoding,
        encoding_guessed=guessed,
        characters=source.characters,
        pages=len(source.pages) or None,
        text=text,
        plans=tuple(plans),
    )


def plan_report(plan: Plan, name: PlanName, line_of: Callable[[int], int]) -> PlanReport:
    """What one plan's reading gave."""

    def spots(stated: tuple[Stated[str], ...], *, named: bool = False) -> tuple[Spot, ...]:
        return tuple(
            Spot(item.quote, line_of(item.start), item.value if named else None) for item in stated
        )

    return PlanReport(
        id=name.id,
        iri=name.iri,
        template=plan.template,
        confidence=plan.confidence,
        coverage=plan.coverage,
        drift=tuple(
            DriftSpot(item.kind, item.field, item.label.quote, line_of(item.label.start))
            if item.label
            else DriftSpot(item.kind, item.field)
            for item in plan.drift
        ),
        row=plan.source.row,
        counts={field: len(getattr(plan, field)) for field in _COUNTED},
        empty=spots(plan.empty, named=True),
        not_understood=tuple(
            Spot(item.quote, line_of(item.start), field) for field, item in _not_understood(plan)
        ),
        unread=spots(plan.unread),
        problems=(*plan.problems, *_unlinked(plan, line_of)),
    )


def _unlinked(plan: Plan, line_of: Callable[[int], int]) -> Iterator[Problem]:
    for name, label in unlinked_parties(plan):
        yield Problem(
            "unknown-party",
            f"{label.value!r} names {name!r}, which is not one party of the plan: not linked",
            line_of(label.start),
        )


def _not_understood(plan: Plan) -> Iterator[tuple[str, Stated[Any]]]:
    def walk(field: str, node: object) -> Iterator[tuple[str, Stated[Any]]]:
        if isinstance(node, Stated):
            if node.value is None:
                yield field, node
        elif isinstance(node, tuple):
            for item in node:
                yield from walk(field, item)
        elif isinstance(node, msgspec.Struct):
            for name in node.__struct_fields__:
                yield from walk(f"{field}.{name}" if field else name, getattr(node, name))

    for name in plan.__struct_fields__:
        if name not in {"empty", "unread"}:
            yield from walk(name, getattr(plan, name))
