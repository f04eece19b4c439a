"""The three engines over one graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from query_graphs import ENGINES, TWO_PLANS, served, write_folder

from citykg.queries import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from citykg.queries.engine import Engine


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    """The three engines over the graph of two plans."""
    folder = write_folder(tmp_path_factory.mktemp("graph"), TWO_PLANS)
    with served(folder) as address:
        yield {
            "folder": open_engine(folder),
            "file": open_engine(TWO_PLANS),
            "endpoint": open_engine(address),
        }


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, engines: dict[str, Engine]) -> Engine:
    """Each of the three engines in turn."""
    return engines[request.param]
