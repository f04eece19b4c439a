"""Writing to a remote store: SPARQL 1.1 Update, or the Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-update/ and https://www.w3.org/TR/sparql11-http-rdf-update/.  What is
sent must do the same if it is sent twice: a request whose answer is lost is sent again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import Request

from citykg.graph.remote.address import check_address, check_private
from citykg.graph.remote.transport import AGENT, WRITTEN, NotThereError, Transport

if TYPE_CHECKING:
    from citykg.graph.remote.credentials import Credentials


@dataclass(frozen=True, slots=True)
class Writer:
    """Where a remote store takes writing; each method is one request, and raises DataError.

    Of these, TooLargeError and DroppedError may go better with less in one request.
    """

    address: str
    agent: str = AGENT
    timeout_seconds: float = 120.0
    credentials: Credentials | None = None
    insecure: bool = False

    def __post_init__(self) -> None:
        """Raise a UsageError where the address is none, or credentials would be seen."""
        check_address(self.address)
        check_private(self.address, self.credentials, insecure=self.insecure)

    def update(self, text: bytes) -> None:
        """Send an update in SPARQL."""
        self._send("POST", self.address, "application/sparql-update", text)

    def put(self, graph: str, triples: bytes) -> None:
        """Make these triples, as N-Triples, the whole of a named graph."""
        # Every store reads Turtle, which N-Triples is.
        self._send("PUT", self._of(graph), "text/turtle", triples)

    def post(self, graph: str, triples: bytes) -> None:
        """Add these triples, as N-Triples, to a named graph."""
        self._send("POST", self._of(graph), "text/turtle", triples)

    def delete(self, graph: str) -> None:
        """Take a named graph away, if it is there."""
        with suppress(NotThereError):
            self._send("DELETE", self._of(graph))

    def _of(self, graph: str) -> str:
        sign = "&" if "?" in self.address else "?"
        return f"{self.address}{sign}graph={quote(graph, safe='')}"

    def _send(
        self, method: str, url: str, kind: str | None = None, data: bytes | None = None
    ) -> None:
        headers = {"User-Agent": self.agent, "Accept": "*/*"}
        if kind:
            headers["Content-Type"] = kind
        # The address was looked at when the writer was made.
        request = Request(url, data=data, headers=headers, method=method)  # noqa: S310
        if self.credentials:
            request.add_unredirected_header("Authorization", self.credentials.header)
        Transport(self.address, self.timeout_seconds, 0, self.credentials).body(request, WRITTEN)
