"""Columns, sidebars and cards of a PDF page are read one after the other, and tables are not."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from pdf_looks import built, drawn
from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, Table

from citykg.loaders.formats.pdf import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

PARTIES = (("Oslo", "Norway", "709,000 residents"), ("Pune", "India", "3.1 million residents"))
WRAPPED = (
    "as a delegation of the city of Pune came to",
    "Oslo in May 2019 to see how the harbour",
    "was opened to the residents, who had been",
    "kept from the water by a road of six lanes.",
)


def lines(data: bytes) -> list[str]:
    """The masked lines of a file, without the empty ones."""
    extract = text_of(data, "plan.pdf")
    assert len(extract.text) == len(extract.masked)
    return [line.rstrip() for line in extract.masked.split("\n") if line.strip()]


def column(
    canvas: Canvas, x: float, y: float, texts: Sequence[str], *, size: float = 10, step: float = 13
) -> None:
    """Draw texts below one another; `# ` makes one a heading, an empty one a gap."""
    for text in texts:
        head = text.startswith("# ")
        canvas.setFont("Helvetica-Bold" if head else "Helvetica", 1.3 * size if head else size)
        canvas.drawString(x, y, text.removeprefix("# "))
        y -= step if text else 0.5 * step


def two(left: Sequence[str], right: Sequence[str], lower: float = 5.0) -> bytes:
    """A page with two columns, the right one a little lower."""

    def draw(canvas: Canvas) -> None:
        column(canvas, 60, 740, left)
        column(canvas, 310, 740 - lower, right)

    return drawn(draw)


def cards(texts: Sequence[Sequence[str]], *, filled: bool, apart: float = 10.0) -> bytes:
    """A page with cards side by side, each in its frame."""

    def draw(canvas: Canvas) -> None:
        canvas.setFillColor(colors.lightgrey)
        for place, card in enumerate(texts):
            x = 60 + place * (150 + apart)
            canvas.rect(x, 640, 150, 80, stroke=not filled, fill=filled)
            canvas.setFillColor(colors.black)
            column(canvas, x + 8, 700, card)
            canvas.setFillColor(colors.lightgrey)

    return drawn(draw)


def test_reads_columns_with_headings_of_their_own_one_after_the_other() -> None:
    """Lines that stand at other heights share no row."""
    left = ["# Cities", "Oslo, Norway", "Pune, India", "", "# Period", "2019 to 2021"]
    right = [
        "# Challenges",
        "Noise of the port",
        "",
        "# Objectives",
        "Open the quays to all who live in the city and beyond",
    ]
    assert lines(two(left, right)) == [text.removeprefix("# ") for text in [*left, *right] if text]


def test_reads_a_short_column_of_wrapped_prose_whole() -> None:
    """Each column is its paragraphs, though some of its lines stand level with the other's."""
    begin = ("Nothing came of the hackathon that both", "science parks planned for the year 2020,")
    right = (*begin, *WRAPPED)
    found = lines(two(WRAPPED, right, lower=0.0))
    assert found == [" ".join(WRAPPED), " ".join(right)]


def test_reads_each_section_of_two_columns_before_the_next() -> None:
    """A larger heading beside which nothing stands parts both columns."""
    left = ["Oslo lies at the end of a long fjord in", "the south of Norway.", "", "", "# Aims", ""]
    right = ["Pune lies on a plateau, among hills and", "rivers, in the west of India.", *[""] * 6]
    below = ["Clean air for all who live near the port", "of Oslo."]
    beside = ["Clean water for all who live along the", "rivers of Pune."]
    found = lines(two([*left, *below], [*right, *beside]))
    assert [line.split()[:2] for line in found] == [
        ["Oslo", "lies"],
        ["Pune", "lies"],
        ["Aims"],
        ["Clean", "air"],
        ["Clean", "water"],
    ]


@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("apart", [4.0, 20.0])
def test_reads_cards_side_by_side_one_after_the_other(*, filled: bool, apart: float) -> None:
    """What stands in a frame belongs together."""
    assert lines(cards(PARTIES, filled=filled, apart=apart)) == [*PARTIES[0], *PARTIES[1]]


def test_reads_goal_tiles_as_lines() -> None:
    """The number of a goal labels nothing, however large it is; tiles may touch."""
    goals = (("# 9", "INDUSTRY"), ("# 11", "SUSTAINABLE CITIES"), ("# 13", "CLIMATE ACTION"))
    for apart in (2.0, 12.0):
        found = lines(cards(goals, filled=True, apart=apart))
        assert found == ["9 INDUSTRY", "11 SUSTAINABLE CITIES", "13 CLIMATE ACTION"]


