"""Word documents as Word, LibreOffice and Google write them: what is seen is what is read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from citykg.loaders.formats.docx import text_of
from citykg.loaders.markup import JOINER, PARAGRAPH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

    from citykg.loaders.formats.extract import Extract


@pytest.fixture
def document() -> Document:
    """An empty document with the styles that python-docx ships."""
    return docx.Document()


def read(document: Document) -> Extract:
    """What a document is read as; its masks are as long as its text."""
    stream = io.BytesIO()
    document.save(stream)
    extract = text_of(stream.getvalue(), "plan.docx")
    assert len(extract.masked) == len(extract.text)
    return extract


def lines(document: Document) -> list[str]:
    """The lines of the masked text that are not blank."""
    return [line for line in read(document).masked.split("\n") if line.strip()]


def add_table(document: Document, rows: Sequence[Sequence[str]]) -> Any:
    """A table with a cell for each text."""
    table = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
    return table


def paragraph_xml(document: Document, inner: str) -> None:
    """Add a paragraph of raw XML before the end of the body."""
    names = nsdecls("w", "r", "wp", "a") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    element = parse_xml(f"<w:p {names}>{inner}</w:p>")
    document.element.body.insert(len(document.element.body) - 1, element)


def run(text: str, look: str = "") -> str:
    """A run of text with a look."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_table_is_rows_and_its_cells_stand_between_tabs(document: Document) -> None:
    """A row a line, a cell between tabs; a cell without text keeps its place."""
    add_table(document, [["City:", "Porto", "Austin"], ["Period", "2017", ""]])
    assert lines(document) == ["City:\tPorto\tAustin", "Period\t2017\t"]


def test_a_cell_merged_over_the_parties_is_written_once(document: Document) -> None:
    """One value that holds for all has one cell."""
    table = add_table(document, [["Themes", "Housing", ""], ["City", "A", "B"]])
    table.cell(0, 1).merge(table.cell(0, 2))
    assert lines(document) == ["Themes\tHousing", "City\tA\tB"]


def test_a_cell_merged_over_some_parties_leaves_the_others_in_their_columns(
    document: Document,
) -> None:
    """What stands behind a merged cell stays in its own column."""
    table = add_table(document, [["City", "A", "B", "C"], ["Country", "Peru", "", "Chile"]])
    table.cell(1, 1).merge(table.cell(1, 2))
    assert lines(document) == ["City\tA\tB\tC", "Country\tPeru\t\tChile"]


def test_a_label_merged_downwards_goes_on(document: Document) -> None:
    """The rows below a label merged downwards have an empty first cell."""
    table = add_table(document, [["Challenges", "noise"], ["", "dust"]])
    table.cell(0, 0).merge(table.cell(1, 0))
    assert lines(document) == ["Challenges\tnoise", "\tdust"]


def test_headings_merged_over_rows_of_labels_stand_alone(document: Document) -> None:
    """A first column that only groups rows does not take the place of their labels."""
    table = add_table(
        document,
        [
            ["General", "City", "A", "B"],
            ["", "Country", "Peru", "Chile"],
            ["", "Population", "1", "2"],
        ],
    )
    table.cell(0, 0).merge(table.cell(2, 0))
    assert lines(document) == ["General", "City\tA\tB", "Country\tPeru\tChile", "Population\t1\t2"]


def test_a_column_without_text_is_a_spacer(document: Document) -> None:
    """Columns in which no row has anything are left out."""
    rows = [["", "City", "", "A", "B"], ["", "Country", "", "Peru", "Chile"], ["", "Themes", "Air"]]
    table = add_table(document, rows)
    table.cell(2, 2).merge(table.cell(2, 4))
    assert lines(document) == ["City\tA\tB", "Country\tPeru\tChile", "Themes\tAir"]


def test_cells_cut_at_slightly_different_places_stay_in_their_columns(document: Document) -> None:
    """A grid with more columns than are seen, as Word makes it when borders are dragged."""

    def row(*cells: tuple[int, str]) -> str:
        return (
            "<w:tr>"
            + "".join(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>'
                for span, text in cells
            )
            + "</w:tr>"
        )

    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 100, 2900, 100, 2900))
    table = parse_xml(
        f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>"
        + row((1, "City"), (2, "A"), (2, "B"))
        + row((2, "Country"), (2, "Peru"), (1, "Chile"))
        + row((2, "Themes"), (3, "Housing"))
        + "</w:tbl>"
    )
    document.element.body.insert(0, table)
    assert lines(document) == ["City\tA\tB", "Country\tPeru\tChile", "Themes\tHousing"]


