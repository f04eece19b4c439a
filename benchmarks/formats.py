"""One run that measures the reading of the same plans in every format.

    python benchmarks/formats.py [--plans 100]

prints a table in Markdown on standard output and its progress on standard error.  The plans are
those of `plans.py`, written as each format is usually written: a table with a row a field, one
cooperation a row in a spreadsheet, our own records.  PDF and Word are measured against the bare
library that people take for them, which gives text and no plan; plain text against the regular
expressions of `rdflib_pipeline.py`.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
import tempfile
from html import escape
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from machine import machine, versions
from plans import SEED, plan_texts
from trial import Trial, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_HEAD: Final = (
    ("format", "kB a plan", "plans/s", "ms a plan", "peak", "stated, to text", "against", "ratio"),
    ("---", "---:", "---:", "---:", "---:", "---:", "---", "---:"),
)
_LIBRARIES: Final = ("citykg", "pypdfium2", "pdfplumber", "python-docx", "reportlab", "openpyxl")
_FORMATS: Final = ("txt", "md", "html", "pdf", "docx", "csv", "xlsx", "json", "yaml")
_REPEATS: Final = 3
_PAGE_BREAK: Final = re.compile(r"\n{3,}\t")
_TAG: Final = re.compile(r"<[^>]*>|\*\*")
_ITEM: Final = re.compile(r"\s(?=[•-] )")


class Row(NamedTuple):
    """A label and its cells, each of paragraphs; an item begins with a bullet."""

    label: str
    cells: list[list[str]]


class Summary(NamedTuple):
    """A plan as its text lays it out: a title, rows, and lines at its foot."""

    title: str
    rows: list[Row]
    foot: list[str]


def summary_of(text: str) -> Summary:
    """The layout of a text of `plans.py`, without its mark-up."""
    title, rows, foot = "", [], []
    for line in _PAGE_BREAK.sub(" ", text).splitlines():
        label, *cells = line.rstrip("\t").split("\t")
        if cells:
            rows.append(Row(_TAG.sub("", label).strip(), [_paragraphs(cell) for cell in cells]))
        elif label.strip() and not title:
            title = label.strip()
        elif label.strip():
            foot.append(_TAG.sub("", label).strip())
    return Summary(title, rows, foot)


def _paragraphs(cell: str) -> list[str]:
    parts = re.split(r"</?(?:p|ul)[^>]*>", cell)
    found = [item for part in parts for item in _ITEM.split(f" {_TAG.sub('', part)}")]
    return [" ".join(item.split()) for item in found if item.strip()]


# --- the formats


def write_markdown(folder: Path, name: str, summary: Summary) -> None:
    """A heading a field and lists; what each city has stands in a table."""
    pairs = [row for row in summary.rows if len(row.cells) > 1]
    lines = [f"# {summary.title}", ""]
    for number, row in enumerate(pairs):
        lines.append(f"| {row.label} | {' | '.join(' '.join(cell) for cell in row.cells)} |")
        lines += ["|---|---|---|"] * (number == 0)
    for row in summary.rows:
        if row not in pairs:
            items = [re.sub("^[•-] ", "- ", part) for part in row.cells[0]]
            lines += ["", f"## {row.label}", "", *items]
    (folder / f"{name}.md").write_text("\n".join([*lines, "", *summary.foot, ""]), "utf-8")


def write_html(folder: Path, name: str, summary: Summary) -> None:
    """A page with a table, lists in its cells."""

    def cell(parts: list[str], span: int) -> str:
        tagged = "".join(
            f"<li>{escape(part[2:])}</li>" if part[:2] in ("• ", "- ") else f"<p>{escape(part)}</p>"
            for part in parts
        )
        inner = re.sub(r"((?:<li>.*?</li>)+)", r"<ul>\1</ul>", tagged)
        return f"<td colspan={span}>{inner}</td>"

    rows = "\n".join(
        f"<tr><th>{escape(row.label)}</th>{''.join(cell(c, 3 - len(row.cells)) for c in row.cells)}"
        for row in summary.rows
    )
    body = f"<h1>{summary.title}</h1>\n<table>\n{rows}\n</table>\n<p>{'<br>'.join(summary.foot)}"
    page = f"<!DOCTYPE html><meta charset=utf-8><title>{summary.title}</title>\n{body}\n"
    (folder / f"{name}.html").write_text(page, "utf-8")


def write_pdf(folder: Path, name: str, summary: Summary) -> None:
    """A table with lines around its cells, over two pages or three."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    style = getSampleStyleSheet()["BodyText"]

    def cell(parts: list[str]) -> list[Any]:
        return [Paragraph(escape(part), style) for part in parts]

    cells = [[cell([row.label]), *map(cell, row.cells)] for row in summary.rows]
    table = Table(
        [row + [""] * (3 - len(row)) for row in cells],
        colWidths=[110, 200, 200],
        style=[
            ("GRID", (0, 0), (-1, -1), 0.5, "black"),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *(("SPAN", (1, n), (2, n)) for n, row in enumerate(cells) if len(row) == 2),
        ],
    )
    around = [Paragraph(escape(line), style) for line in (summary.title, *summary.foot)]
    SimpleDocTemplate(str(folder / f"{name}.pdf"), pagesize=A4).build(
        [around[0], table, *around[1:]]
    )


def write_docx(folder: Path, name: str, summary: Summary) -> None:
    """A table of three columns, merged where a row has one cell."""
    from docx import Document

    document = Document()
    document.add_heading(summary.title)
    table = document.add_table(0, 3)
    for row in summary.rows:
        cells = table.add_row().cells
        if len(row.cells) == 1:
            cells[1].merge(cells[2])
        cells[0].text = row.label
        for cell, parts in zip(cells[1:], row.cells, strict=False):
            cell.text = "\n".join(parts)
    for line in summary.foot:
        document.add_paragraph(line)
    document.save(str(folder / f"{name}.docx"))


