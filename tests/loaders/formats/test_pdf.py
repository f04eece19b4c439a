"""What the reader makes of the pages of a PDF file."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from pdf_looks import GRID, LOOKS, PAIR, built, drawn, printed
from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BalancedColumns, Paragraph, Table

from citykg.errors import DataError
from citykg.loaders.formats.pdf import MOST_PAGES, text_of
from citykg.loaders.markup import PARAGRAPH

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas

TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
PROSE = "Both cities visited each other twice and wrote a joint report for their councils. "


def lines(data: bytes) -> list[str]:
    """The masked lines of a file, without the empty ones."""
    extract = text_of(data, "plan.pdf")
    assert len(extract.text) == len(extract.masked)
    return [line.rstrip() for line in extract.masked.split("\n") if line.strip()]


def page(*texts: tuple[float, float, str], font: str = "Helvetica") -> Callable[[Canvas], None]:
    """Draws texts at their places."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(font, 11)
        for x, y, text in texts:
            canvas.drawString(x, y, text)

    return draw


def raised(*parts: tuple[str, float, float]) -> Callable[[Canvas], None]:
    """Draws parts of one line, each with its size and how far it is raised."""

    def draw(canvas: Canvas) -> None:
        x = 60.0
        for text, size, rise in parts:
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, 700 + rise, text)
            x += stringWidth(text, "Helvetica", size)

    return draw


def table(rows: list[list[Any]], style: list[Any], widths: list[float] | None = None) -> bytes:
    """A page with one table."""
    return built([Table(rows, colWidths=widths, style=style)])


def test_writes_rows_with_tabs_and_parts_with_paragraph_signs() -> None:
    """A row is a line; its cells have tabs between them, the items of a cell PARAGRAPH signs."""
    found = lines(printed(PAIR, [GRID]))
    assert "City\tLeeds\tJaipur" in found
    assert f"Cooperation themes\t• Heritage{PARAGRAPH}• Inclusion of migrants and refugees" in found


def test_writes_a_merged_cell_once() -> None:
    """A cell across all the columns of parties is the only cell behind its label."""
    assert "Period of cooperation\tNovember 2017 - November 2019" in lines(printed(PAIR, [GRID]))


def test_writes_a_cell_merged_downwards_in_its_first_row() -> None:
    """What goes on below has no label."""
    rows = [["Country", "India", "Japan"], ["Themes", "Waste", "Ageing"], ["", "Water", "Ports"]]
    style = [GRID, ("SPAN", (0, 1), (0, 2))]
    assert lines(table(rows, style))[-4:-1] == [
        "Country\tIndia\tJapan",
        "Themes\tWaste\tAgeing",
        "\tWater\tPorts",
    ]


def test_writes_the_name_of_a_group_of_rows_as_a_line() -> None:
    """A first column that names groups is no column of labels."""
    rows = [["General", "City", "Leeds", "Jaipur"], ["", "Country", "United Kingdom", "India"]]
    assert lines(table(rows, [GRID, ("SPAN", (0, 0), (0, 1))]))[:3] == [
        "General",
        "City\tLeeds\tJaipur",
        "Country\tUnited Kingdom\tIndia",
    ]


def test_writes_labels_above_their_values_into_one_row() -> None:
    """A label across the table goes before the values below it."""
    rows = [["City", ""], ["Leeds", "Jaipur"], ["Country", ""], ["United Kingdom", "India"]]
    style = [GRID, ("SPAN", (0, 0), (1, 0)), ("SPAN", (0, 2), (1, 2))]
    assert lines(table(rows, style))[:2] == [
        "City\tLeeds\tJaipur",
        "Country\tUnited Kingdom\tIndia",
    ]


def test_reads_columns_without_lines() -> None:
    """Gutters that most lines keep to part the columns."""
    assert "Population\t793,139\t3'046,163" in lines(printed(PAIR, LOOKS["no lines"]))


def test_reads_columns_of_prose_one_after_the_other() -> None:
    """Two columns of prose are not interleaved."""
    body = getSampleStyleSheet()["BodyText"]
    story = [Paragraph(f"{number}. {PROSE * 4}", body) for number in range(8)]
    found = lines(built([BalancedColumns(story, nCols=2)]))
    assert [line[:2] for line in found[:8]] == [f"{number}." for number in range(8)]
    assert all(line[3:].strip() == (PROSE * 4).strip() for line in found[:8])


def test_reads_blocks_that_stand_side_by_side_one_after_the_other() -> None:
    """Columns that have the same labels are one block a party."""
    left = [(60, 700 - 16 * n, text) for n, text in enumerate(["Leeds", "Country: UK", "Area: 5"])]
    right = [
        (300, 700 - 16 * n, text) for n, text in enumerate(["Jaipur", "Country: India", "Area: 7"])
    ]
    assert lines(drawn(page(*left, *right))) == [
        "Leeds",
        "Country: UK",
        "Area: 5",
        "Jaipur",
        "Country: India",
        "Area: 7",
    ]


