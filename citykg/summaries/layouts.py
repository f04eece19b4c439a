"""A plan summary as text: rows cut by tabs, as plans are published, or a table of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.summaries.rows import Row, rows
from citykg.summaries.titles import is_heading
from citykg.summaries.wording import written_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from citykg.plan import Plan


def to_ilap(plan: Plan) -> str:
    """The summary with one row a field and one column a party, cut by tabs."""
    lines = [title] if (title := _title(plan, "ilap")) else []
    for row in rows(plan):
        cells = (_cell(items, row, "ilap", " ") for items in row.cells)
        lines.append("\t".join((row.heading, *cells)))
    return "\n".join(lines) + "\n"


def to_md(plan: Plan) -> str:
    """The summary as a table of Markdown, one column a party."""
    width = max(len(plan.cities), 1) + 1
    lines = [f"# {title}", ""] if (title := _title(plan, "md")) else []
    for number, row in enumerate(rows(plan)):
        cells = [row.heading, *(_cell(items, row, "md", "<br>") for items in row.cells)]
        cells += [""] * (width - len(cells))
        lines.append(_line(cells))
        if number == 0:
            lines.append(_line("---" for _ in cells))
    return "\n".join(lines) + "\n"


def _title(plan: Plan, layout: str) -> str:
    if plan.title is None or is_heading(plan.title):
        return ""
    return written_words(plan.title.value or "", layout)


def _cell(items: tuple[str, ...], row: Row, layout: str, border: str) -> str:
    written = filter(None, (written_words(item, layout) for item in items))
    if not row.is_list:
        return " ".join(written)
    return border.join(f"• {item}" for item in written)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