def test_the_parts_of_a_cell_are_told_apart(document: Document) -> None:
    """Paragraphs and line breaks end a part, list items are bullets of their level."""
    cell = add_table(document, [["Focus", "Intro:"]]).cell(0, 1)
    cell.add_paragraph("noise", style="List Bullet")
    cell.add_paragraph("dust", style="List Bullet")
    broken = cell.add_paragraph("one")
    broken.runs[0].add_break()
    broken.add_run("two")
    assert lines(document) == [
        f"Focus\tIntro:{PARAGRAPH}• noise{PARAGRAPH}• dust{PARAGRAPH}one{PARAGRAPH}two"
    ]
    assert "Focus\tIntro:\n• noise\n• dust\none\ntwo\n" in read(document).text


def test_numbers_of_lists_are_text(document: Document) -> None:
    """What Word counts is written; each list style counts for itself."""
    for text in ("first", "second"):
        document.add_paragraph(text, style="List Number")
    assert lines(document) == ["1. first", "2. second"]


def numbering(document: Document, levels: str, extra: str = "") -> None:
    """Define list 77 with some levels."""
    part = document.part.numbering_part.element
    part.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    )
    part.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>')
    )
    if extra:
        part.append(parse_xml(extra))


def level(at: int, kind: str, pattern: str, start: int = 1) -> str:
    """The definition of a list level."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def item(at: int, text: str, number: int = 77) -> str:
    """A list item as raw XML."""
    return f'<w:pPr><w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>{run(text)}'


def test_nested_numbers_count_on_and_begin_anew(document: Document) -> None:
    """A deeper level shows the numbers above it, and begins anew below the next of them."""
    numbering(document, level(0, "upperRoman", "%1.") + level(1, "lowerLetter", "%1.%2)"))
    for at, text in [(0, "a"), (1, "b"), (1, "c"), (0, "d"), (1, "e")]:
        paragraph_xml(document, item(at, text))
    assert lines(document) == ["I. a", "I.a) b", "I.b) c", "II. d", "II.a) e"]


def test_a_list_that_restarts_counts_for_itself(document: Document) -> None:
    """An override of the start makes another list of the same definition."""
    again = (
        f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    numbering(document, level(0, "decimal", "%1)"), again)
    for number, text in [(77, "a"), (78, "b"), (77, "c"), (78, "d")]:
        paragraph_xml(document, item(0, text, number))
    assert lines(document) == ["1) a", "5) b", "2) c", "6) d"]


def test_nested_bullets_keep_their_level(document: Document) -> None:
    """A bullet two levels down is indented; the number zero takes a list away."""
    numbering(document, level(0, "bullet", "\uf0b7") + level(1, "bullet", "o"))
    for xml in (item(0, "a"), item(1, "b"), item(0, "plain", 0)):
        paragraph_xml(document, xml)
    assert lines(document) == ["• a", "  • b", "plain"]


def test_the_number_of_a_label_is_masked(document: Document) -> None:
    """`1. City` names the field City, and its number stays in the text."""
    numbering(document, level(0, "decimal", "%1."))
    table = add_table(document, [["City", "A"], ["2) Country", "Peru"], ["St. Kilda", "x"]])
    look = table.cell(0, 0).paragraphs[0]._p.get_or_add_pPr()
    look.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>')
    )
    extract = read(document)
    assert "1. City\tA\n2) Country\tPeru\nSt. Kilda\tx\n" in extract.text
    assert "   City\tA\n   Country\tPeru\nSt. Kilda\tx\n" in extract.masked


@pytest.mark.parametrize(
    ("before", "raised", "after", "text", "masked"),
    [
        ("115.64 km", "2", "", "115.64 km²", "115.64 km²"),
        ("530,000", "1", " people", "530,000¹ people", f"530,000{JOINER} people"),
        ("Porto", "*", "", "Porto*", f"Porto{JOINER}"),
        ("the 18", "th", " of May", "the 18th of May", "the 18th of May"),
        ("12 m", "3", "", "12 m³", "12 m³"),
        ("Porto", "2", "", "Porto²", f"Porto{JOINER}"),
    ],
)
def test_raised_signs_never_join_a_number(
    document: Document, before: str, raised: str, after: str, text: str, masked: str
) -> None:
    """A raised figure is the power of a unit or the mark of a note, never a digit."""
    paragraph = document.add_paragraph(before)
    paragraph.add_run(raised).font.superscript = True
    paragraph.add_run(after)
    extract = read(document)
    assert extract.text.strip() == text
    assert extract.masked.strip() == masked


def test_tabs_make_rows_where_there_is_no_table(document: Document) -> None:
    """`label TAB value TAB value`, whether a tab was pressed once or until it looked right."""
    for text in (
        "City\t\tPorto\tAustin",
        "Population\t230,000\t\t960,000",
        "\t\tnear",
        "\tindented prose",
    ):
        document.add_paragraph(text)
    assert lines(document) == [
        "City\tPorto\tAustin",
        "Population\t230,000\t960,000",
        "\tnear",
        "\tindented prose",
    ]


def test_a_tab_that_indents_makes_no_row(document: Document) -> None:
    """A tab before a paragraph, or behind a bullet that was typed, parts no cells."""
    for text in ("\tIndented prose.", "•\tnoise", "a)\tdust", "1.1\tSmoke"):
        document.add_paragraph(text)
    assert lines(document) == ["Indented prose.", "• noise", "a) dust", "1.1 Smoke"]


def test_tab_stops_of_its_own_keep_an_empty_column(document: Document) -> None:
    """Where a paragraph sets its tab stops, each tab is a column."""
    paragraph = document.add_paragraph("Region\t\tTexas")
    for inches in (2, 4):
        paragraph.paragraph_format.tab_stops.add_tab_stop(docx.shared.Inches(inches))
    assert lines(document) == ["Region\t\tTexas"]


def test_runs_of_blanks_make_columns_where_several_lines_hold_them(document: Document) -> None:
    """Columns typed with blanks; two blanks behind a sentence are none."""
    for text in (
        "City         Porto       Austin",
        "Country      Portugal    United States",
        "Done.  Next.",
    ):
        document.add_paragraph(text)
    assert lines(document) == [
        "City\tPorto\tAustin",
        "Country\tPortugal\tUnited States",
        "Done. Next.",
    ]


def test_one_run_of_blanks_is_a_slip(document: Document) -> None:
    """One line with a run of blanks makes no columns."""
    document.add_paragraph("The cities     work together")
    assert lines(document) == ["The cities work together"]


def test_a_heading_has_a_blank_line_before(document: Document) -> None:
    """Headings by style, by outline or in bold stand apart from what is above."""
    document.add_paragraph("above")
    document.add_heading("Objectives", 2)
    document.add_paragraph("below")
    document.add_paragraph().add_run("Results").bold = True
    document.add_paragraph("more")
    assert read(document).text == "above\n\nObjectives\nbelow\n\nResults\nmore\n\n"


def test_a_table_in_a_cell_is_parts_of_the_cell(document: Document) -> None:
    """A table in a value cell gives a part a row."""
    cell = add_table(document, [["Activities", ""]]).cell(0, 1)
    inner = cell.add_table(2, 2)
    for at, text in enumerate(["Study visit", "May 2018", "Workshop", "June 2019"]):
        inner.cell(at // 2, at % 2).text = text
    assert lines(document) == [f"Activities\tStudy visit May 2018{PARAGRAPH}Workshop June 2019"]


def test_a_table_that_lays_out_the_page_is_not_a_row(document: Document) -> None:
    """A frame around a table, and two blocks side by side, are read one after another."""
    frame = add_table(document, [[""]]).cell(0, 0)
    inner = frame.add_table(2, 2)
    for at, text in enumerate(["City", "Porto", "Country", "Portugal"]):
        inner.cell(at // 2, at % 2).text = text
    document.add_paragraph()
    add_table(document, [["City: Porto\nCountry: Portugal", "City: Austin\nCountry: USA"]])
    assert lines(document) == [
        "City\tPorto", "Country\tPortugal",
        "City: Porto", "Country: Portugal", "City: Austin", "Country: USA",
    ]  # fmt: skip


def test_cells_with_tables_side_by_side_are_blocks(document: Document) -> None:
    """A card for each city, its facts in a table of its own."""
    frame = add_table(document, [["Gdańsk", "Pune"]])
    for cell, country in zip(frame.rows[0].cells, ("Poland", "India"), strict=True):
        inner = cell.add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "Country", country
    assert lines(document) == ["Gdańsk", "Country\tPoland", "Pune", "Country\tIndia"]


def test_cells_of_several_paragraphs_side_by_side_are_blocks(document: Document) -> None:
    """Where no cell names what stands beside it, each is read for itself."""
    add_table(document, [["Porto\nPortugal\n237,591", "Recife\nBrazil\n1.6 million"]])
    assert lines(document) == ["Porto", "Portugal", "237,591", "Recife", "Brazil", "1.6 million"]


def test_a_label_beside_paragraphs_is_no_block(document: Document) -> None:
    """A row whose first cell names a field stays one, though its label has two lines."""
    add_table(document, [["Main\nobjectives", "Clean air\nShort ways"]])
    assert lines(document) == [
        f"Main{PARAGRAPH}objectives\tClean air{PARAGRAPH}Short ways",
    ]


def test_a_row_of_one_cell_is_a_line(document: Document) -> None:
    """A title across the table has no tab."""
    table = add_table(document, [["The pair", "", ""], ["City", "A", "B"]])
    table.cell(0, 0).merge(table.cell(0, 2))
    assert lines(document) == ["The pair", "City\tA\tB"]


def test_deletions_are_not_read_and_insertions_are(document: Document) -> None:
    """Tracked changes are taken as accepted, and a note says so."""
    paragraph_xml(
        document,
        run("Population 5") + '<w:del w:id="1"><w:r><w:delText>00</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{run("30")}</w:ins><w:moveFrom w:id="3">{run("gone")}</w:moveFrom>'
        f'<w:moveTo w:id="4">{run(",000")}</w:moveTo>',
    )
    extract = read(document)
    assert extract.text.strip() == "Population 530,000"
    assert [note.code for note in extract.notes] == ["tracked-changes"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(document: Document) -> None:
    """The mark of a paragraph can be deleted too."""
    paragraph_xml(document, f'<w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>{run("Air ")}')
    paragraph_xml(document, run("quality"))
    assert lines(document) == ["Air quality"]


def test_hidden_text_comments_and_prompts_are_not_read(document: Document) -> None:
    """What nobody sees on the page is not in the text."""
    paragraph_xml(
        document, run("seen") + run("hidden", "<w:vanish/>") + run(" too", '<w:vanish w:val="0"/>')
    )
    paragraph_xml(
        document,
        run("City: ") + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        f"{run('Click here to enter text')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Porto')}</w:sdtContent></w:sdt>"
        '<w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
    )
    assert lines(document) == ["seen too", "City: Porto"]


def test_struck_out_words_are_there_and_not_read(document: Document) -> None:
    """Words that are struck out are masked, and a note says so."""
    paragraph_xml(document, run("530,000", "<w:strike/>") + run(" 540,000"))
    extract = read(document)
    assert extract.text.strip() == "530,000 540,000"
    assert extract.masked.strip() == "540,000"
    assert [note.code for note in extract.notes] == ["struck-out"]


def field(instruction: str, result: str) -> str:
    """A complex field in the five runs that Word makes of it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_what_fields_show_is_read_but_page_numbers(document: Document) -> None:
    """The result of a field is text; a page number is masked; the instruction is no text."""
    paragraph_xml(
        document,
        run("Signed ") + field(' DATE \\@ "yyyy" ', "2018") + run(" p. ") + field(" PAGE ", "7"),
    )
    paragraph_xml(document, f'<w:fldSimple w:instr="NUMPAGES">{run("9")}</w:fldSimple>')
    extract = read(document)
    assert extract.text == "Signed 2018 p. 7\n9\n\n"
    assert extract.masked == "Signed 2018 p.  \n \n\n"


