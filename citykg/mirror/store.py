"""A remote store: where it is asked, where it is written to, and who does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from citykg.errors import UsageError
from citykg.graph.remote import Remote, Writer
from citykg.graph.remote.address import check_address, origin_of

if TYPE_CHECKING:
    from citykg.graph.remote import Credentials


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """A store of others; it is written to at `update` or else at `graph_store`."""

    endpoint: str
    """Where it answers queries."""
    update: str | None = None
    """Where it takes SPARQL 1.1 Update."""
    graph_store: str | None = None
    """Where it speaks the Graph Store HTTP Protocol; `?graph=` is added to it."""
    is_found: bool = False
    """Whether `update` was not given, but is the usual place beside the endpoint."""
    credentials: Credentials | None = None
    insecure: bool = False
    """Whether credentials may cross a network in the clear."""
    timeout_seconds: float = 120.0
    """What each request may take."""

    def __post_init__(self) -> None:
        """Raise a UsageError where an address is none, or credentials would go to two servers."""
        check_address(self.endpoint)
        for address in filter(None, (self.update, self.graph_store)):
            check_address(address)
            if self.credentials and origin_of(address) != origin_of(self.endpoint):
                raise UsageError(
                    f"{self.endpoint} and {address} are two servers, and credentials go to one:"
                    " give addresses of the same server."
                )

    @property
    def writing(self) -> str:
        """Where the store is written to."""
        return self.update or self.graph_store or ""

    def remote(self) -> Remote:
        """What asks it."""
        return Remote(
            self.endpoint,
            timeout_seconds=self.timeout_seconds,
            credentials=self.credentials,
            insecure=self.insecure,
        )

    def writer(self) -> Writer:
        """What writes to it."""
        return Writer(
            self.writing,
            timeout_seconds=self.timeout_seconds,
            credentials=self.credentials,
            insecure=self.insecure,
        )


def store_at(  # noqa: PLR0913 - a store has as many addresses as it has
    endpoint: str,
    update: str | None = None,
    graph_store: str | None = None,
    *,
    credentials: Credentials | None = None,
    insecure: bool = False,
    timeout_seconds: float = 120.0,
) -> RemoteStore:
    """The store to be written to, of which only the endpoint need be given.

    Oxigraph and Fuseki take updates at `update` beside `query`, RDF4J and GraphDB at
    `repositories/ID/statements`; for others the place must be given.  Raises UsageError where it is
    not, where both kinds are, or an address is none.

    >>> store_at("http://localhost:7878/query").update
    'http://localhost:7878/update'
    """
    check_address(endpoint)
    if update and graph_store:
        raise UsageError("--update and --graph-store are two ways to write: give one of them.")
    is_found = not (update or graph_store)
    return RemoteStore(
        endpoint,
        _usual_place(endpoint) if is_found else update,
        graph_store,
        is_found,
        credentials,
        insecure,
        timeout_seconds,
    )


def _usual_place(endpoint: str) -> str:
    """Where the store of an endpoint takes updates by its habit."""
    parts = urlsplit(endpoint)
    path = parts.path.rstrip("/")
    folders = path.split("/")
    if folders[-1] == "query":
        path = "/".join([*folders[:-1], "update"])
    elif len(folders) > 1 and folders[-2] == "repositories":
        path += "/statements"
    else:
        raise UsageError(
            f"Where the store of {endpoint} is written to cannot be told from this address: give"
            f" its --update or --graph-store (for Virtuoso, --graph-store"
            f" {origin_of(endpoint)}/sparql-graph-crud-auth)."
        )
    return parts._replace(path=path, query="", fragment="").geturl()
