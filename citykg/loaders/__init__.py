"""Files in, Plan records out: documents, templates, values, mentions, activities.

`read_plans(path)` is the whole of it.  A document becomes fields by its template (`summary`,
`table`), fields become a Plan (`reading`), and every value keeps the characters that state it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from citykg.loaders.formats import SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

    from citykg.loaders.document import Document
    from citykg.plan import Plan

__all__ = ["SUFFIXES", "Reading", "read_plans"]


@dataclass(frozen=True)
class Reading:
    """A plan and the document that its passages point into."""

    plan: Plan
    document: Document


def read_plans(path: Path) -> list[Reading]:
    """The plans that a file holds, in its order.

    Raises DataError, in one sentence that names the file, if it cannot be read or is no plan.
    """
    from citykg.loaders.document import read_document
    from citykg.loaders.reading import plan_of
    from citykg.loaders.summary import summary_fields
    from citykg.loaders.table import table_fields

    document = read_document(path)
    if document.shape == "table":
        return [Reading(plan_of(fields), document) for fields in table_fields(document)]
    return [Reading(plan_of(summary_fields(document)), document)]