def test_a_table_of_contents_is_masked(document: Document) -> None:
    """Its lines look like labels with a value, and are none."""
    contents = field(' TOC \\o "1-3" ', "Population").replace(
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""
    )
    paragraph_xml(document, contents + "<w:r><w:tab/></w:r>" + run("3"))
    paragraph_xml(document, run("Area") + "<w:r><w:tab/></w:r>" + run("4"))
    paragraph_xml(document, '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + run("Text"))
    extract = read(document)
    assert extract.masked.split() == ["Text"]
    assert "Population 3\nArea 4\nText" in extract.text


def test_boxes_of_forms_show_what_is_ticked(document: Document) -> None:
    """A form field of the old kind shows a box."""
    box = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="{}"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    paragraph_xml(document, box.format(1) + run(" Housing ") + box.format(0) + run(" Jobs"))
    assert lines(document) == ["☒ Housing ☐ Jobs"]


def test_the_text_of_a_box_is_read_once(document: Document) -> None:
    """Word writes a text box twice, for new and for old programs."""
    content = f"<w:txbxContent><w:p>{run('City: Porto')}</w:p></w:txbxContent>"
    paragraph_xml(
        document,
        run("Before")
        + "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline><a:graphic><a:graphicData>"
        f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
    )
    assert lines(document) == ["Before", "City: Porto"]


def test_signs_are_what_they_look_like(document: Document) -> None:
    """Hyphens that do not break, soft hyphens, symbols, signs without width, breaks."""
    paragraph_xml(
        document,
        '<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>' + run(" low")
        + "<w:r><w:noBreakHyphen/></w:r>" + run("income co\u00adope") + "<w:r><w:softHyphen/></w:r>" + run("ra\u200btion"),
    )  # fmt: skip
    paragraph_xml(document, run("\uf0fc done, \uf061 unknown"))
    assert lines(document) == ["• low-income cooperation", "✓ done, \uf061 unknown"]


def test_line_and_page_breaks_end_a_line(document: Document) -> None:
    """`City: Porto` and `Country: Portugal` in one paragraph are two lines."""
    paragraph = document.add_paragraph()
    paragraph.add_run("City: Porto").add_break()
    paragraph.add_run("Country: Portugal").add_break(WD_BREAK.PAGE)
    paragraph.add_run("Period: 2018")
    assert lines(document) == ["City: Porto", "Country: Portugal", "Period: 2018"]


def test_links_show_their_text_and_the_address_of_a_person(document: Document) -> None:
    """The text of a link is read; an e-mail address behind a name is stated too."""
    part = document.part
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    mail = part.relate_to("mailto:ana@porto.pt?subject=x", kind, is_external=True)
    page = part.relate_to("https://porto.example/plan", kind, is_external=True)
    paragraph_xml(
        document, run("Contact: ") + f'<w:hyperlink r:id="{mail}">{run("Ana Silva")}</w:hyperlink>'
    )
    paragraph_xml(document, f'<w:hyperlink r:id="{page}">{run("The plan")}</w:hyperlink>')
    paragraph_xml(document, f'<w:hyperlink r:id="{mail}">{run("ana@porto.pt")}</w:hyperlink>')
    assert lines(document) == ["Contact: Ana Silva <ana@porto.pt>", "The plan", "ana@porto.pt"]


def test_equations_and_words_with_readings_are_text(document: Document) -> None:
    """An area set as an equation; the reading over Japanese words is left out."""
    paragraph_xml(
        document,
        run("12 ")
        + "<m:oMath><m:sSup><m:e><m:r><m:t>km</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
    )
    paragraph_xml(
        document,
        "<w:r><w:ruby><w:rt><w:r><w:t>よこはま</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>横浜</w:t></w:r></w:rubyBase></w:ruby></w:r>",
    )
    assert lines(document) == ["12 km2", "横浜"]


def test_a_header_comes_first_and_a_footer_last_and_masked(document: Document) -> None:
    """Each is there once, however many sections have it."""
    section = document.sections[0]
    section.header.paragraphs[0].text = "Urban Cooperation"
    section.footer.paragraphs[0].text = "Funded by all"
    document.add_paragraph("Body")
    again = document.add_section()
    again.header.is_linked_to_previous = False
    again.header.paragraphs[0].text = "Urban Cooperation"
    extract = read(document)
    assert extract.text.split("\n") == ["Urban Cooperation", "", "Body", "", "Funded by all", ""]
    assert "Funded" not in extract.masked


def test_a_header_of_first_pages_that_is_switched_off_is_not_read(document: Document) -> None:
    """Word keeps the header of a first page when the page has none."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Draft"
    document.add_paragraph("Body")
    assert lines(document) == ["Draft", "Body"]
    section.different_first_page_header_footer = False
    assert lines(document) == ["Body"]


def test_rows_that_are_deleted_or_in_controls(document: Document) -> None:
    """A deleted row is gone; a row in a content control is a row."""
    table = add_table(document, [["City", "A"], ["Country", "Peru"], ["Themes", "Air"]])
    deleted = table.rows[1]._tr
    look = deleted.get_or_add_trPr()
    look.append(OxmlElement("w:del"))
    wrapped = table.rows[2]._tr
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    wrapped.getparent().replace(wrapped, control)
    control.append(content)
    content.append(wrapped)
    assert lines(document) == ["City\tA", "Themes\tAir"]
    assert table._tbl.findall(qn("w:sdt"))
