"""Workbooks as spreadsheet programs write them: visible cells, as people see them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citykg.errors import DataError
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named
from citykg.loaders.formats.xlsx import text_of
from citykg.loaders.markup import JOINER
from citykg.loaders.table import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl import Workbook

    from citykg.loaders.formats.extract import Extract

_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(book: Workbook) -> Extract:
    """What a workbook is read as; its masks are as long as its text."""
    extract = text_of(saved(book), "plans.xlsx")
    assert len(extract.masked) == len(extract.text)
    return extract


def book_of(rows: Sequence[Sequence[object]], *merged: str) -> Workbook:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    return book


def raw(sheet: str, strings: str = "", workbook: str = "") -> bytes:
    """A workbook of one sheet from raw XML, as no library writes it."""
    stream = io.BytesIO()
    links = f'<Relationship Id="r1" Type="{_TYPE}/worksheet" Target="worksheets/sheet1.xml"/>'
    if strings:
        links += f'<Relationship Id="r2" Type="{_TYPE}/sharedStrings" Target="sharedStrings.xml"/>'
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            _RELS.format(
                f'<Relationship Id="r1" Type="{_TYPE}/officeDocument" Target="xl/workbook.xml"/>'
            ),
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {_S} xmlns:r="{_TYPE}">{workbook}<sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _RELS.format(links))
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {_S}>{sheet}</worksheet>")
        if strings:
            archive.writestr("xl/sharedStrings.xml", f"<sst {_S}>{strings}</sst>")
    return stream.getvalue()


def test_a_sheet_is_tab_separated_values() -> None:
    """A row a line; numbers without a point nought, dates as ISO 8601, truth in capitals."""
    book = book_of(
        [
            ["City", "Population", "Size", "Start", "Open"],
            ["Porto", 530000.0, 115.64, dt.date(2017, 11, 1), True],
        ]
    )
    assert (
        read(book).text
        == "City\tPopulation\tSize\tStart\tOpen\nPorto\t530000\t115.64\t2017-11-01\tTRUE\n"
    )


def test_empty_columns_and_rows_are_left_out() -> None:
    """Columns without anything are dropped; an empty line stands for empty rows."""
    book = openpyxl.Workbook()
    for cell, value in {
        "C2": "Pairs",
        "C5": "City",
        "E5": "Themes",
        "C6": "Porto",
        "E6": "Air",
    }.items():
        book.active[cell] = value
    assert read(book).text == "Pairs\n\nCity\tThemes\nPorto\tAir\n"


def test_cells_are_quoted_as_rfc_4180_has_it() -> None:
    """A cell with a line break, a tab or a quote is quoted, and read back as it was."""
    cells = ["Air\nNoise", 'the "plan"', "a\tb", "plain, with; signs"]
    extract = read(book_of([cells]))
    assert extract.text == '"Air\nNoise"\t"the ""plan"""\t"a\tb"\tplain, with; signs\n'
    assert f'"{JOINER}plan"{JOINER}' in extract.masked


def test_sheets_follow_each_other_with_an_empty_line() -> None:
    """All visible sheets are read; a hidden one is noted."""
    book = book_of([["one"]])
    book.create_sheet("Empty")
    book.create_sheet("B")["B2"] = "two"
    secret = book.create_sheet("Codes")
    secret["A1"] = "secret"
    secret.sheet_state = "veryHidden"
    extract = read(book)
    assert extract.text == "one\n\ntwo\n"
    assert [(note.code, "Codes" in note.message) for note in extract.notes] == [
        ("hidden-sheet", True)
    ]


def test_hidden_rows_and_columns_are_noted_and_not_read() -> None:
    """What nobody sees in the sheet is not in the text, and a note says so."""
    book = book_of(
        [["City", "Notes", "Themes"], ["Porto", "internal", "Air"], ["Austin", "x", "Jobs"]]
    )
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    extract = read(book)
    assert extract.text == "City\tThemes\nPorto\tAir\n"
    assert [note.code for note in extract.notes] == ["hidden-rows", "hidden-columns"]
    assert extract.notes[0].message.endswith(": 3")


def test_errors_and_formulas_without_a_value_are_noted() -> None:
    """`#N/A` is no value; a formula has the value that the program computed."""
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1"><f>1+1</f></c><c r="D1" t="str"><f>"a"</f><v>Porto</v></c></row></sheetData>'
    )
    extract = text_of(raw(sheet), "plans.xlsx")
    assert extract.text == "2\tPorto\n"
    assert [note.code for note in extract.notes] == ["cell-error", "no-value"]


def test_strings_come_in_three_ways() -> None:
    """Shared, inline, in runs; without readings, escapes and signs without width."""
    strings = (
        "<si><r><t>115.64 km</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r></si>"
        "<si><t>横浜</t><rPh sb='0' eb='2'><t>ヨコハマ</t></rPh></si><si><t>one_x000D_\ntwo</t></si>"
    )
    cells = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is><t>co\u00adop</t></is></c><c t="s"><v>99</v></c>'
    text = text_of(raw(f"<sheetData><row>{cells}</row></sheetData>", strings), "plans.xlsx").text
    assert text == '115.64 km²\t横浜\t"one\n\ntwo"\tcoop\n'.replace("\n\ntwo", "\ntwo")


