"""The texts of a graph's documents, for as long as they are those that the graph was made of.

A graph holds the words that it quotes and no others.  What stands around them is in the documents:
that of PDF, Word and spreadsheet files in the `texts` of the version, that of others in the files
themselves, where the report of the build says.  A file is taken only while its SHA-256 sum is the
one that the graph knows, and is decoded as it was decoded then: a document that has changed, or is
gone, has no text here, and there is never another in its place.
"""

from __future__ import annotations

import codecs
import os
import re
import stat
import zlib
from contextlib import suppress
from functools import cached_property
from gzip import GzipFile
from hashlib import sha256 as sha256_of
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import msgspec

from citykg.errors import CitykgError
from citykg.graph.folder import text_name
from citykg.graph.store import current_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NO_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_SUM: Final = re.compile(r"[0-9a-f]{64}")
_PACKED: Final = b"\x1f\x8b"
_BYTES_A_CHARACTER: Final = 4
"""No encoding that documents come in takes more, but for a byte order mark."""
_MOST: Final = 32 << 20
"""In bytes: no document is larger."""
_PACKING: Final = 1024
"""In bytes: what packing may add to a short document."""
_MOST_REPORT: Final = 256 << 20
"""In bytes: the report of a few hundred thousand plans."""
_NOT_OF_FILES: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
"""Codecs of Python that are no character sets, and may take very long."""


class Document(msgspec.Struct, frozen=True):
    """What the report of a build says of a document, as far as it is needed here."""

    path: str
    sha256: str
    encoding: str
    characters: int
    text: str | None = None


class _Report(msgspec.Struct, frozen=True):
    documents: tuple[msgspec.Raw, ...]


class Texts:
    """The texts that are at hand, by the SHA-256 sums of the documents.

    `files` is the version that keeps texts, `told` what its report says of each document, in JSON,
    and `folders` are where the paths in it may begin.  Nothing is read before it is asked for.
    """

    def __init__(
        self, files: Path, told: Iterable[bytes | msgspec.Raw], folders: tuple[Path, ...] = ()
    ) -> None:
        self._files = files
        self._told = told
        self._folders = folders or (Path(),)
        self.is_whole = True
        """Whether every text that was asked for was there."""

    def of(self, sha256: str) -> str:
        """The text of a document; empty where it is not at hand as the graph knows it."""
        for document in self._documents.get(sha256, ()):
            for text in self._found(document):
                if text and len(text) == document.characters:
                    return text
        self.is_whole = False
        return ""

    @cached_property
    def _documents(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for told in self._told:
            with suppress(*_NO_JSON):
                document = msgspec.json.decode(told, type=Document)
                # The sum names a file of texts: what is no sum might lead elsewhere.
                if _SUM.fullmatch(document.sha256):
                    found.setdefault(document.sha256, []).append(document)
        return found

    def _found(self, document: Document) -> Iterator[str]:
        most = min(_BYTES_A_CHARACTER * (document.characters + 1), _MOST)
        if document.text is not None:
            # The sum is that of the document, not of the text, which is for this folder to keep.
            data = _read(self._files / text_name(document.sha256), most, os.O_NOFOLLOW)
            yield data.decode("utf-8", "replace")
            return
        for folder in self._folders:
            data = _unpacked(_read(folder / document.path, most + _PACKING), most)
            if sha256_of(data).hexdigest() == document.sha256:
                yield _decoded(data, document.encoding)


def texts_of(folder: Path) -> Texts:
    """The texts of a graph folder; none where its report cannot be read.

    The paths of the report begin where the build was called: they are looked for here, and in the
    folder that holds the graph.
    """
    try:
        version = current_version(folder)
    except (CitykgError, OSError):
        return Texts(folder, ())
    return Texts(version, _told_in(version), (Path(), folder.resolve().parent))


def _told_in(version: Path) -> Iterator[msgspec.Raw]:
    report = _read(version / "report.json", _MOST_REPORT)
    with suppress(*_NO_JSON):
        yield from msgspec.json.decode(report, type=_Report).documents


def _read(path: Path, most: int, flags: int = 0) -> bytes:
    """The bytes of a file; none of one that is larger, cannot be read, or is no file at all."""
    with suppress(OSError, ValueError):
        # Not opened before: to open a pipe is to wait, and to open a device may be to act.
        if stat.S_ISREG(path.stat().st_mode):
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | flags)
            with open(handle, "rb") as file:  # noqa: PTH123 - a handle has no path
                # Looked at again: it may be another file by now.
                status = os.fstat(handle)
                if stat.S_ISREG(status.st_mode) and status.st_size <= most:
                    return _all_of(file, most)
    return b""


def _unpacked(data: bytes, most: int) -> bytes:
    if not data.startswith(_PACKED):
        return data
    with suppress(OSError, EOFError, zlib.error):
        return _all_of(GzipFile(fileobj=BytesIO(data)), most)
    return b""


def _all_of(file: IO[bytes] | GzipFile, most: int) -> bytes:
    """What a file holds; nothing of one that holds more than so many bytes."""
    data = file.read(most + 1)
    return data if len(data) <= most else b""


def _decoded(data: bytes, encoding: str) -> str:
    with suppress(LookupError, UnicodeError, ValueError):
        if codecs.lookup(encoding).name not in _NOT_OF_FILES:
            # A document in which some bytes do not fit is read with U+FFFD for them.
            return data.decode(encoding, "replace")
    return ""
