"""A plan printed as a PDF file gives the plan that its words give as a text."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from pdf_looks import LOOKS, PAIR, TRIO, Content, printed

from citykg.loaders import read_plans
from citykg.plan import Stated, passages

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.loaders import Reading

WORDS = (
    "cities period themes sdgs urban_agenda_topics focus_areas challenges objectives results "
    "activities outputs contacts"
).split()


def said(value: Any) -> Any:
    """What a part of a plan says, without where it says it."""
    if isinstance(value, Stated):
        return said(value.value)
    if isinstance(value, tuple):
        return [said(item) for item in value]
    if isinstance(value, msgspec.Struct):
        return {
            name: said(getattr(value, name))
            for name in value.__struct_fields__
            if name not in ("start", "end", "quote", "lead", "sentence")
            or isinstance(getattr(value, name), Stated)
        }
    return value


def reading(path: Path, data: bytes) -> Reading:
    """The one plan of a file with these bytes."""
    path.write_bytes(data)
    (found,) = read_plans(path)
    return found


@pytest.mark.parametrize("size", [8, 11])
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("content", [PAIR, TRIO], ids=["pair", "trio"])
def test_reads_the_same_plan_in_every_look(
    content: Content, look: str, size: int, tmp_path: Path
) -> None:
    """Lines, shades or nothing between the cells: the plan is the same."""
    text = reading(tmp_path / "plan.txt", content.text().encode())
    pdf = reading(tmp_path / "plan.pdf", printed(content, LOOKS[look], size=size))
    for name in WORDS:
        assert said(getattr(pdf.plan, name)) == said(getattr(text.plan, name)), name
    for passage in passages(pdf.plan):
        assert pdf.document.text[passage.start : passage.end] == passage.quote


@pytest.mark.parametrize("look", ["all lines", "no lines"])
def test_reads_the_same_plan_over_two_pages(look: str, tmp_path: Path) -> None:
    """A page break between rows, with the head of the table repeated, changes nothing."""
    text = reading(tmp_path / "plan.txt", PAIR.text().encode())
    pdf = reading(tmp_path / "plan.pdf", printed(PAIR, LOOKS[look], above=480, head=True))
    assert len(pdf.document.pages) == 2
    for name in WORDS:
        assert said(getattr(pdf.plan, name)) == said(getattr(text.plan, name)), name


@pytest.mark.skipif(not shutil.which("chromium"), reason="no browser to print with")
@pytest.mark.parametrize(
    "css",
    [
        "",
        "td{border:1px solid #999}",
        "table{border-collapse:collapse}td{border:.5pt solid #000;vertical-align:top}",
        "td{padding:6px}td:first-child{background:#036;color:#fff}",
    ],
    ids=["plain", "each its border", "one border", "white labels"],
)
def test_reads_what_a_browser_prints(css: str, tmp_path: Path) -> None:
    """A table printed from a page on the web is read, though its bullets are drawn as dots."""
    rows = ""
    for label, *cells in PAIR.rows:
        span = f' colspan="{PAIR.parties}"' if len(cells) == 1 else ""
        rows += f'<tr><td width="25%">{label}</td>'
        for cell in cells:
            listed = cell[0].startswith("* ")
            items = "".join(f"<li>{part[2:]}</li>" for part in cell)
            rows += f"<td{span}>{f'<ul>{items}</ul>' if listed else cell[0]}</td>"
        rows += "</tr>"
    page = tmp_path / "plan.html"
    page.write_text(
        f'<html lang="en"><meta charset="utf-8"><style>ul{{margin:0}}{css}</style>'
        f"<h1>{PAIR.title}</h1><table>{rows}</table><p>{PAIR.end}</p>".replace("super>", "sup>"),
        encoding="utf-8",
    )
    printer = "chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer".split()
    subprocess.run(
        [*printer, f"--print-to-pdf={tmp_path / 'plan.pdf'}", str(page)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    text = reading(tmp_path / "plan.txt", PAIR.text().encode())
    (pdf,) = read_plans(tmp_path / "plan.pdf")
    for name in WORDS:
        assert said(getattr(pdf.plan, name)) == said(getattr(text.plan, name)), name