def test_rows_and_cells_without_references_follow_each_other() -> None:
    """Some programs leave the references away."""
    sheet = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row></sheetData>"
    assert text_of(raw(sheet), "plans.xlsx").text == "1\t2\n\t3\n"


@pytest.mark.parametrize("start", ["A1", "B3"])
def test_a_merged_cell_of_a_summary_is_written_once(start: str) -> None:
    """A value merged over the parties is one cell; a label merged downwards goes on."""
    book = openpyxl.Workbook()
    corner = book.active[start]
    rows = [
        ["City", "Porto", "Austin"],
        ["Themes", "Air", None],
        ["Challenges", "noise", None],
        [None, "dust", None],
    ]
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            book.active.cell(corner.row + i, corner.column + j, value)
    for i, j, k, m in [(1, 1, 1, 2), (2, 0, 3, 0)]:
        book.active.merge_cells(
            start_row=corner.row + i,
            start_column=corner.column + j,
            end_row=corner.row + k,
            end_column=corner.column + m,
        )
    assert read(book).text == "City\tPorto\tAustin\nThemes\tAir\nChallenges\tnoise\n\tdust\n"


def test_a_value_merged_down_a_table_holds_for_each_row() -> None:
    """One programme cell beside several cooperations is said of each."""
    rows = [
        ["Programme", "City", "Country", "Themes"],
        ["IUC", "A; B", "UK; Canada", "Air"],
        [None, "C; D", "UK; Canada", "Jobs"],
    ]
    assert read(book_of(rows, "A2:A3")).text.splitlines()[2] == "IUC\tC; D\tUK; Canada\tJobs"


def test_a_cooperation_over_two_rows_is_one_row() -> None:
    """Where all but the parties is merged, each row is a party of one cooperation."""
    rows = [
        ["No", "City", "Country", "Themes", "Period"],
        [1, "A", "UK", "Air", 2017],
        [None, "B", None],
        [2, "C", "UK", "Jobs", 2018],
        [None, "D", "Canada"],
    ]
    merged = [f"{c}{r}:{c}{r + 1}" for c in "ADE" for r in (2, 4)]
    lines = read(book_of(rows, *merged)).text
    assert (
        lines
        == 'No\tCity\tCountry\tThemes\tPeriod\n1\t"A\nB"\tUK\tAir\t2017\n2\t"C\nD"\t"UK\nCanada"\tJobs\t2018\n'
    )


def test_a_header_over_two_rows_is_one() -> None:
    """What is merged down stands in the lower row; a group names the column that names nothing."""
    rows = [
        ["City 1", None, "City 2", None, "Themes"],
        ["Name", "Country", "Name", "Country", None],
        ["A", "UK", "B", "Canada", "Air"],
    ]
    assert (
        read(book_of(rows, "A1:B1", "C1:D1", "E1:E2")).text
        == "City 1 Name\tCountry\tCity 2 Name\tCountry\tThemes\nA\tUK\tB\tCanada\tAir\n"
    )


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ("<sheetData/>", "hold nothing"),
        ("<sheetData><row>", "not well-formed"),
        ("<!DOCTYPE a>", "document type"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(sheet: str, words: str) -> None:
    """An empty workbook, a damaged one, one with entities."""
    with pytest.raises(DataError, match=words) as caught:
        text_of(raw(sheet), "plans.xlsx")
    assert str(caught.value).startswith("plans.xlsx: ")


def test_a_word_file_is_no_workbook() -> None:
    """The file's own kind is told from its main part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(DataError, match="is not an Excel workbook"):
        text_of(stream.getvalue(), "plans.xlsx")


def test_one_value_in_the_last_cell_costs_nothing() -> None:
    """A sheet is held sparse: its size is that of what stands in it."""
    sheet = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert text_of(raw(sheet + merged), "plans.xlsx").text == "1\n\n\t2\n"


def test_a_string_shared_without_end_is_refused() -> None:
    """Cells that share one long string make a text of gigabytes from a file of kilobytes."""
    cells = '<row><c t="s"><v>0</v></c></row>' * 20_000
    with pytest.raises(DataError, match="more than 16,000,000 characters"):
        text_of(
            raw(f"<sheetData>{cells}</sheetData>", f"<si><t>{'Porto ' * 5000}</t></si>"),
            "plans.xlsx",
        )


def test_a_million_empty_rows_are_refused_or_read_in_time() -> None:
    """Rows that hold nothing: bounded work, one sentence."""
    with pytest.raises(DataError):
        text_of(raw("<sheetData>" + "<row/>" * 1_000_000 + "</sheetData>"), "plans.xlsx")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(
                st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
                max_size=8,
            ),
            min_size=1,
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    """The rows that the reader of tables cuts hold what the cells of the sheet held."""
    from openpyxl.utils.exceptions import IllegalCharacterError

    rows = [[f"x{cell}" if cell else "x" for cell in row] for row in rows]
    try:
        data = saved(book_of(rows))
    except IllegalCharacterError:
        return
    document = document_of(data, "plans.xlsx", format_named(".xlsx"))
    found = [
        [document.text[a:b].replace('""', '"') for a, b in cells] for cells in rows_of(document)
    ]
    invisible = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060"))
    assert found == [[cell.translate(invisible) for cell in row] for row in rows]
