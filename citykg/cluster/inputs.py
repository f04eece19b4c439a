"""The documents that addresses lead to: folders, patterns, prefixes and single files."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from citykg.cluster.addresses import (
    filesystem,
    is_web,
    reason,
    scheme_of,
    shown,
    whole,
)
from citykg.errors import DataError, UsageError
from citykg.loaders import SUFFIXES
from citykg.loaders.formats import MOST_BYTES, PACKED
from citykg.loaders.formats.kinds import DOCUMENTS
from citykg.loaders.outcome import Given
from citykg.sources import find_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from fsspec import AbstractFileSystem

    from citykg.cluster.folder import Folder

_PLANS: Final = (*SUFFIXES, *DOCUMENTS)
_UNKNOWN_BYTES: Final = 64 << 10
"""What a document is taken to have whose size nobody says."""
_TRIES: Final = 3
_CHUNK: Final = 1 << 20


class Input(NamedTuple):
    """A document to read."""

    name: str
    """What it is called in reports: its path as given, or its address as it may be shown."""
    address: str
    size: int
    """In bytes, as it was found; it decides how documents are put together, and nothing else."""


class Inputs(NamedTuple):
    """What the addresses of a call lead to."""

    files: list[Input]
    """Sorted by name, each address once."""
    passed_over: list[str]
    """Files of a folder whose ending says that they are no plans."""


class _Found(NamedTuple):
    one: Input
    is_document: bool


def find_inputs(given: Iterable[str], out: Folder) -> Inputs:
    """The documents that paths and addresses lead to; nothing of the folder that is written.

    Paths are found as a build on one machine finds them; of an address, all documents below it.
    Raises UsageError for one that leads to no document.
    """
    files: dict[str, Input] = {}
    others: dict[str, str] = {}
    for each in given:
        found = _local(each) if not scheme_of(whole(each)) else _remote(each)
        are_any = False
        for one, is_document in found:
            if out.holds(one.address):
                continue
            are_any = are_any or is_document
            if is_document:
                known = files.setdefault(one.address, one)
                files[one.address] = min(known, one)
            else:
                others[one.address] = one.name
        if not are_any:
            raise UsageError(f"There is no document at {shown(each)}: check the address.")
    _check_names(files.values())
    passed_over = sorted(name for address, name in others.items() if address not in files)
    return Inputs(sorted(files.values()), passed_over)


def _check_names(files: Iterable[Input]) -> None:
    """Raise UsageError where two addresses differ only in what is never shown of them."""
    names: set[str] = set()
    for one in files:
        if one.name in names:
            raise UsageError(
                f"{one.name} is named twice, with two signatures or passwords: name it once."
            )
        names.add(one.name)


def data_of(one: Input) -> bytes:
    """The bytes of a document, but no more than shows that it is too large.

    Raises DataError, in a sentence that names it, where they cannot be had.
    """
    last = _TRIES - 1
    for attempt in range(_TRIES):
        try:
            data = _read(one)
            break
        except (FileNotFoundError, PermissionError, IsADirectoryError, DataError) as error:
            raise _unread(one, error) from None
        except Exception as error:  # noqa: BLE001 - whatever a service or its library raises
            if attempt == last:
                raise _unread(one, error) from None
            time.sleep(0.5 * 4**attempt)
    if len(data) > MOST_BYTES:
        raise DataError(
            f"{one.name}: is larger than {MOST_BYTES:,} bytes, which no plan document needs; "
            "split it, or take the summary out of it"
        )
    return data


def _unread(one: Input, error: BaseException) -> DataError:
    return DataError(f"{one.name}: cannot be read ({reason(error)})")


def _read(one: Input) -> bytes:
    fs = filesystem(one.address)
    if is_web(one.address):
        # As a stream: a server need not give a part of a file, and is not asked for the size.
        with fs.open(one.address, "rb", block_size=0, size=1) as stream:
            return _taken(stream)
    # In one request; a range of nothing is an error to some stores.
    return bytes(fs.cat_file(one.address, start=0, end=MOST_BYTES + 1)) if one.size else b""


def _taken(stream: Any) -> bytes:
    parts: list[bytes] = []
    left = MOST_BYTES + 1
    while left > 0 and (part := stream.read(min(left, _CHUNK))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _local(given: str) -> Iterator[_Found]:
    path = given.removeprefix("file://")
    sources = find_sources([path])
    for file in sources.files:
        if isinstance(file, Given):
            raise UsageError(f"{given}: a cluster reads files, not streams; write it to a file.")
        yield _Found(Input(str(file), str(file.absolute()), _size_of(file)), is_document=True)
    for file in sources.passed_over:
        yield _Found(Input(str(file), str(file.absolute()), 0), is_document=False)


def _size_of(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size
    return _UNKNOWN_BYTES  # gone meanwhile: said when it is read


def _remote(given: str) -> Iterator[_Found]:
    fs = filesystem(given)
    try:
        if is_web(given):
            yield from _web(fs, given)
        else:
            yield from _stored(fs, given)
    except FileNotFoundError:
        raise UsageError(f"There is no document at {shown(given)}: check the address.") from None
    except (UsageError, DataError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a service or its library raises
        raise DataError(f"{shown(given)}: cannot be listed ({reason(error)}).") from None


def _web(fs: AbstractFileSystem, given: str) -> Iterator[_Found]:
    """A page of the web is a document; one that ends in a slash lists documents below itself."""
    if not urlsplit(given).path.endswith("/"):
        yield _Found(Input(shown(given), given, _UNKNOWN_BYTES), is_document=True)
        return
    for address in fs.ls(given, detail=False):
        below = str(address).startswith(given) and not str(address).endswith("/")
        if below and _is_plan(urlsplit(address).path):
            yield _Found(Input(shown(address), address, _UNKNOWN_BYTES), is_document=True)


def _stored(fs: AbstractFileSystem, given: str) -> Iterator[_Found]:
    scheme = f"{scheme_of(given)}://"
    root = str(fs._strip_protocol(given))  # noqa: SLF001 - fsspec has no other name for it
    if any(sign in given for sign in "*?["):
        places = fs.glob(given, detail=True)
    else:
        places = {root: fs.info(given)}
    for place, info in places.items():
        if info["type"] != "directory":
            yield _Found(_stored_at(scheme, place, info), is_document=True)
            continue
        for path, inside in fs.find(place, detail=True).items():
            below = path.removeprefix(str(place)).strip("/")
            if not any(part.startswith(".") for part in below.split("/")):
                one = _stored_at(scheme, path, inside)
                yield _Found(one, is_document=_is_plan(path))


def _stored_at(scheme: str, path: str, info: dict[str, Any]) -> Input:
    address = scheme + path.lstrip("/")
    return Input(address, address, int(info.get("size") or 0))


def _is_plan(path: str) -> bool:
    return path.lower().removesuffix(PACKED).endswith(_PLANS)
