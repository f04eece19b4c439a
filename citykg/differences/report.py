"""Differences to be read: as plain text, or as Markdown for a mail or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from citykg.differences.change import Totals
from citykg.differences.wording import counted, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from citykg.differences.between import Differences
    from citykg.differences.change import Change, PlanChange, Section
    from citykg.graph.explain import Said

_SIGNS: Final = {"added": "+", "gone": "-", "changed": "~", "renamed": "="}
_HEADS: Final = {"added": "added", "gone": "gone", "changed": "", "moved": ""}
_NAMED: Final = {"links", "suggestions"}
_SHOWN_QUOTE: Final = 200


def write_report(
    found: Differences, out: TextIO, *, summary: bool, evidence: bool, markdown: bool
) -> Totals:
    """Write what changed, plan by plan, and at the end how much; gives back the sums."""
    style = _Markdown(out) if markdown else _Text(out)
    totals = Totals()
    if found.old.base != found.new.base:
        style.note(
            f"The two graphs have other bases, {found.old.base} and {found.new.base}:"
            " names are compared without them."
        )
    told_whole = found.plan is not None and not summary
    untold: set[str | None] = set()
    for plan in found.plans(whole=told_whole, evidence=evidence):
        totals.count(plan)
        if evidence or not _only_moved(plan):
            style.plan(plan, summary=summary)
        if plan.kind in {"added", "gone"} and not told_whole:
            untold.add(plan.old_iri or plan.new_iri)
    for section in found.sections:
        style.section(section, untold, summary=summary)
    style.note(_sums(totals, found.sections, evidence=evidence) or _no_difference(found))
    return totals


def _no_difference(found: Differences) -> str:
    of = f" in the plan {found.plan}" if found.plan else ""
    if found.old.folder == found.new.folder and found.old.path != found.new.path:
        return plain(f"No difference{of} between {found.new.folder} and the version before.")
    return plain(f"No difference{of} between {found.old.folder} and {found.new.folder}.")


def _sums(totals: Totals, sections: Iterable[Section], *, evidence: bool) -> str:
    plans = [
        f"{counted(number, 'plan')} {word}"
        for number, word in (
            (totals.plans_added, "added"),
            (totals.plans_gone, "gone"),
            (totals.plans_changed, "changed"),
            (totals.plans_moved, "with the same facts at other places"),
        )
        if number
    ]
    facts = _counts(
        {kind: getattr(totals, kind) for kind in ("added", "gone", "changed", "renamed")}
    )
    said = ", ".join(plans)
    if facts:
        said += f"; in the plans that both have: {facts}"
    beside = ", ".join(section.name for section in sections)
    if beside:
        said += f"; beside the plans: {beside}" if said else f"Only beside the plans: {beside}"
    if totals.plans_moved and not evidence:
        said += "; --evidence shows the places"
    return f"{said}." if said else ""


class _Text:
    """How a terminal shows it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def line(self, text: str, depth: int = 0) -> None:
        """Write a line."""
        self._out.write(f"{'    ' * depth}{text}\n")

    def head(self, name: str, told: str) -> None:
        """Write what the next lines are about."""
        self.line(f"{name}: {told}" if told else name)

    def change(self, change: Change) -> None:
        """Write a change and the words that state it."""
        self.line(f"{_SIGNS[change.kind]} {change.words}", 1)
        for line in _quotes(change):
            self.line(line, 2)

    def moved(self, words: str, before: str, now: str) -> None:
        """Write a fact whose words or place are others."""
        self.line(f"  {words}", 1)
        self.line(f"was {before}", 2)
        self.line(f"now {now}", 2)

    def note(self, text: str) -> None:
        """Write a sentence."""
        self.line(text)

    def aside(self, text: str) -> None:
        """Write a sentence about what stands above."""
        self.line(text, 1)

    def end(self) -> None:
        """End what is about one thing."""
        self.line("")

    def plan(self, plan: PlanChange, *, summary: bool) -> None:
        """Write what changed in a plan."""
        self.head(f"{plan.label} ({plain(plan.plan)})", _plan_words(plan))
        if summary:
            return
        for change in plan.changes:
            self.change(change)
        for one in plan.evidence:
            self.moved(one.words, _place(one.old[0]), _place(one.new[0]))
        for note in _notes(plan):
            self.aside(note)
        self.end()

    def section(self, section: Section, untold: AbstractSet[str | None], *, summary: bool) -> None:
        """Write what changed beside the plans; of plans that came or went as a whole, how much."""
        self.head(section.name, _section_counts(section))
        if summary:
            return
        told = [change for change in section.changes if change.subjects[0] not in untold]
        for change in told:
            self.change(change)
        if section.changes and len(told) < len(section.changes):
            self.aside("Those of plans that were added or are gone are not listed.")
        self.end()


