"""Plain text and tables of comma- or tab-separated values: decoded, mark-up masked."""

from __future__ import annotations

import re

from citykg.loaders.formats.encoding import decoded, notes_on
from citykg.loaders.formats.extract import Extract
from citykg.loaders.formats.text_lines import mask_lines, page_starts
from citykg.loaders.markup import HEADING, JOINER, mask

__all__ = ["decoded", "table_of", "text_of"]

_PAGE_OF_TAGS = re.compile(r"<(?:!doctype\s+html|html|body|tr|dl)[\s>]", re.IGNORECASE)
_ROW = re.compile(r"^[^\t\n<]{2,}\t", re.MULTILINE)


def text_of(data: bytes, path: str) -> Extract:
    """The text of a plain text file; raises DataError if the bytes are no text.

    A page of HTML that is named as text is read as what it is.
    """
    text, encoding, guessed = decoded(data, path)
    if _PAGE_OF_TAGS.search(text) and not _ROW.search(text):
        from citykg.loaders.formats.html.layout import layout_of

        masked = layout_of(text)
    else:
        masked = mask_lines(mask(text.replace(HEADING, " ")), text)
    return Extract(text, masked, encoding, guessed, page_starts(text), notes_on(text))


def table_of(data: bytes, path: str) -> Extract:
    """The text of a table; a quote that it doubles is one quote."""
    text, encoding, guessed = decoded(data, path)
    masked = text.replace('""', '"' + JOINER)
    return Extract(text, masked, encoding, guessed, notes=notes_on(text))
