"""Short ways to a plan: a text in, its Plan out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders import readings_of
from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_HEAD = "City:\tPorto\tAustin\nCountry:\tPortugal\tUnited States\nPopulation:\t230,000\t960,000\n"


def plans_in(text: str, suffix: str = ".txt") -> list[Plan]:
    """The plans of a text that a file of a kind holds."""
    known = format_named(suffix)
    assert known
    document = document_of(text.encode(), f"plan{suffix}", known)
    return [reading.plan for reading in readings_of(document)]


@pytest.fixture
def plan() -> Callable[[str], Plan]:
    """The plan of a whole summary."""
    return lambda text: plans_in(text)[0]


@pytest.fixture
def row() -> Callable[[str], Plan]:
    """The plan of Porto and Austin with further rows."""
    return lambda rows: plans_in(_HEAD + rows)[0]


@pytest.fixture
def table() -> Callable[[str], list[Plan]]:
    """The plans of a table with commas."""
    return lambda text: plans_in(text, ".csv")
