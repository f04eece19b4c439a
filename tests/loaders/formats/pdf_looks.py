"""One plan printed in many looks: what the tests of PDF files read."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Cell = tuple[str, ...]
"""The paragraphs of a cell; one that begins with `* ` is an item."""

GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
LOOKS: dict[str, list[Any]] = {
    "all lines": [GRID],
    "all lines, middle": [GRID, ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    "lines below rows": [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey)],
    "lines between columns": [("LINEAFTER", (0, 0), (-2, -1), 0.5, colors.black)],
    "box": [("BOX", (0, 0), (-1, -1), 1, colors.black)],
    "shaded rows": [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.lightgrey, colors.white])],
    "shaded labels": [
        ("BACKGROUND", (0, 0), (0, -1), colors.lightblue),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.black),
    ],
    "no lines": [],
    "no lines, middle": [("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    "no lines, close rows": [
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ],
}


@dataclass(frozen=True)
class Content:
    """A plan: its title, its rows of a label and one cell a party (or one for all), its end."""

    title: str
    rows: tuple[tuple[str, *tuple[Cell, ...]], ...]
    end: str = "For further information please contact info@cooperation.example"
    parties: int = field(default=2)

    def text(self) -> str:
        """The plan as a text with tabs, as the same words in a text file stand."""
        lines = [self.title, ""]
        for label, *cells in self.rows:
            held = []
            for cell in cells:
                parts = [part.replace("* ", "• ", 1) for part in cell]
                held.append(parts[0] if len(parts) == 1 else "".join(f"<p>{p}</p>" for p in parts))
            lines.append("\t".join([label, *held]).replace("<super>2</super>", "2"))
        return "\n".join([*lines, "", self.end, ""])


def printed(
    content: Content, look: Sequence[Any], *, size: float = 9, above: float = 0, head: bool = False
) -> bytes:
    """The plan as a PDF file; `above` is empty space below the title, `head` repeats a row."""
    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=size, leading=1.2 * size)
    item = ParagraphStyle("item", parent=plain, leftIndent=10, bulletIndent=0)

    def drawn(part: str) -> Paragraph:
        if part.startswith("* "):
            return Paragraph(part[2:], item, bulletText="•")
        return Paragraph(part, plain)

    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP"), *look]
    rows = []
    for number, (label, *cells) in enumerate(content.rows):
        if len(cells) < content.parties:
            style.append(("SPAN", (1, number), (content.parties, number)))
        held: list[Any] = [[drawn(part) for part in cell] for cell in cells]
        held += [""] * (content.parties - len(cells))
        rows.append([drawn(label), *held])
    widths = [120.0] + [360 / content.parties] * content.parties
    table = Table(rows, colWidths=widths, style=style, repeatRows=int(head))
    title = Paragraph(content.title, getSampleStyleSheet()["Title"])
    end = Paragraph(content.end, plain)
    return built([title, Spacer(1, above), table, Spacer(1, 12), end])


def built(story: list[Any]) -> bytes:
    """A PDF file of flowables, each page with a foot."""

    def foot(canvas: Canvas, _: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 30, "Summary of the action plan")
        canvas.drawRightString(530, 30, f"Page {canvas.getPageNumber()}")

    buffer = BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(story, onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


def drawn(*pages: Callable[[Canvas], object], **options: Any) -> bytes:
    """A PDF file of pages that functions draw."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


PAIR = Content(
    "Integrated local action plan of Leeds and Jaipur",
    (
        ("City", ("Leeds",), ("Jaipur",)),
        ("Country", ("United Kingdom",), ("India",)),
        ("Population", ("793,139",), ("3'046,163",)),
        ("Size (km<super>2</super>)", ("551.7 km<super>2</super>",), ("467 km<super>2</super>",)),
        ("Period of cooperation", ("November 2017 - November 2019",)),
        ("Cooperation themes", ("* Heritage", "* Inclusion of migrants and refugees")),
        (
            "Key challenges of the cooperation theme",
            ("* Old houses stand empty in the streets behind the market", "* Floods"),
            ("* The walled city loses its craftsmen and with them its trade", "* Traffic"),
        ),
        (
            "Main objectives of cooperation as described in the action plan",
            (
                "* Exchange what both councils know of the repair of listed houses and their cost",
                "* Share tools",
            ),
        ),
        (
            "Expected results and benefits",
            ("Both cities will have completed a joint report by the end. A paper will follow.",),
        ),
    ),
)
TRIO = Content(
    "Resumen del plan de acción",
    (
        ("Ciudad", ("Málaga",), ("Cartagena de Indias",), ("Piura",)),
        ("País", ("España",), ("Colombia",), ("Perú",)),
        ("Población", ("571.026",), ("914.552",), ("484.475",)),
        ("Temas de cooperación", ("* Movilidad urbana sostenible", "* Economía circular")),
        (
            "Objetivos principales",
            ("Mejorar la gestión de los residuos en el centro",),
            ("Proteger los barrios históricos de las mareas",),
            ("Ordenar los mercados y las paradas de autobús",),
        ),
    ),
    "Contacto: info@cooperation.example",
    3,
)