def test_reads_the_cells_of_a_table_that_lays_out_the_page_as_blocks() -> None:
    """No cell of such a table is a label: each has lines of its own and the same width."""
    style = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(text, style) for text in party] for party in PARTIES]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
    found = lines(built([Table([cells], colWidths=[200, 200], style=grid)]))
    assert found[:-1] == [*PARTIES[0], *PARTIES[1]]


@pytest.mark.parametrize("middle", [True, False])
@pytest.mark.parametrize("shaded", [True, False])
def test_a_column_of_labels_is_no_column_of_the_page(*, middle: bool, shaded: bool) -> None:
    """Labels that stand in the middle of their rows, or on a ground of their own, keep these."""
    style = getSampleStyleSheet()["BodyText"]
    values = [f"SDG {n}: what both cities want to do in this field. " * 2 for n in (4, 8, 11)]
    labels = ["Challenges", "Objectives", "Activities", "Outputs"]
    rows = [
        [Paragraph(label, style), Paragraph(value * 2, style), Paragraph(value, style)]
        for label, value in zip(labels, [*values, "Themes: water. Period: 2019. "], strict=True)
    ]
    look = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP")]
    if shaded:
        look.append(("BACKGROUND", (0, 0), (0, -1), colors.lightblue))
    found = lines(built([Table(rows, colWidths=[90, 190, 190], style=look)]))[:-1]
    assert [line.partition("\t")[0] for line in found] == labels
    assert all(line.count("\t") == 2 for line in found)


def test_close_rows_of_labels_are_rows() -> None:
    """Where nothing parts the rows, and values are short, each label begins one."""

    def draw(canvas: Canvas) -> None:
        column(canvas, 60, 700, ["Country", "Population", "Area"], step=11.5)
        column(canvas, 140, 700, ["Norway", "709,000", "454 km2"], step=11.5)

    assert lines(drawn(draw)) == ["Country\tNorway", "Population\t709,000", "Area\t454 km2"]


def test_a_heading_below_a_table_is_none_of_its_rows() -> None:
    """It is larger than they are, and what follows it has no columns."""

    def draw(canvas: Canvas) -> None:
        column(canvas, 60, 700, ["City", "Country", "Area"], step=16)
        column(canvas, 200, 700, ["Oslo", "Norway", "454 km2"], step=16)
        column(canvas, 330, 700, ["Pune", "India", "331 km2"], step=16)
        column(canvas, 60, 640, ["# Challenges"])
        column(
            canvas, 66, 624, ["- The harbour is cut off from the city by a wide road of six lanes."]
        )

    found = lines(drawn(draw))
    assert found[:3] == ["City\tOslo\tPune", "Country\tNorway\tIndia", "Area\t454 km2\t331 km2"]
    assert found[3] == "Challenges"


def test_a_line_below_the_words_of_an_item_goes_on_with_it() -> None:
    """However short the lines are: its indentation says whose it is."""

    def draw(canvas: Canvas) -> None:
        column(canvas, 60, 700, ["• The villages", "• Young farmers"], step=24)
        column(canvas, 60 + 6.3, 688, ["lose people", "move away"], step=24)
        column(canvas, 60, 640, ["Both regions want to change this by 2021, and more than this."])

    assert lines(drawn(draw))[:2] == ["• The villages lose people", "• Young farmers move away"]


def test_values_indented_below_their_labels_are_rows() -> None:
    """So a browser prints a list of definitions that nobody has styled."""

    def draw(canvas: Canvas) -> None:
        column(canvas, 60, 720, ["# Oslo", "Country", "Area", "", "# Pune", "Country"], step=26)
        column(canvas, 95, 682, ["Norway", "454 km2"], step=26)
        column(
            canvas, 60, 540, ["Both cities have been partners since 2019, and will go on to be."]
        )

    found = lines(drawn(draw))
    assert found[:3] == ["Oslo", "Country\tNorway", "Area\t454 km2"]
    assert found[3:5] == ["Pune", "Country"]


def test_a_section_below_both_columns_is_read_behind_both() -> None:
    """Its heading is short, and so crosses no gutter."""
    left = ["# Oslo", "Country: Norway", "Population: 709,000", "Area: 454 km2", "", ""]
    right = ["# Pune", "Country: India", "Population: 3.1 million"]
    found = lines(two([*left, "# Themes", "Ports"], right))
    assert [line.split()[0] for line in found] == (
        "Oslo Country: Population: Area: Pune Country: Population: Themes Ports".split()
    )


