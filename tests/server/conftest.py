"""A graph and a server of it for the tests of this room."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from loopback import Handler, answering
from servers import Served, serving

from citykg.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the graph of all examples."""
    folder = tmp_path_factory.mktemp("served") / "graph"
    build([EXAMPLES], folder)
    return folder


@pytest.fixture(scope="session")
def served(graph: Path) -> Iterator[Served]:
    """A server of that graph, with the usual limits."""
    with serving(graph, "--quiet") as server:
        yield server


@pytest.fixture
def canary() -> list[str]:
    """What was asked of the canary."""
    return []


@pytest.fixture
def canary_address(canary: list[str]) -> Iterator[str]:
    """The address of a server that nobody is to ask."""

    def heard(handler: Handler) -> None:
        canary.append(handler.path)
        handler.send_whole(200, "text/plain", b"")

    with answering(heard, Handler) as server:
        yield server.address
