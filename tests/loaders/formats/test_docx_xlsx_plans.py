"""A plan is the same plan in a Word file and in a workbook as in tab-separated text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
import msgspec
import openpyxl
import pytest

from citykg.loaders import readings_of
from citykg.loaders.document import document_in
from citykg.plan import passages

if TYPE_CHECKING:
    from collections.abc import Callable

_ROWS = [
    ["City:", "Manchester", "Montreal"],
    ["Province, State:", "Greater Manchester", "Quebec"],
    ["Country:", "United Kingdom", "Canada"],
    ["Population:", "530,000", "1'942,044"],
    ["Size:", "115.64 km²", "431.5 km²"],
    ["Period of cooperation", "November 2017 – November 2019"],
    ["Cooperation Themes:", "• Creating inclusive economies\n• Housing\n• Inclusion of migrants"],
    ["Related SDGs and Urban Agenda topics:", "SDGs: 8-Decent work and Economic Growth 10-Reduced inequalities\nEU Urban Agenda: -Housing -Urban Poverty"],
    ["Key challenges:", "• Understanding social value\n• How to measure inclusive growth"],
    ["Main activities and key outputs:", "Each city sent a delegation to their partner city for a Learning Exchange.\nThe cities have not implemented a pilot project. They plan to sign an MOU."],
    ["Expected results:", "The cities will have completed a final report on their social economies."],
]  # fmt: skip
_TITLE = "IUC-NA Integrated Local Action Plan (iLAP) Summary"
_CONTACT = "For further information, please contact: info@iuc-na.eu"
_PLACE = {"start", "end", "quote"}


def as_text() -> bytes:
    """The plan with a tab between its cells; a cell goes on below itself."""
    lines = [_TITLE, ""]
    for label, *cells in _ROWS:
        first, *more = cells[0].split("\n")
        lines.append("\t".join([label, first, *cells[1:]]))
        lines += [f"\t{line}" for line in more]
    return "\n".join([*lines, "", _CONTACT, ""]).encode()


def as_word_table(*, wide: bool = False) -> bytes:
    """A table with merged cells, its lists made by the program, in one of two looks."""
    document = docx.Document()
    document.add_heading(_TITLE, 1)
    table = document.add_table(0, 5 if wide else 3)
    for label, *cells in _ROWS:
        row = table.add_row().cells
        if wide:
            # Spacers before the first and between the parties, a number before each label.
            row = [row[0], row[2], row[4]] if len(cells) > 1 else [row[0], row[1].merge(row[4])]
        elif len(cells) == 1:
            row = [row[0], row[1].merge(row[2])]
        row[0].text = f"{len(table.rows)}. {label}" if wide else label
        for cell, text in zip(row[1:], cells, strict=True):
            for number, line in enumerate(text.split("\n")):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                if line.startswith("• "):
                    paragraph.style = "List Bullet"
                whole, raised, _ = line.removeprefix("• ").partition("²")
                paragraph.add_run(whole)
                paragraph.add_run(raised.replace("²", "2")).font.superscript = True
    document.add_paragraph(_CONTACT)
    return saved(document)


def as_word_tabs() -> bytes:
    """Columns made with the tab key, lists with typed bullets."""
    document = docx.Document()
    for line in as_text().decode().split("\n"):
        document.add_paragraph(line.replace("\t", "\t\t") if line[:1] == "C" else line)
    return saved(document)


def as_workbook(corner: tuple[int, int] = (1, 1)) -> bytes:
    """A summary laid out in a sheet: labels in a column, lists in one cell, parties beside it."""
    book = openpyxl.Workbook()
    sheet = book.active
    top, left = corner
    sheet.cell(top, left, _TITLE)
    for at, (label, *cells) in enumerate(_ROWS, top + 2):
        sheet.cell(at, left, label)
        for column, text in enumerate(cells, left + 1):
            sheet.cell(at, column, int(text.replace(",", "")) if text == "530,000" else text)
            if text == "115.64 km²":
                sheet.cell(at, column, 115.64).number_format = '0.00" km²"'
        if len(cells) == 1:
            sheet.merge_cells(start_row=at, start_column=left + 1, end_row=at, end_column=left + 2)
    sheet.cell(top + len(_ROWS) + 3, left, _CONTACT)
    return saved(book)


def saved(made: Any) -> bytes:
    """The bytes of a document or workbook."""
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def said(data: bytes, name: str) -> Any:
    """What the one plan of a file says, without where it says it."""
    (reading,) = readings_of(document_in(data, name))
    for passage in passages(reading.plan):
        assert reading.document.text[passage.start : passage.end] == passage.quote
    plan = msgspec.to_builtins(reading.plan)
    for aside in ("source", "drift", "confidence", "unread", "coverage"):
        plan.pop(aside, None)
    return without_places(plan)


def without_places(node: Any) -> Any:
    """A record without the places of its quotes."""
    if isinstance(node, dict):
        placed = "quote" in node
        return {
            key: without_places(item)
            for key, item in node.items()
            if not (placed and key in _PLACE)
        }
    return [without_places(item) for item in node] if isinstance(node, list | tuple) else node


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (as_word_table, "plan.docx"),
        (lambda: as_word_table(wide=True), "plan.docx"),
        (as_word_tabs, "plan.docx"),
        (as_workbook, "plan.xlsx"),
        (lambda: as_workbook((4, 3)), "plan.xlsx"),
    ],
    ids=["table", "wide-table", "tabs", "sheet", "sheet-corner"],
)
def test_a_summary_says_the_same_in_any_look(make: Callable[[], bytes], name: str) -> None:
    """Whatever the file and its look: the same plan."""
    assert said(make(), name) == said(as_text(), "plan.txt")


def test_the_plan_that_all_looks_are_compared_with_is_read() -> None:
    """So that equal does not mean empty."""
    plan = said(as_text(), "plan.txt")
    assert [city["population"]["value"] for city in plan["cities"]] == [530_000, 1_942_044]
    assert [goal["value"] for goal in plan["sdgs"]] == [8, 10]
    assert len(plan["themes"]) == 3
    assert plan["contacts"][0]["value"] == "info@iuc-na.eu"


def test_a_workbook_of_cooperations_says_what_the_same_table_says() -> None:
    """One cooperation a row, below a title, beside an empty column."""
    rows = [
        ["City", "Country", "Population", "Themes", "Period"],
        ["Leeds; Jaipur", "UK; India", "789194; 3046163", "Air quality\nHousing", "2018-2020"],
        ["Porto; Austin", "Portugal; USA", "230000; 960000", "Jobs", "November 2017 – November 2019"],
    ]  # fmt: skip
    book = openpyxl.Workbook()
    book.active["B1"] = "Pairings, 2017 to 2020, all regions"
    for at, row in enumerate(rows, 3):
        for column, value in enumerate(row, 2):
            book.active.cell(at, column, value)
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    found = []
    for data, name in ((saved(book), "plans.xlsx"), (text.encode(), "plans.csv")):
        readings = readings_of(document_in(data, name))
        plans = [msgspec.to_builtins(reading.plan) for reading in readings]
        found.append(
            [
                without_places([plan[key] for key in ("cities", "themes", "period", "id")])
                for plan in plans
            ]
        )
    assert found[0] == found[1]
    assert len(found[0]) == 2
