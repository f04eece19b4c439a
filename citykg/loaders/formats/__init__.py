"""File formats: bytes in, the text and its layout out.

`FORMATS` is the whole list; each names the function that reads it, and that function's module is
imported when the first file of the kind is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from citykg.loaders.formats.extract import Extract

__all__ = [
    "FORMATS",
    "MOST_BYTES",
    "PACKED",
    "SUFFIXES",
    "Format",
    "format_named",
    "format_of_type",
]

MEBIBYTE = 1024 * 1024


class Format(NamedTuple):
    """A file format that plans are published in."""

    suffixes: tuple[str, ...]
    media_type: str
    reader: str
    """`module:function` under this package; the function takes the bytes and a path to name."""
    most_bytes: int
    """A larger file is refused: a plan summary is a few pages."""
    name: str
    """What a file of the format is called: `a PDF file`."""
    shape: str = "pages"
    """`pages` (a text with rows and paragraphs), `table` (rows of cells) or `record`."""
    extracted: bool = False
    """Whether a file of the format holds no text of its own, and the reader writes it."""

    def read(self, data: bytes, path: str) -> Extract:
        """The text of a file's bytes; raises DataError, which names the path."""
        module, function = self.reader.split(":")
        extract: Extract = getattr(import_module(f"{__name__}.{module}"), function)(data, path)
        return extract


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SMALL, _LARGE = 2 * MEBIBYTE, 32 * MEBIBYTE

FORMATS = (
    Format((".txt", ".text"), "text/plain", "text:text_of", _SMALL, "a plain text"),
    Format((".md", ".markdown"), "text/markdown", "markdown:text_of", _SMALL, "a Markdown text"),
    Format((".html", ".htm", ".xhtml"), "text/html", "html:text_of", 2 * _SMALL, "an HTML page"),
    Format((".pdf",), "application/pdf", "pdf:text_of", _LARGE, "a PDF file", extracted=True),
    Format((".docx",), _WORD, "docx:text_of", _LARGE, "a Word document", extracted=True),
    Format((".csv",), "text/csv", "text:table_of", _LARGE, "a table", "table"),
    Format((".tsv",), "text/tab-separated-values", "text:table_of", _LARGE, "a table", "table"),
    Format((".xlsx",), _SHEET, "xlsx:text_of", _LARGE, "an Excel workbook", "table", True),
    Format((".json",), "application/json", "record:text_of", _LARGE, "a JSON record", "record"),
    Format(
        (".yaml", ".yml"), "application/yaml", "record:text_of", _LARGE, "a YAML record", "record"
    ),
)

MOST_BYTES = max(known.most_bytes for known in FORMATS)
"""No document may be larger, whatever it is."""

SUFFIXES = tuple(sorted(suffix for known in FORMATS for suffix in known.suffixes))
"""The endings of the files that a folder is searched for."""

PACKED = ".gz"
"""The ending that may follow any of them."""

_BY_TYPE = {known.media_type: known for known in FORMATS}
_BY_SUFFIX = {suffix: known for known in FORMATS for suffix in known.suffixes}


def format_named(suffix: str) -> Format | None:
    """The format of files with an ending such as `.pdf`."""
    return _BY_SUFFIX.get(suffix.lower())


def format_of_type(media_type: str) -> Format:
    """The format of a media type such as `application/pdf`."""
    return _BY_TYPE[media_type]
