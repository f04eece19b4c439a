"""HTML pages: decoded as they declare, their tags masked, their layout said in signs.

The text of a page is the file's own, so that what is quoted is what the file holds.
"""

from __future__ import annotations

import re

from citykg.errors import DataError
from citykg.loaders.formats.encoding import decoded, known_charset, notes_on
from citykg.loaders.formats.extract import Extract, Note
from citykg.loaders.formats.html.layout import layout_of

_LOOKED_AT = 4_096
_META = re.compile(rb"<meta\s[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:+-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:+-]{1,40})", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
_SCRIPT = re.compile(r"<script[\s>]", re.IGNORECASE)


def text_of(data: bytes, path: str) -> Extract:
    """The text and layout of a page; raises DataError if it holds no words to read."""
    declared = _declared(data)
    text, encoding, guessed = decoded(data, path, declared)
    notes = notes_on(text)
    meant = known_charset(declared)
    differs = meant != encoding and {meant, encoding} != {"cp1252", "latin-1"}
    if meant and differs and not text.isascii():
        notes += (Note("encoding", f"the page says that it is {declared}, but it is {encoding}"),)
    masked = layout_of(text)
    if not _WORD.search(masked):
        drawn = "its words may be drawn by a script; " if _SCRIPT.search(text) else ""
        raise DataError(
            f"{path}: is a page without text ({drawn}save it as it is shown, or as PDF)"
        )
    return Extract(text, masked, encoding, guessed, notes=notes)


def _declared(data: bytes) -> str | None:
    head = data[:_LOOKED_AT]
    found = _META.search(head) or _XML.search(head)
    return found[1].decode("ascii", "replace") if found else None
