"""Fetching an official vocabulary: from its publisher, another address, or a file."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from citykg.errors import DataError, UsageError
from citykg.links.official.asking import ask
from citykg.links.official.folder import Fetched, Record
from citykg.links.official.keeping import keep
from citykg.links.official.reading import MOST_BYTES, read_triples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pyoxigraph import Triple

    from citykg.links.official.keeping import Kept
    from citykg.links.official.sources import Source

_TYPES: Final = (
    "text/turtle",
    "application/rdf+xml",
    "application/n-triples",
    "application/ld+json",
    "application/xml",
    "application/json",
    "application/octet-stream",
    "text/plain",
    "text/tab-separated-values",
    "text/xml",
)
"""The best first; servers of plain files call RDF all of the others."""
_ADDRESS: Final = ("http://", "https://")


class _Loaded(NamedTuple):
    """What was loaded, and its triples as often as they are asked for."""

    where: str
    """For messages."""
    source: str
    """For the record: where a person had a file is nobody else's concern."""
    address: str
    """Where the publisher has it, or where it was fetched from."""
    sha256: str
    size: int
    triples: Callable[[], Iterable[Triple]]


def fetch(
    source: Source,
    place: str | None = None,
    *,
    timeout_seconds: float = 300.0,
    max_bytes: int = MOST_BYTES,
    date: str = "",
) -> tuple[Fetched, Kept]:
    """An official vocabulary, and what was kept of it.

    `place` is an address or the path of a file, where it is not the publisher's.  `date` is noted
    as the day on which it was fetched; no clock is asked.  Raises DataError where what comes is not
    the vocabulary, UsageError for a place that there is not; nothing is written.
    """
    if place is not None and not place.lower().startswith(_ADDRESS):
        loaded = _from_file(source, Path(place), max_bytes)
    elif place is None and source.asks:
        loaded = _from_endpoint(source, timeout_seconds, max_bytes)
    else:
        loaded = _from_address(place or source.url, timeout_seconds, max_bytes)
    kept = keep(source, loaded.triples, loaded.where, loaded.address)
    record = Record(
        name=source.name,
        title=source.title,
        source=loaded.source,
        sha256=loaded.sha256,
        bytes=loaded.size,
        licence=source.licence,
        rights=source.rights,
        citation=source.citation,
        things=kept.things,
        kept_sha256=sha256("".join(kept.lines).encode()).hexdigest(),
        date=date,
    )
    return Fetched(record, kept.lines), kept


def _from_file(source: Source, path: Path, max_bytes: int) -> _Loaded:
    try:
        if not path.is_file():
            raise UsageError(f"There is no file {path}: give one, or an address with http(s)://.")
        size = path.stat().st_size
        data = path.read_bytes() if size <= max_bytes else b""
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}).") from error
    if size > max_bytes:
        raise DataError(
            f"{path}: has {size:,} bytes, more than the {max_bytes:,} that any file of this"
            " vocabulary has."
        )
    return _loaded(data, str(path), source.url)._replace(source=path.name)


def _from_address(address: str, timeout_seconds: float, max_bytes: int) -> _Loaded:
    from citykg.graph.remote import Remote

    _check_address(address)
    remote = Remote(address, timeout_seconds=timeout_seconds, max_bytes=max_bytes)
    return _loaded(remote.document(_TYPES), address, address)


def _from_endpoint(source: Source, timeout_seconds: float, max_bytes: int) -> _Loaded:
    from citykg.graph.remote import Remote

    remote = Remote(source.url, timeout_seconds=timeout_seconds, max_bytes=max_bytes)
    triples = ask(source, remote)
    text = "".join(sorted({f"{triple} .\n" for triple in triples})).encode()
    digest = sha256(text).hexdigest()
    return _Loaded(source.url, source.url, source.url, digest, len(text), lambda: triples)


def _loaded(data: bytes, where: str, address: str) -> _Loaded:
    digest = sha256(data).hexdigest()
    return _Loaded(where, address, address, digest, len(data), lambda: read_triples(data, where))


def _check_address(address: str) -> None:
    from citykg.links.sssom import is_iri

    try:
        parts = urlsplit(address)
        good = bool(parts.hostname) and is_iri(address) and address.isascii()
        _ = parts.port
    except ValueError:
        good = False
    if not good:
        raise UsageError(f"{address!a} is not the http(s) address of a file.")
    if parts.username or parts.password:
        raise UsageError("The address holds a user name, which would be kept: leave it out.")