def test_joins_a_power_to_its_unit() -> None:
    """A small raised 2 behind a unit is a part of it, and of no other number."""
    area = raised(("12 km", 11, 0), ("2", 7, 4), (" 431.5 km", 11, 0), ("2", 7, 4))
    assert lines(drawn(area)) == ["12 km2 431.5 km2"]


@pytest.mark.parametrize("mark", ["1", "1)", "*", "a"])
def test_masks_the_mark_of_a_footnote(mark: str) -> None:
    """A raised mark behind a number is in the text, and no digit of the number."""
    extract = text_of(drawn(raised(("530,000", 11, 0), (mark, 7, 4), (" people", 11, 0))), "p.pdf")
    assert extract.masked.split() == ["530,000", "people"]
    assert extract.text.split()[0].startswith("530,000")
    assert len(extract.text.split()[0]) == len("530,000") + len(mark)


def test_keeps_what_is_raised_or_lowered_in_a_word() -> None:
    """Ordinals and formulas keep their letters and digits."""
    line = raised(("CO", 11, 0), ("2", 7, -2), (" on the 1", 11, 0), ("st", 7, 4))
    assert lines(drawn(line)) == ["CO2 on the 1st"]


def test_makes_words_whole_that_a_line_end_cuts() -> None:
    """A hyphen that the line end made goes, one that the document uses elsewhere stays."""
    cuts = ("the inhabi-", "tants of the coo-", "peration in low-", "income areas, low-income")
    text = [(60.0, 700.0 - 13 * n, line) for n, line in enumerate(cuts)]
    assert lines(drawn(page(*text))) == [
        "the inhabitants of the cooperation in low-income areas, low-income"
    ]


def test_keeps_the_hyphen_of_a_compound_at_a_line_end() -> None:
    """A document that cuts no words has at its line ends only hyphens of its own."""
    text = [(60.0, 700.0 - 13 * n, line) for n, line in enumerate((PROSE + "by-", "laws"))]
    assert lines(drawn(page(*text))) == [PROSE + "by-laws"]


@pytest.mark.parametrize("font", ["Symbol", "ZapfDingbats", "Courier"])
def test_writes_the_bullets_of_symbol_fonts_as_bullets(font: str) -> None:
    """Whatever a bullet is in its font, a reader sees one."""
    sign = {"Symbol": "\u2022", "ZapfDingbats": "\u25cf", "Courier": "o"}[font]

    def draw(canvas: Canvas) -> None:
        page((60, 700, sign), font=font)(canvas)
        page((80, 700, "Housing"))(canvas)

    assert lines(drawn(draw)) == ["• Housing"]


def test_masks_the_head_of_a_table_that_a_page_repeats() -> None:
    """The second head is text, and not read; the table goes on without a blank line."""
    extract = text_of(printed(PAIR, [GRID], above=480, head=True), "plan.pdf")
    assert extract.text.count("City\tLeeds\tJaipur") == 2
    assert extract.masked.count("Leeds\t") == 1


def test_masks_page_numbers_and_reads_a_foot_once() -> None:
    """A foot is read on its last page, where it is not between two halves of a row."""
    extract = text_of(printed(PAIR, [GRID], above=480), "plan.pdf")
    assert extract.text.count("Summary of the action plan") == 2
    assert extract.masked.count("Summary of the action plan") == 1
    assert "Page" not in extract.masked
    assert extract.masked.rstrip().endswith("Summary of the action plan")


def test_tells_where_pages_begin() -> None:
    """Each page has its offset in the text."""
    extract = text_of(drawn(page((60, 700, "One")), page((60, 700, "Two"))), "plan.pdf")
    assert [extract.text[start:].split()[0] for start in extract.pages] == ["One", "Two"]


def test_reads_a_row_that_a_page_break_cuts() -> None:
    """The second half has no label."""
    style = getSampleStyleSheet()["BodyText"]
    long = Paragraph("\n".join(f"Sentence {n} of many." for n in range(400)), style)
    rows = [["City", "Leeds", "Jaipur"], ["Challenges", long, long]]
    data = built([Table(rows, colWidths=[100, 180, 180], style=[GRID, TOP], splitInRow=1)])
    extract = text_of(data, "plan.pdf")
    assert len(extract.pages) > 1
    halves = [line for line in extract.masked.split("\n") if "Sentence" in line]
    assert [line.split("\t")[0] for line in halves] == ["Challenges"] + [""] * (len(halves) - 1)
    assert all(line.count("\t") == 2 for line in halves)


