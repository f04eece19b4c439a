"""Short ways to a plan: a text in, its Plan out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from citykg.loaders.document import document_of
from citykg.loaders.formats import format_named
from citykg.loaders.reading import plan_of
from citykg.loaders.summary import summary_fields
from citykg.loaders.table import table_fields

if TYPE_CHECKING:
    from collections.abc import Callable

    from citykg.plan import Plan

_HEAD = "City:\tPorto\tAustin\nCountry:\tPortugal\tUnited States\nPopulation:\t230,000\t960,000\n"


@pytest.fixture
def plan() -> Callable[[str], Plan]:
    """The plan of a whole summary."""
    return lambda text: plan_of(
        summary_fields(document_of(text.encode(), "plan.txt", format_named(".txt")))
    )


@pytest.fixture
def row() -> Callable[[str], Plan]:
    """The plan of Porto and Austin with further rows."""
    return lambda rows: plan_of(
        summary_fields(document_of((_HEAD + rows).encode(), "plan.txt", format_named(".txt")))
    )


@pytest.fixture
def table() -> Callable[[str], list[Plan]]:
    """The plans of a table with commas."""
    return lambda text: [
        plan_of(f)
        for f in table_fields(document_of(text.encode(), "plans.csv", format_named(".csv")))
    ]