class _Markdown(_Text):
    """How a page or a mail shows it."""

    def line(self, text: str, depth: int = 0) -> None:
        """Write an item of a list, or of a list in it."""
        self._out.write(f"{'  ' * (depth - 1)}- {_escaped(text)}\n")

    def head(self, name: str, told: str) -> None:
        """Write a heading."""
        self._out.write(f"## {_escaped(name)}\n\n")
        if told:
            self._out.write(f"{_escaped(told)}\n\n")

    def change(self, change: Change) -> None:
        """Write a change and the words that state it."""
        self._out.write(f"- **{change.kind}** {_escaped(change.words)}\n")
        for line in _quotes(change):
            self.line(line, 2)

    def moved(self, words: str, before: str, now: str) -> None:
        """Write a fact whose words or place are others."""
        self._out.write(f"- {_escaped(words)}\n")
        self.line(f"was {before}", 2)
        self.line(f"now {now}", 2)

    def note(self, text: str) -> None:
        """Write a paragraph."""
        self._out.write(f"{_escaped(text)}\n")

    def aside(self, text: str) -> None:
        """Write a paragraph below a list."""
        self._out.write(f"\n{_escaped(text)}\n")

    def end(self) -> None:
        """End what is about one thing."""
        self._out.write("\n")


def _plan_words(plan: PlanChange) -> str:
    if plan.kind in {"added", "gone"}:
        holds = ", ".join(counted(number, kind) for kind, number in plan.holds.items())
        document = plan.new_document or plan.old_document
        where = f", {plain(document.name)}" if document and document.name else ""
        return f"{plan.kind}{where} ({holds})" if holds else f"{plan.kind}{where}"
    if plan.kind == "moved":
        return "the same facts at other places"
    return _counts(plan.facts) or "only its place in the graph"


def _only_moved(plan: PlanChange) -> bool:
    """Whether nothing differs but where the words stand: a person need not be told plan by plan."""
    old, new = plan.old_document, plan.new_document
    return plan.kind == "moved" and old is not None and new is not None and old.name == new.name


def _notes(plan: PlanChange) -> Iterator[str]:
    old, new = plan.old_document, plan.new_document
    if old and new and old.name != new.name:
        yield f"The document is {plain(new.name)}; it was {plain(old.name)}."
    if plan.moved and not plan.evidence:
        facts = counted(plan.moved, "fact")
        stand = "stands" if plan.moved == 1 else "stand"
        words = f", {plan.reworded:,} of them in other words" if plan.reworded else ""
        yield f"{facts} that did not change {stand} elsewhere{words}: --evidence shows where."


def _counts(facts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {kind}" for kind, number in facts.items() if number)


def _section_counts(section: Section) -> str:
    told = [
        f"{number:,} {word}" if section.name in _NAMED else f"{counted(number, 'statement')} {word}"
        for number, word in ((section.added, "added"), (section.gone, "gone"))
        if number
    ]
    if section.changed:
        told.append(f"{section.changed:,} with another reason or place")
    return ", ".join(told)


def _quotes(change: Change) -> Iterator[str]:
    for value, word in ((change.old, "was "), (change.new, "now ")):
        for said in value.said[:1] if value else ():
            yield (word if change.kind == "changed" else "") + _place(said)


def _place(said: Said) -> str:
    page = f", page {said.page}" if said.page else ""
    return f"“{plain(said.quote, _SHOWN_QUOTE)}”  {plain(said.document)}:{said.line}{page}"


def _escaped(text: str) -> str:
    text = text.replace("->", "→")
    for character in "\\`*_[]<>|#":
        text = text.replace(character, f"\\{character}")
    return text.replace("&", "&amp;")