def test_reads_a_page_that_is_turned() -> None:
    """A page set sideways and turned to be read is read as it is seen."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        for number, row in enumerate((("City", "Leeds"), ("Area", "12"), ("Themes", "Waste"))):
            for column, text in enumerate(row):
                canvas.drawString(60 + 200 * column, 500 - 20 * number, text)

    assert lines(drawn(draw)) == ["City\tLeeds", "Area\t12", "Themes\tWaste"]


def test_leaves_out_what_no_eye_can_see() -> None:
    """White, transparent, tiny and far-off text is left out, and a note says so."""

    def draw(canvas: Canvas) -> None:
        page((60, 700, "City: Leeds"))(canvas)
        canvas.setFont("Helvetica", 0.5)
        canvas.drawString(60, 650, "tiny")
        page((-900, 600, "off"))(canvas)
        canvas.setFillColor(colors.white)
        page((60, 550, "white"))(canvas)
        canvas.setFillColor(colors.black, alpha=0)
        page((60, 500, "clear"))(canvas)

    data = drawn(draw)
    assert lines(data) == ["City: Leeds"]
    assert [note.code for note in text_of(data, "plan.pdf").notes] == ["unseen-text"]


def test_reads_white_text_on_a_dark_ground() -> None:
    """White labels on a dark ground are seen."""
    style = [("BACKGROUND", (0, 0), (0, -1), colors.navy), ("TEXTCOLOR", (0, 0), (0, -1), "white")]
    rows = [["City", "Leeds", "Jaipur"], ["Area", "12", "34"], ["Themes", "Waste", "Water"]]
    assert lines(table(rows, style, [100, 150, 150]))[0] == "City\tLeeds\tJaipur"


def test_notes_text_across_the_reading_direction() -> None:
    """What is printed sideways on an upright page is not read, and noted."""

    def draw(canvas: Canvas) -> None:
        page((60, 700, "City: Leeds and Jaipur"))(canvas)
        canvas.rotate(90)
        canvas.drawString(300, -40, "DRAFT")

    extract = text_of(drawn(draw), "plan.pdf")
    assert extract.masked.split() == ["City:", "Leeds", "and", "Jaipur"]
    assert [note.code for note in extract.notes] == ["turned-text"]


def picture(canvas: Canvas) -> None:
    """Draws a picture over the page."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "red")), 0, 0, 500, 700)


def test_reads_the_text_that_a_scan_was_recognised_to_have() -> None:
    """Text that is drawn invisibly is read only where a page shows none, and noted."""

    def draw(canvas: Canvas) -> None:
        picture(canvas)
        text = canvas.beginText(60, 700)
        text.setTextRenderMode(3)
        text.textLine("City: Leeds")
        canvas.drawText(text)

    extract = text_of(drawn(draw), "plan.pdf")
    assert extract.masked.split() == ["City:", "Leeds"]
    assert [note.code for note in extract.notes] == ["recognised-text"]


def test_notes_a_page_without_text() -> None:
    """A page that is a picture is noted by its number."""
    (note,) = text_of(drawn(page((60, 700, "City: Leeds")), picture), "plan.pdf").notes
    assert note.message == "page 2 has no text: only pictures, it may be a scan; look at it"


def _many(count: int) -> bytes:
    return drawn(*[page((60, 700, "City: Leeds"))] * count)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"City: Leeds\n" * 50, "is not a PDF file"),
        (b"%PDF-1.7\nnothing", "is a broken PDF file"),
        (printed(PAIR, [GRID])[:900], "is a broken PDF file"),
        (drawn(picture), "it is a scan"),
        (drawn(page((9, 9, "x")), encrypt=StandardEncryption("user", "owner")), "is encrypted"),
        (_many(MOST_PAGES + 1), "has 201 pages, and at most 200 are read"),
    ],
    ids=["text", "garbage", "cut", "scan", "encrypted", "pages"],
)
def test_says_in_one_sentence_why_a_file_is_not_read(data: bytes, says: str) -> None:
    """The message names the file, and what to do."""
    with pytest.raises(DataError, match=says) as failed:
        text_of(data, "folder/plan.pdf")
    assert str(failed.value).startswith("folder/plan.pdf: ")
    assert "; " in str(failed.value)


def test_reads_a_page_that_draws_without_end() -> None:
    """The lines of a page of 60,000 boxes are not read, and a note says so; its text is."""

    def draw(canvas: Canvas) -> None:
        for number in range(60_000):
            canvas.rect(number % 500, number // 500, 0.5, 0.5)
        page((60, 700, "City: Leeds"))(canvas)

    extract = text_of(drawn(draw), "plan.pdf")
    assert "City: Leeds" in extract.masked
    assert [note.code for note in extract.notes] == ["busy-page"]


def test_never_fails_but_in_one_sentence() -> None:
    """Bytes changed at random give a text or a DataError."""
    good = printed(PAIR, [GRID])
    chance = random.Random(7)  # noqa: S311 - no secret
    for _ in range(150):
        data = bytearray(good)
        for _ in range(chance.choice((1, 8, 60))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            extract = text_of(bytes(data), "plan.pdf")
        except DataError:
            continue
        assert len(extract.text) == len(extract.masked)
