"""A document: its bytes decoded once, and the characters that every passage points into."""

from __future__ import annotations

import bisect
import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.markup import JOINER, mask
from citykg.plan import Passage

if TYPE_CHECKING:
    from pathlib import Path

MAX_TEXT_BYTES = 2 * 1024 * 1024
"""A plan summary is a few pages; a larger text is something else."""

MAX_TABLE_BYTES = 32 * 1024 * 1024
"""Some hundred thousand cooperations, one a row."""

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}

TABLES = frozenset({"text/csv", "text/tab-separated-values"})

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True)
class Document:
    """The text of one file; `text` is the decoded file, nothing inserted and nothing dropped."""

    path: str
    text: str
    sha256: str
    media_type: str
    encoding: str
    guessed: bool = False
    """Whether the encoding is a guess: the file is not UTF-8 and has no byte order mark."""
    masked: str = field(default="", repr=False)
    """`text` with mark-up masked: the same length, so that offsets hold in both."""

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find = self.text.find
        position = find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = find("\n", position + 1)
        return starts

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds the character at `offset`."""
        return bisect.bisect_right(self._line_starts, offset)

    def passage(self, start: int, end: int) -> Passage:
        """The characters `[start, end)` as a passage."""
        return Passage(start, end, self.text[start:end])


def read_document(path: Path) -> Document:
    """The document in a file; raises DataError in one sentence if it cannot be read as text."""
    media_type = MEDIA_TYPES.get(path.suffix.lower())
    most = MAX_TABLE_BYTES if media_type in TABLES else MAX_TEXT_BYTES
    try:
        if path.is_dir():
            raise DataError(f"{path}: is a folder; name a file, or build the folder as a whole")
        size = path.stat().st_size
        if media_type is None:
            known = " ".join(sorted(MEDIA_TYPES))
            raise DataError(
                f"{path}: files of the kind {path.suffix or '(no suffix)'} are not read yet; "
                f"save it as one of {known}"
            )
        if size > most:
            raise DataError(
                f"{path}: is {size:,} bytes, and at most {most:,} are read of such a file; "
                "split it, or take the summary out of it"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path}: there is no such file") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error})") from error
    return document_of(data, str(path), media_type)


def document_of(data: bytes, path: str, media_type: str) -> Document:
    """The document that bytes hold; `path` only names it in messages."""
    if not data.strip():
        raise DataError(f"{path}: is empty; there is nothing to read")
    text, encoding, guessed = _decode(data, path)
    if "\0" in text:
        raise DataError(f"{path}: is not a text file (it holds NUL characters)")
    return Document(
        path=path,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        encoding=encoding,
        guessed=guessed,
        masked=_mask_quotes(text) if media_type in TABLES else mask(text),
    )


def _mask_quotes(text: str) -> str:
    """A quote that a table doubles is one quote."""
    return text.replace('""', '"' + JOINER)


def _decode(data: bytes, path: str) -> tuple[str, str, bool]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), encoding, False
            except UnicodeDecodeError as error:
                raise DataError(
                    f"{path}: begins as {encoding} but byte {error.start} does not fit; "
                    "save it again as UTF-8"
                ) from None
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise DataError(f"{path}: is not a text file (it holds NUL bytes)")
    from charset_normalizer import from_bytes

    guess = from_bytes(data).best()
    if guess is None:
        raise DataError(f"{path}: is not text in any known encoding; save it as UTF-8")
    return data.decode(guess.encoding), guess.encoding, True
