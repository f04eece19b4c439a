"""The format of a document: what is in it decides, and where that says nothing, its name."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from citykg.errors import DataError
from citykg.loaders.formats import MOST_BYTES, PACKED, SUFFIXES, format_named, format_of_type
from citykg.loaders.formats.extract import Note
from citykg.loaders.formats.gzipped import MAGIC, unpacked
from citykg.loaders.formats.kinds import CUT_ZIP, UNREAD, XML, Unread
from citykg.loaders.formats.sniff import signed_kind, unsigned_kind

if TYPE_CHECKING:
    from citykg.loaders.formats import Format

_UNREAD_SUFFIXES = {suffix: kind for kind in UNREAD for suffix in kind.suffixes}


def recognised(data: bytes, path: str) -> tuple[Format, bytes, tuple[Note, ...]]:
    """The format of a file, its bytes (unpacked, if they were packed), and what to know of it.

    Raises DataError, in one sentence, for a file of a kind that is not read.
    """
    notes: list[Note] = []
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes]
    is_packed = data.startswith(MAGIC)
    if is_packed != (suffixes[-1:] == [PACKED]):
        notes.append(_note("packed by gzip" if is_packed else "not packed by gzip"))
    if is_packed:
        data = unpacked(data, path, MOST_BYTES)
        if data.startswith(MAGIC):
            raise DataError(f"{path}: is packed by gzip twice; unpack it once")
    if suffixes[-1:] == [PACKED]:
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    if not data.strip():
        raise DataError(f"{path}: is empty; there is nothing to read")
    named = format_named(suffix)
    known = _known(data, path, named, suffix)
    if named is not known and (named or suffix in _UNREAD_SUFFIXES):
        notes.append(_note(known.name))
    return known, data, tuple(notes)


def _known(data: bytes, path: str, named: Format | None, suffix: str) -> Format:
    kind = signed_kind(data)
    if kind is XML and named and named.media_type == "text/html":
        return named
    if kind is CUT_ZIP and named and named.extracted:
        return named  # damaged: its reader says how
    if isinstance(kind, Unread):
        raise DataError(f"{path}: is {kind.what}, which is not read; {kind.advice}")
    if kind is not None:
        return format_of_type(kind)
    if named and not named.extracted:
        is_record = named.media_type == "text/plain" and _is_json(data)
        return format_of_type("application/json") if is_record else named
    media_type = unsigned_kind(data)
    if media_type is not None:
        return format_of_type(media_type)
    if named:
        return named  # damaged: its reader says how
    unread = _UNREAD_SUFFIXES.get(suffix)
    if unread:
        raise DataError(
            f"{path}: is, by its name, {unread.what}, which is not read; {unread.advice}"
        )
    raise DataError(
        f"{path}: is not a text file, and of no kind that is read; "
        f"save it as one of {' '.join(SUFFIXES)}"
    )


def _is_json(data: bytes) -> bool:
    if not data.lstrip().startswith((b"{", b"[")):
        return False
    import msgspec

    try:
        msgspec.json.decode(data, type=list[dict[str, msgspec.Raw]] | dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _note(what: str) -> Note:
    return Note("mislabelled", f"the file is {what} in spite of its name")
