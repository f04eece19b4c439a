"""What one question may cost, how many are looked at together, and what else a server is told.

The command line shows the usual ones in its help, and loads nothing for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
"""The names of this machine for itself."""

HOST: Final = r"(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])"
"""The name of a host as it is written into addresses: nothing in it would be more there."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a server; each is an option of `citykg serve`."""

    seconds: float = 5.0
    """Wall clock of one query; then its process is killed."""
    wait_seconds: float = 5.0
    """So long a query may wait for a process that is free."""
    mebibytes: int = 512
    """Memory that one query may take beyond what its process holds already."""
    answer_bytes: int = 16 << 20
    """A longer answer of rows is cut behind a whole row, and says so."""
    rows: int = 100_000
    """As above."""
    workers: int = 8
    """Queries that run at a time; more than there are processors, for those that take long step
    back behind those that do not."""
    waiting: int = 64
    """Queries that may wait; one more is told to come back."""
    connections: int = 512
    """Connections that are held at a time."""
    body_bytes: int = 64 << 10
    """The longest request body."""
    receive_seconds: float = 10.0
    """So long a request may take to arrive."""
    send_seconds: float = 60.0
    """So long a client may take to receive an answer."""
    service_seconds: float = 60.0
    """So long other endpoints may take to answer a saved query that asks them."""
    held_bytes: int = 256 << 20
    """Answers that are held at a time for clients to receive."""
    kept_bytes: int = 64 << 20
    """Answers that are kept for those who ask the same again."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a server is told by who runs it; its workers are told the same."""

    limits: Limits = Limits()
    queries: dict[str, str] = field(default_factory=dict)
    """The texts of saved queries of their own, each by the path of its file."""
    services: tuple[str, ...] = ()
    """The endpoints that saved queries may ask."""
