"""Addresses of documents and folders: which are taken, and how they are shown.

An address may hold a password or a signature; what is shown, kept or logged of it never does.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from citykg.errors import DataError, UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_WEB: Final = ("http", "https")
_STORES: Final = ("s3", "gs", "abfs", "az", "memory")
"""Where a file is there when the whole of it has come, and not before."""
_SECRET: Final = re.compile(r"sig|token|secret|pass|key|cred|auth|x-amz|x-goog", re.IGNORECASE)
_SECONDS: Final = 60


def scheme_of(address: str) -> str:
    """The scheme of an address in lower case; empty for a path."""
    match = _SCHEME.match(address)
    return match[1].lower() if match else ""


def is_web(address: str) -> bool:
    """Whether the address is one of the web."""
    return scheme_of(address) in _WEB


def whole(address: str) -> str:
    """The address as every machine understands it: a path from the root on.

    Raises UsageError for an address of a kind that is not taken.
    """
    scheme = scheme_of(address)
    is_taken = scheme in (*_WEB, *_STORES, "file") if scheme else "://" not in address
    if not is_taken:
        kinds = ", ".join(f"{kind}://" for kind in (*_WEB, *_STORES, "file"))
        raise UsageError(f"{shown(address)}: is no path, and no address that begins with {kinds}.")
    if scheme in ("", "file"):
        return os.path.abspath(address.removeprefix("file://"))  # noqa: PTH100 - no link is followed
    return address


def shown(address: str) -> str:
    """The address as it may be shown: without user, password, and what signs it."""
    if not scheme_of(address):
        return address
    parts = urlsplit(address)
    netloc = parts.netloc.rpartition("@")[2]
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _SECRET.search(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept, quote_via=quote)
    fragment = parts.fragment if scheme_of(address) not in _WEB else ""
    return urlunsplit((parts.scheme, netloc, parts.path, query, fragment))


def filesystem(address: str) -> AbstractFileSystem:
    """What reads and writes at the address; its credentials are those of this machine.

    Raises UsageError where the package for addresses of this kind is not installed.
    """
    try:
        return _filesystem(scheme_of(address) or "file")
    except ImportError as error:
        raise UsageError(
            f"{shown(address)}: needs a package that is not installed ({error.name}): "
            "pip install 'citykg[cluster]'."
        ) from error


def reason(error: BaseException) -> str:
    """Why something failed, in words that hold no address: an address may hold a password."""
    status = getattr(error, "status", None)
    if isinstance(status, int):
        return f"HTTP {status}"
    if isinstance(error, DataError):
        return str(error)
    for kind, words in (
        (FileNotFoundError, "it is not there"),
        (PermissionError, "access is denied"),
        (TimeoutError, "no answer in time"),
    ):
        if isinstance(error, kind):
            return words
    return type(error).__name__


@lru_cache(maxsize=16)
def _filesystem(scheme: str) -> AbstractFileSystem:
    from fsspec import filesystem as opened

    options: dict[str, Any] = {"use_listings_cache": False}
    if scheme in _WEB:
        options["get_client"] = _web_client
    if scheme == "file":
        options = {}
    return opened(scheme, **options)


async def _web_client(**options: Any) -> Any:
    """A client of the web that is not sent to other hosts: those nobody has named."""
    import aiohttp

    async def refuse(_session: Any, _context: Any, told: Any) -> None:
        there = told.response.headers.get("Location", "")
        host = urlsplit(there).hostname
        if host is not None and host != told.url.host:
            raise DataError("it is sent on to another host: name the document there")

    watch = aiohttp.TraceConfig()
    watch.on_request_redirect.append(refuse)
    options["trace_configs"] = [watch]
    options["timeout"] = aiohttp.ClientTimeout(total=_SECONDS)
    return aiohttp.ClientSession(**options)