def _table(summaries: list[Summary]) -> list[list[str]]:
    """One cooperation a row; a city's value is the one at its place, between semicolons."""
    rows = [
        [
            "\n".join(cells[0]) if len(cells) == 1 else "; ".join(map(" ".join, cells))
            for _, cells in s.rows
        ]
        for s in summaries
    ]
    return [[row.label for row in summaries[0].rows], *rows]


def write_csv(folder: Path, summaries: list[Summary]) -> None:
    """All plans in one file."""
    with (folder / "plans.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_table(summaries))


def write_xlsx(folder: Path, summaries: list[Summary]) -> None:
    """All plans in one sheet."""
    from openpyxl import Workbook

    book = Workbook()
    for row in _table(summaries):
        book.active.append(row)
    book.save(folder / "plans.xlsx")


def write_record(folder: Path, name: str, plan: Plan, layout: str) -> None:
    """What `citykg write` makes of the plan."""
    from citykg.summaries.writing import write

    (folder / f"{name}.{layout}").write_text(write(plan, layout), "utf-8")


# --- the run


def write_all(work: Path, plans: int) -> None:
    """A folder of each format with the plans in it."""
    from citykg.loaders import read_plans

    folders = {name: work / name for name in _FORMATS}
    for folder in folders.values():
        folder.mkdir()
    each: dict[str, Callable[[Path, str, Summary], None]] = {
        "md": write_markdown,
        "html": write_html,
        "pdf": write_pdf,
        "docx": write_docx,
    }
    summaries = []
    for file, text in islice(plan_texts(), plans):
        name, path = Path(file).stem, folders["txt"] / file
        path.write_text(text, "utf-8")
        summaries.append(summary_of(text))
        for suffix, write in each.items():
            write(folders[suffix], name, summaries[-1])
        [reading] = read_plans(path)
        for layout in ("json", "yaml"):
            write_record(folders[layout], name, reading.plan, layout)
    write_csv(folders["csv"], summaries)
    write_xlsx(folders["xlsx"], summaries)


def measure(plans: int) -> str:
    """The table."""
    with tempfile.TemporaryDirectory(prefix="citykg-bench-") as work:
        # Linux counts the memory of a process from that of the one that started it.
        writing = [sys.executable, __file__, "--plans", str(plans), "--write", work]
        subprocess.run(writing, check=True)
        folders = {name: Path(work) / name for name in _FORMATS}
        read = {
            name: run("our_tasks.read", times=_REPEATS, plans=str(folder))
            for name, folder in folders.items()
        }
        peers = {
            "txt": (
                "regular expressions",
                run("peer_tasks.read", times=_REPEATS, plans=f"{work}/txt"),
            ),
            "pdf": ("bare pdfplumber", run("format_tasks.bare_pdf", plans=f"{work}/pdf")),
            "docx": (
                "bare python-docx",
                run("format_tasks.bare_docx", times=_REPEATS, plans=f"{work}/docx"),
            ),
        }
        texts = {
            name: run("format_tasks.our_text", times=_REPEATS, plans=f"{work}/{name}")
            for name in ("pdf", "docx")
        }
        pools = [
            run("our_tasks.pool", times=_REPEATS, plans=f"{work}/txt", workers=n) for n in (1, 2)
        ]
        sizes = {
            name: sum(file.stat().st_size for file in folder.iterdir()) / plans / 1000
            for name, folder in folders.items()
        }
    table = []
    for name, task in read.items():
        if task.counted["plans"] != plans:
            raise SystemExit(f"{name}: {task.counted['plans']} plans are read of {plans}.")
        kept = f"{task.counted['stated'] / read['txt'].counted['stated']:.0%}"
        seconds = task.seconds["read"]
        table.append(_row(name, plans, task, seconds, f"{sizes[name]:.1f}", kept, peers.get(name)))
        if name in texts:
            task = texts[name]  # noqa: PLW2901
            alone = f"{name}, its text alone"
            table.append(_row(alone, plans, task, task.seconds["read"], "", "", peers[name]))
    clocked = "by the clock"
    for number, pool in enumerate(pools, 1):
        name = f"txt, {number} worker{'s' * (number > 1)}, {clocked}"
        one = ("one worker", pools[0]) if number > 1 else None
        table.append(_row(name, plans, pool, pool.seconds["read"], "", "", one))
    return "\n".join(f"| {' | '.join(row)} |" for row in (*_HEAD, *table))


def _row(  # noqa: PLR0913 - the columns
    name: str,
    plans: int,
    task: Trial,
    seconds: float,
    size: str,
    kept: str,
    against: tuple[str, Trial] | None,
) -> tuple[str, ...]:
    rate, each = f"{plans / seconds:,.0f}", f"{seconds / plans * 1000:.2f}"
    shown = name, size, rate, each, f"{task.peak / (1 << 20):,.0f} MiB", kept
    if against is None:
        return (*shown, "", "")
    peer, theirs = against[0], against[1].seconds["read"]
    return (*shown, f"{peer}, {theirs / plans * 1000:.2f} ms", f"{theirs / seconds:.3g}x")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the reading of each format.")
    parser.add_argument("--plans", type=int, default=100, metavar="COUNT")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="only write the plans there")
    options = parser.parse_args()
    plans = options.plans
    if options.write:
        write_all(options.write, plans)
        return
    table = measure(plans)
    command = f"python benchmarks/formats.py --plans {plans}"
    print(f"* {machine()}\n* {versions(_LIBRARIES)}\n* `{command}`, seed {SEED}\n\n{table}")


if __name__ == "__main__":
    main()
