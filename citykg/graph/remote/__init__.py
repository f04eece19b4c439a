"""The one client of remote stores: it asks and writes with manners, limits and a name.

Whoever talks to a server of others does it through here: an agent with a contact, one deadline
for everything, a size cap, credentials for the one server they are for, waiting when the server
says so, and a sentence for each way to fail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from citykg.graph.remote.client import Remote, Solutions
from citykg.graph.remote.credentials import Credentials, credentials_for
from citykg.graph.remote.transport import AGENT, DroppedError, TooLargeError
from citykg.graph.remote.writer import Writer

if TYPE_CHECKING:
    from citykg.graph.remote.client import Row as Row

__all__ = [
    "AGENT",
    "Credentials",
    "DroppedError",
    "Remote",
    "Solutions",
    "TooLargeError",
    "Writer",
    "credentials_for",
]
