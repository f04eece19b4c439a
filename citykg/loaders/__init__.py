"""Files in, Plan records out: documents, templates, values, mentions, activities.

`read_all(paths)` reads each document in a process of its own, bounded in time and memory;
`read_plans(path)` reads one in this process, unbounded.  A document becomes fields by its template
(`summary`, `table`), fields become a Plan (`reading`), and every value keeps the characters that
state it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from citykg.loaders.formats import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from citykg.loaders.document import Document
    from citykg.loaders.outcome import Given, Limits, Outcome
    from citykg.plan import Plan

__all__ = ["SUFFIXES", "Reading", "read_all", "read_given", "read_plans"]

_SMALL_PLAN = b"""City:\tPorto\tAustin
Country:\tPortugal\tUnited States
Population:\t230,000\t960,000
Size:\t41 km2\t700 km2
Period:\tMay 2018 - June 2020
Themes:\tHousing
SDGs:\t11
Urban Agenda:\tHousing
Challenges:\tTraffic in both cities
Activities:\t- A study visit to Porto took place in May 2019 - Austin will host a workshop
Results:\tA report will be published.
Contact:\tinfo@example.org
"""


@dataclass(frozen=True)
class Reading:
    """A plan and the document that its passages point into."""

    plan: Plan
    document: Document


def read_all(
    sources: Iterable[Path | Given],
    *,
    limits: Limits | None = None,
    workers: int | None = None,
    also: str | None = None,
) -> Iterator[Outcome]:
    """Yield the outcome of each document, in the order given, whatever any of them does.

    Each is read in a worker process, for 10 seconds and in 512 MB at most unless `limits` says
    otherwise; one that takes more, or breaks down, has an outcome with a `failure`, one sentence.
    `workers` is the number of processes, by default one a processor.  None is left when the
    iteration ends, however it ends.  `also` names a function, `module:function`, that the worker
    calls with the readings of each document; what it gives is the outcome's `also`, as MessagePack.

        for outcome in read_all(sorted(Path("plans").iterdir())):
            print(outcome.failure or [plan.id for plan in outcome.plans])
    """
    from citykg.loaders import outcome, pool

    task = outcome.Task(also) if also else None
    return pool.read_all(sources, limits or outcome.Limits(), workers, task)


@cache
def load() -> None:
    """Load once what every document needs, code and words; processes forked from here share it."""
    from contextlib import suppress

    from citykg.loaders import document

    with suppress(Exception):  # what is wrong with it shows at the first document
        readings_of(document.document_in(_SMALL_PLAN, "a small plan"))


def read_plans(path: Path) -> list[Reading]:
    """The plans that a file holds, in its order, read in this process without a bound.

    Raises DataError, in one sentence that names the file, if it cannot be read or is no plan.
    """
    from citykg.loaders.document import read_document

    return readings_of(read_document(path))


def read_given(given: Given) -> list[Reading]:
    """The plans that bytes hold, as `read_plans`; what is in them says what they are."""
    from citykg.loaders.document import document_in

    return readings_of(document_in(given.data, given.name))


def readings_of(document: Document) -> list[Reading]:
    """The plans that a document holds, in its order; raises DataError if it holds none."""
    from citykg.loaders.reading import plan_of
    from citykg.loaders.summary import summary_fields
    from citykg.loaders.table import table_fields

    if document.shape == "record":
        from citykg.loaders.record import plans_of

        return [Reading(plan, document) for plan in plans_of(document)]
    found = table_fields(document) or summary_fields(document)
    # What is said of the whole document is said once, with its first plan.
    notes = [document.notes, *([()] * len(found))]
    return [
        Reading(plan_of(fields, said), document) for fields, said in zip(found, notes, strict=False)
    ]
