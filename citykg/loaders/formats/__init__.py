"""File formats: bytes in, the text and its layout out.

`FORMATS` is the whole list; each names the function that reads it, and that function's module is
imported when the first file of the kind is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citykg.loaders.formats.extract import Extract

__all__ = ["FORMATS", "SUFFIXES", "Format", "format_named"]

MEBIBYTE = 1024 * 1024


class Format(NamedTuple):
    """A file format that plans are published in."""

    suffixes: tuple[str, ...]
    media_type: str
    reader: str
    """`module:function` under this package; the function takes the bytes and a path to name."""
    most_bytes: int
    """A larger file is refused: a plan summary is a few pages."""
    shape: str = "pages"
    """`pages` (a text with rows and paragraphs), `table` (rows of cells) or `record`."""

    def read(self, data: bytes, path: str) -> Extract:
        """The text of a file's bytes; raises DataError, which names the path."""
        module, function = self.reader.split(":")
        extract: Extract = getattr(import_module(f"{__name__}.{module}"), function)(data, path)
        return extract


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

FORMATS = (
    Format((".txt", ".text"), "text/plain", "text:text_of", 2 * MEBIBYTE),
    Format((".md",), "text/markdown", "text:text_of", 2 * MEBIBYTE),
    Format((".html", ".htm"), "text/html", "html:text_of", 4 * MEBIBYTE),
    Format((".pdf",), "application/pdf", "pdf:text_of", 32 * MEBIBYTE),
    Format((".docx",), _WORD, "docx:text_of", 32 * MEBIBYTE),
    Format((".csv",), "text/csv", "text:table_of", 32 * MEBIBYTE, "table"),
    Format((".tsv",), "text/tab-separated-values", "text:table_of", 32 * MEBIBYTE, "table"),
    Format((".xlsx",), _SHEET, "xlsx:text_of", 32 * MEBIBYTE, "table"),
    Format((".json",), "application/json", "record:text_of", 32 * MEBIBYTE, "record"),
    Format((".yaml", ".yml"), "application/yaml", "record:text_of", 32 * MEBIBYTE, "record"),
)

SUFFIXES = tuple(sorted(suffix for known in FORMATS for suffix in known.suffixes))
"""The endings of the files that a folder is searched for."""

_BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}


def format_named(suffix: str) -> Format | None:
    """The format of files with an ending such as `.pdf`."""
    return _BY_SUFFIX.get(suffix.lower())
