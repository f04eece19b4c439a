"""A document: its bytes decoded once, and the characters that every passage points into."""

from __future__ import annotations

import bisect
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.formats import MOST_BYTES, format_named
from citykg.loaders.formats.recognise import recognised
from citykg.loaders.markup import composed
from citykg.plan import Passage

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.loaders.formats import Format
    from citykg.loaders.formats.extract import Note


_LONE_RETURN = re.compile(r"\r(?!\n)")
"""The line end of old Macintosh computers; still that of some programs' exports."""


@dataclass(frozen=True)
class Document:
    """The text of one file, nothing inserted and nothing dropped.

    Of a PDF, Word or spreadsheet file, which holds no text of its own, it is the extracted text.
    """

    path: str
    text: str
    sha256: str
    media_type: str
    shape: str
    """`pages`, `table` or `record`: see `citykg.loaders.formats.Format`."""
    encoding: str
    guessed: bool = False
    """Whether the encoding is a guess: the file is not UTF-8 and has no byte order mark."""
    pages: tuple[int, ...] = ()
    """Where in the text each page begins."""
    notes: tuple[Note, ...] = ()
    """What a person should know of the file."""
    masked: str = field(default="", repr=False)
    """`text` with mark-up masked: the same length, so that offsets hold in both."""

    extracted: bool = False
    """Whether the file itself holds no text, and `text` is what its format's reader made of it."""

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """Where in the text each line begins."""
        starts = [0]
        find = self.text.find
        position = find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = find("\n", position + 1)
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        return bisect.bisect_right(self.lines, offset)

    def page_of(self, offset: int) -> int | None:
        """The 1-based page that holds the character at `offset`, where there are pages."""
        return bisect.bisect_right(self.pages, offset) or 1 if self.pages else None

    def passage(self, start: int, end: int) -> Passage:
        """The characters `[start, end)` as a passage."""
        return Passage(start, end, self.text[start:end])


def read_document(path: Path) -> Document:
    """The document in a file; raises DataError in one sentence if it cannot be read as text."""
    named = format_named(path.suffix)
    most = named.most_bytes if named else MOST_BYTES
    try:
        if path.is_dir():
            raise DataError(f"{path}: is a folder; name a file, or build the folder as a whole")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{path}: cannot be read ({reason})") from error
    if len(data) > most:
        raise DataError(_too_large(str(path), most))
    return document_in(data, str(path))


def document_in(data: bytes, path: str) -> Document:
    """The document that bytes are: what is in them says of which format, the path where it cannot.

    Raises DataError in one sentence if they cannot be read as text.
    """
    known, unpacked, notes = recognised(data, path)
    if len(unpacked) > known.most_bytes:
        raise DataError(_too_large(path, known.most_bytes))
    return document_of(unpacked, path, known, notes)


def document_of(data: bytes, path: str, known: Format, notes: tuple[Note, ...] = ()) -> Document:
    """The document that bytes of a format hold; `path` only names it in messages."""
    if not data.strip():
        raise DataError(f"{path}: is empty; there is nothing to read")
    extract = known.read(data, path)
    return Document(
        path=path,
        text=extract.text,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=known.media_type,
        shape=known.shape,
        encoding=extract.encoding,
        guessed=extract.guessed,
        masked=_LONE_RETURN.sub("\n", composed(extract.masked)),
        pages=extract.pages,
        notes=(*notes, *extract.notes),
        extracted=known.extracted,
    )


def _too_large(path: str, most: int) -> str:
    return (
        f"{path}: is larger than {most:,} bytes, and at most that is read of such a file; "
        "split it, or take the summary out of it"
    )