def test_a_line_that_almost_reaches_the_next_column_stands_above_both() -> None:
    """It is as wide as it happens to be."""
    left = ["Posted by the secretariat on 9 February 2023, 11:45", "", "# Oslo", "Country: Norway"]
    right = ["", "", "", "# Pune", "Country: India", "Population: 3.1 million", "Area: 331 km2"]
    found = lines(two([*left, "Population: 709,000", "Area: 454 km2"], right))
    assert [line.split()[0] for line in found] == (
        "Posted Oslo Country: Population: Area: Pune Country: Population: Area:".split()
    )


def gradient(canvas: Canvas) -> None:
    """White text on a shade that runs from one colour to another, and beside it."""
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(50, 600, 300, 150)
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(50, 600, 350, 750, (colors.darkblue, colors.darkred))
    canvas.restoreState()
    canvas.setFillColor(colors.white)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(80, 680, "Final report of Oslo and Pune")
    canvas.drawString(80, 400, "Nobody sees this")
    canvas.setFillColor(colors.black)
    canvas.drawString(80, 300, "July 2023")


def test_reads_white_text_on_a_gradient() -> None:
    """What no list of boxes tells, the page itself shows."""
    assert lines(drawn(gradient)) == ["Final report of Oslo and Pune", "July 2023"]


DEFINITIONS = """<style>dl{display:grid;grid-template-columns:40% 60%;margin:0}dd{margin:0}
.r{display:flex;gap:20px}.c{flex:1;border:1px solid #888;padding:10px}</style><div class=r>
<div class=c><h3>Freiburg</h3><dl><dt>Land<dd>Deutschland<dt>Einwohner<dd>231.000<dt>Fläche<dd>153
km²</dl></div><div class=c><h3>Kochi</h3><dl><dt>Land<dd>Indien<dt>Einwohner<dd>602.046<dt>Fläche
<dd>95 km²</dl></div></div>"""
SIDEBAR = """<style>.w{display:grid;grid-template-columns:220px 1fr;gap:24px}h3,h4{margin:9px 0 0}
aside{background:#eee;padding:9px}</style><div class=w><aside><h4>Period</h4>2021 to 2023<h4>Themes
</h4>Vacant buildings<h4>Contact</h4>a@b.example</aside><div><h3>Challenges</h3><p>Whole streets
stand empty behind the old market, and nobody knows who owns the houses there.</p><h3>Results</h3>
<p>Twelve houses have been let for the price of their upkeep.</p></div></div>"""
BOX = """<style>.b{float:right;width:200px;border:2px solid #06c;padding:8px;margin-left:16px}</style>
<div class=b><b>Nantes</b><br>Pays : France<br>Population : 320 732</div><p>Les deux villes coopèrent
depuis janvier 2018 dans le cadre du programme. Une délégation a visité Nantes en mai 2018, afin
d’étudier les transports de la métropole et la manière dont elle associe les habitants à ses projets
de longue haleine.</p>"""
PAGES = {
    "definitions": (
        DEFINITIONS,
        ["Freiburg", "Land\tDeutschland", "Einwohner\t231.000", "Fläche\t153 km²"],
        ["Kochi", "Land\tIndien", "Einwohner\t602.046", "Fläche\t95 km²"],
    ),
    "sidebar": (
        SIDEBAR,
        ["Period", "2021 to 2023", "Themes", "Vacant buildings", "Contact", "a@b.example"],
        ["Challenges", "Whole streets stand empty behind the old market,", "Results", "Twelve"],
    ),
    "box": (BOX, ["Les deux villes"], ["Nantes", "Pays : France", "Population : 320 732"]),
}


@pytest.mark.skipif(not shutil.which("chromium"), reason="no browser to print with")
@pytest.mark.parametrize("name", PAGES)
def test_reads_what_a_browser_lays_out(name: str, tmp_path: Path) -> None:
    """Boxes of a page on the web are read one by one when it is printed."""
    body, first, second = PAGES[name]
    page = tmp_path / "plan.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8>{body}", encoding="utf-8")
    printer = "chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer".split()
    subprocess.run(
        [*printer, f"--print-to-pdf={tmp_path / 'plan.pdf'}", str(page)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    found = lines((tmp_path / "plan.pdf").read_bytes())
    for line, begins in zip(found, [*first, *second], strict=True):
        assert line.startswith(begins)
