"""Clusters for the tests of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cluster_examples import cluster_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def threads() -> Iterator[str]:
    """The scheduler of a cluster with one worker in this process."""
    with cluster_of(1, processes=False) as cluster:
        yield cluster.scheduler_address
