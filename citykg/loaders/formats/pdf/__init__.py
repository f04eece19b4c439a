"""PDF files: their pages in reading order, tables as rows.

What a page prints on its margins again and again is text, and masked; so is the head of a table
that its next page repeats.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from citykg.errors import DataError
from citykg.loaders.formats.extract import LayoutWriter, Part
from citykg.loaders.formats.pdf.furniture import furniture_of
from citykg.loaders.formats.pdf.hyphens import Hyphens, hyphens_of
from citykg.loaders.formats.pdf.pages import Page, Prose, blocks_of, page_of
from citykg.loaders.formats.pdf.rules import drawing_of, rules_of
from citykg.loaders.formats.pdf.tables import Table
from citykg.loaders.formats.pdf.words import with_dots, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pypdfium2 import PdfDocument, PdfPage

    from citykg.loaders.formats.extract import Extract
    from citykg.loaders.formats.pdf.furniture import Furniture, Sides

MOST_PAGES = 200
_MOST_SECONDS = 6.0
_MOST_CHARACTERS = 2_000_000
_PDF = b"%PDF-"
_HEAD = 1024
_MOST_REPEATED = 3


class _Sheet(NamedTuple):
    page: Page
    height: float
    notes: tuple[tuple[str, str], ...]


def text_of(data: bytes, path: str) -> Extract:
    """The text of a PDF file; raises DataError if it has none or cannot be opened."""
    import pypdfium2

    if _PDF not in data[:_HEAD]:
        raise DataError(
            f"{path}: is not a PDF file, whatever its name says; name it after its kind"
        )
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise DataError(f"{path}: {_why(error)}") from None
    try:
        return _extract(document, path)
    finally:
        document.close()


def _why(error: Exception) -> str:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return "is encrypted with a password; save it without one"
    return "is a broken PDF file, perhaps cut short; get it again"


def _extract(document: PdfDocument, path: str) -> Extract:
    count = len(document)
    if not count:
        raise DataError(f"{path}: is a PDF file without a page; get it again")
    if count > MOST_PAGES:
        raise DataError(
            f"{path}: has {count:,} pages, and at most {MOST_PAGES} are read; "
            "take the plan summary out of it"
        )
    until = time.monotonic() + _MOST_SECONDS
    sheets = _sheets(document, path, until)
    lines = [sheet.page.lines for sheet in sheets]
    if not any(lines) and not any(sheet.page.held for sheet in sheets):
        raise DataError(
            f"{path}: has no text, only pictures: it is a scan; have its text recognised first"
        )
    sides = furniture_of(lines, [sheet.height for sheet in sheets])
    hyphens = hyphens_of(_lines(sheets))
    writer = _Writer()
    for number, (sheet, side) in enumerate(zip(sheets, sides, strict=True), 1):
        writer.page(sheet, side, hyphens)
        if time.monotonic() > until and number < len(sheets):
            raise _too_much(path, number, len(sheets))
    return writer.layout.extract()


def _too_much(path: str, reached: int, pages: int) -> DataError:
    return DataError(
        f"{path}: holds more than a plan summary does (page {reached} of {pages} was reached); "
        "take the summary out of it"
    )


def _sheets(document: PdfDocument, path: str, until: float) -> list[_Sheet]:
    import pypdfium2

    sheets = []
    characters = 0
    for number in range(len(document)):
        try:
            page = document[number]
            sheets.append(_sheet(page, number + 1))
            page.close()
        except pypdfium2.PdfiumError:
            raise DataError(f"{path}: page {number + 1} is broken; get the file again") from None
        words = sheets[-1].page
        characters += sum(len(line.text) for line in words.lines)
        characters += sum(len(word.text) for held in words.held for word in held)
        if time.monotonic() > until or characters > _MOST_CHARACTERS:
            raise _too_much(path, number + 1, len(document))
    return sheets


def _sheet(page: PdfPage, number: int) -> _Sheet:
    drawing = drawing_of(page)
    text_page = page.get_textpage()
    shown = words_of(page, text_page, lambda: drawing.fills + drawing.images)
    text_page.close()
    notes = []
    if not shown.words:
        what = "only pictures, it may be a scan" if drawing.images else "it is blank"
        notes.append(("no-text", f"page {number} has no text: {what}; look at it"))
    elif shown.recognised:
        notes.append(
            ("recognised-text", f"page {number} is a scan with recognised text; look at it")
        )
    if shown.turned:
        notes.append(
            ("turned-text", f"page {number} has {shown.turned} turned words, which are not read")
        )
    if shown.unseen:
        notes.append(
            (
                "unseen-text",
                f"page {number} has {shown.unseen} words that no eye can see, which are not read",
            )
        )
    if drawing.cut:
        notes.append(("busy-page", f"page {number} draws so much that its lines are not read"))
    rules = rules_of(drawing, shown.sheet)
    return _Sheet(page_of(with_dots(shown, drawing.dots), rules), shown.sheet.height, tuple(notes))


def _lines(sheets: Iterable[_Sheet]) -> Iterable[list[str]]:
    """The words of each line, in the order of drawing where a table holds them."""
    for sheet in sheets:
        for line in sheet.page.lines:
            yield [word.text for word in line.words]
        for held in sheet.page.held:
            line_words: list[str] = []
            for before, word in zip([None, *held], held, strict=False):
                if before and (word.x0 < before.x1 or word.base - before.base > word.size):
                    yield line_words
                    line_words = []
                line_words.append(word.text)
            yield line_words


class _Writer:
    """Writes the blocks of pages; remembers the table that the next page may go on with."""

    def __init__(self) -> None:
        self.layout = LayoutWriter()
        self._table: Table | None = None

    def page(self, sheet: _Sheet, sides: Sides, hyphens: Hyphens) -> None:
        """Write a page."""
        layout = self.layout
        layout.page()
        for code, message in sheet.notes:
            layout.note(code, message)
        margin = {id(piece.line) for piece in (*sides.above, *sides.below)}
        page = sheet.page
        page.lines = [line for line in page.lines if id(line) not in margin]
        self._margin(sides.above)
        before = self._table
        first = True
        for block in blocks_of(page, hyphens, before):
            goes_on = (
                first and isinstance(block, Table) and before is not None and before.goes_on(block)
            )
            if not goes_on:
                layout.blank()
            if isinstance(block, Table):
                self._rows(block, before if goes_on else None)
                self._table = block
            else:
                self._paragraphs(block)
                self._table = None
            first = False
        self._margin(sides.below)

    def _margin(self, pieces: Sequence[Furniture]) -> None:
        for piece in pieces:
            self.layout.paragraph(Part(piece.line.text, 0, piece.masked))

    def _rows(self, table: Table, before: Table | None) -> None:
        repeated = 0
        if before:
            heads = before.rows[:_MOST_REPEATED]
            while (
                repeated < min(len(heads), len(table.rows))
                and heads[repeated] == table.rows[repeated]
            ):
                repeated += 1
        for number, row in enumerate(table.rows):
            self.layout.row(
                [[_hidden(part) for part in cell] for cell in row] if number < repeated else row
            )

    def _paragraphs(self, prose: Prose) -> None:
        for number, part in enumerate(prose.parts):
            if number in prose.apart:
                self.layout.blank()
            self.layout.paragraph(part)


def _hidden(part: Part) -> Part:
    return part._replace(masked=" " * len(part.text))


__all__ = ["MOST_PAGES", "text_of"]
