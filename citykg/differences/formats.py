"""Differences as JSON and as rows for a spreadsheet."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Final, TextIO

from citykg.differences.change import Side, Totals
from citykg.differences.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.differences.between import Differences
    from citykg.differences.change import Change, PlanChange, Section, Value

COLUMNS: Final = (
    *("plan", "label", "kind", "change", "property"),
    *("old", "old_quote", "old_file", "old_line", "new", "new_quote", "new_file", "new_line"),
)
"""The columns of the CSV."""


def write_json(found: Differences, out: IO[bytes], *, summary: bool, evidence: bool) -> Totals:
    """Write one JSON object, a plan a line as soon as it is compared; gives back the sums."""
    import msgspec

    encode = msgspec.json.encode
    totals = Totals()
    for name, version in (("old", found.old), ("new", found.new)):
        told = Side(str(version.folder), version.path.name, version.base)
        out.write((b"{" if name == "old" else b"") + b'"%s": ' % name.encode() + encode(told))
        out.write(b",\n")
    out.write(b'"plans": [')
    sign = b"\n"
    for plan in found.plans(evidence=evidence and not summary):
        totals.count(plan)
        shown = msgspec.structs.replace(plan, changes=()) if summary else plan
        out.write(sign + encode(shown))
        sign = b",\n"
    out.write(b"\n],\n")
    listed = [msgspec.structs.replace(s, changes=()) if summary else s for s in found.sections]
    out.write(b'"sections": ' + encode(listed) + b",\n")
    out.write(b'"totals": ' + encode(totals) + b"}\n")
    return totals


def write_csv(found: Differences, out: TextIO, *, summary: bool, evidence: bool) -> Totals:
    """Write a row a change, and one for each part of it; with `summary`, a row a plan."""
    from citykg.graph.export import spreadsheet_cell

    totals = Totals()
    writer = csv.writer(out)

    def write(*cells: object) -> None:
        writer.writerow([spreadsheet_cell(plain(str(cell), 32_000)) for cell in cells])

    if summary:
        write("plan", "label", "kind", "added", "gone", "changed", "renamed", "moved")
    else:
        write(*COLUMNS)
    for plan in found.plans(evidence=evidence and not summary):
        totals.count(plan)
        if summary:
            write(plan.plan, plan.label, plan.kind, *plan.facts.values(), plan.moved)
            continue
        for row in _plan_rows(plan):
            write(plan.plan, plan.label, *row)
    for section in found.sections:
        if summary:
            counts = (section.added, section.gone, section.changed, 0, 0)
            write(section.name, "", "changed", *counts)
            continue
        for row in _section_rows(section):
            write(section.name, "", *row)
    return totals


def _plan_rows(plan: PlanChange) -> Iterator[tuple[object, ...]]:
    for change in plan.changes:
        yield _row(change)
        for part in change.parts:
            yield _row(part)
    for moved in plan.evidence:
        before, now = moved.old[0], moved.new[0]
        old = ("", before.quote, before.document, before.line)
        yield (
            "moved",
            moved.words,
            _name(moved.predicate),
            *old,
            "",
            now.quote,
            now.document,
            now.line,
        )
    if not plan.changes and not plan.evidence:
        # A plan of which nothing is listed is a row all the same.
        yield (plan.kind, plan.label, *[""] * 9)


def _section_rows(section: Section) -> Iterator[tuple[object, ...]]:
    for change in section.changes:
        yield _row(change)
    if not section.changes:
        yield ("changed", f"{section.added} added, {section.gone} gone", *[""] * 9)


def _row(change: Change) -> tuple[object, ...]:
    kind, name = change.kind, _name(change.predicate)
    return (kind, change.words, name, *_cells(change.old), *_cells(change.new))


def _cells(value: Value | None) -> tuple[object, ...]:
    if value is None:
        return ("", "", "", "")
    if not value.said:
        return (value.words, "", "", "")
    first = value.said[0]
    return (value.words, first.quote, first.document, first.line)


def _name(predicate: str) -> str:
    from citykg.ontology.prefixes import parted

    return ":".join(parted(predicate) or ("", predicate)) if predicate else ""
