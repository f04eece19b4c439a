"""The address of a server: whether it is one, whose it is, and whether what is sent can be read."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from citykg.errors import UsageError

if TYPE_CHECKING:
    from citykg.graph.remote.credentials import Credentials

_PORTS = {"http": 80, "https": 443}


class Origin(NamedTuple):
    """The server of an address: credentials for one origin go to no other."""

    scheme: str
    host: str | None
    port: int | None

    def __str__(self) -> str:
        host = f"[{self.host}]" if self.host and ":" in self.host else self.host
        port = "" if self.port == _PORTS.get(self.scheme) else f":{self.port}"
        return f"{self.scheme}://{host}{port}"


def origin_of(address: str) -> Origin:
    """The origin of an address; raises ValueError where the address is none."""
    parts = urlsplit(address)
    return Origin(parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme))


def check_address(address: str) -> None:
    """Raise a UsageError where the address is none of a server, or holds a user name."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in _PORTS and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        good = False
    if not good or not address.isascii() or any(one.isspace() for one in address):
        raise UsageError(f"{address!a} is not the http(s) address of a SPARQL endpoint.")
    if parts.username or parts.password:
        raise UsageError(
            "The endpoint's address holds a user name, which would show in messages:"
            " leave it out of the address."
        )


def check_private(address: str, credentials: Credentials | None, *, insecure: bool) -> None:
    """Raise a UsageError where credentials would cross a network in the clear."""
    origin = origin_of(address)
    if credentials and origin.scheme == "http" and not insecure and not _is_here(origin.host):
        raise UsageError(
            f"{address} is not encrypted, and everybody on the way could read the password:"
            " use its https address, or say --insecure."
        )


def _is_here(host: str | None) -> bool:
    """Whether a host is this machine."""
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"
