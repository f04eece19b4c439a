"""Files to text, ours and by the bare libraries, as `tasks.py` does it for `formats.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from our_tasks import files_of

if TYPE_CHECKING:
    from clock import Clock


def our_text(clock: Clock, plans: str) -> dict[str, Any]:
    """Files to their text and layout, no plan read from them."""
    from citykg.loaders.document import read_document

    files = files_of(plans)
    read_document(files[0])
    with clock.phase("read"):
        count = sum(bool(read_document(file).text) for file in files)
    return {"plans": count}


def bare_pdf(clock: Clock, plans: str) -> dict[str, Any]:
    """The text and the tables of PDF files as pdfplumber gives them, no plan read from them."""
    import pdfplumber

    pages = 0
    with clock.phase("read"):
        for file in files_of(plans):
            with pdfplumber.open(file) as document:
                for page in document.pages:
                    page.extract_text()
                    page.extract_tables()
                    pages += 1
    return {"pages": pages}


def bare_docx(clock: Clock, plans: str) -> dict[str, Any]:
    """The paragraphs and cells of Word files as python-docx gives them, no plan read from them."""
    from docx import Document

    parts = 0
    with clock.phase("read"):
        for file in files_of(plans):
            document = Document(str(file))
            words = [paragraph.text for paragraph in document.paragraphs]
            words += [cell.text for t in document.tables for row in t.rows for cell in row.cells]
            parts += len(words)
    return {"parts": parts}
